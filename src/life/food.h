#pragma once

#include <cstdint>

#include "life/group.h"
#include "life/world_state.h"

// Food stands in the world's cells, one f32 each: food units when 0 or more; below 0 the cell rests
// for that many seconds more. A cell that was grazed to nothing rests, then grows again from a seed
// on an S-curve: v' = rate * (v + foodRoots * capacity) * (1 - v / capacity).

namespace skyflock::life {

/// What a group of animals finds to eat.
struct FoodGroup {
  core::M4 hasTarget;  ///< there is a cell to go to
  core::M4 graze;      ///< hungry, and the own cell is good enough
  core::F4 dx, dy;     ///< u, to the middle of the cell to go to
  uint32_t cells[4];   ///< 1 + that cell, or 0: next tick's foodCell
};

/// Finds food for a group: looks around every foodScanTicks, holds on to a cell in between.
FoodGroup lookForFood(const WorldState& world, const SelfGroup& self, core::M4 eatsPlants,
                      uint32_t count);

/// Fills the capacities from seeded noise and the food with what a full world has.
void foundFood(WorldState& world);

/// Grows the food of p's cells into foodNext.
void growFood(const WorldState& world, Partition& p);

/// Adds `amount` (or takes it away when negative) to the cells within `radius` of (x, y). Returns
/// what was added, in food units.
double paintFood(WorldState& world, float x, float y, float radius, float amount);

}  // namespace skyflock::life
