#pragma once

#include <cstdint>

#include "core/simd/f32x4.h"

// Four animals that follow each other in a row of cells, a lane each: what sense.h hands to steer.h
// and food.h.

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

}  // namespace skyflock::life
