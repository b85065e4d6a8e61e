// The life engine on many threads: module instances on workers of their own, over one memory.

#include <emscripten/em_js.h>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <optional>

#include "bindings/bind_host.h"
#include "core/triple_buffer.h"
#include "runtime/supervisor.h"
#include "runtime/worker_pool.h"
#ifdef SKYFLOCK_FAULTS
#include "bindings/life_faults.h"
#endif

// Only the workers' instances have a guard that works: workers/pool.worker.ts gives it.
EM_JS(int, skyflock_guard, (uintptr_t part, uintptr_t context, uint32_t index),
      { throw new Error("a part of a program runs on a worker, never on the coordinator"); });

namespace skyflock::bindings {

/// How a run on the pool stands.
enum class RunOutcome : uint32_t {
  ended,
  refused,  ///< the world is not healthy: `message`
  failed,   ///< a worker's part failed twice: `culprit`
  hung,     ///< a worker gets no further: `culprit`; `resume` after it was replaced
};

static_assert(life::constants::maxWorkers == runtime::kMaxWorkers);
static_assert(static_cast<uint32_t>(life::WorkerState::failed) ==
              static_cast<uint32_t>(runtime::WorkerState::failed));

namespace {

bool guarded(void (*part)(void*, uint32_t), void* context, uint32_t index) {
  return skyflock_guard(reinterpret_cast<uintptr_t>(part), reinterpret_cast<uintptr_t>(context),
                        index) != 0;
}

}  // namespace

/// A world whose ticks run on a pool of workers. Its owner starts the workers, replaces them and
/// tells how many there are.
class ThreadedLifeHost : public LifeHost {
 public:
  /// Before `found`: the most workers there will ever be, how many to begin with, and the
  /// processors that they share.
  void set_workers(uint32_t most, uint32_t workers, uint32_t processors) {
    partitions_ = std::clamp(most, 1u, runtime::kMaxWorkers);
    processors_ = std::max(1u, processors);
    supervisor_.set_processors(processors_);
    configure(workers);
  }

  FoundOutcome found(uint32_t tribeCount) {
    FoundOutcome outcome = man(LifeHost::found(tribeCount));
    while (outcome == FoundOutcome::noMemory && lower_capacity()) outcome = man(make_world());
    return outcome;
  }
  FoundOutcome restore(uint32_t bytes) { return man(LifeHost::restore(bytes)); }

  uint32_t address() const { return address_of(this); }
  uint32_t workers() const { return pool_.workers(); }
  uint32_t most_workers() const { return partitions_; }

  /// Between ticks: how the world is cut from now on, a runtime::PartitionStrategy.
  void set_strategy(uint32_t strategy) {
    strategy_ = static_cast<runtime::PartitionStrategy>(std::min(strategy, 2u));
    plan_anew();
  }

  /// Between ticks: so many workers from now on. New ones have to be started.
  void change_workers(uint32_t workers) {
    configure(workers);
    plan_anew();
  }

  /// From now on the owner replaces a worker that hangs.
  void attend() { supervisor_.attend(); }

  uint32_t stack_top(uint32_t worker) const {
    return address_of(stacks_.get() + kStackBytes * (worker + 1));
  }
  /// The address of a word; a worker that finds a 1 there hangs before its next part, for
  /// demonstrations and tests.
  uint32_t harm_address(uint32_t worker) const { return address_of(&harms_[worker]); }
  uint32_t generation(uint32_t worker) const { return pool_.generation(worker); }
  bool present(uint32_t worker) const { return pool_.present(worker); }
  /// The worker's thread is dead: another takes its place.
  void replace(uint32_t worker) { pool_.replace(worker); }
  void dismiss() { pool_.dismiss(); }

  /// Runs a tick on the workers and waits for its end.
  RunOutcome step() {
    if (!world_->begin_tick()) {
      keep(world_->health());
      return RunOutcome::refused;
    }
    inTick_ = true;
#ifdef SKYFLOCK_FAULTS
    return run(faults::with_fault(world_->tick_program(), world_->tick()));
#else
    return run(world_->tick_program());
#endif
  }

  /// Goes on waiting for the run that hung.
  RunOutcome resume() {
    supervisor_.start_over(now_milliseconds());
    return watch();
  }

