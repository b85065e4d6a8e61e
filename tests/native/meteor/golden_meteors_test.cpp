#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <limits>
#include <sstream>
#include <string>
#include <utility>
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

struct Spawn {
  uint32_t frame = 0, id = 0;
  SpawnConfig config;
};

struct ShapedScene {
  uint32_t seed = 0;
  std::vector<Spawn> spawns;
  std::vector<Golden> hashes;
};

float* fieldOf(SpawnConfig& config, const std::string& name) {
  const std::pair<const char*, float*> fields[] = {
      {"x", &config.x},
      {"y", &config.y},
      {"endX", &config.endX},
      {"endY", &config.endY},
      {"scale", &config.scale},
      {"speed", &config.speed},
      {"glow", &config.glow},
      {"type", &config.type},
      {"controlX", &config.controlX},
      {"controlY", &config.controlY},
      {"lifetime", &config.lifetime},
      {"look", &config.look},
  };
  for (const auto& [known, field] : fields) {
    if (name == known) return field;
  }
  return nullptr;
}

SpawnConfig anyMeteor() {
  SpawnConfig config;
  float words[sizeof config / 4];
  for (float& word : words) word = std::numeric_limits<float>::quiet_NaN();
  std::memcpy(&config, words, sizeof config);
  return config;
}

void readShaped(ShapedScene& scene) {
  std::ifstream file(SKYFLOCK_SOURCE_DIR "/tests/scenes/meteor-shaped.txt");
  std::string line;
  while (std::getline(file, line)) {
    std::istringstream words(line.substr(0, line.find('#')));
    std::string first;
    if (!(words >> first)) continue;
    if (first == "seed") {
      words >> scene.seed;
    } else if (first == "hash") {
      Golden golden;
      words >> golden.frame >> golden.hash;
      scene.hashes.push_back(golden);
    } else {
      ASSERT_EQ(first, "spawn") << line;
      Spawn spawn;
      spawn.config = anyMeteor();
      words >> spawn.frame >> spawn.id;
      for (std::string text; words >> text;) {
        const size_t equals = text.find('=');
        float* field = fieldOf(spawn.config, text.substr(0, equals));
        ASSERT_NE(field, nullptr) << text;
        *field = std::strtof(text.c_str() + equals + 1, nullptr);
      }
      scene.spawns.push_back(spawn);
    }
  }
}

/// With SKYFLOCK_PRINT_GOLDEN=1 it prints ids and hashes anew instead.
TEST(GoldenMeteors, ShapedMeteorsReachTheirHashes) {
  ShapedScene scene;
  readShaped(scene);
  ASSERT_GE(scene.hashes.size(), 2u);
  const Scenes scenes = readScenes();
  const bool print = std::getenv("SKYFLOCK_PRINT_GOLDEN") != nullptr;
  MeteorOptions options = findPreset("calm")->options;
  options.seed = scene.seed;
  Shower shower;
  core::Status status;
  ASSERT_TRUE(shower.found(options, status)) << status.message;
  size_t spawned = 0;
  for (const Golden& golden : scene.hashes) {
    while (shower.header().frame < golden.frame) {
      const uint32_t frame = shower.header().frame + 1;
      for (; spawned < scene.spawns.size() && scene.spawns[spawned].frame == frame; ++spawned) {
        shower.config() = scene.spawns[spawned].config;
        const uint32_t id = shower.spawn();
        if (print) {
          std::printf("spawn %u %u\n", frame, id);
        } else {
          EXPECT_EQ(id, scene.spawns[spawned].id) << "spawned before frame " << frame;
        }
      }
      shower.step(stepSeconds(scenes, frame), speedAt(frame));
    }
    const core::HashText hash = core::toText(tests::hashFrame(shower));
    if (print) {
      std::printf("hash %u %s\n", golden.frame, hash.digits);
      continue;
    }
    EXPECT_EQ(hash.digits, golden.hash) << "frame " << golden.frame;
  }
  EXPECT_EQ(spawned, scene.spawns.size());
}

}  // namespace
}  // namespace skyflock::meteor
