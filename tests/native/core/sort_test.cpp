#include "core/sort.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <vector>

#include "core/bit_patterns.h"

namespace skyflock::core {
namespace {

struct Pair {
  uint32_t first, second;
  bool operator==(const Pair&) const = default;
};

bool before(const Pair& a, const Pair& b) {
  return a.first != b.first ? a.first < b.first : a.second < b.second;
}

/// Pairs in a random order, many alike in `first`, none alike in both.
std::vector<Pair> randomPairs(size_t count, uint32_t seed) {
  tests::BitPatterns patterns(seed);
  std::vector<Pair> pairs(count);
  for (size_t i = 0; i < count; ++i) {
    pairs[i] = {patterns.random() % (static_cast<uint32_t>(count) / 4 + 1),
                static_cast<uint32_t>(i)};
  }
  for (size_t i = count; i > 1; --i) std::swap(pairs[i - 1], pairs[patterns.random() % i]);
  return pairs;
}

TEST(SortRecords, AgreesWithTheLibraryOnRandomOrders) {
  for (uint32_t seed = 1; seed <= 300; ++seed) {
    std::vector<Pair> pairs = randomPairs(seed * 7 % 900, seed);
    std::vector<Pair> expected = pairs;
    std::sort(expected.begin(), expected.end(), before);
    sortRecords(pairs.data(), pairs.data() + pairs.size(), before);
    ASSERT_EQ(pairs, expected) << "seed " << seed;
  }
}

TEST(SortRecords, AgreesWithTheLibraryBeyondItsWidestGap) {
  std::vector<Pair> pairs = randomPairs(600000, 3);
  std::vector<Pair> expected = pairs;
  std::sort(expected.begin(), expected.end(), before);
  sortRecords(pairs.data(), pairs.data() + pairs.size(), before);
  EXPECT_EQ(pairs, expected);
}

TEST(SortRecords, LeavesSortedRecordsAndTurnsReversedOnes) {
  std::vector<Pair> sorted;
  for (uint32_t i = 0; i < 1000; ++i) sorted.push_back({i / 3, i});
  std::vector<Pair> pairs = sorted;
  sortRecords(pairs.data(), pairs.data() + pairs.size(), before);
  EXPECT_EQ(pairs, sorted);
  std::reverse(pairs.begin(), pairs.end());
  sortRecords(pairs.data(), pairs.data() + pairs.size(), before);
  EXPECT_EQ(pairs, sorted);
}

TEST(SortRecords, TakesNoneAndOne) {
  Pair pair = {1, 2};
  sortRecords(&pair, &pair, before);
  sortRecords(&pair, &pair + 1, before);
  EXPECT_EQ(pair, (Pair{1, 2}));
}

}  // namespace
}  // namespace skyflock::core
