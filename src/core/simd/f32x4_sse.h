#pragma once

#include <smmintrin.h>

#include <cstdint>

// SSE4.1 behind core/simd/f32x4.h, where the operations are described.

namespace skyflock::core {

struct I4;

struct F4 {
  __m128 v;

  static SKYFLOCK_INLINE F4 splat(float a) { return {_mm_set1_ps(a)}; }
  static SKYFLOCK_INLINE F4 load(const float* p) { return {_mm_loadu_ps(p)}; }
  static SKYFLOCK_INLINE F4 loadSplat(const float* p) { return {_mm_load1_ps(p)}; }
  static SKYFLOCK_INLINE F4 set(float a, float b, float c, float d) {
    return {_mm_setr_ps(a, b, c, d)};
  }
  SKYFLOCK_INLINE void store(float* p) const { _mm_storeu_ps(p, v); }
  template <int kLane>
  SKYFLOCK_INLINE float lane() const {
    return _mm_cvtss_f32(_mm_shuffle_ps(v, v, kLane));
  }
  SKYFLOCK_INLINE I4 truncToI4() const;
  SKYFLOCK_INLINE I4 asI4() const;
};

struct M4 {
  __m128i v;

  static SKYFLOCK_INLINE M4 fromBits(int bits) {
    const __m128i lanes = _mm_setr_epi32(1, 2, 4, 8);
    return {_mm_cmpeq_epi32(_mm_and_si128(_mm_set1_epi32(bits), lanes), lanes)};
  }
  SKYFLOCK_INLINE I4 asI4() const;
};

struct I4 {
  __m128i v;

