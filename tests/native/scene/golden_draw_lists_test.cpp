#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "scene/draw_recipe.h"
#include "scene/test_memory.h"

// Every build owes the hashes of tests/scenes/scene-draw.txt, as does the engine in JavaScript. With
// SKYFLOCK_PRINT_GOLDEN=1 the lines are printed anew instead.

namespace skyflock::scene::tests {
namespace {

struct Line {
  uint32_t seed = 0, step = 0, instances = 0, groups = 0, hash = 0;
};

std::vector<Line> readLines() {
  std::ifstream file(SKYFLOCK_SOURCE_DIR "/tests/scenes/scene-draw.txt");
  std::vector<Line> lines;
  for (std::string text; std::getline(file, text);) {
    std::istringstream words(text.substr(0, text.find('#')));
    std::string first;
    Line line;
    if (!(words >> first)) continue;
    words >> line.seed >> line.step >> line.instances >> line.groups >> std::hex >> line.hash;
    EXPECT_TRUE(first == "list" && !words.fail()) << text;
    lines.push_back(line);
  }
  return lines;
}

TEST(SceneGoldenDrawLists, RandomScenesMakeTheListsThatEveryBuildOwes) {
  const bool prints = std::getenv("SKYFLOCK_PRINT_GOLDEN") != nullptr;
  const std::vector<Line> lines = readLines();
  ASSERT_TRUE(prints || lines.size() >= 100u);
  TestMemory memory;
  uint32_t hits = 0;
  const auto seeds = static_cast<uint32_t>(prints ? 32 : lines.size() / DrawRecipe::kSteps);
  for (uint32_t seed = 0, at = 0; seed < seeds; ++seed) {
    DrawRecipe recipe(seed, memory);
    for (uint32_t step = 0; step < DrawRecipe::kSteps; ++step, ++at) {
      recipe.go(step);
      ASSERT_EQ(recipe.list.make(recipe.scene.input()), DrawOutcome::made);
      const Line made = {seed, step, recipe.list.instanceCount(), recipe.list.groupCount(),
                         recipe.hash(step)};
      if (prints) {
        std::printf("list %u %u %u %u %08x\n", made.seed, made.step, made.instances, made.groups,
                    made.hash);
        continue;
      }
      const Line& owed = lines[at];
      ASSERT_EQ(owed.seed, seed);
      ASSERT_EQ(owed.step, step);
      EXPECT_EQ(made.instances, owed.instances) << "seed " << seed << ", step " << step;
      EXPECT_EQ(made.groups, owed.groups) << "seed " << seed << ", step " << step;
      EXPECT_EQ(made.hash, owed.hash) << "seed " << seed << ", step " << step;
    }
    hits += recipe.hits;
  }
  // The places are ones where something is seen, else their hashes tell nothing.
  EXPECT_GT(hits, 100u);
}

}  // namespace
}  // namespace skyflock::scene::tests
