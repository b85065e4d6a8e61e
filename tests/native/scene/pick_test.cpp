#include "scene/pick.h"

#include <gtest/gtest.h>

#include <cmath>

#include "scene/draw_list.h"
#include "scene/draw_model.h"
#include "scene/test_memory.h"

namespace skyflock::scene::tests {
namespace {

using namespace constants;

struct Picked {
  TestMemory memory;
  DrawList list{memory};

  PickHit at(const DrawScene& scene, float x, float y) {
    PickHit hit;
    list.note(dirtyAll, DrawList::kAllFields);
    EXPECT_TRUE(list.pick(scene.input(), x, y, hit));
    return hit;
  }
};

struct ModelHit {
  uint32_t slot = none;
  double distance = 0;
};

/// Where a half-line meets the box of an entity: by Cramer's rule into its own space, then side by side.
double meet(const DrawScene& scene, uint32_t slot, const Place& origin, const Place& way,
            double near, double far) {
  const Affine m = worldMatrix(scene, slot);
  const MeshEntry& mesh = scene.meshes[scene.columns.looks[slot] & 0xffff];
  const auto det = [](const Place& a, const Place& b, const Place& c) {
    return a[0] * (b[1] * c[2] - b[2] * c[1]) - a[1] * (b[0] * c[2] - b[2] * c[0]) +
           a[2] * (b[0] * c[1] - b[1] * c[0]);
  };
  const Place a = {m[0], m[4], m[8]}, b = {m[1], m[5], m[9]}, c = {m[2], m[6], m[10]};
  const double volume = det(a, b, c);
  const auto inside = [&](const Place& v) {
    return Place{det(v, b, c) / volume, det(a, v, c) / volume, det(a, b, v) / volume};
  };
  const Place from = inside({origin[0] - m[3], origin[1] - m[7], origin[2] - m[11]});
  const Place along = inside(way);
  double enter = -1e300;
  double leave = 1e300;
  for (size_t k = 0; k < 3; ++k) {
    const double low = (static_cast<double>(mesh.least[k]) - from[k]) / along[k];
    const double high = (static_cast<double>(mesh.most[k]) - from[k]) / along[k];
    enter = std::max(enter, std::min(low, high));
    leave = std::min(leave, std::max(low, high));
  }
  if (enter > leave) return -1;
  const double met = enter >= near ? enter : leave;
  return met >= near && met <= far ? met : -1;
}

TEST(ScenePick, AgreesWithALookAtEveryBox) {
  uint32_t hits = 0;
  uint32_t misses = 0;
  for (uint32_t seed = 0; seed < 100; ++seed) {
    Dice dice(seed);
    DrawScene scene(200);
    scatter(scene, dice, 10.0f);
    if (seed % 3 == 0) raiseFamilies(scene, dice);
    scene.setMesh(1, 0.5f, 1.0f, 0.5f, 0.0f);
    for (uint32_t slot = 0; slot < 200; ++slot) {
      scene.setLooks(slot, dice.below(3));
      if (dice.oneIn(10)) scene.columns.flags[slot] = entityAlive;
    }
    const bool isPerspective = seed % 2 == 0;
    CameraState& camera = scene.addCamera(
        2, isPerspective ? CameraKind::perspective : CameraKind::orthographic, 1.0f, 2.0f, 20.0f);
    if (!isPerspective) camera.field = 20.0f;
    dice.turn(camera.orientation);
    double q[4];
    for (int k = 0; k < 4; ++k) q[k] = static_cast<double>(camera.orientation[k]);
    // It looks at the middle of the scene from 20 u.
    const Place back = turned(q, {0, 0, 20});
    for (size_t k = 0; k < 3; ++k) camera.position[k] = static_cast<float>(back[k]);
    Picked picked;
    for (int i = 0; i < 20; ++i) {
      const float x = dice.between(0.2f, 0.8f);
      const float y = dice.between(0.1f, 0.9f);
      const PickHit hit = picked.at(scene, x, y);
      const double slope = std::tan(0.45);
      const double half = isPerspective ? slope : static_cast<double>(camera.field) / 2;
      const double across = (static_cast<double>(x) * 2 - 1) * half * 1600 / 900;
      const double along = (1 - static_cast<double>(y) * 2) * half;
      const Place eye = {static_cast<double>(camera.position[0]),
                         static_cast<double>(camera.position[1]),
                         static_cast<double>(camera.position[2])};
      Place origin = eye;
      Place way = turned(q, {0, 0, -1});
      double l = 1;
      const Place aside = turned(q, {across, along, 0});
      if (isPerspective) {
        l = std::sqrt(1 + across * across + along * along);
        for (size_t k = 0; k < 3; ++k) way[k] = (way[k] + aside[k]) / l;
      } else {
        for (size_t k = 0; k < 3; ++k) origin[k] += aside[k];
      }
      ModelHit model;
      for (uint32_t slot = 0; slot < 200; ++slot) {
        if (!isDrawable(scene, slot)) continue;
        const double met = meet(scene, slot, origin, way, static_cast<double>(camera.near) * l,
                                static_cast<double>(camera.far) * l);
        if (met >= 0 && (model.slot == none || met < model.distance)) model = {slot, met};
      }
      if (hit.index != model.slot) {
        // A ray along an edge: whatever is found, the other one is as near, or only just missed.
        ASSERT_NE(hit.index, none) << "seed " << seed << ", ray " << i;
        const double met = meet(scene, hit.index, origin, way, 0, 1e9);
        ASSERT_TRUE(model.slot == none || std::abs(met - model.distance) < 1e-3 || met < 0)
            << "seed " << seed << ", ray " << i << ": " << hit.index << " for " << model.slot;
        continue;
      }
      if (hit.index == none) {
        ++misses;
        continue;
      }
      ++hits;
      EXPECT_NEAR(static_cast<double>(hit.distance), model.distance, 2e-3);
      for (size_t k = 0; k < 3; ++k) {
        EXPECT_NEAR(static_cast<double>(hit.point[k]), origin[k] + way[k] * model.distance, 3e-3);
      }
    }
  }
  EXPECT_GT(hits, 400u);
  EXPECT_GT(misses, 200u);
}

TEST(ScenePick, NamesTheEntityWithItsGeneration) {
  DrawScene scene(2);
  scene.addCamera(0, CameraKind::perspective, 0, 0, 5);
  scene.columns.generations[1] = 7;
  scene.place(1, 0.0f, 0.0f, 2.0f);
  Picked picked;
  const PickHit hit = picked.at(scene, 0.5f, 0.5f);
  EXPECT_EQ(hit.index, 1u);
  EXPECT_EQ(hit.generation, 7u);
  EXPECT_NEAR(hit.distance, 2.5f, 1e-5f);
  EXPECT_NEAR(hit.point[2], 2.5f, 1e-5f);
  const PickHit beside = picked.at(scene, 0.01f, 0.01f);
  EXPECT_EQ(beside.index, none);
  EXPECT_EQ(beside.distance, 0.0f);
}

TEST(ScenePick, WhatACameraStandsInIsMetFromWithinBehindWhatIsInIt) {
  DrawScene scene(2);
  scene.addCamera(0, CameraKind::perspective, 0, 0, 5);
  scene.setScale(0, 40.0f, 40.0f, 40.0f);
  Picked picked;
  EXPECT_EQ(picked.at(scene, 0.5f, 0.5f).index, 1u);
  const PickHit wall = picked.at(scene, 0.2f, 0.5f);
  EXPECT_EQ(wall.index, 0u);
  EXPECT_GT(wall.distance, 20.0f);
}

TEST(ScenePick, AScreenCamerasEntitiesAreAboveTheWorldInTheOrderTheyAreDrawn) {
  DrawScene scene(4);
  scene.addCamera(0, CameraKind::screen, 0, 0, 0);
  scene.addCamera(1, CameraKind::perspective, 0, 0, 5);
  for (uint32_t slot = 0; slot < 3; ++slot) {
    scene.columns.cameras[slot] = 0;
    scene.place(slot, 800.0f, 450.0f, slot == 0 ? 5.0f : 0.0f);
    scene.setScale(slot, slot == 0 ? 10.0f : 100.0f, 100.0f, 1.0f);
  }
  Picked picked;
  EXPECT_EQ(picked.at(scene, 0.5f, 0.5f).index, 0u);
  // Beside the narrow one that is nearest, of two at one z, the later one.
  EXPECT_EQ(picked.at(scene, 0.52f, 0.5f).index, 2u);
  // Where none of them is, the world.
  EXPECT_EQ(picked.at(scene, 0.5f, 0.4f).index, 3u);
}

TEST(ScenePick, OnlyTheCameraWhoseViewportHoldsThePlaceIsAsked) {
  DrawScene scene(1);
  CameraState& camera = scene.addCamera(0, CameraKind::perspective, 0, 0, 2);
  camera.viewport[0] = 0.5f;
  camera.viewport[2] = 0.5f;
  camera.viewport[3] = 0.5f;
  Picked picked;
  EXPECT_EQ(picked.at(scene, 0.75f, 0.25f).index, 0u);
  EXPECT_EQ(picked.at(scene, 0.25f, 0.25f).index, none);
  EXPECT_EQ(picked.at(scene, 0.75f, 0.75f).index, none);
  EXPECT_EQ(picked.at(scene, std::nanf(""), 0.25f).index, none);
}

TEST(ScenePick, WhatIsFlatCanBePickedAndWhatHasNoSidesCant) {
  DrawScene scene(1);
  scene.addCamera(0, CameraKind::perspective, 0, 0, 5);
  Picked picked;
  scene.setScale(0, 2.0f, 2.0f, 0.0f);
  const PickHit hit = picked.at(scene, 0.5f, 0.5f);
  EXPECT_EQ(hit.index, 0u);
  EXPECT_NEAR(hit.distance, 5.0f, 1e-5f);
  scene.setScale(0, 2.0f, 0.0f, 0.0f);
  EXPECT_EQ(picked.at(scene, 0.5f, 0.5f).index, none);
  // A mesh that is flat itself, as a plane is.
  scene.setScale(0, 2.0f, 2.0f, -2.0f);
  scene.meshes[0].least[2] = scene.meshes[0].most[2] = 0.0f;
  EXPECT_EQ(picked.at(scene, 0.5f, 0.5f).index, 0u);
}

TEST(ScenePick, SeesTheStateAsItIsBetweenTwoLists) {
  DrawScene scene(2);
  scene.addCamera(0, CameraKind::perspective, 0, 0, 5);
  scene.place(1, 50.0f, 0.0f, 0.0f);
  TestMemory memory;
  DrawList list(memory);
  ASSERT_EQ(list.make(scene.input()), DrawOutcome::made);
  scene.place(0, 50.0f, 0.0f, 0.0f);
  scene.place(1, 0.0f, 0.0f, 0.0f);
  scene.columns.parents[1] = 0;
  scene.place(1, -50.0f, 0.0f, 0.0f);
  list.note(dirtyEntities, fieldPosition | fieldParent);
  PickHit hit;
  ASSERT_TRUE(list.pick(scene.input(), 0.5f, 0.5f, hit));
  EXPECT_EQ(hit.index, 1u);
  // The list is still owed what has changed.
  EXPECT_EQ(list.make(scene.input()), DrawOutcome::made);
}

TEST(ScenePick, SaysThatMemoryWasRefused) {
  DrawScene scene(100);
  TestMemory memory;
  memory.left = 0;
  DrawList list(memory);
  PickHit hit;
  EXPECT_FALSE(list.pick(scene.input(), 0.5f, 0.5f, hit));
  memory.left = 100;
  EXPECT_TRUE(list.pick(scene.input(), 0.5f, 0.5f, hit));
  EXPECT_NE(hit.index, none);
}

}  // namespace
}  // namespace skyflock::scene::tests