  /// Writes a frame on the workers, into the triple buffer, and shows it to the page.
  /// `frameAddress` and `frameBytes` tell where it is.
  RunOutcome write_frame(uint32_t colorBy, bool withFood) {
    frame_ = frames_->data();
    inTick_ = false;
    return run(world_->frame_program({static_cast<life::ColorBy>(colorBy), withFood, frame_}));
  }
  uint32_t frame_address() const { return address_of(frame_); }
  uint32_t frame_bytes() const { return reinterpret_cast<const life::FrameHeader*>(frame_)->bytes; }
  /// The address of the triple buffer through which frames go.
  uint32_t frames_address() const { return address_of(frameMemory_.get()); }

  /// The worker that failed or hung; workers() and more when it is what runs alone that hangs.
  uint32_t culprit() const { return culprit_; }

  /// The address of a WorkerReport for each worker, of the last tick.
  uint32_t reports_address() {
    for (uint32_t w = 0; w < pool_.workers(); ++w) report(w);
    return address_of(reports_);
  }
  /// The address of a word that changes for as long as a run is watched: its owner lives, though it
  /// hears nothing meanwhile.
  uint32_t beat_address() const { return address_of(&beat_); }
  /// Milliseconds from the start of the last tick's run to its end.
  double run_milliseconds() const { return runMilliseconds_; }

#ifdef SKYFLOCK_FAULTS
  void inject(uint32_t kind, uint32_t tick, uint32_t step, uint32_t partition, uint32_t times) {
    faults::inject(static_cast<faults::Kind>(kind), tick, step, partition, times);
  }
#endif

 private:
  static constexpr size_t kStackBytes = 65536;
  static constexpr size_t kCanaryBytes = 1024;
  static constexpr int kCanary = 0x5c;
  /// Looks at a word before sleeping on it: some microseconds, less than a sleep and a waking.
  static constexpr uint32_t kSpins = 2000;
  static constexpr int64_t kLookNanoseconds = 20'000'000;

  /// Gets a world that was just made ready for workers.
  FoundOutcome man(FoundOutcome outcome) {
    if (outcome != FoundOutcome::founded) return outcome;
    if (!take_memory(stacks_, "the workers' stacks", kStackBytes * partitions_) || !make_frames() ||
        reserve_snapshot(life::most_snapshot_bytes(world_->state())) == 0) {
      return FoundOutcome::noMemory;
    }
    for (uint32_t w = 0; w < partitions_; ++w) {
      std::memset(stacks_.get() + kStackBytes * w, kCanary, kCanaryBytes);
    }
    plan_anew();
    return outcome;
  }

  bool make_frames() {
    const size_t header = sizeof(core::TripleBufferHeader);
    const size_t slot = (world_->max_frame_bytes() + 63) / 64 * 64;
    if (!take_memory(frameMemory_, "the frames", header + 3 * slot)) return false;
    std::byte* base = frameMemory_.get();
    const auto room = static_cast<uint32_t>(slot);
    const core::SlotPlace places[3] = {
        {base + header, room}, {base + header + slot, room}, {base + header + 2 * slot, room}};
    frames_.emplace(*core::make_triple_buffer(base, places));
    return true;
  }

  /// Whether every worker kept to its stack.
  bool stacks_are_whole() const {
    for (uint32_t w = 0; w < partitions_; ++w) {
      const std::byte* canary = stacks_.get() + kStackBytes * w;
      for (size_t i = 0; i < kCanaryBytes; i += 64) {
        if (canary[i] != std::byte{kCanary}) return false;
      }
    }
    return true;
  }

  /// Threads that outnumber the processors don't spin: they would keep others from working.
  void configure(uint32_t workers) {
    const uint32_t count = std::clamp(workers, 1u, partitions_);
    pool_.configure(count, guarded, now_milliseconds, count < processors_ ? kSpins : 0);
  }

  void plan_anew() { world_->set_partitions(pool_.workers(), strategy_); }

  RunOutcome run(const runtime::Program& program) {
    stepCount_ = program.stepCount;
    began_ = now_milliseconds();
    pool_.begin(program);
    supervisor_.begin(began_, pool_);
    return watch();
  }

