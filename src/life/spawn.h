#pragma once

#include "life/world_state.h"

namespace skyflock::life {

/// Puts up to `most` of the founders who are still to come into a world that has not run yet, in
/// their order; returns how many are still to come then. However many come at a time, each is the
/// same.
uint32_t spawnFounders(WorldState& world, uint32_t most);

/// Puts up to `count` animals of a tribe around a point, as far as there is room; returns how many.
uint32_t spawnAround(WorldState& world, uint32_t tribe, uint32_t count, float x, float y,
                     float radius);

/// Ends the animals within radius of a point.
void killAround(WorldState& world, float x, float y, float radius);

}  // namespace skyflock::life
