#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <random>
#include <set>
#include <vector>

#include "scene/test_scene.h"

// Random commands, sound and unsound ones, through the engine and through a model of maps that is too simple to be wrong:
// both have the same entities after every update.

namespace skyflock::scene {
namespace {

using namespace constants;
using tests::optionsFor;
using tests::Records;
using tests::TestScene;

constexpr uint32_t kSlots = 300;
constexpr uint32_t kMeshes = 4;
constexpr uint32_t kTextures = 3;

struct Entity {
  uint32_t generation = 0;
  bool active = true;
  std::array<float, 3> position = {};
  std::array<float, 4> orientation = {0, 0, 0, 1};
  std::array<float, 3> scale = {1, 1, 1};
  uint32_t color = 0xffffffffu;
  uint32_t mesh = kNoMesh;
  uint32_t texture = none;
  uint32_t camera = none;
  uint32_t parent = none;
};

bool isSound(float number) { return std::abs(number) <= largestCoordinate; }

template <size_t kCount>
bool areSound(const std::array<float, kCount>& numbers) {
  return std::all_of(numbers.begin(), numbers.end(), isSound);
}

class Model {
 public:
  std::map<uint32_t, Entity> entities;

  bool create(uint32_t slot, uint32_t generation, uint32_t fields, const Entity& wish) {
    const auto last = generations_.find(slot);
    if (entities.contains(slot) || slot >= kSlots) return false;
    if (generation <= (last == generations_.end() ? 0 : last->second)) return false;
    Entity entity;
    entity.generation = generation;
    if (!apply(entity, fields, wish)) return false;
    entities[slot] = entity;
    generations_[slot] = generation;
    return true;
  }
  bool update(uint32_t slot, uint32_t generation, uint32_t fields, const Entity& wish) {
    Entity* entity = find(slot, generation);
    if (entity == nullptr) return false;
    Entity changed = *entity;
    if (!apply(changed, fields, wish)) return false;
    *entity = changed;
    endUnused();
    return true;
  }
  bool destroy(uint32_t slot, uint32_t generation) {
    if (find(slot, generation) == nullptr) return false;
    entities.erase(slot);
    for (bool more = true; more;) {
      more = false;
      for (const auto& [child, entity] : entities) {
        if (entity.parent == none || entities.contains(entity.parent)) continue;
        entities.erase(child);
        more = true;
        break;
      }
    }
    endUnused();
    return true;
  }
  bool setParent(uint32_t slot, uint32_t generation, uint32_t parent, uint32_t parentGeneration) {
    Entity* entity = find(slot, generation);
    if (entity == nullptr || (parent != none && find(parent, parentGeneration) == nullptr)) {
      return false;
    }
    for (uint32_t above = parent; above != none; above = entities[above].parent) {
      if (above == slot) return false;
    }
    entity->parent = parent;
    return true;
  }
  bool makeMesh(uint32_t mesh) { return !released_.contains(mesh) && ready_.insert(mesh).second; }
  bool releaseMesh(uint32_t mesh) {
    if (ready_.erase(mesh) == 0) return false;
    released_.insert(mesh);
    endUnused();
    return true;
  }
  bool makeTexture(uint32_t texture) { return textures_.insert(texture).second; }
  bool releaseTexture(uint32_t texture) {
    if (textures_.erase(texture) == 0) return false;
    for (auto& [slot, entity] : entities) {
      if (entity.texture == texture) entity.texture = none;
    }
    return true;
  }
  void reset() { *this = {}; }
  size_t meshCount() const { return ready_.size() + released_.size(); }

  Entity* find(uint32_t slot, uint32_t generation) {
    const auto found = entities.find(slot);
    return found == entities.end() || found->second.generation != generation ? nullptr
                                                                             : &found->second;
  }

 private:
  bool apply(Entity& entity, uint32_t fields, const Entity& wish) const {
    if ((fields & fieldPosition) != 0) {
      if (!areSound(wish.position)) return false;
      entity.position = wish.position;
    }
    if ((fields & fieldOrientation) != 0) {
      const auto& q = wish.orientation;
      const float length = std::sqrt(((q[0] * q[0] + q[1] * q[1]) + q[2] * q[2]) + q[3] * q[3]);
      if (!areSound(q) || length == 0.0f) return false;
      for (size_t i = 0; i < 4; ++i) entity.orientation[i] = q[i] / length;
    }
    if ((fields & fieldScale) != 0) {
      if (!areSound(wish.scale)) return false;
      entity.scale = wish.scale;
    }
    if ((fields & fieldColor) != 0) entity.color = wish.color;
    if ((fields & fieldMesh) != 0) {
      if (wish.mesh != kNoMesh && !ready_.contains(wish.mesh)) return false;
      entity.mesh = wish.mesh;
    }
    if ((fields & fieldTexture) != 0) {
      if (wish.texture != none && !textures_.contains(wish.texture)) return false;
      entity.texture = wish.texture;
    }
    if ((fields & fieldCamera) != 0) {
      if (wish.camera != none && wish.camera >= maxCameras) return false;
      entity.camera = wish.camera;
    }
    if ((fields & fieldActive) != 0) entity.active = wish.active;
    return true;
  }
  void endUnused() {
    std::erase_if(released_, [&](uint32_t mesh) {
      return std::none_of(entities.begin(), entities.end(),
                          [&](const auto& one) { return one.second.mesh == mesh; });
    });
  }