  RunOutcome watch() {
    for (;;) {
      beat_.fetch_add(1);
      // A trial needs a processor all the time, as the worker it waits for does.
      const runtime::RunState state = pool_.wait(supervisor_.suspects() ? 0 : kLookNanoseconds);
      if (state != runtime::RunState::running) return end(state);
      const uint32_t hung = supervisor_.look(now_milliseconds(), pool_);
      if (hung == runtime::Supervisor::kNobody) continue;
      culprit_ = std::min(hung, runtime::kMaxWorkers);
      return RunOutcome::hung;
    }
  }

  RunOutcome end(runtime::RunState state) {
    if (state == runtime::RunState::failed) {
      culprit_ = pool_.failed_worker();
      message_ = "a part of the tick failed twice";
      return RunOutcome::failed;
    }
    if (!stacks_are_whole()) {
      message_ = "a worker overran its stack";
      return RunOutcome::refused;
    }
    supervisor_.end(pool_, stepCount_);
    if (inTick_) take_times();
    if (state == runtime::RunState::stopped) {
      keep(world_->health());
      return RunOutcome::refused;
    }
    if (!inTick_) frames_->publish(frame_bytes());
    return RunOutcome::ended;
  }

  void take_times() {
    runMilliseconds_ = now_milliseconds() - began_;
    float thens[runtime::kMaxSteps];
    runtime::PartTimes parts[runtime::kMaxWorkers];
    for (uint32_t w = 0; w < pool_.workers(); ++w) {
      parts[w] = pool_.part_times(w);
      times_[w] = pool_.worker_times(w);
    }
    for (uint32_t s = 0; s < stepCount_; ++s) thens[s] = pool_.then_milliseconds(s);
    world_->take_times(parts, times_, thens);
  }

  void report(uint32_t worker) {
    const life::Partition& p = world_->state().partitions[worker];
    life::WorkerReport& out = reports_[worker];
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
      float& sum = world_->is_exchange(s) ? out.exchange : out.compute;
      sum += times_[worker].compute[s];
    }
    const float busy = out.compute + out.exchange;
    out.wait = std::max(0.0f, static_cast<float>(runMilliseconds_) - busy);
  }

  runtime::PartitionStrategy strategy_ = runtime::PartitionStrategy::bisection;
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
  life::WorkerReport reports_[runtime::kMaxWorkers] = {};

 public:
  /// What a worker's thread runs, from its start to its end.
  void serve(uint32_t worker, uint32_t generation) { pool_.serve(worker, generation); }
};

}  // namespace skyflock::bindings

/// Called by a worker in its own instance of the module, on the stack it was given.
extern "C" EMSCRIPTEN_KEEPALIVE void skyflock_serve(skyflock::bindings::ThreadedLifeHost* host,
                                                    uint32_t worker, uint32_t generation) {
  host->serve(worker, generation);
}

EMSCRIPTEN_BINDINGS(skyflock_life_threads) {
  using skyflock::bindings::RunOutcome;
  using Host = skyflock::bindings::ThreadedLifeHost;
  emscripten::enum_<RunOutcome>("RunOutcome")
      .value("ended", RunOutcome::ended)
      .value("refused", RunOutcome::refused)
      .value("failed", RunOutcome::failed)
      .value("hung", RunOutcome::hung);
  auto host = skyflock::bindings::bind_host<Host>("LifeHost");
  host.function("setWorkers", &Host::set_workers)
      .function("setStrategy", &Host::set_strategy)
      .function("changeWorkers", &Host::change_workers)
      .function("attend", &Host::attend)
      .function("address", &Host::address)
      .function("workers", &Host::workers)
      .function("mostWorkers", &Host::most_workers)
      .function("stackTop", &Host::stack_top)
      .function("harmAddress", &Host::harm_address)
      .function("generation", &Host::generation)
      .function("present", &Host::present)
      .function("replace", &Host::replace)
      .function("dismiss", &Host::dismiss)
      .function("resume", &Host::resume)
      .function("framesAddress", &Host::frames_address)
      .function("beatAddress", &Host::beat_address)
      .function("frameAddress", &Host::frame_address)
      .function("culprit", &Host::culprit)
      .function("reportsAddress", &Host::reports_address)
      .function("runMilliseconds", &Host::run_milliseconds);
#ifdef SKYFLOCK_FAULTS
  host.function("inject", &Host::inject);
#endif
}
