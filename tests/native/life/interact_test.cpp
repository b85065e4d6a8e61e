#include "life/interact.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "life/world_fixture.h"

// Attacks, tick by tick. Chance is turned up until it always strikes.

namespace skyflock::tests {
namespace {

constexpr float kDamage = 5.0f;

/// A world in which every attack that may happen happens, and nobody burns energy or grows old.
life::Founding violentFounding(uint32_t animals) {
  life::Founding founding = quietFounding(animals);
  founding.options.attackChance = 1;
  founding.options.metabolicScale = 0;
  founding.options.deathAge = 10000;
  founding.options.fleeWeight = 0;
  return founding;
}

/// A hunter whose chance to attack is 1: full aggression, no energy to speak of.
Specimen attacker(float x, float y) { return hunter(x, y).having(20).with(Gene::vision, 30); }

/// What its prey has left after the attackers' first tick.
struct Fight {
  explicit Fight(const std::vector<Specimen>& attackers, Specimen prey, uint32_t partitions = 1)
      : world(violentFounding(static_cast<uint32_t>(attackers.size()) + 1), partitions) {
    uint32_t n = 0;
    for (const Specimen& a : attackers) before.push_back(world.put(n++, a) ? a.energy : 0);
    target = world.put(n, prey);
    world.run(1);
  }
  /// e, what attacker number n gained.
  float gain(uint32_t n) { return world.animal(n + 1).energy - before[n]; }
  bool attacked(uint32_t n) { return (world.actions(n + 1) & life::action::attack) != 0; }

