#pragma once

#include <cstddef>
#include <cstdint>

#include "life/life_layout.h"

// The memory of a world between and within ticks.
//
// Between ticks a world is its `Animal` and `Traits` records, in no order that matters, and its
// food cells. The exchange sorts them into (cell, id) order: what neighbours see goes to the
// columns of `Sight`, where the ghosts stand among the own animals row by row; what only the animal
// itself needs stays in compact order, indexed by `own`.

namespace skyflock::life {

/// Bits of Animal::info.
namespace info {
inline constexpr uint32_t tribeMask = constants::infoTribe;
inline constexpr uint32_t alive = constants::infoAlive;
inline constexpr uint32_t predator = constants::infoPredator;
inline constexpr uint32_t willing = constants::infoWilling;
inline constexpr uint32_t hybrid = constants::infoHybrid;
inline constexpr uint32_t wantShift = constants::infoWantShift;
inline constexpr uint32_t wantMask = constants::wantBits << wantShift;
inline constexpr uint32_t hunting = constants::infoHunting;
inline constexpr uint32_t satiated = constants::infoSatiated;
inline constexpr uint32_t counted = alive | hunting | satiated;
}  // namespace info

/// An animal's state, as the last tick left it.
struct Animal {
  float x, y;         ///< u
  float vx, vy;       ///< u/s
  float energy;       ///< e
  uint32_t info;      ///< bits of namespace info
  uint32_t id;        ///< never reused in a run
  uint32_t foodCell;  ///< 1 + the cell it goes to for food, or 0
};
static_assert(sizeof(Animal) == 32);

/// What an animal is born with and never changes.
struct Traits {
  float genes[constants::geneCount];
  float cosHalfView;  ///< cosine of half the viewAngle
  int32_t birthTick;  ///< negative for founders
  uint32_t digest;    ///< hash of the above, so that the state hash need not read them again
};
static_assert(sizeof(Traits) == 48);

/// Where an animal wants to be after the tick.
struct Decision {
  float vx, vy;        ///< u/s, the next velocity
  float pushX, pushY;  ///< u, what overlapping bodies do to it
};
static_assert(sizeof(Decision) == 16);

/// Bits of the action column.
namespace action {
inline constexpr uint32_t wantMask = constants::wantBits;
inline constexpr uint32_t graze = constants::actionGraze;
inline constexpr uint32_t attack = constants::actionAttack;
inline constexpr uint32_t mate = constants::actionMate;
inline constexpr uint32_t breed = constants::actionBreed;
}  // namespace action

/// Bits of the outcome column: what became of an actor's intent.
namespace outcome {
inline constexpr uint32_t kill = constants::outcomeKill;
inline constexpr uint32_t accepted = constants::outcomeAccepted;
inline constexpr uint32_t admitted = constants::outcomeAdmitted;
}  // namespace outcome

/// Own animals and ghosts in local-grid order, as neighbours see them. Positions stand twice: the
/// search tests four slots at a time and wants columns, what follows wants one animal at a time.
struct Sight {
  float* x;
  float* y;
  Animal* animals;
};

/// An intent, as the animals' owners sort it: by target, then by actor. Births are sorted likewise,
/// by the parent's id; what a query finds by its distance, then by its id.
struct Intent {
  uint32_t target;  ///< id
  uint32_t actor;   ///< id
  uint32_t own;     ///< the actor's own index
};

/// The order of intents; no two are equal.
inline bool comesBefore(const Intent& a, const Intent& b) {
  return a.target != b.target ? a.target < b.target : a.actor < b.actor;
}

/// What sense counted in a row of a partition.
struct RowTally {
  uint32_t actors;       ///< they stand in the actors column from the row's first animal on
  uint32_t sightCutOff;  ///< animals that saw no further than maxNeighbours
};

/// Every array of a world. All of them are indexed by `own` (a world-wide index into the compact
/// (cell, id) order, partition after partition) unless said otherwise.
struct Store {
  uint32_t capacity = 0;        ///< animals that may be alive
  uint32_t animalCapacity = 0;  ///< entries of the own-indexed arrays, gaps included
  uint32_t cellCapacity = 0;    ///< cells of the world
  uint32_t sightCapacity = 0;   ///< slots of the sight columns

  Animal* animals = nullptr;         ///< left by the last move, read by the next exchange
  Traits* traits = nullptr;          ///< of this tick's own order
  Traits* traitsNext = nullptr;      ///< the other half of the double buffer
  uint64_t* keys = nullptr;          ///< cell << 32 | id of animals, or nowhere; made by move
  uint64_t* sortedKeys = nullptr;    ///< scratch of the exchange
  uint32_t* sortedSource = nullptr;  ///< likewise: index into animals
  Intent* intents = nullptr;  ///< scratch of interact and of admit, over that of the exchange
  Sight sight = {};           ///< indexed by slot
  uint32_t* foodCellNext = nullptr;  ///< made by sense

  Decision* decisions = nullptr;  ///< made by sense
  uint32_t* actions = nullptr;    ///< made by sense: namespace action
  uint32_t* targets = nullptr;    ///< made by sense: `own` index of the prey or mate
  float* strikes = nullptr;       ///< made by sense: e, the attack's strength
  uint32_t* actors = nullptr;     ///< made by sense: those of a row with an intent, from its first
                                  ///< animal on
  float* gains = nullptr;         ///< made by interact: e, eaten less lost to attacks
  uint32_t* killedBy =
      nullptr;  ///< made by interact: 1 + own index of the first attacker when killed, or 0
  uint32_t* outcomes = nullptr;    ///< made by interact at the actor: namespace outcome
  float* spoils = nullptr;         ///< made by interact at the actor: e gained from its attack
  float* settled = nullptr;        ///< made by settle: e
  uint32_t* partners = nullptr;    ///< made by interact: actors whose mate is p's, in order
  uint32_t* requests = nullptr;    ///< made by settle: own animals that ask for a birth
  uint32_t* birthRanks = nullptr;  ///< made by admit at the parent, when admitted
  uint32_t* outbox = nullptr;      ///< made by move: animals that left their partition

  float* food = nullptr;      ///< by cell; >= 0: food units; < 0: rests for that many seconds more
  float* foodNext = nullptr;  ///< made by interact
  float* foodCapacity = nullptr;  ///< by cell, fixed

  uint32_t* cellCounts = nullptr;  ///< shared out to the partitions, as are the two below
  uint32_t* cellStarts = nullptr;
  uint32_t* rowStarts = nullptr;
  RowTally* rowTallies = nullptr;
  std::byte* frame = nullptr;  ///< the newest frame
};

/// Key of an animal that is no longer there.
inline constexpr uint64_t kNowhere = ~uint64_t{0};

}  // namespace skyflock::life
