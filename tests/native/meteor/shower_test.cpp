#include "meteor/shower.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <span>
#include <vector>

#include "meteor/frame_hash.h"
#include "meteor/presets.h"
#include "meteor/showers.h"

namespace skyflock::meteor {
namespace {

TEST(Shower, ATrailLeadsFromTheHeadBackToItsEnd) {
  Shower shower;
  found(shower, emptySky());
  shower.config() = flight({0.0f, 0.0f}, {1000.0f, 600.0f}, 300.0f);
  shower.spawn();
  for (int frame = 0; frame < 300; ++frame) {
    shower.step(1.0f / 60.0f, 1.0f);
    for (size_t i = 0; i < shower.meteors().size(); ++i) {
      const TrailRange range = shower.trailRanges()[i];
      ASSERT_GE(range.count, 2u);
      ASSERT_LE(range.first + range.count, shower.trailPoints().size());
      const TrailPoint* points = shower.trailPoints().data() + range.first;
      EXPECT_EQ(points[0].x, shower.meteors()[i].x);
      EXPECT_EQ(points[0].y, shower.meteors()[i].y);
      for (uint32_t k = 1; k < range.count; ++k) {
        EXPECT_LE(points[k].opacity, points[k - 1].opacity);
        EXPECT_GE(points[k].opacity, 0.0f);
      }
    }
  }
}

TEST(Shower, NobodyWritesPastAnArray) {
  MeteorOptions options = optionsOf("storm");
  options.meteors = 700;
  options.debris = 20000;
  Shower shower;
  found(shower, options);
  for (int frame = 0; frame < 400; ++frame) {
    shower.step(frame % 7 == 0 ? 0.2f : 1.0f / 60.0f, 1.0f);
    ASSERT_TRUE(shower.columns().guards.intact()) << frame;
    if (frame == 200) {
      MeteorOptions fewer = shower.options();
      fewer.meteors = 2;
      fewer.debris = 50;
      core::Status status;
      ASSERT_TRUE(shower.configure(fewer, status));
    }
  }
  EXPECT_GT(shower.header().highWater, 10000u);
}

TEST(Shower, PoolsGrowWhenNearlyFullAndShrinkWhenLongNearlyEmpty) {
  MeteorOptions options = optionsOf("storm");
  options.meteors = 2000;
  options.debris = 40000;
  Shower shower;
  found(shower, options);
  const MeteorPlaces& first = *shower.columns().places;
  EXPECT_EQ(first.meteorCapacity, constants::floorMeteors);
  EXPECT_EQ(first.particleCapacity, constants::floorParticles);
  run(shower, 120);
  const uint32_t full = shower.columns().places->particleCapacity;
  EXPECT_GT(full, 10000u);
  const uint32_t epoch = shower.header().epoch;
  MeteorOptions fewer = shower.options();
  fewer.meteors = 1;
  fewer.debris = 10;
  core::Status status;
  ASSERT_TRUE(shower.configure(fewer, status));
  run(shower, 60 * 120);
  EXPECT_EQ(shower.columns().places->meteorCapacity, constants::floorMeteors);
  EXPECT_EQ(shower.columns().places->particleCapacity, constants::floorParticles);
  EXPECT_GT(shower.header().epoch, epoch);
  EXPECT_TRUE(shower.columns().guards.intact());
}

TEST(Shower, WhatLivesIsWhatIsShownAfterPoolsWereClosedUp) {
  MeteorOptions options = optionsOf("shower");
  options.scaleByArea = 0;
  options.meteors = 300;
  options.rate = 400.0f;
  options.speed = 400.0f;
  options.debris = 5000;
  Shower shower;
  found(shower, options);
  run(shower, 200);
  MeteorOptions fewer = shower.options();
  fewer.rate = 2.0f;
  core::Status status;
  ASSERT_TRUE(shower.configure(fewer, status));
  for (int frame = 0; frame < 1500; ++frame) {
    shower.step(1.0f / 60.0f, 1.0f);
    const ShowerState& state = shower.state();
    ASSERT_EQ(shower.meteors().size(), state.meteorSlots - state.meteorFree);
    const Columns& c = shower.columns();
    std::vector<uint32_t> shed(state.meteorSlots, 0);
    for (uint32_t slot = 0; slot < state.particleSlots; ++slot) {
      if (c.traits[slot] == 0) continue;
      const uint32_t owner = c.owner[slot];
      if (owner < state.meteorSlots && c.id[owner] == c.ownerId[slot]) ++shed[owner];
    }
    for (uint32_t slot = 0; slot < state.meteorSlots; ++slot) {
      if (c.id[slot] == 0) continue;
      ASSERT_EQ(c.shed[slot], shed[slot]) << frame;
    }
  }
}

TEST(Shower, GoesOnFromWhatItSaved) {
  Shower straight;
  Shower resumed;
  found(straight, optionsOf("leonids", 5));
  run(straight, 300);
  const auto saved = straight.saved();
  const std::vector<std::byte> copy(saved.begin(), saved.end());
  core::Status status;
  ASSERT_TRUE(resumed.restore(copy, status)) << status.message;
  run(straight, 300);
  run(resumed, 300);
  const auto a = straight.meteors();
  const auto b = resumed.meteors();
  ASSERT_EQ(a.size(), b.size());
  EXPECT_EQ(std::memcmp(a.data(), b.data(), a.size_bytes()), 0);
  EXPECT_EQ(std::memcmp(straight.particles().data(), resumed.particles().data(),
                        straight.particles().size_bytes()),
            0);
}

TEST(Shower, RefusesDamagedSavedShowersAndGoesOn) {
  Shower shower;
  MeteorOptions options = optionsOf("storm");
  options.meteors = 40;
  options.debris = 400;
  found(shower, options);
  run(shower, 30);
  const auto saved = shower.saved();
  const std::vector<std::byte> good(saved.begin(), saved.end());
  uint32_t random = 12345;
  int refused = 0;
  for (int i = 0; i < 400; ++i) {
    std::vector<std::byte> bad = good;
    for (int k = 0; k < 3; ++k) {
      random = random * 1664525u + 1013904223u;
      bad[(random >> 8) % (i < 200 ? 900 : bad.size())] =
          std::byte{static_cast<uint8_t>(random >> 3)};
    }
    core::Status status;
    Shower other;
    if (!other.restore(bad, status)) {
      ++refused;
      EXPECT_NE(status.message[0], '\0');
      continue;
    }
    // Whatever was taken for a shower must not lead outside of its memory.
    other.step(0.1f, 1.0f);
    other.step(1.0f, 1.0f);
    ASSERT_TRUE(other.columns().guards.intact());
  }
  EXPECT_GT(refused, 20);
  core::Status status;
  for (const size_t bytes : {size_t{0}, size_t{64}, size_t{127}, good.size() - 1}) {
    Shower other;
    EXPECT_FALSE(other.restore({good.data(), bytes}, status));
  }
}

TEST(Shower, RefusesOptionsOutOfRangeByName) {
  Shower shower;
  core::Status status;
  MeteorOptions options;
  options.speed = 0.0f;
  EXPECT_FALSE(shower.found(options, status));
  EXPECT_STREQ(status.message, "speed is 0; it must be from 1 to 4000 px/s.");
  options.speed = std::numeric_limits<float>::quiet_NaN();
  EXPECT_FALSE(shower.found(options, status));
  options = {};
  options.pattern = 9;
  EXPECT_FALSE(shower.found(options, status));
}

/// What a picture is drawn from, byte for byte.
std::vector<std::byte> pictureOf(const Shower& shower) {
  std::vector<std::byte> bytes;
  const auto add = [&](const auto& records) {
    const auto words = std::as_bytes(records);
    bytes.insert(bytes.end(), words.begin(), words.end());
  };
  add(shower.meteors());
  add(shower.trailRanges());
  add(shower.trailPoints());
  add(shower.particles());
  add(shower.stars());
  return bytes;
}

/// What is there has to be what a step of no time packs.
void expectDrawable(Shower& shower, const char* after) {
  SCOPED_TRACE(after);
  ASSERT_FALSE(shower.stars().empty());
  for (const Star& star : shower.stars()) ASSERT_GT(star.radius, 0.0f);
  const std::vector<std::byte> now = pictureOf(shower);
  shower.step(0.0f, 1.0f);
  EXPECT_TRUE(now == pictureOf(shower));
}

TEST(Shower, WhatThereIsToDrawIsGoodAfterEveryCall) {
  Shower shower;
  found(shower, optionsOf("shower"));
  expectDrawable(shower, "founding");
  run(shower, 400);
  ASSERT_FALSE(shower.particles().empty());
  const auto configure = [&](const char* what, auto change) {
    MeteorOptions options = shower.options();
    change(options);
    core::Status status;
    ASSERT_TRUE(shower.configure(options, status)) << status.message;
    expectDrawable(shower, what);
  };
  configure("width", [](MeteorOptions& options) { options.width = 500.0f; });
  configure("stars", [](MeteorOptions& options) { options.stars *= 3; });
  configure("trailPoints", [](MeteorOptions& options) { options.trailPoints = 40; });
  Shower next;
  core::Status status;
  ASSERT_TRUE(next.restore(shower.saved(), status)) << status.message;
  EXPECT_TRUE(pictureOf(next) == pictureOf(shower));
  expectDrawable(next, "restoring");
  for (int i = 0; i < 60; ++i) {
    shower.config() = flight({30.0f, -20.0f}, {900.0f, 740.0f}, 100.0f);
    const uint32_t epoch = shower.header().epoch;
    ASSERT_NE(shower.spawn(), 0u);
    if (shower.header().epoch != epoch) expectDrawable(shower, "spawning");
  }
}

TEST(Shower, OddTimesAreTakenAsTheyAre) {
  Shower shower;
  found(shower, optionsOf("shower"));
  const float odd[] = {std::numeric_limits<float>::quiet_NaN(), -1.0f,
                       std::numeric_limits<float>::infinity(), 1e-9f, 1e30f};
  for (int round = 0; round < 20; ++round) {
    for (const float dt : odd) shower.step(dt, dt);
  }
  for (const Meteor& m : shower.meteors()) {
    EXPECT_TRUE(std::isfinite(m.x) && std::isfinite(m.y) && std::isfinite(m.glow));
  }
  EXPECT_TRUE(shower.columns().guards.intact());
}

TEST(Shower, NoTimeIsLostHoweverShortTheSteps) {
  Shower coarse;
  Shower fine;
  found(coarse, emptySky());
  found(fine, emptySky());
  for (Shower* shower : {&coarse, &fine}) {
    shower->config() = flight({0.0f, 0.0f}, {3000.0f, 0.0f}, 100.0f);
    shower->spawn();
  }
  for (int i = 0; i < 10; ++i) coarse.step(1.0f, 1.0f);
  // A step of a 50,000th of a second is a third of a tick of the clock.
  for (int i = 0; i < 500000; ++i) fine.advance(0.00002f, 1.0f);
  coarse.pack();
  fine.pack();
  EXPECT_NEAR(fine.meteors()[0].x, coarse.meteors()[0].x, 0.5f);
}

}  // namespace
}  // namespace skyflock::meteor