  HandMadeWorld world;
  std::vector<float> before;
  uint32_t target = 0;
};

TEST(Attack, LandsOnlyWithinRange) {
  Fight near({attacker(128, 128)}, grazer(128 + 7.99f, 128));
  EXPECT_TRUE(near.attacked(0));
  EXPECT_LT(near.world.animal(near.target).energy, 60.0f);
  Fight far({attacker(128, 128)}, grazer(128 + 8.01f, 128));
  EXPECT_FALSE(far.attacked(0));
  EXPECT_EQ(far.world.animal(far.target).energy, 60.0f);
}

TEST(Attack, LandsAcrossTheBorder) {
  Fight corner({attacker(1, 2)}, grazer(254, 253));
  EXPECT_TRUE(corner.attacked(0));
  EXPECT_LT(corner.world.animal(corner.target).energy, 60.0f);
}

TEST(Attack, TakesTheDamageAndGivesTheAttackerItsShare) {
  // 5 e x (1 + 0.3 * carnivore); a full carnivore absorbs half of it.
  Fight full({attacker(128, 128)}, grazer(134, 128));
  EXPECT_FLOAT_EQ(full.world.animal(full.target).energy, 60 - kDamage * 1.3f);
  EXPECT_FLOAT_EQ(full.gain(0), kDamage * 1.3f * 0.5f);
  const life::WorldStats& stats = full.world->gatherStats();
  EXPECT_NEAR(stats.energyLost, static_cast<double>(kDamage * 1.3f * 0.5f), 1e-4)
      << "the rest is lost";
}

TEST(Attack, AbsorbsNoMoreThanAThirdOfTheWeakPrey) {
  // 30 % of 8 e is less than half of 6.5 e.
  Fight fight({attacker(128, 128)}, grazer(134, 128).having(8));
  EXPECT_FLOAT_EQ(fight.gain(0), 0.3f * 8);
}

TEST(Attack, AlliesAndThePackMakeItStronger) {
  // Two hunters that see each other: one ally each, a pack of one besides oneself.
  const Specimen pack = attacker(128, 128).with(Gene::cohesion, 0.45f);
  Fight lone({attacker(128, 128), attacker(128, 134)}, grazer(133, 131).having(90));
  Fight packed({pack, Specimen(pack).at(128, 134)}, grazer(133, 131).having(90));
  const auto damage = [](Fight& f) { return 90 - f.world.animal(f.target).energy; };
  EXPECT_NEAR(damage(lone), 2 * (kDamage + 1) * 1.3f, 1e-4f);
  EXPECT_NEAR(damage(packed), 2 * (kDamage + 1) * 1.3f * 1.3f, 1e-4f);
}

TEST(Attack, AKillIsSharedByDamage) {
  // The first takes 6 * 1.3 = 7.8 e, which leaves the second 2.2 e of the prey's 10.
  Fight fight({attacker(128, 128), attacker(128, 134)}, grazer(133, 131).having(10));
  EXPECT_FALSE(fight.world.isAlive(fight.target));
  const float first = 6 * 1.3f;
  const float second = 10 - first;
  const float bounty = 0.5f * 10;
  EXPECT_NEAR(fight.gain(0), std::min(0.5f * first, 0.3f * 10) + bounty * first / 10, 1e-4f);
  EXPECT_NEAR(fight.gain(1), std::min(0.5f * second, 0.3f * 10) + bounty * second / 10, 1e-4f);
}

TEST(Attack, AKillGivesAtMostThirty) {
  life::Founding founding = violentFounding(13);
  HandMadeWorld world(founding);
  // Twelve that strike with 5 + 11 e x 1.3 each.
  for (uint32_t i = 0; i < 12; ++i) {
    const auto n = static_cast<float>(i);
    world.put(i, attacker(128 + 7 * std::cos(n * 0.5236f), 128 + 7 * std::sin(n * 0.5236f)));
  }
  const uint32_t target = world.put(12, grazer(128, 128).having(100).with(Gene::vision, 8));
  world.run(1);
  ASSERT_FALSE(world.isAlive(target));
  float gains = 0;
  for (uint32_t id = 1; id <= 12; ++id) gains += world.animal(id).energy - 20;
  // Each absorbs half of what it took, all of which is the prey's 100 e.
  EXPECT_NEAR(gains, 50 + 30, 1e-3f);
}

TEST(Attack, AnOmnivoreGainsLess) {
  const Specimen omnivore = attacker(128, 128).with(Gene::diet, 0.5f).having(5);
  Fight fight({omnivore}, grazer(134, 128).having(5));
  ASSERT_TRUE(fight.attacked(0));
  EXPECT_NEAR(fight.gain(0), std::min(0.25f * 5, 0.3f * 5) + 0.5f * 2.5f, 1e-4f);
}

TEST(Attack, IsCountedByTribeAndCause) {
  Fight fight({attacker(128, 128), attacker(128, 134)}, grazer(133, 131).having(10));
  const life::WorldStats& stats = fight.world->gatherStats();
  EXPECT_EQ(stats.tribes[0].killed, 1u);
  EXPECT_EQ(stats.tribes[1].kills, 1u) << "one death is one kill, however many strike";
  EXPECT_EQ(stats.total.kills, 1u);
  EXPECT_EQ(stats.total.killed, 1u);
  EXPECT_EQ(stats.total.starved + stats.total.old, 0u);
  EXPECT_EQ(stats.population, 2u);
}

TEST(Attack, TheFirstAttackersTribeGetsTheKill) {
  // Attackers of two tribes; the lower id strikes first.
  Fight fight({attacker(128, 128).ofTribe(0), attacker(128, 134).ofTribe(1)},
              grazer(133, 131).having(3).ofTribe(5));
  const life::WorldStats& stats = fight.world->gatherStats();
  EXPECT_EQ(stats.tribes[5].killed, 1u);
  EXPECT_EQ(stats.tribes[0].kills + stats.tribes[1].kills, 1u);
  EXPECT_EQ(stats.tribes[0].kills, 1u);
}

TEST(Attack, IsTheSameHoweverTheWorldIsCut) {
  std::string first;
  for (const uint32_t partitions : {1u, 2u, 4u, 16u}) {
    // The middle of the world is where four partitions meet.
    Fight fight({attacker(126, 126), attacker(130, 126), attacker(126, 131)},
                grazer(129, 129).having(17), partitions);
    if (first.empty()) first = hashOf(*fight.world);
    EXPECT_EQ(hashOf(*fight.world), first) << partitions;
    EXPECT_FALSE(fight.world.isAlive(fight.target));
  }
}

TEST(Attack, VictimsMayStrikeBackInTheTickOfTheirDeath) {
  // Two hunters of two tribes, weak enough that one blow ends either.
  Fight fight({attacker(128, 128).having(4), attacker(134, 128).having(4).ofTribe(0)},
              grazer(20, 20));
  EXPECT_FALSE(fight.world.isAlive(1));
  EXPECT_FALSE(fight.world.isAlive(2));
  const life::WorldStats& stats = fight.world->gatherStats();
  EXPECT_EQ(stats.tribes[0].kills, 1u);
  EXPECT_EQ(stats.tribes[1].kills, 1u);
  EXPECT_EQ(stats.total.killed, 2u);
}

TEST(Attack, TheAggressiveFightStrangersThatTheyDoNotEat) {
  const auto fights = [](float aggression) {
    uint32_t attacks = 0;
    for (uint32_t seed = 1; seed <= 40; ++seed) {
      life::Founding founding = violentFounding(2);
      founding.options.seed = seed;
      HandMadeWorld world(founding);
      world.put(0, grazer(128, 128).with(Gene::aggression, aggression).with(Gene::diet, 0));
      world.put(1, grazer(134, 128).ofTribe(1));
      world.run(5);
      attacks += (world->gatherStats().energyLost > 0) ? 1 : 0;
    }
    return attacks;
  };
  EXPECT_EQ(fights(0.5f), 0u);
  EXPECT_GT(fights(1.0f), 0u);
}

TEST(Attack, ComesMoreOftenWithAggressionAndHunger) {
  const auto attacks = [](float aggression, float energy) {
    life::Founding founding = violentFounding(32);
    founding.options.attackChance = 0.2f;
    HandMadeWorld world(founding);
    for (uint32_t i = 0; i < 16; ++i) {
      // Pairs far from each other.
      const float x = 32 + 64 * static_cast<float>(i % 4);
      const float y = 32 + 64 * static_cast<float>(i / 4);
      world.put(2 * i, hunter(x, y).with(Gene::aggression, aggression).having(energy).moving(0, 0));
      world.put(2 * i + 1, grazer(x + 5, y).having(100).moving(0, 0));
    }
    uint32_t count = 0;
    for (int tick = 0; tick < 12; ++tick) {
      world.run(1);
      for (uint32_t i = 0; i < 16; ++i) {
        if ((world.actions(2 * i + 1) & life::action::attack) != 0) ++count;
      }
    }
    return count;
  };
  const uint32_t calm = attacks(0.3f, 45), wild = attacks(1, 45), hungry = attacks(1, 5);
  EXPECT_GT(calm, 0u);
  EXPECT_GT(wild, calm);
  EXPECT_GT(hungry, wild);
}

}  // namespace
}  // namespace skyflock::tests
