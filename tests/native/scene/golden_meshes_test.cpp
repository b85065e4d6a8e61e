#include <gtest/gtest.h>

#include <bit>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <limits>
#include <sstream>
#include <string>
#include <vector>

#include "core/hash.h"
#include "scene/mesh_store.h"
#include "scene/test_memory.h"

// Every build owes the hashes of tests/scenes/scene-meshes.txt, as does the engine in JavaScript. With
// SKYFLOCK_PRINT_GOLDEN=1 the lines are printed anew instead.

namespace skyflock::scene {
namespace {

using namespace constants;
using core::mixWord;
using core::StateHash;

const char* const kKinds[] = {"custom", "cube", "sphere", "grid", "plane", "cylinder", "cone"};

uint32_t kindOf(const std::string& name) {
  for (uint32_t kind = 0; kind < std::size(kKinds); ++kind) {
    if (name == kKinds[kind]) return kind;
  }
  return static_cast<uint32_t>(std::size(kKinds));
}

struct Line {
  std::string first;
  std::vector<std::string> words;
};

std::vector<Line> readLines() {
  std::ifstream file(SKYFLOCK_SOURCE_DIR "/tests/scenes/scene-meshes.txt");
  std::vector<Line> lines;
  for (std::string text; std::getline(file, text);) {
    std::istringstream words(text.substr(0, text.find('#')));
    Line line;
    if (!(words >> line.first)) continue;
    for (std::string word; words >> word;) line.words.push_back(word);
    lines.push_back(line);
  }
  return lines;
}

SceneOptions optionsOf(uint32_t meshes, uint32_t vertices) {
  SceneOptions options;
  options.maxMeshes = meshes;
  options.maxVertices = vertices;
  return options;
}

/// All there is of the published mesh: its record, its vertices, its indices.
void addMesh(StateHash& hash, const MeshStore& store, uint32_t mesh) {
  const MeshEntry& entry = store.published()[mesh];
  hash.addRecord(reinterpret_cast<const uint32_t*>(&entry), sizeof entry / 4);
  if (entry.state < static_cast<uint32_t>(MeshState::ready)) return;
  const auto* vertices = reinterpret_cast<const uint32_t*>(store.vertices() + entry.firstVertex);
  hash.addRecord(vertices, static_cast<int>(entry.vertices * vertexWords));
  hash.addRecord(store.indices() + entry.firstIndex, static_cast<int>(entry.indices));
}

TEST(GoldenMeshes, PrimitivesReachTheirHashes) {
  const bool print = std::getenv("SKYFLOCK_PRINT_GOLDEN") != nullptr;
  size_t reached = 0;
  for (const Line& line : readLines()) {
    if (line.first != "mesh") continue;
    // mesh kind parameters... vertices indices hash
    ASSERT_GE(line.words.size(), 4u);
    float parameters[meshParameters] = {};
    const size_t count = line.words.size() - 4;
    for (size_t i = 0; i < count; ++i) {
      parameters[i] = std::strtof(line.words[1 + i].c_str(), nullptr);
    }
    tests::TestMemory memory;
    MeshStore store(memory);
    ASSERT_TRUE(store.begin(optionsOf(1, 200000)));
    const Outcome outcome = store.make(0, kindOf(line.words[0]), parameters);
    ASSERT_TRUE(outcome.ok()) << line.words[0];
    store.publish();
    StateHash hash;
    addMesh(hash, store, 0);
    store.addTo(hash);
    std::string text = line.words[0];
    for (size_t i = 0; i < count; ++i) text += " " + line.words[1 + i];
    const std::string sizes =
        std::to_string(store.vertexCount()) + " " + std::to_string(store.indexCount());
    const std::string digits = core::toText(hash).digits;
    ++reached;
    if (print) {
      std::printf("mesh %s %s %s\n", text.c_str(), sizes.c_str(), digits.c_str());
      continue;
    }
    EXPECT_EQ(sizes, line.words[count + 1] + " " + line.words[count + 2]) << text;
    EXPECT_EQ(digits, line.words[count + 3]) << text;
  }
  EXPECT_GE(reached, 20u);
}

TEST(GoldenMeshes, ParametersThatAreRefusedAreRefusedAlike) {
  const char* const kReasons[] = {"unknownOp", "malformed", "notFinite", "outOfRange"};
  size_t reached = 0;
  for (const Line& line : readLines()) {
    if (line.first != "refused") continue;
    // refused kind parameters... reason detail
    ASSERT_GE(line.words.size(), 3u);
    float parameters[meshParameters] = {};
    const size_t count = line.words.size() - 3;
    for (size_t i = 0; i < count; ++i) {
      parameters[i] = std::strtof(line.words[1 + i].c_str(), nullptr);
    }
    tests::TestMemory memory;
    MeshStore store(memory);
    ASSERT_TRUE(store.begin(optionsOf(1, 200000)));
    const Outcome outcome = store.make(0, kindOf(line.words[0]), parameters);
    ASSERT_FALSE(outcome.ok()) << line.words[0] << " " << line.words[1];
    ASSERT_LT(static_cast<size_t>(outcome.kind), std::size(kReasons));
    EXPECT_EQ(kReasons[static_cast<size_t>(outcome.kind)], line.words[count + 1]);
    EXPECT_EQ(std::to_string(outcome.detail), line.words[count + 2])
        << line.words[0] << " " << line.words[1];
    EXPECT_FALSE(store.isDirty());
    ++reached;
  }
  EXPECT_GE(reached, 10u);
}

/// Commands drawn at random: most of them can be carried out, many can't.
class RandomMeshes {
 public:
  RandomMeshes(MeshStore& store, uint32_t seed) : store_(store), seed_(seed) {}

