#include "life/lifecycle.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "life/world_fixture.h"

namespace skyflock::tests {
namespace {

life::Founding restingFounding(uint32_t animals) {
  life::Founding founding = quietFounding(animals);
  founding.options.metabolicScale = 0;
  founding.options.deathAge = 10000;
  return founding;
}

TEST(Movement, WrapsAroundTheTorus) {
  HandMadeWorld world(restingFounding(4));
  world.put(0, grazer(255.9f, 50).moving(25, 0));
  world.put(1, grazer(0.1f, 100).moving(-25, 0));
  world.put(2, grazer(50, 255.9f).moving(0, 25));
  world.put(3, grazer(100, 0.1f).moving(0, -25));
  world.run(1);
  EXPECT_LT(world.animal(1).x, 1.0f);
  EXPECT_GT(world.animal(2).x, 255.0f);
  EXPECT_LT(world.animal(3).y, 1.0f);
  EXPECT_GT(world.animal(4).y, 255.0f);
  for (uint32_t id = 1; id <= 4; ++id) {
    const life::Animal& a = world.animal(id);
    EXPECT_TRUE(a.x >= 0 && a.x < 256 && a.y >= 0 && a.y < 256);
  }
}

TEST(Movement, RoundingAtTheBorderStaysInside) {
  const auto runFrom = [](float x) {
    HandMadeWorld world(restingFounding(1));
    world.put(0, grazer(x, 128).moving(-20, 0).having(95));
    world.run(1);
    return world.animal(1);
  };
  const float step = -runFrom(128).vx * life::constants::tickSeconds;
  const float x = runFrom(std::nextafter(step, 0.0f)).x;
  // It is less than 0 by so little that 256 u more are 256 again.
  EXPECT_EQ(std::nextafter(step, 0.0f) - step + 256.0f, 256.0f);
  EXPECT_LT(x, 256.0f);
  EXPECT_GE(x, 0.0f);
}

TEST(Movement, IsVelocityTimesTheTick) {
  HandMadeWorld world(restingFounding(1));
  world.put(0, grazer(100, 100).moving(12, 16).having(95));
  const life::Animal before = world.animal(1);
  world.run(1);
  const life::Animal& after = world.animal(1);
  EXPECT_NEAR(after.x - before.x, after.vx / 60, 1e-4f);
  EXPECT_NEAR(after.y - before.y, after.vy / 60, 1e-4f);
}

/// Animals of one place, and whether they come apart.
void expectApart(float x, float y, uint32_t count) {
  HandMadeWorld world(restingFounding(count));
  for (uint32_t i = 0; i < count; ++i) {
    const float turn = static_cast<float>(i) * 2.3f;
    const float r = 0.4f * std::sqrt(static_cast<float>(i));
    const float px = std::fmod(x + r * std::cos(turn) + 256, 256.0f);
    const float py = std::fmod(y + r * std::sin(turn) + 256, 256.0f);
    world.put(i, grazer(px, py).moving(0, 0).having(95).with(Gene::speed, 5));
  }
  world.run(600);
  for (uint32_t a = 1; a <= count; ++a) {
    for (uint32_t b = a + 1; b <= count; ++b)
      EXPECT_GT(world.distance(a, b), 3.9f) << a << ' ' << b;
  }
}

TEST(Bodies, PushApartUntilTheyNoLongerOverlap) {
  expectApart(128, 128, 2);
  expectApart(130, 126, 12);
}

TEST(Bodies, PushApartAcrossTheBorders) {
  expectApart(0, 128, 2);
  expectApart(0, 0, 8);
}

TEST(Bodies, EachGoesHalfOfTheWay) {
  HandMadeWorld world(restingFounding(2));
  world.options().separationWeight = 0;
  world.put(0, grazer(127, 128).moving(0, 0).having(95));
  world.put(1, grazer(129, 128).moving(0, 0).having(95));
  world.run(1);
  // They overlap by 2 u; in a tick each goes half of its half.
  EXPECT_NEAR(world.animal(1).x, 126.5f, 1e-4f);
  EXPECT_NEAR(world.animal(2).x, 129.5f, 1e-4f);
}

TEST(Bodies, AreFeltByStrangersAndKinAlike) {
  HandMadeWorld world(restingFounding(2));
  world.put(0, grazer(127, 128).moving(0, 0).having(95));
  world.put(1, grazer(129, 128).moving(0, 0).having(95).ofTribe(1));
  world.run(120);
  EXPECT_GT(world.distance(1, 2), 3.9f);
}

TEST(Burn, FollowsMetabolismSpeedDietAndAge) {
  const auto burnt = [](Specimen s) {
    life::Founding founding = quietFounding(1);
    HandMadeWorld world(founding);
    world.put(0, s.at(128, 128));
    world.run(1);
    return s.energy - world.animal(1).energy;
  };
  const auto expected = [](float metabolism, float diet, float speed, float age) {
    const float herbivore = std::max(0.0f, -diet), carnivore = std::max(0.0f, diet);
    return (metabolism * 1.5f * (1 + 0.5f * herbivore - 0.3f * carnivore) +
            speed * speed * 5e-6f * metabolism * (1 - 0.5f * carnivore)) *
           (1 + age / 80) / 60;
  };
  Specimen s = grazer(0, 0).moving(0, 0);
  s.age = 0;
  const auto check = [&](float metabolism, float diet, float age) {
    Specimen t = s;
    t.age = age;
    t.with(Gene::metabolism, metabolism).with(Gene::diet, diet);
    EXPECT_NEAR(burnt(t), expected(metabolism, diet, 1, age + 1.0f / 60), 1e-5f)
        << metabolism << ' ' << diet << ' ' << age;
  };
  check(0.15f, -1, 0);
  check(2.0f, -1, 0);
  check(2.0f, 0, 0);
  check(2.0f, 1, 0);
  check(2.0f, -1, 79);
}

TEST(Burn, HungerIsDeathOfStarvation) {
  HandMadeWorld world(quietFounding(2));
  world.put(0, grazer(128, 128).having(0.01f).with(Gene::metabolism, 2));
  world.put(1, grazer(20, 20));
  world.run(1);
  EXPECT_FALSE(world.isAlive(1));
  EXPECT_TRUE(world.isAlive(2));
  const life::WorldStats& stats = world->gatherStats();
  EXPECT_EQ(stats.total.starved, 1u);
  EXPECT_EQ(stats.tribes[0].starved, 1u);
  EXPECT_EQ(stats.total.killed + stats.total.old, 0u);
  EXPECT_EQ(stats.population, 1u);
}

TEST(Ageing, NobodyDiesOfAgeBeforeItsTime) {
  life::Founding founding = restingFounding(64);
  founding.options.deathAge = 80;
  HandMadeWorld world(founding);
  for (uint32_t i = 0; i < 64; ++i) {
    Specimen s = grazer(16 + 32 * static_cast<float>(i % 8), 16 + 32 * static_cast<float>(i / 8));
    s.age = 70;
    world.put(i, s);
  }
  world.run(590);
  EXPECT_EQ(world->gatherStats().total.old, 0u);
  EXPECT_EQ(world->population(), 64u);
}

TEST(Ageing, DeathComesSoonerTheOlderOneIs) {
  const auto survivors = [](float age) {
    life::Founding founding = restingFounding(64);
    founding.options.deathAge = 80;
    HandMadeWorld world(founding);
    for (uint32_t i = 0; i < 64; ++i) {
      Specimen s = grazer(16 + 32 * static_cast<float>(i % 8), 16 + 32 * static_cast<float>(i / 8));
      s.age = age;
      world.put(i, s);
    }
    world.run(600);
    const life::WorldStats& stats = world->gatherStats();
    EXPECT_EQ(stats.total.old, 64 - stats.population);
    EXPECT_EQ(stats.total.starved + stats.total.killed, 0u);
    return stats.population;
  };
  const uint32_t late = survivors(90), later = survivors(160), last = survivors(400);
  // The chance is 0.05 /s at twice the deathAge: exp(-0.5) of them live for ten seconds more.
  EXPECT_GT(late, later);
  EXPECT_GT(later, last);
  EXPECT_NEAR(later, 64 * std::exp(-0.05f * 10 * (85.0f / 80)), 12);
}

TEST(Extinction, IsToldAndTheEmptyWorldGoesOn) {
  HandMadeWorld world(quietFounding(3));
  for (uint32_t i = 0; i < 3; ++i) {
    world.put(
        i, grazer(50 + 40 * static_cast<float>(i), 100).having(0.001f).with(Gene::metabolism, 2));
  }
  EXPECT_EQ(world->gatherStats().extinct, 0u);
  world.run(1);
  EXPECT_EQ(world->gatherStats().extinct, 1u);
  EXPECT_EQ(world->gatherStats().population, 0u);
  EXPECT_EQ(world->population(), 0u);
  world.run(10);
  EXPECT_EQ(world->tick(), 11u);
  EXPECT_STREQ(world->health().message, "");
  EXPECT_EQ(world->writeFrame(life::ColorBy::tribe, true).count, 0u);
}

TEST(Extinction, LifeCanBeBroughtBack) {
  HandMadeWorld world(quietFounding(1));
  world.put(0, grazer(50, 100).having(0.001f).with(Gene::metabolism, 2));
  world.run(1);
  life::Command spawn = {};
  spawn.kind = static_cast<uint32_t>(life::CommandKind::spawn);
  spawn.count = 10;
  spawn.x = spawn.y = 128;
  spawn.radius = 60;
  ASSERT_TRUE(world->enqueue(spawn).ok());
  world.run(1);
  EXPECT_EQ(world->population(), 10u);
  EXPECT_EQ(world->gatherStats().extinct, 0u);
  EXPECT_EQ(world.animal(2).id, 2u) << "ids go on where they were";
}

}  // namespace
}  // namespace skyflock::tests
