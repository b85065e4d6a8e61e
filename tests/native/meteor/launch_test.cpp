#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <vector>

#include "meteor/path.h"
#include "meteor/shower.h"
#include "meteor/showers.h"

namespace skyflock::meteor {
namespace {

TEST(Shower, SpeedIsTheSameAlongTheWholeCurve) {
  Shower shower;
  found(shower, emptySky());
  shower.config() = flight({0.0f, 0.0f}, {1000.0f, 700.0f}, 200.0f);
  ASSERT_NE(shower.spawn(), 0u);
  shower.step(0.0f, 1.0f);
  Point before = {shower.meteors()[0].x, shower.meteors()[0].y};
  for (int frame = 0; frame < 100; ++frame) {
    shower.step(0.05f, 1.0f);
    const Meteor& m = shower.meteors()[0];
    EXPECT_NEAR(std::hypot(m.x - before.x, m.y - before.y), 10.0f, 0.2f) << frame;
    before = {m.x, m.y};
  }
}

TEST(Shower, PathsBeginAndEndWhereTheyShould) {
  Shower shower;
  found(shower, emptySky());
  shower.config() = flight({30.0f, -20.0f}, {900.0f, 740.0f}, 100.0f);
  shower.spawn();
  shower.step(0.0f, 1.0f);
  EXPECT_NEAR(shower.meteors()[0].x, 30.0f, 1e-3f);
  EXPECT_NEAR(shower.meteors()[0].y, -20.0f, 1e-3f);
  shower.step(12.0f, 1.0f);
  ASSERT_EQ(shower.meteors().size(), 1u);
  EXPECT_NEAR(shower.meteors()[0].x, 900.0f, 1e-2f);
  EXPECT_NEAR(shower.meteors()[0].y, 740.0f, 1e-2f);
  EXPECT_EQ(shower.meteors()[0].glow, 0.0f);
  EXPECT_EQ(shower.meteors()[0].life, 1.0f);
}

TEST(Shower, APathLeadsToItsEndAsItsControlPointSays) {
  Shower shower;
  found(shower, emptySky());
  shower.config() = flight({100.0f, 100.0f}, {900.0f, 100.0f}, 100.0f);
  shower.config().controlX = 500.0f;
  shower.config().controlY = 700.0f;
  shower.spawn();
  const float length = shower.columns().length[0];
  // The middle of a symmetric path is half-way between the control point and the middle of the ends.
  shower.step(length / 200.0f, 1.0f);
  EXPECT_NEAR(shower.meteors()[0].x, 500.0f, 1.0f);
  EXPECT_NEAR(shower.meteors()[0].y, 400.0f, 0.5f);
  shower.step(length / 200.0f, 1.0f);
  EXPECT_NEAR(shower.meteors()[0].x, 900.0f, 0.1f);
}

TEST(Shower, ALifetimeIsHowLongTheHeadIsOnTheWay) {
  Shower shower;
  found(shower, emptySky());
  shower.config() = flight({0.0f, 0.0f}, {1000.0f, 700.0f}, 0.0f);
  shower.config().speed = std::numeric_limits<float>::quiet_NaN();
  shower.config().lifetime = 4.0f;
  shower.spawn();
  shower.step(3.9f, 1.0f);
  EXPECT_LT(shower.meteors()[0].life, 1.0f);
  EXPECT_NEAR(shower.meteors()[0].life, 3.9f / 4.0f, 1e-3f);
  shower.step(0.11f, 1.0f);
  EXPECT_EQ(shower.meteors()[0].life, 1.0f);
}

TEST(Shower, ALookIsCarriedToTheRecordsAndNothingElseChanges) {
  Shower plain;
  Shower coloured;
  for (Shower* shower : {&plain, &coloured}) {
    found(*shower, optionsOf("shower", 4));
    run(*shower, 30);
    shower->config() = flight({0.0f, 0.0f}, {1000.0f, 700.0f}, 200.0f);
    shower->config().look = shower == &plain ? 1.0f : 49.0f;
    ASSERT_NE(shower->spawn(), 0u);
    run(*shower, 60);
  }
  ASSERT_EQ(plain.meteors().size(), coloured.meteors().size());
  int looks = 0;
  for (size_t i = 0; i < plain.meteors().size(); ++i) {
    Meteor meteor = coloured.meteors()[i];
    EXPECT_EQ(plain.meteors()[i].look, 1.0f);
    if (meteor.look == 49.0f) ++looks;
    meteor.look = 1.0f;
    EXPECT_EQ(std::memcmp(&meteor, &plain.meteors()[i], sizeof meteor), 0);
  }
  EXPECT_EQ(looks, 1);
  Shower resumed;
  core::Status status;
  ASSERT_TRUE(resumed.restore(coloured.saved(), status)) << status.message;
  EXPECT_EQ(std::memcmp(resumed.meteors().data(), coloured.meteors().data(),
                        coloured.meteors().size_bytes()),
            0);
}

TEST(Shower, EventsOfSpawnedMeteorsAreToldHoweverManyThereAre) {
  MeteorOptions options = optionsOf("storm");
  options.meteors = 2000;
  options.debris = 0;
  options.scaleByArea = 0;
  options.rate = 10000.0f;
  options.speed = 400.0f;
  Shower shower;
  found(shower, options);
  run(shower, 60);
  int crowdedFrames = 0;
  std::vector<uint32_t> ids;
  std::vector<uint32_t> told;
  const auto look = [&] {
    crowdedFrames += shower.header().eventCount == constants::maxEvents ? 1 : 0;
    for (const MeteorEvent& event : shower.events()) {
      for (const uint32_t id : ids) {
        if (event.id == id) told.push_back(event.kind * 1000 + id % 1000);
      }
    }
  };
  for (int i = 0; i < 5; ++i) {
    shower.config() = flight({10.0f, 10.0f}, {60.0f, 50.0f}, 100.0f);
    ids.push_back(shower.spawn());
    ASSERT_NE(ids.back(), 0u);
  }
  for (int frame = 0; frame < 600; ++frame) {
    shower.step(0.1f, 4.0f);
    look();
  }
  EXPECT_GT(crowdedFrames, 20);
  // Each is told of three times, and of nothing twice.
  EXPECT_EQ(told.size(), 15u);
  std::sort(told.begin(), told.end());
  EXPECT_EQ(std::unique(told.begin(), told.end()), told.end());
}

TEST(Shower, KeepsTheMostThatThereWas) {
  Shower shower;
  found(shower, emptySky());
  EXPECT_EQ(shower.state().meteorHighWater, 0u);
  for (int i = 0; i < 7; ++i) {
    shower.config() = flight({0.0f, 0.0f}, {40.0f, 30.0f}, 100.0f);
    shower.spawn();
  }
  run(shower, 600);
  EXPECT_TRUE(shower.meteors().empty());
  EXPECT_EQ(shower.state().meteorHighWater, 7u);
}

}  // namespace
}  // namespace skyflock::meteor
