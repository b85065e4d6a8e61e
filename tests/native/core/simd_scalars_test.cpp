#include <gtest/gtest.h>

#include <cstdint>

#include "core/simd/f32x4.h"

// A number beside four of them: the order of the operands, and both kinds of whole numbers.

namespace skyflock::core {
namespace {

const F4 kReal = F4::set(1.5f, -2.0f, 0.0f, 1e9f);
const I4 kWhole = I4::set(-1, 0, 1, 7);
const M4 kMask = M4::fromBits(5);

int equal(F4 a, F4 b) { return bits(a.asI4() == b.asI4()); }
int equal(I4 a, I4 b) { return bits(a == b); }

TEST(SimdScalars, ARealNumberStandsForItselfInEveryLaneOnEitherSide) {
  const F4 three = F4::splat(3.0f);
  EXPECT_EQ(equal(kReal + 3.0f, kReal + three), 15);
  EXPECT_EQ(equal(3.0f + kReal, three + kReal), 15);
  EXPECT_EQ(equal(kReal - 3.0f, kReal - three), 15);
  EXPECT_EQ(equal(3.0f - kReal, three - kReal), 15);
  EXPECT_EQ(equal(kReal * 3.0f, kReal * three), 15);
  EXPECT_EQ(equal(3.0f * kReal, three * kReal), 15);
  EXPECT_EQ(equal(kReal / 3.0f, kReal / three), 15);
  EXPECT_EQ(equal(3.0f / kReal, three / kReal), 15);
  EXPECT_EQ(equal(pmin(kReal, 0.0f), F4::set(0.0f, -2.0f, 0.0f, 0.0f)), 15);
  EXPECT_EQ(equal(pmax(0.0f, kReal), F4::set(1.5f, 0.0f, 0.0f, 1e9f)), 15);
}

TEST(SimdScalars, MinimaAndMaximaOfZerosKeepTheOrderOfTheirOperands) {
  const F4 down = F4::splat(-0.0f);
  EXPECT_EQ(equal(pmin(0.0f, down), pmin(F4::splat(0.0f), down)), 15);
  EXPECT_EQ(equal(pmin(down, 0.0f), pmin(down, F4::splat(0.0f))), 15);
  EXPECT_EQ(equal(pmax(0.0f, down), pmax(F4::splat(0.0f), down)), 15);
  EXPECT_EQ(equal(pmax(down, 0.0f), pmax(down, F4::splat(0.0f))), 15);
  EXPECT_EQ(equal(pmin(0.0f, down), pmin(down, 0.0f)), 0);
}

TEST(SimdScalars, ComparesEachLaneWithARealNumber) {
  EXPECT_EQ(bits(kReal < 0.0f), 2);
  EXPECT_EQ(bits(kReal <= 0.0f), 6);
  EXPECT_EQ(bits(kReal > 0.0f), 9);
  EXPECT_EQ(bits(kReal >= 0.0f), 13);
  EXPECT_EQ(bits(kReal == 0.0f), 4);
  EXPECT_EQ(bits(kReal != 0.0f), 11);
}

TEST(SimdScalars, AWholeNumberStandsForItsBitsWithOrWithoutASign) {
  EXPECT_EQ(equal(kWhole + 1, I4::set(0, 1, 2, 8)), 15);
  EXPECT_EQ(equal(kWhole - 1u, I4::set(-2, -1, 0, 6)), 15);
  EXPECT_EQ(equal(5u - kWhole, I4::set(6, 5, 4, -2)), 15);
  EXPECT_EQ(equal(kWhole * -3, I4::set(3, 0, -3, -21)), 15);
  EXPECT_EQ(equal(kWhole & 0xfffffffeu, I4::set(-2, 0, 0, 6)), 15);
  EXPECT_EQ(equal(kWhole | 8u, I4::set(-1, 8, 9, 15)), 15);
  EXPECT_EQ(equal(kWhole ^ ~0u, I4::set(0, -1, -2, -8)), 15);
  EXPECT_EQ(bits(kWhole == ~0u), 1);
  EXPECT_EQ(bits(kWhole != 0), 13);
  EXPECT_EQ(bits(kWhole < 1), 3);
  EXPECT_EQ(bits(kWhole > 0), 12);
  EXPECT_EQ(equal(I4::set(1u, 2u, 3u, ~0u), I4::set(1, 2, 3, -1)), 15);
}

TEST(SimdScalars, NumbersAreSelectedByAMask) {
  EXPECT_EQ(equal(select(kMask, kReal, 3.0f), F4::set(1.5f, 3.0f, 0.0f, 3.0f)), 15);
  EXPECT_EQ(equal(select(kMask, 3.0f, kReal), F4::set(3.0f, -2.0f, 3.0f, 1e9f)), 15);
  EXPECT_EQ(equal(select(kMask, 3.0f, 4.0f), F4::set(3.0f, 4.0f, 3.0f, 4.0f)), 15);
  EXPECT_EQ(equal(select(kMask, 9u, kWhole), I4::set(9, 0, 9, 7)), 15);
  EXPECT_EQ(equal(select(kMask, 9, 4), I4::set(9, 4, 9, 4)), 15);
  EXPECT_EQ(equal(maskAnd(kMask, 9u), I4::set(9, 0, 9, 0)), 15);
}

}  // namespace
}  // namespace skyflock::core
