#pragma once

#include <bit>
#include <cstdint>
#include <cstring>

// The scalar twin behind core/simd/f32x4.h, where the operations are described: plain loops over
// four lanes, for targets without intrinsics and for checking the others.

namespace skyflock::core {

struct I4;

struct F4 {
  float v[4];

  static SKYFLOCK_INLINE F4 splat(float a) { return {{a, a, a, a}}; }
  static SKYFLOCK_INLINE F4 load(const float* p) { return {{p[0], p[1], p[2], p[3]}}; }
  static SKYFLOCK_INLINE F4 loadSplat(const float* p) { return splat(*p); }
  static SKYFLOCK_INLINE F4 set(float a, float b, float c, float d) { return {{a, b, c, d}}; }
  SKYFLOCK_INLINE void store(float* p) const { std::memcpy(p, v, sizeof v); }
  template <int kLane>
  SKYFLOCK_INLINE float lane() const {
    return v[kLane];
  }
  SKYFLOCK_INLINE I4 truncToI4() const;
  SKYFLOCK_INLINE I4 asI4() const;
};

struct M4 {
  uint32_t v[4];

  static SKYFLOCK_INLINE M4 fromBits(int bits) {
    M4 m;
    for (int k = 0; k < 4; ++k) m.v[k] = (bits >> k & 1) != 0 ? ~0u : 0u;
    return m;
  }
  SKYFLOCK_INLINE I4 asI4() const;
};

struct I4 {
  uint32_t v[4];

