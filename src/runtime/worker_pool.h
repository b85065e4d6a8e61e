#pragma once

#include <atomic>
#include <cstdint>

#include "runtime/program.h"

namespace skyflock::runtime {

/// Runs a part and returns false instead of ending the thread when it fails: a trap in WebAssembly,
/// an exception in the native tests.
using Guard = bool (*)(void (*part)(void*, uint32_t), void* context, uint32_t index);

/// Calls the part with no protection.
bool unguarded(void (*part)(void*, uint32_t), void* context, uint32_t index);

/// What a run has come to.
enum class RunState : uint32_t {
  running,
  finished,
  stopped,  ///< a step's `then` returned false
  failed,   ///< a part failed twice: see WorkerPool::failedWorker
};

/// What a worker is about, for whoever watches it.
enum class WorkerState : uint32_t {
  absent,    ///< no thread runs it
  waiting,   ///< between steps, or at a barrier
  working,   ///< in a part
  retrying,  ///< in a part for the second time
  failed,    ///< its part failed twice
};

/// Threads that run programs together, each its own share of the parts, in step: nobody begins a
/// step before all have ended the one before. Who arrives last runs what is to be done alone and
/// lets the others go, so the thread that started the program sleeps until its end.
///
/// The pool makes no threads and knows no clock and no arena: its owner does. A thread becomes a
/// worker by `serve`, and stays one until it is dismissed or replaced. Nothing here allocates,
/// locks or throws, so a thread can be killed at any point without the others hanging for ever.
///
/// All of that hangs on one word for each worker:
///
///     31        24 23                               0
///    +------------+----------------------------------+
///    | generation | the turn it ended last, mod 2^24 |      turn: number of a step, over all runs
///    +------------+----------------------------------+
///
///                turn_ = 8                         turn_ = 9
///      worker 0  |---- works ----| ends 8 . waits .|---- works ...
///      worker 1  |---- works ---------| ends 8, is |
///                |                    | last: leads|---- works ...
///
/// 1. Who writes it. A worker, when it has ended a step: one compare-exchange from the word it
///    began with to its own generation and the present turn. The owner, in `replace`: one from
///    whatever stands there to the next generation, the turn as it is. Nobody else while a program
///    runs.
/// 2. Who goes on. Whoever ends a step looks at all words; where all say the present turn, a
///    compare-exchange on `led_` picks one of those who see it. That one runs `then`, stores the
///    next turn and wakes the others.
/// 3. Who hangs. The run waits for those whose word does not say the present turn (`awaited`). A
///    Supervisor looks at the words again and again: whose word stays as it is for too long hangs
///    (supervisor.h says how long that is, and how a busy machine is told from a hang). Where all
///    have ended and the turn stands still, it is the one that leads.
/// 4. How a thread is replaced. `replace` raises the generation. From then on the old thread can
///    end nothing, since its compare-exchange expects the old one; but it may still write into what
///    its parts own, so the owner ends it, and only once it is dead another one serves in the new
///    generation. The turn in the word is still the one before, so the new thread runs the step
///    again, from what `keep` set aside (`kept` says for which turn that was).
/// 5. A thread may die between its compare-exchange and its lead. Its successor looks once, as it
///    begins to serve, whether all have ended, and leads in its place.
///
/// A generation wraps at 256: only a thread that slept through as many replacements of its worker
/// could be taken for the present one.
class WorkerPool {
 public:
  WorkerPool() = default;
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  /// What every run uses. spins: looks at a word before sleeping on it. Between runs the number of
  /// workers may change: those beyond it are dismissed, new ones need a thread each.
  void configure(uint32_t workers, Guard guard, double (*nowMilliseconds)(), uint32_t spins);
  uint32_t workers() const { return workers_; }

  /// A thread's life as a worker; returns when it is dismissed, or when it finds itself replaced.
  void serve(uint32_t worker, uint32_t generation);
  /// The generation the next thread of this worker must serve in.
  uint32_t generation(uint32_t worker) const;
  /// Whether a thread serves in the present generation of this worker.
  bool present(uint32_t worker) const;

