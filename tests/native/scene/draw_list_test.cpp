#include "scene/draw_list.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "scene/draw_model.h"
#include "scene/test_memory.h"

namespace skyflock::scene::tests {
namespace {

using namespace constants;

/// A list with its memory.
struct Listed {
  TestMemory memory;
  DrawList list{memory};

  DrawOutcome make(const DrawScene& scene, uint32_t fields = DrawList::kAllFields) {
    list.note(dirtyEntities, fields);
    return list.make(scene.input());
  }
  /// Slots of a pass in the order of drawing.
  std::vector<uint32_t> slotsOf(uint32_t pass) const {
    std::vector<uint32_t> slots;
    const DrawPass& p = list.passes()[pass];
    for (uint32_t g = 0; g < p.groupCount; ++g) {
      const DrawGroup& group = list.groups()[p.firstGroup + g];
      for (uint32_t i = 0; i < group.count; ++i) {
        slots.push_back(list.instanceSlots()[group.first + i]);
      }
    }
    return slots;
  }
  /// Every byte of the list.
  std::string bytes() const {
    std::string all;
    const auto add = [&all](const void* data, size_t size) {
      if (size != 0) all.append(static_cast<const char*>(data), size);
    };
    add(list.passes(), list.passCount() * sizeof(DrawPass));
    add(list.groups(), list.groupCount() * sizeof(DrawGroup));
    add(list.instances(), list.instanceCount() * sizeof(DrawInstance));
    add(list.instanceSlots(), list.instanceCount() * sizeof(uint32_t));
    add(list.lights(), list.lightCount() * sizeof(DrawLight));
    return all;
  }
};

/// Everything that may be of a scene: parents, cameras, meshes, textures, opacities, what is dead or hidden.
DrawScene randomScene(Dice& dice, uint32_t slots) {
  DrawScene scene(slots);
  scatter(scene, dice, 25.0f);
  if (dice.oneIn(2)) raiseFamilies(scene, dice);
  scene.setMesh(1, 0.25f, 2.0f, 0.0f, -1.0f);
  scene.meshes[3].state = static_cast<uint32_t>(MeshState::filling);
  scene.meshes[2].seeThrough = dice.below(2);
  for (TextureEntry& texture : scene.textures) texture = {dice.below(2), 4, 4, dice.below(2)};
  const bool isMixed = dice.oneIn(2);
  for (uint32_t slot = 0; slot < slots; ++slot) {
    if (isMixed) scene.setLooks(slot, dice.oneIn(9) ? 65535 : dice.below(5), dice.below(10));
    if (dice.oneIn(4)) scene.columns.colors[slot] = 0x7f00ff00u;
    if (dice.oneIn(10)) scene.columns.flags[slot] = entityAlive;
    if (dice.oneIn(10)) scene.columns.flags[slot] = 0;
    if (dice.oneIn(8)) scene.columns.cameras[slot] = dice.below(4);
  }
  return scene;
}

void addCameras(DrawScene& scene, Dice& dice) {
  for (uint32_t i = 0; i < 4; ++i) {
    if (dice.oneIn(3)) continue;
    CameraState& camera = scene.addCamera(i, static_cast<CameraKind>(dice.below(3)), 0, 0, 0);
    dice.turn(camera.orientation);
    for (float& v : camera.position) v = dice.between(-20.0f, 20.0f);
  }
}

/// Whether the middle or a corner of an entity's mesh is to be seen.
bool isSeen(const DrawPass& pass, const DrawScene& scene, uint32_t slot) {
  const MeshEntry& mesh = scene.meshes[scene.columns.looks[slot] & 0xffff];
  const Affine world = worldMatrix(scene, slot);
  for (uint32_t corner = 0; corner < 9; ++corner) {
    Place place;
    for (uint32_t k = 0; k < 3; ++k) {
      const float edge = (corner >> k & 1) != 0 ? mesh.most[k] : mesh.least[k];
      place[k] = static_cast<double>(corner == 8 ? mesh.center[k] : edge);
    }
    if (isInside(pass.matrix, placeBy(world, place), 1e-3)) return true;
  }
  return false;
}

TEST(SceneDrawList, EachPassHasEverythingItsCameraSeesOnce) {
  uint32_t seen = 0;
  uint32_t culled = 0;
  for (uint32_t seed = 0; seed < 60; ++seed) {
    Dice dice(seed);
    DrawScene scene = randomScene(dice, 1 + dice.below(400));
    if (seed % 3 != 0) addCameras(scene, dice);
    Listed listed;
    ASSERT_EQ(listed.make(scene), DrawOutcome::made);
    std::set<uint32_t> anywhere;
    for (uint32_t i = 0; i < listed.list.passCount(); ++i) {
      const DrawPass& pass = listed.list.passes()[i];
      const std::vector<uint32_t> slots = listed.slotsOf(i);
      const std::set<uint32_t> once(slots.begin(), slots.end());
      ASSERT_EQ(once.size(), slots.size());
      anywhere.insert(once.begin(), once.end());
      for (uint32_t slot = 0; slot < scene.slots(); ++slot) {
        const bool mayBe = isDrawable(scene, slot) && drawsSlot(pass, scene, slot);
        if (once.count(slot) != 0) {
          ASSERT_TRUE(mayBe) << "seed " << seed << ", slot " << slot;
          ++seen;
        } else {
          ASSERT_FALSE(mayBe && isSeen(pass, scene, slot)) << "seed " << seed << ", slot " << slot;
        }
      }
    }
    uint32_t drawable = 0;
    for (uint32_t slot = 0; slot < scene.slots(); ++slot) drawable += isDrawable(scene, slot);
    EXPECT_EQ(listed.list.culled(), drawable - anywhere.size());
    culled += listed.list.culled();
  }
  EXPECT_GT(seen, 1000u);
  EXPECT_GT(culled, 1000u);
}

TEST(SceneDrawList, InstancesStandWhereTheirEntitiesDoInTheirColors) {
  for (uint32_t seed = 0; seed < 20; ++seed) {
    Dice dice(seed);
    DrawScene scene = randomScene(dice, 200);
    Listed listed;
    ASSERT_EQ(listed.make(scene), DrawOutcome::made);
    for (uint32_t i = 0; i < listed.list.instanceCount(); ++i) {
      const uint32_t slot = listed.list.instanceSlots()[i];
      const DrawInstance& instance = listed.list.instances()[i];
      EXPECT_EQ(instance.color, scene.columns.colors[slot]);
      const Affine world = worldMatrix(scene, slot);
      double most = 1;
      for (const double v : world) most = std::max(most, std::abs(v));
      for (size_t k = 0; k < 12; ++k) {
        ASSERT_NEAR(static_cast<double>(instance.matrix[k]), world[k], 2e-5 * most);
      }
    }
  }
}

TEST(SceneDrawList, OpaqueGroupsAscendByMeshAndTextureWithTheirInstancesBySlot) {
  for (uint32_t seed = 0; seed < 40; ++seed) {
    Dice dice(seed);
    DrawScene scene = randomScene(dice, 300);
    if (seed % 2 != 0) addCameras(scene, dice);
    Listed listed;
    ASSERT_EQ(listed.make(scene), DrawOutcome::made);
    uint32_t next = 0;
    uint32_t nextGroup = 0;
    for (uint32_t i = 0; i < listed.list.passCount(); ++i) {
      const DrawPass& pass = listed.list.passes()[i];
      ASSERT_EQ(pass.firstGroup, nextGroup);
      nextGroup += pass.groupCount;
      uint64_t lastKey = 0;
      bool transparent = false;
      for (uint32_t g = 0; g < pass.groupCount; ++g) {
        const DrawGroup& group = listed.list.groups()[pass.firstGroup + g];
        ASSERT_EQ(group.first, next) << "groups stand behind each other";
        ASSERT_GT(group.count, 0u);
        next += group.count;
        const uint64_t key = uint64_t{group.mesh} << 32 | group.texture;
        ASSERT_TRUE(g == 0 || group.transparent == 1 || key > lastKey);
        ASSERT_TRUE(!transparent || key != lastKey) << "neighbours of one key are one group";
        lastKey = key;
        ASSERT_TRUE(!transparent || group.transparent == 1) << "what is transparent comes last";
        transparent = group.transparent == 1;
        for (uint32_t k = 0; k < group.count; ++k) {
          const uint32_t slot = listed.list.instanceSlots()[group.first + k];
          const uint32_t looks = scene.columns.looks[slot];
          ASSERT_EQ(looks & 0xffff, group.mesh);
          const uint32_t texture = (looks >> 16) - 1;
          const bool isThere = texture < 8 && scene.textures[texture].state != 0;
          ASSERT_EQ(group.texture, isThere ? texture : none);
          const bool isTransparent = pass.kind == static_cast<uint32_t>(CameraKind::screen) ||
                                     scene.columns.colors[slot] >> 24 != 255 ||
                                     scene.meshes[group.mesh].seeThrough != 0 ||
                                     (isThere && scene.textures[texture].seeThrough != 0);
          ASSERT_EQ(isTransparent, transparent);
          if (!transparent && k != 0) {
            ASSERT_GT(slot, listed.list.instanceSlots()[group.first + k - 1]);
          }
        }
      }
    }
    EXPECT_EQ(next, listed.list.instanceCount());
    EXPECT_EQ(nextGroup, listed.list.groupCount());
  }
}

TEST(SceneDrawList, WhatIsTransparentGoesFromTheFarthestToTheNearest) {
  Dice dice(5);
  DrawScene scene(2000);
  for (uint32_t slot = 0; slot < 2000; ++slot) {
    // Whole numbers, of which many are equal, on both sides of where the depth is 0.
    scene.place(slot, static_cast<float>(dice.below(5)), 0.0f,
                static_cast<float>(dice.below(60)) - 30.0f);
    scene.columns.colors[slot] = 0x80ffffffu;
    scene.setLooks(slot, dice.below(2));
  }
  CameraState& camera = scene.addCamera(0, CameraKind::orthographic, 0, 0, 0);
  camera.field = 100.0f;
  // An orthographic camera that sees behind itself, too, has depths of both signs.
  camera.near = -1000.0f;
  Listed listed;
  ASSERT_EQ(listed.make(scene), DrawOutcome::made);
  const std::vector<uint32_t> slots = listed.slotsOf(0);
  ASSERT_EQ(slots.size(), 2000u);
  for (size_t i = 1; i < slots.size(); ++i) {
    const float before = scene.columns.position[2][slots[i - 1]];
    const float here = scene.columns.position[2][slots[i]];
    ASSERT_TRUE(before < here || (before == here && slots[i - 1] < slots[i])) << i;
  }
}

TEST(SceneDrawList, NothingIsMadeWhenNothingHasChanged) {
  DrawScene scene(10);
  Listed listed;
  ASSERT_EQ(listed.list.make(scene.input()), DrawOutcome::made);
  EXPECT_EQ(listed.list.make(scene.input()), DrawOutcome::same);
  scene.view.yaw = 1.0f;
  EXPECT_EQ(listed.list.make(scene.input()), DrawOutcome::made);
  EXPECT_EQ(listed.list.make(scene.input()), DrawOutcome::same);
  for (const uint32_t dirty : {dirtyEntities, dirtyViews, dirtyMeshes, dirtyTextures}) {
    listed.list.note(dirty, fieldPosition);
    EXPECT_EQ(listed.list.make(scene.input()), DrawOutcome::made);
    EXPECT_EQ(listed.list.make(scene.input()), DrawOutcome::same);
  }
  // Views that come to the same when what can't be used of them is replaced.
  scene.view.panX = std::nanf("");
  EXPECT_EQ(listed.list.make(scene.input()), DrawOutcome::same);
}

TEST(SceneDrawList, AListThatIsChangedStepByStepIsAsOneThatIsNew) {
  for (uint32_t seed = 0; seed < 20; ++seed) {
    Dice dice(seed);
    DrawScene scene = randomScene(dice, 200);
    Listed steps;
    ASSERT_EQ(steps.make(scene), DrawOutcome::made);
    const auto check = [&](uint32_t dirty, uint32_t fields) {
      steps.list.note(dirty, fields);
      ASSERT_EQ(steps.list.make(scene.input()), DrawOutcome::made);
      Listed whole;
      ASSERT_EQ(whole.make(scene), DrawOutcome::made);
      ASSERT_EQ(steps.bytes(), whole.bytes());
      ASSERT_EQ(steps.list.culled(), whole.list.culled());
    };
    scatter(scene, dice, 20.0f);
    check(dirtyEntities, fieldPosition | fieldOrientation | fieldScale);
    for (uint32_t slot = 0; slot < 200; slot += 3) scene.columns.colors[slot] ^= 0x55000000u;
    check(dirtyEntities, fieldColor);
    raiseFamilies(scene, dice);
    check(dirtyEntities, fieldParent);
    for (uint32_t slot = 0; slot < 200; slot += 7) scene.columns.flags[slot] ^= entityActive;
    check(dirtyEntities, fieldActive);
    for (uint32_t slot = 0; slot < 200; slot += 4)
      scene.setLooks(slot, dice.below(4), dice.below(9));
    check(dirtyEntities, fieldMesh | fieldTexture);
    for (uint32_t slot = 0; slot < 200; slot += 4) scene.columns.cameras[slot] = dice.below(5);
    check(dirtyEntities, fieldCamera);
    addCameras(scene, dice);
    check(dirtyViews, 0);
    scene.setMesh(0, 3.0f, 1.0f, 1.0f, 1.0f);
    scene.meshes[1].vertices = 0;
    check(dirtyMeshes, 0);
    scene.textures[2].state ^= 1;
    scene.textures[3].seeThrough ^= 1;
    check(dirtyTextures, 0);
  }
}

TEST(SceneDrawList, AnEntityWithACameraIsDrawnByThatOneAlone) {
  DrawScene scene(3);
  scene.addCamera(1, CameraKind::perspective, 0, 0, 5);
  scene.addCamera(2, CameraKind::perspective, 0, 0, 5);
  scene.columns.cameras[1] = 2;
  scene.columns.cameras[2] = 9;
  Listed listed;
  ASSERT_EQ(listed.make(scene), DrawOutcome::made);
  ASSERT_EQ(listed.list.passCount(), 2u);
  EXPECT_EQ(listed.slotsOf(0), (std::vector<uint32_t>{0}));
  EXPECT_EQ(listed.slotsOf(1), (std::vector<uint32_t>{0, 1}));
  EXPECT_EQ(listed.list.culled(), 1u);
}

TEST(SceneDrawList, ScreenCamerasComeLastAndDrawTheirOwnInTheOrderOfZThenOfIndex) {
  DrawScene scene(6);
  scene.addCamera(0, CameraKind::screen, 0, 0, 0);
  scene.addCamera(3, CameraKind::perspective, 0, 0, 5);
  for (uint32_t slot = 0; slot < 5; ++slot) {
    scene.columns.cameras[slot] = 0;
    scene.place(slot, 10.0f, 10.0f, static_cast<float>((slot * 2) % 4));
    scene.setLooks(slot, slot % 2);
  }
  scene.lights[0].exists = scene.lights[0].active = 1;
  Listed listed;
  ASSERT_EQ(listed.make(scene), DrawOutcome::made);
  ASSERT_EQ(listed.list.passCount(), 2u);
  EXPECT_EQ(listed.list.passes()[0].camera, 3u);
  EXPECT_EQ(listed.list.passes()[1].camera, 0u);
  EXPECT_EQ(listed.slotsOf(1), (std::vector<uint32_t>{0, 2, 4, 1, 3}));
  EXPECT_EQ(listed.list.passes()[0].lightCount, 1u);
  EXPECT_EQ(listed.list.passes()[1].lightCount, 0u);
}

TEST(SceneDrawList, AnEntityWithoutAMeshIsNotDrawnButItsChildrenAre) {
  DrawScene scene(3);
  scene.setLooks(0, 65535);
  scene.columns.parents[1] = 0;
  scene.columns.parents[2] = 1;
  scene.place(0, 3.0f, 0.0f, 0.0f);
  Listed listed;
  ASSERT_EQ(listed.make(scene), DrawOutcome::made);
  EXPECT_EQ(listed.slotsOf(0), (std::vector<uint32_t>{1, 2}));
  EXPECT_EQ(listed.list.instances()[0].matrix[3], 3.0f);
}

TEST(SceneDrawList, AnEmptySceneHasOnePassOfTheDefaultCamera) {
  DrawScene scene(0);
  Listed listed;
  ASSERT_EQ(listed.make(scene), DrawOutcome::made);
  ASSERT_EQ(listed.list.passCount(), 1u);
  const DrawPass& pass = listed.list.passes()[0];
  EXPECT_EQ(pass.camera, none);
  EXPECT_EQ(pass.groupCount, 0u);
  for (const float v : pass.matrix) EXPECT_TRUE(std::isfinite(v));
  EXPECT_EQ(listed.list.make(scene.input()), DrawOutcome::same);
}

TEST(SceneDrawList, ASceneOfPointsHasADefaultCameraToo) {
  DrawScene scene(2);
  scene.meshes[0].radius = 0.0f;
  scene.setScale(0, 0.0f, 0.0f, 0.0f);
  Listed listed;
  ASSERT_EQ(listed.make(scene), DrawOutcome::made);
  EXPECT_EQ(listed.list.instanceCount(), 2u);
  for (const float v : listed.list.passes()[0].matrix) EXPECT_TRUE(std::isfinite(v));
}

TEST(SceneDrawList, TheDefaultCameraSeesEverything) {
  for (uint32_t seed = 0; seed < 30; ++seed) {
    Dice dice(seed);
    DrawScene scene(1 + dice.below(200));
    scatter(scene, dice, dice.between(0.0f, 1000.0f));
    if (seed % 2 != 0) raiseFamilies(scene, dice);
    scene.view.yaw = dice.between(-3.0f, 3.0f);
    scene.view.pitch = dice.between(-1.5f, 1.5f);
    scene.view.width = dice.between(100.0f, 3000.0f);
    Listed listed;
    ASSERT_EQ(listed.make(scene), DrawOutcome::made);
    EXPECT_EQ(listed.list.instanceCount(), scene.slots());
    for (uint32_t slot = 0; slot < scene.slots(); ++slot) {
      const Affine world = worldMatrix(scene, slot);
      EXPECT_TRUE(isInside(listed.list.passes()[0].matrix, {world[3], world[7], world[11]}, -1e-3));
    }
  }
}

TEST(SceneDrawList, ACameraThatSeesNothingHasAPassWithoutGroups) {
  DrawScene scene(1000);
  scene.addCamera(0, CameraKind::perspective, 0, 0, -5);
  Listed listed;
  ASSERT_EQ(listed.make(scene), DrawOutcome::made);
  EXPECT_EQ(listed.list.passCount(), 1u);
  EXPECT_EQ(listed.list.groupCount(), 0u);
  EXPECT_EQ(listed.list.culled(), 1000u);
}

TEST(SceneDrawList, SixteenCamerasDrawSixteenTimes) {
  DrawScene scene(1000);
  for (uint32_t i = 0; i < maxCameras; ++i) scene.addCamera(i, CameraKind::perspective, 0, 0, 9);
  Listed listed;
  ASSERT_EQ(listed.make(scene), DrawOutcome::made);
  EXPECT_EQ(listed.list.passCount(), 16u);
  EXPECT_EQ(listed.list.instanceCount(), 16000u);
  EXPECT_EQ(listed.list.culled(), 0u);
  // Once there is room for all of them, nothing is counted before; the list is the same.
  const std::string counted = listed.bytes();
  ASSERT_EQ(listed.make(scene), DrawOutcome::made);
  EXPECT_EQ(listed.bytes(), counted);
}

TEST(SceneDrawList, ThousandsOfMeshesAndTexturesHaveAGroupEach) {
  DrawScene scene(20000);
  scene.meshes.resize(4096, scene.meshes[0]);
  for (MeshEntry& mesh : scene.meshes) mesh = scene.meshes[0];
  scene.textures.resize(4096, {1, 1, 1, 0});
  Dice dice(1);
  std::set<uint32_t> keys;
  for (uint32_t slot = 0; slot < 20000; ++slot) {
    scene.setLooks(slot, dice.below(4096), 9 + dice.below(4));
    keys.insert(scene.columns.looks[slot]);
  }
  Listed listed;
  ASSERT_EQ(listed.make(scene), DrawOutcome::made);
  EXPECT_EQ(listed.list.groupCount(), keys.size());
  EXPECT_EQ(listed.list.instanceCount(), 20000u);
}

TEST(SceneDrawList, WhereMemoryIsRefusedTheLastListStandsAndTheNextCallTriesAgain) {
  uint32_t refusals = 0;
  for (uint32_t seed = 0; seed < 6; ++seed) {
    for (size_t left = 0;; ++left) {
      Dice dice(seed);
      DrawScene first = randomScene(dice, 40);
      DrawScene second = randomScene(dice, 900);
      addCameras(second, dice);
      Listed listed;
      ASSERT_EQ(listed.make(first), DrawOutcome::made);
      const std::string before = listed.bytes();
      listed.memory.left = left;
      const DrawOutcome outcome = listed.make(second);
      if (outcome == DrawOutcome::made) break;
      ++refusals;
      ASSERT_EQ(outcome, DrawOutcome::refused);
      ASSERT_EQ(listed.bytes(), before);
      listed.memory.left = 1000;
      ASSERT_EQ(listed.list.make(second.input()), DrawOutcome::made);
      Listed whole;
      ASSERT_EQ(whole.make(second), DrawOutcome::made);
      ASSERT_EQ(listed.bytes(), whole.bytes());
      ASSERT_LT(left, 40u);
    }
  }
  EXPECT_GT(refusals, 20u);
}

TEST(SceneDrawList, NothingIsAllocatedOnceThereIsRoom) {
  for (uint32_t seed = 0; seed < 10; ++seed) {
    Dice dice(seed);
    DrawScene scene = randomScene(dice, 500);
    addCameras(scene, dice);
    Listed listed;
    ASSERT_EQ(listed.make(scene), DrawOutcome::made);
    // The same again: what is counted the first time may be written at once the next.
    ASSERT_EQ(listed.make(scene), DrawOutcome::made);
    listed.memory.left = 0;
    const uint32_t epoch = listed.list.epoch();
    for (int i = 0; i < 3; ++i) ASSERT_EQ(listed.make(scene), DrawOutcome::made);
    EXPECT_EQ(listed.list.epoch(), epoch);
  }
}

TEST(SceneDrawList, EpochTellsThatArraysHaveMoved) {
  Listed listed;
  ASSERT_EQ(listed.make(DrawScene(10)), DrawOutcome::made);
  const uint32_t before = listed.list.epoch();
  const DrawInstance* const instances = listed.list.instances();
  ASSERT_EQ(listed.make(DrawScene(1000)), DrawOutcome::made);
  EXPECT_NE(listed.list.instances(), instances);
  EXPECT_NE(listed.list.epoch(), before);
}

}  // namespace
}  // namespace skyflock::scene::tests
