#pragma once

#include <cstdint>

#include "runtime/worker_pool.h"

namespace skyflock::runtime {

/// Finds the worker that hangs, by looks at the pool while a program runs.
///
/// A look that comes late proves that the whole machine stood still (a sleeping laptop, a frozen
/// tab, a debugger), so it starts the watch over instead of blaming anybody.
class Supervisor {
 public:
  /// No worker hangs.
  static constexpr uint32_t kNobody = ~0u;
  /// The step has ended for all, but nobody goes on: what runs alone hangs.
  static constexpr uint32_t kLeader = ~1u;
  /// Milliseconds between two looks beyond which a look is late.
  static constexpr double kLateMs = 100.0;
  /// Least milliseconds without a step further that count as hanging.
  static constexpr double kLeastDeadlineMs = 120.0;
  /// The same until somebody attends.
  static constexpr double kUnattendedDeadlineMs = 10'000.0;
  /// How many times as long as the longest step of the runs before a step may take.
  static constexpr double kPatience = 10.0;

  /// The processors that the workers share: where they outnumber them, each waits for its turn, and
  /// deadlines are as many times as long.
  void set_processors(uint32_t processors) { processors_ = processors; }

  /// From now on another worker takes the place of one that hangs, which changes nothing. Before,
  /// the run is lost with it, and a busy machine must not be taken for a hang.
  void attend() { attendance_ = 0; }

  /// A run begins.
  void begin(double nowMilliseconds, const WorkerPool& pool);
  /// Looks at the run; gives the worker that hangs, kLeader or kNobody. To be called at least every
  /// kLateMs / 4 or so.
  uint32_t look(double nowMilliseconds, const WorkerPool& pool);
  /// Forgets what was seen so far: a worker was replaced, or time stood still.
  void start_over(double nowMilliseconds);
  /// The run has ended: its longest step becomes part of the deadline.
  void end(const WorkerPool& pool, uint32_t steps);

  /// Milliseconds without a step further that count as hanging.
  double deadline() const;

 private:
  /// No value that a worker which overruns its memory is likely to leave: it makes nobody patient.
  static constexpr uint32_t kUnattended = 0x6e6f6e65;

  double lastLook_ = 0.0;
  double since_[kMaxWorkers] = {};
  double leaderSince_ = 0.0;
  uint32_t seen_[kMaxWorkers] = {};
  uint32_t seenStep_ = 0;
  double longestStep_ = 0.0;  ///< ms, of late
  uint32_t processors_ = kMaxWorkers;
  uint32_t attendance_ = kUnattended;
  double crowding_ = 1.0;  ///< workers a processor, at least 1
};

}  // namespace skyflock::runtime
