#include <cstddef>

#include "bindings/module_memory.h"

// malloc and free of the module that is one shower. Three blocks are there at most: the shower's,
// the one that it is laid out anew in, and the bytes of a saved one.

namespace {

constinit skyflock::bindings::ModuleMemory<4> memory;

}  // namespace

extern "C" void* malloc(size_t bytes) { return memory.take(bytes); }

/// Every block begins at what anything is aligned to here.
extern "C" void* aligned_alloc(size_t, size_t bytes) { return memory.take(bytes); }

extern "C" void free(void* block) { memory.give(block); }
