#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "meteor/frame_hash.h"
#include "meteor/presets.h"

// Every build owes the hashes of tests/scenes/meteor-hashes.txt, as do both kernels in JavaScript.

namespace skyflock::meteor {
namespace {

struct Golden {
  std::string preset;
  uint32_t seed, frame;
  std::string hash;
};

struct Scenes {
  std::vector<float> odd;
  std::vector<Golden> hashes;
};

Scenes readScenes() {
  std::ifstream file(SKYFLOCK_SOURCE_DIR "/tests/scenes/meteor-hashes.txt");
  Scenes scenes;
  std::string line;
  while (std::getline(file, line)) {
    std::istringstream words(line.substr(0, line.find('#')));
    std::string first;
    if (!(words >> first)) continue;
    if (first == "odd") {
      for (std::string text; words >> text;)
        scenes.odd.push_back(std::strtof(text.c_str(), nullptr));
      continue;
    }
    Golden golden;
    golden.preset = first;
    words >> golden.seed >> golden.frame >> golden.hash;
    scenes.hashes.push_back(golden);
  }
  return scenes;
}

float stepSeconds(const Scenes& scenes, uint32_t frame) {
  if (frame % 50 != 0) return static_cast<float>(1.0 / 60.0);
  return scenes.odd[frame / 50 % scenes.odd.size()];
}

float speedAt(uint32_t frame) { return frame % 600 < 30 ? 1.4f : 1.0f; }

/// With SKYFLOCK_PRINT_GOLDEN=1 it prints the file's hashes anew instead.
TEST(GoldenMeteors, EveryPresetReachesItsHashes) {
  const Scenes scenes = readScenes();
  ASSERT_FALSE(scenes.odd.empty());
  const char* last = std::getenv("SKYFLOCK_LAST_TICK");
  const uint32_t lastFrame = last == nullptr ? 0xffffffffu : static_cast<uint32_t>(std::atoi(last));
  const bool print = std::getenv("SKYFLOCK_PRINT_GOLDEN") != nullptr;
  for (const Preset& preset : presets()) {
    size_t reached = 0;
    Shower shower;
    uint32_t seed = 0;
    bool begun = false;
    for (const Golden& golden : scenes.hashes) {
      if (golden.preset != preset.name) continue;
      ++reached;
      if (golden.frame > lastFrame) continue;
      if (!begun || golden.seed != seed) {
        MeteorOptions options = preset.options;
        options.seed = seed = golden.seed;
        core::Status status;
        ASSERT_TRUE(shower.found(options, status)) << status.message;
        begun = true;
      }
      while (shower.header().frame < golden.frame) {
        const uint32_t frame = shower.header().frame + 1;
        shower.step(stepSeconds(scenes, frame), speedAt(frame));
      }
      const core::HashText hash = core::toText(tests::hashFrame(shower));
      if (print) {
        std::printf("%s %u %u %s\n", preset.name, golden.seed, golden.frame, hash.digits);
        continue;
      }
      EXPECT_EQ(hash.digits, golden.hash)
          << golden.preset << ", seed " << golden.seed << ", frame " << golden.frame;
    }
    EXPECT_GE(reached, 2u) << preset.name;
  }
}

}  // namespace
}  // namespace skyflock::meteor
