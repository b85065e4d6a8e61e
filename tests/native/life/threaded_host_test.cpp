#include "life/threaded_host.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "life/faults.h"
#include "life/world_fixture.h"
#include "support/hosts.h"
#include "support/pool_threads.h"
#include "support/snapshots.h"

namespace skyflock::tests {
namespace {

using life::FoundOutcome;
using life::RunOutcome;
using life::ThreadedHost;
using life::ThreadedPlatform;
using life::faults::Kind;

/// Steps of a tick's program.
constexpr uint32_t kSort = 1, kSense = 3, kCollect = 4, kInteract = 5;

/// A clock that stands still until a test lets every look at it move it on: first by more than a
/// look apart, until somebody is suspicious, then as for an owner that has a processor.
struct Clock {
  static constexpr uint64_t kLongUs = 40'000, kShortUs = 900;
  static inline std::atomic<uint64_t> us{0};
  static inline std::atomic<uint64_t> shortFrom{0};

  static double now() {
    const uint64_t before = us.load();
    if (shortFrom.load() == 0) return static_cast<double>(before) / 1000.0;
    return static_cast<double>(us.fetch_add(before < shortFrom ? kLongUs : kShortUs)) / 1000.0;
  }
  static double milliseconds() { return static_cast<double>(us.load()) / 1000.0; }
  static void run() { shortFrom = us + 800'000; }
  static void stop() { shortFrom = 0; }
};

/// A threaded host with a thread for each worker.
class ThreadedWorld {
 public:
  ThreadedWorld(const life::Founding& founding, uint32_t workers, uint32_t most = 0,
                const ThreadedPlatform& machine = platform())
      : host(machine) {
    Clock::stop();
    life::faults::inject(Kind::none, 0, 0, 0, 0);
    present_ = this;
    host.setWorkers(std::max(workers, most), workers, 64);
    wish(host, founding);
    EXPECT_EQ(host.found(founding.tribeCount), FoundOutcome::founded) << host.message();
    start();
  }
  ~ThreadedWorld() {
    letGo();
    host.dismiss();
    for (std::thread& thread : threads_) thread.join();
  }

  /// Starts a thread for every worker that has none.
  void start() {
    for (uint32_t w = 0; w < host.workers(); ++w) {
      if (host.present(w)) continue;
      threads_.emplace_back([this, w, generation = host.generation(w)] {
        worker_ = w;
        host.serve(w, generation);
        ++ended_;
      });
      while (!host.present(w)) std::this_thread::yield();
    }
  }
  /// Makes a worker hang in the next step; the clock runs once the others have done their part.
  void harm(uint32_t worker) {
    done_ = 0;
    *host.harm(worker) = 1;
  }
  /// Likewise, and it leaves nothing of what the host has of its machine, as a stack does that runs
  /// down over everything below it; `undoOverrun` brings that back.
  void harmWithOverrun(uint32_t worker) {
    std::memcpy(platform_, static_cast<void*>(&host), sizeof(platform_));
    overruns_ = true;
    harm(worker);
  }
  void undoOverrun() { std::memcpy(static_cast<void*>(&host), platform_, sizeof(platform_)); }
  /// Threads that hang go on, and do nothing more.
  void letGo() { released_ = true; }
  /// Puts another thread in the place of one that hangs.
  void replace(uint32_t worker) {
    const uint32_t ended = ended_.load();
    host.replace(worker);
    letGo();
    while (ended_.load() == ended) std::this_thread::yield();
    *host.harm(worker) = 0;
    start();
  }
  void run(uint32_t ticks) {
    for (uint32_t i = 0; i < ticks; ++i) {
      ASSERT_EQ(host.step(), RunOutcome::ended) << host.message();
    }
  }
  std::string hash() const { return hashOf(host.world()); }

  static ThreadedPlatform platform() {
    return {{.nowMilliseconds = Clock::now, .allocate = ScantMemory::allocate},
            guarded,
            life::faults::withFault};
  }

