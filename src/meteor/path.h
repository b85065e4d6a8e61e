#pragma once

#include "core/math.h"
#include "meteor/columns.h"

// A meteor's path is a quadratic Bezier curve, and a meteor moves along it by distance, not by the
// curve's own parameter, which runs fast where the curve is wide. So every path has a table: the
// parameters of arcSteps parts of equal length. Whatever stands at a distance from the start (a
// head, a point of a trail, a particle's birthplace) is one look into it, at any time and in any
// order: no history is kept, and no step is too long.

namespace skyflock::meteor {

struct Point {
  float x, y;
};

/// Writes a path and its table into a slot: from start to end, drawn towards control.
void writePath(const Columns& c, uint32_t slot, Point start, Point control, Point end);

/// The parameter at a distance from the start, 0 to the path's length.
inline float pathParameter(const Columns& c, uint32_t slot, float distance) {
  constexpr uint32_t kSteps = constants::arcSteps;
  const float* table = c.table + size_t{slot} * (kSteps + 1);
  const float at = distance * (static_cast<float>(kSteps) / c.length[slot]);
  auto step = static_cast<uint32_t>(at);
  if (step > kSteps - 1) step = kSteps - 1;
  return table[step] + (table[step + 1] - table[step]) * (at - static_cast<float>(step));
}

/// The point at a parameter.
inline Point pathPoint(const Columns& c, uint32_t slot, float t) {
  return {(c.bendX[slot] * t + c.leadX[slot]) * t + c.startX[slot],
          (c.bendY[slot] * t + c.leadY[slot]) * t + c.startY[slot]};
}

/// The direction at a parameter, not of length 1.
inline Point pathDirection(const Columns& c, uint32_t slot, float t) {
  const float twice = t + t;
  return {c.bendX[slot] * twice + c.leadX[slot], c.bendY[slot] * twice + c.leadY[slot]};
}

}  // namespace skyflock::meteor
