#include "scene/memory.h"

#include <gtest/gtest.h>

#include <cstdint>

#include "scene/test_memory.h"

namespace skyflock::scene {
namespace {

TEST(SceneMemory, AnArrayKeepsWhatItHeldAndWhatIsNewIsZero) {
  tests::TestMemory memory;
  {
    GrowingArray<uint32_t> array(memory);
    ASSERT_TRUE(array.reserve(3));
    for (uint32_t i = 0; i < 3; ++i) array[i] = i + 7;
    ASSERT_TRUE(array.reserve(1000));
    EXPECT_EQ(array.capacity(), 1000u);
    EXPECT_EQ(array.room(), 4000u);
    for (uint32_t i = 0; i < 1000; ++i) ASSERT_EQ(array[i], i < 3 ? i + 7 : 0);
    EXPECT_EQ(reinterpret_cast<uintptr_t>(array.data()) % Memory::kAlignment, 0u);
    EXPECT_EQ(memory.blocks, 1u);
  }
  EXPECT_EQ(memory.blocks, 0u);
}

TEST(SceneMemory, AnArrayDoublesUpToItsMost) {
  tests::TestMemory memory;
  GrowingArray<uint32_t> array(memory);
  ASSERT_TRUE(array.reserveRaw(10, 100));
  EXPECT_EQ(array.capacity(), 10u);
  ASSERT_TRUE(array.reserveRaw(11, 100));
  EXPECT_EQ(array.capacity(), 20u);
  ASSERT_TRUE(array.reserveRaw(55, 100));
  EXPECT_EQ(array.capacity(), 55u);
  ASSERT_TRUE(array.reserveRaw(56, 100));
  EXPECT_EQ(array.capacity(), 100u);
}

TEST(SceneMemory, AnArrayThatIsRefusedMemoryIsAsItWas) {
  tests::TestMemory memory;
  GrowingArray<uint32_t> array(memory);
  ASSERT_TRUE(array.reserve(4));
  array[3] = 5;
  memory.left = 0;
  EXPECT_FALSE(array.reserve(5));
  EXPECT_FALSE(array.reserveRaw(5, 100));
  EXPECT_FALSE(array.reserve(0xffffffffu));
  EXPECT_EQ(array.capacity(), 4u);
  EXPECT_EQ(array[3], 5u);
}

TEST(SceneMemory, AnArrayTakesWhatItNeedsWhereTwiceAsMuchIsRefused) {
  // Refuses blocks above a size.
  struct Small {
    static void* allocate(void*, size_t bytes) {
      return bytes > 64 ? nullptr : std::aligned_alloc(64, 64);
    }
    static void release(void*, void* block) { std::free(block); }
  };
  GrowingArray<uint32_t> array({Small::allocate, Small::release, nullptr});
  ASSERT_TRUE(array.reserveRaw(9, 1000));
  ASSERT_TRUE(array.reserveRaw(16, 1000));
  EXPECT_EQ(array.capacity(), 16u);
  EXPECT_FALSE(array.reserveRaw(17, 1000));
}

}  // namespace
}  // namespace skyflock::scene
