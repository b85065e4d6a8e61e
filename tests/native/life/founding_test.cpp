#include "life/founding.h"

#include <gtest/gtest.h>

#include <cmath>
#include <iterator>
#include <limits>
#include <string>
#include <vector>

#include "support/test_world.h"

namespace skyflock::life {
namespace {

Founding savanna() { return tests::smallFounding("savanna", 1000, 40, 40); }

std::string refusal(Founding founding) { return resolveFounding(founding).message; }

/// "name is ...; it must be from ... to ..."
bool says(const std::string& message, const std::string& name) {
  return message.starts_with(name + " is ") && message.find("it must be from") != std::string::npos;
}

uint32_t optionNumber(const std::string& name) {
  for (uint32_t i = 0; i < std::size(kLifeOptions); ++i) {
    if (name == kLifeOptions[i].name) return i;
  }
  ADD_FAILURE() << "no option " << name;
  return 0;
}

TEST(Founding, TakesEveryOptionAtBothEndsOfItsRange) {
  // entities, maxEntities, columns and rows depend on each other; they have tests of their own.
  for (uint32_t i = optionNumber("spawnArea"); i < std::size(kLifeOptions); ++i) {
    for (const double value : {kLifeOptions[i].least, kLifeOptions[i].most}) {
      Founding founding = savanna();
      writeOption(founding.options, i, value);
      EXPECT_EQ(refusal(founding), "") << kLifeOptions[i].name << " = " << value;
      EXPECT_EQ(readOption(founding.options, i), value) << kLifeOptions[i].name;
    }
  }
}

TEST(Founding, RefusesEveryOptionOutOfRangeByName) {
  for (uint32_t i = 0; i < std::size(kLifeOptions); ++i) {
    const OptionInfo& option = kLifeOptions[i];
    std::vector<double> bad;
    if (option.isInteger) {
      if (option.least > 0) bad.push_back(option.least - 1);
      if (option.most < 4294967295.0) bad.push_back(option.most + 1);
    } else {
      const auto least = static_cast<float>(option.least);
      const auto most = static_cast<float>(option.most);
      const float huge = std::numeric_limits<float>::infinity();
      for (const float value : {std::nextafter(least, -huge), std::nextafter(most, huge), -huge,
                                huge, std::numeric_limits<float>::quiet_NaN()}) {
        bad.push_back(static_cast<double>(value));
      }
    }
    for (const double value : bad) {
      Founding founding = savanna();
      writeOption(founding.options, i, value);
      EXPECT_TRUE(says(refusal(founding), option.name)) << option.name << ": " << refusal(founding);
    }
  }
}

TEST(Founding, RefusesEveryGeneOutOfRangeByName) {
  for (uint32_t g = 0; g < constants::geneCount; ++g) {
    const GeneRange& range = kGeneRanges[g];
    for (const float end : {range.least, range.most}) {
      Founding founding = savanna();
      founding.tribes[2].genes[g] = end;
      EXPECT_EQ(refusal(founding), "") << range.name << " = " << end;
    }
    for (const float bad : {std::nextafter(range.least, -1e9f), std::nextafter(range.most, 1e9f),
                            std::numeric_limits<float>::quiet_NaN()}) {
      Founding founding = savanna();
      founding.tribes[2].genes[g] = bad;
      EXPECT_TRUE(says(refusal(founding), range.name)) << refusal(founding);
    }
  }
}

TEST(Founding, RefusesTribesThatCannotBe) {
  Founding founding = savanna();
  founding.tribeCount = 0;
  EXPECT_EQ(refusal(founding), "tribes is 0; it must be from 1 to 15.");
  founding.tribeCount = constants::maxTribes;
  EXPECT_EQ(refusal(founding), "tribes is 16; it must be from 1 to 15.");
  for (const float share : {0.0f, -1.0f, 2e6f, std::numeric_limits<float>::quiet_NaN()}) {
    founding = savanna();
    founding.tribes[0].share = share;
    EXPECT_TRUE(says(refusal(founding), "share of a tribe")) << refusal(founding);
  }
  founding.tribes[0].share = 0;
  EXPECT_EQ(refusal(founding), "share of a tribe is 0; it must be from 0.001 to 1000000.");
  for (const float share : {constants::leastShare, constants::mostShare}) {
    founding = savanna();
    founding.tribes[0].share = share;
    EXPECT_EQ(refusal(founding), "");
  }
  founding = savanna();
  founding.tribes[0].pattern = 4;
  EXPECT_EQ(refusal(founding), "pattern of a tribe is 4; it must be from 0 to 3.");
}

TEST(Founding, RefusesAWorldTooSmallForTheWidestSight) {
  Founding founding = savanna();
  founding.options.columns = constants::minColumns - 1;
  EXPECT_EQ(refusal(founding), "columns is 15; it must be from 16 to 2048 cells.");
  founding = savanna();
  founding.options.rows = 1;
  EXPECT_EQ(refusal(founding), "rows is 1; it must be from 16 to 2048 cells.");
}

TEST(Founding, RefusesLessRoomThanAnimals) {
  Founding founding = savanna();
  founding.options.maxEntities = 999;
  EXPECT_EQ(refusal(founding), "maxEntities is 999; it must be from 1000 to 1048576 animals.");
}

TEST(Founding, FillsInWhatIsLeftOpen) {
  Founding founding = savanna();
  founding.options.columns = founding.options.rows = 0;
  founding.options.areaPerAnimal = 400.0f;
  ASSERT_TRUE(resolveFounding(founding).ok());
  EXPECT_EQ(founding.options.maxEntities, 1250u) << "a quarter more";
  // 1000 animals on 400 u^2 each: 632 u on a side, 39.5 cells of 16 u.
  EXPECT_EQ(founding.options.columns, 40u);
  EXPECT_EQ(founding.options.rows, 40u);

  founding.options.movementOnly = 1;
  founding.options.maxEntities = 0;
  ASSERT_TRUE(resolveFounding(founding).ok());
  EXPECT_EQ(founding.options.maxEntities, 1000u) << "nobody is born where animals only move";
}

TEST(Founding, StaysAsItIsWhenResolvedTwice) {
  for (const Scene& scene : scenes()) {
    Founding once = foundingOf(scene);
    ASSERT_TRUE(resolveFounding(once).ok());
    Founding twice = once;
    ASSERT_TRUE(resolveFounding(twice).ok());
    for (uint32_t i = 0; i < std::size(kLifeOptions); ++i) {
      EXPECT_EQ(readOption(twice.options, i), readOption(once.options, i)) << scene.name;
    }
  }
}

TEST(Founding, KeepsTheWorldWithinItsLimitsWhateverTheArea) {
  Founding founding = savanna();
  founding.options.columns = founding.options.rows = 0;
  founding.options.entities = constants::maxEntitiesLimit;
  founding.options.areaPerAnimal = 100000.0f;
  ASSERT_TRUE(resolveFounding(founding).ok());
  EXPECT_EQ(founding.options.columns, constants::maxColumns);
  EXPECT_EQ(founding.options.maxEntities, constants::maxEntitiesLimit);
  founding = savanna();
  founding.options.columns = founding.options.rows = 0;
  founding.options.entities = 1;
  ASSERT_TRUE(resolveFounding(founding).ok());
  EXPECT_EQ(founding.options.columns, constants::minColumns);
}

TEST(Founding, NeedsExactlyTheMemoryItSays) {
  Founding founding = savanna();
  ASSERT_TRUE(resolveFounding(founding).ok());
  const size_t bytes = World::bytesNeeded(founding, 4);
  constexpr std::align_val_t alignment{64};
  auto* memory = static_cast<std::byte*>(::operator new(bytes, alignment));
  core::Status status;
  EXPECT_EQ(World::found(founding, {memory, bytes - 1}, status, 4), nullptr);
  EXPECT_STREQ(status.message, "The world does not fit into the memory it was given.");
  World* world = World::found(founding, {memory, bytes}, status, 4);
  ASSERT_NE(world, nullptr) << status.message;
  EXPECT_EQ(world->population(), founding.options.entities);
  ::operator delete(memory, alignment);
}

TEST(Founding, SharesTheAnimalsAmongTheTribes) {
  tests::TestWorld world(savanna());
  ASSERT_STREQ(world.status().message, "");
  const WorldStats& stats = world->gatherStats();
  const Founding& founding = world->founding();
  double shares = 0;
  for (uint32_t t = 0; t < founding.tribeCount; ++t) {
    shares += static_cast<double>(founding.tribes[t].share);
  }
  for (uint32_t t = 0; t < founding.tribeCount; ++t) {
    const double expected = 1000 * static_cast<double>(founding.tribes[t].share) / shares;
    EXPECT_NEAR(stats.tribes[t].population, expected, 1.0) << "tribe " << t;
  }
  EXPECT_EQ(stats.population, 1000u);
}

}  // namespace
}  // namespace skyflock::life
