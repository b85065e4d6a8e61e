// The ring and the triple buffer as JavaScript calls them in the tests: C++ on one side, JavaScript
// on the other, on two threads over one memory.

#include <cstdint>

#include "core/spsc_ring.h"
#include "core/triple_buffer.h"

#define EXPORTED extern "C" __attribute__((used, visibility("default")))

using namespace skyflock::core;

namespace {

constexpr uint32_t kWords = 8;
constexpr int64_t kPatience = 100'000'000;

uint32_t fold(uint32_t sum, uint32_t word) { return (sum ^ word) * 16777619u; }

}  // namespace

/// Reads so many records of eight words and gives the checksum of their words; 0 when the first
/// word of one is not its number.
EXPORTED uint32_t ring_consume(RingHeader* ring, uint32_t count) {
  RingReader reader(*ring);
  uint32_t sum = 2166136261u;
  uint32_t next = 0;
  while (next < count) {
    const RingBatch<const uint32_t> batch = reader.peek();
    for (uint32_t i = 0; i < batch.count(); ++i, ++next) {
      const uint32_t* record = batch.record(i);
      if (record[0] != next) return 0;
      for (uint32_t w = 0; w < kWords; ++w) sum = fold(sum, record[w]);
    }
    reader.release(batch.count());
    if (batch.count() == 0) reader.waitForRecords(kPatience);
  }
  return sum;
}

/// Writes the records of eight words from number `first` up to number `end`, `batch` at a time, and
/// gives the checksum of their words.
EXPORTED uint32_t ring_produce(RingHeader* ring, uint32_t first, uint32_t end, uint32_t batch) {
  RingWriter writer(*ring);
  uint32_t sum = 2166136261u;
  uint32_t next = first;
  while (next < end) {
    const RingBatch<uint32_t> room = writer.reserve(batch < end - next ? batch : end - next);
    for (uint32_t i = 0; i < room.count(); ++i, ++next) {
      uint32_t* record = room.record(i);
      for (uint32_t w = 0; w < kWords; ++w) {
        record[w] = next * (w == 0 ? 1 : 2654435761u) + w;
        sum = fold(sum, record[w]);
      }
    }
    writer.commit(room.count());
    if (room.count() == 0) writer.waitForRoom(1, kPatience);
  }
  return sum;
}

/// Publishes so many frames whose words are all the frame's number.
EXPORTED void frames_publish(TripleBufferHeader* buffer, uint32_t count, uint32_t words) {
  TripleBufferWriter writer(*buffer);
  for (uint32_t frame = 1; frame <= count; ++frame) {
    auto* data = reinterpret_cast<volatile uint32_t*>(writer.data());
    for (uint32_t w = 0; w < words; ++w) data[w] = frame;
    writer.publish(words * 4);
  }
}

/// Takes frames as frames_publish makes them until the one of this number came, and gives how many
/// were taken; 0 when one was torn, or not newer than the one before.
EXPORTED uint32_t frames_take(TripleBufferHeader* buffer, uint32_t end, uint32_t words) {
  TripleBufferReader reader(*buffer);
  uint32_t taken = 0;
  for (uint32_t last = 0; last < end; ++taken) {
    while (!reader.takeFrame()) {
    }
    const auto* data = reinterpret_cast<const volatile uint32_t*>(reader.data());
    const uint32_t frame = data[0];
    if (frame <= last || frame != reader.sequence() || reader.bytes() != words * 4) return 0;
    for (uint32_t w = 1; w < words; ++w) {
      if (data[w] != frame) return 0;
    }
    last = frame;
  }
  return taken;
}
