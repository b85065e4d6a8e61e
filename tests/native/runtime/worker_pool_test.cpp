#include "runtime/worker_pool.h"

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <thread>
#include <vector>

#include "support/pool_threads.h"

namespace skyflock::runtime {
namespace {

using tests::PoolThreads;
using tests::Trap;

/// A field of cells that each step turns into another, every cell from its neighbours: a step that
/// began too early, or ran twice on its own output, shows.
struct Field {
  static constexpr uint32_t kCells = 960;
  static constexpr uint32_t kPieces = 40;
  uint32_t parts = 1;
  std::vector<uint32_t> now = std::vector<uint32_t>(kCells, 1);
  std::vector<uint32_t> next = std::vector<uint32_t>(kCells, 0);
  uint32_t sums[kMaxWorkers] = {};
  uint32_t kept[kMaxWorkers] = {};
  uint32_t rounds = 0;
  std::atomic<int32_t> faults{0};     ///< parts that are still to fail
  std::atomic<uint32_t> hangs{0};     ///< parts that are still to hang
  std::atomic<bool> released{false};  ///< hanging parts go on
  uint32_t stopAfter = 0;

  static Field& of(void* context) { return *static_cast<Field*>(context); }

  static void spread(void* context, uint32_t part) {
    Field& f = of(context);
    const uint32_t begin = kCells * part / f.parts;
    const uint32_t end = kCells * (part + 1) / f.parts;
    for (uint32_t c = begin; c < end; ++c) {
      const uint32_t left = f.now[(c + kCells - 1) % kCells];
      const uint32_t right = f.now[(c + 1) % kCells];
      f.next[c] = left * 31 + f.now[c] + right * 17 + c;
      f.sums[part] += f.next[c];
      if (c == (begin + end) / 2) f.interrupt();
    }
  }
  static bool swap(void* context) {
    Field& f = of(context);
    std::swap(f.now, f.next);
    ++f.rounds;
    return f.stopAfter == 0 || f.rounds < f.stopAfter;
  }
  static void keep(void* context, uint32_t part) {
    of(context).kept[part] = of(context).sums[part];
  }
  static void restore(void* context, uint32_t part) {
    of(context).sums[part] = of(context).kept[part];
  }

  void interrupt() {
    if (faults.load() > 0 && faults.fetch_sub(1) > 0) throw Trap();
    uint32_t hanging = hangs.load();
    while (hanging > 0 && !hangs.compare_exchange_weak(hanging, hanging - 1)) {
    }
    while (hanging > 0 && !released.load()) std::this_thread::yield();
  }

  /// The last part has most of the pieces.
  static uint32_t pieces(void* context, uint32_t part) {
    return part + 1 == of(context).parts ? kPieces : 1;
  }
  static void piece(void* context, uint32_t part, uint32_t index) {
    Field& f = of(context);
    const uint32_t first = kCells * part / f.parts;
    const uint32_t cells = kCells * (part + 1) / f.parts - first;
    const uint32_t count = pieces(context, part);
    for (uint32_t c = first + cells * index / count; c < first + cells * (index + 1) / count; ++c) {
      const uint32_t left = f.now[(c + kCells - 1) % kCells];
      f.next[c] = left * 13 + f.now[c] + c;
    }
    f.interrupt();
  }

  Program program() {
    static constexpr Step kSteps[] = {
        {spread, swap}, {nullptr, swap, pieces, piece}, {spread, swap}};
    return {.steps = kSteps,
            .stepCount = 3,
            .parts = parts,
            .context = this,
            .keep = keep,
            .restore = restore};
  }

