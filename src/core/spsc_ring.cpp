#include "core/spsc_ring.h"

#include <bit>
#include <new>

namespace skyflock::core {

namespace {

bool makesARing(uint32_t recordWords, uint32_t capacity) {
  return recordWords >= 1 && recordWords <= constants::maxRingRecordWords &&
         std::has_single_bit(capacity) && capacity <= constants::maxRingCapacity;
}

bool aligned(const void* memory) {
  return reinterpret_cast<uintptr_t>(memory) % alignof(RingHeader) == 0;
}

}  // namespace

RingHeader* makeRing(void* memory, uint32_t recordWords, uint32_t capacity, uint32_t firstIndex) {
  SKYFLOCK_ASSERT(aligned(memory), "a ring begins at a cache line");
  SKYFLOCK_ASSERT(makesARing(recordWords, capacity),
                  "a ring has 1 to 256 words a record and a power of two of records up to 2^20");
  auto* ring = new (memory) RingHeader;
  ring->magic = constants::ringMagic;
  ring->recordWords = recordWords;
  ring->capacity = capacity;
  ring->written.store(firstIndex);
  ring->read.store(firstIndex);
  return ring;
}

RingHeader* openRing(void* memory, size_t bytes) {
  if (!aligned(memory) || bytes < sizeof(RingHeader)) return nullptr;
  auto* ring = static_cast<RingHeader*>(memory);
  if (ring->magic != constants::ringMagic || !makesARing(ring->recordWords, ring->capacity) ||
      ringBytes(ring->recordWords, ring->capacity) > bytes ||
      ring->written.load() - ring->read.load() > ring->capacity) {
    return nullptr;
  }
  return ring;
}

}  // namespace skyflock::core
