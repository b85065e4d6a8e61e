#pragma once

#include <cstdint>

namespace skyflock::runtime {

/// Most workers of a pool, and most parts of a program.
inline constexpr uint32_t kMaxWorkers = 16;
/// Most steps of a program.
inline constexpr uint32_t kMaxSteps = 16;

/// A step of a program: `part` runs for every part, on several threads; once all parts have ended,
/// `then` runs on one of them, and what it returns says whether the program goes on.
///
/// `part` reads what earlier steps left and overwrites all of its own output, so that it can be run
/// again when a thread fails in it.
///
/// A step with pieces has `pieces` and `piece` in place of `part`: threads that are done with their
/// own parts' pieces take those of others, so that none waits long for the slowest. A piece only
/// overwrites output that no other piece writes or reads; after a failure all of them run again,
/// while others may still be at work.
struct Step {
  void (*part)(void* context, uint32_t part) = nullptr;
  bool (*then)(void* context) = nullptr;
  uint32_t (*pieces)(void* context, uint32_t part) = nullptr;  ///< their number
  void (*piece)(void* context, uint32_t part, uint32_t piece) = nullptr;
};

/// Steps that run one after the other over the same parts.
struct Program {
  const Step* steps = nullptr;
  uint32_t stepCount = 0;
  uint32_t parts = 0;
  void* context = nullptr;
  /// Keeps what a part adds to within a step, before the step, and puts it back before the step
  /// runs again; null where parts only overwrite.
  void (*keep)(void* context, uint32_t part) = nullptr;
  void (*restore)(void* context, uint32_t part) = nullptr;
};

/// Milliseconds that a part of a program took in the last run, or a worker.
struct PartTimes {
  float compute[kMaxSteps] = {};  ///< by step
};

/// The pool's twin without threads: runs the parts of each step one after the other on the calling
/// thread. `times` (one for each part) and `thenTimes` (one for each step) may be null, as may the
/// clock. Returns false when a step's `then` did.
bool runSerially(const Program& program, PartTimes* times, float* thenTimes,
                 double (*nowMilliseconds)());

}  // namespace skyflock::runtime
