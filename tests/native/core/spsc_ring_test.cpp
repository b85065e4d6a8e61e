#include "core/spsc_ring.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <thread>

#include "core/hash.h"
#include "core/ring_block.h"

namespace skyflock::core {
namespace {

using tests::RingBlock;
using tests::wordOf;

/// Where indices begin: usually, and where they are about to wrap.
constexpr uint32_t kStarts[] = {0u, 0xfffffffdu, 0xffffffffu};

/// Fills a batch with the records of these numbers.
void fill(const RingBatch<uint32_t>& batch, uint32_t number, uint32_t recordWords) {
  for (uint32_t i = 0; i < batch.count(); ++i) {
    for (uint32_t w = 0; w < recordWords; ++w) batch.record(i)[w] = wordOf(number + i, w);
  }
}

/// Whether the batch holds the records of these numbers.
bool holds(const RingBatch<const uint32_t>& batch, uint32_t number, uint32_t recordWords) {
  for (uint32_t i = 0; i < batch.count(); ++i) {
    for (uint32_t w = 0; w < recordWords; ++w) {
      if (batch.record(i)[w] != wordOf(number + i, w)) return false;
    }
  }
  return true;
}

TEST(SpscRing, IsFoundInItsMemoryAndNowhereElse) {
  RingBlock block;
  RingHeader& ring = block.ring(3, 8);
  const size_t bytes = ringBytes(3, 8);
  EXPECT_EQ(bytes, 192u + 8 * 12);
  EXPECT_EQ(openRing(block.words, bytes), &ring);
  EXPECT_EQ(openRing(block.words, bytes - 1), nullptr);
  EXPECT_EQ(openRing(block.words, 100), nullptr);
  EXPECT_EQ(openRing(block.words + 16, bytes), nullptr);
  EXPECT_EQ(openRing(block.words + 1, bytes), nullptr);
  ring.written.store(9);
  EXPECT_EQ(openRing(block.words, bytes), nullptr);
  ring.written.store(0);
  ring.capacity = 7;
  EXPECT_EQ(openRing(block.words, bytes), nullptr);
}

TEST(SpscRing, GivesOutInOrderWhatWasPutIn) {
  for (const uint32_t start : kStarts) {
    RingBlock block;
    RingHeader& ring = block.ring(2, 4, start);
    RingWriter writer(ring);
    RingReader reader(ring);
    EXPECT_EQ(reader.peek().count(), 0u);
    for (uint32_t round = 0; round < 50; ++round) {
      const uint32_t first = writer.position();
      const RingBatch<uint32_t> room = writer.reserve(1 + round % 4);
      ASSERT_EQ(room.count(), 1 + round % 4);
      fill(room, first, 2);
      writer.commit(room.count());
      const RingBatch<const uint32_t> batch = reader.peek();
      ASSERT_EQ(batch.count(), room.count());
      ASSERT_TRUE(holds(batch, first, 2));
      reader.release(batch.count());
    }
  }
}

TEST(SpscRing, SplitsABatchAtItsEndInRuns) {
  RingBlock block;
  RingHeader& ring = block.ring(1, 8, 5);
  RingWriter writer(ring);
  const RingBatch<uint32_t> room = writer.reserve(8);
  ASSERT_EQ(room.count(), 8u);
  EXPECT_EQ(room.run(0), 3u);
  EXPECT_EQ(room.run(2), 1u);
  EXPECT_EQ(room.run(3), 5u);
  EXPECT_EQ(room.record(2), ringRecords(ring) + 7);
  EXPECT_EQ(room.record(3), ringRecords(ring));
}

TEST(SpscRing, RefusesWhatItHasNoRoomForAndCountsIt) {
  for (const uint32_t start : kStarts) {
    RingBlock block;
    RingHeader& ring = block.ring(1, 4, start);
    RingWriter writer(ring);
    RingReader reader(ring);
    const uint32_t records[] = {10, 11, 12, 13, 14, 15};
    EXPECT_EQ(writer.tryPush(records, 3), 3u);
    EXPECT_EQ(reader.dropped(), 0u);
    EXPECT_EQ(writer.tryPush(records + 3, 3), 1u);
    EXPECT_EQ(reader.dropped(), 2u);
    EXPECT_EQ(writer.tryPush(records, 1), 0u);
    EXPECT_EQ(reader.dropped(), 3u);
    EXPECT_EQ(writer.reserve(1).count(), 0u);
    EXPECT_EQ(reader.dropped(), 3u);
    uint32_t out[6] = {};
    EXPECT_EQ(reader.tryPop(out, 6), 4u);
    EXPECT_TRUE(std::equal(out, out + 4, records));
    EXPECT_EQ(reader.tryPop(out, 6), 0u);
    EXPECT_EQ(writer.tryPush(records, 6), 4u);
  }
}

TEST(SpscRing, ShowsNothingOfABatchThatIsNotCommitted) {
  RingBlock block;
  RingHeader& ring = block.ring(2, 4);
  RingReader reader(ring);
  {
    RingWriter writer(ring);
    fill(writer.reserve(1), 0, 2);
    writer.commit(1);
    fill(writer.reserve(3), 100, 2);
    writer.commit(0);
    EXPECT_EQ(reader.peek().count(), 1u);
    fill(writer.reserve(3), 100, 2);
  }
  // Another takes over from the writer that died.
  RingWriter writer(ring);
  EXPECT_EQ(reader.peek().count(), 1u);
  fill(writer.reserve(2), 1, 2);
  writer.commit(2);
  const RingBatch<const uint32_t> batch = reader.peek();
  EXPECT_EQ(batch.count(), 3u);
  EXPECT_TRUE(holds(batch, 0, 2));
}

TEST(SpscRing, CommitsAndReleasesAPartOfABatch) {
  RingBlock block;
  RingHeader& ring = block.ring(1, 4);
  RingWriter writer(ring);
  RingReader reader(ring);
  fill(writer.reserve(4), 0, 1);
  writer.commit(2);
  EXPECT_EQ(reader.peek().count(), 2u);
  reader.release(1);
  EXPECT_EQ(writer.reserve(4).count(), 3u);
  const RingBatch<const uint32_t> batch = reader.peek(1);
  EXPECT_EQ(batch.count(), 1u);
  EXPECT_TRUE(holds(batch, 1, 1));
  RingReader successor(ring);
  EXPECT_EQ(successor.position(), 1u);
}

TEST(SpscRing, WaitsNoLongerThanItIsTold) {
  RingBlock block;
  RingHeader& ring = block.ring(1, 2);
  RingWriter writer(ring);
  RingReader reader(ring);
  EXPECT_FALSE(reader.waitForRecords(1'000'000));
  EXPECT_TRUE(writer.waitForRoom(2, 1'000'000));
  writer.reserve(2);
  writer.commit(2);
  EXPECT_FALSE(writer.waitForRoom(1, 1'000'000));
  EXPECT_TRUE(reader.waitForRecords(0));
  EXPECT_EQ(ring.readerSleeps.load(), 0u);
  EXPECT_EQ(ring.writerSleeps.load(), 0u);
}

/// Longer than any test, in nanoseconds.
constexpr int64_t kForever = 60'000'000'000;

/// A thread's own random numbers.
class Dice {
 public:
  explicit Dice(uint32_t seed) : state_(seed) {}
  /// 1 to most.
  uint32_t roll(uint32_t most) {
    state_ = mixWord(state_ + 0x9e3779b9u, most);
    return 1 + state_ % most;
  }