  static SKYFLOCK_INLINE I4 splat(int32_t a) { return {_mm_set1_epi32(a)}; }
  static SKYFLOCK_INLINE I4 splat(uint32_t a) { return splat(static_cast<int32_t>(a)); }
  static SKYFLOCK_INLINE I4 load(const void* p) {
    return {_mm_loadu_si128(static_cast<const __m128i*>(p))};
  }
  static SKYFLOCK_INLINE I4 loadSplat(const uint32_t* p) {
    return {_mm_set1_epi32(static_cast<int32_t>(*p))};
  }
  static SKYFLOCK_INLINE I4 set(int32_t a, int32_t b, int32_t c, int32_t d) {
    return {_mm_setr_epi32(a, b, c, d)};
  }
  static SKYFLOCK_INLINE I4 set(uint32_t a, uint32_t b, uint32_t c, uint32_t d) {
    return set(static_cast<int32_t>(a), static_cast<int32_t>(b), static_cast<int32_t>(c),
               static_cast<int32_t>(d));
  }
  SKYFLOCK_INLINE void store(void* p) const { _mm_storeu_si128(static_cast<__m128i*>(p), v); }
  template <int kLane>
  SKYFLOCK_INLINE int32_t lane() const {
    return _mm_extract_epi32(v, kLane);
  }
  template <int kBits>
  SKYFLOCK_INLINE I4 shl() const {
    return {_mm_slli_epi32(v, kBits)};
  }
  template <int kBits>
  SKYFLOCK_INLINE I4 shr() const {
    return {_mm_srli_epi32(v, kBits)};
  }
  template <int kBits>
  SKYFLOCK_INLINE I4 sar() const {
    return {_mm_srai_epi32(v, kBits)};
  }
  SKYFLOCK_INLINE F4 toF4() const { return {_mm_cvtepi32_ps(v)}; }
  SKYFLOCK_INLINE F4 asF4() const { return {_mm_castsi128_ps(v)}; }
};

SKYFLOCK_INLINE I4 F4::truncToI4() const { return {_mm_cvttps_epi32(v)}; }
SKYFLOCK_INLINE I4 F4::asI4() const { return {_mm_castps_si128(v)}; }
SKYFLOCK_INLINE I4 M4::asI4() const { return {v}; }

SKYFLOCK_INLINE F4 operator+(F4 a, F4 b) { return {_mm_add_ps(a.v, b.v)}; }
SKYFLOCK_INLINE F4 operator-(F4 a, F4 b) { return {_mm_sub_ps(a.v, b.v)}; }
SKYFLOCK_INLINE F4 operator*(F4 a, F4 b) { return {_mm_mul_ps(a.v, b.v)}; }
SKYFLOCK_INLINE F4 operator/(F4 a, F4 b) { return {_mm_div_ps(a.v, b.v)}; }
SKYFLOCK_INLINE F4 operator-(F4 a) { return {_mm_xor_ps(a.v, _mm_set1_ps(-0.0f))}; }
SKYFLOCK_INLINE F4 sqrt(F4 a) { return {_mm_sqrt_ps(a.v)}; }
SKYFLOCK_INLINE F4 abs(F4 a) { return {_mm_andnot_ps(_mm_set1_ps(-0.0f), a.v)}; }
SKYFLOCK_INLINE F4 floor(F4 a) { return {_mm_floor_ps(a.v)}; }
// MINPS(a, b) is a < b ? a : b, hence the swapped operands.
SKYFLOCK_INLINE F4 pmin(F4 a, F4 b) { return {_mm_min_ps(b.v, a.v)}; }
SKYFLOCK_INLINE F4 pmax(F4 a, F4 b) { return {_mm_max_ps(b.v, a.v)}; }

SKYFLOCK_INLINE M4 operator<(F4 a, F4 b) { return {_mm_castps_si128(_mm_cmplt_ps(a.v, b.v))}; }
SKYFLOCK_INLINE M4 operator<=(F4 a, F4 b) { return {_mm_castps_si128(_mm_cmple_ps(a.v, b.v))}; }
SKYFLOCK_INLINE M4 operator>(F4 a, F4 b) { return {_mm_castps_si128(_mm_cmpgt_ps(a.v, b.v))}; }
SKYFLOCK_INLINE M4 operator>=(F4 a, F4 b) { return {_mm_castps_si128(_mm_cmpge_ps(a.v, b.v))}; }
SKYFLOCK_INLINE M4 operator==(F4 a, F4 b) { return {_mm_castps_si128(_mm_cmpeq_ps(a.v, b.v))}; }
SKYFLOCK_INLINE M4 operator!=(F4 a, F4 b) { return {_mm_castps_si128(_mm_cmpneq_ps(a.v, b.v))}; }

SKYFLOCK_INLINE I4 operator+(I4 a, I4 b) { return {_mm_add_epi32(a.v, b.v)}; }
SKYFLOCK_INLINE I4 operator-(I4 a, I4 b) { return {_mm_sub_epi32(a.v, b.v)}; }
SKYFLOCK_INLINE I4 operator*(I4 a, I4 b) { return {_mm_mullo_epi32(a.v, b.v)}; }
SKYFLOCK_INLINE I4 operator&(I4 a, I4 b) { return {_mm_and_si128(a.v, b.v)}; }
SKYFLOCK_INLINE I4 operator|(I4 a, I4 b) { return {_mm_or_si128(a.v, b.v)}; }
SKYFLOCK_INLINE I4 operator^(I4 a, I4 b) { return {_mm_xor_si128(a.v, b.v)}; }
SKYFLOCK_INLINE I4 andNot(I4 a, I4 b) { return {_mm_andnot_si128(b.v, a.v)}; }
SKYFLOCK_INLINE M4 operator==(I4 a, I4 b) { return {_mm_cmpeq_epi32(a.v, b.v)}; }
SKYFLOCK_INLINE M4 operator<(I4 a, I4 b) { return {_mm_cmplt_epi32(a.v, b.v)}; }
SKYFLOCK_INLINE M4 operator>(I4 a, I4 b) { return {_mm_cmpgt_epi32(a.v, b.v)}; }
SKYFLOCK_INLINE M4 ult(I4 a, I4 b) {
  const __m128i flip = _mm_set1_epi32(INT32_MIN);
  return {_mm_cmplt_epi32(_mm_xor_si128(a.v, flip), _mm_xor_si128(b.v, flip))};
}

SKYFLOCK_INLINE M4 operator&(M4 a, M4 b) { return {_mm_and_si128(a.v, b.v)}; }
SKYFLOCK_INLINE M4 operator|(M4 a, M4 b) { return {_mm_or_si128(a.v, b.v)}; }
SKYFLOCK_INLINE M4 operator^(M4 a, M4 b) { return {_mm_xor_si128(a.v, b.v)}; }
SKYFLOCK_INLINE M4 operator~(M4 a) { return {_mm_xor_si128(a.v, _mm_set1_epi32(-1))}; }
SKYFLOCK_INLINE M4 andNot(M4 a, M4 b) { return {_mm_andnot_si128(b.v, a.v)}; }
SKYFLOCK_INLINE int bits(M4 m) { return _mm_movemask_ps(_mm_castsi128_ps(m.v)); }

SKYFLOCK_INLINE F4 select(M4 m, F4 ifTrue, F4 ifFalse) {
  return {_mm_blendv_ps(ifFalse.v, ifTrue.v, _mm_castsi128_ps(m.v))};
}
SKYFLOCK_INLINE I4 select(M4 m, I4 ifTrue, I4 ifFalse) {
  return {_mm_blendv_epi8(ifFalse.v, ifTrue.v, m.v)};
}
SKYFLOCK_INLINE F4 maskAnd(M4 m, F4 a) { return {_mm_and_ps(_mm_castsi128_ps(m.v), a.v)}; }
SKYFLOCK_INLINE I4 maskAnd(M4 m, I4 a) { return {_mm_and_si128(m.v, a.v)}; }

SKYFLOCK_INLINE void transpose4(F4& a, F4& b, F4& c, F4& d) {
  _MM_TRANSPOSE4_PS(a.v, b.v, c.v, d.v);
}

/// The bytes of a vector in the order that `order` (16 byte numbers) says.
SKYFLOCK_INLINE I4 shuffleBytes(I4 v, const uint8_t* order) {
  return {_mm_shuffle_epi8(v.v, _mm_load_si128(reinterpret_cast<const __m128i*>(order)))};
}

}  // namespace skyflock::core
