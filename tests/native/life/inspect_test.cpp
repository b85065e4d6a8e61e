#include <gtest/gtest.h>

#include "life/world_fixture.h"

namespace skyflock::tests {
namespace {

TEST(Inspection, ShowsTheAnimalAsItIs) {
  HandMadeWorld world(quietFounding(2));
  Specimen s = grazer(100, 60).moving(3, 4).having(42).ofTribe(1).with(Gene::vision, 31);
  s.age = 12;
  const uint32_t id = world.put(0, s);
  world.put(1, grazer(20, 20));
  const life::Inspection& seen = world->inspect(id);
  EXPECT_EQ(seen.id, id);
  EXPECT_EQ(seen.tribe, 1u);
  EXPECT_EQ(seen.x, 100.0f);
  EXPECT_EQ(seen.y, 60.0f);
  EXPECT_EQ(seen.vx, 3.0f);
  EXPECT_EQ(seen.vy, 4.0f);
  EXPECT_EQ(seen.energy, 42.0f);
  EXPECT_NEAR(seen.age, 12, 0.02f);
  EXPECT_EQ(seen.sight, 31.0f);
  EXPECT_EQ(seen.hybrid, 0u);
  for (uint32_t g = 0; g < life::constants::geneCount; ++g) EXPECT_EQ(seen.genes[g], s.genes[g]);
}

TEST(Inspection, OfNobodyHasNoId) {
  HandMadeWorld world(quietFounding(2));
  world.put(0, grazer(100, 100).having(0.001f).with(Gene::metabolism, 2));
  world.put(1, grazer(20, 20));
  EXPECT_EQ(world->inspect(0).id, 0u);
  EXPECT_EQ(world->inspect(99).id, 0u);
  world.run(1);
  EXPECT_EQ(world->inspect(1).id, 0u) << "it is dead";
  EXPECT_EQ(world->inspect(2).id, 2u);
}

TEST(Inspection, CountsWhatTheAnimalSees) {
  HandMadeWorld world(quietFounding(7));
  const uint32_t id = world.put(0, grazer(2, 128).with(Gene::viewAngle, 90));
  world.put(1, grazer(20, 128));            // kin in front of it
  world.put(2, grazer(8, 129).ofTribe(1));  // a stranger
  world.put(3, hunter(15, 132));            // a predator
  world.put(4, grazer(23, 128));            // too far
  world.put(5, grazer(246, 128));           // behind it, across the border
  world.put(6, grazer(255, 128));           // behind it, but touching
  const life::Inspection& seen = world->inspect(id);
  EXPECT_EQ(seen.neighbours, 4u);
  EXPECT_EQ(seen.allies, 2u);
  EXPECT_EQ(seen.predators, 1u);
}

TEST(Inspection, ShowsWhomItHuntsAndFromWhomItFlees) {
  HandMadeWorld world(quietFounding(2));
  const uint32_t prey = world.put(0, grazer(5, 128).moving(-20, 0));
  const uint32_t predator = world.put(1, hunter(250, 128));
  world.run(1);
  const life::Inspection flight = world->inspect(prey);
  EXPECT_EQ(flight.want, static_cast<uint32_t>(Want::flee));
  EXPECT_EQ(flight.targetId, predator);
  EXPECT_EQ(flight.hasTarget, 1u);
  EXPECT_LT(flight.targetX, 0.0f) << "across the border it is seen across";
  const life::Inspection hunt = world->inspect(predator);
  EXPECT_EQ(hunt.want, static_cast<uint32_t>(Want::hunt));
  EXPECT_EQ(hunt.targetId, prey);
  EXPECT_GT(hunt.targetX, 256.0f);
  EXPECT_GT(hunt.sight, 20.0f) << "hunger carries it farther";
}

TEST(Picking, FindsTheNearestWithinTheRadius) {
  HandMadeWorld world(quietFounding(4));
  world.put(0, grazer(100, 100));
  world.put(1, grazer(104, 100));
  world.put(2, grazer(96, 100));
  world.put(3, grazer(254, 2));
  EXPECT_EQ(world->pick(101, 100, 10), 1u);
  EXPECT_EQ(world->pick(103, 100, 10), 2u);
  EXPECT_EQ(world->pick(100, 110, 9.5f), 0u);
  EXPECT_EQ(world->pick(1, 255, 10), 4u) << "across the borders";
  EXPECT_EQ(world->pick(100, 100, 0.5f), 1u);
  world.animal(1).info = 0;
  EXPECT_EQ(world->pick(100, 100, 10), 2u) << "of two as near, the lower id; nobody dead";
}

}  // namespace
}  // namespace skyflock::tests
