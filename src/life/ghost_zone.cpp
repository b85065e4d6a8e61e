#include "life/ghost_zone.h"

#include <algorithm>

#include "core/assert.h"

namespace skyflock::life {

namespace {

constexpr auto kGhost = static_cast<int32_t>(constants::ghostCells);

/// A run of cells of one local row that one partition owns.
struct Segment {
  const Partition* owner;
  int32_t ownerX, ownerY;  ///< its first cell in the owner's rectangle
  int32_t localCell;       ///< its first cell in the local grid
  int32_t cells;
  float shiftX, shiftY;  ///< u, added to the positions
  bool own;              ///< the partition's own cells, not ghosts
};

/// Calls visit(segment) for every run of the local grid, row by row, left to right.
template <typename Visit>
void forEachSegment(const WorldState& world, const Partition& p, Visit&& visit) {
  for (int32_t localY = 0; localY < p.localRows; ++localY) {
    const int32_t rawY = p.rect.y0 - kGhost + localY;
    const int32_t y = (rawY + world.rows) % world.rows;
    const int32_t wrapY = rawY < 0 ? -1 : rawY >= world.rows ? 1 : 0;
    int32_t localX = 0;
    while (localX < p.stride) {
      const int32_t rawX = p.rect.x0 - kGhost + localX;
      const int32_t x = (rawX + world.columns) % world.columns;
      const int32_t wrapX = rawX < 0 ? -1 : rawX >= world.columns ? 1 : 0;
      const Partition& owner = world.partitions[world.partitionOf(x, y)];
      int32_t cells = std::min(owner.rect.x1 - x, p.stride - localX);
      const bool own = owner.index == p.index && wrapX == 0 && wrapY == 0;
      visit(Segment{&owner, x - owner.rect.x0, y - owner.rect.y0, localY * p.stride + localX, cells,
                    static_cast<float>(wrapX) * world.rules.worldWidth,
                    static_cast<float>(wrapY) * world.rules.worldHeight, own});
      localX += cells;
    }
  }
}

}  // namespace

uint32_t countSlots(const WorldState& world, const Partition& p) {
  uint32_t slots = 0;
  forEachSegment(world, p, [&](const Segment& s) {
    const uint32_t* counts = s.owner->cellCounts + s.ownerY * s.owner->rect.width() + s.ownerX;
    for (int32_t c = 0; c < s.cells; ++c) slots += counts[c];
  });
  return slots;
}

void fillCellCounts(const WorldState& world, Partition& p) {
  forEachSegment(world, p, [&](const Segment& s) {
    const uint32_t* counts = s.owner->cellCounts + s.ownerY * s.owner->rect.width() + s.ownerX;
    for (int32_t c = 0; c < s.cells; ++c) p.cellStart[s.localCell + c] = counts[c];
  });
}

void fillGhosts(WorldState& world, Partition& p) {
  const Sight& sight = world.store.sight;
  forEachSegment(world, p, [&](const Segment& s) {
    if (s.own) return;
    const Partition& owner = *s.owner;
    const uint32_t* ownerStart =
        owner.cellStart + (s.ownerY + kGhost) * owner.stride + s.ownerX + kGhost;
    uint32_t from = ownerStart[0];
    const uint32_t end = ownerStart[s.cells];
    for (uint32_t to = p.cellStart[s.localCell]; from < end; ++from, ++to) {
      Animal ghost = sight.animals[from];
      ghost.x += s.shiftX;
      ghost.y += s.shiftY;
      sight.animals[to] = ghost;
      sight.x[to] = ghost.x;
      sight.y[to] = ghost.y;
    }
  });
}

uint32_t ownOfSlot(const WorldState& world, const Partition& p, uint32_t slot) {
  const uint32_t* start = p.cellStart;
  const uint32_t* end = start + p.stride * p.localRows + 1;
  // The last cell that begins at or before the slot; empty cells before it begin there as well.
  const auto local = static_cast<int32_t>(std::upper_bound(start, end, slot) - start) - 1;
  const int32_t localY = local / p.stride;
  const int32_t localX = local - localY * p.stride;
  const int32_t y = (p.rect.y0 - kGhost + localY + world.rows) % world.rows;
  const int32_t x = (p.rect.x0 - kGhost + localX + world.columns) % world.columns;
  const Partition& owner = world.partitions[world.partitionOf(x, y)];
  const int32_t ownerY = y - owner.rect.y0;
  const uint32_t ownerSlot =
      owner.cellStart[(ownerY + kGhost) * owner.stride + x - owner.rect.x0 + kGhost] + slot -
      start[local];
  return owner.ownRowStart[ownerY] + ownerSlot - owner.slotOfRow(ownerY);
}

}  // namespace skyflock::life
