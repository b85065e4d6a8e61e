#pragma once

#include <bit>
#include <cstdint>
#include <limits>

#include "core/hash.h"
#include "core/math.h"
#include "scene/draw_list.h"
#include "scene/draw_scene.h"

namespace skyflock::scene::tests {

/// A scene of everything there is, at random, as tests/web/fallback/scene/draw-recipe.ts makes it, too: integer
/// arithmetic and numbers that are exact in both languages. A recipe goes on in steps, each of which changes something
/// and tells the list what.
class DrawRecipe {
 public:
  static constexpr uint32_t kSteps = 6;

  DrawRecipe(uint32_t seed, const Memory& memory)
      : seed_(seed),
        slots_(seed % 8 == 7 ? 3000 : 1 + random(0, kSlots) % 700),
        features_(random(0, kFeatures)),
        scene(slots_),
        list(memory) {
    setMeshes(0);
    setCameras(0);
    setLights();
    setView(0);
    for (uint32_t slot = 0; slot < slots_; ++slot) {
      setWhole(slot, 0);
      setPlace(slot, 0);
    }
  }

  /// Goes on to a step, 1 to kSteps - 1; step 0 is how it begins.
  void go(uint32_t step) {
    using namespace constants;
    if (step == 1) {
      for (uint32_t slot = 0; slot < slots_; slot += 3) setPlace(slot, step);
      list.note(dirtyEntities, fieldPosition | fieldOrientation | fieldScale);
    } else if (step == 2) {
      for (uint32_t slot = 1; slot < slots_; slot += 5) setWhole(slot, step);
      list.note(dirtyEntities, DrawList::kAllFields);
    } else if (step == 3) {
      setView(step);
    } else if (step == 4) {
      setCameras(step);
      list.note(dirtyViews, 0);
    } else if (step == 5) {
      setMeshes(step);
      list.note(dirtyMeshes | dirtyTextures, 0);
    }
  }

  /// A hash of the list, and of what is seen at a few places.
  uint32_t hash(uint32_t step) {
    uint32_t hash = 1;
    const auto fold = [&hash](const void* words, size_t count) {
      const auto* at = static_cast<const uint32_t*>(words);
      for (size_t i = 0; i < count; ++i) hash = core::mixWord(hash, at[i]);
    };
    fold(list.passes(), size_t{64} * list.passCount());
    fold(list.groups(), size_t{8} * list.groupCount());
    fold(list.instances(), size_t{13} * list.instanceCount());
    fold(list.instanceSlots(), list.instanceCount());
    fold(list.lights(), size_t{16} * list.lightCount());
    hash = core::mixWord(hash, list.culled());
    for (uint32_t i = 0; i < 8; ++i) {
      PickHit hit;
      const auto x = static_cast<float>(random(i, kPickX + step) % 65) * 0x1p-6f;
      const auto y = static_cast<float>(random(i, kPickY + step) % 65) * 0x1p-6f;
      if (!list.pick(scene.input(), x, y, hit)) return 0;
      static_assert(sizeof hit == 24);
      fold(&hit, 6);
      if (hit.index != constants::none) ++hits;
    }
    return hash;
  }

 private:
  /// What a number is drawn for; a step is added to it.
  enum Purpose : uint32_t {
    kSlots = 1000,
    kFeatures = 1100,
    kMesh = 1200,
    kTexture = 1300,
    kCamera = 1400,
    kLight = 1500,
    kView = 1600,
    kPlace = 1700,
    kTurn = 1800,
    kScale = 1900,
    kLooks = 2000,
    kPickX = 2100,
    kPickY = 2200,
  };
  /// Bits of the features.
  static constexpr uint32_t kNoCameras = 1, kOneLook = 2, kParents = 4, kBackwards = 8;

