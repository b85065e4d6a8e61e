#include "life/steer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "life/world_fixture.h"

namespace skyflock::tests {
namespace {

/// A grazer with a fed hunter 10 u to its right, and `herd` of its kin near by.
struct Threatened {
  Threatened(float energy, uint32_t herd) : world(quietFounding(2 + herd)) {
    id = world.put(0, grazer(128, 128).moving(0, 20).having(energy));
    world.put(1, hunter(138, 128).having(95).with(Gene::vision, 8));
    for (uint32_t i = 0; i < herd; ++i) {
      const auto n = static_cast<float>(i);
      world.put(2 + i, grazer(128 + 5 * n, 140).moving(0, 20).with(Gene::vision, 8));
    }
    world.run(1);
  }

  /// u/s, how much of its velocity leads away from the hunter.
  float away() const { return -world.animal(id).vx; }

  HandMadeWorld world;
  uint32_t id;
};

TEST(Flight, AHerbivoreRunsFromAPredator) {
  Threatened t(60, 0);
  EXPECT_EQ(t.world.want(t.id), Want::flee);
  EXPECT_GT(t.away(), 0.5f);
  const float before = t.world.distance(1, 2);
  float fastest = 0;
  for (int i = 0; i < 30; ++i) {
    t.world.run(1);
    fastest = std::max(fastest, speedOf(t.world.animal(t.id)));
  }
  EXPECT_GT(t.world.distance(1, 2), before + 5);
  EXPECT_GT(fastest, 25.0f) << "flight is faster than cruising";
}

TEST(Flight, AHungryHerbivoreIsBolder) {
  EXPECT_EQ(Threatened(41, 0).world.want(1), Want::flee);
  EXPECT_NE(Threatened(39, 0).world.want(1), Want::flee);
}

TEST(Flight, AStarvingHerbivoreDoesNotFlee) {
  // Hungry as it is, it still turns away a little; starving it looks the other way.
  EXPECT_GT(Threatened(26, 0).away(), 0.5f);
  EXPECT_LT(std::abs(Threatened(24, 0).away()), 1e-3f);
}

TEST(Flight, AHerdOfThreeForEachPredatorIsBrave) {
  EXPECT_EQ(Threatened(60, 2).world.want(1), Want::flee);
  EXPECT_NE(Threatened(60, 3).world.want(1), Want::flee);
}

TEST(Flight, PredatorsDoNotFleeFromEachOther) {
  HandMadeWorld world(quietFounding(2));
  world.put(0, hunter(128, 128).having(95));
  world.put(1, hunter(138, 128).having(95).ofTribe(0));
  world.run(1);
  EXPECT_NE(world.want(1), Want::flee);
  EXPECT_NE(world.want(2), Want::flee);
}

TEST(Flight, NobodyFleesFromKin) {
  HandMadeWorld world(quietFounding(2));
  world.put(0, grazer(128, 128));
  world.put(1, hunter(138, 128).having(95).ofTribe(0));
  world.run(1);
  EXPECT_NE(world.want(1), Want::flee);
}

/// A hunter with a grazer so far to its right.
struct Hunt {
  explicit Hunt(Specimen hunting, float distance = 16, uint32_t prey = 1)
      : world(quietFounding(1 + prey)) {
    id = world.put(0, hunting.at(128, 128));
    for (uint32_t i = 0; i < prey; ++i) {
      world.put(1 + i, grazer(128 + distance, 128 + 5.0f * static_cast<float>(i))
                           .with(Gene::vision, 8)
                           .having(50));
    }
    world.run(1);
  }
  Want want() const { return world.want(id); }

