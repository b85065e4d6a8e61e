#include "scene/entities.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <vector>

#include "scene/test_scene.h"

namespace skyflock::scene {
namespace {

using namespace constants;
using tests::optionsFor;
using tests::Records;
using tests::TestScene;

TEST(SceneEntities, FieldsThatAreNotGivenAreUsual) {
  TestScene test;
  test.publish(Records().create(3));
  const EntityColumns& shown = test.shown();
  EXPECT_EQ(test.scene.header().slots, 4u);
  EXPECT_EQ(test.scene.header().entities, 1u);
  EXPECT_EQ(shown.flags[3], entityAlive | entityActive);
  EXPECT_EQ(shown.generations[3], 1u);
  for (int axis = 0; axis < 3; ++axis) {
    EXPECT_EQ(shown.position[axis][3], 0.0f);
    EXPECT_EQ(shown.scale[axis][3], 1.0f);
    EXPECT_EQ(shown.orientation[axis][3], 0.0f);
  }
  EXPECT_EQ(shown.orientation[3][3], 1.0f);
  EXPECT_EQ(shown.colors[3], 0xffffffffu);
  EXPECT_EQ(shown.looks[3], kUsualLooks);
  EXPECT_EQ(shown.cameras[3], none);
  EXPECT_EQ(shown.parents[3], none);
  EXPECT_EQ(test.refused(), 0u);
}

TEST(SceneEntities, GivenFieldsAreTakenAndOnlyThese) {
  TestScene test;
  EntityCommand all = Records::entity(SceneOp::create, 0, 7, 0xff);
  all.head &= ~0x100u;  // not active
  all.camera = 2;
  all.position[1] = 5.0f;
  all.orientation[0] = 3.0f;
  all.orientation[3] = 4.0f;
  all.scale[2] = -2.0f;
  all.color = 0x01020304u;
  all.looks = 1u | 5u << 16;
  test.publish(Records()
                   .makeMesh(1, MeshKind::cube)
                   .add(Records::texture(SceneOp::makeTexture, 4))
                   .add(all));
  const EntityColumns& shown = test.shown();
  EXPECT_EQ(shown.generations[0], 7u);
  EXPECT_EQ(shown.flags[0], entityAlive);
  EXPECT_EQ(shown.cameras[0], 2u);
  EXPECT_EQ(shown.position[1][0], 5.0f);
  EXPECT_EQ(shown.orientation[0][0], 0.6f);
  EXPECT_EQ(shown.orientation[3][0], 0.8f);
  EXPECT_EQ(shown.scale[2][0], -2.0f);
  EXPECT_EQ(shown.colors[0], 0x01020304u);
  EXPECT_EQ(shown.looks[0], 1u | 5u << 16);

  EntityCommand some = Records::entity(SceneOp::update, 0, 7, fieldColor | fieldActive);
  some.position[1] = 9.0f;
  some.color = 0x0a0b0c0du;
  test.publish(Records().add(some));
  EXPECT_EQ(shown.flags[0], entityAlive | entityActive);
  EXPECT_EQ(shown.colors[0], 0x0a0b0c0du);
  EXPECT_EQ(shown.position[1][0], 5.0f);
  EXPECT_EQ(shown.looks[0], 1u | 5u << 16);

  // A mesh alone leaves the texture, and a texture alone the mesh.
  EntityCommand mesh = Records::entity(SceneOp::update, 0, 7, fieldMesh);
  mesh.looks = kNoMesh;
  test.publish(Records().add(mesh));
  EXPECT_EQ(shown.looks[0], kNoMesh | 5u << 16);
  EntityCommand texture = Records::entity(SceneOp::update, 0, 7, fieldTexture);
  texture.looks = 1;
  test.publish(Records().add(texture));
  EXPECT_EQ(shown.looks[0], kNoMesh);
  EXPECT_EQ(test.refused(), 0u);
}

TEST(SceneEntities, ASlotIsUsedAnewOnlyWithALaterGeneration) {
  TestScene test;
  test.publish(Records().create(0, 4));
  test.publish(Records().create(0, 5));
  EXPECT_EQ(test.refused(RefusalKind::takenEntity), 1u);
  test.publish(Records().destroy(0, 4).create(0, 4));
  EXPECT_EQ(test.refused(RefusalKind::takenEntity), 2u);
  EXPECT_FALSE(test.isShown(0));
  test.publish(Records().create(0, 0));
  EXPECT_EQ(test.refused(RefusalKind::takenEntity), 3u);
  test.publish(Records().create(0, 5));
  EXPECT_TRUE(test.isShown(0));
  EXPECT_EQ(test.shown().generations[0], 5u);
}

TEST(SceneEntities, WhatIsSaidToAnEntityThatEndedIsNotTakenForItsSuccessors) {
  TestScene test;
  test.publish(Records().create(0, 1).destroy(0, 1).create(0, 2).move(0, 9, 9, 9, 1).destroy(0, 1));
  EXPECT_EQ(test.refused(RefusalKind::staleEntity), 2u);
  EXPECT_TRUE(test.isShown(0));
  EXPECT_EQ(test.x(0), 0.0f);
}

TEST(SceneEntities, DestroyReallyRemovesAndStaysGoneAfterTheNextPublishes) {
  TestScene test;
  test.publish(Records().create(0).create(1).create(2));
  test.publish(Records().destroy(1));
  EXPECT_EQ(test.scene.header().entities, 2u);
  EXPECT_FALSE(test.isShown(1));
  for (int i = 0; i < 3; ++i) {
    test.publish(Records().move(0, static_cast<float>(i), 0, 0));
    EXPECT_FALSE(test.isShown(1)) << i;
    EXPECT_TRUE(test.isShown(0) && test.isShown(2)) << i;
  }
  test.publish(Records().move(1, 1, 1, 1));
  EXPECT_EQ(test.refused(RefusalKind::staleEntity), 1u);
}

TEST(SceneEntities, WhatBeganAndEndedInOneUpdateIsNeverSeen) {
  TestScene test;
  const core::StateHash empty = test.scene.hash();
  test.publish(Records().create(0).destroy(0));
  EXPECT_FALSE(test.isShown(0));
  EXPECT_EQ(test.scene.header().entities, 0u);
  EXPECT_EQ(test.scene.hash(), empty);
}

TEST(SceneEntities, ChildrenEndWithTheirParentAndNobodyElseDoes) {
  TestScene test;
  Records records;
  for (uint32_t slot = 0; slot < 7; ++slot) records.create(slot);
  // 0 has 1 and 2, 1 has 3 and 4; 5 has 6.
  records.setParent(1, 0).setParent(2, 0).setParent(3, 1).setParent(4, 1).setParent(6, 5);
  test.publish(records);
  EXPECT_EQ(test.shown().parents[4], 1u);
  test.publish(Records().destroy(1));
  EXPECT_EQ(test.scene.header().entities, 4u);
  EXPECT_TRUE(test.isShown(0) && test.isShown(2) && test.isShown(5) && test.isShown(6));
  test.publish(Records().destroy(5).destroy(0));
  EXPECT_EQ(test.scene.header().entities, 0u);
  EXPECT_EQ(test.refused(), 0u);
}

TEST(SceneEntities, AChainOfAHundredThousandEndsWithItsFirst) {
  TestScene test(optionsFor(100000));
  Records records;
  for (uint32_t slot = 0; slot < 100000; ++slot) {
    records.create(slot);
    if (slot != 0) records.setParent(slot, slot - 1);
  }
  test.publish(records);
  EXPECT_EQ(test.scene.header().entities, 100000u);
  test.publish(Records().destroy(0));
  EXPECT_EQ(test.scene.header().entities, 0u);
  EXPECT_EQ(test.refused(), 0u);
}

TEST(SceneEntities, AChildThatWasTakenAwayOutlivesItsFormerParent) {
  TestScene test;
  test.publish(
      Records().create(0).create(1).create(2).create(3).setParent(1, 0).setParent(2, 0).setParent(
          3, 0));
  test.publish(Records().setParent(2, none).destroy(0));
  EXPECT_TRUE(test.isShown(2));
  EXPECT_FALSE(test.isShown(1) || test.isShown(3));
  EXPECT_EQ(test.shown().parents[2], none);
}

TEST(SceneEntities, NobodyFollowsItself) {
  TestScene test;
  test.publish(Records().create(0).create(1).create(2).setParent(1, 0).setParent(2, 1));
  test.publish(Records().setParent(0, 2).setParent(0, 0).setParent(2, 2));
  EXPECT_EQ(test.refused(RefusalKind::parentCircle), 3u);
  EXPECT_EQ(test.refusals()[0].detail, 2u);
  EXPECT_EQ(test.shown().parents[0], none);
  EXPECT_EQ(test.shown().parents[2], 1u);
  // Turned over it is a chain again.
  test.publish(Records().setParent(1, none).setParent(2, none).setParent(0, 2));
  EXPECT_EQ(test.shown().parents[0], 2u);
  EXPECT_EQ(test.refused(RefusalKind::parentCircle), 3u);
}

TEST(SceneEntities, OfAParentAndAChildTheOneThatEndedIsNamed) {
  TestScene test;
  test.publish(Records().create(0).create(1).destroy(1).setParent(0, 1).setParent(1, 0));
  const auto refusals = test.refusals();
  ASSERT_EQ(refusals.size(), 1u);
  EXPECT_EQ(refusals[0].index, 1u);
  EXPECT_EQ(refusals[0].times, 2u);
  test.scene.clearCallbacks();
  test.publish(Records().setParent(0, 5));
  ASSERT_EQ(test.refusals().size(), 1u);
  EXPECT_EQ(test.refusals()[0].index, 5u);
}

TEST(SceneEntities, AReleasedTextureIsTakenFromAllThatHaveIt) {
  TestScene test;
  test.publish(Records()
                   .add(Records::texture(SceneOp::makeTexture, 3))
                   .add(Records::texture(SceneOp::makeTexture, 4))
                   .createWith(0, kNoMesh, 4)
                   .createWith(1, kNoMesh, 5)
                   .createWith(9, kNoMesh, 4));
  test.publish(Records().add(Records::texture(SceneOp::releaseTexture, 3)));
  EXPECT_EQ(textureOf(test.shown().looks[0]), none);
  EXPECT_EQ(textureOf(test.shown().looks[1]), 4u);
  EXPECT_EQ(textureOf(test.shown().looks[9]), none);
  // Its number is another's now.
  test.publish(Records().add(Records::texture(SceneOp::makeTexture, 3)));
  EXPECT_EQ(textureOf(test.shown().looks[0]), none);
}

TEST(SceneEntities, MeshesAreSharedByWhoHasTheSameNumberAndParameters) {
  TestScene test;
  Records records;
  records.makeMesh(0, MeshKind::sphere, {1.0f}).makeMesh(1, MeshKind::sphere, {2.0f});
  for (uint32_t slot = 0; slot < 100; ++slot) records.createWith(slot, slot % 2);
  test.publish(records);
  const MeshEntry* meshes = test.scene.meshes().published();
  EXPECT_EQ(test.scene.header().meshes, 2u);
  EXPECT_EQ(meshes[0].entities, 50u);
  EXPECT_EQ(meshes[1].entities, 50u);
  EXPECT_EQ(meshes[0].parameters[0], 1.0f);
  EXPECT_EQ(meshes[1].parameters[0], 2.0f);
  EXPECT_NEAR(meshes[1].radius / meshes[0].radius, 2.0f, 1e-4f);
  EXPECT_EQ(test.scene.header().vertices, meshes[0].vertices + meshes[1].vertices);
}

TEST(SceneEntities, AReleasedMeshLivesUntilItsLastEntityEnds) {
  TestScene test;
  test.publish(
      Records().makeMesh(0, MeshKind::cube).createWith(0, 0).createWith(1, 0).releaseMesh(0));
  const MeshEntry& mesh = test.scene.meshes().published()[0];
  EXPECT_EQ(mesh.state, static_cast<uint32_t>(MeshState::released));
  test.publish(Records().createWith(2, 0).destroy(0));
  EXPECT_EQ(test.refused(RefusalKind::unknownMesh), 1u);
  EXPECT_EQ(mesh.state, static_cast<uint32_t>(MeshState::released));
  EntityCommand other = Records::entity(SceneOp::update, 1, 1, fieldMesh);
  test.publish(Records().add(other));
  EXPECT_EQ(mesh.state, static_cast<uint32_t>(MeshState::free));
  EXPECT_EQ(test.scene.header().meshes, 0u);
}

TEST(SceneEntities, AResetEmptiesTheSceneWithTheNextUpdateAndGenerationsBeginAnew) {
  TestScene test;
  const core::StateHash empty = test.scene.hash();
  Records records;
  records.makeMesh(0, MeshKind::cube).add(Records::texture(SceneOp::makeTexture, 0));
  for (uint32_t slot = 0; slot < 3000; ++slot) records.createWith(slot, 0, 1, 9);
  records.add(Records::camera(SceneOp::makeCamera, 0)).add(Records::light(SceneOp::makeLight, 0));
  test.publish(records);
  const core::StateHash full = test.scene.hash();
  test.send(Records().reset().create(1, 1));
  EXPECT_EQ(test.scene.hash(), full);
  EXPECT_TRUE(test.isShown(2999));
  test.publish();
  EXPECT_EQ(test.scene.header().entities, 1u);
  EXPECT_EQ(test.scene.header().slots, 2u);
  EXPECT_EQ(test.scene.header().meshes, 0u);
  EXPECT_EQ(test.scene.header().textures, 0u);
  EXPECT_TRUE(test.isShown(1));
  for (uint32_t slot = 2; slot < 3000; ++slot) ASSERT_EQ(test.shown().flags[slot], 0u) << slot;
  test.publish(Records().destroy(1));
  EXPECT_EQ(test.scene.hash(), empty);
  EXPECT_EQ(test.refused(), 0u);
}

TEST(SceneEntities, WhatNobodySawBeforeAResetNeverComesBack) {
  TestScene test;
  Records records;
  for (uint32_t slot = 0; slot < 5000; ++slot) records.create(slot);
  records.reset();
  test.publish(records);
  EXPECT_EQ(test.scene.header().entities, 0u);
  test.publish(Records().create(4999));
  EXPECT_EQ(test.scene.header().entities, 1u);
  for (uint32_t slot = 0; slot < 4999; ++slot) ASSERT_FALSE(test.isShown(slot)) << slot;
  EXPECT_TRUE(test.scene.entities().intact());
}

TEST(SceneEntities, MemoryDoublesUpToWhatTheOptionsAllow) {
  TestScene test(optionsFor(5000));
  EXPECT_EQ(test.scene.header().capacity, floorEntities);
  const uint32_t epoch = test.scene.header().epoch;
  test.publish(Records().create(0).move(0, 1, 2, 3).create(1024).create(4999));
  EXPECT_EQ(test.scene.header().capacity, 5056u);
  EXPECT_GT(test.scene.header().epoch, epoch);
  EXPECT_EQ(test.x(0), 1.0f);
  EXPECT_TRUE(test.isShown(1024) && test.isShown(4999));
  EXPECT_TRUE(test.scene.entities().intact());
  test.publish(Records().create(5000));
  EXPECT_EQ(test.refused(RefusalKind::tooMany), 1u);
  EXPECT_EQ(test.refusals()[0].detail, 5000u);
}

TEST(SceneEntities, AnEntityWithoutMemoryIsRefusedAndEverythingElseStays) {
  TestScene test(optionsFor(5000));
  test.publish(Records().create(0));
  const core::StateHash before = test.scene.hash();
  test.memory.left = 0;
  test.publish(Records().create(3000).create(1));
  EXPECT_EQ(test.refused(RefusalKind::memory), 1u);
  EXPECT_TRUE(test.isShown(0) && test.isShown(1));
  test.publish(Records().destroy(1));
  EXPECT_EQ(test.scene.hash(), before);
  test.memory.left = 100;
  test.publish(Records().create(3000));
  EXPECT_TRUE(test.isShown(3000));
}

}  // namespace
}  // namespace skyflock::scene
