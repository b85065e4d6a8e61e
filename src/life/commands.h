#pragma once

#include "core/status.h"
#include "life/world_state.h"

namespace skyflock::life {

/// Whether a command can be obeyed: ok, or the name, value and range of what is off.
core::Status checkCommand(const WorldState& world, const Command& command);

/// Obeys a command that was found to be right.
void applyCommand(WorldState& world, const Command& command);

}  // namespace skyflock::life
