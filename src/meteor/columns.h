#pragma once

#include "core/arena.h"
#include "meteor/meteor_layout.h"

namespace skyflock::meteor {

/// What there is room for.
struct Capacities {
  uint32_t meteors = 0;
  uint32_t particles = 0;    ///< a multiple of 4
  uint32_t trailPoints = 0;  ///< of one trail
  uint32_t stars = 0;        ///< in and around the picture
};

/// Every array of a shower, in one block: first what a saved shower is, then what follows from it.
/// A slot of the pools is in use while its id, or its traits, are not 0.
struct Columns {
  MeteorHeader* header;
  MeteorPlaces* places;
  ShowerState* state;
  MeteorOptions* options;
  SpawnConfig* config;
  MeteorEvent* events;

  // Meteors. A path is start + lead t + bend t^2, t from 0 to 1; `table` has the t of arcSteps
  // equal parts of its length.
  uint32_t* id;      ///< 0 for a free slot
  uint32_t* type;    ///< a MeteorType, plus lookStep times the look of one that was spawned
  uint32_t* shed;    ///< debris of it that lives
  float* travelled;  ///< px along the path, then on until the trail has run out
  float* speed;      ///< px/s
  float* length;     ///< px, of the path
  float* trail;      ///< px, of the trail
  float* scale;      ///< as it is shown
  float* glow;       ///< at full strength
  float* share;      ///< of debrisPerMeteor
  float* owed;       ///< particles shed, the fraction that is still to come
  float* startX;
  float* startY;
  float* leadX;
  float* leadY;
  float* bendX;
  float* bendY;
  float* table;          ///< arcSteps + 1 for each slot
  uint32_t* meteorFree;  ///< free slots among the first meteorSlots, the last one is taken first

  // Debris: as it was born.
  float* x;
  float* y;
  float* vx;
  float* vy;
  uint32_t* birth;    ///< ticks
  uint32_t* traits;   ///< random bits, the lowest one set; 0 for a free slot
  uint32_t* owner;    ///< slot of its meteor
  uint32_t* ownerId;  ///< that meteor's id, which tells whether the slot is still its
  uint32_t* particleFree;

  // Stars, which follow from seed, size and count.
  float* starDistance;   ///< px from the middle
  uint32_t* starAngle;   ///< parts of 2^32 of a turn
  uint32_t* starTraits;  ///< random bits
  uint32_t* starPhase;   ///< random bits

  Meteor* meteors;
  TrailRange* trailRanges;
  TrailPoint* trailPoints;
  Particle* particles;
  Star* stars;

  /// Lays the arrays out in the block; with no block, counts its bytes. Returns the bytes of it
  /// all, and in `stateBytes` those of a saved shower.
  size_t layOut(std::byte* block, size_t bytes, const Capacities& room, size_t& stateBytes) {
    core::Arena arena(block, bytes);
    auto* head = arena.allocate<Head>(1);
    header = head == nullptr ? nullptr : &head->header;
    places = head == nullptr ? nullptr : &head->places;
    const auto one = [&]<typename T>(T*& array, size_t count) { array = arena.allocate<T>(count); };
    one(state, 1);
    one(options, 1);
    one(config, 1);
    one(events, constants::maxEvents);
    forMeteors([&](auto*& array, size_t each) { one(array, room.meteors * each); });
    one(meteorFree, room.meteors);
    forParticles([&](auto*& array) { one(array, room.particles); });
    one(particleFree, room.particles);
    stateBytes = arena.used();
    one(starDistance, room.stars);
    one(starAngle, room.stars);
    one(starTraits, room.stars);
    one(starPhase, room.stars);
    one(meteors, room.meteors);
    one(trailRanges, room.meteors);
    one(trailPoints, size_t{room.meteors} * (room.trailPoints + 1));
    // One more, since a particle is written as two vectors, of which the second is too long.
    one(particles, room.particles + 1);
    one(stars, room.stars);
    guards = arena.guards();
    return arena.used();
  }

  /// Every array with an element, or `each` of them, for a meteor's slot.
  template <typename Visit>
  void forMeteors(Visit visit) {
    visit(id, 1);
    visit(type, 1);
    visit(shed, 1);
    visit(travelled, 1);
    visit(speed, 1);
    visit(length, 1);
    visit(trail, 1);
    visit(scale, 1);
    visit(glow, 1);
    visit(share, 1);
    visit(owed, 1);
    visit(startX, 1);
    visit(startY, 1);
    visit(leadX, 1);
    visit(leadY, 1);
    visit(bendX, 1);
    visit(bendY, 1);
    visit(table, constants::arcSteps + 1);
  }

  /// Every array with an element for a particle's slot.
  template <typename Visit>
  void forParticles(Visit visit) {
    visit(x);
    visit(y);
    visit(vx);
    visit(vy);
    visit(birth);
    visit(traits);
    visit(owner);
    visit(ownerId);
  }

  core::Guards guards;

 private:
  struct Head {
    MeteorHeader header;
    MeteorPlaces places;
  };
};

}  // namespace skyflock::meteor
