#include "life/snapshot.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <limits>
#include <random>
#include <sstream>
#include <string>

#include "life/world_fixture.h"
#include "support/snapshots.h"

namespace skyflock::tests {
namespace {

std::string refusal(std::span<const std::byte> snapshot) {
  const Restored restored(snapshot);
  return restored.world == nullptr ? restored.status.message : "no refusal";
}

TEST(Snapshot, GoesOnAsTheWorldItWasSavedFrom) {
  for (const life::Scene& scene : life::scenes()) {
    TestWorld original(small_founding(scene.name, 800, 40, 40));
    for (int i = 0; i < 45; ++i) original->step();
    Bytes bytes = save(*original);
    const Restored restored(bytes.span(), 5);
    ASSERT_NE(restored.world, nullptr) << scene.name << ": " << restored.status.message;
    EXPECT_EQ(hash_of(*restored.world), hash_of(*original)) << scene.name;
    EXPECT_EQ(restored.world->population(), original->population());
    for (int i = 0; i < 60; ++i) {
      original->step();
      restored.world->step();
      ASSERT_EQ(hash_of(*restored.world), hash_of(*original)) << scene.name << ", tick " << i;
    }
    const life::WorldStats& a = original->gather_stats();
    const life::WorldStats& b = restored.world->gather_stats();
    EXPECT_EQ(a.total.births, b.total.births) << scene.name;
    EXPECT_EQ(a.energyBurnt, b.energyBurnt) << scene.name;
  }
}

TEST(Snapshot, KeepsOptionsThatChangedWhileItRan) {
  TestWorld original(small_founding("savanna", 300, 30, 30));
  life::Command command = {};
  command.kind = static_cast<uint32_t>(life::CommandKind::setOption);
  for (uint32_t i = 0; i < std::size(life::kLifeOptions); ++i) {
    if (std::string(life::kLifeOptions[i].name) == "foodRegrowth") command.index = i;
  }
  command.value = 0.5;
  ASSERT_TRUE(original->enqueue(command).ok());
  original->step();
  Bytes bytes = save(*original);
  const Restored restored(bytes.span());
  ASSERT_NE(restored.world, nullptr) << restored.status.message;
  EXPECT_EQ(restored.world->founding().options.foodRegrowth, 0.5f);
}

TEST(Snapshot, HasTheSameBytesWhateverThePartitions) {
  TestWorld one(small_founding("savanna", 500, 40, 40), 1);
  TestWorld many(small_founding("savanna", 500, 40, 40), 7);
  for (int i = 0; i < 30; ++i) {
    one->step();
    many->step();
  }
  Bytes a = save(*one);
  Bytes b = save(*many);
  EXPECT_TRUE(std::ranges::equal(a.span(), b.span()));
  // And a world that was restored from them saves them again.
  Bytes again = save(*Restored(a.span(), 3).world);
  EXPECT_TRUE(std::ranges::equal(a.span(), again.span()));
}

TEST(Snapshot, RefusesWhatIsCutOffForeignOrTooNew) {
  TestWorld world(small_founding("savanna", 100, 20, 20));
  world->step();
  Bytes bytes = save(*world);
  const auto header = [&] { return reinterpret_cast<life::SnapshotHeader*>(bytes.data()); };
  EXPECT_EQ(refusal(bytes.span(20)), "The snapshot is cut off within its header.");
  EXPECT_EQ(refusal(bytes.span(bytes.size() - 1)),
            "The snapshot is cut off, or damaged: it is shorter than it says.");
  header()->magic ^= 1;
  EXPECT_EQ(refusal(bytes.span()), "The snapshot is invalid: it begins with other bytes.");
  header()->magic ^= 1;
  header()->version = life::constants::snapshotVersion + 1;
  EXPECT_EQ(refusal(bytes.span()),
            "The snapshot is of a later version of Skyflock; use that version to load it.");
  header()->version = life::constants::snapshotVersion;
  header()->layoutId ^= 1;
  EXPECT_EQ(
      refusal(bytes.span()),
      "The snapshot is of another layout of Skyflock's records; use the version that saved it.");
  header()->layoutId ^= 1;
  header()->version = 0;
  EXPECT_EQ(refusal(bytes.span()), "The snapshot is of a version that never was.");
  header()->version = life::constants::snapshotVersion;
  EXPECT_EQ(refusal({}), "The snapshot is cut off within its header.");
  EXPECT_NE(Restored(bytes.span()).world, nullptr);
}

TEST(Snapshot, KeepsTheLabels) {
  life::Founding founding = small_founding("pair", 2, 16, 16);
  const std::string labels = R"({"scene":"pair","tribes":["Först"]})";
  labels.copy(founding.labels, labels.size());
  founding.labelBytes = static_cast<uint32_t>(labels.size());
  TestWorld original(founding);
  Bytes bytes = save(*original);
  EXPECT_EQ(bytes.size() % 8, 0u);
  const Restored restored(bytes.span());
  ASSERT_NE(restored.world, nullptr) << restored.status.message;
  const life::Founding& read = restored.world->founding();
  EXPECT_EQ(std::string(read.labels, read.labelBytes), labels);
}

TEST(Snapshot, ThatIsStoredGoesOnAsItDidWhenItWasWritten) {
  std::ifstream lines(std::string(SKYFLOCK_SOURCE_DIR) + "/tests/snapshots/hashes.txt");
  std::string line;
  int files = 0;
  while (std::getline(lines, line)) {
    if (line.empty() || line[0] == '#') continue;
    std::istringstream words(line);
    std::string file, hash, laterHash;
    uint32_t tick = 0, laterTick = 0;
    ASSERT_TRUE(words >> file >> tick >> hash >> laterTick >> laterHash) << line;
    Bytes bytes = read_bytes("tests/snapshots/" + file);
    const Restored restored(bytes.span(), 2);
    ASSERT_NE(restored.world, nullptr) << file << ": " << restored.status.message;
    EXPECT_EQ(restored.world->tick(), tick) << file;
    EXPECT_EQ(hash_of(*restored.world), hash) << file;
    while (restored.world->tick() < laterTick) restored.world->step();
    EXPECT_EQ(hash_of(*restored.world), laterHash) << file;
    ++files;
  }
  EXPECT_GE(files, 5);
}

TEST(Snapshot, OfVersion1IsSavedAsOneOfTheNewest) {
  Bytes bytes = read_bytes("tests/snapshots/savanna-version-1.skylife");
  ASSERT_EQ(header_of(bytes)->version, 1u);
  const Restored restored(bytes.span());
  ASSERT_NE(restored.world, nullptr) << restored.status.message;
  EXPECT_EQ(restored.world->founding().options.foodRegrowth, 0.5f);
  EXPECT_EQ(restored.world->founding().labelBytes, 0u);
  Bytes again = save(*restored.world);
  EXPECT_EQ(header_of(again)->version, life::constants::snapshotVersion);
  EXPECT_EQ(hash_of(*Restored(again.span()).world), hash_of(*restored.world));
}

TEST(Snapshot, OfVersion1MayNotHoldAnIdTwice) {
  Bytes bytes = read_bytes("tests/snapshots/savanna-version-1.skylife");
  const life::SnapshotParts parts = parts_of(bytes);
  animal_of(bytes, parts, 5)->id = animal_of(bytes, parts, 9)->id;
  seal(bytes);
  EXPECT_EQ(refusal(bytes.span()), "The snapshot is damaged: two of its animals have the same id.");
}

TEST(Snapshot, RefusesNumbersThatNoWorldHas) {
  TestWorld world(small_founding("savanna", 60, 20, 20));
  for (int i = 0; i < 20; ++i) world->step();
  const auto refused = [&](auto change) {
    Bytes bytes = save(*world);
    change(bytes, parts_of(bytes));
    seal(bytes);
    return refusal(bytes.span());
  };
  const auto animal = [&](auto change) {
    return refused([&](Bytes& bytes, const life::SnapshotParts& parts) {
      change(*animal_of(bytes, parts, 7));
    });
  };
  const std::string noAnimal = "The snapshot is damaged: it holds an animal that cannot be.";
  const float nan = std::numeric_limits<float>::quiet_NaN();
  EXPECT_EQ(animal([&](life::SnapshotAnimal& a) { a.x = nan; }), noAnimal);
  EXPECT_EQ(animal([&](life::SnapshotAnimal& a) { a.y = 320.0f; }), noAnimal);
  EXPECT_EQ(animal([&](life::SnapshotAnimal& a) { a.vx = 1e9f; }), noAnimal);
  EXPECT_EQ(animal([&](life::SnapshotAnimal& a) { a.energy = -1.0f; }), noAnimal);
  EXPECT_EQ(animal([&](life::SnapshotAnimal& a) { a.info |= 14u; }), noAnimal);
  EXPECT_EQ(animal([&](life::SnapshotAnimal& a) { a.info |= 15u << 12; }), noAnimal);
  EXPECT_EQ(animal([&](life::SnapshotAnimal& a) { a.info |= 1u << 20; }), noAnimal);
  EXPECT_EQ(animal([&](life::SnapshotAnimal& a) { a.info &= ~life::info::alive; }), noAnimal);
  EXPECT_EQ(animal([&](life::SnapshotAnimal& a) { a.foodCell = 401; }), noAnimal);
  EXPECT_EQ(animal([&](life::SnapshotAnimal& a) { a.genes[2] = nan; }), noAnimal);
  EXPECT_EQ(animal([&](life::SnapshotAnimal& a) { a.cosHalfView += 0.25f; }), noAnimal);
  EXPECT_EQ(animal([&](life::SnapshotAnimal& a) { a.birthTick = 21; }), noAnimal);
  EXPECT_EQ(animal([&](life::SnapshotAnimal& a) { a.digest ^= 1; }), noAnimal);
  EXPECT_EQ(animal([&](life::SnapshotAnimal& a) { a.id -= 1; }),
            "The snapshot is damaged: its animals are not in the order of their ids.");
  EXPECT_EQ(refused([&](Bytes& bytes, const life::SnapshotParts& parts) {
              const float food = 2000;
              std::memcpy(bytes.data() + parts.food, &food, sizeof food);
            }),
            "The snapshot is damaged: it holds food that cannot be.");
  EXPECT_EQ(refused([&](Bytes& bytes, const life::SnapshotParts& parts) {
              const double half = 20.5;
              std::memcpy(bytes.data() + parts.options + 3 * sizeof half, &half, sizeof half);
            }),
            "columns takes a whole number.");
  EXPECT_EQ(refused([&](Bytes& bytes, const life::SnapshotParts& parts) {
              const double open = 0;
              std::memcpy(bytes.data() + parts.options + 2 * sizeof open, &open, sizeof open);
            }),
            "The snapshot is damaged: its counts do not fit its options.");
  EXPECT_EQ(refused([&](Bytes& bytes, const life::SnapshotParts& parts) {
              const int64_t most = std::numeric_limits<int64_t>::max();
              std::memcpy(bytes.data() + parts.totals, &most, sizeof most);
            }),
            "The snapshot is damaged: its sums are beyond what a world comes to.");
  EXPECT_EQ(refused([&](Bytes& bytes, const life::SnapshotParts&) {
              header_of(bytes)->tick = 0xffffffffu;
            }),
            "The snapshot is damaged: it is of a world that ran for longer than one can.");
  EXPECT_EQ(refused([&](Bytes& bytes, const life::SnapshotParts&) {
              header_of(bytes)->birthsRefused = 3;
            }),
            "no refusal");
}

TEST(Snapshot, NoticesEveryFlippedBit) {
  TestWorld world(small_founding("pair", 2, 16, 16));
  world->step();
  Bytes bytes = save(*world);
  std::minstd_rand random(3);
  for (int i = 0; i < 2000; ++i) {
    const size_t at = random() % bytes.size();
    const auto bit = static_cast<std::byte>(1u << (random() % 8));
    bytes.data()[at] ^= bit;
    const Restored restored(bytes.span());
    EXPECT_EQ(restored.world, nullptr) << "byte " << at;
    EXPECT_STRNE(restored.status.message, "");
    bytes.data()[at] ^= bit;
  }
}

}  // namespace
}  // namespace skyflock::tests
