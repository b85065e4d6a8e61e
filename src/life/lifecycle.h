#pragma once

#include "life/world_state.h"

namespace skyflock::life {

/// Move: p's animals move, burn energy, age, and die or live on; admitted children are born. Writes
/// the animals and keys that the next exchange sorts.
void move(WorldState& world, Partition& p);

}  // namespace skyflock::life
