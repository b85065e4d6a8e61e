#include <cstddef>
#include <cstdint>

#include "core/first_fit.h"

// malloc and free of the module that is one shower. Three blocks are there at most: the shower's,
// the one that it is laid out anew in, and the bytes of a saved one.

extern "C" unsigned char __heap_base;

namespace {

using skyflock::core::FirstFit;

constexpr size_t kPage = 65536;
/// More than the module's memory can grow to.
constexpr size_t kMost = size_t{1} << 30;

/// Of addresses from base() on.
constinit FirstFit blocks(FirstFit::kAlignment, kMost);

/// So far below the end of the module's own data that no block lies within that.
size_t base() {
  return reinterpret_cast<size_t>(&__heap_base) / FirstFit::kAlignment * FirstFit::kAlignment;
}

}  // namespace

extern "C" void* malloc(size_t bytes) {
  const size_t place = blocks.take(bytes);
  if (place == 0) return nullptr;
  const size_t begin = base() + place;
  const size_t end = begin + bytes;
  const size_t there = __builtin_wasm_memory_size(0) * kPage;
  if (end > there && __builtin_wasm_memory_grow(0, (end - there + kPage - 1) / kPage) == SIZE_MAX) {
    blocks.give(place);
    return nullptr;
  }
  return reinterpret_cast<void*>(begin);
}

/// Every block begins at what anything is aligned to here.
extern "C" void* aligned_alloc(size_t, size_t bytes) { return malloc(bytes); }

extern "C" void free(void* block) {
  if (block != nullptr) blocks.give(reinterpret_cast<size_t>(block) - base());
}