  std::map<uint32_t, uint32_t> generations_;
  std::set<uint32_t> ready_, released_, textures_;
};

class Player {
 public:
  explicit Player(uint32_t seed) : random_(seed) {}

  /// Adds a command, and carries it out in the model; how many refusals it brings.
  uint32_t play(Model& model, Records& records) {
    const uint32_t slot = below(20) == 0 ? below(2 * kSlots) : below(below(2) == 0 ? 70 : kSlots);
    const uint32_t generation = generationOf(model, slot);
    switch (below(24)) {
      case 0:
      case 1:
      case 2:
      case 3:
      case 4:
        return create(model, records, slot);
      case 5:
      case 6:
        records.destroy(slot, generation);
        return model.destroy(slot, generation) ? 0 : 1;
      case 7:
      case 8: {
        const uint32_t parent = below(5) == 0 ? none : below(kSlots);
        const uint32_t parentGeneration = parent == none ? 0 : generationOf(model, parent);
        records.setParent(slot, parent, generation, parentGeneration);
        return model.setParent(slot, generation, parent, parentGeneration) ? 0 : 1;
      }
      case 9: {
        const uint32_t mesh = below(kMeshes);
        const bool make = below(2) == 0;
        if (make) {
          records.makeMesh(mesh, MeshKind::cube);
        } else {
          records.releaseMesh(mesh);
        }
        return (make ? model.makeMesh(mesh) : model.releaseMesh(mesh)) ? 0 : 1;
      }
      case 10: {
        const uint32_t texture = below(kTextures);
        const bool make = below(2) == 0;
        records.add(
            Records::texture(make ? SceneOp::makeTexture : SceneOp::releaseTexture, texture));
        return (make ? model.makeTexture(texture) : model.releaseTexture(texture)) ? 0 : 1;
      }
      case 11:
        if (below(100) != 0) return 0;
        records.reset();
        model.reset();
        return 0;
      case 12:
      case 13:
        return run(model, records, slot, generation);
      case 14:
        return list(model, records);
      default:
        return update(model, records, slot, generation);
    }
  }

  uint32_t below(uint32_t bound) { return random_() % bound; }

 private:
  /// Mostly the one that there is.
  uint32_t generationOf(Model& model, uint32_t slot) {
    const auto found = model.entities.find(slot);
    return found == model.entities.end() || below(20) == 0 ? 1 + below(5)
                                                           : found->second.generation;
  }
  float number() {
    switch (below(60)) {
      case 0:
        return std::numeric_limits<float>::quiet_NaN();
      case 1:
        return std::numeric_limits<float>::infinity();
      case 2:
        return 1.5e9f;
      case 3:
        return -1e9f;
      default:
        return static_cast<float>(static_cast<int32_t>(below(20001)) - 10000) / 16.0f;
    }
  }
  Entity wish() {
    Entity wish;
    for (float& value : wish.position) value = number();
    for (float& value : wish.orientation) value = below(100) == 0 ? 0.0f : number();
    for (float& value : wish.scale) value = number();
    wish.color = random_();
    wish.mesh = below(3) == 0 ? kNoMesh : below(kMeshes + 1);
    wish.texture = below(3) == 0 ? none : below(kTextures + 1);
    wish.camera = below(3) == 0 ? none : below(maxCameras + 2);
    wish.active = below(2) == 0;
    return wish;
  }
  static EntityCommand command(SceneOp op, uint32_t slot, uint32_t generation, uint32_t fields,
                               const Entity& wish) {
    EntityCommand command = Records::entity(op, slot, generation, fields);
    if (!wish.active) command.head &= ~0x100u;
    std::copy_n(wish.position.begin(), 3, command.position);
    std::copy_n(wish.orientation.begin(), 4, command.orientation);
    std::copy_n(wish.scale.begin(), 3, command.scale);
    command.color = wish.color;
    command.looks = wish.mesh | (wish.texture + 1) << 16;
    command.camera = wish.camera;
    return command;
  }
  uint32_t create(Model& model, Records& records, uint32_t slot) {
    const uint32_t generation = 1 + below(40);
    const uint32_t fields = below(256);
    const Entity wanted = wish();
    records.add(command(SceneOp::create, slot, generation, fields, wanted));
    return model.create(slot, generation, fields, wanted) ? 0 : 1;
  }
  uint32_t update(Model& model, Records& records, uint32_t slot, uint32_t generation) {
    const uint32_t fields = below(256);
    const Entity wanted = wish();
    records.add(command(SceneOp::update, slot, generation, fields, wanted));
    return model.update(slot, generation, fields, wanted) ? 0 : 1;
  }
  /// Values of one field, as words, for some wishes.
  static void addValue(std::vector<float>& values, uint32_t field, const Entity& wish) {
    if (field == fieldPosition)
      values.insert(values.end(), wish.position.begin(), wish.position.end());
    if (field == fieldScale) values.insert(values.end(), wish.scale.begin(), wish.scale.end());
    if (field == fieldOrientation) {
      values.insert(values.end(), wish.orientation.begin(), wish.orientation.end());
    }
  }
  uint32_t run(Model& model, Records& records, uint32_t first, uint32_t generation) {
    constexpr uint32_t kFields[] = {fieldPosition, fieldOrientation, fieldScale};
    const uint32_t field = kFields[below(3)];
    const uint32_t count = below(100);
    std::vector<float> values;
    uint32_t refusals = 0;
    for (uint32_t i = 0; i < count; ++i) {
      const Entity wanted = wish();
      addValue(values, field, wanted);
      if (!model.update(first + i, generation, field, wanted)) ++refusals;
    }
    records.setRun(field, first, count, values, generation);
    return refusals;
  }
  uint32_t list(Model& model, Records& records) {
    std::vector<uint32_t> slots, generations;
    std::vector<float> values;
    uint32_t refusals = 0;
    const bool isEnd = below(4) == 0;
    for (uint32_t count = below(isEnd ? 6 : 40); count != 0; --count) {
      slots.push_back(below(kSlots));
      generations.push_back(generationOf(model, slots.back()));
      const Entity wanted = wish();
      addValue(values, fieldScale, wanted);
      const bool done = isEnd ? model.destroy(slots.back(), generations.back())
                              : model.update(slots.back(), generations.back(), fieldScale, wanted);
      if (!done) ++refusals;
    }
    if (isEnd) {
      records.destroyList(slots, generations);
    } else {
      records.setList(fieldScale, slots, generations, values);
    }
    return refusals;
  }