  uint64_t digest() const {
    uint64_t sum = rounds;
    for (const uint32_t cell : now) sum = sum * 1099511628211u + cell;
    uint32_t total = 0;
    for (const uint32_t s : sums) total += s;
    return sum + total;
  }
};

uint64_t serialDigest(uint32_t rounds) {
  Field field;
  for (uint32_t i = 0; i < rounds; ++i) runSerially(field.program(), nullptr, nullptr, nullptr);
  return field.digest();
}

TEST(WorkerPool, DoesWhatOneThreadDoes) {
  const uint64_t expected = serialDigest(50);
  for (const uint32_t workers : {1u, 2u, 3u, 5u, 8u, 16u}) {
    PoolThreads threads(workers, workers == 2 ? 1000 : 0);
    Field field;
    field.parts = workers;
    for (int i = 0; i < 50; ++i) ASSERT_EQ(threads.run(field.program()), RunState::finished);
    EXPECT_EQ(field.digest(), expected) << workers << " workers";
  }
}

TEST(WorkerPool, SharesMorePartsThanItHasWorkers) {
  PoolThreads threads(3);
  Field field;
  field.parts = 8;
  for (int i = 0; i < 50; ++i) ASSERT_EQ(threads.run(field.program()), RunState::finished);
  EXPECT_EQ(field.digest(), serialDigest(50));
}

TEST(WorkerPool, TriesAFailedPartAgainFromWhatItWas) {
  PoolThreads threads(4);
  Field field;
  field.parts = 4;
  for (int i = 0; i < 50; ++i) {
    field.faults = i % 3 == 0 ? 1 : 0;
    ASSERT_EQ(threads.run(field.program()), RunState::finished);
  }
  EXPECT_EQ(field.digest(), serialDigest(50));
}

/// Parts of many pieces that each thread is slow at, until others have taken some.
struct Shared {
  std::atomic<uint32_t> by[2] = {};
  std::atomic<uint32_t> runs[64] = {};
  static Shared& of(void* context) { return *static_cast<Shared*>(context); }
  static uint32_t pieces(void*, uint32_t part) { return part == 0 ? 64 : 0; }
  static void piece(void* context, uint32_t, uint32_t index) {
    static thread_local const uint32_t self = next++ % 2;
    Shared& s = of(context);
    ++s.by[self];
    ++s.runs[index];
    // Whoever comes first waits for the other to come as well.
    while (s.by[1 - self].load() == 0) std::this_thread::yield();
  }
  static inline std::atomic<uint32_t> next{0};
};

TEST(WorkerPool, HelpsWithThePiecesOfOthers) {
  PoolThreads threads(2);
  Shared shared;
  static constexpr Step kSteps[] = {{nullptr, nullptr, Shared::pieces, Shared::piece}};
  const Program program = {.steps = kSteps, .stepCount = 1, .parts = 2, .context = &shared};
  ASSERT_EQ(threads.run(program), RunState::finished);
  EXPECT_GT(shared.by[0].load(), 0u);
  EXPECT_GT(shared.by[1].load(), 0u);
  for (const auto& runs : shared.runs) EXPECT_EQ(runs.load(), 1u);
}

TEST(WorkerPool, NamesTheWorkerThatFailedTwice) {
  PoolThreads threads(1);
  Field field;
  field.faults = 2;
  EXPECT_EQ(threads.run(field.program()), RunState::failed);
  EXPECT_EQ(threads.pool.failedWorker(), 0u);
  EXPECT_EQ(threads.pool.state(0), WorkerState::failed);
}

TEST(WorkerPool, StopsWhenAStepSaysSo) {
  PoolThreads threads(2);
  Field field;
  field.parts = 2;
  field.stopAfter = 2;
  EXPECT_EQ(threads.run(field.program()), RunState::stopped);
  EXPECT_EQ(field.rounds, 2u);
}

TEST(WorkerPool, LetsAnotherThreadTakeTheHungOnesPlace) {
  for (const uint32_t workers : {1u, 2u, 5u}) {
    PoolThreads threads(workers);
    auto field = std::make_unique<Field>();
    field->parts = workers;
    for (int i = 0; i < 20; ++i) {
      field->hangs = i == 10 ? 1 : 0;
      threads.pool.beginProgram(field->program());
      if (i == 10) {
        // All but one end the step and wait for it.
        uint32_t awaited = 0;
        do {
          awaited = 0;
          for (uint32_t w = 0; w < workers; ++w) awaited += threads.pool.awaited(w) ? 1 : 0;
        } while (awaited != 1 || field->hangs.load() != 0);
        EXPECT_EQ(threads.pool.wait(1'000'000), RunState::running);
        uint32_t hung = 0;
        while (!threads.pool.awaited(hung)) ++hung;
        threads.pool.replace(hung);
        EXPECT_FALSE(threads.pool.present(hung));
        // The hung thread is dead before another begins, as a terminated worker is; here it can
        // only be let go, and finds that its place is taken.
        field->released = true;
        while (threads.ended.load() == 0) std::this_thread::yield();
        threads.start(hung);
      }
      ASSERT_EQ(threads.waitUntilOver(), RunState::finished);
    }
    EXPECT_EQ(field->digest(), serialDigest(20)) << workers << " workers";
  }
}

TEST(WorkerPool, ReplacedThreadsEndNothing) {
  PoolThreads threads(2);
  Field field;
  field.parts = 2;
  for (uint32_t i = 0; i < 300; ++i) {
    // Generations come round after 256.
    while (threads.ended.load() + 200 < i) std::this_thread::yield();
    threads.pool.replace(1);
    EXPECT_FALSE(threads.pool.present(1));
    threads.start(1);
    ASSERT_EQ(threads.run(field.program()), RunState::finished);
  }
  EXPECT_EQ(field.digest(), serialDigest(300));
}

TEST(WorkerPool, TimesEveryPart) {
  static double time = 0.0;
  PartTimes times[2];
  float then[3] = {};
  Field field;
  field.parts = 2;
  EXPECT_TRUE(runSerially(field.program(), times, then, [] { return time += 1.0; }));
  for (uint32_t s = 0; s < 3; ++s) {
    EXPECT_EQ(times[0].compute[s], 1.0f);
    EXPECT_EQ(times[1].compute[s], 1.0f);
    EXPECT_EQ(then[s], 1.0f);
  }
}

}  // namespace
}  // namespace skyflock::runtime
