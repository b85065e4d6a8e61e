#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "core/hash.h"
#include "support/test_world.h"

// The state hashes of every scene, in tests/scenes/golden-hashes.txt, which the TypeScript tests
// read as well. With SKYFLOCK_PRINT_GOLDEN=1 the file is printed anew instead.

namespace skyflock::tests {
namespace {

struct Golden {
  std::string scene;
  uint32_t entities = 0, seed = 0;
  std::vector<std::pair<uint32_t, std::string>> hashes;  ///< tick, 16 digits
};

bool printing() { return std::getenv("SKYFLOCK_PRINT_GOLDEN") != nullptr; }

std::vector<Golden> read_golden() {
  std::ifstream file(std::string(SKYFLOCK_SOURCE_DIR) + "/tests/scenes/golden-hashes.txt");
  std::vector<Golden> all;
  std::string line;
  while (std::getline(file, line)) {
    if (line.empty() || line[0] == '#') continue;
    std::istringstream words(line);
    Golden golden;
    uint32_t tick = 0;
    std::string hash;
    words >> golden.scene >> golden.entities >> golden.seed >> tick >> hash;
    if (all.empty() || all.back().scene != golden.scene || all.back().entities != golden.entities ||
        all.back().seed != golden.seed) {
      all.push_back(golden);
    }
    all.back().hashes.emplace_back(tick, hash);
  }
  return all;
}

life::Founding founding_for(const Golden& golden) {
  life::Founding founding = life::founding_of(*life::find_scene(golden.scene.c_str()));
  founding.options.entities = golden.entities;
  founding.options.seed = golden.seed;
  return founding;
}

std::string hash_of(const TestWorld& world) { return core::to_text(world->hash()).digits; }

void run_to(const TestWorld& world, uint32_t tick) {
  while (world->tick() < tick) world->step();
}

/// Holds a scene against its hashes, cut into so many partitions.
void expect_golden(const Golden& golden, uint32_t partitions) {
  TestWorld world(founding_for(golden), partitions);
  ASSERT_TRUE(world.status().ok()) << world.status().message;
  for (const auto& [tick, hash] : golden.hashes) {
    run_to(world, tick);
    EXPECT_EQ(hash_of(world), hash)
        << golden.scene << " at tick " << tick << " in " << partitions << " partitions";
  }
}

TEST(GoldenHashes, ThereAreHashesForEveryScene) {
  if (printing()) return;
  const std::vector<Golden> all = read_golden();
  for (const life::Scene& scene : life::scenes()) {
    bool found = false;
    for (const Golden& golden : all) found = found || golden.scene == scene.name;
    EXPECT_TRUE(found) << scene.name;
  }
}

TEST(GoldenHashes, EverySceneEndsInItsHashes) {
  if (printing()) {
    std::printf("# scene entities seed tick hash; printed by SKYFLOCK_PRINT_GOLDEN=1 unit_tests\n");
    for (const life::Scene& scene : life::scenes()) {
      for (uint32_t entities : {2000u, 5000u}) {
        const bool isPair = std::string(scene.name) == "pair";
        if (entities == 5000 && std::string(scene.name) != "savanna") continue;
        const Golden golden = {scene.name, isPair ? 2 : entities, 1, {}};
        TestWorld world(founding_for(golden));
        for (uint32_t tick : {1u, 60u, 600u}) {
          run_to(world, tick);
          std::printf("%s %u %u %u %s\n", scene.name, golden.entities, golden.seed, tick,
                      hash_of(world).c_str());
        }
      }
    }
    return;
  }
  for (const Golden& golden : read_golden()) expect_golden(golden, 1);
}

TEST(GoldenHashes, DoNotDependOnThePartitions) {
  if (printing()) return;
  for (const Golden& golden : read_golden()) {
    for (uint32_t partitions : {2u, 3u, 5u, 8u, 16u}) expect_golden(golden, partitions);
  }
}

TEST(GoldenHashes, DoNotDependOnReplanningInEveryTick) {
  if (printing()) return;
  for (const Golden& golden : read_golden()) {
    TestWorld world(founding_for(golden), 16);
    ASSERT_TRUE(world.status().ok()) << world.status().message;
    const auto columns = static_cast<int32_t>(world->founding().options.columns);
    const auto rows = static_cast<int32_t>(world->founding().options.rows);
    for (const auto& [tick, hash] : golden.hashes) {
      while (world->tick() < tick) {
        world->set_plan(life::plan_by_area(columns, rows, 1 + world->tick() * 7 % 16));
        world->step();
      }
      EXPECT_EQ(hash_of(world), hash) << golden.scene << " at tick " << tick;
    }
  }
}

}  // namespace
}  // namespace skyflock::tests
