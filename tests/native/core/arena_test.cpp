#include "core/arena.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

namespace skyflock::core {
namespace {

struct Block {
  alignas(Arena::kAlignment) std::byte bytes[4096];
};

TEST(Arena, AlignsEveryPartToACacheLine) {
  Block block;
  Arena arena(block.bytes, sizeof block.bytes);
  for (const size_t count : {1, 3, 64, 65, 0, 7}) {
    const auto* part = arena.allocate<uint8_t>(count);
    ASSERT_NE(part, nullptr);
    EXPECT_EQ(reinterpret_cast<uintptr_t>(part) % Arena::kAlignment, 0u);
  }
}

TEST(Arena, PartsDoNotOverlap) {
  Block block;
  Arena arena(block.bytes, sizeof block.bytes);
  auto* first = arena.allocate<uint64_t>(9);
  auto* second = arena.allocate<uint32_t>(5);
  EXPECT_GE(reinterpret_cast<std::byte*>(second), reinterpret_cast<std::byte*>(first + 9));
  // 72 bytes and their guard, up to a line; 20 bytes and theirs.
  EXPECT_EQ(arena.used(), 192 + 5 * sizeof(uint32_t) + Guards::kBytes);
}

TEST(Arena, WithoutABlockItCountsWhatABlockNeeds) {
  const auto layOut = [](Arena& arena) {
    arena.allocate<uint8_t>(70);
    arena.allocate<uint64_t>(3);
    return arena.allocate<uint32_t>(11);
  };
  Arena counter(nullptr, 0);
  EXPECT_EQ(layOut(counter), nullptr);
  Block block;
  Arena exact(block.bytes, counter.used());
  EXPECT_NE(layOut(exact), nullptr);
  EXPECT_EQ(exact.used(), counter.used());
  Arena small(block.bytes, counter.used() - 1);
  EXPECT_EQ(layOut(small), nullptr);
}

TEST(Arena, RefusesWhatDoesNotFitAndGoesOnCounting) {
  Block block;
  Arena arena(block.bytes, 256 + Guards::kBytes);
  EXPECT_NE(arena.allocate<uint8_t>(256), nullptr);
  EXPECT_EQ(arena.allocate<uint8_t>(1), nullptr);
  EXPECT_EQ(arena.used(), 320 + 1 + Guards::kBytes);
}

TEST(Arena, GuardsNoticeWhatRunsOverTheEndOfAPart) {
  Block block;
  Arena arena(block.bytes, sizeof block.bytes);
  auto* first = arena.allocate<uint8_t>(100);
  auto* second = arena.allocate<uint8_t>(64);
  std::memset(first, 1, 100);
  std::memset(second, 2, 64);
  EXPECT_TRUE(arena.guards().intact());
  for (const size_t beyond : {size_t{0}, size_t{1}, Guards::kBytes - 1}) {
    const uint8_t before = second[64 + beyond];
    second[64 + beyond] = 3;
    EXPECT_FALSE(arena.guards().intact()) << beyond;
    second[64 + beyond] = before;
  }
  EXPECT_TRUE(arena.guards().intact());
}

}  // namespace
}  // namespace skyflock::core
