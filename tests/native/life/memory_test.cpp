#include <gtest/gtest.h>

#include <cstring>
#include <memory>
#include <new>
#include <string>
#include <vector>

#include "life/world_fixture.h"

namespace skyflock::tests {
namespace {

constexpr size_t kCanary = 4096;

/// A world between two canaries, in memory that held something else before.
struct GuardedWorld {
  GuardedWorld(const life::Founding& founding, uint32_t partitions, unsigned char fill) {
    life::Founding resolved = founding;
    EXPECT_TRUE(life::resolveFounding(resolved).ok());
    bytes = life::World::bytesNeeded(resolved, partitions);
    memory.reset(
        static_cast<std::byte*>(::operator new (bytes + 2 * kCanary, std::align_val_t{64})));
    std::memset(memory.get(), fill, bytes + 2 * kCanary);
    std::memset(memory.get(), 0xc5, kCanary);
    std::memset(memory.get() + kCanary + bytes, 0xc5, kCanary);
    core::Status status;
    world = life::World::found(resolved, {memory.get() + kCanary, bytes}, status, partitions);
    EXPECT_STREQ(status.message, "");
  }

  bool intact() const {
    for (size_t i = 0; i < kCanary; ++i) {
      if (memory.get()[i] != std::byte{0xc5}) return false;
      if (memory.get()[kCanary + bytes + i] != std::byte{0xc5}) return false;
    }
    return true;
  }

  struct Release {
    void operator()(std::byte* p) const { ::operator delete (p, std::align_val_t{64}); }
  };
  std::unique_ptr<std::byte, Release> memory;
  size_t bytes = 0;
  life::World* world = nullptr;
};

life::Founding sceneOf(const life::Scene& scene) {
  life::Founding founding = life::foundingOf(scene);
  if (std::strcmp(scene.name, "pair") != 0) founding.options.entities = 1500;
  return founding;
}

TEST(Memory, NothingOutsideTheGivenBytesIsTouched) {
  for (const life::Scene& scene : life::scenes()) {
    for (const uint32_t partitions : {1u, 3u, 16u}) {
      GuardedWorld guarded(sceneOf(scene), partitions, 0);
      for (int i = 0; i < 90; ++i) {
        guarded.world->step();
        guarded.world->writeFrame(life::ColorBy::energy, true);
        guarded.world->gatherStats();
      }
      EXPECT_STREQ(guarded.world->health().message, "");
      EXPECT_TRUE(guarded.intact()) << scene.name << ", " << partitions << " partitions";
    }
  }
}

TEST(Memory, AWorldDoesNotDependOnWhatItsMemoryHeld) {
  for (const life::Scene& scene : life::scenes()) {
    std::string first;
    // All bits set is not a number, 0x7f is near the largest there is.
    for (const unsigned char fill : {0x00, 0xff, 0x7f, 0xa5}) {
      GuardedWorld guarded(sceneOf(scene), 2, fill);
      for (int i = 0; i < 120; ++i) guarded.world->step();
      EXPECT_STREQ(guarded.world->health().message, "");
      if (first.empty()) first = hashOf(*guarded.world);
      EXPECT_EQ(hashOf(*guarded.world), first) << scene.name << ", memory of " << int{fill};
    }
  }
}

TEST(Memory, FramesAndStatisticsDoNotChangeTheWorld) {
  for (const life::Scene& scene : life::scenes()) {
    TestWorld watched(sceneOf(scene)), alone(sceneOf(scene));
    for (int i = 0; i < 60; ++i) {
      watched->step();
      watched->writeFrame(life::ColorBy::age, i % 2 == 0);
      watched->gatherStats();
      watched->inspect(1);
      alone->step();
    }
    EXPECT_EQ(watched->hash(), alone->hash()) << scene.name;
  }
}

TEST(Memory, TooLittleOfItIsRefused) {
  life::Founding founding = sceneOf(*life::findScene("savanna"));
  ASSERT_TRUE(life::resolveFounding(founding).ok());
  std::vector<std::byte> memory(1 << 12);
  core::Status status;
  EXPECT_EQ(life::World::found(founding, memory, status), nullptr);
  EXPECT_STREQ(status.message, "The world does not fit into the memory it was given.");
}

TEST(Memory, MorePartitionsNeedMoreAndMoreAnimalsToo) {
  life::Founding founding = sceneOf(*life::findScene("savanna"));
  ASSERT_TRUE(life::resolveFounding(founding).ok());
  const size_t one = life::World::bytesNeeded(founding, 1);
  EXPECT_GT(life::World::bytesNeeded(founding, 8), one);
  founding.options.maxEntities *= 2;
  EXPECT_GT(life::World::bytesNeeded(founding, 1), one);
}

}  // namespace
}  // namespace skyflock::tests