  void step() {
    const uint32_t op = draw() % 8;
    mesh_ = draw() % (kMeshes + 1);
    const uint32_t shape = draw();
    const uint32_t size = draw();
    if (op == 0) {
      float parameters[meshParameters] = {static_cast<float>(size & 15) / 4.0f,
                                          static_cast<float>(size >> 4 & 31),
                                          static_cast<float>(size >> 9 & 15)};
      tell(store_.make(mesh_, shape % 8, parameters));
    } else if (op <= 2) {
      const Outcome outcome =
          store_.beginCustom(mesh_, shape % 4, size & 127, (size >> 7 & 31) * 6);
      if (outcome.ok()) {
        vertices_[mesh_] = size & 127;
        indices_[mesh_] = (size >> 7 & 31) * 6;
      }
      tell(outcome);
    } else if (op == 3) {
      fill(shape, size);
    } else if (op == 4) {
      complete(shape, size);
    } else if (op == 5) {
      tell(store_.release(mesh_));
    } else if (op == 6) {
      count(size);
    } else if (size % 8 == 0) {
      fold(store_.publish());
    } else if (size % 256 == 1) {
      store_.reset();
    }
  }

  uint32_t outcomes() const { return outcomes_; }

  static constexpr uint32_t kMeshes = 12;
  static constexpr uint32_t kVertices = 1400;

 private:
  uint32_t draw() { return mixWord(seed_, ++drawn_); }
  void fold(uint32_t word) { outcomes_ = mixWord(outcomes_, word); }
  void tell(const Outcome& outcome) {
    fold(outcome.refused ? static_cast<uint32_t>(outcome.kind) + 1 : 0);
    fold(outcome.detail);
  }

  void send(uint32_t data, uint32_t first, uint32_t count, uint32_t seed, uint32_t limit) {
    std::vector<uint32_t> words;
    for (uint32_t i = 0; i < count * vertexWords; ++i) {
      const uint32_t word = mixWord(seed, i);
      const float number = static_cast<float>(word % 1024) / 8.0f - 64.0f;
      words.push_back(data == 1 ? word % limit : std::bit_cast<uint32_t>(number));
    }
    if (seed % 64 == 2 && !words.empty()) words[0] = 0x7f800000u;
    tell(store_.part(mesh_, data, first, count, words.data()));
  }

  /// Sends any part, and ends the mesh now and then.
  void fill(uint32_t shape, uint32_t size) {
    const uint32_t data = shape % 16 == 0 ? 2 : shape >> 4 & 1;
    send(data, shape % 8 == 1 ? size & 15 : 0, size >> 4 & 127, size, 16);
    if (shape % 4 == 3) tell(store_.endCustom(mesh_));
  }

  /// Sends all of a mesh, in two parts each; one in eight has an index too large.
  void complete(uint32_t shape, uint32_t size) {
    const uint32_t vertices = vertices_[mesh_];
    const uint32_t indices = indices_[mesh_];
    if (vertices == 0) return;
    send(0, 0, vertices / 2, size, 0);
    send(0, vertices / 2, vertices - vertices / 2, size + 1, 0);
    const uint32_t limit = shape % 8 == 0 ? vertices + 1 : vertices;
    send(1, 0, indices / 2, size, limit);
    send(1, indices / 2, indices - indices / 2, size + 1, limit);
    tell(store_.endCustom(mesh_));
  }

  void count(uint32_t size) {
    if (size % 2 == 0 && store_.isReady(mesh_)) store_.addEntity(mesh_);
    if (size % 2 == 1 && store_.isKnown(mesh_) && store_.published()[mesh_].entities != 0) {
      store_.removeEntity(mesh_);
    }
  }

  MeshStore& store_;
  uint32_t seed_, drawn_ = 0, mesh_ = 0, outcomes_ = 0;
  /// Of the last mesh of the script's that began under a number.
  uint32_t vertices_[kMeshes + 1] = {}, indices_[kMeshes + 1] = {};
};

TEST(GoldenMeshes, CommandsAtRandomReachTheirHashes) {
  const bool print = std::getenv("SKYFLOCK_PRINT_GOLDEN") != nullptr;
  size_t reached = 0;
  for (const Line& line : readLines()) {
    if (line.first != "random") continue;
    // random seed steps hash
    ASSERT_EQ(line.words.size(), 3u);
    tests::TestMemory memory;
    MeshStore store(memory);
    ASSERT_TRUE(store.begin(optionsOf(RandomMeshes::kMeshes, RandomMeshes::kVertices)));
    RandomMeshes commands(store, static_cast<uint32_t>(std::stoul(line.words[0])));
    const auto steps = static_cast<uint32_t>(std::stoul(line.words[1]));
    StateHash hash;
    for (uint32_t i = 1; i <= steps; ++i) {
      commands.step();
      if (i % 100 != 0) continue;
      const uint32_t figures[] = {i,
                                  commands.outcomes(),
                                  store.meshCount(),
                                  store.vertexCount(),
                                  store.indexCount(),
                                  store.vertexCapacity(),
                                  store.indexCapacity(),
                                  store.epoch()};
      hash.addRecord(figures, static_cast<int>(std::size(figures)));
      for (uint32_t mesh = 0; mesh < RandomMeshes::kMeshes; ++mesh) addMesh(hash, store, mesh);
      store.addTo(hash);
    }
    const std::string digits = core::toText(hash).digits;
    ++reached;
    if (print) {
      std::printf("random %s %u %s\n", line.words[0].c_str(), steps, digits.c_str());
      continue;
    }
    EXPECT_EQ(digits, line.words[2]) << "seed " << line.words[0];
  }
  EXPECT_GE(reached, 2u);
}

}  // namespace
}  // namespace skyflock::scene
