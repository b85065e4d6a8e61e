#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <span>

#include "core/ring_block.h"
#include "core/spsc_ring.h"
#include "core/step_explorer.h"

namespace skyflock::core {
namespace {

using tests::Exploration;
using tests::explore;
using tests::ExploredSteps;
using tests::RingBlock;
using tests::word_of;

/// Nanoseconds that no exploration measures.
constexpr int64_t kForever = 60'000'000'000;
constexpr uint32_t kModelWords = 2;

/// The writer of an exploration: fills batches of these sizes, as far as there is room, or sleeps
/// until there is.
template <typename Steps>
struct ExploredWriter {
  RingHeader* header;
  std::array<uint8_t, 6> batches;
  bool sleeps = false;
  bool showsFirst = false;  ///< commits before it writes, as nobody may
  bool attached = true;
  bool broken = false;
  uint32_t operations = 0;
  uint32_t end = 0;  ///< where a sleeping one stops
  BasicRingWriter<Steps> ring{*header};

  bool act() {
    if (!attached) {
      ring = BasicRingWriter<Steps>(*header);
      attached = true;
      return true;
    }
    if (sleeps ? ring.position() == end : operations == batches.size()) return false;
    uint32_t wanted = batches[(sleeps ? ring.position() : operations++) % batches.size()];
    if (sleeps) {
      wanted = std::min(wanted, end - ring.position());
      if (!ring.wait_for_room(wanted, kForever)) return true;
    }
    const uint32_t first = ring.position();
    const RingBatch<uint32_t> room = ring.reserve(wanted);
    if (showsFirst) ring.commit(room.count());
    for (uint32_t i = 0; i < room.count(); ++i) {
      for (uint32_t w = 0; w < kModelWords; ++w) {
        Steps::write(room.record(i) + w, word_of(first + i, w));
      }
    }
    if (!showsFirst) ring.commit(room.count());
    return true;
  }

  void revive() { attached = false; }
};

template <typename Steps>
struct ExploredReader {
  RingHeader* header;
  uint32_t most = ~0u;
  bool sleeps = false;
  bool attached = true;
  bool broken = false;
  uint32_t operations = 0;
  uint32_t end = 0;
  BasicRingReader<Steps> ring{*header};

  bool act() {
    if (!attached) {
      ring = BasicRingReader<Steps>(*header);
      attached = true;
      return true;
    }
    if (sleeps ? ring.position() == end : operations == 6) return false;
    operations += !sleeps;
    if (sleeps && !ring.wait_for_records(kForever)) return true;
    const uint32_t first = ring.position();
    const RingBatch<const uint32_t> batch = ring.peek(most);
    for (uint32_t i = 0; i < batch.count(); ++i) {
      for (uint32_t w = 0; w < kModelWords; ++w) {
        broken = broken || Steps::read(batch.record(i) + w) != word_of(first + i, w);
      }
    }
    ring.release(batch.count());
    return true;
  }

  void revive() { attached = false; }
};

using Batches = std::array<uint8_t, 6>;
constexpr Batches kSingles = {1, 1, 1, 1, 1, 1};
constexpr Batches kPairs = {2, 1, 2, 1, 2, 1};
constexpr Batches kMixed = {1, 3, 4, 2, 1, 4};

template <typename Steps = ExploredSteps>
struct Model {
  Model(uint32_t capacity, uint32_t start, const Batches& batches) {
    RingHeader& ring = block.ring(kModelWords, capacity, start);
    memory = std::span(block.words, ring_bytes(kModelWords, capacity) / sizeof(uint32_t));
    writer.emplace(ExploredWriter<Steps>{.header = &ring, .batches = batches});
    reader.emplace(ExploredReader<Steps>{.header = &ring});
  }
  /// Both sleep until so many records have gone through.
  void sleep_until(uint32_t records) {
    writer->sleeps = reader->sleeps = true;
    writer->end = reader->end = writer->ring.position() + records;
    for (uint8_t& batch : writer->batches) batch = std::min<uint8_t>(batch, capacity());
  }
  uint8_t capacity() const { return static_cast<uint8_t>(writer->header->capacity); }
  Exploration run(bool timeouts = false) {
    return explore(memory, *writer, *reader, {.timeouts = timeouts});
  }
  Exploration run_while_the_writer_dies() {
    return explore(memory, *writer, *reader, {.mortal = true});
  }
  Exploration run_while_the_reader_dies() {
    return explore(memory, *reader, *writer, {.mortal = true});
  }