  static SKYFLOCK_INLINE I4 splat(int32_t a) {
    const auto b = static_cast<uint32_t>(a);
    return {{b, b, b, b}};
  }
  static SKYFLOCK_INLINE I4 splat(uint32_t a) { return splat(static_cast<int32_t>(a)); }
  static SKYFLOCK_INLINE I4 load(const void* p) {
    I4 r;
    std::memcpy(r.v, p, sizeof r.v);
    return r;
  }
  static SKYFLOCK_INLINE I4 loadSplat(const uint32_t* p) { return splat(*p); }
  static SKYFLOCK_INLINE I4 set(int32_t a, int32_t b, int32_t c, int32_t d) {
    return {{static_cast<uint32_t>(a), static_cast<uint32_t>(b), static_cast<uint32_t>(c),
             static_cast<uint32_t>(d)}};
  }
  static SKYFLOCK_INLINE I4 set(uint32_t a, uint32_t b, uint32_t c, uint32_t d) {
    return set(static_cast<int32_t>(a), static_cast<int32_t>(b), static_cast<int32_t>(c),
               static_cast<int32_t>(d));
  }
  SKYFLOCK_INLINE void store(void* p) const { std::memcpy(p, v, sizeof v); }
  template <int kLane>
  SKYFLOCK_INLINE int32_t lane() const {
    return static_cast<int32_t>(v[kLane]);
  }
  template <int kBits>
  SKYFLOCK_INLINE I4 shl() const {
    return {{v[0] << kBits, v[1] << kBits, v[2] << kBits, v[3] << kBits}};
  }
  template <int kBits>
  SKYFLOCK_INLINE I4 shr() const {
    return {{v[0] >> kBits, v[1] >> kBits, v[2] >> kBits, v[3] >> kBits}};
  }
  template <int kBits>
  SKYFLOCK_INLINE I4 sar() const {
    I4 r;
    for (int k = 0; k < 4; ++k) r.v[k] = static_cast<uint32_t>(static_cast<int32_t>(v[k]) >> kBits);
    return r;
  }
  SKYFLOCK_INLINE F4 toF4() const {
    F4 r;
    for (int k = 0; k < 4; ++k) r.v[k] = static_cast<float>(static_cast<int32_t>(v[k]));
    return r;
  }
  SKYFLOCK_INLINE F4 asF4() const {
    F4 r;
    std::memcpy(r.v, v, sizeof v);
    return r;
  }
};

SKYFLOCK_INLINE I4 F4::truncToI4() const {
  I4 r;
  for (int k = 0; k < 4; ++k) r.v[k] = static_cast<uint32_t>(static_cast<int32_t>(v[k]));
  return r;
}
SKYFLOCK_INLINE I4 F4::asI4() const { return I4::load(v); }
SKYFLOCK_INLINE I4 M4::asI4() const { return I4::load(v); }

namespace detail {

template <typename R, typename A, typename Op>
SKYFLOCK_INLINE R each(A a, A b, Op op) {
  R r;
  for (int k = 0; k < 4; ++k) r.v[k] = op(a.v[k], b.v[k]);
  return r;
}

}  // namespace detail

SKYFLOCK_INLINE F4 operator+(F4 a, F4 b) {
  return detail::each<F4>(a, b, [](float x, float y) { return x + y; });
}
SKYFLOCK_INLINE F4 operator-(F4 a, F4 b) {
  return detail::each<F4>(a, b, [](float x, float y) { return x - y; });
}
SKYFLOCK_INLINE F4 operator*(F4 a, F4 b) {
  return detail::each<F4>(a, b, [](float x, float y) { return x * y; });
}
SKYFLOCK_INLINE F4 operator/(F4 a, F4 b) {
  return detail::each<F4>(a, b, [](float x, float y) { return x / y; });
}
SKYFLOCK_INLINE F4 operator-(F4 a) { return {{-a.v[0], -a.v[1], -a.v[2], -a.v[3]}}; }
SKYFLOCK_INLINE F4 sqrt(F4 a) {
  return {{__builtin_sqrtf(a.v[0]), __builtin_sqrtf(a.v[1]), __builtin_sqrtf(a.v[2]),
           __builtin_sqrtf(a.v[3])}};
}
SKYFLOCK_INLINE F4 abs(F4 a) {
  return {{__builtin_fabsf(a.v[0]), __builtin_fabsf(a.v[1]), __builtin_fabsf(a.v[2]),
           __builtin_fabsf(a.v[3])}};
}
SKYFLOCK_INLINE F4 floor(F4 a) {
  return {{__builtin_floorf(a.v[0]), __builtin_floorf(a.v[1]), __builtin_floorf(a.v[2]),
           __builtin_floorf(a.v[3])}};
}
SKYFLOCK_INLINE F4 pmin(F4 a, F4 b) {
  return detail::each<F4>(a, b, [](float x, float y) { return y < x ? y : x; });
}
SKYFLOCK_INLINE F4 pmax(F4 a, F4 b) {
  return detail::each<F4>(a, b, [](float x, float y) { return x < y ? y : x; });
}

SKYFLOCK_INLINE M4 operator<(F4 a, F4 b) {
  return detail::each<M4>(a, b, [](float x, float y) { return x < y ? ~0u : 0u; });
}
SKYFLOCK_INLINE M4 operator<=(F4 a, F4 b) {
  return detail::each<M4>(a, b, [](float x, float y) { return x <= y ? ~0u : 0u; });
}
SKYFLOCK_INLINE M4 operator>(F4 a, F4 b) {
  return detail::each<M4>(a, b, [](float x, float y) { return x > y ? ~0u : 0u; });
}
SKYFLOCK_INLINE M4 operator>=(F4 a, F4 b) {
  return detail::each<M4>(a, b, [](float x, float y) { return x >= y ? ~0u : 0u; });
}
SKYFLOCK_INLINE M4 operator==(F4 a, F4 b) {
  return detail::each<M4>(a, b, [](float x, float y) { return x == y ? ~0u : 0u; });
}
SKYFLOCK_INLINE M4 operator!=(F4 a, F4 b) {
  return detail::each<M4>(a, b, [](float x, float y) { return x != y ? ~0u : 0u; });
}

SKYFLOCK_INLINE I4 operator+(I4 a, I4 b) {
  return detail::each<I4>(a, b, [](uint32_t x, uint32_t y) { return x + y; });
}
SKYFLOCK_INLINE I4 operator-(I4 a, I4 b) {
  return detail::each<I4>(a, b, [](uint32_t x, uint32_t y) { return x - y; });
}
SKYFLOCK_INLINE I4 operator*(I4 a, I4 b) {
  return detail::each<I4>(a, b, [](uint32_t x, uint32_t y) { return x * y; });
}
SKYFLOCK_INLINE I4 operator&(I4 a, I4 b) {
  return detail::each<I4>(a, b, [](uint32_t x, uint32_t y) { return x & y; });
}
SKYFLOCK_INLINE I4 operator|(I4 a, I4 b) {
  return detail::each<I4>(a, b, [](uint32_t x, uint32_t y) { return x | y; });
}
SKYFLOCK_INLINE I4 operator^(I4 a, I4 b) {
  return detail::each<I4>(a, b, [](uint32_t x, uint32_t y) { return x ^ y; });
}
SKYFLOCK_INLINE I4 andNot(I4 a, I4 b) {
  return detail::each<I4>(a, b, [](uint32_t x, uint32_t y) { return x & ~y; });
}
SKYFLOCK_INLINE M4 operator==(I4 a, I4 b) {
  return detail::each<M4>(a, b, [](uint32_t x, uint32_t y) { return x == y ? ~0u : 0u; });
}
SKYFLOCK_INLINE M4 operator<(I4 a, I4 b) {
  return detail::each<M4>(a, b, [](uint32_t x, uint32_t y) {
    return static_cast<int32_t>(x) < static_cast<int32_t>(y) ? ~0u : 0u;
  });
}
SKYFLOCK_INLINE M4 operator>(I4 a, I4 b) { return b < a; }
SKYFLOCK_INLINE M4 ult(I4 a, I4 b) {
  return detail::each<M4>(a, b, [](uint32_t x, uint32_t y) { return x < y ? ~0u : 0u; });
}

SKYFLOCK_INLINE M4 operator&(M4 a, M4 b) {
  return detail::each<M4>(a, b, [](uint32_t x, uint32_t y) { return x & y; });
}
SKYFLOCK_INLINE M4 operator|(M4 a, M4 b) {
  return detail::each<M4>(a, b, [](uint32_t x, uint32_t y) { return x | y; });
}
SKYFLOCK_INLINE M4 operator^(M4 a, M4 b) {
  return detail::each<M4>(a, b, [](uint32_t x, uint32_t y) { return x ^ y; });
}
SKYFLOCK_INLINE M4 operator~(M4 a) { return {{~a.v[0], ~a.v[1], ~a.v[2], ~a.v[3]}}; }
SKYFLOCK_INLINE M4 andNot(M4 a, M4 b) { return a & ~b; }
SKYFLOCK_INLINE int bits(M4 m) {
  return static_cast<int>((m.v[0] & 1) | (m.v[1] & 2) | (m.v[2] & 4) | (m.v[3] & 8));
}

SKYFLOCK_INLINE F4 select(M4 m, F4 ifTrue, F4 ifFalse) {
  F4 r;
  for (int k = 0; k < 4; ++k) r.v[k] = m.v[k] != 0 ? ifTrue.v[k] : ifFalse.v[k];
  return r;
}
SKYFLOCK_INLINE I4 select(M4 m, I4 ifTrue, I4 ifFalse) {
  I4 r;
  for (int k = 0; k < 4; ++k) r.v[k] = m.v[k] != 0 ? ifTrue.v[k] : ifFalse.v[k];
  return r;
}
SKYFLOCK_INLINE I4 maskAnd(M4 m, I4 a) {
  return {{m.v[0] & a.v[0], m.v[1] & a.v[1], m.v[2] & a.v[2], m.v[3] & a.v[3]}};
}
SKYFLOCK_INLINE F4 maskAnd(M4 m, F4 a) { return maskAnd(m, a.asI4()).asF4(); }

SKYFLOCK_INLINE void transpose4(F4& a, F4& b, F4& c, F4& d) {
  const F4 rows[4] = {a, b, c, d};
  F4* const columns[4] = {&a, &b, &c, &d};
  for (int i = 0; i < 4; ++i) {
    for (int k = 0; k < 4; ++k) columns[i]->v[k] = rows[k].v[i];
  }
}

/// The bytes of a vector in the order that `order` (16 byte numbers) says.
SKYFLOCK_INLINE I4 shuffleBytes(I4 v, const uint8_t* order) {
  uint8_t from[16];
  uint8_t to[16];
  std::memcpy(from, v.v, 16);
  for (int k = 0; k < 16; ++k) to[k] = from[order[k]];
  return I4::load(to);
}

}  // namespace skyflock::core
