#include "runtime/worker_pool.h"

#include "core/assert.h"
#include "core/atomic_wait.h"

namespace skyflock::runtime {

namespace {

constexpr uint32_t kGenerationShift = 24;
constexpr uint32_t kTurnMask = (1u << kGenerationShift) - 1;

/// Longest sleep of a worker before it looks whether it was replaced.
constexpr int64_t kLongestSleep = 1'000'000'000;

uint32_t wordOf(uint32_t generation, uint32_t turn) {
  return generation << kGenerationShift | (turn & kTurnMask);
}
uint32_t generationOf(uint32_t word) { return word >> kGenerationShift; }
bool ended(uint32_t word, uint32_t turn) { return ((word ^ turn) & kTurnMask) == 0; }

}  // namespace

bool unguarded(void (*part)(void*, uint32_t), void* context, uint32_t index) {
  part(context, index);
  return true;
}

void WorkerPool::configure(uint32_t workers, Guard guard, double (*nowMilliseconds)(),
                           uint32_t spins) {
  SKYFLOCK_ASSERT(workers >= 1 && workers <= kMaxWorkers, "a pool has 1 to 16 workers");
  const uint32_t turn = turn_.load();
  for (uint32_t w = workers; w < workers_; ++w) replace(w);
  for (uint32_t w = workers_; w < workers; ++w) {
    progress_[w].word.store(wordOf(generation(w), turn));
  }
  if (workers < workers_) core::wakeAll(turn_);
  workers_ = workers;
  guard_ = guard;
  now_ = nowMilliseconds;
  spins_ = spins;
}

uint32_t WorkerPool::generation(uint32_t worker) const {
  return generationOf(progress_[worker].word.load());
}

bool WorkerPool::present(uint32_t worker) const {
  return progress_[worker].served.load() == generation(worker) + 1;
}

bool WorkerPool::serves(uint32_t worker, uint32_t generation) const {
  return dismissed_.load() == 0 && this->generation(worker) == generation;
}

void WorkerPool::serve(uint32_t worker, uint32_t generation) {
  Progress& mine = progress_[worker];
  mine.state.store(static_cast<uint32_t>(WorkerState::waiting));
  mine.served.store(generation + 1);
  // The thread whose place this one took may have ended the step and then have been ended itself,
  // before it could let the others go on. The turn is read once: since this thread is present, the
  // owner may begin the next run at any moment, and that one's first step has not been done.
  const uint32_t current = turn_.load();
  if (allEnded(current)) lead(worker, current);
  while (serves(worker, generation)) {
    uint32_t word = mine.word.load();
    const uint32_t turn = awaitTurn(word, worker, generation);
    if (!serves(worker, generation)) break;
    if (!runParts(worker, turn)) {
      mine.state.store(static_cast<uint32_t>(WorkerState::failed));
      failedWorker_.store(worker);
      endRun(RunState::failed);
      while (serves(worker, generation)) core::waitForChange(dismissed_, 0, kLongestSleep);
      break;
    }
    // Fails for a thread that was replaced in the meantime: what it did counts for nothing.
    if (!mine.word.compare_exchange_strong(word, wordOf(generation, turn))) break;
    mine.state.store(static_cast<uint32_t>(WorkerState::waiting));
    if (allEnded(turn)) lead(worker, turn);
  }
}

uint32_t WorkerPool::awaitTurn(uint32_t word, uint32_t worker, uint32_t generation) const {
  uint32_t turn = turn_.load();
  for (uint32_t spin = 0; spin < spins_ && ended(word, turn); ++spin) turn = turn_.load();
  while (ended(word, turn) && serves(worker, generation)) {
    core::waitForChange(turn_, turn, kLongestSleep);
    turn = turn_.load();
  }
  return turn;
}

bool WorkerPool::runParts(uint32_t worker, uint32_t turn) {
  Progress& mine = progress_[worker];
  const uint32_t index = turn - firstTurn_.load();
  workerTimes_[worker].compute[index] = 0.0f;
  if (program_.steps[index].piece != nullptr) return runPieces(worker, turn);
  if (program_.steps[index].part == nullptr) return true;
  mine.state.store(static_cast<uint32_t>(WorkerState::working));
  for (uint32_t attempt = 0; attempt < 2; ++attempt) {
    // Whoever finds the parts kept for this turn comes after a failure: of this thread, or of the
    // one whose place it took.
    const bool again = mine.kept.load() == turn;
    if (again) mine.state.store(static_cast<uint32_t>(WorkerState::retrying));
    const auto keep = again ? program_.restore : program_.keep;
    for (uint32_t part = worker; keep != nullptr && part < program_.parts; part += workers_) {
      keep(program_.context, part);
    }
    mine.kept.store(turn);
    bool done = true;
    for (uint32_t part = worker; done && part < program_.parts; part += workers_) {
      done = runPart(worker, index, part);
    }
    if (done) return true;
  }
  return false;
}

bool WorkerPool::runPart(uint32_t worker, uint32_t step, uint32_t part) {
  const double begin = now();
  const bool done = guard_(program_.steps[step].part, program_.context, part);
  const auto milliseconds = static_cast<float>(now() - begin);
  partTimes_[part].compute[step] = milliseconds;
  workerTimes_[worker].compute[step] += milliseconds;
  return done;
}

bool WorkerPool::runPieces(uint32_t worker, uint32_t turn) {
  Progress& mine = progress_[worker];
  mine.state.store(static_cast<uint32_t>(WorkerState::working));
  for (uint32_t attempt = 0; attempt < 2; ++attempt) {
    const bool again = mine.kept.load() == turn;
    if (again) mine.state.store(static_cast<uint32_t>(WorkerState::retrying));
    mine.kept.store(turn);
    for (float& milliseconds : mine.pieceMilliseconds) milliseconds = 0.0f;
    const double begin = now();
    const bool done = guard_(again ? runAllPieces : takePieces, this, worker);
    workerTimes_[worker].compute[turn - firstTurn_.load()] = static_cast<float>(now() - begin);
    if (done) return true;
  }
  return false;
}

void WorkerPool::runAllPieces(void* pool, uint32_t) {
  // The thread that failed may have written into what any piece left, also those of others.
  auto* self = static_cast<WorkerPool*>(pool);
  void* context = self->program_.context;
  const Step& step = self->presentStep();
  for (uint32_t part = 0; part < self->program_.parts; ++part) {
    const uint32_t pieces = step.pieces(context, part);
    for (uint32_t piece = 0; piece < pieces; ++piece) step.piece(context, part, piece);
  }
}

void WorkerPool::takePieces(void* pool, uint32_t worker) {
  auto* self = static_cast<WorkerPool*>(pool);
  const uint32_t parts = self->program_.parts;
  for (uint32_t part = worker; part < parts; part += self->workers_) {
    self->takePiecesOf(part, worker);
  }
  for (uint32_t k = 1; k < parts; ++k) self->takePiecesOf((worker + k) % parts, worker);
}

void WorkerPool::takePiecesOf(uint32_t part, uint32_t worker) {
  std::atomic<uint32_t>& untaken = untaken_[part].piece;
  const Step& step = presentStep();
  const uint32_t pieces = step.pieces(program_.context, part);
  if (untaken.load() >= pieces) return;
  const double begin = now();
  for (uint32_t piece; (piece = untaken.fetch_add(1)) < pieces;) {
    step.piece(program_.context, part, piece);
  }
  progress_[worker].pieceMilliseconds[part] += static_cast<float>(now() - begin);
}

void WorkerPool::offerPieces(uint32_t step) {
  if (program_.steps[step].piece == nullptr) return;
  for (uint32_t part = 0; part < program_.parts; ++part) untaken_[part].piece.store(0);
}

void WorkerPool::sumTimes(uint32_t step) {
  if (program_.steps[step].piece == nullptr) return;
  for (uint32_t part = 0; part < program_.parts; ++part) {
    float& sum = partTimes_[part].compute[step];
    sum = 0.0f;
    for (uint32_t w = 0; w < workers_; ++w) sum += progress_[w].pieceMilliseconds[part];
  }
}

bool WorkerPool::allEnded(uint32_t turn) const {
  for (uint32_t w = 0; w < workers_; ++w) {
    if (!ended(progress_[w].word.load(), turn)) return false;
  }
  return true;
}

void WorkerPool::runThen(void* pool, uint32_t step) {
  auto* self = static_cast<WorkerPool*>(pool);
  self->goesOn_ = self->program_.steps[step].then(self->program_.context);
}

void WorkerPool::lead(uint32_t worker, uint32_t turn) {
  // Several may find that all have ended; one of them goes on.
  uint32_t before = turn - 1;
  if (!led_.compare_exchange_strong(before, turn)) return;
  const uint32_t step = turn - firstTurn_.load();
  sumTimes(step);
  goesOn_ = true;
  const double begin = now();
  if (program_.steps[step].then != nullptr && !guard_(runThen, this, step)) {
    // What runs alone changes its own input, so there is no second try.
    failedWorker_.store(worker);
    endRun(RunState::failed);
    return;
  }
  thenMilliseconds_[step] = static_cast<float>(now() - begin);
  if (!goesOn_) {
    endRun(RunState::stopped);
  } else if (step + 1 == program_.stepCount) {
    endRun(RunState::finished);
  } else {
    offerPieces(step + 1);
    turn_.store(turn + 1);
    core::wakeAll(turn_);
  }
}

void WorkerPool::endRun(RunState state) {
  auto running = static_cast<uint32_t>(RunState::running);
  if (!state_.compare_exchange_strong(running, static_cast<uint32_t>(state))) return;
  core::wakeAll(state_);
}

void WorkerPool::beginProgram(const Program& program) {
  SKYFLOCK_ASSERT(program.stepCount >= 1 && program.stepCount <= kMaxSteps,
                  "a program has 1 to 16 steps");
  program_ = program;
  offerPieces(0);
  const uint32_t turn = turn_.load() + 1;
  firstTurn_.store(turn);
  state_.store(static_cast<uint32_t>(RunState::running));
  turn_.store(turn);
  core::wakeAll(turn_);
}

RunState WorkerPool::wait(int64_t nanoseconds) {
  const auto running = static_cast<uint32_t>(RunState::running);
  if (nanoseconds > 0 && state_.load() == running) {
    core::waitForChange(state_, running, nanoseconds);
  }
  return static_cast<RunState>(state_.load());
}

void WorkerPool::replace(uint32_t worker) {
  Progress& theirs = progress_[worker];
  uint32_t word = theirs.word.load();
  // The thread may end its step at this very moment, which is as good.
  while (!theirs.word.compare_exchange_weak(word, wordOf((generationOf(word) + 1) & 0xffu, word))) {
  }
  theirs.state.store(static_cast<uint32_t>(WorkerState::absent));
}

void WorkerPool::dismiss() {
  dismissed_.store(1);
  core::wakeAll(dismissed_);
  core::wakeAll(turn_);
}

bool WorkerPool::awaited(uint32_t worker) const {
  return static_cast<RunState>(state_.load()) == RunState::running &&
         !ended(progress_[worker].word.load(), turn_.load());
}

}  // namespace skyflock::runtime
