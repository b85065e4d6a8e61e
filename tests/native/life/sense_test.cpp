#include "life/sense.h"

#include <gtest/gtest.h>

#include "life/world_fixture.h"

// What an animal sees shows in what it does: a plant eater that sees a predator flees.

namespace skyflock::tests {
namespace {

/// Whether a grazer at (x, y), looking along (vx, vy), sees a fed hunter at (px, py).
bool sees(Specimen looking, float px, float py) {
  HandMadeWorld world(quietFounding(2));
  const uint32_t watcher = world.put(0, looking);
  world.put(1, hunter(px, py).having(95));
  world.run(1);
  return world.want(watcher) == Want::flee;
}

TEST(Sense, ReachesAsFarAsVisionAndNoFarther) {
  for (const float vision : {8.0f, 20.0f, 50.0f, 96.0f}) {
    const Specimen watcher = grazer(128, 128).with(Gene::vision, vision);
    EXPECT_TRUE(sees(watcher, 128 + vision - 0.01f, 128)) << vision;
    EXPECT_FALSE(sees(watcher, 128 + vision + 0.01f, 128)) << vision;
    EXPECT_TRUE(sees(watcher, 128, 128 - vision + 0.01f)) << vision;
    EXPECT_FALSE(sees(watcher, 128, 128 - vision - 0.01f)) << vision;
  }
}

TEST(Sense, ReachesAcrossTheBorders) {
  const Specimen corner = grazer(2, 3).with(Gene::vision, 20);
  EXPECT_TRUE(sees(corner, 256 - 10, 3));
  EXPECT_TRUE(sees(corner, 2, 256 - 10));
  EXPECT_TRUE(sees(corner, 256 - 8, 256 - 8));
  EXPECT_FALSE(sees(corner, 256 - 18.5f, 3));
  EXPECT_FALSE(sees(corner, 256 - 13, 256 - 13));
  EXPECT_TRUE(sees(grazer(255, 254), 1, 2));
}

TEST(Sense, IsAConeAroundTheHeading) {
  for (const float angle : {30.0f, 90.0f, 180.0f, 270.0f}) {
    const Specimen watcher = grazer(128, 128).with(Gene::viewAngle, angle);
    for (const float off : {-1.0f, 1.0f}) {
      const float inside = (angle * 0.5f - 1.0f) * off * 3.14159265f / 180.0f;
      const float outside = (angle * 0.5f + 1.0f) * off * 3.14159265f / 180.0f;
      EXPECT_TRUE(sees(watcher, 128 + 15 * std::cos(inside), 128 + 15 * std::sin(inside))) << angle;
      EXPECT_FALSE(sees(watcher, 128 + 15 * std::cos(outside), 128 + 15 * std::sin(outside)))
          << angle;
    }
  }
}

TEST(Sense, TurnsWithTheAnimal) {
  const Specimen narrow = grazer(128, 128).with(Gene::viewAngle, 60);
  EXPECT_FALSE(sees(narrow, 128, 140));
  EXPECT_TRUE(sees(Specimen(narrow).moving(0, 20), 128, 140));
  EXPECT_TRUE(sees(Specimen(narrow).moving(-20, 0), 116, 128));
}

TEST(Sense, HasNoBlindSideAtAFullCircle) { EXPECT_TRUE(sees(grazer(128, 128), 116, 128)); }

TEST(Sense, FeelsBodiesThatTouchFromBehind) {
  const Specimen narrow = grazer(128, 128).with(Gene::viewAngle, 30);
  EXPECT_TRUE(sees(narrow, 128 - 3.9f, 128));
  EXPECT_FALSE(sees(narrow, 128 - 4.1f, 128));
}

TEST(Sense, CarriesAHungryHunterFarther) {
  const auto hunts = [](float energy, float distance) {
    HandMadeWorld world(quietFounding(2));
    const uint32_t id = world.put(0, hunter(128, 128).having(energy).with(Gene::vision, 40));
    world.put(1, grazer(128 + distance, 128).with(Gene::vision, 8));
    world.run(1);
    return world.want(id) == Want::hunt;
  };
  // At 20 e a hunter sees 1 + 0.5 * 0.8 times as far.
  EXPECT_TRUE(hunts(20, 55.9f));
  EXPECT_FALSE(hunts(20, 56.1f));
  EXPECT_TRUE(hunts(50, 49.9f));
  EXPECT_FALSE(hunts(50, 50.1f));
}

TEST(Sense, NeverReachesBeyondTheGhostZone) {
  HandMadeWorld world(quietFounding(2));
  const uint32_t id = world.put(0, hunter(128, 128).having(1).with(Gene::vision, 90));
  world.put(1, grazer(128 + 96.1f, 128).with(Gene::vision, 8));
  world.run(1);
  EXPECT_EQ(world.want(id), Want::wander);
}

/// A watcher in the middle of `crowd` kin, with a predator in a row of cells above, met last.
struct Crowd {
  explicit Crowd(uint32_t crowd, uint32_t maxNeighbours) : world(founding(crowd, maxNeighbours)) {
    watcher = world.put(0, grazer(136, 136).with(Gene::vision, 30));
    for (uint32_t i = 0; i < crowd; ++i) {
      // The kin stand in a row of cells, in sight of the watcher alone.
      const float side = i % 2 == 0 ? 1.0f : -1.0f;
      world.put(1 + i, grazer(136 + side * (8 + 0.5f * static_cast<float>(i)), 136)
                           .with(Gene::vision, 8)
                           .ofTribe(0));
    }
    world.put(1 + crowd, hunter(136, 160).having(95).with(Gene::vision, 8));
    world.run(1);
  }

