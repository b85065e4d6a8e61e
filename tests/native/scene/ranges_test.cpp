#include "scene/ranges.h"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

#include "core/hash.h"
#include "scene/test_memory.h"

namespace skyflock::scene {
namespace {

TEST(SceneRanges, AreTakenWhereTheFirstFreeOneHasTheRoom) {
  tests::TestMemory memory;
  Ranges ranges(memory);
  ASSERT_TRUE(ranges.begin(100, 8));
  for (const uint32_t expected : {0u, 20u, 40u, 60u}) {
    EXPECT_EQ(ranges.find(20), expected);
    ranges.take(expected, 20);
  }
  ranges.give(20, 20);
  EXPECT_EQ(ranges.find(20), 20u);
  EXPECT_EQ(ranges.find(21), Ranges::kNowhere);
  EXPECT_EQ(ranges.find(5), 20u);
  ranges.take(20, 5);
  EXPECT_EQ(ranges.find(15), 25u);
  EXPECT_EQ(ranges.find(16), 80u);
}

TEST(SceneRanges, ThatAreGivenBackJoinTheirNeighbours) {
  // Each order in which the three between two others can come back.
  const uint32_t orders[6][3] = {{1, 2, 3}, {1, 3, 2}, {2, 1, 3}, {2, 3, 1}, {3, 1, 2}, {3, 2, 1}};
  for (const auto& order : orders) {
    tests::TestMemory memory;
    Ranges ranges(memory);
    ASSERT_TRUE(ranges.begin(50, 5));
    for (uint32_t i = 0; i < 5; ++i) ranges.take(i * 10, 10);
    EXPECT_EQ(ranges.find(1), Ranges::kNowhere);
    for (const uint32_t i : order) ranges.give(i * 10, 10);
    EXPECT_EQ(ranges.find(30), 10u);
    EXPECT_EQ(ranges.find(31), Ranges::kNowhere);
    ranges.give(40, 10);
    ranges.give(0, 10);
    EXPECT_EQ(ranges.find(50), 0u);
  }
}

TEST(SceneRanges, AgreeWithARowOfFlagsWhateverIsAskedOfThem) {
  constexpr uint32_t kSize = 200;
  tests::TestMemory memory;
  Ranges ranges(memory);
  ASSERT_TRUE(ranges.begin(kSize, kSize));
  std::vector<bool> taken(kSize);
  std::vector<std::pair<uint32_t, uint32_t>> held;
  for (uint32_t step = 0; step < 20000; ++step) {
    const uint32_t draw = core::mixWord(5, step);
    if (draw % 2 == 0 && !held.empty()) {
      const size_t which = draw / 2 % held.size();
      const auto [first, count] = held[which];
      held.erase(held.begin() + static_cast<std::ptrdiff_t>(which));
      ranges.give(first, count);
      for (uint32_t i = first; i < first + count; ++i) taken[i] = false;
      continue;
    }
    const uint32_t count = 1 + draw / 2 % 20;
    uint32_t expected = Ranges::kNowhere;
    for (uint32_t first = 0, run = 0; first < kSize; ++first) {
      run = taken[first] ? 0 : run + 1;
      if (run < count) continue;
      expected = first + 1 - count;
      break;
    }
    ASSERT_EQ(ranges.find(count), expected) << "step " << step;
    if (expected == Ranges::kNowhere) continue;
    ranges.take(expected, count);
    for (uint32_t i = expected; i < expected + count; ++i) taken[i] = true;
    held.emplace_back(expected, count);
  }
}

}  // namespace
}  // namespace skyflock::scene
