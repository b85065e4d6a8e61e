#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <vector>

#include "scene/test_scene.h"

namespace skyflock::scene {
namespace {

using namespace constants;
using tests::optionsFor;
using tests::Records;
using tests::TestScene;

constexpr uint32_t kGroups = DirtySet::kGroups;

Records manyEntities(uint32_t count) {
  Records records;
  for (uint32_t slot = 0; slot < count; ++slot) records.create(slot);
  return records;
}

PublishedCallback lastPublished(const TestScene& test) {
  return test.callback<PublishedCallback>(test.scene.header().callbackCount - 1);
}

/// What must never be in a scene can't be brought there by a command: a test has to write it there.
EntityColumns& writable(TestScene& test) {
  return const_cast<EntityColumns&>(test.scene.entities().working());
}

TEST(ScenePublish, NothingIsSeenBeforeTheUpdateEnds) {
  TestScene test;
  test.publish(Records().create(0).move(0, 1, 1, 1));
  const core::StateHash before = test.scene.hash();
  test.send(Records().move(0, 2, 2, 2).create(1).destroy(0));
  EXPECT_EQ(test.scene.hash(), before);
  EXPECT_EQ(test.x(0), 1.0f);
  test.publish();
  EXPECT_NE(test.scene.hash(), before);
  EXPECT_FALSE(test.isShown(0));
}

TEST(ScenePublish, ReadersOfThePublishedStateNeverSeeHalfAnUpdate) {
  TestScene test;
  test.publish(manyEntities(500));
  for (uint32_t round = 1; round <= 20; ++round) {
    Records half, rest;
    for (uint32_t slot = 0; slot < 500; ++slot) {
      (slot < 250 ? half : rest).move(slot, static_cast<float>(round), 0, 0);
    }
    test.send(half);
    for (uint32_t slot = 0; slot < 500; ++slot) {
      ASSERT_EQ(test.x(slot), static_cast<float>(round - 1)) << slot;
    }
    test.publish(rest);
    for (uint32_t slot = 0; slot < 500; ++slot) {
      ASSERT_EQ(test.x(slot), static_cast<float>(round)) << slot;
    }
  }
}

TEST(ScenePublish, CopiesWhatIsDirtyAndNothingElse) {
  TestScene test;
  test.publish(manyEntities(1000));
  EXPECT_EQ(lastPublished(test).copies, 1000 * kGroups);
  test.publish(Records().move(7, 1, 2, 3).move(900, 1, 2, 3).move(7, 4, 5, 6));
  EXPECT_EQ(lastPublished(test).copies, 2u);
  EXPECT_EQ(lastPublished(test).entities, 1000u);
  EXPECT_EQ(test.scene.header().copies, 1000 * kGroups + 2);
  // What is written past the dirty set stays where it is.
  writable(test).position[0][8] = 77.0f;
  test.publish(Records().move(7, 1, 1, 1));
  EXPECT_EQ(test.x(7), 1.0f);
  EXPECT_EQ(test.x(8), 0.0f);
}

TEST(ScenePublish, SkipsWhereNothingChanged) {
  TestScene test;
  test.publish(Records().create(0));
  const uint32_t publishes = test.scene.header().publishes;
  test.publish();
  EXPECT_EQ(test.scene.header().publishes, publishes);
  EXPECT_EQ(test.scene.header().skips, 1u);
  EXPECT_EQ(test.scene.header().update, 2u);
  EXPECT_EQ(lastPublished(test).update, 2u);
  EXPECT_EQ(lastPublished(test).copies, 0u);
}

TEST(ScenePublish, TellsTheMeanShareOfDirtyEntities) {
  TestScene test;
  test.publish(manyEntities(100));
  EXPECT_EQ(test.scene.header().dirtyRatio, 1.0f);
  Records ten;
  for (uint32_t slot = 0; slot < 10; ++slot) ten.move(slot, 1, 1, 1);
  test.publish(ten);
  EXPECT_FLOAT_EQ(test.scene.header().dirtyRatio, 0.55f);
  for (uint32_t i = 0; i < metricFrames; ++i) test.publish(ten);
  EXPECT_NEAR(test.scene.header().dirtyRatio, 0.1f, 1e-6f);
  for (uint32_t i = 0; i < metricFrames; ++i) test.publish();
  EXPECT_EQ(test.scene.header().dirtyRatio, 0.0f);
}

TEST(ScenePublish, AnAllocationThatFailsKeepsTheOldStateAndTheNextPublishTakesAll) {
  TestScene test(optionsFor(5000));
  test.publish(manyEntities(10));
  const core::StateHash before = test.scene.hash();
  test.send(manyEntities(0).create(10).create(2000).move(3, 3, 3, 3).destroy(4));
  test.memory.left = 0;
  test.publish();
  EXPECT_EQ(test.scene.header().failures, 1u);
  EXPECT_EQ(test.refused(RefusalKind::publishFailed), 1u);
  const auto refusals = test.refusals();
  ASSERT_EQ(refusals.size(), 1u);
  EXPECT_EQ(refusals[0].detail, static_cast<uint32_t>(RefusalKind::memory));
  EXPECT_EQ(refusals[0].head >> 8 & 0xff, static_cast<uint32_t>(SceneOp::endUpdate));
  EXPECT_EQ(test.scene.hash(), before);
  EXPECT_EQ(test.scene.header().update, 1u);
  EXPECT_EQ(test.scene.header().entities, 10u);

  // It goes on failing until there is memory, and what comes meanwhile is not lost.
  test.publish(Records().move(5, 5, 5, 5));
  EXPECT_EQ(test.scene.header().failures, 2u);
  EXPECT_EQ(test.scene.hash(), before);
  test.memory.left = 100;
  test.publish();
  EXPECT_EQ(test.scene.header().failures, 2u);
  EXPECT_EQ(test.scene.header().entities, 11u);
  EXPECT_TRUE(test.isShown(10) && test.isShown(2000));
  EXPECT_FALSE(test.isShown(4));
  EXPECT_EQ(test.x(3), 3.0f);
  EXPECT_EQ(test.x(5), 5.0f);

  TestScene straight(optionsFor(5000));
  straight.publish(manyEntities(11).create(2000).move(3, 3, 3, 3).destroy(4).move(5, 5, 5, 5));
  EXPECT_EQ(straight.scene.hash(), test.scene.hash());
}

TEST(ScenePublish, AStateThatDoesNotHoldTogetherIsNotPublished) {
  struct Fault {
    RefusalKind kind;
    void (*write)(EntityColumns& columns);
    void (*mend)(EntityColumns& columns);
  };
  const Fault faults[] = {
      {RefusalKind::notFinite,
       [](EntityColumns& c) { c.position[1][3] = std::numeric_limits<float>::quiet_NaN(); },
       [](EntityColumns& c) { c.position[1][3] = 0.0f; }},
      {RefusalKind::notFinite,
       [](EntityColumns& c) { c.orientation[3][3] = std::numeric_limits<float>::infinity(); },
       [](EntityColumns& c) { c.orientation[3][3] = 1.0f; }},
      {RefusalKind::notFinite, [](EntityColumns& c) { c.scale[0][3] = 2e9f; },
       [](EntityColumns& c) { c.scale[0][3] = 1.0f; }},
      {RefusalKind::staleEntity, [](EntityColumns& c) { c.parents[3] = 60; },
       [](EntityColumns& c) { c.parents[3] = none; }},
      {RefusalKind::staleEntity, [](EntityColumns& c) { c.parents[3] = 4000000000u; },
       [](EntityColumns& c) { c.parents[3] = none; }},
      {RefusalKind::unknownMesh, [](EntityColumns& c) { c.looks[3] = 5; },
       [](EntityColumns& c) { c.looks[3] = kUsualLooks; }},
  };
  // One that is dirty alone, and one among many.
  for (const uint32_t count : {4u, 64u}) {
    for (const Fault& fault : faults) {
      TestScene test;
      test.publish(Records().create(100));
      const core::StateHash before = test.scene.hash();
      test.send(manyEntities(count).create(count == 4 ? 64 : 70));
      fault.write(writable(test));
      if (count == 64 && fault.kind == RefusalKind::staleEntity &&
          writable(test).parents[3] == 60) {
        writable(test).flags[60] = 0;
      }
      test.publish();
      EXPECT_EQ(test.scene.header().failures, 1u);
      EXPECT_EQ(test.scene.hash(), before);
      ASSERT_EQ(test.refusals().size(), 1u);
      EXPECT_EQ(test.refusals()[0].detail, static_cast<uint32_t>(fault.kind));
      fault.mend(writable(test));
      writable(test).flags[std::min(60u, count - 1)] |= entityAlive;
      test.publish();
      EXPECT_EQ(test.scene.header().failures, 1u);
      EXPECT_EQ(test.scene.header().entities, count + 2);
      EXPECT_NE(test.scene.hash(), before);
    }
  }
}

TEST(ScenePublish, TellsWhichFieldsChanged) {
  // By way of entities alone, where a publication is an answer.
  tests::TestMemory memory;
  SceneHeader header = {};
  Outbox outbox(memory, header);
  MeshStore meshes(memory);
  Textures textures(memory);
  Entities entities(memory, meshes, textures, outbox);
  SceneOptions options;
  ASSERT_TRUE(outbox.begin() && meshes.begin(options) && textures.begin(options) &&
              entities.begin(options));
  constexpr uint32_t kAll = 2 * fieldParent - 1;
  ASSERT_TRUE(entities.create(Records::entity(SceneOp::create, 0)).ok());
  ASSERT_TRUE(entities.create(Records::entity(SceneOp::create, 1)).ok());
  EXPECT_EQ(entities.publish().fields, kAll);
  EntityCommand color = Records::entity(SceneOp::update, 0, 1, fieldColor | fieldScale);
  ASSERT_TRUE(entities.update(color).ok());
  EXPECT_EQ(entities.publish().fields, fieldColor | fieldScale);
  ASSERT_TRUE(entities.update(Records::entity(SceneOp::update, 0, 1, fieldActive)).ok());
  EXPECT_EQ(entities.publish().fields, fieldActive);
  ASSERT_TRUE(entities.destroy(Records::entity(SceneOp::destroy, 1)).ok());
  EXPECT_EQ(entities.publish().fields, kAll);
}

}  // namespace
}  // namespace skyflock::scene
