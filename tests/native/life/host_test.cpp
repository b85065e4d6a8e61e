#include "life/host.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <string>

#include "life/world_fixture.h"
#include "support/hosts.h"
#include "support/snapshots.h"

namespace skyflock::tests {
namespace {

using life::FoundOutcome;
using life::Host;

class LifeHost : public testing::Test {
 protected:
  LifeHost() { ScantMemory::reset(); }
  ~LifeHost() override { ScantMemory::reset(); }

  FoundOutcome found(Host& host) {
    wish(host, founding);
    return host.found(founding.tribeCount);
  }
  /// Hands a snapshot to a host.
  static FoundOutcome restore(Host& host, Bytes& bytes) {
    const auto count = static_cast<uint32_t>(bytes.size());
    std::byte* room = host.reserveSnapshot(count);
    if (room == nullptr) return FoundOutcome::noMemory;
    std::memcpy(room, bytes.data(), count);
    return host.restore(count);
  }
  static void refuseBeyond(size_t most) {
    ScantMemory::refuses = [most](size_t bytes, size_t) { return bytes > most; };
  }
  /// The hash of the founding's world after some ticks.
  std::string hashAfter(uint32_t ticks) const {
    TestWorld world(founding);
    for (uint32_t i = 0; i < ticks; ++i) world->step();
    return hashOf(*world);
  }

