#include "scene/transform.h"

#include <gtest/gtest.h>

#include <cmath>

#include "scene/draw_model.h"
#include "scene/test_memory.h"

namespace skyflock::scene::tests {
namespace {

using namespace constants;

/// Brings transforms up to a scene.
void bring(Transforms& transforms, const DrawScene& scene) {
  ASSERT_TRUE(transforms.order(scene.columns, scene.slots()));
  transforms.findActive(scene.columns);
  transforms.update(scene.columns, scene.meshes.data(), static_cast<uint32_t>(scene.meshes.size()));
}

double largest(const Affine& m) {
  double most = 1;
  for (const double v : m) most = std::max(most, std::abs(v));
  return most;
}

void expectNear(const float* matrix, const Affine& model, uint32_t slot) {
  const double tolerance = 2e-5 * largest(model);
  for (size_t k = 0; k < 12; ++k) {
    ASSERT_NEAR(static_cast<double>(matrix[k]), model[k], tolerance) << "slot " << slot;
  }
}

TEST(SceneTransform, ModelMatricesTurnScaleAndMoveAsTheModelDoes) {
  Dice dice(1);
  DrawScene scene(64);
  scatter(scene, dice, 20.0f);
  for (uint32_t slot = 0; slot < 64; slot += 4) {
    float matrices[4][12];
    float* const to[4] = {matrices[0], matrices[1], matrices[2], matrices[3]};
    storeMatrices(modelMatrices(loadPlacements(scene.columns, slot)), to);
    for (uint32_t lane = 0; lane < 4; ++lane) {
      expectNear(matrices[lane], ownMatrix(scene, slot + lane), slot + lane);
    }
  }
}

TEST(SceneTransform, SlotsInARowAndSlotsOneByOneGiveTheSameBits) {
  Dice dice(2);
  DrawScene scene(8);
  scatter(scene, dice, 20.0f);
  const uint32_t slots[4] = {4, 5, 6, 7};
  float row[4][12];
  float single[4][12];
  float* const toRow[4] = {row[0], row[1], row[2], row[3]};
  float* const toSingle[4] = {single[0], single[1], single[2], single[3]};
  storeMatrices(modelMatrices(loadPlacements(scene.columns, 4)), toRow);
  storeMatrices(modelMatrices(gatherPlacements(scene.columns, slots)), toSingle);
  EXPECT_EQ(std::memcmp(row, single, sizeof row), 0);
}

TEST(SceneTransform, ChildrenStandWhereTheirParentsTakeThem) {
  for (uint32_t seed = 0; seed < 20; ++seed) {
    Dice dice(seed);
    TestMemory memory;
    Transforms transforms(memory);
    DrawScene scene(1 + dice.below(300));
    scatter(scene, dice, 3.0f);
    // Depths of about ten, in which scales do not run away.
    for (uint32_t slot = 0; slot < scene.slots(); ++slot) scene.setScale(slot, 1.1f, 0.9f, 1.0f);
    raiseFamilies(scene, dice);
    bring(transforms, scene);
    uint32_t children = 0;
    for (uint32_t slot = 0; slot < scene.slots(); ++slot) {
      const bool hasParent = livingParent(scene, slot) != none;
      ASSERT_EQ(transforms.hasParent(slot), hasParent);
      if (!hasParent) continue;
      ++children;
      expectNear(transforms.node(slot).matrix, worldMatrix(scene, slot), slot);
    }
    EXPECT_GE(transforms.nodeCount(), children);
  }
}

TEST(SceneTransform, ParentsMayStandInLaterSlots) {
  TestMemory memory;
  Transforms transforms(memory);
  DrawScene scene(5);
  for (uint32_t slot = 0; slot < 4; ++slot) {
    scene.columns.parents[slot] = slot + 1;
    scene.place(slot, 1.0f, 0.0f, 0.0f);
  }
  scene.place(4, 10.0f, 0.0f, 0.0f);
  bring(transforms, scene);
  EXPECT_EQ(transforms.node(0).matrix[3], 14.0f);
  EXPECT_EQ(transforms.node(3).matrix[3], 11.0f);
  EXPECT_FALSE(transforms.hasParent(4));
}

TEST(SceneTransform, AChainOfTenThousandIsWorkedOutWithoutRecursion) {
  constexpr uint32_t kLength = 10000;
  TestMemory memory;
  Transforms transforms(memory);
  DrawScene scene(kLength);
  for (uint32_t slot = 0; slot + 1 < kLength; ++slot) {
    scene.columns.parents[slot] = slot + 1;
    scene.place(slot, 0.0f, 1.0f, 0.0f);
  }
  bring(transforms, scene);
  EXPECT_EQ(transforms.nodeCount(), kLength);
  EXPECT_EQ(transforms.node(0).matrix[7], static_cast<float>(kLength - 1));
  EXPECT_TRUE(transforms.isActive(0));
  scene.columns.flags[kLength - 1] = entityAlive;
  transforms.findActive(scene.columns);
  EXPECT_FALSE(transforms.isActive(0));
}

TEST(SceneTransform, AnEntityIsActiveWhenAllItsAncestorsAre) {
  for (uint32_t seed = 0; seed < 10; ++seed) {
    Dice dice(seed);
    TestMemory memory;
    Transforms transforms(memory);
    DrawScene scene(200);
    raiseFamilies(scene, dice);
    for (uint32_t slot = 0; slot < 200; ++slot) {
      if (dice.oneIn(6)) scene.columns.flags[slot] &= ~entityActive;
      if (dice.oneIn(20)) scene.columns.flags[slot] = 0;
    }
    bring(transforms, scene);
    for (uint32_t slot = 0; slot < 200; ++slot) {
      if (transforms.hasParent(slot)) {
        EXPECT_EQ(transforms.isActive(slot), isActive(scene, slot)) << slot;
      }
    }
  }
}

TEST(SceneTransform, AParentThatIsGoneCountsAsNone) {
  TestMemory memory;
  Transforms transforms(memory);
  DrawScene scene(4);
  scene.columns.parents[1] = 0;
  scene.columns.parents[2] = 77;
  scene.columns.flags[0] = 0;
  bring(transforms, scene);
  for (uint32_t slot = 0; slot < 4; ++slot) EXPECT_FALSE(transforms.hasParent(slot));
}

TEST(SceneTransform, ASphereHoldsAllCornersOfItsMesh) {
  for (uint32_t seed = 0; seed < 20; ++seed) {
    Dice dice(seed);
    TestMemory memory;
    Transforms transforms(memory);
    DrawScene scene(100);
    scatter(scene, dice, 3.0f);
    raiseFamilies(scene, dice);
    scene.setMesh(1, 0.25f, 3.0f, -1.0f, 0.5f);
    for (uint32_t slot = 0; slot < 100; ++slot) scene.setLooks(slot, dice.below(2));
    bring(transforms, scene);
    for (uint32_t slot = 0; slot < 100; ++slot) {
      if (!transforms.hasParent(slot)) continue;
      const WorldNode& node = transforms.node(slot);
      const MeshEntry& mesh = scene.meshes[scene.columns.looks[slot]];
      const Affine world = worldMatrix(scene, slot);
      for (uint32_t corner = 0; corner < 8; ++corner) {
        Place place;
        for (uint32_t k = 0; k < 3; ++k) {
          place[k] = static_cast<double>((corner >> k & 1) != 0 ? mesh.most[k] : mesh.least[k]);
        }
        const Place at = placeBy(world, place);
        double square = 0;
        for (size_t k = 0; k < 3; ++k) {
          square += std::pow(at[k] - static_cast<double>(node.center[k]), 2);
        }
        EXPECT_LE(std::sqrt(square),
                  static_cast<double>(node.radius) * 1.0001 + 1e-4 * largest(world));
      }
    }
  }
}

TEST(SceneTransform, ChainsOfTheLargestScalesStayFinite) {
  TestMemory memory;
  Transforms transforms(memory);
  DrawScene scene(40);
  for (uint32_t slot = 0; slot < 40; ++slot) {
    if (slot != 0) scene.columns.parents[slot] = slot - 1;
    scene.place(slot, largestCoordinate, -largestCoordinate, largestCoordinate);
    scene.setScale(slot, largestCoordinate, -largestCoordinate, largestCoordinate);
    scene.turn(slot, 0.5f, 0.5f, slot % 2 == 0 ? 0.5f : -0.5f, 0.5f);
  }
  bring(transforms, scene);
  for (uint32_t slot = 1; slot < 40; ++slot) {
    const WorldNode& node = transforms.node(slot);
    for (const float v : node.matrix) EXPECT_TRUE(std::isfinite(v));
    for (const float v : node.center) EXPECT_TRUE(std::isfinite(v));
    EXPECT_TRUE(std::isfinite(node.radius));
  }
}

TEST(SceneTransform, OrdersOnceMoreAfterMemoryWasRefused) {
  DrawScene scene(100);
  for (uint32_t slot = 1; slot < 100; ++slot) scene.columns.parents[slot] = slot - 1;
  for (size_t left = 0;; ++left) {
    TestMemory memory;
    Transforms transforms(memory);
    memory.left = left;
    const bool isDone = transforms.order(scene.columns, 100);
    memory.left = 1000;
    ASSERT_TRUE(transforms.order(scene.columns, 100));
    EXPECT_EQ(transforms.nodeCount(), 100u);
    EXPECT_GT(transforms.room(), 6400u);
    if (isDone) break;
    ASSERT_LT(left, 20u);
  }
}

TEST(SceneTransform, ASceneWithoutParentsNeedsNoMemory) {
  TestMemory memory;
  memory.left = 0;
  Transforms transforms(memory);
  DrawScene scene(1000);
  bring(transforms, scene);
  EXPECT_EQ(transforms.nodeCount(), 0u);
}

}  // namespace
}  // namespace skyflock::scene::tests
