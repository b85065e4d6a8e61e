#pragma once

#include <cstddef>
#include <cstdint>

#include "core/assert.h"
#include "core/atomic_steps.h"
#include "core/core_layout.h"

// Three slots of bytes that hand the newest frame from one thread to another, each of them C++ or
// JavaScript (web/engine/triple-buffer.ts is the twin). The writer owns one slot, the reader
// another, and the third stands in the middle. To publish, the writer exchanges its slot with the
// middle one and marks it fresh; to take, the reader exchanges its own with the middle one. Each is
// a single atomic exchange: nobody waits, nobody sees half a frame, and the reader keeps what it
// took for as long as it likes. The control block lies in memory its owner gives, in this layout,
// little-endian:
//
//     byte   0  magic     "SKT1": says that here is a triple buffer, and of which version
//     byte  64  control   bits 0-1: the slot in the middle; bit 2: it is fresh
//     byte 128  slot 0    each slot's record on a cache line of its own: its owner's alone
//          192  slot 1
//          256  slot 2
//
//     slot + 0  offset    from byte 0 of the control block to the slot's bytes; signed
//          + 4  capacity  bytes the slot has room for
//          + 8  bytes     bytes of the frame in it
//          +12  sequence  number of the frame in it: 1, 2, 3 ... modulo 2^32; 0 before the first
//
// Which slot a side owns, only that side knows. A side that dies takes the knowledge along, so the
// buffer is made anew, for both sides.

namespace skyflock::core {

/// Memory for a slot.
struct SlotPlace {
  std::byte* base = nullptr;
  uint32_t capacity = 0;  ///< bytes
};

inline std::byte* slotBytes(TripleBufferHeader& buffer, uint32_t slot) {
  return reinterpret_cast<std::byte*>(&buffer) + buffer.slots[slot].offset;
}

/// Makes a triple buffer without a frame in memory that is aligned to 64 bytes. The slots stand
/// within 2 GB of it.
TripleBufferHeader* makeTripleBuffer(void* memory, const SlotPlace (&slots)[3]);

/// The triple buffer that somebody made in this memory; null when there is none of this version.
TripleBufferHeader* openTripleBuffer(void* memory);

/// The writing side: one in the life of the buffer, on one thread at a time. Wait-free; nothing
/// here allocates.
template <typename Steps>
class BasicTripleBufferWriter {
 public:
  explicit BasicTripleBufferWriter(TripleBufferHeader& buffer) : buffer_(&buffer) {}

  /// Where the next frame goes. The bytes are those of an older frame, or what the memory held.
  std::byte* data() const { return slotBytes(*buffer_, slot_); }
  uint32_t capacity() const { return buffer_->slots[slot_].capacity; }

  /// Shows the reader the frame of so many bytes that stands at `data()`, which then gives another
  /// slot. Returns whether the reader had taken the frame before this one.
  bool publish(uint32_t bytes) {
    TripleBufferSlot& mine = buffer_->slots[slot_];
    SKYFLOCK_ASSERT(bytes <= mine.capacity, "a frame fits its slot");
    mine.bytes = bytes;
    mine.sequence = ++sequence_;
    const uint32_t before = Steps::exchange(buffer_->control, slot_ | constants::freshFrame);
    slot_ = before & constants::middleSlotMask;
    SKYFLOCK_ASSERT(slot_ < 3, "a triple buffer has three slots");
    return (before & constants::freshFrame) == 0;
  }

  /// Frames published up to now, modulo 2^32.
  uint32_t sequence() const { return sequence_; }

 private:
  TripleBufferHeader* buffer_;
  uint32_t slot_ = 0;
  uint32_t sequence_ = 0;
};

/// The reading side, under the same contract as the writing one.
template <typename Steps>
class BasicTripleBufferReader {
 public:
  explicit BasicTripleBufferReader(TripleBufferHeader& buffer) : buffer_(&buffer) {}

  /// Takes the newest frame and gives the one before back. False, and nothing changes, when there
  /// is no newer one.
  bool takeFrame() {
    // Only the writer makes a frame fresh and only this side takes it, so what is fresh here still
    // is at the exchange, or has given way to a newer one.
    if ((Steps::load(buffer_->control) & constants::freshFrame) == 0) return false;
    slot_ = Steps::exchange(buffer_->control, slot_) & constants::middleSlotMask;
    SKYFLOCK_ASSERT(slot_ < 3, "a triple buffer has three slots");
    return true;
  }

  /// The frame taken last; it stays as it is until the next is taken.
  const std::byte* data() const { return slotBytes(*buffer_, slot_); }
  /// Its length; 0 before the first.
  uint32_t bytes() const { return buffer_->slots[slot_].bytes; }
  /// Its number; 0 before the first.
  uint32_t sequence() const { return buffer_->slots[slot_].sequence; }

 private:
  TripleBufferHeader* buffer_;
  uint32_t slot_ = 2;
};

using TripleBufferWriter = BasicTripleBufferWriter<AtomicSteps>;
using TripleBufferReader = BasicTripleBufferReader<AtomicSteps>;

}  // namespace skyflock::core
