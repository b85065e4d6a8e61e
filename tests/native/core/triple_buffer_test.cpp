#include "core/triple_buffer.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <thread>

#include "core/hash.h"
#include "core/step_explorer.h"

namespace skyflock::core {
namespace {

using tests::Exploration;
using tests::explore;
using tests::ExploredSteps;

/// A triple buffer and its slots in one block of memory.
struct Block {
  static constexpr uint32_t kSlotWords = 512;
  static constexpr uint32_t kHeaderWords = sizeof(TripleBufferHeader) / sizeof(uint32_t);
  alignas(64) uint32_t words[kHeaderWords + 3 * kSlotWords] = {};

  /// With slots of so many words, the last one first.
  TripleBufferHeader& buffer(uint32_t slotWords = kSlotWords) {
    SlotPlace slots[3];
    for (uint32_t i = 0; i < 3; ++i) {
      slots[i].base = reinterpret_cast<std::byte*>(words + kHeaderWords + (2 - i) * slotWords);
      slots[i].capacity = slotWords * 4;
    }
    return *makeTripleBuffer(words, slots);
  }
};

/// Writes a frame that tells its number in each of its words, which are as many as the number says.
uint32_t writeFrame(std::byte* bytes, uint32_t number, uint32_t mostWords) {
  const uint32_t words = 1 + mixWord(number, 7) % mostWords;
  for (uint32_t w = 0; w < words; ++w) {
    const uint32_t word = mixWord(number, w);
    std::memcpy(bytes + 4 * w, &word, sizeof word);
  }
  return 4 * words;
}

/// Whether all that was taken belongs to one frame, the one its number says.
bool whole(const TripleBufferReader& reader, uint32_t mostWords) {
  const uint32_t words = 1 + mixWord(reader.sequence(), 7) % mostWords;
  bool same = reader.bytes() == 4 * words;
  for (uint32_t w = 0; same && w < words; ++w) {
    uint32_t word = 0;
    std::memcpy(&word, reader.data() + 4 * w, sizeof word);
    same = word == mixWord(reader.sequence(), w);
  }
  return same;
}

TEST(TripleBuffer, IsFoundInItsMemory) {
  Block block;
  EXPECT_EQ(openTripleBuffer(block.words), nullptr);
  TripleBufferHeader& buffer = block.buffer();
  EXPECT_EQ(openTripleBuffer(block.words), &buffer);
  EXPECT_EQ(openTripleBuffer(block.words + 1), nullptr);
}

TEST(TripleBuffer, HasNothingToTakeBeforeTheFirstFrame) {
  Block block;
  TripleBufferReader reader(block.buffer());
  EXPECT_FALSE(reader.takeFrame());
  EXPECT_EQ(reader.sequence(), 0u);
  EXPECT_EQ(reader.bytes(), 0u);
}

TEST(TripleBuffer, GivesTheNewestFrameOnce) {
  Block block;
  TripleBufferHeader& buffer = block.buffer();
  TripleBufferWriter writer(buffer);
  TripleBufferReader reader(buffer);
  uint32_t number = 0;
  for (uint32_t published = 1; published <= 5; ++published) {
    for (uint32_t i = 0; i < published; ++i) {
      const uint32_t bytes = writeFrame(writer.data(), ++number, Block::kSlotWords);
      EXPECT_EQ(writer.publish(bytes), i == 0) << "whether the frame before was taken";
    }
    EXPECT_TRUE(reader.takeFrame());
    EXPECT_EQ(reader.sequence(), number);
    EXPECT_TRUE(whole(reader, Block::kSlotWords));
    EXPECT_FALSE(reader.takeFrame());
    EXPECT_EQ(reader.sequence(), number);
  }
  EXPECT_EQ(writer.sequence(), number);
}

TEST(TripleBuffer, KeepsAFrameForAsLongAsItsReaderLikes) {
  Block block;
  TripleBufferHeader& buffer = block.buffer();
  TripleBufferWriter writer(buffer);
  TripleBufferReader reader(buffer);
  writer.publish(writeFrame(writer.data(), 1, Block::kSlotWords));
  ASSERT_TRUE(reader.takeFrame());
  for (uint32_t number = 2; number < 12; ++number) {
    EXPECT_NE(writer.data(), reader.data());
    writer.publish(writeFrame(writer.data(), number, Block::kSlotWords));
    EXPECT_TRUE(whole(reader, Block::kSlotWords));
  }
  EXPECT_EQ(reader.sequence(), 1u);
}

TEST(TripleBuffer, KnowsTheRoomOfEachSlot) {
  alignas(64) std::byte control[sizeof(TripleBufferHeader)];
  alignas(64) std::byte bytes[600];
  const SlotPlace slots[3] = {{bytes, 100}, {bytes + 100, 200}, {bytes + 300, 300}};
  TripleBufferWriter writer(*makeTripleBuffer(control, slots));
  EXPECT_EQ(writer.data(), bytes);
  EXPECT_EQ(writer.capacity(), 100u);
  writer.publish(100);
  EXPECT_EQ(writer.data(), bytes + 100);
  EXPECT_EQ(writer.capacity(), 200u);
}

constexpr uint32_t kFrameWords = 2;
constexpr uint32_t kModelFrames = 6;

/// The writer of an exploration.
struct ExploredWriter {
  BasicTripleBufferWriter<ExploredSteps> buffer;
  bool touchesAgain = false;  ///< writes to what it has published, as nobody may
  bool broken = false;

