#pragma once

#include <wasm_simd128.h>

#include <cstdint>

// WebAssembly SIMD128 behind core/simd/f32x4.h, where the operations are described.

namespace skyflock::core {

struct I4;

struct F4 {
  v128_t v;

  static SKYFLOCK_INLINE F4 splat(float a) { return {wasm_f32x4_splat(a)}; }
  static SKYFLOCK_INLINE F4 load(const float* p) { return {wasm_v128_load(p)}; }
  static SKYFLOCK_INLINE F4 loadSplat(const float* p) { return {wasm_v128_load32_splat(p)}; }
  static SKYFLOCK_INLINE F4 set(float a, float b, float c, float d) {
    return {wasm_f32x4_make(a, b, c, d)};
  }
  SKYFLOCK_INLINE void store(float* p) const { wasm_v128_store(p, v); }
  template <int kLane>
  SKYFLOCK_INLINE float lane() const {
    return wasm_f32x4_extract_lane(v, kLane);
  }
  SKYFLOCK_INLINE I4 truncToI4() const;
  SKYFLOCK_INLINE I4 asI4() const;
};

struct M4 {
  v128_t v;

  static SKYFLOCK_INLINE M4 fromBits(int bits) {
    const v128_t lanes = wasm_i32x4_const(1, 2, 4, 8);
    return {wasm_i32x4_eq(wasm_v128_and(wasm_i32x4_splat(bits), lanes), lanes)};
  }
  SKYFLOCK_INLINE I4 asI4() const;
};

struct I4 {
  v128_t v;