  static life::Founding founding(uint32_t crowd, uint32_t maxNeighbours) {
    life::Founding f = quietFounding(crowd + 2);
    f.options.maxNeighbours = maxNeighbours;
    return f;
  }

  bool flees() const {
    // A herd of three for each predator is brave: it then flees at less than it takes to run.
    return world->state().store.decisions[world.placeOf(watcher)].vy < 0;
  }

  HandMadeWorld world;
  uint32_t watcher = 0;
};

TEST(Sense, EndsAtMaxNeighboursInCanonicalOrder) {
  // With itself the list holds the watcher, its twenty kin and the predator.
  EXPECT_TRUE(Crowd(20, 22).flees());
  // The predator's row is met last, so it is what does not count.
  EXPECT_FALSE(Crowd(20, 21).flees());
}

TEST(Sense, CountsEveryCutOff) {
  EXPECT_EQ(Crowd(20, 23).world->gatherStats().sightCutOff, 0u);
  Crowd crowd(20, 21);
  EXPECT_GE(crowd.world->gatherStats().sightCutOff, 1u);
}

TEST(Sense, DoesNotDependOnWhereGroupsOfFourBegin) {
  // The same two animals behave alike however many others stand before them in their row.
  float vx[4], vy[4];
  for (uint32_t before = 0; before < 4; ++before) {
    HandMadeWorld world(quietFounding(2 + before));
    for (uint32_t i = 0; i < before; ++i) {
      world.put(2 + i, grazer(10 + 9 * static_cast<float>(i), 130).with(Gene::vision, 8));
    }
    const uint32_t watcher = world.put(0, grazer(150, 130));
    world.put(1, hunter(160, 133).having(95));
    world.run(1);
    vx[before] = world.animal(watcher).vx;
    vy[before] = world.animal(watcher).vy;
  }
  for (uint32_t before = 1; before < 4; ++before) {
    EXPECT_EQ(vx[before], vx[0]) << before;
    EXPECT_EQ(vy[before], vy[0]) << before;
  }
}

}  // namespace
}  // namespace skyflock::tests
