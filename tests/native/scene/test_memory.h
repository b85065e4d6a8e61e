#pragma once

#include <cstddef>
#include <cstdlib>

#include "scene/memory.h"

namespace skyflock::scene::tests {

/// The machine's memory, counted, which refuses when it is told to.
class TestMemory {
 public:
  /// Blocks that are still given before all are refused.
  size_t left = static_cast<size_t>(-1);
  size_t blocks = 0;

  operator Memory() {
    return {[](void* context, size_t bytes) {
              return static_cast<TestMemory*>(context)->allocate(bytes);
            },
            [](void* context, void* block) { static_cast<TestMemory*>(context)->release(block); },
            this};
  }

 private:
  void* allocate(size_t bytes) {
    if (left == 0) return nullptr;
    --left;
    ++blocks;
    constexpr size_t kUnit = Memory::kAlignment;
    return std::aligned_alloc(kUnit, (bytes + kUnit - 1) / kUnit * kUnit);
  }
  void release(void* block) {
    --blocks;
    std::free(block);
  }
};

}  // namespace skyflock::scene::tests
