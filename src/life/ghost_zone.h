#pragma once

#include "life/world_state.h"

// The ghost zone of a partition: the cells within `ghostCells` of its rectangle, copied from the
// partitions that own them. On a torus they may be the partition's own cells from the far side; the
// copy then stands at x ± width, y ± height, rounded to f32, which is what its neighbours see.

namespace skyflock::life {

/// Slots that partition p needs, own animals and ghosts together. Reads every partition's
/// cellCounts.
uint32_t countSlots(const WorldState& world, const Partition& p);

/// Writes the number of animals of every local cell to p.cellStart.
void fillCellCounts(const WorldState& world, Partition& p);

/// Copies the ghost animals. Reads the own slots of every partition.
void fillGhosts(WorldState& world, Partition& p);

/// Own index of the animal that stands in a slot of partition p, in whichever partition it is own.
uint32_t ownOfSlot(const WorldState& world, const Partition& p, uint32_t slot);

}  // namespace skyflock::life
