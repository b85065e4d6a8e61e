#pragma once

#include "life/world_state.h"

namespace skyflock::life {

/// Puts the founders of every tribe into the world.
void spawnFounders(WorldState& world);

/// Puts up to `count` animals of a tribe around a point, as far as there is room; returns how many.
uint32_t spawnAround(WorldState& world, uint32_t tribe, uint32_t count, float x, float y,
                     float radius);

/// Ends the animals within radius of a point.
void killAround(WorldState& world, float x, float y, float radius);

}  // namespace skyflock::life