  ThreadedHost host;
  static inline std::atomic<uint32_t> traps{0};

 private:
  static bool guarded(void (*part)(void*, uint32_t), void* context, uint32_t index) {
    if (*static_cast<volatile uint32_t*>(present_->host.harm(worker_)) == 1) {
      // A worker that only waits for a processor must not be taken for the one that hangs.
      while (present_->done_.load() < present_->host.workers() - 1) std::this_thread::yield();
      if (present_->overruns_.load()) {
        std::memset(static_cast<void*>(&present_->host), 0, sizeof(platform_));
      }
      Clock::run();
      while (!present_->released_.load()) std::this_thread::yield();
      return true;
    }
    try {
      part(context, index);
      ++present_->done_;
      return true;
    } catch (const Trap&) {
      ++traps;
      return false;
    }
  }

  static inline ThreadedWorld* present_ = nullptr;
  static inline thread_local uint32_t worker_ = 0;
  std::atomic<bool> released_{false};
  std::atomic<bool> overruns_{false};
  std::byte platform_[sizeof(life::Platform)];
  std::atomic<uint32_t> ended_{0};
  std::atomic<uint32_t> done_{0};  ///< parts
  std::vector<std::thread> threads_;
};

/// A tick whose second step is never done with what runs alone, until it is let go.
struct EndlessTick {
  static inline std::atomic<uint32_t> tick{0};
  static inline std::atomic<bool> released{false};
  static inline runtime::Program original;

  static bool then(void* context) {
    Clock::run();
    while (!released.load()) std::this_thread::yield();
    const auto goOn = original.steps[1].then;
    return goOn == nullptr || goOn(context);
  }
  static runtime::Program program(const runtime::Program& program, uint32_t now) {
    static runtime::Step steps[runtime::kMaxSteps];
    if (now != tick.load()) return program;
    original = program;
    std::copy_n(program.steps, program.stepCount, steps);
    steps[1].then = then;
    runtime::Program endless = program;
    endless.steps = steps;
    return endless;
  }
};

class ThreadedLifeHost : public testing::Test {
 protected:
  ThreadedLifeHost() {
    ScantMemory::reset();
    ThreadedWorld::traps = 0;
    life::faults::trap = [] { throw Trap(); };
  }
  ~ThreadedLifeHost() override {
    ScantMemory::reset();
    life::faults::inject(Kind::none, 0, 0, 0, 0);
  }

  std::string hashAfter(uint32_t ticks) const {
    TestWorld world(founding);
    for (uint32_t i = 0; i < ticks; ++i) world->step();
    return hashOf(*world);
  }

