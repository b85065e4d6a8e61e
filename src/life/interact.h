#pragma once

#include "life/world_state.h"

namespace skyflock::life {

/// Interact: partition p applies what is done to its own animals, in the order (target id, actor
/// id), and lets its grazers eat, in id order within a cell.
void interact(WorldState& world, Partition& p);

/// Settle: p's actors take what they gained, and those that breed ask for a birth.
void settle(WorldState& world, Partition& p);

/// Admit: gives the births of all partitions ids and places in the order of the parents' ids, as
/// far as the world has room. Run by the coordinator alone.
void admit(WorldState& world);

}  // namespace skyflock::life
