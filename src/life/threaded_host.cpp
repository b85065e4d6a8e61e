#include "life/threaded_host.h"

#include <algorithm>
#include <cstring>

#include "life/snapshot.h"

namespace skyflock::life {

namespace {

static_assert(constants::maxWorkers == runtime::kMaxWorkers);
static_assert(static_cast<uint32_t>(WorkerState::failed) ==
              static_cast<uint32_t>(runtime::WorkerState::failed));

constexpr int kCanary = 0x5c;
/// Looks at a word before sleeping on it: some microseconds, less than a sleep and a waking.
constexpr uint32_t kSpins = 2000;
constexpr int64_t kLookNanoseconds = 20'000'000;

}  // namespace

void ThreadedHost::setWorkers(uint32_t most, uint32_t workers, uint32_t processors) {
  setPartitions(most);
  processors_ = std::max(1u, processors);
  supervisor_.setProcessors(processors_);
  configure(workers);
}

/// Threads that outnumber the processors don't spin: they would keep others from working.
void ThreadedHost::configure(uint32_t workers) {
  const uint32_t count = std::clamp(workers, 1u, partitions_);
  pool_.configure(count, guard_, platform_.nowMilliseconds, count < processors_ ? kSpins : 0);
}

FoundOutcome ThreadedHost::found(uint32_t tribeCount) { return settle(foundEmpty(tribeCount)); }

FoundOutcome ThreadedHost::foundEmpty(uint32_t tribeCount) {
  FoundOutcome outcome = prepareForWorkers(Host::foundEmpty(tribeCount));
  while (outcome == FoundOutcome::noMemory && lowerCapacity()) {
    outcome = prepareForWorkers(makeWorld());
  }
  return outcome;
}

/// Gets a world that was just made ready for workers.
FoundOutcome ThreadedHost::prepareForWorkers(FoundOutcome outcome) {
  if (outcome != FoundOutcome::founded) return outcome;
  const auto snapshot = static_cast<uint32_t>(mostSnapshotBytes(world_->state()));
  if (!makeStacks() || !makeFrames() || reserveSnapshot(snapshot) == nullptr) {
    return FoundOutcome::noMemory;
  }
  planAnew();
  return outcome;
}

bool ThreadedHost::makeStacks() {
  if (!takeMemory(stacks_, "the workers' stacks", kStackBytes * partitions_)) return false;
  for (uint32_t w = 0; w < partitions_; ++w) {
    std::memset(stacks_.get() + kStackBytes * w, kCanary, kCanaryBytes);
  }
  return true;
}

/// Whether every worker kept to its stack.
bool ThreadedHost::stacksAreWhole() const {
  for (uint32_t w = 0; w < partitions_; ++w) {
    const std::byte* canary = stacks_.get() + kStackBytes * w;
    for (size_t i = 0; i < kCanaryBytes; i += 64) {
      if (canary[i] != std::byte{kCanary}) return false;
    }
  }
  return true;
}

bool ThreadedHost::makeFrames() {
  const size_t header = sizeof(core::TripleBufferHeader);
  const size_t slot = (world_->maxFrameBytes() + 63) / 64 * 64;
  if (!takeMemory(frameMemory_, "the frames", header + 3 * slot)) return false;
  std::byte* base = frameMemory_.get();
  const auto room = static_cast<uint32_t>(slot);
  const core::SlotPlace places[3] = {
      {base + header, room}, {base + header + slot, room}, {base + header + 2 * slot, room}};
  frames_.emplace(*core::makeTripleBuffer(base, places));
  return true;
}

void ThreadedHost::changeWorkers(uint32_t workers) {
  configure(workers);
  planAnew();
}

RunOutcome ThreadedHost::step() {
  if (!world_->beginTick()) {
    keep(world_->health());
    return RunOutcome::refused;
  }
  inTick_ = true;
  const runtime::Program program = world_->tickProgram();
  return run(tickProgram_ != nullptr ? tickProgram_(program, world_->tick()) : program);
}

RunOutcome ThreadedHost::writeFrame(uint32_t colorBy, bool withFood) {
  frame_ = frames_->data();
  inTick_ = false;
  return run(world_->frameProgram({static_cast<ColorBy>(colorBy), withFood, frame_}));
}

RunOutcome ThreadedHost::resume() {
  const Clock clock = platform_.nowMilliseconds;
  if (clock == nullptr) return RunOutcome::overrun;
  supervisor_.startOver(clock());
  return watch(clock);
}

RunOutcome ThreadedHost::run(const runtime::Program& program) {
  const Clock clock = platform_.nowMilliseconds;
  if (clock == nullptr) return RunOutcome::overrun;
  stepCount_ = program.stepCount;
  began_ = clock();
  pool_.beginProgram(program);
  supervisor_.beginRun(began_, pool_);
  return watch(clock);
}

RunOutcome ThreadedHost::watch(Clock clock) {
  for (;;) {
    beat_.fetch_add(1);
    // A trial needs a processor all the time, as the worker it waits for does.
    const runtime::RunState state = pool_.wait(supervisor_.suspects() ? 0 : kLookNanoseconds);
    if (state != runtime::RunState::running) return end(state);
    const uint32_t hung = supervisor_.look(clock(), pool_);
    if (hung == runtime::Supervisor::kNobody) continue;
    if (!stacksAreWhole()) return RunOutcome::overrun;
    culprit_ = std::min(hung, runtime::kMaxWorkers);
    return RunOutcome::hung;
  }
}

RunOutcome ThreadedHost::end(runtime::RunState state) {
  if (!stacksAreWhole()) return RunOutcome::overrun;
  if (state == runtime::RunState::failed) {
    culprit_ = pool_.failedWorker();
    return RunOutcome::failed;
  }
  supervisor_.end(pool_, stepCount_);
  if (inTick_) takeTimes();
  if (state == runtime::RunState::stopped) {
    keep(world_->health());
    return RunOutcome::refused;
  }
  if (!inTick_) frames_->publish(frameBytes());
  return RunOutcome::ended;
}

void ThreadedHost::takeTimes() {
  runMilliseconds_ = now() - began_;
  float thens[runtime::kMaxSteps];
  runtime::PartTimes parts[runtime::kMaxWorkers];
  for (uint32_t w = 0; w < pool_.workers(); ++w) {
    parts[w] = pool_.partTimes(w);
    times_[w] = pool_.workerTimes(w);
  }
  for (uint32_t s = 0; s < stepCount_; ++s) thens[s] = pool_.thenMilliseconds(s);
  world_->takeTimes(parts, times_, thens);
}

const WorkerReport* ThreadedHost::reports() {
  for (uint32_t w = 0; w < pool_.workers(); ++w) report(w);
  return reports_;
}

void ThreadedHost::report(uint32_t worker) {
  const Partition& p = world_->state().partitions[worker];
  WorkerReport& out = reports_[worker];
  out = {};
  out.firstColumn = static_cast<uint32_t>(p.rect.x0);
  out.firstRow = static_cast<uint32_t>(p.rect.y0);
  out.endColumn = static_cast<uint32_t>(p.rect.x1);
  out.endRow = static_cast<uint32_t>(p.rect.y1);
  out.animals = p.ownCount;
  out.ghosts = p.slotCount - p.ownCount;
  out.migrants = p.outboxCount;
  out.intents = p.actorCount;
  out.state = static_cast<uint32_t>(pool_.state(worker));
  out.generation = pool_.generation(worker);
  for (uint32_t s = 0; s < runtime::kMaxSteps; ++s) {
    float& sum = World::isExchange(s) ? out.exchange : out.compute;
    sum += times_[worker].compute[s];
  }
  const float busy = out.compute + out.exchange;
  out.wait = std::max(0.0f, static_cast<float>(runMilliseconds_) - busy);
}

}  // namespace skyflock::life
