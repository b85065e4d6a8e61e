#include "runtime/supervisor.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cstring>
#include <thread>

#include "support/pool_threads.h"

namespace skyflock::runtime {
namespace {

using tests::PoolThreads;

/// A program of one step that hangs where it is told to, until it is let go.
struct Hanging {
  static constexpr uint32_t kNowhere = 99;
  std::atomic<uint32_t> hangsIn{kNowhere};
  std::atomic<bool> leaderHangs{false};
  std::atomic<bool> released{false};

  static void part(void* context, uint32_t index) {
    auto& self = *static_cast<Hanging*>(context);
    while (self.hangsIn.load() == index && !self.released.load()) std::this_thread::yield();
  }
  static bool then(void* context) {
    auto& self = *static_cast<Hanging*>(context);
    while (self.leaderHangs.load() && !self.released.load()) std::this_thread::yield();
    return true;
  }
  Program program(uint32_t parts) {
    static constexpr Step kSteps[] = {{part, then}};
    return {.steps = kSteps, .stepCount = 1, .parts = parts, .context = this};
  }
};

/// Waits until the pool waits for these of its workers only, and they work.
void awaitHang(const WorkerPool& pool, uint32_t hung) {
  for (;;) {
    bool all = true;
    for (uint32_t w = 0; w < pool.workers(); ++w) all = all && pool.awaited(w) == (w == hung);
    if (all) return;
    std::this_thread::yield();
  }
}

TEST(Supervisor, WaitsLongerWhereWorkersShareProcessors) {
  PoolThreads threads(3);
  Hanging hanging;
  Supervisor supervisor;
  supervisor.attend();
  supervisor.setProcessors(1);
  threads.pool.beginProgram(hanging.program(3));
  supervisor.beginRun(0.0, threads.pool);
  EXPECT_EQ(supervisor.suspicion(), 3 * constants::leastSuspicionMs);
  EXPECT_EQ(threads.waitUntilOver(), RunState::finished);
  supervisor.setProcessors(4);
  threads.pool.beginProgram(hanging.program(3));
  supervisor.beginRun(0.0, threads.pool);
  EXPECT_EQ(supervisor.suspicion(), constants::leastSuspicionMs);
  EXPECT_EQ(threads.waitUntilOver(), RunState::finished);
}

TEST(Supervisor, WaitsLongWhereNobodyCanReplaceAWorker) {
  PoolThreads threads(3);
  Hanging hanging;
  Supervisor supervisor;
  supervisor.setProcessors(1);
  threads.pool.beginProgram(hanging.program(3));
  supervisor.beginRun(0.0, threads.pool);
  EXPECT_EQ(supervisor.suspicion(), constants::unattendedMs);
  EXPECT_EQ(threads.waitUntilOver(), RunState::finished);
}

/// An owner's looks at a pool, by a clock of the test.
struct Watch {
  Supervisor supervisor;
  WorkerPool& pool;
  double now = 0.0;

