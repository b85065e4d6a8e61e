#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <type_traits>

#include "core/bit_patterns.h"
#include "core/scalar_twin.h"
#include "core/simd/compress.h"

// Every operation of this build's backend against the scalar twin, over millions of bit patterns.

namespace skyflock::core {

#if SKYFLOCK_HAS_SCALAR_TWIN

namespace {

using Words = std::array<uint32_t, 4>;

constexpr int kGroups = 1 << 20;

struct Backend {
  using F = core::F4;
  using I = core::I4;
  using M = core::M4;
};

struct Twin {
  using F = core_scalar::F4;
  using I = core_scalar::I4;
  using M = core_scalar::M4;
};

template <typename Value>
Words wordsOf(Value v) {
  Words words = {};
  if constexpr (std::is_integral_v<Value>) {
    words[0] = static_cast<uint32_t>(v);
  } else if constexpr (requires { v.asI4(); }) {
    v.asI4().store(words.data());
  } else {
    v.store(words.data());
  }
  return words;
}

template <typename Value>
constexpr bool kIsReal = std::is_same_v<std::remove_cv_t<Value>, core::F4>;

bool same(const Words& a, const Words& b, bool real) {
  for (int k = 0; k < 4; ++k) {
    const bool bothNan = real && tests::isNanBits(a[k]) && tests::isNanBits(b[k]);
    if (a[k] != b[k] && !bothNan) return false;
  }
  return true;
}

std::string show(const Words& w) {
  char text[48];
  std::snprintf(text, sizeof text, "%08x %08x %08x %08x", w[0], w[1], w[2], w[3]);
  return text;
}

/// Three vectors of patterns, and a mask of them.
struct Inputs {
  Words a, b, c;
  int mask;
};

/// Feeds `apply(lanes, inputs)` for both backends and compares the results. `limit` replaces
/// patterns whose value is not smaller, and those that are no number.
template <typename Apply>
void expectSameBits(const char* name, Apply apply, float limit = 0.0f) {
  tests::BitPatterns patterns(0x1234567u);
  const auto fill = [&](Words& words) {
    for (uint32_t& word : words) {
      word = patterns.next();
      if (limit != 0.0f && !(std::fabs(std::bit_cast<float>(word)) < limit)) word &= 0x4e7fffffu;
    }
  };
  Inputs in = {};
  for (int i = 0; i < kGroups; ++i) {
    fill(in.a);
    fill(in.b);
    fill(in.c);
    in.mask = static_cast<int>(patterns.random() >> 28);
    const auto one = apply(Backend{}, in);
    const auto other = apply(Twin{}, in);
    if (!same(wordsOf(one), wordsOf(other), kIsReal<decltype(one)>)) {
      FAIL() << name << " of " << show(in.a) << " | " << show(in.b) << " | " << show(in.c)
             << " mask " << in.mask << ": " << show(wordsOf(one)) << ", scalar "
             << show(wordsOf(other));
    }
  }
}

template <typename B>
typename B::F real(const Words& w) {
  return B::I::load(w.data()).asF4();
}

template <typename B>
typename B::I whole(const Words& w) {
  return B::I::load(w.data());
}

#define EXPECT_SAME_REAL(expression)                             \
  expectSameBits(#expression, [](auto lanes, const Inputs& in) { \
    using B = decltype(lanes);                                   \
    [[maybe_unused]] const auto a = real<B>(in.a);               \
    [[maybe_unused]] const auto b = real<B>(in.b);               \
    [[maybe_unused]] const auto c = real<B>(in.c);               \
    [[maybe_unused]] const auto m = B::M::fromBits(in.mask);     \
    return expression;                                           \
  })

#define EXPECT_SAME_WHOLE(expression)                            \
  expectSameBits(#expression, [](auto lanes, const Inputs& in) { \
    using B = decltype(lanes);                                   \
    [[maybe_unused]] const auto a = whole<B>(in.a);              \
    [[maybe_unused]] const auto b = whole<B>(in.b);              \
    [[maybe_unused]] const auto m = B::M::fromBits(in.mask);     \
    [[maybe_unused]] const auto n = a < b;                       \
    return expression;                                           \
  })

TEST(SimdReal, ArithmeticMatchesTheScalarTwin) {
  EXPECT_SAME_REAL(a + b);
  EXPECT_SAME_REAL(a - b);
  EXPECT_SAME_REAL((a * b));
  EXPECT_SAME_REAL(a / b);
  EXPECT_SAME_REAL(-a);
  EXPECT_SAME_REAL(sqrt(a));
  EXPECT_SAME_REAL(abs(a));
  EXPECT_SAME_REAL(floor(a));
  EXPECT_SAME_REAL((a * b) + c);
}

TEST(SimdReal, ChoicesMatchTheScalarTwin) {
  EXPECT_SAME_REAL(pmin(a, b));
  EXPECT_SAME_REAL(pmax(a, b));
  EXPECT_SAME_REAL(select(m, a, b));
  EXPECT_SAME_REAL(maskAnd(m, a));
  EXPECT_SAME_REAL(select(a < b, a, c));
}

TEST(SimdReal, ComparesMatchTheScalarTwin) {
  EXPECT_SAME_REAL(a < b);
  EXPECT_SAME_REAL(a <= b);
  EXPECT_SAME_REAL(a > b);
  EXPECT_SAME_REAL(a >= b);
  EXPECT_SAME_REAL(a == b);
  EXPECT_SAME_REAL(a != b);
  EXPECT_SAME_REAL(bits(a < b));
}

TEST(SimdReal, TruncationMatchesTheScalarTwinWhereItHolds) {
  expectSameBits(
      "truncToI4",
      [](auto lanes, const Inputs& in) { return real<decltype(lanes)>(in.a).truncToI4(); },
      2147483648.0f);
}

