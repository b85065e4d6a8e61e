#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <map>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "life/world_fixture.h"
#include "support/pool_threads.h"

// tests/scenes/golden-hashes.txt holds the hash of every scene at a few ticks; the TypeScript
// suites read the same file. A run is one world, whatever it is split into: the same hashes come
// out.

namespace skyflock::tests {
namespace {

constexpr uint32_t kTicks[] = {1, 60, 600};
constexpr uint32_t kPartitionCounts[] = {1, 2, 3, 5, 8, 16};

/// A world of the file and its hashes by tick.
struct GoldenRun {
  std::string scene;
  uint32_t entities = 0, seed = 0;
  std::map<uint32_t, std::string> hashes;

  life::Founding founding() const {
    life::Founding f = life::foundingOf(*life::findScene(scene.c_str()));
    f.options.entities = entities;
    f.options.seed = seed;
    return f;
  }
};

/// The worlds that the file covers.
std::vector<GoldenRun> goldenWorlds() {
  std::vector<GoldenRun> runs;
  for (const life::Scene& scene : life::scenes()) {
    const bool pair = std::strcmp(scene.name, "pair") == 0;
    runs.push_back({scene.name, pair ? 2u : 2000u, 1, {}});
    if (std::strcmp(scene.name, "savanna") == 0) runs.push_back({scene.name, 5000, 1, {}});
  }
  return runs;
}

std::string goldenPath() {
  const char* root = std::getenv("SKYFLOCK_ROOT");
#ifdef SKYFLOCK_SOURCE_DIR
  if (root == nullptr) root = SKYFLOCK_SOURCE_DIR;
#endif
  return std::string(root != nullptr ? root : ".") + "/tests/scenes/golden-hashes.txt";
}

/// Reads the file; a line is `scene entities seed tick hash`, `#` begins a comment.
std::vector<GoldenRun> readGoldenFile() {
  std::ifstream file(goldenPath());
  EXPECT_TRUE(file.good()) << goldenPath() << " cannot be read; set SKYFLOCK_ROOT.";
  std::vector<GoldenRun> runs;
  for (std::string line; std::getline(file, line);) {
    line = line.substr(0, line.find('#'));
    std::istringstream words(line);
    GoldenRun run;
    uint32_t tick = 0;
    std::string hash;
    if (!(words >> run.scene)) continue;
    if (!(words >> run.entities >> run.seed >> tick >> hash) || hash.size() != 16 ||
        life::findScene(run.scene.c_str()) == nullptr) {
      ADD_FAILURE() << "not 'scene entities seed tick hash': " << line;
      continue;
    }
    const auto same = [&](const GoldenRun& other) {
      return other.scene == run.scene && other.entities == run.entities && other.seed == run.seed;
    };
    auto at = std::find_if(runs.begin(), runs.end(), same);
    if (at == runs.end()) at = runs.insert(runs.end(), run);
    EXPECT_TRUE(at->hashes.emplace(tick, hash).second) << "twice in the file: " << line;
  }
  return runs;
}

void stepAlone(life::World& world) { world.step(); }

/// The last tick that is compared: unoptimised builds take minutes for the later ones, which the
/// long tests see to.
uint32_t lastTick() {
  const char* text = std::getenv("SKYFLOCK_LAST_TICK");
  return text == nullptr ? ~0u : static_cast<uint32_t>(std::atoi(text));
}

/// Runs a world to each tick that `run` asks for; `before` is called before every step, which
/// `step` takes.
template <typename Before, typename StepOnce = void (*)(life::World&)>
void expectGolden(const GoldenRun& run, uint32_t partitions, Before&& before,
                  StepOnce&& step = stepAlone) {
  TestWorld world(run.founding(), partitions);
  ASSERT_STREQ(world.status().message, "");
  for (const auto& [tick, hash] : run.hashes) {
    if (tick > lastTick()) break;
    while (world->tick() < tick) {
      before(*world);
      step(*world);
    }
    ASSERT_STREQ(world->health().message, "");
    EXPECT_EQ(hashOf(*world), hash)
        << run.scene << ' ' << run.entities << " animals, seed " << run.seed << ", tick " << tick
        << ", " << partitions << " partitions";
  }
}

TEST(GoldenHashes, FileCoversEveryScene) {
  const std::vector<GoldenRun> runs = readGoldenFile();
  for (const GoldenRun& wanted : goldenWorlds()) {
    bool found = false;
    for (const GoldenRun& run : runs) {
      if (run.scene != wanted.scene || run.entities != wanted.entities || run.seed != wanted.seed)
        continue;
      found = true;
      for (const uint32_t tick : kTicks)
        EXPECT_EQ(run.hashes.count(tick), 1u) << run.scene << ' ' << tick;
    }
    EXPECT_TRUE(found) << wanted.scene << ' ' << wanted.entities;
  }
}

TEST(GoldenHashes, HoldOnOnePartition) {
  for (const GoldenRun& run : readGoldenFile()) expectGolden(run, 1, [](life::World&) {});
}

TEST(GoldenHashes, HoldOnAnyNumberOfPartitions) {
  for (const GoldenRun& run : readGoldenFile()) {
    for (const uint32_t partitions : kPartitionCounts) {
      if (partitions > 1) expectGolden(run, partitions, [](life::World&) {});
    }
  }
}

TEST(GoldenHashes, HoldWithEveryPartitionStrategy) {
  using runtime::PartitionStrategy;
  for (const GoldenRun& run : readGoldenFile()) {
    for (const auto strategy : {PartitionStrategy::strips, PartitionStrategy::tiles}) {
      for (const uint32_t partitions : {2u, 5u, 12u}) {
        bool isCut = false;
        expectGolden(run, partitions, [&](life::World& world) {
          if (!isCut) world.setPartitions(partitions, strategy);
          isCut = true;
        });
      }
    }
  }
}

TEST(GoldenHashes, HoldWhenThePartitionsChangeEveryTick) {
  for (const GoldenRun& run : readGoldenFile()) {
    std::minstd_rand random(7);
    expectGolden(run, life::kMaxPartitions, [&](life::World& world) {
      const life::WorldState& s = world.state();
      world.setPlan(randomPlan(s.columns, s.rows, random));
    });
  }
}

TEST(GoldenHashes, HoldOnAnyNumberOfThreads) {
  for (const uint32_t workers : kPartitionCounts) {
    PoolThreads threads(workers);
    std::minstd_rand random(workers);
    for (const GoldenRun& run : readGoldenFile()) {
      std::vector<std::byte> frame;
      expectGolden(
          run, life::kMaxPartitions,
          [&](life::World& world) {
            const life::WorldState& s = world.state();
            if (world.tick() % 2 == 0) world.setPlan(randomPlan(s.columns, s.rows, random));
          },
          [&](life::World& world) {
            ASSERT_TRUE(world.beginTick());
            ASSERT_EQ(threads.run(world.tickProgram()), runtime::RunState::finished);
            frame.resize(world.maxFrameBytes());
            const life::FrameRequest request = {life::ColorBy::energy, true, frame.data()};
            ASSERT_EQ(threads.run(world.frameProgram(request)), runtime::RunState::finished);
          });
    }
  }
}

TEST(GoldenHashes, HoldPhaseByPhase) {
  // Phase hashes name the first phase that differs, which the state's hash alone does not.
  for (const GoldenRun& run : readGoldenFile()) {
    TestWorld whole(run.founding(), 1), cut(run.founding(), 5);
    whole->setPhaseHashing(true);
    cut->setPhaseHashing(true);
    for (int tick = 1; tick <= 30; ++tick) {
      whole->step();
      cut->step();
      const life::WorldStats a = whole->gatherStats();
      const life::WorldStats& b = cut->gatherStats();
      for (uint32_t phase = 0; phase < life::kPhases; ++phase) {
        ASSERT_EQ(a.phaseHashes[2 * phase], b.phaseHashes[2 * phase])
            << run.scene << ", tick " << tick << ", phase " << phase;
        ASSERT_EQ(a.phaseHashes[2 * phase + 1], b.phaseHashes[2 * phase + 1]);
      }
      ASSERT_EQ(a.hashLow, b.hashLow);
    }
  }
}

TEST(GoldenHashes, TellSeedsAndOptionsApart) {
  GoldenRun run = {"savanna", 500, 1, {}};
  TestWorld first(run.founding());
  run.seed = 2;
  TestWorld second(run.founding());
  life::Founding hungrier = run.founding();
  hungrier.options.metabolicScale = 3.1f;
  TestWorld third(hungrier);
  for (int i = 0; i < 3; ++i) {
    first->step();
    second->step();
    third->step();
  }
  EXPECT_NE(hashOf(*first), hashOf(*second));
  EXPECT_NE(hashOf(*second), hashOf(*third));
}

/// Lines of the file for one world.
std::string linesOf(const GoldenRun& run) {
  std::ostringstream lines;
  TestWorld world(run.founding());
  for (const uint32_t tick : kTicks) {
    while (world->tick() < tick) world->step();
    lines << run.scene << ' ' << run.entities << ' ' << run.seed << ' ' << tick << ' '
          << hashOf(*world) << '\n';
  }
  return lines.str();
}

/// With SKYFLOCK_PRINT_GOLDEN=1 it prints the file anew: its lines are those that begin with a '#'
/// or a small letter.
TEST(GoldenHashes, ArePrintedAsTheFileHasThem) {
  if (std::getenv("SKYFLOCK_PRINT_GOLDEN") != nullptr) {
    std::printf(
        "# Hashes that every build and every tier must reach: scene entities seed tick hash.\n");
    std::printf("# CONTRIBUTING.md says how this file is made anew.\n");
    for (const GoldenRun& run : goldenWorlds()) std::printf("%s", linesOf(run).c_str());
    return;
  }
  std::ifstream file(goldenPath());
  std::ostringstream text;
  text << file.rdbuf();
  const std::string lines = linesOf(goldenWorlds().back());
  EXPECT_NE(text.str().find(lines), std::string::npos) << lines;
}

}  // namespace
}  // namespace skyflock::tests
