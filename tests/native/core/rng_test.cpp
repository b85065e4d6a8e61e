#include "core/rng.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <vector>

namespace skyflock::core {
namespace {

constexpr uint32_t kDraws = 1 << 18;
/// Keys that differ in the seed, the tick or the purpose alone.
const uint32_t kKeys[] = {randomKey(1, 0, 0), randomKey(2, 0, 0), randomKey(1, 1, 0),
                          randomKey(1, 0, 1), randomKey(0, 0, 0), randomKey(0xffffffffu, 7, 3)};

/// Correlation of two draws from [0, 1): their standard deviation is sqrt(1 / 12).
template <typename First, typename Second>
double correlation(First first, Second second) {
  double sum = 0;
  for (uint32_t i = 0; i < kDraws; ++i) {
    sum += (static_cast<double>(first(i)) - 0.5) * (static_cast<double>(second(i)) - 0.5);
  }
  return sum * 12.0 / kDraws;
}

/// What uncorrelated draws stay below but once in a million: five standard deviations.
const double kNoise = 5.0 / std::sqrt(static_cast<double>(kDraws));

TEST(Rng, DrawsWhatItAlwaysDrew) {
  EXPECT_EQ(mix32(0u), 0u);
  EXPECT_EQ(mix32(1u), 0x86d2fa73u);
  EXPECT_EQ(randomKey(1, 0, 0), 0x7415b84eu);
  EXPECT_EQ(randomBits(randomKey(1, 2, 3), 4), 0x47d59e7du);
  EXPECT_EQ(randomBits(randomKey(0xffffffffu, 0xffffffffu, 17), 0xffffffffu), 0xa9c09202u);
  EXPECT_EQ(std::bit_cast<uint32_t>(randomUnit(randomKey(1, 2, 3), 4)), 0x3e8fab3cu);
}

TEST(Rng, LanesDrawWhatOneDraws) {
  for (const uint32_t key : kKeys) {
    for (uint32_t i = 0; i < 4096; i += 4) {
      const uint32_t counter = i * 0x01000193u;
      uint32_t counters[4], mixed[4], bits[4];
      float units[4];
      for (uint32_t k = 0; k < 4; ++k) counters[k] = counter + k;
      const I4 lanes = I4::load(counters);
      mixCounter(lanes).store(mixed);
      randomBitsMixed(I4::splat(static_cast<int32_t>(key)), mixCounter(lanes)).store(bits);
      randomUnit(key, lanes).store(units);
      for (uint32_t k = 0; k < 4; ++k) {
        ASSERT_EQ(mixed[k], mixCounter(counters[k]));
        ASSERT_EQ(bits[k], randomBits(key, counters[k]));
        ASSERT_EQ(units[k], randomUnit(key, counters[k]));
      }
    }
  }
}

TEST(Rng, UnitsStayBelowOne) {
  for (const uint32_t key : kKeys) {
    for (uint32_t i = 0; i < kDraws; ++i) {
      const float unit = randomUnit(key, i);
      ASSERT_GE(unit, 0.0f);
      ASSERT_LT(unit, 1.0f);
      ASSERT_EQ(unit * 16777216.0f, std::floor(unit * 16777216.0f));
    }
  }
}

TEST(Rng, FillsAllBinsAlike) {
  // Chi-square over 256 bins: mean 255, standard deviation sqrt(510) = 22.6.
  for (const uint32_t key : kKeys) {
    for (const int shift : {24, 12, 0}) {
      std::vector<uint32_t> bins(256);
      for (uint32_t i = 0; i < kDraws; ++i) ++bins[randomBits(key, i) >> shift & 255];
      const double expected = kDraws / 256.0;
      double chi = 0;
      for (const uint32_t n : bins) chi += (n - expected) * (n - expected) / expected;
      EXPECT_NEAR(chi, 255.0, 5 * 22.6) << "key " << key << ", bits from " << shift;
    }
  }
}

TEST(Rng, NeighbouringIdsAreUncorrelated) {
  for (const uint32_t key : kKeys) {
    for (const uint32_t apart : {1u, 2u, 3u, 64u, 1024u}) {
      const double r = correlation([&](uint32_t i) { return randomUnit(key, i); },
                                   [&](uint32_t i) { return randomUnit(key, i + apart); });
      EXPECT_LT(std::fabs(r), kNoise) << "ids " << apart << " apart";
    }
  }
}

TEST(Rng, NeighbouringTicksSeedsAndPurposesAreUncorrelated) {
  const uint32_t key = randomKey(1, 100, 1);
  const uint32_t others[] = {randomKey(1, 101, 1), randomKey(1, 102, 1), randomKey(1, 100, 2),
                             randomKey(2, 100, 1), randomKey(1, 1, 100)};
  for (const uint32_t other : others) {
    ASSERT_NE(key, other);
    const double r = correlation([&](uint32_t i) { return randomUnit(key, i); },
                                 [&](uint32_t i) { return randomUnit(other, i); });
    EXPECT_LT(std::fabs(r), kNoise);
  }
  // The draws of one animal, tick after tick.
  const double r =
      correlation([&](uint32_t tick) { return randomUnit(randomKey(1, tick, 1), 42); },
                  [&](uint32_t tick) { return randomUnit(randomKey(1, tick + 1, 1), 42); });
  EXPECT_LT(std::fabs(r), kNoise);
}

TEST(Rng, EveryBitOfTheCounterMovesHalfTheBits) {
  for (uint32_t bit = 0; bit < 32; ++bit) {
    uint32_t flipped = 0;
    for (uint32_t i = 0; i < 4096; ++i) {
      const uint32_t a = randomBits(kKeys[0], i * 2654435761u);
      const uint32_t b = randomBits(kKeys[0], (i * 2654435761u) ^ (1u << bit));
      flipped += static_cast<uint32_t>(std::popcount(a ^ b));
    }
    EXPECT_NEAR(flipped / (4096.0 * 32), 0.5, 0.01) << "bit " << bit;
  }
}

TEST(Rng, KeysOfTicksAndPurposesDiffer) {
  std::vector<uint32_t> keys;
  for (uint32_t tick = 0; tick < 512; ++tick) {
    for (uint32_t purpose = 0; purpose < 32; ++purpose) keys.push_back(randomKey(1, tick, purpose));
  }
  std::sort(keys.begin(), keys.end());
  EXPECT_EQ(std::adjacent_find(keys.begin(), keys.end()), keys.end());
}

}  // namespace
}  // namespace skyflock::core