  uint32_t random(uint32_t index, uint32_t purpose) const {
    return core::mixWord(core::mixWord(core::mixWord(0x5ce7eu, seed_), index), purpose);
  }
  /// From -2^23 to 2^23 times a power of two.
  float number(uint32_t index, uint32_t purpose, float unit) const {
    return static_cast<float>(static_cast<int32_t>(random(index, purpose) >> 8) - (1 << 23)) * unit;
  }
  void unitQuaternion(float* q, uint32_t index, uint32_t purpose) const {
    for (uint32_t k = 0; k < 4; ++k) q[k] = number(index * 4 + k, purpose, 0x1p-23f);
    if (random(index, purpose) % 4 == 0) q[0] = q[2] = 0.0f;
    q[3] += 1.5f;
    const float l = core::squareRoot(((q[0] * q[0] + q[1] * q[1]) + q[2] * q[2]) + q[3] * q[3]);
    for (uint32_t k = 0; k < 4; ++k) q[k] = q[k] / l;
  }

  void setMeshes(uint32_t step) {
    for (uint32_t i = 0; i < 8; ++i) {
      MeshEntry& mesh = scene.meshes[i];
      const uint32_t bits = random(i, kMesh + step);
      mesh.state = bits % 5 == 0 ? 0 : 2 + bits % 2;
      mesh.vertices = bits % 7 == 0 ? 0 : 24;
      mesh.indices = 36;
      const float half = static_cast<float>(bits % 16 + 1) * 0.0625f;
      for (uint32_t k = 0; k < 3; ++k) {
        const float center = i % 2 == 0 ? 0.0f : number(i * 3 + k, kMesh + step, 0x1p-23f);
        mesh.center[k] = center;
        mesh.least[k] = center - half;
        mesh.most[k] = center + half;
      }
      mesh.radius = half * 1.75f;
      mesh.seeThrough = i == 5 ? 1 : 0;
      const uint32_t texture = random(i, kTexture + step);
      scene.textures[i].state = texture % 4 != 0 ? 1 : 0;
      scene.textures[i].seeThrough = texture % 3 == 0 ? 1 : 0;
    }
  }

  void setCameras(uint32_t step) {
    for (uint32_t i = 0; i < constants::maxCameras; ++i) {
      CameraState& camera = scene.cameras[i];
      const uint32_t bits = random(i, kCamera + step);
      camera.exists = bits % 4 == 0 && (features_ & kNoCameras) == 0 ? 1 : 0;
      camera.active = bits / 4 % 3 != 0 ? 1 : 0;
      camera.kind = static_cast<CameraKind>(bits / 16 % 3);
      for (uint32_t k = 0; k < 3; ++k) {
        camera.position[k] = number(i * 3 + k, kCamera + 10 + step, 0x1p-17f);
      }
      unitQuaternion(camera.orientation, i, kCamera + 20 + step);
      const bool isPerspective = camera.kind == CameraKind::perspective;
      camera.field = isPerspective ? 0.25f + static_cast<float>(bits / 64 % 10) * 0.25f
                                   : static_cast<float>(8 + bits / 64 % 64);
      camera.near = static_cast<float>(1 + bits / 4096 % 4) * 0.25f;
      camera.far = static_cast<float>(32 + bits / 16384 % 256);
      for (uint32_t axis = 0; axis < 2; ++axis) {
        const uint32_t place = random(i * 2 + axis, kCamera + 30 + step);
        const uint32_t from = place % 3 == 0 ? place / 4 % 3 : 0;
        camera.viewport[axis] = static_cast<float>(from) * 0.25f;
        camera.viewport[2 + axis] =
            static_cast<float>(from == 0 ? 4 : 1 + place / 16 % (4 - from)) * 0.25f;
      }
    }
  }

