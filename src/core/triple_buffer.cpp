#include "core/triple_buffer.h"

#include <new>

namespace skyflock::core {

namespace {

bool aligned(const void* memory) {
  return reinterpret_cast<uintptr_t>(memory) % alignof(TripleBufferHeader) == 0;
}

}  // namespace

TripleBufferHeader* makeTripleBuffer(void* memory, const SlotPlace (&slots)[3]) {
  SKYFLOCK_ASSERT(aligned(memory), "a triple buffer begins at a cache line");
  auto* buffer = new (memory) TripleBufferHeader;
  buffer->magic = constants::tripleBufferMagic;
  buffer->control.store(1);
  for (uint32_t i = 0; i < 3; ++i) {
    const ptrdiff_t offset = slots[i].base - static_cast<std::byte*>(memory);
    buffer->slots[i].offset = static_cast<int32_t>(offset);
    buffer->slots[i].capacity = slots[i].capacity;
    SKYFLOCK_ASSERT(slotBytes(*buffer, i) == slots[i].base, "slots stand within 2 GB");
  }
  return buffer;
}

TripleBufferHeader* openTripleBuffer(void* memory) {
  auto* buffer = static_cast<TripleBufferHeader*>(memory);
  return aligned(memory) && buffer->magic == constants::tripleBufferMagic ? buffer : nullptr;
}

}  // namespace skyflock::core
