#pragma once

#include <concepts>
#include <cstdint>

// Four lanes of f32, of i32, and of yes or no. This folder is the only place with intrinsics; a
// kernel is written once over these types and runs on WebAssembly SIMD, on SSE4.1, and on anything
// else by the scalar twin. Every operation gives the same bits on all three (NaN payloads apart,
// which never enter state), and the same as JavaScript with Math.fround after each operation.
//
//   F4   f32 lanes    + - * / unary -, compares, sqrt, pmin, pmax, floor, truncToI4
//   I4   i32 lanes    + - * modulo 2^32, & | ^, shifts, compares (ult: as u32)
//   M4   a mask: lanes of all ones or all zeros
//
// A number beside four of them stands for itself in every lane: F4 * 0.5f, I4 & 0xffu.
//
// -x flips the sign bit, so it differs from 0 - x for zeros. pmin(a, b) is b < a ? b : a and
// pmax(a, b) is a < b ? b : a, which says what happens to NaN and to zeros of both signs.
// truncToI4 rounds towards zero and holds for |x| < 2^31.

#define SKYFLOCK_INLINE inline __attribute__((always_inline))

#if defined(SKYFLOCK_SIMD_SCALAR)
#include "core/simd/f32x4_scalar.h"
#elif defined(__wasm_simd128__)
#include "core/simd/f32x4_wasm.h"
#elif defined(__SSE4_1__)
#include "core/simd/f32x4_sse.h"
#else
#include "core/simd/f32x4_scalar.h"
#endif

namespace skyflock::core {

SKYFLOCK_INLINE M4 operator!=(I4 a, I4 b) { return ~(a == b); }

SKYFLOCK_INLINE F4 operator+(F4 a, float b) { return a + F4::splat(b); }
SKYFLOCK_INLINE F4 operator+(float a, F4 b) { return F4::splat(a) + b; }
SKYFLOCK_INLINE F4 operator-(F4 a, float b) { return a - F4::splat(b); }
SKYFLOCK_INLINE F4 operator-(float a, F4 b) { return F4::splat(a) - b; }
SKYFLOCK_INLINE F4 operator*(F4 a, float b) { return a * F4::splat(b); }
SKYFLOCK_INLINE F4 operator*(float a, F4 b) { return F4::splat(a) * b; }
SKYFLOCK_INLINE F4 operator/(F4 a, float b) { return a / F4::splat(b); }
SKYFLOCK_INLINE F4 operator/(float a, F4 b) { return F4::splat(a) / b; }
SKYFLOCK_INLINE M4 operator<(F4 a, float b) { return a < F4::splat(b); }
SKYFLOCK_INLINE M4 operator<=(F4 a, float b) { return a <= F4::splat(b); }
SKYFLOCK_INLINE M4 operator>(F4 a, float b) { return a > F4::splat(b); }
SKYFLOCK_INLINE M4 operator>=(F4 a, float b) { return a >= F4::splat(b); }
SKYFLOCK_INLINE M4 operator==(F4 a, float b) { return a == F4::splat(b); }
SKYFLOCK_INLINE M4 operator!=(F4 a, float b) { return a != F4::splat(b); }
SKYFLOCK_INLINE F4 pmin(F4 a, float b) { return pmin(a, F4::splat(b)); }
SKYFLOCK_INLINE F4 pmin(float a, F4 b) { return pmin(F4::splat(a), b); }
SKYFLOCK_INLINE F4 pmax(F4 a, float b) { return pmax(a, F4::splat(b)); }
SKYFLOCK_INLINE F4 pmax(float a, F4 b) { return pmax(F4::splat(a), b); }
SKYFLOCK_INLINE F4 select(M4 m, F4 ifTrue, float ifFalse) {
  return select(m, ifTrue, F4::splat(ifFalse));
}
SKYFLOCK_INLINE F4 select(M4 m, float ifTrue, F4 ifFalse) {
  return select(m, F4::splat(ifTrue), ifFalse);
}
SKYFLOCK_INLINE F4 select(M4 m, float ifTrue, float ifFalse) {
  return select(m, F4::splat(ifTrue), F4::splat(ifFalse));
}

template <std::integral Int>
SKYFLOCK_INLINE I4 select(M4 m, Int ifTrue, I4 ifFalse) {
  return select(m, I4::splat(ifTrue), ifFalse);
}
template <std::integral Int>
SKYFLOCK_INLINE I4 select(M4 m, Int ifTrue, Int ifFalse) {
  return select(m, I4::splat(ifTrue), I4::splat(ifFalse));
}
template <std::integral Int>
SKYFLOCK_INLINE I4 maskAnd(M4 m, Int a) {
  return maskAnd(m, I4::splat(a));
}
template <std::integral Int>
SKYFLOCK_INLINE I4 operator+(I4 a, Int b) {
  return a + I4::splat(b);
}
template <std::integral Int>
SKYFLOCK_INLINE I4 operator-(I4 a, Int b) {
  return a - I4::splat(b);
}
template <std::integral Int>
SKYFLOCK_INLINE I4 operator-(Int a, I4 b) {
  return I4::splat(a) - b;
}
template <std::integral Int>
SKYFLOCK_INLINE I4 operator*(I4 a, Int b) {
  return a * I4::splat(b);
}
template <std::integral Int>
SKYFLOCK_INLINE I4 operator&(I4 a, Int b) {
  return a & I4::splat(b);
}
template <std::integral Int>
SKYFLOCK_INLINE I4 operator|(I4 a, Int b) {
  return a | I4::splat(b);
}
template <std::integral Int>
SKYFLOCK_INLINE I4 operator^(I4 a, Int b) {
  return a ^ I4::splat(b);
}
template <std::integral Int>
SKYFLOCK_INLINE M4 operator==(I4 a, Int b) {
  return a == I4::splat(b);
}
template <std::integral Int>
SKYFLOCK_INLINE M4 operator!=(I4 a, Int b) {
  return a != I4::splat(b);
}
template <std::integral Int>
SKYFLOCK_INLINE M4 operator<(I4 a, Int b) {
  return a < I4::splat(b);
}
template <std::integral Int>
SKYFLOCK_INLINE M4 operator>(I4 a, Int b) {
  return a > I4::splat(b);
}

SKYFLOCK_INLINE bool any(M4 m) { return bits(m) != 0; }
SKYFLOCK_INLINE bool all(M4 m) { return bits(m) == 15; }

/// Lanes set among the low four bits.
SKYFLOCK_INLINE int lanesSet(int bits) {
  // Sixteen counts of three bits each, looked up in a register.
  return static_cast<int>((0x4332322132212110ull >> (bits * 4)) & 15);
}

}  // namespace skyflock::core
