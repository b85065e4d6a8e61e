#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "core/triple_buffer.h"
#include "life/host.h"
#include "runtime/supervisor.h"
#include "runtime/worker_pool.h"

namespace skyflock::life {

/// How a run on the pool stands.
enum class RunOutcome : uint32_t {
  ended,
  refused,  ///< the world is not healthy: `message`
  failed,   ///< a worker's part failed twice: `culprit`
  hung,     ///< a worker hangs: `culprit`; `resume` after it was replaced
  /// A worker overran its memory. Nothing that allocates may be called any more, `message` neither:
  /// what the allocator knows, and the lock it takes, may be overwritten.
  overrun,
};

/// What a threaded host takes of the machine that it runs on.
struct ThreadedPlatform : Platform {
  /// Runs a part on a worker.
  runtime::Guard guard = runtime::unguarded;
  /// Gives what is run in place of a tick's program; null where that itself is. For tests.
  runtime::Program (*tickProgram)(const runtime::Program& program, uint32_t tick) = nullptr;
};

/// A world whose ticks run on a pool of workers. Its owner starts the workers, each of which calls
/// `serve` on a thread of its own, replaces them and tells how many there are; everything else is
/// called by one thread.
class ThreadedHost : public Host {
 public:
  /// Bytes of a worker's stack, and how many of them, at its far end, nobody may reach.
  static constexpr size_t kStackBytes = 65536;
  static constexpr size_t kCanaryBytes = 1024;

  explicit ThreadedHost(const ThreadedPlatform& platform)
      : Host(platform), guard_(platform.guard), tickProgram_(platform.tickProgram) {}

  /// Before `found`: the most workers there will ever be, how many to begin with, and the
  /// processors that they share.
  void setWorkers(uint32_t most, uint32_t workers, uint32_t processors);

  FoundOutcome found(uint32_t tribeCount);
  FoundOutcome foundEmpty(uint32_t tribeCount);
  FoundOutcome restore(uint32_t bytes) { return prepareForWorkers(Host::restore(bytes)); }

  uint32_t workers() const { return pool_.workers(); }
  uint32_t mostWorkers() const { return partitions_; }

  /// Between ticks: so many workers from now on, and the world cut as setStrategy was told. New
  /// workers have to be started.
  void changeWorkers(uint32_t workers);

  /// From now on the owner replaces a worker that hangs.
  void attend() { supervisor_.attend(); }

  /// What a worker's thread runs, from its start to its end.
  void serve(uint32_t worker, uint32_t generation) { pool_.serve(worker, generation); }
  /// Where the worker's stack begins; it grows downwards.
  std::byte* stackTop(uint32_t worker) const { return stacks_.get() + kStackBytes * (worker + 1); }
  /// A word for demonstrations and tests: a guard that finds a 1 there hangs before its next part.
  uint32_t* harm(uint32_t worker) { return &harms_[worker]; }
  uint32_t generation(uint32_t worker) const { return pool_.generation(worker); }
  bool present(uint32_t worker) const { return pool_.present(worker); }
  /// The worker's thread is dead: another takes its place.
  void replace(uint32_t worker) { pool_.replace(worker); }
  void dismiss() { pool_.dismiss(); }

  /// Runs a tick on the workers and waits for its end.
  RunOutcome step();
  /// Goes on waiting for the run that hung.
  RunOutcome resume();

  /// Writes a frame on the workers, into the triple buffer, and shows it to the page. `frame` and
  /// `frameBytes` tell where it is. `colorBy` is a ColorBy.
  RunOutcome writeFrame(uint32_t colorBy, bool withFood);
  const std::byte* frame() const { return frame_; }
  uint32_t frameBytes() const { return reinterpret_cast<const FrameHeader*>(frame_)->bytes; }
  /// The triple buffer through which frames go.
  std::byte* frames() const { return frameMemory_.get(); }

  /// The worker that failed or hung; workers() and more when it is what runs alone that hangs.
  uint32_t culprit() const { return culprit_; }

  /// How each worker stands after the last tick, in their order.
  const WorkerReport* reports();
  /// Changes for as long as a run is watched: its owner lives, though it hears nothing meanwhile.
  const std::atomic<uint32_t>& beat() const { return beat_; }
  /// Milliseconds from the start of the last tick's run to its end.
  double runMilliseconds() const { return runMilliseconds_; }

 private:
  using Clock = double (*)();

  FoundOutcome prepareForWorkers(FoundOutcome outcome);
  bool makeStacks();
  bool makeFrames();
  bool stacksAreWhole() const;
  void configure(uint32_t workers);
  void planAnew() { world_->setPartitions(pool_.workers(), strategy_); }
  RunOutcome run(const runtime::Program& program);
  /// The clock comes as a copy that no worker can reach: one that overruns its stack overwrites
  /// what stands in memory, and without a clock nobody would ever be judged.
  RunOutcome watch(Clock clock);
  RunOutcome end(runtime::RunState state);
  void takeTimes();
  void report(uint32_t worker);

  runtime::Guard guard_;
  decltype(ThreadedPlatform::tickProgram) tickProgram_;
  runtime::WorkerPool pool_;
  runtime::Supervisor supervisor_;
  Memory stacks_;
  Memory frameMemory_;
  std::optional<core::TripleBufferWriter> frames_;
  std::byte* frame_ = nullptr;
  uint32_t processors_ = 1;
  uint32_t culprit_ = 0;
  uint32_t stepCount_ = 0;
  bool inTick_ = false;
  double began_ = 0.0, runMilliseconds_ = 0.0;
  runtime::PartTimes times_[runtime::kMaxWorkers];
  uint32_t harms_[runtime::kMaxWorkers] = {};
  std::atomic<uint32_t> beat_{0};
  WorkerReport reports_[runtime::kMaxWorkers] = {};
};

}  // namespace skyflock::life
