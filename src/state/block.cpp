#include "state/block.h"

#include "core/assert.h"

#if defined(__wasm__)
#include <cstring>

#include "state/heap.h"

// The module's memory from the end of its own data on belongs to a Heap.
extern "C" unsigned char __heap_base;
#else
#include <cstdlib>
#endif

namespace skyflock::state {

namespace {

#if defined(__wasm__)

constexpr size_t kPage = 65536;
/// More than a block takes beside its bytes.
constexpr size_t kMostOverhead = 64;

Heap heap;
bool isStarted = false;

void* resize(void* block, size_t bytes) {
  if (!isStarted) {
    const size_t begin = (reinterpret_cast<size_t>(&__heap_base) + 15) / 16 * 16;
    heap.add(reinterpret_cast<void*>(begin), __builtin_wasm_memory_size(0) * kPage - begin);
    isStarted = true;
  }
  void* resized = heap.take(bytes);
  if (resized == nullptr) {
    const size_t pages = (bytes + kMostOverhead) / kPage + 1;
    const size_t end = __builtin_wasm_memory_grow(0, pages);
    if (end == SIZE_MAX) return nullptr;
    heap.add(reinterpret_cast<void*>(end * kPage), pages * kPage);
    resized = heap.take(bytes);
  }
  if (block != nullptr && resized != nullptr) {
    std::memcpy(resized, block, Heap::room(block));
    heap.give(block);
  }
  return resized;
}

#else

void* resize(void* block, size_t bytes) { return std::realloc(block, bytes); }

#endif

}  // namespace

void* grow_block(void* block, uint32_t& capacity, uint32_t least, size_t recordBytes) {
  capacity += capacity / 2;
  if (capacity < 16) capacity = 16;
  if (capacity < least) capacity = least;
  void* grown = resize(block, capacity * recordBytes);
  SKYFLOCK_ASSERT(grown != nullptr, "there is memory left");
  return grown;
}

void free_block(void* block) {
#if defined(__wasm__)
  if (block != nullptr) heap.give(block);
#else
  std::free(block);
#endif
}

}  // namespace skyflock::state
