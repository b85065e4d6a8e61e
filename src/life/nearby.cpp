#include "life/nearby.h"

#include <algorithm>
#include <bit>

#include "core/assert.h"
#include "core/math.h"
#include "core/sort.h"
#include "life/grid.h"

namespace skyflock::life {

namespace {

/// u: no animal moves farther along an axis in a tick. Of the neighbours that count, each may push
/// it, by pushShare of a body at most.
float longestMove(const Rules& rules) {
  constexpr float kPush = 2.0f * constants::bodyRadius * constants::pushShare;
  // One of them is the animal itself, which leaves more than all roundings come to.
  return kFastest * constants::tickSeconds +
         kPush * static_cast<float>(rules.options.maxNeighbours);
}

/// Columns or rows, counted on beyond the border where they lie across it; each stands once.
struct Span {
  int32_t begin, end;
};

/// What lies within `reach` of a coordinate in a world of so many cells.
Span spanOf(float at, float reach, int32_t cells) {
  const float length = static_cast<float>(cells) * constants::cellSize;
  if (2.0f * reach >= length) return {0, cells};
  // A length more keeps it positive, so that truncation rounds down.
  const int32_t begin = cellCoordinate(at - reach + length) - cells;
  const int32_t end = cellCoordinate(at + reach) + 1;
  return end - begin < cells ? Span{begin, end} : Span{0, cells};
}

/// Calls part(begin, end) for what a span has of a side from `first` to `last`: it may lie on both
/// sides of the border.
template <typename Part>
void forEachPart(const Span& span, int32_t cells, int32_t first, int32_t last, Part&& part) {
  for (int32_t shift = -cells; shift <= cells; shift += cells) {
    const int32_t begin = std::max(first, span.begin + shift);
    const int32_t end = std::min(last, span.end + shift);
    if (begin < end) part(begin, end);
  }
}

/// Calls range(begin, end) for the entries of `animals` among which all are that are within reach.
template <typename Range>
void forEachNear(const WorldState& world, float x, float y, float reach, Range&& range) {
  constexpr auto ghost = static_cast<int32_t>(constants::ghostCells);
  if (!world.slicesMatchPlan) {
    range(0u, world.animalEnd);
    return;
  }
  const Span columns = spanOf(x, reach, world.columns);
  const Span rows = spanOf(y, reach, world.rows);
  for (uint32_t i = 0; i < world.plan.count; ++i) {
    const Partition& p = world.partitions[i];
    const CellRect& rect = p.rect;
    forEachPart(rows, world.rows, rect.y0, rect.y1, [&](int32_t top, int32_t bottom) {
      forEachPart(columns, world.columns, rect.x0, rect.x1, [&](int32_t left, int32_t right) {
        for (int32_t row = top - rect.y0; row < bottom - rect.y0; ++row) {
          // Slots and own animals of a row stand in the same order.
          const uint32_t* start = p.cellStart + (row + ghost) * p.stride + ghost;
          const uint32_t shift = p.ownRowStart[row] - start[0];
          range(start[left - rect.x0] + shift, start[right - rect.x0] + shift);
        }
      });
    });
  }
  range(world.newbornBegin, world.animalEnd);
}

NearAnimal describe(const Animal& a, uint32_t distance2) {
  return {.id = a.id,
          .x = a.x,
          .y = a.y,
          .vx = a.vx,
          .vy = a.vy,
          .energy = a.energy,
          .distance = core::squareRoot(std::bit_cast<float>(distance2)),
          .tribe = static_cast<uint8_t>(a.info & info::tribeMask),
          .want = static_cast<uint8_t>((a.info & info::wantMask) >> info::wantShift),
          .hybrid = static_cast<uint8_t>((a.info & info::hybrid) != 0 ? 1 : 0),
          .reserved = 0};
}

}  // namespace

const Nearby& findNearby(const WorldState& world, float x, float y, float radius, uint32_t most) {
  SKYFLOCK_ASSERT(most >= 1 && most <= constants::mostNearby, "a query has a range");
  const Store& store = world.store;
  // Squares of distances are never negative, and their bits are in their order.
  Intent* const found = store.intents;
  uint32_t count = 0;
  float farthest = radius * radius;
  forEachNear(world, x, y, radius + longestMove(world.rules), [&](uint32_t begin, uint32_t end) {
    for (uint32_t i = begin; i < end; ++i) {
      const Animal& a = store.animals[i];
      if ((a.info & info::alive) == 0) continue;
      const float dx = torusOffset(x, a.x, world.rules.worldWidth);
      const float dy = torusOffset(y, a.y, world.rules.worldHeight);
      const float d2 = dx * dx + dy * dy;
      if (d2 > farthest) continue;
      found[count++] = {std::bit_cast<uint32_t>(d2), a.id, i};
      if (count < 2 * most) continue;
      // The half that is nearer stays, and says who may still come.
      core::sortRecords(found, found + count, comesBefore);
      count = most;
      farthest = std::bit_cast<float>(found[most - 1].target);
    }
  });
  core::sortRecords(found, found + count, comesBefore);
  static_assert(sizeof(Traits) >= sizeof(NearAnimal));
  static_assert(alignof(Traits) >= alignof(NearAnimal));
  auto* nearby = reinterpret_cast<Nearby*>(store.traitsNext);
  nearby->tick = world.tick;
  nearby->count = std::min(count, most);
  auto* out = reinterpret_cast<NearAnimal*>(nearby + 1);
  for (uint32_t k = 0; k < nearby->count; ++k) {
    out[k] = describe(store.animals[found[k].own], found[k].target);
  }
  return *nearby;
}

}  // namespace skyflock::life
