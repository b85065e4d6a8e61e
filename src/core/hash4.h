#pragma once

#include <cstdint>

#include "core/hash.h"
#include "core/simd/f32x4.h"

namespace skyflock::core {

/// mixWord in every lane.
SKYFLOCK_INLINE I4 mixWords(I4 hash, I4 words) {
  hash = (hash ^ words) * 0x85ebca6bu;
  hash = (hash ^ hash.shr<13>()) * 0xc2b2ae35u;
  return hash ^ hash.shr<16>();
}

/// Adds records to a StateHash four at a time: `begin`, a `word` of each of the four after the
/// other, `end`.
class StateHash4 {
 public:
  SKYFLOCK_INLINE void begin() {
    first_ = I4::splat(0x2545f491u);
    second_ = I4::splat(0x9e3779b9u);
  }
  SKYFLOCK_INLINE void word(I4 words) {
    first_ = mixWords(first_, words);
    second_ = mixWords(second_ + 0x7f4a7c15, words);
  }
  /// The bits of a number, +0 and -0 being one.
  SKYFLOCK_INLINE void word(F4 numbers) { word((numbers + 0.0f).asI4()); }
  /// Only the records of these lanes count.
  SKYFLOCK_INLINE void end(M4 counted) {
    lo_ = lo_ + maskAnd(counted, first_);
    hi_ = hi_ + maskAnd(counted, second_);
  }

  StateHash sum() const {
    uint32_t lo[4], hi[4];
    lo_.store(lo);
    hi_.store(hi);
    return {lo[0] + lo[1] + lo[2] + lo[3], hi[0] + hi[1] + hi[2] + hi[3]};
  }

 private:
  I4 first_ = I4::splat(0), second_ = I4::splat(0);
  I4 lo_ = I4::splat(0), hi_ = I4::splat(0);
};

}  // namespace skyflock::core
