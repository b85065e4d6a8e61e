#pragma once

#include "life/world_state.h"

namespace skyflock::life {

/// Adds a tick's sums to those from the start.
void addSums(TickSums& totals, const TickSums& tick);

/// Gathers the statistics of the present state, but for the hashes.
void gatherStatistics(const WorldState& world, WorldStats& stats);

}  // namespace skyflock::life
