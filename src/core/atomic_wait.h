#pragma once

#include <atomic>
#include <cstdint>

#if defined(__linux__)
#include <linux/futex.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#elif !defined(__wasm__)
#include <chrono>
#include <thread>
#endif

// Sleeping on a word until another thread changes it, with a deadline, which std::atomic lacks.
// Whoever changes the word wakes its sleepers afterwards; nobody wakes them by the change alone.

namespace skyflock::core {

#if defined(__wasm_atomics__)

/// Sleeps until somebody wakes the word's sleepers, at most `nanoseconds` (0 or more); returns at
/// once when the word is not `expected`. Gives false when the time was over. True says nothing
/// sure, for it may return early for no reason: look at the word again. A browser's page thread
/// must not sleep: this traps there.
inline bool waitForChange(const std::atomic<uint32_t>& word, uint32_t expected,
                          int64_t nanoseconds) {
  auto* address = reinterpret_cast<int32_t*>(const_cast<std::atomic<uint32_t>*>(&word));
  constexpr int32_t kTimedOut = 2;
  return __builtin_wasm_memory_atomic_wait32(address, static_cast<int32_t>(expected),
                                             nanoseconds) != kTimedOut;
}

/// Wakes all that sleep on the word.
inline void wakeAll(std::atomic<uint32_t>& word) {
  __builtin_wasm_memory_atomic_notify(reinterpret_cast<int32_t*>(&word), 0xffffffffu);
}

/// Wakes one of those that sleep on the word.
inline void wakeOne(std::atomic<uint32_t>& word) {
  __builtin_wasm_memory_atomic_notify(reinterpret_cast<int32_t*>(&word), 1);
}

#elif defined(__linux__)

inline bool waitForChange(const std::atomic<uint32_t>& word, uint32_t expected,
                          int64_t nanoseconds) {
  timespec time = {};
  time.tv_sec = static_cast<time_t>(nanoseconds / 1'000'000'000);
  time.tv_nsec = static_cast<long>(nanoseconds % 1'000'000'000);
  return syscall(SYS_futex, &word, FUTEX_WAIT_PRIVATE, expected, &time, nullptr, 0) == 0 ||
         errno != ETIMEDOUT;
}

inline void wakeAll(std::atomic<uint32_t>& word) {
  syscall(SYS_futex, &word, FUTEX_WAKE_PRIVATE, INT_MAX, nullptr, nullptr, 0);
}

inline void wakeOne(std::atomic<uint32_t>& word) {
  syscall(SYS_futex, &word, FUTEX_WAKE_PRIVATE, 1, nullptr, nullptr, 0);
}

#elif defined(__wasm__)

// One thread: nobody could wake it.
inline bool waitForChange(const std::atomic<uint32_t>& word, uint32_t expected, int64_t) {
  return word.load() != expected;
}
inline void wakeAll(std::atomic<uint32_t>&) {}
inline void wakeOne(std::atomic<uint32_t>&) {}

#else

inline bool waitForChange(const std::atomic<uint32_t>& word, uint32_t expected,
                          int64_t nanoseconds) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::nanoseconds(nanoseconds);
  while (word.load() == expected) {
    if (std::chrono::steady_clock::now() >= end) return false;
    std::this_thread::sleep_for(std::chrono::microseconds(50));
  }
  return true;
}
inline void wakeAll(std::atomic<uint32_t>&) {}
inline void wakeOne(std::atomic<uint32_t>&) {}

#endif

}  // namespace skyflock::core