  RingBlock block;
  std::span<uint32_t> memory;
  std::optional<ExploredWriter<Steps>> writer;
  std::optional<ExploredReader<Steps>> reader;
};

/// Explores small rings, most of them with indices that are about to wrap.
template <typename Action>
void for_each_model(Action action) {
  constexpr uint32_t kNearWrap = 0xfffffffdu;
  action(1, 0, kSingles);
  action(2, 0, kPairs);
  action(2, kNearWrap, kPairs);
  action(2, kNearWrap, kMixed);
  action(4, kNearWrap, kSingles);
  action(4, kNearWrap, kPairs);
  action(4, kNearWrap, kMixed);
}

void expect_sound(const Exploration& result) {
  EXPECT_GT(result.states, 50u);
  EXPECT_GT(result.ends, 0u);
  EXPECT_EQ(result.races, 0u);
  EXPECT_EQ(result.deadlocks, 0u);
  EXPECT_EQ(result.broken, 0u);
}

TEST(SpscRingExplored, HandsOverWholeRecordsInEveryOrderOfSteps) {
  for_each_model([](uint32_t capacity, uint32_t start, const Batches& batches) {
    for (const uint32_t most : {1u, ~0u}) {
      Model model(capacity, start, batches);
      model.reader->most = most;
      expect_sound(model.run());
    }
  });
}

TEST(SpscRingExplored, NeverSleepsForEver) {
  for_each_model([](uint32_t capacity, uint32_t start, const Batches& batches) {
    Model model(capacity, start, batches);
    model.sleep_until(6);
    expect_sound(model.run());
  });
}

TEST(SpscRingExplored, OutlivesTheEndOfAnySleep) {
  for_each_model([](uint32_t capacity, uint32_t start, const Batches& batches) {
    Model model(capacity, start, batches);
    model.sleep_until(6);
    expect_sound(model.run(true));
  });
}

TEST(SpscRingExplored, OutlivesTheDeathOfAWriterBeforeAnyOfItsSteps) {
  for_each_model([](uint32_t capacity, uint32_t start, const Batches& batches) {
    Model model(capacity, start, batches);
    model.sleep_until(6);
    expect_sound(model.run_while_the_writer_dies());
  });
}

TEST(SpscRingExplored, OutlivesTheDeathOfAReaderBeforeAnyOfItsSteps) {
  for_each_model([](uint32_t capacity, uint32_t start, const Batches& batches) {
    Model model(capacity, start, batches);
    model.sleep_until(6);
    expect_sound(model.run_while_the_reader_dies());
  });
}

TEST(SpscRingExplored, TheExplorerFindsRecordsThatAreShownTooEarly) {
  Model model(2, 0, kSingles);
  model.writer->showsFirst = true;
  const Exploration result = model.run();
  EXPECT_GT(result.races, 0u);
  EXPECT_GT(result.broken, 0u);
}

/// Steps that wake nobody.
struct QuietSteps : ExploredSteps {
  static void wake(Word&) {}
};

TEST(SpscRingExplored, TheExplorerFindsASleeperThatNobodyWakes) {
  Model<QuietSteps> model(2, 0, kSingles);
  model.sleep_until(6);
  EXPECT_GT(model.run().deadlocks, 0u);
}

/// Steps whose writes to the flag of a sleeper get lost: nobody knows that it sleeps.
struct FlaglessSteps : ExploredSteps {
  static void store(Word& word, uint32_t value) {
    if (value > 1) ExploredSteps::store(word, value);
  }
};

TEST(SpscRingExplored, TheExplorerFindsASleeperThatNobodyKnowsOf) {
  Model<FlaglessSteps> model(2, 100, kSingles);
  model.sleep_until(6);
  EXPECT_GT(model.run().deadlocks, 0u);
}

}  // namespace
}  // namespace skyflock::core
