#pragma once

#include "core/hash.h"
#include "life/world_state.h"

namespace skyflock::life {

/// Hash of all that the next tick depends on: animals and food, in no order.
core::StateHash hashState(const WorldState& world);

/// Hash of what a phase has just written. It does not depend on the partitions, so that the first
/// phase in which two runs differ can be named.
core::StateHash hashPhase(const WorldState& world, Phase phase);

}  // namespace skyflock::life
