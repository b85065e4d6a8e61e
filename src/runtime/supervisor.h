#pragma once

#include <cstdint>

#include "runtime/watch_layout.h"
#include "runtime/worker_pool.h"

namespace skyflock::runtime {

/// Finds the worker that hangs, by looks at the pool while a program runs.
///
/// A worker without progress may hang, or it may be kept waiting for a processor by whatever else
/// the machine has to do; no clock tells the two apart. So it is judged in two stages:
///
/// 1. Suspicion: no step further for `suspicion()` milliseconds. Until then its owner sleeps
///    between two looks.
/// 2. Trial: the owner looks again and again without sleeping, and so needs a processor as the
///    suspect does. It adds up the processor time it gets: two looks that follow each other at once
///    had one, longer gaps had none. The suspect is judged when that sum comes to `trial()`: a
///    scheduler is fair, and what it did not give to the owner it may not have given to the
///    suspect.
///
///       look   look   look  looks looks    looks looks looks
///      ──┴──────┴──────┴────┴┴┴┴┴┴┴┴┴┴......┴┴┴┴┴┴┴┴┴┴┴┴┴┴┴──▶
///        0            120 ms           gap, not counted     hung
///
/// A gap of a second proves that the whole machine stood still (a sleeping laptop, a frozen tab, a
/// debugger), so it starts the watch over.
class Supervisor {
 public:
  /// No worker hangs.
  static constexpr uint32_t kNobody = ~0u;
  /// Deadlock: the step has ended for all workers, but none begins the next; what runs alone hangs.
  static constexpr uint32_t kLeader = ~1u;
  /// Milliseconds between two looks of a sleeping owner beyond which a look is late.
  static constexpr double kLateMs = 100.0;
  /// Milliseconds between two looks in a trial up to which the owner had a processor.
  static constexpr double kOwnMs = 1.0;
  /// Least milliseconds of processor time in a trial of the first run, where code is compiled as it
  /// is needed.
  static constexpr double kFirstTrialMs = 1000.0;
  /// How many times as long as the longest step of the runs before a step may take.
  static constexpr double kPatience = 10.0;
  /// No step counts as longer, in milliseconds: whatever happens, a worker that hangs is judged
  /// after kPatience of them.
  static constexpr double kLongestStepMs = 2500.0;

  /// The processors that the workers share: where they outnumber them, each waits for its turn, and
  /// is unsuspected for as many times as long.
  void setProcessors(uint32_t processors) { processors_ = processors; }

  /// From now on another worker takes the place of one that hangs, which changes nothing. Before,
  /// the run is lost with it, and a busy machine must not be taken for a hang.
  void attend() { attendance_ = 0; }

  /// A run begins.
  void beginRun(double nowMilliseconds, const WorkerPool& pool);
  /// Looks at the run; gives the worker that hangs, kLeader or kNobody. To be called at least every
  /// kLateMs / 4 or so, and without a pause while it `suspects`.
  uint32_t look(double nowMilliseconds, const WorkerPool& pool);
  /// Whether somebody is on trial.
  bool suspects() const { return suspects_ != 0; }
  /// Forgets what was seen so far: a worker was replaced, or time stood still.
  void startOver(double nowMilliseconds);
  /// The run has ended: its longest step becomes part of the deadlines.
  void end(const WorkerPool& pool, uint32_t steps);

  /// Milliseconds without a step further that are suspicious.
  double suspicion() const;
  /// Milliseconds of processor time after which a suspect is judged.
  double trial() const;

 private:
  /// When somebody got no further, and the owner's processor time in trials by then.
  struct Standstill {
    double since = 0.0;
    double got = 0.0;
  };

  double longestStep() const;
  bool isJudged(const Standstill& standstill, double nowMilliseconds);

  /// No value that a worker which overruns its memory is likely to leave: it makes nobody patient.
  static constexpr uint32_t kUnattended = 0x6e6f6e65;

  double lastLook_ = 0.0;
  double got_ = 0.0;  ///< ms of processor time that the owner got in trials of this run
  // Words, since every value that a worker may leave in one has a meaning, as in a bool it has not.
  uint32_t suspects_ = 0;
  Standstill standstills_[kMaxWorkers];
  Standstill leader_;
  uint32_t seen_[kMaxWorkers] = {};
  uint32_t seenStep_ = 0;
  double longestStep_ = 0.0;  ///< ms, of late
  uint32_t hasEndedARun_ = 0;
  uint32_t processors_ = kMaxWorkers;
  uint32_t attendance_ = kUnattended;
  double crowding_ = 1.0;  ///< workers a processor, at least 1
};

}  // namespace skyflock::runtime
