#include "core/first_fit.h"

#include <gtest/gtest.h>

namespace skyflock::core {
namespace {

TEST(FirstFit, PutsBlocksSideBySideEachAtACacheLine) {
  FirstFit blocks(1, 4096);
  EXPECT_EQ(blocks.take(1), 64u);
  EXPECT_EQ(blocks.take(64), 128u);
  EXPECT_EQ(blocks.take(65), 192u);
  EXPECT_EQ(blocks.take(1), 320u);
}

TEST(FirstFit, TakesTheFirstGapThatIsLongEnough) {
  FirstFit blocks(64, 4096);
  const size_t first = blocks.take(128);
  const size_t second = blocks.take(256);
  const size_t third = blocks.take(64);
  blocks.give(first);
  EXPECT_EQ(blocks.take(192), third + 64);
  blocks.give(second);
  EXPECT_EQ(blocks.take(384), first) << "what lies side by side and is free is one gap";
}

TEST(FirstFit, RefusesWhatHasNoRoom) {
  FirstFit blocks(64, 1100);
  EXPECT_EQ(blocks.take(1025), 0u);
  EXPECT_EQ(blocks.take(~size_t{0}), 0u);
  EXPECT_EQ(blocks.take(~size_t{0} - 100), 0u);
  EXPECT_EQ(blocks.take(1024), 64u);
  EXPECT_EQ(blocks.take(1), 0u);
  blocks.give(64);
  EXPECT_EQ(blocks.take(1), 64u);
}

TEST(FirstFit, HoldsSoManyBlocksAndNoMore) {
  FirstFit blocks(64, 1 << 20);
  size_t last = 0;
  for (size_t i = 0; i < FirstFit::kMost; ++i) last = blocks.take(64);
  EXPECT_NE(last, 0u);
  EXPECT_EQ(blocks.take(64), 0u);
  blocks.give(last);
  EXPECT_EQ(blocks.take(64), last);
}

TEST(FirstFit, GivesBackNothingThatItDoesNotHold) {
  FirstFit blocks(64, 4096);
  const size_t one = blocks.take(64);
  blocks.give(one + 1);
  blocks.give(0);
  EXPECT_EQ(blocks.take(64), one + 64);
}

}  // namespace
}  // namespace skyflock::core
