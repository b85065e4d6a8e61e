#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "core/assert.h"
#include "core/atomic_steps.h"
#include "core/core_layout.h"

// A ring of records between two threads, one that writes and one that reads, each of them C++ or
// JavaScript (web/engine/spsc-ring.ts is the twin). It lies in memory its owner gives;
// core_layout.inl says where each word stands:
//
//   line 0     magic, recordWords, capacity        written once, when the ring is made
//   line 1     written, readerSleeps, dropped      where the writer is
//   line 2     read, writerSleeps                  where the reader is
//   line 3 on  the records: number n in place n modulo capacity
//
//   place     0     1     2     3     4     5     6     7
//          +-----+-----+-----+-----+-----+-----+-----+-----+
//   record |  8  |     |     |     |     |  5  |  6  |  7  |      capacity 8, four records to read,
//          +-----+-----+-----+-----+-----+-----+-----+-----+      which stand in two runs
//                   ^ written = 9           ^ read = 5
//
// 1. The indices run freely and wrap at 2^32, which the capacity divides: `written - read` is what
//    the ring holds, and full differs from empty without a place kept free.
// 2. Each index has a cache line of its own, since each thread writes one and polls the other. The
//    flag of a sleeper stands on the line of whoever looks at it with every batch.
// 3. A batch is filled in place and then shown by one store of the index. A writer that dies before
//    has shown nothing, and whoever takes over begins where the index stands.
// 4. No wake is lost. Each side stores its own word before it looks at the other's; all steps stand
//    in one order (atomic_steps.h), so at least one of them sees what the other did:
//
//        reader   readerSleeps = 1, look at written:   nothing new  -> sleep on written
//        writer   written = n,      look at readerSleeps:  set      -> wake
//
// 5. Only a sleeper clears its flag. If its waker did, it could clear the flag of the sleeper's
//    next sleep, and nobody would end that one.
// 6. Whoever takes a side over wakes the other one: the thread before may have died after it showed
//    a batch and before it woke anybody.
// 7. A full ring refuses and never overwrites: what is lost, and whether it counts, the writer
//    says.

namespace skyflock::core {

/// The words of a ring's records.
inline uint32_t* ringRecords(RingHeader& ring) { return reinterpret_cast<uint32_t*>(&ring + 1); }

/// Bytes of a ring of so many records.
constexpr size_t ringBytes(uint32_t recordWords, uint32_t capacity) {
  return sizeof(RingHeader) + size_t{capacity} * recordWords * sizeof(uint32_t);
}

/// Makes an empty ring of `ringBytes` in memory that is aligned to 64 bytes. recordWords: 1 to
/// maxRingRecordWords. capacity: a power of two up to maxRingCapacity. firstIndex is where both
/// indices begin; only a test of their wrapping wants another than 0.
RingHeader* makeRing(void* memory, uint32_t recordWords, uint32_t capacity,
                     uint32_t firstIndex = 0);

/// The ring that somebody made in this memory; null when there is none of this version that fits.
RingHeader* openRing(void* memory, size_t bytes);

/// Records of a ring one after the other, to be read or written in place. They stand in one run, or
/// in two where the ring's end comes between. `Word` is uint32_t or const uint32_t.
template <typename Word>
class RingBatch {
 public:
  RingBatch(RingHeader& ring, uint32_t first, uint32_t count)
      : records_(ringRecords(ring)),
        recordWords_(ring.recordWords),
        capacity_(ring.capacity),
        first_(first),
        count_(count) {}

  uint32_t count() const { return count_; }
  /// The words of record i < count.
  Word* record(uint32_t i) const { return records_ + size_t{place(i)} * recordWords_; }
  /// Records from record i on that stand next to each other; at least 1.
  uint32_t run(uint32_t i) const { return std::min(count_ - i, capacity_ - place(i)); }

 private:
  uint32_t place(uint32_t i) const { return (first_ + i) & (capacity_ - 1); }

  Word* records_;
  uint32_t recordWords_;
  uint32_t capacity_;
  uint32_t first_;
  uint32_t count_;
};

/// The writing side of a ring: one at a time, on one thread at a time. It may be made anew at any
/// time, also after a thread that died, once that one writes no more. Nothing here allocates.
template <typename Steps>
class BasicRingWriter {
 public:
  explicit BasicRingWriter(RingHeader& ring)
      : ring_(&ring), written_(Steps::load(ring.written)), read_(Steps::load(ring.read)) {
    wakeReader();
  }

  /// Room for up to `count` records, as many as there is room for: to be filled, then committed.
  /// The same room again when it was not committed.
  RingBatch<uint32_t> reserve(uint32_t count) {
    reserved_ = std::min(count, room(count));
    return {*ring_, written_, reserved_};
  }

  /// Shows the reader the first `count` of the records reserved last; the others are void.
  void commit(uint32_t count) {
    SKYFLOCK_ASSERT(count <= reserved_, "no more records are committed than were reserved");
    reserved_ = 0;
    if (count == 0) return;
    written_ += count;
    Steps::store(ring_->written, written_);
    wakeReader();
  }

