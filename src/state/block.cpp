#include "state/block.h"

#include "state/failure.h"

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

/// Longer than any memory there is, and short enough that sums with it fit an address.
constexpr uint64_t kMostBytes = 0x7fffffff;

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
  void* resized = heap.takeBlock(bytes);
  if (resized == nullptr) {
    const size_t pages = (bytes + kMostOverhead) / kPage + 1;
    const size_t end = __builtin_wasm_memory_grow(0, pages);
    if (end == SIZE_MAX) return nullptr;
    heap.add(reinterpret_cast<void*>(end * kPage), pages * kPage);
    resized = heap.takeBlock(bytes);
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

void* growBlock(void* block, uint32_t& capacity, uint32_t least, size_t recordBytes) {
  uint64_t wanted = uint64_t{capacity} + capacity / 2;
  if (wanted < 16) wanted = 16;
  if (wanted < least) wanted = least;
  const uint64_t bytes = wanted * recordBytes;
  void* grown = bytes <= kMostBytes ? resize(block, static_cast<size_t>(bytes)) : nullptr;
  if (grown == nullptr) fail(StateFailure::memory, bytes);
  capacity = static_cast<uint32_t>(wanted);
  return grown;
}

void freeBlock(void* block) {
#if defined(__wasm__)
  if (block != nullptr) heap.give(block);
#else
  std::free(block);
#endif
}

}  // namespace skyflock::state
