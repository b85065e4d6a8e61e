#include "state/heap.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <cstring>
#include <memory>
#include <random>
#include <vector>

namespace skyflock::state {
namespace {

constexpr size_t kBytes = 1 << 16;

struct Memory {
  alignas(16) std::byte bytes[kBytes];
};

TEST(Heap, GivesNothingBeforeItHasMemory) {
  Heap heap;
  EXPECT_EQ(heap.takeBlock(8), nullptr);
}

TEST(Heap, WhatIsGivenBackJoinsWhatLiesBesideIt) {
  const auto memory = std::make_unique<Memory>();
  for (const std::vector<int>& order :
       {std::vector<int>{0, 1, 2}, {2, 1, 0}, {1, 0, 2}, {0, 2, 1}}) {
    Heap heap;
    heap.add(memory->bytes, kBytes);
    void* all[] = {heap.takeBlock(1000), heap.takeBlock(2000), heap.takeBlock(3000)};
    EXPECT_EQ(heap.takeBlock(kBytes - 3000), nullptr);
    for (const int one : order) heap.give(all[one]);
    void* whole = heap.takeBlock(kBytes - 64);
    EXPECT_NE(whole, nullptr);
    EXPECT_GE(Heap::room(whole), kBytes - 64);
  }
}

TEST(Heap, MemoryThatIsAddedBehindJoinsToo) {
  const auto memory = std::make_unique<Memory>();
  Heap heap;
  heap.add(memory->bytes, kBytes / 2);
  EXPECT_EQ(heap.takeBlock(kBytes / 2), nullptr);
  heap.add(memory->bytes + kBytes / 2, kBytes / 2);
  EXPECT_NE(heap.takeBlock(kBytes - 64), nullptr);
}

TEST(Heap, BlocksNeverOverlapAndAreAligned) {
  struct Block {
    unsigned char* bytes;
    size_t length;
    unsigned char mark;
  };
  const auto memory = std::make_unique<Memory>();
  Heap heap;
  heap.add(memory->bytes, kBytes);
  std::vector<Block> blocks;
  std::mt19937 random(4);
  for (int i = 0; i < 20000; ++i) {
    if (random() % 2 == 0) {
      const size_t length = 1 + random() % (random() % 8 == 0 ? 8000 : 300);
      auto* bytes = static_cast<unsigned char*>(heap.takeBlock(length));
      if (bytes == nullptr) continue;
      ASSERT_EQ(reinterpret_cast<uintptr_t>(bytes) % Heap::kAlignment, 0u);
      ASSERT_GE(Heap::room(bytes), length);
      const auto mark = static_cast<unsigned char>(i);
      std::memset(bytes, mark, Heap::room(bytes));
      blocks.push_back({bytes, length, mark});
    } else if (!blocks.empty()) {
      const size_t at = random() % blocks.size();
      for (size_t k = 0; k < blocks[at].length; ++k) {
        ASSERT_EQ(blocks[at].bytes[k], blocks[at].mark);
      }
      heap.give(blocks[at].bytes);
      blocks[at] = blocks.back();
      blocks.pop_back();
    }
  }
  for (const Block& block : blocks) heap.give(block.bytes);
  EXPECT_NE(heap.takeBlock(kBytes - 64), nullptr);
}

}  // namespace
}  // namespace skyflock::state