  void setLights() {
    for (uint32_t i = 0; i < 64; ++i) {
      LightState& light = scene.lights[i];
      const uint32_t bits = random(i, kLight);
      light.exists = bits % 2;
      light.active = bits / 2 % 4 != 0 ? 1 : 0;
      light.kind = static_cast<LightKind>(bits / 8 % 3);
      light.color = random(i, kLight + 1);
      for (uint32_t k = 0; k < 3; ++k) {
        light.position[k] = number(i * 3 + k, kLight + 2, 0x1p-17f);
        light.direction[k] = k == bits / 32 % 3 ? 1.0f : 0.0f;
      }
      light.intensity = static_cast<float>(bits / 128 % 4) * 0.5f;
      light.range = static_cast<float>(1 + bits / 512 % 64);
      light.inner = static_cast<float>(bits / 32768 % 8) * 0.0625f;
      light.outer = 0.5f + static_cast<float>(bits / 262144 % 16) * 0.0625f;
    }
  }

  void setView(uint32_t step) {
    DrawView& view = scene.view;
    const uint32_t bits = random(0, kView + step);
    view.width = static_cast<float>(bits % 5 == 0 ? 0 : bits % 2000);
    view.height = static_cast<float>(bits / 8192 % 1000);
    view.yaw = number(1, kView + step, 0x1p-21f);
    view.pitch = number(2, kView + step, 0x1p-22f);
    view.zoom = number(3, kView + step, 0x1p-21f);
    view.panX = number(4, kView + step, 0x1p-24f);
    view.panY =
        bits % 7 == 0 ? std::numeric_limits<float>::quiet_NaN() : number(5, kView + step, 0x1p-24f);
  }

  void setPlace(uint32_t slot, uint32_t step) {
    EntityColumns& c = scene.columns;
    float q[4];
    unitQuaternion(q, slot, kTurn + step);
    for (uint32_t k = 0; k < 4; ++k) c.orientation[k][slot] = q[k];
    const uint32_t bits = random(slot, kScale + step);
    for (uint32_t k = 0; k < 3; ++k) {
      c.position[k][slot] = number(slot * 3 + k, kPlace + step, 0x1p-17f);
      float scale = 1.0f + number(slot * 3 + k, kScale + step, 0x1p-24f);
      if (bits % 16 == k) scale = 0.0f;
      if (bits % 16 == 3 + k) scale = -scale;
      if (bits % 16 == 6) scale = scale * 64.0f;
      if (bits % 512 == 7) scale = scale * 1e9f;
      c.scale[k][slot] = scale;
    }
  }

  void setWhole(uint32_t slot, uint32_t step) {
    EntityColumns& c = scene.columns;
    const uint32_t bits = random(slot, kLooks + step);
    c.generations[slot] = 1 + bits % 5;
    c.flags[slot] = (bits / 8 % 10 != 0 ? constants::entityAlive : 0) |
                    (bits / 128 % 8 != 0 ? constants::entityActive : 0);
    const uint32_t color = random(slot, kLooks + 10 + step);
    c.colors[slot] = bits / 1024 % 4 == 0 ? color : color | 0xff000000u;
    const uint32_t looks = random(slot, kLooks + 20 + step);
    const uint32_t mesh = looks % 16 == 15 ? 65535 : looks / 16 % 9;
    c.looks[slot] = (features_ & kOneLook) != 0 ? 0 : mesh | (looks / 256 % 10) << 16;
    c.cameras[slot] = bits / 4096 % 12 == 0 ? bits / 65536 % 18 : constants::none;
    c.parents[slot] = parentOf(slot, random(slot, kLooks + 30 + step));
  }

  /// A slot before it, or behind it where slots go backwards, so that no circle closes.
  uint32_t parentOf(uint32_t slot, uint32_t bits) const {
    if ((features_ & kParents) == 0 || bits % 3 == 0) return constants::none;
    const bool isBackwards = (features_ & kBackwards) != 0;
    const uint32_t before = isBackwards ? slots_ - 1 - slot : slot;
    if (before == 0) return constants::none;
    const uint32_t steps = bits % 5 == 0 ? 1 + bits / 16 % before : 1;
    return isBackwards ? slot + steps : slot - steps;
  }

  uint32_t seed_, slots_, features_;

 public:
  DrawScene scene;
  DrawList list;
  /// Places at which something was seen.
  uint32_t hits = 0;
};

}  // namespace skyflock::scene::tests