 private:
  uint32_t state_;
};

/// Sends numbered records through a ring from one thread to another; gives the first number that
/// was not what it should be, or the count.
uint32_t sendThrough(RingHeader& ring, uint32_t count) {
  const uint32_t start = ring.written.load();
  const uint32_t words = ring.recordWords;
  std::thread writing([&ring, count, start, words] {
    RingWriter writer(ring);
    Dice dice(1);
    while (writer.position() - start < count) {
      const uint32_t left = count - (writer.position() - start);
      const RingBatch<uint32_t> room = writer.reserve(std::min(left, dice.roll(ring.capacity)));
      fill(room, writer.position(), words);
      // Sometimes a batch is thought better of.
      writer.commit(dice.roll(8) == 1 ? 0 : room.count());
      if (room.count() == 0) writer.waitForRoom(1, kForever);
    }
  });
  RingReader reader(ring);
  Dice dice(2);
  uint32_t sound = 0;
  while (reader.position() - start < count) {
    if (!reader.waitForRecords(kForever)) continue;
    const RingBatch<const uint32_t> batch = reader.peek(dice.roll(ring.capacity));
    if (sound == reader.position() - start && holds(batch, reader.position(), words)) {
      sound += batch.count();
    }
    reader.release(batch.count());
  }
  writing.join();
  return sound;
}

TEST(SpscRingThreads, HandOverEveryRecordAcrossTheWrapOfTheIndices) {
  for (const uint32_t capacity : {1u, 2u, 16u, 256u}) {
    RingBlock block;
    const uint32_t count = capacity < 16 ? 5000 : 100'000;
    RingHeader& ring = block.ring(5, capacity, 0u - count / 2);
    EXPECT_EQ(sendThrough(ring, count), count) << "capacity " << capacity;
  }
}

TEST(SpscRingThreads, CountWhatTheyLose) {
  constexpr uint32_t kRecords = 100'000;
  RingBlock block;
  RingHeader& ring = block.ring(2, 8);
  std::atomic<bool> ended{false};
  std::thread writing([&ring, &ended] {
    RingWriter writer(ring);
    for (uint32_t number = 0; number < kRecords; ++number) {
      const uint32_t record[] = {number, wordOf(number, 0)};
      writer.tryPush(record, 1);
    }
    ended = true;
  });
  RingReader reader(ring);
  uint32_t next = 0;
  bool sound = true;
  for (bool more = true; more;) {
    more = !ended;
    uint32_t records[16];
    for (uint32_t count; (count = reader.tryPop(records, 8)) > 0;) {
      for (uint32_t i = 0; i < count; ++i) {
        const uint32_t number = records[2 * i];
        sound = sound && number >= next && records[2 * i + 1] == wordOf(number, 0);
        next = number + 1;
      }
    }
  }
  writing.join();
  EXPECT_TRUE(sound);
  EXPECT_EQ(reader.position() + reader.dropped(), kRecords);
}

}  // namespace
}  // namespace skyflock::core
