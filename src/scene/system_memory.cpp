#include "scene/system_memory.h"

#include <cstdlib>

namespace skyflock::scene {

namespace {

void* allocate(void*, size_t bytes) {
  const size_t whole = (bytes + Memory::kAlignment - 1) / Memory::kAlignment * Memory::kAlignment;
  return std::aligned_alloc(Memory::kAlignment, whole);
}

void release(void*, void* block) { std::free(block); }

}  // namespace

Memory systemMemory() { return {allocate, release, nullptr}; }

}  // namespace skyflock::scene
