#include "life/partition.h"

#include <algorithm>

#include "core/assert.h"

namespace skyflock::life {

uint32_t Partition::slot_of_own(uint32_t own) const {
  const uint32_t* rows = ownRowStart;
  const auto row =
      static_cast<int32_t>(std::upper_bound(rows, rows + rect.height() + 1, own) - rows) - 1;
  return slot_of_row(row) + (own - rows[row]);
}

namespace {

void bisect(const CellRect& rect, uint32_t count, PartitionPlan& plan) {
  if (count == 1) {
    plan.rects[plan.count++] = rect;
    return;
  }
  const uint32_t firstCount = count / 2;
  CellRect first = rect;
  CellRect second = rect;
  const auto share = [&](int32_t length) {
    return static_cast<int32_t>(static_cast<uint32_t>(length) * firstCount / count);
  };
  if (rect.width() >= rect.height()) {
    first.x1 = second.x0 = rect.x0 + share(rect.width());
  } else {
    first.y1 = second.y0 = rect.y0 + share(rect.height());
  }
  bisect(first, firstCount, plan);
  bisect(second, count - firstCount, plan);
}

}  // namespace

PartitionPlan plan_by_area(int32_t columns, int32_t rows, uint32_t count) {
  SKYFLOCK_ASSERT(count >= 1 && count <= kMaxPartitions, "a world has 1 to 16 partitions");
  PartitionPlan plan;
  plan.count = 0;
  bisect({0, 0, columns, rows}, count, plan);
  return plan;
}

}  // namespace skyflock::life
