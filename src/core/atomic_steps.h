#pragma once

#include "core/atomic_wait.h"

namespace skyflock::core {

/// What rings and triple buffers do to words that two threads share, a step a call. They take it as
/// a parameter: the tests put steps in its place that stop before each, and try every order.
///
/// Every step is sequentially consistent. Sleeping needs it: one side raises its flag and then
/// looks at the other's index, the other moves its index and then looks at the flag, and one of
/// them must see what the other did. WebAssembly and JavaScript know no other order, and a batch
/// costs one store, so weaker ones would win nothing elsewhere.
struct AtomicSteps {
  using Word = std::atomic<uint32_t>;

  static uint32_t load(const Word& word) { return word.load(); }
  static void store(Word& word, uint32_t value) { word.store(value); }
  static uint32_t exchange(Word& word, uint32_t value) { return word.exchange(value); }
  static void wait(const Word& word, uint32_t expected, int64_t nanoseconds) {
    waitForChange(word, expected, nanoseconds);
  }
  /// Wakes all: a thread that was ended in its sleep may still stand in front of the one that
  /// lives.
  static void wake(Word& word) { wakeAll(word); }
};

}  // namespace skyflock::core