  std::mt19937 random_;
};

void expectSame(const TestScene& test, const Model& model) {
  ASSERT_EQ(test.scene.header().entities, model.entities.size());
  ASSERT_EQ(test.scene.header().meshes, model.meshCount());
  const EntityColumns& shown = test.shown();
  for (uint32_t slot = 0; slot < kSlots; ++slot) {
    const auto found = model.entities.find(slot);
    ASSERT_EQ(test.isShown(slot), found != model.entities.end()) << slot;
    if (found == model.entities.end()) continue;
    const Entity& entity = found->second;
    ASSERT_EQ(shown.generations[slot], entity.generation);
    ASSERT_EQ(shown.flags[slot], entityAlive | (entity.active ? entityActive : 0));
    for (size_t i = 0; i < 3; ++i) {
      ASSERT_EQ(shown.position[i][slot], entity.position[i]);
      ASSERT_EQ(shown.scale[i][slot], entity.scale[i]);
    }
    for (size_t i = 0; i < 4; ++i) {
      ASSERT_EQ(shown.orientation[i][slot], entity.orientation[i]);
    }
    ASSERT_EQ(shown.colors[slot], entity.color);
    ASSERT_EQ(meshOf(shown.looks[slot]), entity.mesh);
    ASSERT_EQ(textureOf(shown.looks[slot]), entity.texture);
    ASSERT_EQ(shown.cameras[slot], entity.camera);
    ASSERT_EQ(shown.parents[slot], entity.parent);
  }
}

TEST(SceneModel, RandomCommandsGiveWhatASimpleModelGives) {
  for (uint32_t seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE(seed);
    TestScene test(optionsFor(kSlots));
    Model model;
    Player player(seed);
    uint32_t refusals = 0;
    for (int update = 0; update < 60; ++update) {
      Records records;
      const uint32_t commands = player.below(200);
      for (uint32_t i = 0; i < commands; ++i) refusals += player.play(model, records);
      test.publish(records);
      ASSERT_NO_FATAL_FAILURE(expectSame(test, model)) << update;
      ASSERT_EQ(test.refused(), refusals) << update;
      ASSERT_TRUE(test.scene.entities().intact());
      test.scene.clearCallbacks();
    }
    EXPECT_GT(refusals, 100u);
  }
}

/// A scene whose memory is refused now and then ends as one whose memory never is, once there is memory again.
TEST(SceneModel, PublishesThatFailNowAndThenLoseNothing) {
  constexpr uint32_t kMany = 40000;
  TestScene test(optionsFor(kMany)), straight(optionsFor(kMany));
  std::mt19937 random(7);
  uint32_t next = 0;
  for (int update = 0; update < 60; ++update) {
    Records records;
    for (uint32_t i = 0; i < 600; ++i) records.create(next++);
    for (uint32_t i = 0; i < 200; ++i) {
      const uint32_t slot = random() % next;
      records.move(slot, static_cast<float>(random() % 1000), 0, 0).destroy(random() % next);
    }
    // The working state grows by itself; a publish has nothing to grow into.
    test.send(records);
    test.memory.left = update % 3 == 0 ? 100 : 0;
    test.publish();
    test.memory.left = 100;
    straight.publish(records);
  }
  EXPECT_GT(test.scene.header().failures, 3u);
  test.publish();
  EXPECT_EQ(test.scene.hash(), straight.scene.hash());
}

}  // namespace
}  // namespace skyflock::scene
