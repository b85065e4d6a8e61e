#pragma once

#include <cstdint>

#include "life/columns.h"
#include "runtime/cell_rect.h"

namespace skyflock::life {

using runtime::CellRect;
using runtime::kMaxPartitions;
/// The partitions of a world; the result of a tick does not depend on them.
using runtime::PartitionPlan;

/// Order-free sums of what happened in a partition in one tick. Energy and food are counted in
/// 1 / ledgerScale.
struct TickSums {
  int64_t burnt = 0, eaten = 0, born = 0, lost = 0;
  int64_t foodGrown = 0, foodEaten = 0;
  uint32_t sightCutOff = 0;
  uint32_t births[constants::maxTribes] = {};
  uint32_t deaths[3][constants::maxTribes] = {};
  uint32_t kills[constants::maxTribes] = {};
  uint32_t invalid = 0;  ///< animals whose next state is not finite
};

/// A part of the world, a rectangle of whole cells, and the slices of the Store that belong to it.
///
/// Its local grid is the rectangle with `ghostCells` more on every side; the slots of a local row
/// (ghosts, own animals, ghosts) are contiguous, so a neighbour search is a few ranges.
///
/// Threads: a phase of a partition is run by one thread; it writes this partition's fields and
/// slices and reads other partitions' only as the phase table says.
struct Partition {
  uint32_t index = 0;
  CellRect rect;
  int32_t stride = 0;  ///< cells of a local row: width + 2 ghostCells
  int32_t localRows = 0;

  uint32_t ownBegin = 0, ownCount = 0;          ///< slice of the own-indexed arrays
  uint32_t slotBegin = 0, slotCount = 0;        ///< slice of the sight columns
  uint32_t previousBegin = 0, previousEnd = 0;  ///< its slice when `animals` was written

  uint32_t cellBegin = 0;           ///< its share of the arrays that have a word for every cell
  uint32_t* cellCounts = nullptr;   ///< own cells: animals
  uint32_t* cellStart = nullptr;    ///< local cells + 1: first slot
  uint32_t* ownRowStart = nullptr;  ///< own rows + 1: first own index
  RowTally* rowTallies = nullptr;   ///< own rows

  uint32_t aliveCount = 0;  ///< of its slice, after the last tick
  uint32_t actorCount = 0, partnerCount = 0, requestCount = 0, outboxCount = 0;
  /// Intents on the animals of each partition, made by sense.
  uint32_t intentsFor[kMaxPartitions] = {};
  TickSums sums;

  /// First slot of the own animals of own row r.
  uint32_t slotOfRow(int32_t r) const {
    return cellStart[(r + static_cast<int32_t>(constants::ghostCells)) * stride +
                     static_cast<int32_t>(constants::ghostCells)];
  }

  /// Slot of an own animal; searches for its row, so it is for the few.
  uint32_t slotOfOwn(uint32_t own) const;
};

/// Calls visit(own) for the animals of p that sense gave an intent, in order.
template <typename Visit>
void forEachActor(const Store& store, const Partition& p, Visit&& visit) {
  for (int32_t y = 0; y < p.rect.height(); ++y) {
    const uint32_t* actors = store.actors + p.ownRowStart[y];
    for (uint32_t k = 0; k < p.rowTallies[y].actors; ++k) visit(actors[k]);
  }
}

/// Cuts a world of columns x rows cells into `count` parts of about equal area by recursive
/// bisection along the longer side. Each part is at least one cell wide.
PartitionPlan planByArea(int32_t columns, int32_t rows, uint32_t count);

}  // namespace skyflock::life
