#include "life/food.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "life/world_fixture.h"

namespace skyflock::tests {
namespace {

constexpr float kTick = 1.0f / 60.0f;

/// A world whose food neither grows nor is shared out by noise: a test lays it.
life::Founding barrenFounding(uint32_t animals) {
  life::Founding founding = quietFounding(animals);
  founding.options.foodCapacity = 10;
  founding.options.foodPatchiness = 0;
  founding.options.foodRegrowth = 0;
  founding.options.metabolicScale = 0;
  founding.options.deathAge = 10000;
  return founding;
}

/// An animal that stands still in the middle of cell (8, 8).
Specimen standing() { return grazer(136, 136).moving(0, 0).with(Gene::vision, 8); }

TEST(Grazing, TakesABiteTimesThePlantEatingShare) {
  for (const float diet : {-1.0f, 0.0f, 0.1f, 0.5f, 0.75f}) {
    HandMadeWorld world(barrenFounding(1));
    world.put(0, standing().with(Gene::diet, diet).having(50));
    world.run(1);
    const float bite = world.options().biteSize * kTick * (1 - std::max(0.0f, diet));
    EXPECT_EQ(world.want(1), Want::graze);
    EXPECT_NEAR(world.foodAt(136, 136), 8 - bite, 1e-5f) << diet;
    EXPECT_NEAR(world.animal(1).energy, 50 + bite * world.options().foodEnergy, 1e-4f) << diet;
  }
}

TEST(Grazing, IsNothingForACarnivore) {
  HandMadeWorld world(barrenFounding(1));
  world.put(0, standing().with(Gene::diet, 0.85f).having(50));
  world.run(10);
  EXPECT_EQ(world.foodAt(136, 136), 8.0f);
  EXPECT_NE(world.want(1), Want::graze);
}

TEST(Grazing, EndsWithAFullStomach) {
  HandMadeWorld world(barrenFounding(1));
  world.put(0, standing().having(98));
  world.run(10);
  EXPECT_EQ(world.foodAt(136, 136), 8.0f);
}

TEST(Grazing, StandardsFallWithHunger) {
  const auto grazes = [](float food, float energy) {
    HandMadeWorld world(barrenFounding(1));
    world.put(0, standing().having(energy).with(Gene::standards, 1));
    world.layFood(food, 10);
    world.run(1);
    return world.want(1) == Want::graze;
  };
  // standards * energy / 100 * foodCapacity / 2.
  EXPECT_TRUE(grazes(4.1f, 80));
  EXPECT_FALSE(grazes(3.9f, 80));
  EXPECT_TRUE(grazes(2.1f, 40));
  EXPECT_FALSE(grazes(1.9f, 40));
}

TEST(Grazing, TheLastBiteEmptiesTheCellWhichThenRests) {
  HandMadeWorld world(barrenFounding(1));
  world.put(0, standing().having(10).with(Gene::standards, 0));
  world.layFood(0, 10);
  // A bite of 0.05 leaves less than a crumb of 0.02, which goes along.
  world.foodAt(136, 136) = 0.06f;
  world.options().biteSize = 0.05f * 60;
  world.run(1);
  EXPECT_EQ(world.foodAt(136, 136), -world.options().foodCooldown);
  EXPECT_NEAR(world.animal(1).energy, 10 + 0.06f * world.options().foodEnergy, 1e-4f);
  world.run(1);
  EXPECT_NEAR(world.foodAt(136, 136), -world.options().foodCooldown + kTick, 1e-6f);
  EXPECT_NE(world.want(1), Want::graze);
}

TEST(Grazing, NobodyStartsOnACellOfCrumbs) {
  HandMadeWorld world(barrenFounding(1));
  world.put(0, standing().having(10).with(Gene::standards, 0));
  world.layFood(0.049f, 10);
  world.run(1);
  EXPECT_EQ(world.foodAt(136, 136), 0.049f);
  EXPECT_NE(world.want(1), Want::graze);
}

TEST(Grazing, ARestingCellGrowsAgainAfterTheCooldown) {
  HandMadeWorld world(barrenFounding(1));
  world.options().foodCooldown = 2;
  world.put(0, standing().having(99));
  world.layFood(0, 10);
  world.foodAt(200, 200) = -2;
  world.run(118);
  EXPECT_LT(world.foodAt(200, 200), 0.0f);
  world.run(4);
  EXPECT_NEAR(world.foodAt(200, 200), 0.02f * 10, 1e-6f) << "from a seed";
}

TEST(Grazing, SeveralEatersShareWhatIsThereByTheirIds) {
  HandMadeWorld world(barrenFounding(4));
  for (uint32_t i = 0; i < 4; ++i) {
    // The higher ids stand to the left, so that place and id do not agree.
    const float x = 142 - 4 * static_cast<float>(i);
    world.put(i, standing().at(x, 136).having(10).with(Gene::standards, 0));
  }
  world.layFood(0, 10);
  // Enough for one bite of 0.025, after which the second takes the crumb along as well.
  world.foodAt(136, 136) = 0.06f;
  world.options().biteSize = 0.025f * 60;
  world.run(1);
  EXPECT_NEAR(world.animal(1).energy, 10 + 0.025f * 8, 1e-4f);
  EXPECT_NEAR(world.animal(2).energy, 10 + 0.035f * 8, 1e-4f);
  EXPECT_EQ(world.animal(3).energy, 10.0f);
  EXPECT_EQ(world.animal(4).energy, 10.0f);
  EXPECT_LT(world.foodAt(136, 136), 0.0f);
}

TEST(Grazing, CountsWhatIsEatenInBothLedgers) {
  HandMadeWorld world(barrenFounding(1));
  world.put(0, standing().having(20));
  world.run(30);
  const life::WorldStats& stats = world->gatherStats();
  EXPECT_NEAR(stats.foodEaten, static_cast<double>(30 * world.options().biteSize * kTick), 1e-3);
  EXPECT_NEAR(stats.energyEaten, stats.foodEaten * 8, 1e-3);
}

TEST(Seeking, GoesToTheBestCellInSight) {
  life::Founding founding = barrenFounding(1);
  founding.options.foodWeight = 2;
  HandMadeWorld world(founding);
  world.put(0, grazer(136, 136).moving(0, 0).with(Gene::vision, 48).having(50));
  world.layFood(0, 10);
  world.foodAt(136, 136 + 32) = 9;
  world.foodAt(136, 136 - 16) = 4;
  world.run(8);
  EXPECT_EQ(world.want(1), Want::seekFood);
  const life::Inspection& seen = world->inspect(1);
  EXPECT_EQ(seen.hasTarget, 1u);
  EXPECT_NEAR(seen.targetY, 168, 0.01f);
  world.run(240);
  EXPECT_GT(world.animal(1).energy, 50.0f) << "it gets there and eats";
  EXPECT_LT(world.foodAt(136, 168), 9.0f);
}

TEST(Seeking, SeesFoodAcrossTheBorder) {
  life::Founding founding = barrenFounding(1);
  founding.options.foodWeight = 2;
  HandMadeWorld world(founding);
  world.put(0, grazer(4, 4).moving(0, 0).with(Gene::vision, 48).having(50));
  world.layFood(0, 10);
  world.foodAt(250, 250) = 9;
  world.run(180);
  EXPECT_GT(world.animal(1).energy, 50.0f);
}

TEST(Seeking, ExploresWhereThereIsNothingToEat) {
  life::Founding founding = barrenFounding(1);
  founding.options.foodWeight = 2;
  HandMadeWorld world(founding);
  world.put(0, grazer(136, 136).moving(0, 0).having(50));
  world.layFood(0, 10);
  world.run(60);
  EXPECT_EQ(world.want(1), Want::explore);
  EXPECT_NEAR(speedOf(world.animal(1)), 25, 0.1f) << "at its cruising speed";
}

TEST(Growth, IsAnSCurve) {
  life::Founding founding = barrenFounding(1);
  founding.options.foodRegrowth = 0.5f;
  HandMadeWorld world(founding);
  world.put(0, standing().having(99));
  world.layFood(0.5f, 10);
  float before = world.foodAt(8, 8);
  float most = 0, mostAt = 0;
  for (int i = 0; i < 1800; ++i) {
    world.run(1);
    const float now = world.foodAt(8, 8);
    // v' = rate * (v + roots * capacity) * (1 - v / capacity)
    const float expected = 0.5f * kTick * (before + 0.1f * 10) * (1 - before / 10);
    ASSERT_NEAR(now - before, expected, 1e-5f);
    ASSERT_LE(now, 10.0f);
    if (now - before > most) {
      most = now - before;
      mostAt = before;
    }
    before = now;
  }
  EXPECT_NEAR(mostAt, 4.5f, 0.2f) << "fastest in the middle";
  EXPECT_GT(before, 9.9f);
}

TEST(Growth, NeverExceedsTheCapacityAndBooksWhatGrew) {
  life::Founding founding = barrenFounding(1);
  founding.options.foodRegrowth = 10;
  founding.options.foodPatchiness = 0.8f;
  HandMadeWorld world(founding);
  world.put(0, standing().having(99));
  const double before = world->gatherStats().foodNow;
  const double grownBefore = world->gatherStats().foodGrown;
  world.run(300);
  const life::WorldState& s = world.state();
  for (int32_t c = 0; c < s.columns * s.rows; ++c) {
    EXPECT_LE(s.store.food[c], s.store.foodCapacity[c]);
    EXPECT_GE(s.store.food[c], s.store.foodCapacity[c] * 0.99f);
  }
  const life::WorldStats& stats = world->gatherStats();
  EXPECT_NEAR(stats.foodNow - before, stats.foodGrown - grownBefore, 0.01);
}

TEST(Growth, PatchesHaveDesertBetweenThem) {
  const auto emptyShare = [](float patchiness) {
    life::Founding founding = smallFounding("islands", 100, 128, 128);
    founding.options.foodPatchiness = patchiness;
    TestWorld world(founding);
    const life::WorldState& s = world->state();
    uint32_t empty = 0;
    for (int32_t c = 0; c < s.columns * s.rows; ++c)
      empty += s.store.foodCapacity[c] < 0.5f * 14 ? 1 : 0;
    return static_cast<float>(empty) / static_cast<float>(s.columns * s.rows);
  };
  EXPECT_EQ(emptyShare(0), 0.0f);
  EXPECT_GT(emptyShare(1), 0.3f);
  EXPECT_LT(emptyShare(1), 0.95f);
}

}  // namespace
}  // namespace skyflock::tests
