#include "state/failure.h"

#if !defined(__wasm__)
#include <cinttypes>
#include <cstdio>
#include <cstdlib>
#endif

namespace skyflock::state {

#if defined(__wasm__)

extern "C" __attribute__((import_module("host"), import_name("fail"))) void hostFail(
    uint32_t failure, double amount);

void fail(StateFailure failure, uint64_t amount) {
  hostFail(static_cast<uint32_t>(failure), static_cast<double>(amount));
  __builtin_trap();
}

#else

void fail(StateFailure failure, uint64_t amount) {
  const char* what = failure == StateFailure::memory ? "no memory for bytes" : "too many nodes";
  std::fprintf(stderr, "the state store has ended: %s: %" PRIu64 "\n", what, amount);
  std::abort();
}

#endif

}  // namespace skyflock::state
