#include "life/grid.h"

#include "core/assert.h"
#include "life/ghost_zone.h"
#include "life/migration.h"

namespace skyflock::life {

namespace {

/// Own-cell index of a key, or a negative number when the cell belongs to another partition.
struct CellOf {
  CellRect rect;
  int32_t columns;
  bool whole;  ///< the partition is the whole world: no division is needed

  CellOf(const WorldState& world, const Partition& p)
      : rect(p.rect),
        columns(world.columns),
        whole(rect.width() == world.columns && rect.height() == world.rows) {}

  int32_t operator()(uint64_t key) const {
    if (key == kNowhere) return -1;
    const auto cell = static_cast<int32_t>(key >> 32);
    if (whole) return cell;
    const int32_t y = cell / columns;
    const int32_t x = cell - y * columns;
    return rect.contains(x, y) ? (y - rect.y0) * rect.width() + (x - rect.x0) : -1;
  }
};

}  // namespace

void countCells(WorldState& world, Partition& p) {
  const int32_t cells = p.rect.width() * p.rect.height();
  for (int32_t c = 0; c < cells; ++c) p.cellCounts[c] = 0;
  const CellOf cellOf(world, p);
  const uint64_t* keys = world.store.keys;
  uint32_t count = 0;
  forEachSource(world, p, [&](uint32_t begin, uint32_t end) {
    for (uint32_t i = begin; i < end; ++i) {
      const int32_t cell = cellOf(keys[i]);
      if (cell < 0) continue;
      ++p.cellCounts[cell];
      ++count;
    }
  });
  p.ownCount = count;
}

bool assignSlices(WorldState& world) {
  uint32_t own = 0;
  uint32_t slot = 4;  // slot 0 means none
  for (uint32_t i = 0; i < world.plan.count; ++i) {
    Partition& p = world.partitions[i];
    p.ownBegin = own;
    p.slotBegin = slot;
    p.slotCount = countSlots(world, p);
    // Groups of four may run over the end of a slice, so that slices keep apart.
    own += p.ownCount + 4;
    slot += p.slotCount + 4;
  }
  return slot <= world.store.sightCapacity;
}

namespace {

/// Where the next animal of every own cell goes. The words are those of the food to come, which
/// grows only after the exchange.
uint32_t* cursorsOf(const WorldState& world, const Partition& p) {
  return reinterpret_cast<uint32_t*>(world.store.foodNext) + p.cellBegin;
}

/// Prefix sums over the local grid: where every cell's slots and every row's own animals begin.
void layOutCells(const WorldState& world, Partition& p) {
  constexpr auto ghost = static_cast<int32_t>(constants::ghostCells);
  fillCellCounts(world, p);  // until the sums below, cellStart holds counts
  uint32_t slot = p.slotBegin;
  const int32_t cells = p.stride * p.localRows;
  for (int32_t c = 0; c < cells; ++c) {
    const uint32_t count = p.cellStart[c];
    p.cellStart[c] = slot;
    slot += count;
  }
  p.cellStart[cells] = slot;
  SKYFLOCK_ASSERT(slot == p.slotBegin + p.slotCount,
                  "the ghost zone has the size that was planned");

  uint32_t* cursors = cursorsOf(world, p);
  uint32_t own = p.ownBegin;
  const int32_t width = p.rect.width();
  for (int32_t y = 0; y < p.rect.height(); ++y) {
    p.ownRowStart[y] = own;
    const uint32_t* start = p.cellStart + (y + ghost) * p.stride + ghost;
    for (int32_t x = 0; x < width; ++x) {
      cursors[y * width + x] = own;
      own += start[x + 1] - start[x];
    }
  }
  p.ownRowStart[p.rect.height()] = own;
}

/// Puts (key, source) pairs into cell order, then into id order within cells. Animals seldom change
/// their cell, so the pairs of a cell are almost always in order already.
void sortKeys(const WorldState& world, const Partition& p) {
  const Store& store = world.store;
  const CellOf cellOf(world, p);
  uint32_t* cursors = cursorsOf(world, p);
  forEachSource(world, p, [&](uint32_t begin, uint32_t end) {
    for (uint32_t i = begin; i < end; ++i) {
      const uint64_t key = store.keys[i];
      const int32_t cell = cellOf(key);
      if (cell < 0) continue;
      const uint32_t at = cursors[cell]++;
      store.sortedKeys[at] = key;
      store.sortedSource[at] = i;
    }
  });
  uint64_t* keys = store.sortedKeys + p.ownBegin;
  uint32_t* source = store.sortedSource + p.ownBegin;
  for (uint32_t i = 1; i < p.ownCount; ++i) {
    const uint64_t key = keys[i];
    if (keys[i - 1] <= key) continue;
    const uint32_t from = source[i];
    uint32_t hole = i;
    while (hole > 0 && keys[hole - 1] > key) {
      keys[hole] = keys[hole - 1];
      source[hole] = source[hole - 1];
      --hole;
    }
    keys[hole] = key;
    source[hole] = from;
  }
}

}  // namespace

void sortAnimals(WorldState& world, Partition& p) {
  layOutCells(world, p);
  sortKeys(world, p);
  const Store& store = world.store;
  const Sight& sight = store.sight;
  for (int32_t y = 0; y < p.rect.height(); ++y) {
    uint32_t slot = p.slotOfRow(y);
    const uint32_t end = p.ownRowStart[y + 1];
    for (uint32_t own = p.ownRowStart[y]; own < end; ++own, ++slot) {
      const uint32_t from = store.sortedSource[own];
      const Animal& animal = store.animals[from];
      sight.animals[slot] = animal;
      sight.x[slot] = animal.x;
      sight.y[slot] = animal.y;
      store.traitsNext[own] = store.traits[from];
    }
  }
}

}  // namespace skyflock::life