  explicit Watch(WorkerPool& watched) : pool(watched) {
    supervisor.attend();
    supervisor.setProcessors(kMaxWorkers);
  }
  /// A run that ends at once: in the first one nobody is judged soon.
  void seeARun(const Program& program) {
    pool.beginProgram(program);
    supervisor.beginRun(now, pool);
    while (pool.wait(1'000'000) == RunState::running) {
    }
    supervisor.end(pool, 1);
  }
  void begin(const Program& program) {
    pool.beginProgram(program);
    supervisor.beginRun(now, pool);
  }
  /// Looks every so many ms, `trialGap` in a trial, until somebody is judged or so much time has
  /// passed.
  uint32_t look(double milliseconds, double gap, double trialGap) {
    const double until = now + milliseconds;
    while (now < until) {
      now += supervisor.suspects() ? trialGap : gap;
      const uint32_t judged = supervisor.look(now, pool);
      if (judged != Supervisor::kNobody) return judged;
    }
    return Supervisor::kNobody;
  }
};

constexpr double kNap = 20.0;
constexpr double kAtOnce = 0.5;

TEST(Supervisor, NamesTheWorkerThatHangsWithin400Milliseconds) {
  PoolThreads threads(3);
  Hanging hanging;
  Watch watch(threads.pool);
  watch.seeARun(hanging.program(3));
  hanging.hangsIn = 1;
  watch.begin(hanging.program(3));
  awaitHang(threads.pool, 1);
  EXPECT_EQ(watch.look(300.0, kNap, kAtOnce), Supervisor::kNobody);
  EXPECT_EQ(watch.look(100.0, kNap, kAtOnce), 1u);
  hanging.released = true;
  EXPECT_EQ(threads.waitUntilOver(), RunState::finished);
}

TEST(Supervisor, BlamesNobodyWhereTheOwnerGetsNoProcessorEither) {
  PoolThreads threads(3);
  Hanging hanging;
  Watch watch(threads.pool);
  watch.seeARun(hanging.program(3));
  hanging.hangsIn = 1;
  watch.begin(hanging.program(3));
  awaitHang(threads.pool, 1);
  // Twenty others run: a look comes every 30 ms.
  EXPECT_EQ(watch.look(9000.0, kNap, 30.0), Supervisor::kNobody);
  EXPECT_TRUE(watch.supervisor.suspects());
  // Now it gets a processor, as the suspect would.
  EXPECT_EQ(watch.look(190.0, kNap, kAtOnce), Supervisor::kNobody);
  EXPECT_EQ(watch.look(20.0, kNap, kAtOnce), 1u);
  hanging.released = true;
  EXPECT_EQ(threads.waitUntilOver(), RunState::finished);
}

TEST(Supervisor, JudgesAfterTenSecondsByAClockThatMovesInSteps) {
  PoolThreads threads(2);
  Hanging hanging;
  Watch watch(threads.pool);
  watch.seeARun(hanging.program(2));
  hanging.hangsIn = 0;
  watch.begin(hanging.program(2));
  awaitHang(threads.pool, 0);
  EXPECT_EQ(watch.look(9900.0, kNap, 16.7), Supervisor::kNobody);
  EXPECT_EQ(watch.look(200.0, kNap, 16.7), 0u);
  hanging.released = true;
  EXPECT_EQ(threads.waitUntilOver(), RunState::finished);
}

TEST(Supervisor, IsMorePatientWithTheFirstRun) {
  PoolThreads threads(2);
  Hanging hanging;
  Watch watch(threads.pool);
  hanging.hangsIn = 0;
  watch.begin(hanging.program(2));
  awaitHang(threads.pool, 0);
  EXPECT_EQ(watch.look(1100.0, kNap, kAtOnce), Supervisor::kNobody);
  EXPECT_EQ(watch.look(100.0, kNap, kAtOnce), 0u);
  hanging.released = true;
  EXPECT_EQ(threads.waitUntilOver(), RunState::finished);
}

TEST(Supervisor, StartsATrialOverWhenTimeStoodStill) {
  PoolThreads threads(2);
  Hanging hanging;
  Watch watch(threads.pool);
  watch.seeARun(hanging.program(2));
  hanging.hangsIn = 0;
  watch.begin(hanging.program(2));
  awaitHang(threads.pool, 0);
  EXPECT_EQ(watch.look(300.0, kNap, kAtOnce), Supervisor::kNobody);
  watch.now += 60'000.0;
  EXPECT_EQ(watch.look(300.0, kNap, kAtOnce), Supervisor::kNobody);
  EXPECT_EQ(watch.look(100.0, kNap, kAtOnce), 0u);
  hanging.released = true;
  EXPECT_EQ(threads.waitUntilOver(), RunState::finished);
}

TEST(Supervisor, BlamesNobodyForAMachineThatSlept) {
  PoolThreads threads(2);
  Hanging hanging;
  hanging.hangsIn = 0;
  Supervisor supervisor;
  supervisor.attend();
  threads.pool.beginProgram(hanging.program(2));
  supervisor.beginRun(0.0, threads.pool);
  awaitHang(threads.pool, 0);
  EXPECT_EQ(supervisor.look(10.0, threads.pool), Supervisor::kNobody);
  EXPECT_EQ(supervisor.look(3'600'000.0, threads.pool), Supervisor::kNobody);
  EXPECT_EQ(supervisor.look(3'600'020.0, threads.pool), Supervisor::kNobody);
  // A clock that jumps back proves nothing either.
  EXPECT_EQ(supervisor.look(5.0, threads.pool), Supervisor::kNobody);
  hanging.released = true;
  EXPECT_EQ(threads.waitUntilOver(), RunState::finished);
}

TEST(Supervisor, NoticesThatNobodyGoesOn) {
  PoolThreads threads(2);
  Hanging hanging;
  Watch watch(threads.pool);
  watch.seeARun(hanging.program(2));
  hanging.leaderHangs = true;
  watch.begin(hanging.program(2));
  awaitHang(threads.pool, Hanging::kNowhere);
  EXPECT_EQ(watch.look(400.0, kNap, kAtOnce), Supervisor::kLeader);
  hanging.released = true;
  EXPECT_EQ(threads.waitUntilOver(), RunState::finished);
}

TEST(Supervisor, JudgesWhateverAWorkerLeavesInItsMemory) {
  for (const int left : {0x00, 0x3f, 0x40, 0x41, 0x77, 0x7f, 0xff}) {
    PoolThreads threads(3);
    Hanging hanging;
    Watch watch(threads.pool);
    watch.seeARun(hanging.program(3));
    hanging.hangsIn = 1;
    watch.begin(hanging.program(3));
    awaitHang(threads.pool, 1);
    EXPECT_EQ(watch.look(100.0, kNap, kNap), Supervisor::kNobody);
    std::memset(static_cast<void*>(&watch.supervisor), left, sizeof(Supervisor));
    EXPECT_NE(watch.look(Supervisor::kPatience * Supervisor::kLongestStepMs + 1000.0, kNap, kNap),
              Supervisor::kNobody)
        << "bytes of " << left;
    hanging.released = true;
    threads.waitUntilOver();
  }
}

TEST(Supervisor, GivesWorkersWithLongStepsMoreTime) {
  static double time = 0.0;
  WorkerPool pool;
  pool.configure(
      1,
      [](void (*part)(void*, uint32_t), void* context, uint32_t index) {
        part(context, index);
        return true;
      },
      [] { return time += 80.0; }, 0);
  std::thread thread([&] { pool.serve(0, 0); });
  while (!pool.present(0)) std::this_thread::yield();
  Hanging quick;
  Supervisor supervisor;
  supervisor.attend();
  EXPECT_EQ(supervisor.suspicion(), constants::leastSuspicionMs);
  pool.beginProgram(quick.program(1));
  while (pool.wait(1'000'000) == RunState::running) {
  }
  supervisor.end(pool, 1);
  EXPECT_EQ(supervisor.suspicion(), 3.0 * 80.0);
  EXPECT_EQ(supervisor.suspicion() + supervisor.trial(), 10.0 * 80.0);
  pool.dismiss();
  thread.join();
}

}  // namespace
}  // namespace skyflock::runtime
