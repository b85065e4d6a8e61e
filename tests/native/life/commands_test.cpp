#include "life/commands.h"

#include <gtest/gtest.h>

#include <cmath>
#include <iterator>
#include <limits>
#include <string>

#include "life/founding.h"
#include "support/test_world.h"

namespace skyflock::life {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

Command command(CommandKind kind) {
  Command c = {};
  c.kind = static_cast<uint32_t>(kind);
  c.x = 100;
  c.y = 100;
  c.radius = 50;
  c.count = 1;
  return c;
}

class Commands : public testing::Test {
 protected:
  Commands() : world(tests::smallFounding("savanna", 500, 40, 40)) {}

  std::string refusal(const Command& c) { return world->enqueue(c).message; }

  std::string setOption(uint32_t index, double value) {
    Command c = command(CommandKind::setOption);
    c.index = index;
    c.value = value;
    return refusal(c);
  }

  tests::TestWorld world;
};

TEST_F(Commands, SetOptionRefusesByNameValueAndRange) {
  for (uint32_t i = constants::foundingOptions; i < std::size(kLifeOptions); ++i) {
    const OptionInfo& option = kLifeOptions[i];
    for (const double bad : {option.least - 1, option.most + 1, kNan}) {
      const std::string message = setOption(i, bad);
      EXPECT_TRUE(message.starts_with(std::string(option.name) + " is ")) << message;
      EXPECT_NE(message.find("it must be from"), std::string::npos) << message;
    }
    EXPECT_EQ(setOption(i, option.least), "");
    EXPECT_EQ(setOption(i, option.most), "");
    EXPECT_EQ(setOption(i, option.most - 0.5),
              option.isInteger ? std::string(option.name) + " takes a whole number." : "");
  }
}

TEST_F(Commands, SetOptionRefusesWhatIsFixedAtTheFounding) {
  for (uint32_t i = 0; i < constants::foundingOptions; ++i) {
    EXPECT_EQ(setOption(i, kLifeOptions[i].least),
              std::string(kLifeOptions[i].name) +
                  " is fixed once the world is founded; found a new one.");
  }
}

TEST_F(Commands, SetOptionRefusesNumbersThatNoOptionHas) {
  const auto count = static_cast<uint32_t>(std::size(kLifeOptions));
  EXPECT_TRUE(setOption(count, 1).starts_with("option is " + std::to_string(count)));
}

TEST_F(Commands, SetOptionActsAtTheNextTick) {
  ASSERT_EQ(setOption(constants::foundingOptions, 12.5), "");
  EXPECT_NE(readOption(world->founding().options, constants::foundingOptions), 12.5);
  world->step();
  EXPECT_EQ(readOption(world->founding().options, constants::foundingOptions), 12.5);
}

TEST_F(Commands, CirclesLieWithinTheWorld) {
  for (const auto kind : {CommandKind::paintFood, CommandKind::spawn, CommandKind::kill}) {
    Command c = command(kind);
    EXPECT_EQ(refusal(c), "");
    c.x = -1;
    EXPECT_EQ(refusal(c), "x is -1; it must be from 0 to 640.");
    c.x = 641;
    EXPECT_EQ(refusal(c), "x is 641; it must be from 0 to 640.");
    c = command(kind);
    c.y = std::numeric_limits<float>::quiet_NaN();
    EXPECT_EQ(refusal(c), "y is not a number; it must be from 0 to 640.");
    c = command(kind);
    c.radius = 0;
    EXPECT_EQ(refusal(c), "radius is 0; it must be from 0.1 to 4096.");
    c.radius = std::numeric_limits<float>::infinity();
    EXPECT_EQ(refusal(c), "radius is beyond 1e15; it must be from 0.1 to 4096.");
  }
}

TEST_F(Commands, PaintFoodRefusesAmountsOutOfRange) {
  Command c = command(CommandKind::paintFood);
  for (const double bad : {-1001.0, 1001.0, kNan}) {
    c.value = bad;
    EXPECT_TRUE(refusal(c).starts_with("amount is ")) << refusal(c);
  }
}

TEST_F(Commands, PaintFoodHasNoMeaningWhereAnimalsOnlyMove) {
  tests::TestWorld flock(tests::smallFounding("flock", 100, 20, 20));
  EXPECT_STREQ(flock->enqueue(command(CommandKind::paintFood)).message,
               "paintFood has no meaning in a world that only moves.");
}

TEST_F(Commands, PaintFoodFeedsAndStarvesTheCellsOfItsCircle) {
  const double before = world->gatherStats().foodNow;
  Command c = command(CommandKind::paintFood);
  c.value = -1000;
  c.x = c.y = 320;
  c.radius = 4096;
  ASSERT_EQ(refusal(c), "");
  world->step();
  EXPECT_LT(world->gatherStats().foodNow, 0.05 * before);
  c.value = 1000;
  ASSERT_EQ(refusal(c), "");
  world->step();
  // Painting fills a cell to what the richest one grows.
  const float most = world->founding().options.foodCapacity;
  const double all = 1600 * static_cast<double>(most);
  EXPECT_GT(world->gatherStats().foodNow, 0.99 * all);
  EXPECT_LE(world->gatherStats().foodNow, all);
}

TEST_F(Commands, SpawnRefusesTribesAndCountsOutOfRange) {
  Command c = command(CommandKind::spawn);
  c.index = 5;
  EXPECT_EQ(refusal(c), "tribe is 5; it must be from 0 to 4.");
  c.index = 0;
  c.count = 0;
  EXPECT_EQ(refusal(c), "count is 0; it must be from 1 to 625.");
  c.count = 626;
  EXPECT_EQ(refusal(c), "count is 626; it must be from 1 to 625.");
}

TEST_F(Commands, SpawnPutsAnimalsIntoItsCircle) {
  tests::TestWorld flock(tests::smallFounding("pair", 2, 20, 20));
  ASSERT_STREQ(flock.status().message, "");
  Command c = command(CommandKind::spawn);
  c.x = 10;  // the circle reaches across the border
  c.y = 300;
  c.radius = 20;
  c.count = 1;
  flock->enqueue(c);
  flock->step();
  EXPECT_EQ(flock->population(), 2u) << "a world without room for more takes nobody";

  Founding founding = tests::smallFounding("savanna", 100, 20, 20);
  founding.options.maxEntities = 200;
  tests::TestWorld roomy(founding);
  c.count = 50;
  c.index = 1;
  const uint32_t before = roomy->gatherStats().tribes[1].population;
  ASSERT_TRUE(roomy->enqueue(c).ok());
  roomy->step();
  EXPECT_NEAR(roomy->gatherStats().tribes[1].population, before + 50, 2);
  uint32_t near = 0;
  const FrameHeader& frame = roomy->writeFrame(ColorBy::tribe, false);
  const auto* animals = reinterpret_cast<const FrameAnimal*>(&frame + 1);
  for (uint32_t i = 0; i < frame.count; ++i) {
    const float dx = animals[i].x > 160 ? animals[i].x - 320 - c.x : animals[i].x - c.x;
    const float dy = animals[i].y - c.y > 160 ? animals[i].y - 320 - c.y : animals[i].y - c.y;
    // A tick and the push of overlapping bodies move them a little.
    if (animals[i].tribe == 1 && std::hypot(dx, dy) < c.radius + 6) ++near;
  }
  EXPECT_GE(near, 48u);
}

TEST_F(Commands, KillEndsTheAnimalsOfItsCircle) {
  Command c = command(CommandKind::kill);
  c.x = c.y = 320;
  c.radius = 4096;
  ASSERT_EQ(refusal(c), "");
  world->step();
  EXPECT_EQ(world->population(), 0u);
  EXPECT_EQ(world->gatherStats().extinct, 1u);
  EXPECT_EQ(world->gatherStats().total.killed, 500u);
  world->step();
  EXPECT_STREQ(world->health().message, "") << "an empty world goes on";
}

TEST(CommandsInAFullWorld, SpawnInThePlaceOfTheDeadOfTheSameTick) {
  Founding founding = tests::smallFounding("flock", 600, 40, 40);
  founding.options.maxEntities = 600;
  core::StateHash hash;
  for (const uint32_t partitions : {1u, 4u}) {
    tests::TestWorld full(founding, partitions);
    if (partitions > 1) full->setPartitions(partitions, runtime::PartitionStrategy::bisection);
    for (int i = 0; i < 5; ++i) full->step();
    Command end = command(CommandKind::kill);
    end.x = end.y = 300;
    end.radius = 150;
    Command begin = end;
    begin.kind = static_cast<uint32_t>(CommandKind::spawn);
    begin.count = 600;
    ASSERT_TRUE(full->enqueue(end).ok());
    ASSERT_TRUE(full->enqueue(begin).ok());
    full->step();
    EXPECT_EQ(full->population(), 600u);
    full->step();
    if (partitions == 1) hash = full->hash();
    EXPECT_STREQ(core::toText(full->hash()).digits, core::toText(hash).digits);
  }
}

TEST_F(Commands, SetGeneRefusesByNameValueAndRange) {
  Command c = command(CommandKind::setGene);
  c.index = 5;
  c.count = 0;
  EXPECT_EQ(refusal(c), "tribe is 5; it must be from 0 to 4.");
  c.index = 0;
  c.count = constants::geneCount;
  EXPECT_EQ(refusal(c), "gene is 9; it must be from 0 to 8.");
  for (uint32_t g = 0; g < constants::geneCount; ++g) {
    c.count = g;
    const GeneRange& range = kGeneRanges[g];
    for (const double bad :
         {static_cast<double>(range.least) - 1, static_cast<double>(range.most) + 1, kNan}) {
      c.value = bad;
      EXPECT_TRUE(refusal(c).starts_with(std::string(range.name) + " is ")) << refusal(c);
    }
    c.value = static_cast<double>(range.most);
    EXPECT_EQ(refusal(c), "");
  }
  world->step();
  EXPECT_EQ(world->founding().tribes[0].genes[0], kGeneRanges[0].most);
}

TEST_F(Commands, OfNoKindAreRefused) {
  for (const uint32_t kind : {0u, 6u, 0xffffffffu}) {
    Command c = command(CommandKind::kill);
    c.kind = kind;
    EXPECT_TRUE(refusal(c).starts_with("command kind is ")) << refusal(c);
  }
}

TEST_F(Commands, WaitUpToAThousandAndTwentyFour) {
  for (uint32_t i = 0; i < constants::maxCommands; ++i)
    ASSERT_EQ(setOption(constants::foundingOptions, 9), "");
  EXPECT_EQ(setOption(constants::foundingOptions, 9),
            "1024 commands wait for the next tick already; let the world run first.");
  world->step();
  EXPECT_EQ(setOption(constants::foundingOptions, 9), "");
}

TEST_F(Commands, RefusedOnesChangeNothing) {
  tests::TestWorld other(tests::smallFounding("savanna", 500, 40, 40));
  setOption(constants::foundingOptions, -5);
  Command c = command(CommandKind::spawn);
  c.index = 9;
  refusal(c);
  for (int i = 0; i < 5; ++i) {
    world->step();
    other->step();
  }
  EXPECT_EQ(world->hash(), other->hash());
}

}  // namespace
}  // namespace skyflock::life
