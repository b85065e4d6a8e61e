#pragma once

#include <bit>
#include <cstdint>

#include "core/simd/f32x4.h"

// Sine and cosine from additions and multiplications alone, since those of the C libraries and of
// the JavaScript engines differ in their last bits. Angles are in turns: 1 is a full circle.

namespace skyflock::core {

template <typename Number>
struct SinCos {
  Number sin, cos;
};

/// Sine and cosine of four angles in turns, |turns| < 2^20. The circle is cut into quarters; in a
/// quarter around its middle, r in [-1/2, 1/2] quarters, the series of sin(r pi / 2) to r^9 and of
/// cos(r pi / 2) to r^8 hold. Error below 1e-6 for |turns| <= 1.
SKYFLOCK_INLINE SinCos<F4> sincosTurns(F4 turns) {
  const F4 quarters = turns * 4.0f;
  const F4 nearest = floor(quarters + 0.5f);
  const F4 r = quarters - nearest;
  const F4 r2 = r * r;
  const F4 sine =
      r *
      (1.57079633f +
       r2 * (-0.645964098f + r2 * (0.0796926262f + r2 * (-0.00468175414f + r2 * 0.000160441185f))));
  const F4 cosine =
      1.0f +
      r2 * (-1.23370055f + r2 * (0.253669508f + r2 * (-0.0208634808f + r2 * 0.000919260274f)));
  const I4 quarter = nearest.truncToI4();
  const I4 none = I4::splat(0);
  const M4 swapped = (quarter & 1) != none;
  const M4 sineDown = (quarter & 2) != none;
  const M4 cosineDown = ((quarter + 1) & 2) != none;
  const F4 s = select(swapped, cosine, sine);
  const F4 c = select(swapped, sine, cosine);
  return {select(sineDown, -s, s), select(cosineDown, -c, c)};
}

/// The same for one angle.
inline SinCos<float> sincosTurns(float turns) {
  const SinCos<F4> all = sincosTurns(F4::splat(turns));
  return {all.sin.lane<0>(), all.cos.lane<0>()};
}

/// Square root, rounded as the standard says.
inline float squareRoot(float v) { return sqrt(F4::splat(v)).lane<0>(); }

/// -ln of a random number from its 32 bits, of which the upper 24 count: from 2^-24 to 1. Error
/// below 1e-6 of the value.
inline float minusLogUnit(uint32_t bits) {
  const uint32_t whole = (bits >> 8) + 1;
  const auto exponent = static_cast<uint32_t>(31 - std::countl_zero(whole));
  // The number is m 2^(exponent - 24), m from 1 up to 2; ln m = 2 artanh((m - 1) / (m + 1)).
  const float m = static_cast<float>(whole) / static_cast<float>(1u << exponent);
  const float s = (m - 1.0f) / (m + 1.0f);
  const float s2 = s * s;
  const float series =
      0.33333334f + s2 * (0.2f + s2 * (0.14285715f + s2 * (0.11111111f + s2 * 0.09090909f)));
  const float log = s * (2.0f + s2 * series * 2.0f);
  return static_cast<float>(24 - static_cast<int>(exponent)) * 0.6931472f - log;
}

/// The angle of a direction in radians, as atan2 gives it; 0 for no direction. Error below 2e-5.
inline float directionAngle(float y, float x) {
  const float width = x < 0.0f ? -x : x;
  const float height = y < 0.0f ? -y : y;
  const float larger = width < height ? height : width;
  if (!(larger > 0.0f)) return 0.0f;
  const float slope = (width < height ? width : height) / larger;
  const float s = slope * slope;
  float angle =
      slope * (0.99997726f +
               s * (-0.33262347f +
                    s * (0.19354346f + s * (-0.11643287f + s * (0.05265332f + s * -0.0117212f)))));
  if (width < height) angle = 1.5707964f - angle;
  if (x < 0.0f) angle = 3.1415927f - angle;
  return y < 0.0f ? -angle : angle;
}

}  // namespace skyflock::core
