#include "core/math.h"

#include <gtest/gtest.h>

#include <bit>
#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/bit_patterns.h"
#include "core/hash.h"

namespace skyflock::core {
namespace {

/// Largest distance from the C library's sine and cosine over `steps` angles within +-`turns`.
double worstError(double turns, int steps) {
  double worst = 0;
  for (int i = -steps; i <= steps; ++i) {
    const auto angle = static_cast<float>(turns * i / steps);
    const SinCos<float> got = sincosTurns(angle);
    const double radians = static_cast<double>(angle) * 2 * std::numbers::pi;
    worst = std::max(worst, std::fabs(static_cast<double>(got.sin) - std::sin(radians)));
    worst = std::max(worst, std::fabs(static_cast<double>(got.cos) - std::cos(radians)));
  }
  return worst;
}

TEST(SinCos, IsWithinAMillionthForATurn) { EXPECT_LT(worstError(1.0, 1 << 20), 1e-6); }

TEST(SinCos, StaysWithinAMillionthForManyTurns) {
  // The angle itself is exact, and the quarters are taken off exactly.
  EXPECT_LT(worstError(1000.0, 1 << 20), 1e-6);
}

TEST(SinCos, IsExactAtQuarters) {
  const float sines[4] = {0, 1, 0, -1};
  for (int quarter = -64; quarter <= 64; ++quarter) {
    const SinCos<float> got = sincosTurns(static_cast<float>(quarter) * 0.25f);
    EXPECT_EQ(got.sin, sines[quarter & 3]) << quarter;
    EXPECT_EQ(got.cos, sines[(quarter + 1) & 3]) << quarter;
  }
}

TEST(SinCos, IsWhatItAlwaysWas) {
  // tests/web/core/twins.test.ts has the same hash.
  StateHash hash;
  for (int i = -32768; i < 32768; ++i) {
    const SinCos<float> got = sincosTurns(static_cast<float>(i) / 16384.0f);
    const uint32_t words[2] = {std::bit_cast<uint32_t>(got.sin), std::bit_cast<uint32_t>(got.cos)};
    hash.addRecord(words, 2);
  }
  EXPECT_STREQ(toText(hash).digits, "b5d4ad981cc87bb0");
}

TEST(SinCos, NeverLeavesTheUnitIntervalByMoreThanRounding) {
  for (int i = 0; i < 1 << 20; ++i) {
    const SinCos<float> got = sincosTurns(static_cast<float>(i) / (1 << 20));
    ASSERT_LE(std::fabs(got.sin), 1.0f + 1e-6f);
    ASSERT_LE(std::fabs(got.cos), 1.0f + 1e-6f);
  }
}

TEST(SinCos, LanesGiveWhatOneGives) {
  tests::BitPatterns patterns(99);
  for (int i = 0; i < 1 << 18; ++i) {
    float angles[4];
    for (float& angle : angles) {
      angle = static_cast<float>(static_cast<int32_t>(patterns.random())) * (1.0f / 1048576.0f);
    }
    const SinCos<F4> lanes = sincosTurns(F4::load(angles));
    float sines[4], cosines[4];
    lanes.sin.store(sines);
    lanes.cos.store(cosines);
    for (int k = 0; k < 4; ++k) {
      const SinCos<float> one = sincosTurns(angles[k]);
      ASSERT_EQ(std::bit_cast<uint32_t>(sines[k]), std::bit_cast<uint32_t>(one.sin));
      ASSERT_EQ(std::bit_cast<uint32_t>(cosines[k]), std::bit_cast<uint32_t>(one.cos));
    }
  }
}

TEST(SquareRoot, IsRoundedAsTheStandardSays) {
  tests::BitPatterns patterns(5);
  for (int i = 0; i < 1 << 20; ++i) {
    const float v = std::bit_cast<float>(patterns.random() & 0x7f7fffffu);
    ASSERT_EQ(squareRoot(v), static_cast<float>(std::sqrt(static_cast<double>(v))));
  }
}

TEST(Math, MinusTheLogarithmOfARandomNumber) {
  EXPECT_EQ(minusLogUnit(0xffffffffu), 0.0f);
  for (uint64_t bits = 0; bits < (uint64_t{1} << 32); bits += 7919) {
    const double unit = static_cast<double>((bits >> 8) + 1) / 16777216.0;
    const double error =
        static_cast<double>(minusLogUnit(static_cast<uint32_t>(bits))) + std::log(unit);
    ASSERT_LE(std::abs(error), 1e-6 * std::max(1.0, -std::log(unit))) << bits;
  }
}

TEST(Math, TheAngleOfADirection) {
  EXPECT_EQ(directionAngle(0.0f, 0.0f), 0.0f);
  for (int i = -17999; i <= 18000; ++i) {
    const double angle = i * 3.14159265358979 / 18000.0;
    const float got = directionAngle(static_cast<float>(40.0 * std::sin(angle)),
                                     static_cast<float>(40.0 * std::cos(angle)));
    ASSERT_NEAR(static_cast<double>(got), angle, 2e-5) << i;
  }
}

}  // namespace
}  // namespace skyflock::core
