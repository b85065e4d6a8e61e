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
    life::Founding f = life::founding_of(*life::find_scene(scene.c_str()));
    f.options.entities = entities;
    f.options.seed = seed;
    return f;
  }
};

/// The worlds that the file covers.
std::vector<GoldenRun> golden_worlds() {
  std::vector<GoldenRun> runs;
  for (const life::Scene& scene : life::scenes()) {
    const bool pair = std::strcmp(scene.name, "pair") == 0;
    runs.push_back({scene.name, pair ? 2u : 2000u, 1, {}});
    if (std::strcmp(scene.name, "savanna") == 0) runs.push_back({scene.name, 5000, 1, {}});
  }
  return runs;
}

std::string golden_path() {
  const char* root = std::getenv("SKYFLOCK_ROOT");
#ifdef SKYFLOCK_SOURCE_DIR
  if (root == nullptr) root = SKYFLOCK_SOURCE_DIR;
#endif
  return std::string(root != nullptr ? root : ".") + "/tests/scenes/golden-hashes.txt";
}

/// Reads the file; a line is `scene entities seed tick hash`, `#` begins a comment.
std::vector<GoldenRun> read_golden_file() {
  std::ifstream file(golden_path());
  EXPECT_TRUE(file.good()) << golden_path() << " cannot be read; set SKYFLOCK_ROOT.";
  std::vector<GoldenRun> runs;
  for (std::string line; std::getline(file, line);) {
    line = line.substr(0, line.find('#'));
    std::istringstream words(line);
    GoldenRun run;
    uint32_t tick = 0;
    std::string hash;
    if (!(words >> run.scene)) continue;
    if (!(words >> run.entities >> run.seed >> tick >> hash) || hash.size() != 16 ||
        life::find_scene(run.scene.c_str()) == nullptr) {
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

void step_alone(life::World& world) { world.step(); }

/// The last tick that is compared: unoptimised builds take minutes for the later ones, which the
/// long tests see to.
uint32_t last_tick() {
  const char* text = std::getenv("SKYFLOCK_LAST_TICK");
  return text == nullptr ? ~0u : static_cast<uint32_t>(std::atoi(text));
}

/// Runs a world to each tick that `run` asks for; `before` is called before every step, which
/// `step` takes.
template <typename Before, typename StepOnce = void (*)(life::World&)>
void expect_golden(const GoldenRun& run, uint32_t partitions, Before&& before,
                   StepOnce&& step = step_alone) {
  TestWorld world(run.founding(), partitions);
  ASSERT_STREQ(world.status().message, "");
  for (const auto& [tick, hash] : run.hashes) {
    if (tick > last_tick()) break;
    while (world->tick() < tick) {
      before(*world);
      step(*world);
    }
    ASSERT_STREQ(world->health().message, "");
    EXPECT_EQ(hash_of(*world), hash)
        << run.scene << ' ' << run.entities << " animals, seed " << run.seed << ", tick " << tick
        << ", " << partitions << " partitions";
  }
}

TEST(GoldenHashes, FileCoversEveryScene) {
  const std::vector<GoldenRun> runs = read_golden_file();
  for (const GoldenRun& wanted : golden_worlds()) {
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
  for (const GoldenRun& run : read_golden_file()) expect_golden(run, 1, [](life::World&) {});
}

TEST(GoldenHashes, HoldOnAnyNumberOfPartitions) {
  for (const GoldenRun& run : read_golden_file()) {
    for (const uint32_t partitions : kPartitionCounts) {
      if (partitions > 1) expect_golden(run, partitions, [](life::World&) {});
    }
  }
}

TEST(GoldenHashes, HoldWhenThePartitionsChangeEveryTick) {
  for (const GoldenRun& run : read_golden_file()) {
    std::minstd_rand random(7);
    expect_golden(run, life::kMaxPartitions, [&](life::World& world) {
      const life::WorldState& s = world.state();
      world.set_plan(random_plan(s.columns, s.rows, random));
    });
  }
}

TEST(GoldenHashes, HoldOnAnyNumberOfThreads) {
  for (const uint32_t workers : kPartitionCounts) {
    PoolThreads threads(workers);
    std::minstd_rand random(workers);
    for (const GoldenRun& run : read_golden_file()) {
      std::vector<std::byte> frame;
      expect_golden(
          run, life::kMaxPartitions,
          [&](life::World& world) {
            const life::WorldState& s = world.state();
            if (world.tick() % 2 == 0) world.set_plan(random_plan(s.columns, s.rows, random));
          },
          [&](life::World& world) {
            ASSERT_TRUE(world.begin_tick());
            ASSERT_EQ(threads.run(world.tick_program()), runtime::RunState::finished);
            frame.resize(world.max_frame_bytes());
            const life::FrameRequest request = {life::ColorBy::energy, true, frame.data()};
            ASSERT_EQ(threads.run(world.frame_program(request)), runtime::RunState::finished);
          });
    }
  }
}

TEST(GoldenHashes, HoldPhaseByPhase) {
  // Phase hashes name the first phase that differs, which the state's hash alone does not.
  for (const GoldenRun& run : read_golden_file()) {
    TestWorld whole(run.founding(), 1), cut(run.founding(), 5);
    whole->set_phase_hashing(true);
    cut->set_phase_hashing(true);
    for (int tick = 1; tick <= 30; ++tick) {
      whole->step();
      cut->step();
      const life::WorldStats a = whole->gather_stats();
      const life::WorldStats& b = cut->gather_stats();
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
  EXPECT_NE(hash_of(*first), hash_of(*second));
  EXPECT_NE(hash_of(*second), hash_of(*third));
}

/// Lines of the file for one world.
std::string lines_of(const GoldenRun& run) {
  std::ostringstream lines;
  TestWorld world(run.founding());
  for (const uint32_t tick : kTicks) {
    while (world->tick() < tick) world->step();
    lines << run.scene << ' ' << run.entities << ' ' << run.seed << ' ' << tick << ' '
          << hash_of(*world) << '\n';
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
    for (const GoldenRun& run : golden_worlds()) std::printf("%s", lines_of(run).c_str());
    return;
  }
  std::ifstream file(golden_path());
  std::ostringstream text;
  text << file.rdbuf();
  const std::string lines = lines_of(golden_worlds().back());
  EXPECT_NE(text.str().find(lines), std::string::npos) << lines;
}

}  // namespace
}  // namespace skyflock::tests
