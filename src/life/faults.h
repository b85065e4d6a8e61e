#pragma once

#include <cstdint>

#include "runtime/program.h"

// Faults that the tests ask for. No product links this.

namespace skyflock::life::faults {

enum class Kind : uint32_t {
  none,
  trap,
  outOfBounds,
  hang,
  zombie,  ///< hangs, and writes into what its partition owns for as long as it lives
  notANumber,
  wildWrite,
  stackOverflow,
};

/// The next fault is of this kind, in this tick, step and partition, so many times.
void inject(Kind kind, uint32_t tick, uint32_t step, uint32_t partition, uint32_t times);

/// The program of a World's tick, with the fault in it when its tick has come.
runtime::Program withFault(const runtime::Program& program, uint32_t tick);

/// What Kind::trap does: a trap ends a process that is no WebAssembly, so native tests put
/// something else here.
extern void (*trap)();

}  // namespace skyflock::life::faults