TEST(SimdWhole, ArithmeticMatchesTheScalarTwin) {
  EXPECT_SAME_WHOLE(a + b);
  EXPECT_SAME_WHOLE(a - b);
  EXPECT_SAME_WHOLE((a * b));
  EXPECT_SAME_WHOLE((a & b));
  EXPECT_SAME_WHOLE(a | b);
  EXPECT_SAME_WHOLE(a ^ b);
  EXPECT_SAME_WHOLE(andNot(a, b));
  EXPECT_SAME_WHOLE(a.toF4());
  EXPECT_SAME_WHOLE(a.asF4().asI4());
}

TEST(SimdWhole, ShiftsMatchTheScalarTwin) {
  EXPECT_SAME_WHOLE(a.template shl<1>());
  EXPECT_SAME_WHOLE(a.template shl<31>());
  EXPECT_SAME_WHOLE(a.template shr<8>());
  EXPECT_SAME_WHOLE(a.template shr<31>());
  EXPECT_SAME_WHOLE(a.template sar<7>());
  EXPECT_SAME_WHOLE(a.template sar<31>());
}

TEST(SimdWhole, ComparesAndChoicesMatchTheScalarTwin) {
  EXPECT_SAME_WHOLE(a == b);
  EXPECT_SAME_WHOLE(a < b);
  EXPECT_SAME_WHOLE(a > b);
  EXPECT_SAME_WHOLE(ult(a, b));
  EXPECT_SAME_WHOLE(select(m, a, b));
  EXPECT_SAME_WHOLE(maskAnd(m, a));
}

TEST(SimdMask, LogicMatchesTheScalarTwin) {
  EXPECT_SAME_WHOLE(m & n);
  EXPECT_SAME_WHOLE(m | n);
  EXPECT_SAME_WHOLE(m ^ n);
  EXPECT_SAME_WHOLE(~n);
  EXPECT_SAME_WHOLE(andNot(m, n));
  EXPECT_SAME_WHOLE(bits(m));
  EXPECT_SAME_WHOLE(bits(n));
  EXPECT_SAME_WHOLE(m.asI4());
}

}  // namespace

#endif

namespace {

TEST(Simd, LanesStandInTheOrderTheyWereGiven) {
  const float numbers[5] = {1, 2, 3, 4, 5};
  const F4 f = F4::load(numbers + 1);
  EXPECT_EQ(f.lane<0>(), 2);
  EXPECT_EQ(f.lane<3>(), 5);
  EXPECT_TRUE(all(f == F4::set(2, 3, 4, 5)));
  EXPECT_TRUE(all(F4::loadSplat(numbers + 2) == F4::splat(3)));
  const uint32_t words[4] = {7, 8, 9, 0xffffffffu};
  const I4 i = I4::load(words);
  EXPECT_EQ(i.lane<1>(), 8);
  EXPECT_EQ(i.lane<3>(), -1);
  EXPECT_TRUE(all(i == I4::set(7, 8, 9, -1)));
  EXPECT_TRUE(all(I4::loadSplat(words + 3) == I4::splat(-1)));
  EXPECT_EQ(bits(i != I4::set(7, 0, 9, 0)), 0b1010);
}

TEST(Simd, EveryMaskCountsItsLanes) {
  for (int mask = 0; mask < 16; ++mask) {
    const M4 m = M4::fromBits(mask);
    EXPECT_EQ(bits(m), mask);
    EXPECT_EQ(any(m), mask != 0);
    EXPECT_EQ(all(m), mask == 15);
    EXPECT_EQ(lanesSet(mask), std::popcount(static_cast<unsigned>(mask)));
  }
}

TEST(Simd, CompressStoreKeepsTheOrderForEveryMask) {
  for (int mask = 0; mask < 16; ++mask) {
    // The words behind the four that may be written stay what they were.
    uint32_t out[8] = {90, 91, 92, 93, 94, 95, 96, 97};
    const int count = compressStore(out, I4::set(10, 11, 12, 13), M4::fromBits(mask));
    int expected = 0;
    for (uint32_t lane = 0; lane < 4; ++lane) {
      if ((mask >> lane & 1) == 0) continue;
      EXPECT_EQ(out[expected++], 10 + lane) << "mask " << mask;
    }
    EXPECT_EQ(count, expected);
    for (int k = count; k < 4; ++k) EXPECT_EQ(out[k], 10u) << "lanes beyond the end repeat lane 0";
    for (uint32_t k = 4; k < 8; ++k) EXPECT_EQ(out[k], 90 + k);
  }
}

TEST(Simd, TransposeTurnsRowsIntoColumns) {
  F4 rows[4];
  for (int i = 0; i < 4; ++i) {
    const auto first = static_cast<float>(10 * i);
    rows[i] = F4::set(first, first + 1, first + 2, first + 3);
  }
  transpose4(rows[0], rows[1], rows[2], rows[3]);
  for (int i = 0; i < 4; ++i) {
    float column[4];
    rows[i].store(column);
    for (int k = 0; k < 4; ++k) EXPECT_EQ(column[k], static_cast<float>(10 * k + i));
  }
}

TEST(Simd, ShuffleTakesBytesByNumber) {
  alignas(16) const uint8_t order[16] = {15, 0, 0, 0, 1, 2, 3, 4, 5, 5, 5, 5, 12, 13, 14, 15};
  uint8_t bytes[16];
  for (uint8_t k = 0; k < 16; ++k) bytes[k] = static_cast<uint8_t>(100 + k);
  uint8_t out[16];
  shuffleBytes(I4::load(bytes), order).store(out);
  for (int k = 0; k < 16; ++k) EXPECT_EQ(out[k], 100 + order[k]);
}

}  // namespace

}  // namespace skyflock::core
