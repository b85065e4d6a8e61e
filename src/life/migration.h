#pragma once

#include "life/world_state.h"

namespace skyflock::life {

/// Calls range(begin, end) for the entries of `animals` among which partition p finds its own: its
/// own slice, what left the other partitions, and the newborn; or all of them when the partitions
/// changed since the last tick.
template <typename Range>
void forEachSource(const WorldState& world, const Partition& p, Range&& range) {
  if (!world.slicesMatchPlan) {
    range(0u, world.animalEnd);
    return;
  }
  range(p.previousBegin, p.previousEnd);
  for (uint32_t i = 0; i < world.plan.count; ++i) {
    const Partition& other = world.partitions[i];
    if (i == p.index) continue;
    for (uint32_t k = 0; k < other.outboxCount; ++k) {
      const uint32_t migrant = world.store.outbox[other.previousBegin + k];
      range(migrant, migrant + 1);
    }
  }
  range(world.newbornBegin, world.animalEnd);
}

}  // namespace skyflock::life