  /// Copies as many of the records into the ring as there is room for, as one batch, and returns
  /// their number. The others count as dropped.
  uint32_t tryPush(const uint32_t* records, uint32_t count) {
    const RingBatch<uint32_t> batch = reserve(count);
    const size_t words = ring_->recordWords;
    for (uint32_t i = 0; i < batch.count(); i += batch.run(i)) {
      std::memcpy(batch.record(i), records + i * words, batch.run(i) * words * sizeof(uint32_t));
    }
    commit(batch.count());
    drop(count - batch.count());
    return batch.count();
  }

  /// Counts records that the writer gives up for want of room.
  void drop(uint32_t count) {
    if (count != 0) Steps::store(ring_->dropped, Steps::load(ring_->dropped) + count);
  }

  /// Sleeps until the reader releases records, at most `nanoseconds`, unless there is room for
  /// `count` (up to the capacity) already. Says whether there is now; false may come early.
  bool waitForRoom(uint32_t count, int64_t nanoseconds) {
    if (room(count) >= count) return true;
    Steps::store(ring_->writerSleeps, 1);
    // What was released before the flag stood is seen here; whoever releases later sees the flag.
    read_ = Steps::load(ring_->read);
    if (ring_->capacity - (written_ - read_) < count) Steps::wait(ring_->read, read_, nanoseconds);
    Steps::store(ring_->writerSleeps, 0);
    return room(count) >= count;
  }

  /// Records ever written, modulo 2^32.
  uint32_t position() const { return written_; }

 private:
  /// Free records. Where those known of are enough the reader's line is left alone.
  uint32_t room(uint32_t wanted) {
    if (ring_->capacity - (written_ - read_) < wanted) read_ = Steps::load(ring_->read);
    const uint32_t used = written_ - read_;
    SKYFLOCK_ASSERT(used <= ring_->capacity, "a ring holds no more than its capacity");
    return ring_->capacity - used;
  }

  void wakeReader() {
    if (Steps::load(ring_->readerSleeps) != 0) Steps::wake(ring_->written);
  }

  RingHeader* ring_;
  uint32_t written_;
  uint32_t read_;  ///< the reader's index when last looked at
  uint32_t reserved_ = 0;
};

/// The reading side of a ring, under the same contract as the writing one.
template <typename Steps>
class BasicRingReader {
 public:
  explicit BasicRingReader(RingHeader& ring)
      : ring_(&ring), read_(Steps::load(ring.read)), written_(Steps::load(ring.written)) {
    wakeWriter();
  }

  /// The oldest records, `most` of them or as many as there are. They stay until they are released.
  RingBatch<const uint32_t> peek(uint32_t most = ~0u) {
    peeked_ = std::min(most, available(most));
    return {*ring_, read_, peeked_};
  }

  /// Gives the writer back the room of the first `count` of the records peeked at last.
  void release(uint32_t count) {
    SKYFLOCK_ASSERT(count <= peeked_, "no more records are released than were peeked at");
    peeked_ = 0;
    if (count == 0) return;
    read_ += count;
    Steps::store(ring_->read, read_);
    wakeWriter();
  }

  /// Copies up to `most` of the oldest records out of the ring; returns their number.
  uint32_t tryPop(uint32_t* records, uint32_t most) {
    const RingBatch<const uint32_t> batch = peek(most);
    const size_t words = ring_->recordWords;
    for (uint32_t i = 0; i < batch.count(); i += batch.run(i)) {
      std::memcpy(records + i * words, batch.record(i), batch.run(i) * words * sizeof(uint32_t));
    }
    release(batch.count());
    return batch.count();
  }

  /// Sleeps until there are records, at most `nanoseconds`. Says whether there are now; false may
  /// come early.
  bool waitForRecords(int64_t nanoseconds) {
    if (available(1) > 0) return true;
    Steps::store(ring_->readerSleeps, 1);
    // What was written before the flag stood is seen here; whoever writes later sees the flag.
    written_ = Steps::load(ring_->written);
    if (written_ == read_) Steps::wait(ring_->written, written_, nanoseconds);
    Steps::store(ring_->readerSleeps, 0);
    return available(1) > 0;
  }

  /// Records that the writer gave up for want of room, modulo 2^32.
  uint32_t dropped() const { return Steps::load(ring_->dropped); }
  /// Records ever read, modulo 2^32.
  uint32_t position() const { return read_; }

 private:
  /// Records to read. Where those known of are enough the writer's line is left alone.
  uint32_t available(uint32_t wanted) {
    if (written_ - read_ < wanted) written_ = Steps::load(ring_->written);
    SKYFLOCK_ASSERT(written_ - read_ <= ring_->capacity, "a ring holds no more than its capacity");
    return written_ - read_;
  }

  void wakeWriter() {
    if (Steps::load(ring_->writerSleeps) != 0) Steps::wake(ring_->read);
  }

  RingHeader* ring_;
  uint32_t read_;
  uint32_t written_;  ///< the writer's index when last looked at
  uint32_t peeked_ = 0;
};

using RingWriter = BasicRingWriter<AtomicSteps>;
using RingReader = BasicRingReader<AtomicSteps>;

}  // namespace skyflock::core