  const life::Platform scant = {.allocate = ScantMemory::allocate};
  life::Founding founding = smallFounding("savanna", 400, 30, 30);
};

TEST_F(LifeHost, FoundsTheWorldOfItsOptionsAndTribes) {
  Host host(scant);
  ASSERT_EQ(found(host), FoundOutcome::founded) << host.message();
  EXPECT_EQ(ScantMemory::asked, std::vector<size_t>{worldBytes(founding, 0, 1)});
  EXPECT_EQ(optionOf(host, "maxEntities"), 500);
  EXPECT_EQ(host.requestedEntities(), 500u);
  EXPECT_EQ(host.refusedBytes(), 0u);
  EXPECT_EQ(host.tribeCount(), founding.tribeCount);
  for (int i = 0; i < 30; ++i) ASSERT_TRUE(host.step()) << host.message();
  EXPECT_EQ(hashOf(host.world()), hashAfter(30));
}

TEST_F(LifeHost, TakesFoundersInSpellsOfAnySizeAndFoundsTheSameWorld) {
  for (const char* scene : {"savanna", "flock", "islands"}) {
    founding = smallFounding(scene, 700, 40, 40);
    for (const uint32_t spell : {1u, 7u, 64u, 699u, 700u, 5000u}) {
      Host host({});
      wish(host, founding);
      ASSERT_EQ(host.foundEmpty(founding.tribeCount), FoundOutcome::founded) << host.message();
      EXPECT_EQ(host.world().population(), 0u);
      uint32_t left = 700;
      while (left > 0) {
        const uint32_t now = host.world().spawnFounders(spell);
        ASSERT_EQ(now, left - std::min(left, spell));
        ASSERT_EQ(host.world().population(), 700 - now);
        left = now;
      }
      EXPECT_EQ(host.world().spawnFounders(spell), 0u);
      for (int i = 0; i < 5; ++i) ASSERT_TRUE(host.step()) << host.message();
      EXPECT_EQ(hashOf(host.world()), hashAfter(5)) << scene << ", " << spell << " at a time";
    }
  }
}

TEST_F(LifeHost, TimesPhasesByTheClockItIsGiven) {
  static double time = 0;
  Host timed({.nowMilliseconds = [] { return time += 1; }}), untimed({});
  ASSERT_EQ(found(timed), FoundOutcome::founded);
  ASSERT_EQ(found(untimed), FoundOutcome::founded);
  timed.step();
  untimed.step();
  EXPECT_GT(timed.world().criticalPathMilliseconds(), 7.0);
  EXPECT_EQ(untimed.world().criticalPathMilliseconds(), 0.0);
}

TEST_F(LifeHost, IsCutIntoAsManyPartitionsAsThereCanBe) {
  for (const auto& [asked, given] : {std::pair{0u, 1u}, {3u, 3u}, {99u, 16u}}) {
    Host host({});
    host.setPartitions(asked);
    founding.options.columns = founding.options.rows = 80;
    ASSERT_EQ(found(host), FoundOutcome::founded);
    EXPECT_EQ(host.world().state().plan.count, given);
    for (int i = 0; i < 10; ++i) host.step();
    EXPECT_EQ(hashOf(host.world()), hashAfter(10));
  }
}

TEST_F(LifeHost, IsCutInTheWayItIsTold) {
  founding.options.columns = 120;
  founding.options.rows = 60;
  const auto cutBy = [&](uint32_t strategy) {
    Host host({});
    host.setPartitions(6);
    host.setStrategy(strategy);
    EXPECT_EQ(found(host), FoundOutcome::founded);
    const life::PartitionPlan plan = host.world().state().plan;
    for (int i = 0; i < 10; ++i) host.step();
    EXPECT_EQ(hashOf(host.world()), hashAfter(10)) << "strategy " << strategy;
    return plan;
  };
  const auto strips = cutBy(static_cast<uint32_t>(life::PartitionStrategy::strips));
  for (uint32_t i = 0; i < 6; ++i) EXPECT_EQ(strips.rects[i].height(), 60);
  const auto tiles = cutBy(static_cast<uint32_t>(life::PartitionStrategy::tiles));
  for (uint32_t i = 0; i < 6; ++i)
    EXPECT_EQ(tiles.rects[i].width() * tiles.rects[i].height(), 1200);
  EXPECT_EQ(cutBy(99), tiles) << "there is none of this number";
  EXPECT_NE(cutBy(static_cast<uint32_t>(life::PartitionStrategy::bisection)), strips);
}

TEST_F(LifeHost, MakesRoomForHalfAsManyWhileMemoryIsRefused) {
  founding.options.maxEntities = 21000;
  const auto needed = [&](uint32_t most) { return worldBytes(founding, most, 1); };
  refuseBeyond(needed(5250));
  Host host(scant);
  ASSERT_EQ(found(host), FoundOutcome::founded) << host.message();
  EXPECT_EQ(ScantMemory::asked, (std::vector<size_t>{needed(21000), needed(10500), needed(5250)}));
  EXPECT_EQ(host.requestedEntities(), 21000u);
  EXPECT_EQ(host.refusedBytes(), needed(21000));
  EXPECT_EQ(optionOf(host, "maxEntities"), 5250);
  EXPECT_EQ(host.world().founding().options.maxEntities, 5250u);
  EXPECT_TRUE(host.step());
}

TEST_F(LifeHost, NeverMakesRoomForFewerThanItBeginsWith) {
  founding.options.maxEntities = 1000;
  const auto needed = [&](uint32_t most) { return worldBytes(founding, most, 1); };
  refuseBeyond(needed(400) - 64);
  Host host(scant);
  EXPECT_EQ(found(host), FoundOutcome::noMemory);
  EXPECT_EQ(ScantMemory::asked, (std::vector<size_t>{needed(1000), needed(500), needed(400)}));
  EXPECT_EQ(host.refusedBytes(), needed(1000));
  EXPECT_EQ(host.message(), refusalOf(needed(400), "the world"));
}

TEST_F(LifeHost, RefusesOptionsByNameBeforeItTakesMemory) {
  Host host(scant);
  for (uint32_t i = 0; i < std::size(life::kLifeOptions); ++i) {
    const life::OptionInfo& info = life::kLifeOptions[i];
    for (const double bad :
         {info.least - 1, info.most + 1, 1e300, -1e300, std::numeric_limits<double>::quiet_NaN()}) {
      wish(host, founding);
      host.options()[i] = bad;
      EXPECT_EQ(host.found(founding.tribeCount), FoundOutcome::refused) << info.name;
      EXPECT_TRUE(host.message().starts_with(std::string(info.name) + " is ")) << host.message();
    }
  }
  wish(host, founding);
  optionOf(host, "maxEntities") = 399;
  EXPECT_EQ(host.found(founding.tribeCount), FoundOutcome::refused);
  EXPECT_EQ(host.message(), "maxEntities is 399; it must be from 400 to 1048576 animals.");
  wish(host, founding);
  EXPECT_EQ(host.found(0), FoundOutcome::refused);
  EXPECT_TRUE(host.message().starts_with("tribes is 0;")) << host.message();
  EXPECT_TRUE(ScantMemory::asked.empty());
  EXPECT_EQ(found(host), FoundOutcome::founded) << host.message();
}

TEST_F(LifeHost, SavesWhatAnotherHostGoesOnWith) {
  Host host({}), other({});
  const std::string labels = R"({"tribes":["a","b"]})";
  std::memcpy(host.labels(), labels.data(), labels.size());
  host.setLabelBytes(static_cast<uint32_t>(labels.size()));
  ASSERT_EQ(found(host), FoundOutcome::founded) << host.message();
  for (int i = 0; i < 20; ++i) host.step();
  Bytes bytes(host.world().snapshotBytes());
  const std::byte* room = host.reserveSnapshot(static_cast<uint32_t>(bytes.size()));
  ASSERT_NE(room, nullptr);
  host.save();
  std::memcpy(bytes.data(), room, bytes.size());
  other.setPartitions(3);
  ASSERT_EQ(restore(other, bytes), FoundOutcome::founded) << other.message();
  EXPECT_EQ(other.tribeCount(), founding.tribeCount);
  EXPECT_EQ(optionOf(other, "maxEntities"), optionOf(host, "maxEntities"));
  EXPECT_EQ(std::string(other.labels(), labels.size()), labels);
  for (int i = 0; i < 20; ++i) EXPECT_EQ(host.step(), other.step());
  EXPECT_EQ(hashOf(host.world()), hashOf(other.world()));
}

TEST_F(LifeHost, KeepsNoMoreLabelsThanThereIsRoomFor) {
  Host host({});
  host.setLabelBytes(life::constants::maxLabelBytes + 1);
  ASSERT_EQ(found(host), FoundOutcome::founded);
  EXPECT_EQ(host.world().founding().labelBytes, life::constants::maxLabelBytes);
}

TEST_F(LifeHost, KeepsTheBytesReservedForASnapshotUntilMoreAreAskedFor) {
  Host host(scant);
  std::byte* first = host.reserveSnapshot(1000);
  ASSERT_NE(first, nullptr);
  EXPECT_EQ(host.reserveSnapshot(1000), first);
  EXPECT_EQ(host.reserveSnapshot(10), first);
  EXPECT_EQ(ScantMemory::asked, std::vector<size_t>{1024});
  EXPECT_NE(host.reserveSnapshot(5000), nullptr);
  EXPECT_EQ(ScantMemory::asked, (std::vector<size_t>{1024, 5056}));
}

TEST_F(LifeHost, ReservesForASnapshotAgainWhatWasRefusedBefore) {
  Host host(scant);
  ASSERT_NE(host.reserveSnapshot(1000), nullptr);
  refuseBeyond(4096);
  EXPECT_EQ(host.reserveSnapshot(5000), nullptr);
  EXPECT_EQ(host.message(), refusalOf(5056, "the snapshot"));
  EXPECT_EQ(host.refusedBytes(), 5056u);
  EXPECT_EQ(host.reserveSnapshot(5000), nullptr);
  // What was reserved before went with the attempt.
  EXPECT_NE(host.reserveSnapshot(1000), nullptr);
  ScantMemory::refuses = nullptr;
  EXPECT_NE(host.reserveSnapshot(5000), nullptr);
  EXPECT_EQ(ScantMemory::asked, (std::vector<size_t>{1024, 5056, 5056, 1024, 5056}));
}

TEST_F(LifeHost, SaysWhatIsWrongWithASnapshot) {
  TestWorld world(founding);
  world->step();
  const Bytes sound = save(*world);
  const auto refuse = [&](const char* what, const auto& spoil) {
    Bytes bytes = sound;
    spoil(bytes);
    Host host({});
    EXPECT_EQ(restore(host, bytes), FoundOutcome::refused) << what;
    const Restored reference(bytes.span());
    EXPECT_NE(host.message(), "") << what;
    EXPECT_EQ(host.message(), reference.status.message) << what;
    Bytes again = sound;
    EXPECT_EQ(restore(host, again), FoundOutcome::founded) << host.message();
    EXPECT_EQ(hashOf(host.world()), hashOf(*world));
  };
  refuse("its end is missing", [](Bytes& b) {
    Bytes part(b.size() / 2);
    std::memcpy(part.data(), b.data(), part.size());
    b = part;
  });
  refuse("a bit is wrong", [](Bytes& b) { b.data()[b.size() / 2] ^= std::byte{1}; });
  refuse("an animal is nowhere", [](Bytes& b) {
    animalOf(b, partsOf(b), 0)->x = std::numeric_limits<float>::quiet_NaN();
    seal(b);
  });
}

TEST_F(LifeHost, RestoresNothingWithoutMemory) {
  TestWorld world(founding);
  Bytes bytes = save(*world);
  Host host(scant);
  refuseBeyond(bytes.size() + 64);
  EXPECT_EQ(restore(host, bytes), FoundOutcome::noMemory);
  EXPECT_EQ(host.message(), refusalOf(worldBytes(founding, 0, 1), "the world"));
}

TEST_F(LifeHost, SaysWhyACommandIsRefused) {
  Host host({});
  ASSERT_EQ(found(host), FoundOutcome::founded);
  life::Command& command = host.command();
  command = {};
  command.kind = static_cast<uint32_t>(life::CommandKind::spawn);
  command.x = std::numeric_limits<float>::quiet_NaN();
  command.count = 1;
  EXPECT_FALSE(host.enqueue());
  EXPECT_TRUE(host.message().starts_with("x is not a number")) << host.message();
  command.x = command.y = 10;
  command.radius = 5;
  const uint32_t before = host.world().population();
  for (uint32_t i = 0; i < life::constants::maxCommands; ++i) {
    ASSERT_TRUE(host.enqueue()) << host.message();
  }
  EXPECT_FALSE(host.enqueue());
  EXPECT_TRUE(host.message().starts_with("1024 commands wait")) << host.message();
  ASSERT_TRUE(host.step());
  EXPECT_GT(host.world().population(), before);
  EXPECT_TRUE(host.enqueue());
}

TEST_F(LifeHost, TellsTheBytesOfAFrame) {
  Host host({});
  ASSERT_EQ(found(host), FoundOutcome::founded);
  TestWorld world(founding);
  for (const bool withFood : {false, true}) {
    const life::FrameHeader& frame = host.writeFrame(1, withFood);
    const life::FrameHeader& expected = world->writeFrame(static_cast<life::ColorBy>(1), withFood);
    ASSERT_EQ(host.frameBytes(), expected.bytes);
    EXPECT_EQ(std::memcmp(&frame, &expected, expected.bytes), 0);
  }
}

TEST_F(LifeHost, StepsNoWorldThatIsNotHealthy) {
  Host host({});
  ASSERT_EQ(found(host), FoundOutcome::founded);
  ASSERT_TRUE(host.step());
  const life::Store& store = host.world().state().store;
  // What comes after an array and its gap is a guard.
  *reinterpret_cast<std::byte*>(store.decisions + store.animalCapacity + 4) = std::byte{0};
  EXPECT_FALSE(host.step());
  EXPECT_EQ(host.message(), "Something was written beyond the end of an array.");
  EXPECT_FALSE(host.step());
  EXPECT_EQ(host.world().tick(), 2u);
}

}  // namespace
}  // namespace skyflock::tests