  /// Starts a program. All workers must be there, and the run before must be over.
  void beginProgram(const Program& program);
  /// Waits for the end of the run, at most so long, and says how it stands. Never waits at 0.
  RunState wait(int64_t nanoseconds);
  /// The worker whose part failed twice.
  uint32_t failedWorker() const { return failedWorker_.load(); }

  /// Takes the worker's place from its thread, which must be dead when another begins to serve:
  /// whatever it still does until then ends no step. The next thread serves in the generation that
  /// `generation` then gives, and runs the present step again.
  void replace(uint32_t worker);
  /// Ends every worker's service. Not while a program runs.
  void dismiss();

  /// Grows whenever the worker gets a step further.
  uint32_t progress(uint32_t worker) const { return progress_[worker].word.load(); }
  /// Whether the run waits for this worker.
  bool awaited(uint32_t worker) const;
  WorkerState state(uint32_t worker) const {
    return static_cast<WorkerState>(progress_[worker].state.load());
  }
  /// The step that runs.
  uint32_t step() const { return turn_.load() - firstTurn_.load(); }

  /// Times of the last run; valid between runs. A part's time is that of all workers that ran
  /// pieces of it.
  const PartTimes& partTimes(uint32_t part) const { return partTimes_[part]; }
  const PartTimes& workerTimes(uint32_t worker) const { return workerTimes_[worker]; }
  float thenMilliseconds(uint32_t step) const { return thenMilliseconds_[step]; }

 private:
  /// A worker's words, on a cache line of their own.
  struct alignas(64) Progress {
    std::atomic<uint32_t> word{0};  ///< generation and turn, see above
    std::atomic<uint32_t> state{0};
    std::atomic<uint32_t> served{0};            ///< 1 + the generation of the thread that serves
    std::atomic<uint32_t> kept{0};              ///< the turn before which the parts were kept
    float pieceMilliseconds[kMaxWorkers] = {};  ///< in the present step's pieces of each part
  };
  /// A part's first piece that nobody has taken in the present step, on a cache line of its own.
  struct alignas(64) Untaken {
    std::atomic<uint32_t> piece{0};
  };

  double now() const { return now_ != nullptr ? now_() : 0.0; }
  const Step& presentStep() const { return program_.steps[turn_.load() - firstTurn_.load()]; }
  bool serves(uint32_t worker, uint32_t generation) const;
  uint32_t awaitTurn(uint32_t word, uint32_t worker, uint32_t generation) const;
  bool runParts(uint32_t worker, uint32_t turn);
  bool runPart(uint32_t worker, uint32_t step, uint32_t part);
  bool runPieces(uint32_t worker, uint32_t turn);
  static void takePieces(void* pool, uint32_t worker);
  static void runAllPieces(void* pool, uint32_t worker);
  void takePiecesOf(uint32_t part, uint32_t worker);
  void offerPieces(uint32_t step);
  void sumTimes(uint32_t step);
  bool allEnded(uint32_t turn) const;
  void lead(uint32_t worker, uint32_t turn);
  void endRun(RunState state);
  static void runThen(void* pool, uint32_t step);

  uint32_t workers_ = 0;
  Guard guard_ = unguarded;
  double (*now_)() = nullptr;
  uint32_t spins_ = 0;
  Program program_;

  /// The number of the present step, counted over all runs; workers sleep on it.
  alignas(64) std::atomic<uint32_t> turn_{0};
  /// The last turn whose end somebody has taken on.
  alignas(64) std::atomic<uint32_t> led_{0};
  /// RunState of the present run; the owner sleeps on it.
  alignas(64) std::atomic<uint32_t> state_{static_cast<uint32_t>(RunState::finished)};
  std::atomic<uint32_t> firstTurn_{0};
  std::atomic<uint32_t> failedWorker_{0};
  std::atomic<uint32_t> dismissed_{0};
  bool goesOn_ = true;  ///< what the last `then` returned
  Progress progress_[kMaxWorkers];
  Untaken untaken_[kMaxWorkers];
  PartTimes partTimes_[kMaxWorkers];
  PartTimes workerTimes_[kMaxWorkers];
  float thenMilliseconds_[kMaxSteps] = {};
};

}  // namespace skyflock::runtime
