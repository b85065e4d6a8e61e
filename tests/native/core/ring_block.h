#pragma once

#include <cstddef>
#include <cstdint>

#include "core/hash.h"
#include "core/spsc_ring.h"

namespace skyflock::tests {

/// Room for the rings of these tests.
struct RingBlock {
  static constexpr size_t kWords = 4096;
  alignas(64) uint32_t words[kWords] = {};

  core::RingHeader& ring(uint32_t recordWords, uint32_t capacity, uint32_t first = 0) {
    return *core::makeRing(words, recordWords, capacity, first);
  }
};

/// A word of the record of this number; no two are alike.
inline uint32_t wordOf(uint32_t number, uint32_t word) { return core::mixWord(number, word + 1); }

}  // namespace skyflock::tests
