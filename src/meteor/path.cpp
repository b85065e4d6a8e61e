#include "meteor/path.h"

namespace skyflock::meteor {

namespace {

constexpr uint32_t kSteps = constants::arcSteps;

/// Speed along the parameter.
float pace(const Columns& c, uint32_t slot, float t) {
  const Point d = pathDirection(c, slot, t);
  return core::squareRoot(d.x * d.x + d.y * d.y);
}

}  // namespace

void writePath(const Columns& c, uint32_t slot, Point start, Point control, Point end) {
  c.startX[slot] = start.x;
  c.startY[slot] = start.y;
  c.leadX[slot] = (control.x - start.x) * 2.0f;
  c.leadY[slot] = (control.y - start.y) * 2.0f;
  c.bendX[slot] = start.x - control.x * 2.0f + end.x;
  c.bendY[slot] = start.y - control.y * 2.0f + end.y;

  // Lengths up to equal steps of the parameter, by Simpson's rule in each.
  constexpr float kStep = 1.0f / static_cast<float>(kSteps);
  float reached[kSteps + 1];
  reached[0] = 0.0f;
  float before = pace(c, slot, 0.0f);
  for (uint32_t i = 0; i < kSteps; ++i) {
    const float t = static_cast<float>(i) * kStep;
    const float middle = pace(c, slot, t + kStep * 0.5f);
    const float after = pace(c, slot, t + kStep);
    reached[i + 1] = reached[i] + (before + middle * 4.0f + after) * (kStep / 6.0f);
    before = after;
  }
  // A path of no length would divide by it.
  const float length = reached[kSteps] < 1.0f ? 1.0f : reached[kSteps];
  c.length[slot] = length;

  float* table = c.table + size_t{slot} * (kSteps + 1);
  table[0] = 0.0f;
  table[kSteps] = 1.0f;
  uint32_t i = 0;
  for (uint32_t k = 1; k < kSteps; ++k) {
    const float target = reached[kSteps] * (static_cast<float>(k) * kStep);
    while (i < kSteps - 1 && reached[i + 1] < target) ++i;
    const float width = reached[i + 1] - reached[i];
    const float part = width > 0.0f ? (target - reached[i]) / width : 0.0f;
    table[k] = (static_cast<float>(i) + part) * kStep;
  }
}

}  // namespace skyflock::meteor