  life::Founding founding = smallFounding("savanna", 900, 64, 64);
};

TEST_F(ThreadedLifeHost, DoesWhatAWorldAloneDoes) {
  for (const uint32_t workers : {1u, 2u, 4u}) {
    ThreadedWorld world(founding, workers);
    EXPECT_EQ(world.host.workers(), workers);
    world.run(30);
    EXPECT_EQ(world.hash(), hashAfter(30)) << workers << " workers";
  }
}

TEST_F(ThreadedLifeHost, GoesOnWithOtherWorkersAndOtherCuts) {
  ThreadedWorld world(founding, 2, 4);
  EXPECT_EQ(world.host.mostWorkers(), 4u);
  world.run(5);
  world.host.changeWorkers(9);
  EXPECT_EQ(world.host.workers(), 4u);
  world.start();
  world.run(5);
  for (const uint32_t strategy : {1u, 2u, 7u}) {
    world.host.setStrategy(strategy);
    world.host.changeWorkers(4);
    world.run(5);
  }
  world.host.changeWorkers(1);
  world.run(5);
  EXPECT_EQ(world.host.world().state().plan.count, 1u);
  EXPECT_EQ(world.hash(), hashAfter(30));
}

TEST_F(ThreadedLifeHost, MakesRoomForFewerWhateverMemoryIsRefused) {
  constexpr size_t kStacks = 2 * ThreadedHost::kStackBytes;
  const char* whats[] = {"the world", "the workers' stacks", "the frames", "the snapshot"};
  founding.options.maxEntities = 8000;
  for (size_t refused = 0; refused < std::size(whats); ++refused) {
    ScantMemory::reset();
    ScantMemory::refuses = [refused](size_t, size_t number) { return number == refused; };
    ThreadedHost host(ThreadedWorld::platform());
    host.setWorkers(2, 2, 2);
    wish(host, founding);
    ASSERT_EQ(host.found(founding.tribeCount), FoundOutcome::founded) << host.message();
    ASSERT_EQ(ScantMemory::asked.size(), refused + 5) << whats[refused];
    EXPECT_EQ(ScantMemory::asked[0], worldBytes(founding, 8000, 2));
    EXPECT_EQ(ScantMemory::asked[refused + 1], worldBytes(founding, 4000, 2));
    EXPECT_EQ(ScantMemory::asked[refused + 2], kStacks);
    EXPECT_EQ(host.requestedEntities(), 8000u);
    EXPECT_EQ(host.refusedBytes(), ScantMemory::asked[refused]);
    EXPECT_EQ(optionOf(host, "maxEntities"), 4000);
  }
  for (size_t refused = 0; refused < std::size(whats); ++refused) {
    ScantMemory::reset();
    ScantMemory::refuses = [refused](size_t, size_t number) {
      return number % (refused + 1) == refused;
    };
    ThreadedHost host(ThreadedWorld::platform());
    host.setWorkers(2, 2, 2);
    wish(host, founding);
    EXPECT_EQ(host.found(founding.tribeCount), FoundOutcome::noMemory);
    EXPECT_EQ(host.message(), refusalOf(ScantMemory::asked.back(), whats[refused]));
  }
}

TEST_F(ThreadedLifeHost, RestoresWithRoomForItsWorkersOrNotAtAll) {
  TestWorld saved(founding);
  for (int i = 0; i < 10; ++i) saved->step();
  Bytes bytes = save(*saved);
  for (const bool refuses : {true, false}) {
    ScantMemory::reset();
    ThreadedHost host(ThreadedWorld::platform());
    host.setWorkers(3, 3, 3);
    std::byte* room = host.reserveSnapshot(static_cast<uint32_t>(bytes.size()));
    ASSERT_NE(room, nullptr);
    std::memcpy(room, bytes.data(), bytes.size());
    if (refuses) {
      ScantMemory::refuses = [](size_t size, size_t) {
        return size == 3 * ThreadedHost::kStackBytes;
      };
    }
    EXPECT_EQ(host.restore(static_cast<uint32_t>(bytes.size())),
              refuses ? FoundOutcome::noMemory : FoundOutcome::founded);
    if (!refuses) {
      EXPECT_EQ(hashOf(host.world()), hashOf(*saved));
    }
  }
}

TEST_F(ThreadedLifeHost, ShowsFramesThroughTheTripleBuffer) {
  ThreadedWorld world(founding, 3);
  auto* buffer = core::openTripleBuffer(world.host.frames());
  ASSERT_NE(buffer, nullptr);
  core::TripleBufferReader reader(*buffer);
  EXPECT_FALSE(reader.takeFrame());
  for (uint32_t tick = 1; tick <= 4; ++tick) {
    world.run(1);
    EXPECT_FALSE(reader.takeFrame()) << "a tick is no frame";
    ASSERT_EQ(world.host.writeFrame(0, true), RunOutcome::ended);
    ASSERT_TRUE(reader.takeFrame());
    EXPECT_EQ(reader.data(), world.host.frame());
    EXPECT_EQ(reader.bytes(), world.host.frameBytes());
    const auto& frame = *reinterpret_cast<const life::FrameHeader*>(reader.data());
    EXPECT_EQ(frame.tick, tick);
    EXPECT_EQ(frame.count, world.host.world().population());
    EXPECT_EQ(frame.bytes, sizeof(life::FrameHeader) + frame.count * sizeof(life::FrameAnimal) +
                               size_t{frame.columns} * frame.rows);
  }
}

TEST_F(ThreadedLifeHost, ReportsOnEachWorkerInTheirOrder) {
  founding = smallFounding("flock", 1200, 64, 64);
  ThreadedWorld world(founding, 4);
  world.run(5);
  Clock::run();
  world.run(1);
  Clock::stop();
  const life::WorkerReport* reports = world.host.reports();
  const auto run = static_cast<float>(world.host.runMilliseconds());
  EXPECT_GT(run, 0.0f);
  uint32_t animals = 0, cells = 0;
  for (uint32_t w = 0; w < 4; ++w) {
    const life::WorkerReport& report = reports[w];
    const life::Partition& partition = world.host.world().state().partitions[w];
    EXPECT_EQ(report.firstColumn, static_cast<uint32_t>(partition.rect.x0));
    EXPECT_EQ(report.firstRow, static_cast<uint32_t>(partition.rect.y0));
    EXPECT_EQ(report.animals, partition.ownCount);
    EXPECT_EQ(report.ghosts, partition.slotCount - partition.ownCount);
    EXPECT_GT(report.ghosts, 0u);
    EXPECT_LE(report.state, static_cast<uint32_t>(life::WorkerState::working));
    EXPECT_EQ(report.generation, 0u);
    EXPECT_GT(report.exchange, 0.0f);
    EXPECT_GT(report.compute, 0.0f);
    EXPECT_NEAR(report.compute + report.exchange + report.wait, run, 0.1f);
    animals += report.animals;
    cells += (report.endColumn - report.firstColumn) * (report.endRow - report.firstRow);
  }
  EXPECT_EQ(animals, 1200u);
  EXPECT_EQ(cells, 64u * 64u);
}

TEST_F(ThreadedLifeHost, FindsTheWorkerThatHangsAndGoesOnWithAnother) {
  ThreadedWorld world(founding, 3);
  world.host.attend();
  world.run(10);
  world.harm(1);
  const double began = Clock::milliseconds();
  const uint32_t beat = world.host.beat();
  ASSERT_EQ(world.host.step(), RunOutcome::hung);
  Clock::stop();
  EXPECT_EQ(world.host.culprit(), 1u);
  EXPECT_GE(Clock::milliseconds() - began,
            runtime::constants::leastSuspicionMs + runtime::constants::leastTrialMs);
  EXPECT_GT(world.host.beat() - beat, 100u);
  world.replace(1);
  ASSERT_EQ(world.host.resume(), RunOutcome::ended) << world.host.message();
  EXPECT_EQ(world.host.reports()[1].generation, 1u);
  EXPECT_EQ(world.host.reports()[0].generation, 0u);
  world.run(9);
  EXPECT_EQ(world.hash(), hashAfter(20));
}

TEST_F(ThreadedLifeHost, FindsTheWorkerThatHangsThoughItOverwroteTheHostsMemory) {
  ThreadedWorld world(founding, 3);
  world.host.attend();
  world.run(10);
  world.harmWithOverrun(1);
  ASSERT_EQ(world.host.step(), RunOutcome::hung);
  Clock::stop();
  EXPECT_EQ(world.host.culprit(), 1u);
  EXPECT_EQ(world.host.resume(), RunOutcome::overrun);
  world.undoOverrun();
  world.replace(1);
  EXPECT_EQ(world.host.resume(), RunOutcome::ended) << world.host.message();
}

TEST_F(ThreadedLifeHost, FindsThatWhatRunsAloneHangs) {
  ThreadedPlatform machine = ThreadedWorld::platform();
  machine.tickProgram = EndlessTick::program;
  EndlessTick::tick = 6;
  EndlessTick::released = false;
  ThreadedWorld world(founding, 2, 2, machine);
  world.host.attend();
  world.run(6);
  EXPECT_EQ(world.host.step(), RunOutcome::hung);
  Clock::stop();
  EXPECT_GE(world.host.culprit(), world.host.workers());
  EndlessTick::released = true;
  ASSERT_EQ(world.host.resume(), RunOutcome::ended) << world.host.message();
  world.run(3);
  EXPECT_EQ(world.hash(), hashAfter(10));
}

TEST_F(ThreadedLifeHost, TriesAPartAgainThatTrapped) {
  // What the fault leaves is overwritten by these steps, or by the ones after them.
  for (const uint32_t step : {0u, kSort, kSense}) {
    ThreadedWorld world(founding, 3);
    world.run(10);
    life::faults::inject(Kind::trap, 10, step, 1, 1);
    world.run(10);
    EXPECT_EQ(ThreadedWorld::traps.exchange(0), 1u);
    EXPECT_EQ(world.hash(), hashAfter(20)) << "step " << step;
  }
}

TEST_F(ThreadedLifeHost, NamesTheWorkerWhosePartFailsTwice) {
  ThreadedWorld world(founding, 3);
  world.run(10);
  life::faults::inject(Kind::trap, 10, kInteract, 2, 2);
  EXPECT_EQ(world.host.step(), RunOutcome::failed);
  EXPECT_EQ(ThreadedWorld::traps.load(), 2u);
  EXPECT_EQ(world.host.culprit(), 2u);
  EXPECT_EQ(world.host.reports()[2].state, static_cast<uint32_t>(life::WorkerState::failed));
}

TEST_F(ThreadedLifeHost, RefusesToGoOnAfterAStackWasOverrun) {
  ThreadedWorld world(founding, 3);
  world.run(2);
  std::byte* end = world.host.stackTop(1) - ThreadedHost::kStackBytes;
  EXPECT_EQ(end, world.host.stackTop(0));
  // All of a stack but its far end is the worker's own.
  std::memset(end + ThreadedHost::kCanaryBytes, 0,
              ThreadedHost::kStackBytes - ThreadedHost::kCanaryBytes);
  world.run(1);
  end[ThreadedHost::kCanaryBytes - 64] = std::byte{0};
  EXPECT_EQ(world.host.step(), RunOutcome::overrun);
}

TEST_F(ThreadedLifeHost, TellsAnOverrunFromAHangAndFromAFailure) {
  {
    ThreadedWorld world(founding, 3);
    world.host.attend();
    world.run(2);
    world.host.stackTop(0)[0] = std::byte{0};
    world.harm(1);
    EXPECT_EQ(world.host.step(), RunOutcome::overrun);
    Clock::stop();
    world.replace(1);
    EXPECT_EQ(world.host.resume(), RunOutcome::overrun);
  }
  ThreadedWorld world(founding, 3);
  world.run(2);
  world.host.stackTop(0)[0] = std::byte{0};
  life::faults::inject(Kind::trap, 2, kInteract, 2, 2);
  EXPECT_EQ(world.host.step(), RunOutcome::overrun);
}

TEST_F(ThreadedLifeHost, RefusesToGoOnWithAWorldThatIsNotHealthy) {
  const std::pair<Kind, const char*> cases[] = {
      {Kind::notANumber, "An animal's next state is not a finite number."},
      {Kind::wildWrite, "Something was written beyond the end of an array."}};
  for (const auto& [kind, message] : cases) {
    ThreadedWorld world(founding, 2);
    world.run(3);
    life::faults::inject(kind, 4, kCollect, 1, 1);
    world.run(1);
    EXPECT_EQ(world.host.step(), RunOutcome::refused);
    EXPECT_EQ(world.host.message(), message);
    world.host.command() = {};
    EXPECT_FALSE(world.host.enqueue());
    EXPECT_NE(world.host.message(), message);
    EXPECT_EQ(world.host.step(), RunOutcome::refused);
    EXPECT_EQ(world.host.message(), message);
    EXPECT_EQ(world.host.world().tick(), 5u);
  }
}

}  // namespace
}  // namespace skyflock::tests
