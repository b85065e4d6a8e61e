#include "life/partition.h"

#include <gtest/gtest.h>

#include <vector>

#include "support/test_world.h"

namespace skyflock::life {
namespace {

struct Size {
  int32_t columns, rows;
};
constexpr Size kSizes[] = {{16, 16}, {16, 17}, {31, 19}, {97, 16}, {64, 64}, {2048, 16}, {33, 257}};

TEST(PlanByArea, CoversEveryCellExactlyOnce) {
  for (const Size& size : kSizes) {
    for (uint32_t count = 1; count <= kMaxPartitions; ++count) {
      const PartitionPlan plan = planByArea(size.columns, size.rows, count);
      ASSERT_EQ(plan.count, count);
      std::vector<int> covered(static_cast<size_t>(size.columns * size.rows));
      for (uint32_t i = 0; i < count; ++i) {
        const CellRect& rect = plan.rects[i];
        ASSERT_GE(rect.x0, 0);
        ASSERT_GE(rect.y0, 0);
        ASSERT_LE(rect.x1, size.columns);
        ASSERT_LE(rect.y1, size.rows);
        ASSERT_GE(rect.width(), 1);
        ASSERT_GE(rect.height(), 1);
        for (int32_t y = rect.y0; y < rect.y1; ++y) {
          for (int32_t x = rect.x0; x < rect.x1; ++x) {
            ASSERT_TRUE(rect.contains(x, y));
            ++covered[static_cast<size_t>(y * size.columns + x)];
          }
        }
      }
      for (const int times : covered) ASSERT_EQ(times, 1);
    }
  }
}

TEST(PlanByArea, GivesAboutEqualAreas) {
  for (const Size& size : kSizes) {
    for (uint32_t count = 1; count <= kMaxPartitions; ++count) {
      const PartitionPlan plan = planByArea(size.columns, size.rows, count);
      const double mean = static_cast<double>(size.columns) * size.rows / count;
      for (uint32_t i = 0; i < count; ++i) {
        const double area = static_cast<double>(plan.rects[i].width()) * plan.rects[i].height();
        EXPECT_LT(area, 1.5 * mean) << size.columns << " x " << size.rows << " by " << count;
        EXPECT_GT(area, 0.5 * mean) << size.columns << " x " << size.rows << " by " << count;
      }
    }
  }
}

/// Hashes of a world after every tenth of 60 ticks.
std::vector<core::StateHash> history(const Founding& founding, uint32_t partitions) {
  tests::TestWorld world(founding, partitions);
  EXPECT_STREQ(world.status().message, "");
  std::vector<core::StateHash> hashes;
  for (uint32_t tick = 1; tick <= 60; ++tick) {
    world->step();
    if (tick % 10 == 0) hashes.push_back(world->hash());
  }
  EXPECT_STREQ(world->health().message, "");
  return hashes;
}

TEST(Partitions, DoNotShowInTheWorld) {
  for (const char* scene : {"savanna", "flock", "swarm"}) {
    const Founding founding = tests::smallFounding(scene, 1500, 37, 29);
    const std::vector<core::StateHash> whole = history(founding, 1);
    for (const uint32_t count : {2u, 3u, 4u, 7u, 16u}) {
      EXPECT_EQ(history(founding, count), whole) << scene << " in " << count << " partitions";
    }
  }
}

TEST(Partitions, CanChangeFromTickToTick) {
  const Founding founding = tests::smallFounding("savanna", 1500, 37, 29);
  const std::vector<core::StateHash> whole = history(founding, 1);
  tests::TestWorld world(founding, kMaxPartitions);
  ASSERT_STREQ(world.status().message, "");
  for (uint32_t tick = 1; tick <= 60; ++tick) {
    if (tick % 7 == 0) world->setPlan(planByArea(37, 29, 1 + tick * 5 % kMaxPartitions));
    world->step();
    if (tick % 10 != 0) continue;
    EXPECT_EQ(world->hash(), whole[tick / 10 - 1]) << "tick " << tick;
  }
}

}  // namespace
}  // namespace skyflock::life
