#pragma once

// Assertions are for bugs, never for a user's mistake (that is a Status). SKYFLOCK_ASSERT is cheap
// and stays in every build; SKYFLOCK_ASSERT_HEAVY is for the tests' builds
// (SKYFLOCK_HEAVY_ASSERTS). A failed one traps: on WebAssembly that is a RuntimeError whose stack
// names the function.

#if defined(__wasm__)
#define SKYFLOCK_ASSERT_FAILED(message) __builtin_trap()
#else
#include <cstdio>
#include <cstdlib>
#define SKYFLOCK_ASSERT_FAILED(message) \
  (std::fprintf(stderr, "%s:%d: this should hold: %s\n", __FILE__, __LINE__, message), std::abort())
#endif

#define SKYFLOCK_ASSERT(condition, message)            \
  do {                                                 \
    if (!(condition)) SKYFLOCK_ASSERT_FAILED(message); \
  } while (false)

#if defined(SKYFLOCK_HEAVY_ASSERTS)
#define SKYFLOCK_ASSERT_HEAVY(condition, message) SKYFLOCK_ASSERT(condition, message)
#else
#define SKYFLOCK_ASSERT_HEAVY(condition, message) \
  do {                                            \
  } while (false)
#endif
