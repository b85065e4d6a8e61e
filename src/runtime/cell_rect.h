#pragma once

#include <cstdint>

namespace skyflock::runtime {

/// A rectangle of cells, half open: x0 <= x < x1.
struct CellRect {
  int32_t x0 = 0, y0 = 0, x1 = 0, y1 = 0;

  int32_t width() const { return x1 - x0; }
  int32_t height() const { return y1 - y0; }
  bool contains(int32_t x, int32_t y) const { return x >= x0 && x < x1 && y >= y0 && y < y1; }
  bool operator==(const CellRect&) const = default;
};

/// Most partitions of a grid.
inline constexpr uint32_t kMaxPartitions = 16;

/// The partitions of a grid: whole cells, each in exactly one of the first `count` rectangles. The
/// others are empty.
struct PartitionPlan {
  uint32_t count = 1;
  CellRect rects[kMaxPartitions];

  bool operator==(const PartitionPlan&) const = default;
};

}  // namespace skyflock::runtime
