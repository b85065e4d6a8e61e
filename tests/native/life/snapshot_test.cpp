#include "life/snapshot.h"

#include <gtest/gtest.h>

#include <memory>
#include <random>
#include <string>
#include <vector>

#include "life/world_fixture.h"

namespace skyflock::tests {
namespace {

/// Bytes that are 8-byte aligned.
class Bytes {
 public:
  explicit Bytes(size_t count) : words_((count + 7) / 8), count_(count) {}
  std::byte* data() { return reinterpret_cast<std::byte*>(words_.data()); }
  std::span<const std::byte> span(size_t count) { return {data(), count}; }
  std::span<const std::byte> span() { return span(count_); }
  size_t size() const { return count_; }

 private:
  std::vector<uint64_t> words_;
  size_t count_;
};

Bytes save(const life::World& world) {
  Bytes bytes(world.snapshot_bytes());
  world.save(bytes.data());
  return bytes;
}

/// A world made of a snapshot.
class Restored {
 public:
  explicit Restored(std::span<const std::byte> snapshot, uint32_t partitions = 1) {
    life::Founding founding;
    status = life::read_founding(snapshot, founding);
    if (status.ok()) status = life::resolve_founding(founding);
    if (!status.ok()) return;
    const size_t bytes = life::World::bytes_needed(founding, partitions);
    memory_.reset(static_cast<std::byte*>(::operator new(bytes, kAlignment)));
    world = life::World::restore(snapshot, {memory_.get(), bytes}, status, partitions);
  }

  core::Status status;
  life::World* world = nullptr;

 private:
  static constexpr std::align_val_t kAlignment{64};
  struct Release {
    void operator()(std::byte* p) const { ::operator delete(p, kAlignment); }
  };
  std::unique_ptr<std::byte, Release> memory_;
};

std::string refusal(std::span<const std::byte> snapshot) {
  const Restored restored(snapshot);
  EXPECT_EQ(restored.world, nullptr);
  return restored.status.message;
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

TEST(Snapshot, IsTheSameWhateverThePartitions) {
  TestWorld one(small_founding("savanna", 500, 40, 40), 1);
  TestWorld many(small_founding("savanna", 500, 40, 40), 7);
  for (int i = 0; i < 30; ++i) {
    one->step();
    many->step();
  }
  Bytes a = save(*one);
  Bytes b = save(*many);
  EXPECT_EQ(a.size(), b.size());
  EXPECT_EQ(hash_of(*Restored(a.span()).world), hash_of(*Restored(b.span()).world));
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
  EXPECT_EQ(refusal(bytes.span()), "The snapshot is none: it begins with other bytes.");
  header()->magic ^= 1;
  header()->version = life::kSnapshotVersion + 1;
  EXPECT_EQ(refusal(bytes.span()),
            "The snapshot is of a later version of Skyflock; use that version to load it.");
  header()->version = life::kSnapshotVersion;
  header()->layoutId ^= 1;
  EXPECT_EQ(
      refusal(bytes.span()),
      "The snapshot is of another layout of Skyflock's records; use the version that saved it.");
  header()->layoutId ^= 1;
  EXPECT_EQ(refusal({}), "The snapshot is cut off within its header.");
  EXPECT_NE(Restored(bytes.span()).world, nullptr);
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