  HandMadeWorld world;
  uint32_t id;
};

TEST(Hunting, AHungryHunterChasesItsPrey) {
  Hunt hunt(hunter(0, 0).having(30).moving(0, 20));
  EXPECT_EQ(hunt.want(), Want::hunt);
  EXPECT_GT(hunt.world.animal(1).vx, 0.5f);
  hunt.world.run(60);
  EXPECT_LT(hunt.world.distance(1, 2), 16.0f);
}

TEST(Hunting, AFedHunterDoesNotHunt) {
  // A full carnivore is fed from 95 - 35 e on, an omnivore from 80 e at the latest.
  EXPECT_EQ(Hunt(hunter(0, 0).having(59)).want(), Want::hunt);
  EXPECT_NE(Hunt(hunter(0, 0).having(61)).want(), Want::hunt);
  EXPECT_EQ(Hunt(hunter(0, 0).with(Gene::diet, 0.25f).having(79)).want(), Want::hunt);
  EXPECT_NE(Hunt(hunter(0, 0).with(Gene::diet, 0.25f).having(81)).want(), Want::hunt);
}

TEST(Hunting, PlantEatersDoNotHunt) {
  EXPECT_NE(Hunt(hunter(0, 0).with(Gene::diet, 0.19f)).want(), Want::hunt);
}

TEST(Hunting, AFedHunterKeepsNear) {
  // Beyond half its sight a fed hunter is drawn after its prey; nearer by it is not.
  Hunt far(hunter(0, 0).having(70).moving(0, 20).with(Gene::vision, 40), 30);
  EXPECT_GT(far.world.animal(1).vx, 0.5f);
  Hunt near(hunter(0, 0).having(70).moving(0, 20).with(Gene::vision, 40), 15);
  EXPECT_LT(std::abs(near.world.animal(1).vx), 1e-3f);
}

TEST(Hunting, ALoneTimidHunterStalksAtADistance) {
  const Specimen timid =
      hunter(0, 0).with(Gene::aggression, 0.1f).with(Gene::vision, 40).having(45);
  Hunt hunt(timid);
  EXPECT_EQ(hunt.want(), Want::stalk);
  EXPECT_EQ(Hunt(Specimen(timid).having(29)).want(), Want::hunt) << "hunger makes it daring";
  EXPECT_EQ(Hunt(timid, 7).want(), Want::hunt) << "what is within reach is attacked";
}

TEST(Hunting, AnOutnumberedHunterStalks) {
  const Specimen bold = hunter(0, 0).having(45).with(Gene::vision, 40);
  EXPECT_EQ(Hunt(bold, 12, 8).want(), Want::hunt);
  EXPECT_EQ(Hunt(bold, 12, 9).want(), Want::stalk);
}

TEST(Hunting, ASatiatedPackConservesItsPrey) {
  const auto want = [](float energy) {
    HandMadeWorld world(quietFounding(3));
    world.put(0, hunter(128, 128).having(energy));
    world.put(1, hunter(128, 138).having(95));
    world.put(2, grazer(140, 128));
    world.run(1);
    return world.want(1);
  };
  EXPECT_NE(want(45), Want::hunt);
  EXPECT_EQ(want(35), Want::hunt) << "below 40 e it hunts all the same";
}

TEST(Hunting, APackSpreadsAndIsFaster) {
  const auto run = [](float cohesion, uint32_t index, uint32_t ticks) {
    HandMadeWorld world(quietFounding(3));
    world.options().alignmentWeight = 0;
    world.options().cohesionWeight = 0;
    world.options().separationWeight = 0;
    const Specimen one = hunter(100, 128).with(Gene::cohesion, cohesion).with(Gene::vision, 60);
    world.put(0, one);
    world.put(1, Specimen(one).at(100, 148));
    world.put(2, grazer(150, 138).with(Gene::vision, 8).moving(25, 0));
    world.run(ticks);
    return world.animal(index);
  };
  // The two go to either side of the straight way, which leads down for the first, up for the
  // second.
  const life::Animal odd = run(0.6f, 1, 20), even = run(0.6f, 2, 20);
  EXPECT_LT(odd.vy / odd.vx, -0.2f);
  EXPECT_GT(even.vy / even.vx, 0.2f);
  const life::Animal lone = run(0.3f, 1, 20);
  EXPECT_NEAR(lone.vy / lone.vx, 10.0f / 50.0f, 0.15f);
  EXPECT_NEAR(speedOf(run(0.45f, 1, 60)) / speedOf(run(0.3f, 1, 60)), 1.3f, 0.02f);
}

TEST(Hunting, PrefersTheWeakTheNearAndTheStranger) {
  const auto headsUp = [](Specimen above, Specimen below) {
    HandMadeWorld world(quietFounding(3));
    world.put(0, hunter(128, 128).with(Gene::vision, 60));
    world.put(1, above.at(148, above.y).with(Gene::vision, 8));
    world.put(2, below.at(148, below.y).with(Gene::vision, 8));
    world.run(1);
    return world.animal(1).vy < 0;
  };
  EXPECT_TRUE(headsUp(grazer(0, 118).having(20), grazer(0, 138).having(80)));
  EXPECT_FALSE(headsUp(grazer(0, 118).having(80), grazer(0, 138).having(20)));
  EXPECT_TRUE(headsUp(grazer(0, 124).having(50), grazer(0, 148).having(50)));
  EXPECT_FALSE(headsUp(grazer(0, 108).having(50), grazer(0, 132).having(50)));
  EXPECT_TRUE(headsUp(grazer(0, 118).having(50), grazer(0, 138).having(50)))
      << "ties: the lower id";
}

TEST(Hunting, KinAreSparedUnlessHungerMakesCannibals) {
  const auto hunts = [](float energy, float diet) {
    HandMadeWorld world(quietFounding(2));
    world.put(0, hunter(128, 128).having(energy).with(Gene::diet, diet));
    world.put(1, grazer(140, 128).ofTribe(1));
    world.run(1);
    return world.want(1) == Want::hunt;
  };
  // diet / 2 + (50 - energy) / 100 >= 0.6.
  EXPECT_FALSE(hunts(41, 1));
  EXPECT_TRUE(hunts(39, 1));
  EXPECT_FALSE(hunts(16, 0.5f));
  EXPECT_TRUE(hunts(14, 0.5f));
}

TEST(Flocking, KinAlignAndGather) {
  life::Founding founding = quietFounding(3);
  founding.options.fleeWeight = 0;
  HandMadeWorld world(founding);
  const Specimen flocking = Specimen().with(Gene::cohesion, 1).having(80).with(Gene::vision, 60);
  world.put(0, Specimen(flocking).at(100, 128).moving(20, 5));
  world.put(1, Specimen(flocking).at(100, 150).moving(20, -5));
  world.put(2, Specimen(flocking).at(100, 172).moving(20, 0));
  const float before = world.distance(1, 3);
  world.run(240);
  EXPECT_LT(world.distance(1, 3), before);
  const auto heading = [&](uint32_t id) {
    return std::atan2(world.animal(id).vy, world.animal(id).vx);
  };
  EXPECT_NEAR(heading(1), heading(2), 0.5f);
}

TEST(Flocking, StrangersDoNotGather) {
  HandMadeWorld world(quietFounding(2));
  world.put(0, grazer(120, 128).with(Gene::cohesion, 1).moving(0, 20));
  world.put(1, grazer(138, 128).with(Gene::cohesion, 1).moving(0, -20).ofTribe(1));
  world.run(1);
  EXPECT_NEAR(world.animal(1).vx, 0, 1e-4f);
}

TEST(Flocking, SeparationBeginsAtPersonalSpace) {
  const auto sideways = [](float distance) {
    HandMadeWorld world(quietFounding(2));
    world.put(0, grazer(128, 128).moving(0, 20));
    world.put(1, grazer(128 + distance, 128).moving(0, 20));
    world.run(1);
    return world.animal(1).vx;
  };
  EXPECT_LT(sideways(7.5f), -1e-3f);
  EXPECT_EQ(sideways(8.1f), 0.0f);
}

TEST(Steering, TurnsNoFasterThanTheTurnRate) {
  for (const float rate : {1.0f, 4.0f, 12.0f}) {
    HandMadeWorld world(quietFounding(2));
    world.options().turnRate = rate;
    // The prey is right behind the hunter.
    world.put(0, hunter(128, 128).with(Gene::vision, 60).moving(20, 0));
    world.put(1, grazer(80, 127).with(Gene::vision, 8).moving(-1, 0));
    float heading = 0;
    float most = 0;
    for (int i = 0; i < 60; ++i) {
      world.run(1);
      const float now = std::atan2(world.animal(1).vy, world.animal(1).vx);
      most = std::max(most, std::abs(std::remainder(now - heading, 6.2831853f)));
      heading = now;
    }
    EXPECT_NEAR(most, rate / 60, 1e-4f) << rate;
  }
}

TEST(Steering, SpeedsUpNoFasterThanTheAccelerationAndHoldsTheLimits) {
  HandMadeWorld world(quietFounding(2));
  world.put(0, hunter(60, 128).with(Gene::vision, 96).with(Gene::cohesion, 0.3f).moving(1, 0));
  world.put(1, grazer(130, 128).with(Gene::vision, 96).moving(1, 0).with(Gene::speed, 25));
  float before = speedOf(world.animal(1));
  for (int i = 0; i < 120; ++i) {
    world.run(1);
    const float now = speedOf(world.animal(1));
    EXPECT_LE(std::abs(now - before), world.options().acceleration / 60 + 1e-4f);
    EXPECT_LE(now, 25.0f * 1.7f + 1e-3f);
    before = now;
  }
  EXPECT_NEAR(before, 25 * 1.7f, 0.01f) << "a lone hunter runs at 1.7 times its cruising speed";
  EXPECT_NEAR(speedOf(world.animal(2)), 25 * 1.9f, 0.01f) << "its prey at 1.9 times";
}

TEST(Steering, RelaxesToCruisingSpeed) {
  HandMadeWorld world(quietFounding(2));
  world.put(0, grazer(128, 128).moving(75, 0).having(95));
  world.put(1, grazer(10, 10));
  world.run(120);
  EXPECT_NEAR(speedOf(world.animal(1)), 25 * 0.55f, 0.01f);
}

TEST(Steering, AWeakMetabolismUsesItsSpeedBadly) {
  HandMadeWorld world(quietFounding(2));
  world.put(0, grazer(128, 128).with(Gene::metabolism, 0.15f / 4).having(95));
  world.put(1, grazer(10, 10));
  world.run(120);
  EXPECT_NEAR(speedOf(world.animal(1)), 25 * 0.5f * 0.55f, 0.01f);
}

TEST(Steering, HoldsARandomDirectionForTwoSeconds) {
  life::Founding founding = quietFounding(2);
  founding.options.wanderWeight = 1;
  founding.options.turnRate = 30;
  HandMadeWorld world(founding);
  world.put(0, grazer(128, 128));
  world.put(1, grazer(10, 10));
  uint32_t turns = 0;
  world.run(20);
  float heading = std::atan2(world.animal(1).vy, world.animal(1).vx);
  for (int i = 0; i < 1200; ++i) {
    world.run(1);
    const float now = std::atan2(world.animal(1).vy, world.animal(1).vx);
    if (std::abs(std::remainder(now - heading, 6.2831853f)) > 1e-3f) ++turns;
    heading = now;
  }
  EXPECT_GE(turns, 5u);
  // Ten directions, each reached within seven ticks of turning at 30 rad/s.
  EXPECT_LE(turns, 80u);
}

}  // namespace
}  // namespace skyflock::tests
