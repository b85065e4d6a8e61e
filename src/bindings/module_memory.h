#pragma once

#include <cstddef>
#include <cstdint>

#include "core/first_fit.h"

extern "C" unsigned char __heap_base;

namespace skyflock::bindings {

/// The memory of a module that holds kBlocks blocks at a time at most, from the end of its own data on. It grows and
/// never shrinks, as WebAssembly's does.
template <size_t kBlocks>
class ModuleMemory {
 public:
  /// A block, or null where it is refused.
  void* take(size_t bytes) {
    const size_t place = blocks_.take(bytes);
    if (place == 0) return nullptr;
    const size_t begin = base() + place;
    const size_t end = begin + bytes;
    const size_t there = __builtin_wasm_memory_size(0) * kPage;
    if (end > there &&
        __builtin_wasm_memory_grow(0, (end - there + kPage - 1) / kPage) == SIZE_MAX) {
      blocks_.give(place);
      return nullptr;
    }
    return reinterpret_cast<void*>(begin);
  }
  /// Gives a block back; null is none.
  void give(void* block) {
    if (block != nullptr) blocks_.give(reinterpret_cast<size_t>(block) - base());
  }

 private:
  using Blocks = core::FirstFitOf<kBlocks>;
  static constexpr size_t kPage = 65536;
  /// More than the module's memory can grow to.
  static constexpr size_t kMost = size_t{1} << 30;

  /// So far below the end of the module's own data that no block lies within that.
  static size_t base() {
    return reinterpret_cast<size_t>(&__heap_base) / Blocks::kAlignment * Blocks::kAlignment;
  }

  /// Of addresses from base() on.
  Blocks blocks_ = Blocks(Blocks::kAlignment, kMost);
};

}  // namespace skyflock::bindings
