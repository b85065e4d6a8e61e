#include <cstddef>

#include "bindings/module_memory.h"

// malloc and free of the module that is one scene. Each of its parts has some arrays, about forty in all, and one more
// while an array is copied to where it can grow.

namespace {

constinit skyflock::bindings::ModuleMemory<64> memory;

}  // namespace

extern "C" void* malloc(size_t bytes) { return memory.take(bytes); }

/// Every block begins at what anything is aligned to here.
extern "C" void* aligned_alloc(size_t, size_t bytes) { return memory.take(bytes); }

extern "C" void free(void* block) { memory.give(block); }
