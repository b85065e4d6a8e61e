#pragma once

#include <atomic>
#include <cstdint>

#if defined(__linux__)
#include <linux/futex.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <climits>
#elif !defined(__wasm__)
#include <chrono>
#include <thread>
#endif

// Sleeping on a word until another thread changes it, with a deadline, which std::atomic lacks.

namespace skyflock::core {

#if defined(__wasm_atomics__)

/// Sleeps until somebody wakes the word's sleepers, at most `nanoseconds`; returns at once when the
/// word is not `expected`. It may return early for no reason: look at the word again.
inline void wait_for_change(const std::atomic<uint32_t>& word, uint32_t expected,
                            int64_t nanoseconds) {
  auto* address = reinterpret_cast<int32_t*>(const_cast<std::atomic<uint32_t>*>(&word));
  __builtin_wasm_memory_atomic_wait32(address, static_cast<int32_t>(expected), nanoseconds);
}

/// Wakes all that sleep on the word.
inline void wake_all(std::atomic<uint32_t>& word) {
  __builtin_wasm_memory_atomic_notify(reinterpret_cast<int32_t*>(&word), 0xffffffffu);
}

#elif defined(__linux__)

inline void wait_for_change(const std::atomic<uint32_t>& word, uint32_t expected,
                            int64_t nanoseconds) {
  timespec time = {};
  time.tv_sec = static_cast<time_t>(nanoseconds / 1'000'000'000);
  time.tv_nsec = static_cast<long>(nanoseconds % 1'000'000'000);
  syscall(SYS_futex, &word, FUTEX_WAIT_PRIVATE, expected, &time, nullptr, 0);
}

inline void wake_all(std::atomic<uint32_t>& word) {
  syscall(SYS_futex, &word, FUTEX_WAKE_PRIVATE, INT_MAX, nullptr, nullptr, 0);
}

#elif defined(__wasm__)

// One thread: nobody could wake it.
inline void wait_for_change(const std::atomic<uint32_t>&, uint32_t, int64_t) {}
inline void wake_all(std::atomic<uint32_t>&) {}

#else

inline void wait_for_change(const std::atomic<uint32_t>& word, uint32_t expected,
                            int64_t nanoseconds) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::nanoseconds(nanoseconds);
  while (word.load() == expected && std::chrono::steady_clock::now() < end) {
    std::this_thread::sleep_for(std::chrono::microseconds(50));
  }
}
inline void wake_all(std::atomic<uint32_t>&) {}

#endif

}  // namespace skyflock::core