  static SKYFLOCK_INLINE I4 splat(int32_t a) { return {wasm_i32x4_splat(a)}; }
  static SKYFLOCK_INLINE I4 splat(uint32_t a) { return splat(static_cast<int32_t>(a)); }
  static SKYFLOCK_INLINE I4 load(const void* p) { return {wasm_v128_load(p)}; }
  static SKYFLOCK_INLINE I4 loadSplat(const uint32_t* p) { return {wasm_v128_load32_splat(p)}; }
  static SKYFLOCK_INLINE I4 set(int32_t a, int32_t b, int32_t c, int32_t d) {
    return {wasm_i32x4_make(a, b, c, d)};
  }
  static SKYFLOCK_INLINE I4 set(uint32_t a, uint32_t b, uint32_t c, uint32_t d) {
    return set(static_cast<int32_t>(a), static_cast<int32_t>(b), static_cast<int32_t>(c),
               static_cast<int32_t>(d));
  }
  SKYFLOCK_INLINE void store(void* p) const { wasm_v128_store(p, v); }
  template <int kLane>
  SKYFLOCK_INLINE int32_t lane() const {
    return wasm_i32x4_extract_lane(v, kLane);
  }
  template <int kBits>
  SKYFLOCK_INLINE I4 shl() const {
    return {wasm_i32x4_shl(v, kBits)};
  }
  template <int kBits>
  SKYFLOCK_INLINE I4 shr() const {
    return {wasm_u32x4_shr(v, kBits)};
  }
  template <int kBits>
  SKYFLOCK_INLINE I4 sar() const {
    return {wasm_i32x4_shr(v, kBits)};
  }
  SKYFLOCK_INLINE F4 toF4() const { return {wasm_f32x4_convert_i32x4(v)}; }
  SKYFLOCK_INLINE F4 asF4() const { return {v}; }
};

SKYFLOCK_INLINE I4 F4::truncToI4() const { return {wasm_i32x4_trunc_sat_f32x4(v)}; }
SKYFLOCK_INLINE I4 F4::asI4() const { return {v}; }
SKYFLOCK_INLINE I4 M4::asI4() const { return {v}; }

SKYFLOCK_INLINE F4 operator+(F4 a, F4 b) { return {wasm_f32x4_add(a.v, b.v)}; }
SKYFLOCK_INLINE F4 operator-(F4 a, F4 b) { return {wasm_f32x4_sub(a.v, b.v)}; }
SKYFLOCK_INLINE F4 operator*(F4 a, F4 b) { return {wasm_f32x4_mul(a.v, b.v)}; }
SKYFLOCK_INLINE F4 operator/(F4 a, F4 b) { return {wasm_f32x4_div(a.v, b.v)}; }
SKYFLOCK_INLINE F4 operator-(F4 a) { return {wasm_f32x4_neg(a.v)}; }
SKYFLOCK_INLINE F4 sqrt(F4 a) { return {wasm_f32x4_sqrt(a.v)}; }
SKYFLOCK_INLINE F4 abs(F4 a) { return {wasm_f32x4_abs(a.v)}; }
SKYFLOCK_INLINE F4 floor(F4 a) { return {wasm_f32x4_floor(a.v)}; }
SKYFLOCK_INLINE F4 pmin(F4 a, F4 b) { return {wasm_f32x4_pmin(a.v, b.v)}; }
SKYFLOCK_INLINE F4 pmax(F4 a, F4 b) { return {wasm_f32x4_pmax(a.v, b.v)}; }

SKYFLOCK_INLINE M4 operator<(F4 a, F4 b) { return {wasm_f32x4_lt(a.v, b.v)}; }
SKYFLOCK_INLINE M4 operator<=(F4 a, F4 b) { return {wasm_f32x4_le(a.v, b.v)}; }
SKYFLOCK_INLINE M4 operator>(F4 a, F4 b) { return {wasm_f32x4_gt(a.v, b.v)}; }
SKYFLOCK_INLINE M4 operator>=(F4 a, F4 b) { return {wasm_f32x4_ge(a.v, b.v)}; }
SKYFLOCK_INLINE M4 operator==(F4 a, F4 b) { return {wasm_f32x4_eq(a.v, b.v)}; }
SKYFLOCK_INLINE M4 operator!=(F4 a, F4 b) { return {wasm_f32x4_ne(a.v, b.v)}; }

SKYFLOCK_INLINE I4 operator+(I4 a, I4 b) { return {wasm_i32x4_add(a.v, b.v)}; }
SKYFLOCK_INLINE I4 operator-(I4 a, I4 b) { return {wasm_i32x4_sub(a.v, b.v)}; }
SKYFLOCK_INLINE I4 operator*(I4 a, I4 b) { return {wasm_i32x4_mul(a.v, b.v)}; }
SKYFLOCK_INLINE I4 operator&(I4 a, I4 b) { return {wasm_v128_and(a.v, b.v)}; }
SKYFLOCK_INLINE I4 operator|(I4 a, I4 b) { return {wasm_v128_or(a.v, b.v)}; }
SKYFLOCK_INLINE I4 operator^(I4 a, I4 b) { return {wasm_v128_xor(a.v, b.v)}; }
SKYFLOCK_INLINE I4 andNot(I4 a, I4 b) { return {wasm_v128_andnot(a.v, b.v)}; }
SKYFLOCK_INLINE M4 operator==(I4 a, I4 b) { return {wasm_i32x4_eq(a.v, b.v)}; }
SKYFLOCK_INLINE M4 operator<(I4 a, I4 b) { return {wasm_i32x4_lt(a.v, b.v)}; }
SKYFLOCK_INLINE M4 operator>(I4 a, I4 b) { return {wasm_i32x4_gt(a.v, b.v)}; }
SKYFLOCK_INLINE M4 ult(I4 a, I4 b) { return {wasm_u32x4_lt(a.v, b.v)}; }

SKYFLOCK_INLINE M4 operator&(M4 a, M4 b) { return {wasm_v128_and(a.v, b.v)}; }
SKYFLOCK_INLINE M4 operator|(M4 a, M4 b) { return {wasm_v128_or(a.v, b.v)}; }
SKYFLOCK_INLINE M4 operator^(M4 a, M4 b) { return {wasm_v128_xor(a.v, b.v)}; }
SKYFLOCK_INLINE M4 operator~(M4 a) { return {wasm_v128_not(a.v)}; }
SKYFLOCK_INLINE M4 andNot(M4 a, M4 b) { return {wasm_v128_andnot(a.v, b.v)}; }
SKYFLOCK_INLINE int bits(M4 m) { return static_cast<int>(wasm_i32x4_bitmask(m.v)); }

SKYFLOCK_INLINE F4 select(M4 m, F4 ifTrue, F4 ifFalse) {
  return {wasm_v128_bitselect(ifTrue.v, ifFalse.v, m.v)};
}
SKYFLOCK_INLINE I4 select(M4 m, I4 ifTrue, I4 ifFalse) {
  return {wasm_v128_bitselect(ifTrue.v, ifFalse.v, m.v)};
}
SKYFLOCK_INLINE F4 maskAnd(M4 m, F4 a) { return {wasm_v128_and(m.v, a.v)}; }
SKYFLOCK_INLINE I4 maskAnd(M4 m, I4 a) { return {wasm_v128_and(m.v, a.v)}; }

SKYFLOCK_INLINE void transpose4(F4& a, F4& b, F4& c, F4& d) {
  const v128_t ab01 = wasm_i32x4_shuffle(a.v, b.v, 0, 4, 1, 5);
  const v128_t ab23 = wasm_i32x4_shuffle(a.v, b.v, 2, 6, 3, 7);
  const v128_t cd01 = wasm_i32x4_shuffle(c.v, d.v, 0, 4, 1, 5);
  const v128_t cd23 = wasm_i32x4_shuffle(c.v, d.v, 2, 6, 3, 7);
  a.v = wasm_i64x2_shuffle(ab01, cd01, 0, 2);
  b.v = wasm_i64x2_shuffle(ab01, cd01, 1, 3);
  c.v = wasm_i64x2_shuffle(ab23, cd23, 0, 2);
  d.v = wasm_i64x2_shuffle(ab23, cd23, 1, 3);
}

/// The bytes of a vector in the order that `order` (16 byte numbers) says.
SKYFLOCK_INLINE I4 shuffleBytes(I4 v, const uint8_t* order) {
  return {wasm_i8x16_swizzle(v.v, wasm_v128_load(order))};
}

}  // namespace skyflock::core
