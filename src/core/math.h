#pragma once

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
SKYFLOCK_INLINE SinCos<F4> sincos_turns(F4 turns) {
  const F4 quarters = turns * F4::splat(4.0f);
  const F4 nearest = floor(quarters + F4::splat(0.5f));
  const F4 r = quarters - nearest;
  const F4 r2 = r * r;
  const F4 sine =
      r * (F4::splat(1.57079633f) +
           r2 * (F4::splat(-0.645964098f) +
                 r2 * (F4::splat(0.0796926262f) +
                       r2 * (F4::splat(-0.00468175414f) + r2 * F4::splat(0.000160441185f)))));
  const F4 cosine = F4::splat(1.0f) +
                    r2 * (F4::splat(-1.23370055f) +
                          r2 * (F4::splat(0.253669508f) + r2 * (F4::splat(-0.0208634808f) +
                                                                r2 * F4::splat(0.000919260274f))));
  const I4 quarter = nearest.truncToI4();
  const I4 none = I4::splat(0);
  const M4 swapped = (quarter & I4::splat(1)) != none;
  const M4 sineDown = (quarter & I4::splat(2)) != none;
  const M4 cosineDown = ((quarter + I4::splat(1)) & I4::splat(2)) != none;
  const F4 s = select(swapped, cosine, sine);
  const F4 c = select(swapped, sine, cosine);
  return {select(sineDown, -s, s), select(cosineDown, -c, c)};
}

/// The same for one angle.
inline SinCos<float> sincos_turns(float turns) {
  const SinCos<F4> all = sincos_turns(F4::splat(turns));
  return {all.sin.lane<0>(), all.cos.lane<0>()};
}

/// Square root, rounded as the standard says.
inline float square_root(float v) { return sqrt(F4::splat(v)).lane<0>(); }

}  // namespace skyflock::core
