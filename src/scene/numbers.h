#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>

#include "core/math.h"
#include "core/simd/f32x4.h"
#include "scene/scene_layout.h"

// What is asked of every number that a command brings.

namespace skyflock::scene {

/// Bits of a number without its sign: those of larger numbers are larger, infinity's are larger still, and NaN's are the
/// largest.
constexpr uint32_t sizeBits(float number) { return std::bit_cast<uint32_t>(number) & 0x7fffffffu; }

inline constexpr uint32_t kLargestBits = sizeBits(constants::largestCoordinate);

/// Whether it is finite and no larger than it may be.
constexpr bool isNumber(float number) { return sizeBits(number) <= kLargestBits; }

constexpr bool areNumbers(const float* numbers, uint32_t count) {
  uint32_t largest = 0;
  for (uint32_t i = 0; i < count; ++i) largest = std::max(largest, sizeBits(numbers[i]));
  return largest <= kLargestBits;
}

/// Makes a quaternion of numbers that hold a unit one; false when it is 0.
inline bool makeUnit4(float q[4]) {
  const float length = core::squareRoot(((q[0] * q[0] + q[1] * q[1]) + q[2] * q[2]) + q[3] * q[3]);
  if (!(length > 0.0f)) return false;
  for (int i = 0; i < 4; ++i) q[i] = q[i] / length;
  return true;
}

/// The same for a direction.
inline bool makeUnit3(float v[3]) {
  const float length = core::squareRoot((v[0] * v[0] + v[1] * v[1]) + v[2] * v[2]);
  if (!(length > 0.0f)) return false;
  for (int i = 0; i < 3; ++i) v[i] = v[i] / length;
  return true;
}

/// What is kept of each lane: its size's bits where they are the largest so far. Neither number has its sign bit set.
SKYFLOCK_INLINE core::I4 largerBits(core::I4 largest, core::F4 numbers) {
  const core::I4 size = numbers.asI4() & 0x7fffffff;
  return select(size > largest, size, largest);
}

SKYFLOCK_INLINE bool areWithin(core::I4 largest) {
  return !any(largest > static_cast<int32_t>(kLargestBits));
}

}  // namespace skyflock::scene
