#pragma once

#include <cstdint>

#include "core/arena.h"
#include "life/columns.h"
#include "life/partition.h"
#include "life/rules.h"

namespace skyflock::life {

/// Everything the phases work on; World owns it.
struct WorldState {
  Founding founding;
  core::Guards guards;  ///< around the arrays of the store
  Rules rules;
  Store store;
  PartitionPlan plan;
  Partition partitions[kMaxPartitions];
  /// False when animals do not stand in the slices of the present plan: before the first tick, and
  /// after the plan changed. The exchange then looks through all of them.
  bool slicesMatchPlan = false;

  int32_t columns = 0, rows = 0;
  uint32_t tick = 0;        ///< the tick being run, or the next one
  uint32_t population = 0;  ///< alive after the last tick
  uint32_t nextId = 1;
  uint32_t birthsRefused = 0;   ///< from the start
  TickSums totals;              ///< from the start; sightCutOff and invalid: of the last tick
  uint32_t animalEnd = 0;       ///< entries of `animals` left by the last tick, dead ones included
  uint32_t newbornBegin = 0;    ///< entries from here to animalEnd belong to no slice
  uint32_t birthCount = 0;      ///< births admitted in this tick
  uint32_t firstNewbornId = 0;  ///< id of the first of them

  uint32_t partitionOf(int32_t cellX, int32_t cellY) const {
    uint32_t p = 0;
    while (!plan.rects[p].contains(cellX, cellY)) ++p;
    return p;
  }

  uint32_t partitionOfOwn(uint32_t own) const {
    uint32_t p = 0;
    while (own >= partitions[p].ownBegin + partitions[p].ownCount) ++p;
    return p;
  }
};

}  // namespace skyflock::life
