#include "runtime/supervisor.h"

#include <gtest/gtest.h>

#include <atomic>
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
void await_hang(const WorkerPool& pool, uint32_t hung) {
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
  supervisor.set_processors(1);
  threads.pool.begin(hanging.program(3));
  supervisor.begin(0.0, threads.pool);
  EXPECT_EQ(supervisor.deadline(), 3 * Supervisor::kLeastDeadlineMs);
  EXPECT_EQ(threads.wait_until_over(), RunState::finished);
  supervisor.set_processors(4);
  threads.pool.begin(hanging.program(3));
  supervisor.begin(0.0, threads.pool);
  EXPECT_EQ(supervisor.deadline(), Supervisor::kLeastDeadlineMs);
  EXPECT_EQ(threads.wait_until_over(), RunState::finished);
}

TEST(Supervisor, WaitsLongWhereNobodyCanReplaceAWorker) {
  PoolThreads threads(3);
  Hanging hanging;
  Supervisor supervisor;
  supervisor.set_processors(1);
  threads.pool.begin(hanging.program(3));
  supervisor.begin(0.0, threads.pool);
  EXPECT_EQ(supervisor.deadline(), Supervisor::kUnattendedDeadlineMs);
  EXPECT_EQ(threads.wait_until_over(), RunState::finished);
}

TEST(Supervisor, NamesTheWorkerThatHangsOnceTheDeadlineHasPassed) {
  PoolThreads threads(3);
  Hanging hanging;
  hanging.hangsIn = 1;
  Supervisor supervisor;
  supervisor.attend();
  threads.pool.begin(hanging.program(3));
  supervisor.begin(0.0, threads.pool);
  await_hang(threads.pool, 1);
  double now = 0.0;
  while (now < Supervisor::kLeastDeadlineMs) {
    ASSERT_EQ(supervisor.look(now, threads.pool), Supervisor::kNobody) << now;
    now += 25.0;
  }
  EXPECT_EQ(supervisor.look(now + 25.0, threads.pool), 1u);
  hanging.released = true;
  EXPECT_EQ(threads.wait_until_over(), RunState::finished);
}

TEST(Supervisor, BlamesNobodyForAMachineThatSlept) {
  PoolThreads threads(2);
  Hanging hanging;
  hanging.hangsIn = 0;
  Supervisor supervisor;
  supervisor.attend();
  threads.pool.begin(hanging.program(2));
  supervisor.begin(0.0, threads.pool);
  await_hang(threads.pool, 0);
  EXPECT_EQ(supervisor.look(10.0, threads.pool), Supervisor::kNobody);
  EXPECT_EQ(supervisor.look(3'600'000.0, threads.pool), Supervisor::kNobody);
  EXPECT_EQ(supervisor.look(3'600'020.0, threads.pool), Supervisor::kNobody);
  // A clock that jumps back proves nothing either.
  EXPECT_EQ(supervisor.look(5.0, threads.pool), Supervisor::kNobody);
  hanging.released = true;
  EXPECT_EQ(threads.wait_until_over(), RunState::finished);
}

TEST(Supervisor, NoticesThatNobodyGoesOn) {
  PoolThreads threads(2);
  Hanging hanging;
  hanging.leaderHangs = true;
  Supervisor supervisor;
  supervisor.attend();
  threads.pool.begin(hanging.program(2));
  supervisor.begin(0.0, threads.pool);
  await_hang(threads.pool, Hanging::kNowhere);
  uint32_t verdict = Supervisor::kNobody;
  for (double now = 0.0; now < 300.0; now += 25.0) verdict = supervisor.look(now, threads.pool);
  EXPECT_EQ(verdict, Supervisor::kLeader);
  hanging.released = true;
  EXPECT_EQ(threads.wait_until_over(), RunState::finished);
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
  EXPECT_EQ(supervisor.deadline(), Supervisor::kLeastDeadlineMs);
  pool.begin(quick.program(1));
  while (pool.wait(1'000'000) == RunState::running) {
  }
  supervisor.end(pool, 1);
  EXPECT_EQ(supervisor.deadline(), 10.0 * 80.0);
  pool.dismiss();
  thread.join();
}

}  // namespace
}  // namespace skyflock::runtime