  bool act() {
    if (buffer.sequence() == kModelFrames) return false;
    auto* words = reinterpret_cast<uint32_t*>(buffer.data());
    const uint32_t number = buffer.sequence() + 1;
    for (uint32_t w = 0; w < kFrameWords; ++w) {
      ExploredSteps::write(words + w, mixWord(number, w));
    }
    buffer.publish(4 * number);
    if (touchesAgain) ExploredSteps::write(words, 0);
    return true;
  }
};

struct ExploredReader {
  BasicTripleBufferReader<ExploredSteps> buffer;
  uint32_t looks = 0;
  uint32_t last = 0;
  bool broken = false;

  bool act() {
    if (looks++ == kModelFrames) return false;
    const bool newer = buffer.takeFrame();
    broken = newer ? buffer.sequence() <= last : buffer.sequence() != last;
    last = buffer.sequence();
    if (last == 0) return true;
    const auto* words = reinterpret_cast<const uint32_t*>(buffer.data());
    for (uint32_t w = 0; w < kFrameWords; ++w) {
      broken = broken || ExploredSteps::read(words + w) != mixWord(last, w);
    }
    broken = broken || buffer.bytes() != 4 * last;
    return true;
  }
};

Exploration exploreBuffer(bool touchesAgain) {
  Block block;
  TripleBufferHeader& buffer = block.buffer(kModelFrames);
  const std::span<uint32_t> memory(block.words, Block::kHeaderWords + 3 * kModelFrames);
  return explore(memory,
                 ExploredWriter{.buffer = BasicTripleBufferWriter<ExploredSteps>(buffer),
                                .touchesAgain = touchesAgain},
                 ExploredReader{.buffer = BasicTripleBufferReader<ExploredSteps>(buffer)});
}

TEST(TripleBufferExplored, TearsNoFrameInAnyOrderOfSteps) {
  const Exploration result = exploreBuffer(false);
  EXPECT_GT(result.states, 1000u);
  EXPECT_GT(result.ends, 0u);
  EXPECT_EQ(result.races, 0u);
  EXPECT_EQ(result.broken, 0u);
}

TEST(TripleBufferExplored, TheExplorerFindsAWriterThatTouchesAPublishedFrame) {
  const Exploration result = exploreBuffer(true);
  EXPECT_GT(result.races, 0u);
  EXPECT_GT(result.broken, 0u);
}

TEST(TripleBufferThreads, TearNoFrameAndGoBackToNone) {
  constexpr uint32_t kFrames = 5000;
  const auto block = std::make_unique<Block>();
  TripleBufferHeader& buffer = block->buffer();
  std::atomic<bool> enough{false};
  std::thread writing([&buffer, &enough] {
    TripleBufferWriter writer(buffer);
    while (!enough) {
      writer.publish(writeFrame(writer.data(), writer.sequence() + 1, Block::kSlotWords));
    }
  });
  TripleBufferReader reader(buffer);
  uint32_t torn = 0;
  uint32_t backwards = 0;
  for (uint32_t taken = 0; taken < kFrames;) {
    const uint32_t last = reader.sequence();
    if (!reader.takeFrame()) continue;
    ++taken;
    backwards += reader.sequence() <= last;
    torn += !whole(reader, Block::kSlotWords);
  }
  enough = true;
  writing.join();
  EXPECT_EQ(torn, 0u);
  EXPECT_EQ(backwards, 0u);
}

}  // namespace
}  // namespace skyflock::core
