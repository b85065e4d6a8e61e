#pragma once

#include "core/simd/f32x4.h"
#include "life/world_state.h"

// The sense and steer phase, over groups of four animals that follow each other in a row of cells.
//
// Canonical order of an animal's neighbours: rows of cells dy = 0, -1, +1, -2, +2 ...; in a row
// cells from left to right; in a cell by id. Slots stand in just that order, so a row of cells is
// one range of slots. For a group
//   1. look_around lists for each animal the slots within its sight radius, in canonical order,
//      testing four slots at a time: only tests, no sums, so the width of the vectors cannot show;
//   2. meet takes the four lists in step, a lane being an animal, which meets its neighbours one
//   after
//      the other. Every lane has work in every step but at the lists' ends, however far apart the
//      four stand;
//   3. steering decides for the four at once.
// A list holds at most maxNeighbours slots, the animal's own among them, and the search ends when
// it is full; those in the cone of view count.

namespace skyflock::life {

/// Four animals as they see themselves.
struct SelfGroup {
  core::F4 x, y, vx, vy, energy;
  core::F4 speed, metabolism, reproduction, aggression, cohesion, standards, diet;
  core::F4 carnivore, herbivore;
  core::F4 velocity;       ///< length of (vx, vy)
  core::F4 sight, sight2;  ///< u, u^2
  core::F4 cone;           ///< cosHalfView * velocity
  core::F4 age;            ///< s
  core::I4 tribe, id;
  core::I4 mixedId;    ///< the id's part of every draw
  uint32_t firstSlot;  ///< of the first of the four
  core::M4 hungryHunter, seeksPrey, cannibal, seeksMate;
  core::F4 preyReach2;  ///< u^2
};

/// What a group has added up over its neighbours.
struct SeenGroup {
  core::I4 counts;  ///< four counts: in sight, allies << 8, hunting << 16, satiated << 24
  core::I4 predators;
  core::F4 allyX, allyY;    ///< u, sum of offsets
  core::F4 allyVx, allyVy;  ///< u/s, sum of velocities
  core::F4 apartX, apartY;  ///< separation, sum of unit vectors weighted 1 .. 0
  core::F4 pushX, pushY;    ///< u, what overlapping bodies do
  core::F4 fleeX, fleeY;    ///< 1/u, sum of offsets from predators / d^2
  core::F4 predator2;       ///< u^2, to the nearest predator
  core::F4 preyScore;
  core::I4 preyId, preySlot;
  core::F4 mate2;  ///< u^2
  core::I4 mateId, mateSlot;
  core::I4 looked;  ///< animals in the list, itself included: maxNeighbours means a cut-off
};

/// Runs the sense and steer phase for an own row of partition p.
void sense_and_steer(const WorldState& world, const Partition& p, uint32_t row);

/// Ends the phase of partition p: adds up what its rows counted. Intents on each partition are
/// counted as well, so that interact can share out their memory.
void collect_intents(WorldState& world, Partition& p);

}  // namespace skyflock::life
