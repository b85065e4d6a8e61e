#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "runtime/partitioner.h"
#include "support/field.h"

// When a plan is due, and what it is made from: the times that partitions took.

namespace skyflock::runtime {
namespace {

TEST(ScaleByTimes, MakesCostsOfTimes) {
  Field field(40, 10);
  for (int32_t y = 0; y < 10; ++y) {
    for (int32_t x = 0; x < 40; ++x) field.at(x, y) = 1;
  }
  const Workload load = field.load(field.even(4));
  CostModel model;
  const auto scales = [&](std::vector<float> milliseconds) {
    scaleByTimes(model, load, milliseconds.data());
    return std::vector<uint32_t>(model.scales, model.scales + 4);
  };
  EXPECT_EQ(scales({5, 5, 5, 5}), (std::vector<uint32_t>{256, 256, 256, 256}));
  EXPECT_EQ(scales({3, 1, 2, 2}), (std::vector<uint32_t>{384, 128, 256, 256}));
  // Clamped to a quarter and four.
  EXPECT_EQ(scales({1e-6f, 10, 10, 10}), (std::vector<uint32_t>{64, 341, 341, 341}));
  const std::vector<uint32_t> far = scales({1e9f, 1, 1, 1});
  EXPECT_EQ(far, (std::vector<uint32_t>{1024, 64, 64, 64}));
  // Times that tell nothing.
  const float nan = std::nanf("");
  EXPECT_EQ(scales({0, 3, 1, -1}), (std::vector<uint32_t>{256, 384, 128, 256}));
  EXPECT_EQ(scales({nan, 0, 0, 0}), (std::vector<uint32_t>{256, 256, 256, 256}));
}

TEST(ScaleByTimes, ShrinksThePartitionThatTookLonger) {
  Field field(80, 40);
  const PartitionPlan even = field.even(2);
  CostModel model;
  const float milliseconds[] = {3, 1};
  const Workload& load = field.load(even);
  scaleByTimes(model, load, milliseconds);
  const PartitionPlan plan = field.plan(load, model, 2);
  // 40 columns of cost 3 and 40 of cost 1: half of it lies in the first 26 2/3.
  EXPECT_EQ(plan.rects[0].width(), 27);
}

TEST(Balancer, BringsACrowdThatCostsMoreThanTheModelSaysIntoBalance) {
  // What a worker really needs grows with the square of the density.
  const auto milliseconds = [](uint32_t items) { return 1e-3 * items * items + 1e-4; };
  for (const PartitionStrategy strategy :
       {PartitionStrategy::bisection, PartitionStrategy::strips}) {
    for (const uint32_t count : {2u, 4u, 7u, 16u}) {
      Field field(256, 256);
      field.crowd(60, 70, 40, 12).crowd(190, 190, 60, 6);
      PartitionPlan plan = field.even(count);
      Balancer balancer;
      uint32_t plans = 0;
      for (int tick = 0; tick < 400; ++tick) {
        float times[kMaxPartitions];
        for (uint32_t p = 0; p < count; ++p) {
          times[p] = static_cast<float>(field.sum(plan.rects[p], milliseconds));
        }
        if (!balancer.update(times, count)) continue;
        ++plans;
        CostModel model;
        const Workload& load = field.load(plan);
        scaleByTimes(model, load, balancer.milliseconds());
        plan = field.plan(load, model, count, strategy);
      }
      EXPECT_GE(plans, 1u);
      EXPECT_LE(plans, 4u);
      EXPECT_LE(field.unevenness(plan, milliseconds), Balancer::kUneven)
          << count << " partitions after " << plans << " plans";
    }
  }
}

/// Feeds the same times so often; how many of the updates asked for a plan.
uint32_t updates(Balancer& balancer, std::vector<float> milliseconds, uint32_t times) {
  uint32_t plans = 0;
  for (uint32_t i = 0; i < times; ++i) {
    plans += balancer.update(milliseconds.data(), static_cast<uint32_t>(milliseconds.size()));
  }
  return plans;
}

TEST(Balancer, LeavesAnEvenPlanAlone) {
  Balancer balancer;
  EXPECT_EQ(balancer.imbalance(), 1.0f);
  EXPECT_EQ(updates(balancer, {4}, 300), 0u) << "a single partition is always even";
  EXPECT_EQ(updates(balancer, {1, 1.1f, 0.9f, 1}, 300), 0u);
  EXPECT_NEAR(balancer.imbalance(), 1.1f, 1e-5f);
  EXPECT_EQ(updates(balancer, {0, 0, 0}, 300), 0u) << "no clock";
}

TEST(Balancer, WaitsThirtyUpdatesFromPlanToPlan) {
  Balancer balancer;
  for (int round = 0; round < 3; ++round) {
    EXPECT_EQ(updates(balancer, {1, 1, 1, 2}, 29), 0u) << round;
    EXPECT_EQ(updates(balancer, {1, 1, 1, 2}, 1), 1u) << round;
    EXPECT_EQ(balancer.milliseconds()[3], 2.0f) << "what the plan is to be made from";
  }
}

TEST(Balancer, WantsToSeeItSeveralTimesInARow) {
  Balancer balancer;
  EXPECT_EQ(updates(balancer, {1, 1, 1, 1}, 100), 0u);
  uint32_t needed = 0;
  while (updates(balancer, {1, 1, 1, 2}, 1) == 0) ++needed;
  EXPECT_GE(needed, Balancer::kUnevenUpdates);
  EXPECT_LE(needed, 20u);
}

TEST(Balancer, OverlooksATickThatTookLongOnce) {
  Balancer balancer;
  for (int round = 0; round < 20; ++round) {
    EXPECT_EQ(updates(balancer, {1, 1, 1, 1}, 40), 0u);
    EXPECT_EQ(updates(balancer, {1, 100, 1, 1}, 1), 0u);
  }
}

TEST(Balancer, SeesAPartitionTakeLongerThatTookNoTimeAtFirst) {
  Balancer balancer;
  EXPECT_EQ(updates(balancer, {0, 0}, 100), 0u);
  EXPECT_EQ(updates(balancer, {0, 1}, 20), 1u);
}

TEST(Balancer, BeginsAnewWithAnotherNumberOfPartitions) {
  Balancer balancer;
  EXPECT_EQ(updates(balancer, {1, 1, 2}, 29), 0u);
  EXPECT_EQ(updates(balancer, {1, 1, 1, 2}, 29), 0u);
  EXPECT_EQ(updates(balancer, {1, 1, 1, 2}, 1), 1u);
}

}  // namespace
}  // namespace skyflock::runtime
