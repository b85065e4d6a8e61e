#include "scene/scene.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <memory>

#include "scene/test_scene.h"

namespace skyflock::scene {
namespace {

using namespace constants;
using tests::furnished;
using tests::optionsFor;
using tests::Records;
using tests::TestMemory;
using tests::TestScene;

PickCommand pickAt(uint32_t request, float x, float y) {
  PickCommand command = {};
  command.head = Records::head(SceneOp::pick);
  command.request = request;
  command.x = x;
  command.y = y;
  return command;
}

std::vector<PickedCallback> pickedOf(const TestScene& test) {
  std::vector<PickedCallback> found;
  for (uint32_t i = 0; i < test.scene.header().callbackCount; ++i) {
    const auto record = test.callback<PickedCallback>(i);
    if ((record.head & 0xff) == static_cast<uint32_t>(CallbackKind::picked)) {
      found.push_back(record);
    }
  }
  return found;
}

TEST(Scene, OptionsOutOfTheirRangesAreRefusedByName) {
  EXPECT_TRUE(Scene::check({}).ok());
  for (const OptionInfo& info : kSceneOptions) {
    SceneOptions options;
    auto* word = reinterpret_cast<std::byte*>(&options) + info.offset;
    const auto beyond = static_cast<uint32_t>(info.least) - 1;
    if (info.least == 0) continue;
    std::memcpy(word, &beyond, 4);
    EXPECT_NE(std::strstr(Scene::check(options).message, info.name), nullptr) << info.name;
  }
  SceneOptions options;
  options.callbackCapacity = 1000;
  EXPECT_NE(std::strstr(Scene::check(options).message, "powers of two"), nullptr);
}

TEST(Scene, BeginsEmptyAndSaysWhichLayoutItHas) {
  TestScene test;
  EXPECT_EQ(test.scene.header().layoutId, layoutId);
  EXPECT_EQ(test.scene.header().entities, 0u);
  EXPECT_EQ(test.scene.header().capacity, floorEntities);
  EXPECT_GT(test.scene.header().memory, 0u);
  core::Status status;
  EXPECT_FALSE(test.scene.found({}, status));
  EXPECT_FALSE(status.ok());
}

TEST(Scene, WithoutItsMemoryItDoesNotBeginAndLeavesNothing) {
  size_t needed = 0;
  for (bool begun = false; !begun; ++needed) {
    TestMemory memory;
    {
      memory.left = needed;
      Scene scene(memory);
      core::Status status;
      begun = scene.found({}, status);
      EXPECT_EQ(begun, status.ok());
    }
    EXPECT_EQ(memory.blocks, 0u) << needed;
  }
  EXPECT_GT(needed, 10u);
}

TEST(Scene, TwoHundredResetsInARowTakeNoMoreMemoryThanTheFirst) {
  TestScene test;
  test.publish(furnished());
  test.scene.draw();
  const uint32_t memory = test.scene.header().memory;
  for (int i = 0; i < 200; ++i) {
    test.publish(Records().reset());
    EXPECT_EQ(test.scene.header().entities, 0u);
    test.publish(furnished());
    test.scene.draw();
    test.scene.clearCallbacks();
  }
  EXPECT_EQ(test.refused(), 0u);
  EXPECT_EQ(test.scene.header().memory, memory);
}

TEST(Scene, ADrawListTellsWhatChangedSinceTheLastOne) {
  TestScene test;
  EXPECT_EQ(test.scene.draw(), dirtyAll);
  EXPECT_EQ(test.scene.draw(), 0u);
  test.publish();
  EXPECT_EQ(test.scene.draw(), 0u);
  test.publish(Records().makeMesh(0, MeshKind::cube).createWith(0, 0));
  EXPECT_EQ(test.scene.draw() & ~dirtyMemory, dirtyEntities | dirtyMeshes);
  EXPECT_EQ(test.scene.header().instanceCount, 1u);
  test.publish(Records().move(0, 1, 0, 0));
  test.publish(Records().add(Records::texture(SceneOp::makeTexture, 0)));
  EXPECT_EQ(test.scene.draw() & ~dirtyMemory, dirtyEntities | dirtyTextures);
  test.publish(Records().add(Records::light(SceneOp::makeLight, 0)));
  EXPECT_EQ(test.scene.draw(), dirtyViews);
  test.scene.view().width = 300.0f;
  EXPECT_EQ(test.scene.draw(), dirtyViews);
  EXPECT_EQ(test.scene.draw(), 0u);
  // A scene that grows moves.
  test.publish(Records().create(4000));
  EXPECT_EQ(test.scene.draw() & dirtyMemory, dirtyMemory);
}

TEST(Scene, ADrawListWithoutMemoryIsTheLastOneAndTheNextHasAll) {
  TestScene test(optionsFor(5000));
  Records records;
  records.makeMesh(0, MeshKind::cube).createWith(0, 0);
  test.publish(records);
  test.scene.draw();
  ASSERT_EQ(test.scene.header().instanceCount, 1u);
  Records more;
  for (uint32_t slot = 1; slot < 4000; ++slot) more.createWith(slot, 0);
  test.publish(more);
  test.memory.left = 0;
  EXPECT_EQ(test.scene.draw() & ~dirtyMemory, 0u);
  EXPECT_EQ(test.scene.header().instanceCount, 1u);
  EXPECT_EQ(test.refused(RefusalKind::memory), 1u);
  test.memory.left = 100;
  EXPECT_EQ(test.scene.draw() & dirtyEntities, dirtyEntities);
  EXPECT_EQ(test.scene.header().instanceCount, 4000u);
}

TEST(Scene, APickIsAnsweredOnceItsUpdateIsPublished) {
  TestScene test;
  Records records;
  records.makeMesh(0, MeshKind::cube).createWith(3, 0, 0, 5).add(pickAt(77, 0.5f, 0.5f));
  test.send(records);
  EXPECT_TRUE(pickedOf(test).empty());
  test.publish();
  const auto picked = pickedOf(test);
  ASSERT_EQ(picked.size(), 1u);
  EXPECT_EQ(picked[0].request, 77u);
  EXPECT_EQ(picked[0].index, 3u);
  EXPECT_EQ(picked[0].generation, 5u);
  EXPECT_GT(picked[0].distance, 0.0f);
  PickHit hit;
  EXPECT_TRUE(test.scene.pick(0.5f, 0.5f, hit));
  EXPECT_EQ(hit.index, 3u);
  EXPECT_EQ(hit.distance, picked[0].distance);
  EXPECT_FALSE(test.scene.pick(0.01f, 0.01f, hit));
  // Once, and no more.
  test.scene.clearCallbacks();
  test.publish();
  EXPECT_TRUE(pickedOf(test).empty());
}

TEST(Scene, APickThatIsRefusedIsAnsweredWithNothing) {
  TestScene test;
  test.publish(Records().makeMesh(0, MeshKind::cube).createWith(0, 0));
  test.scene.clearCallbacks();
  Records records;
  records.add(pickAt(1, std::numeric_limits<float>::quiet_NaN(), 0.5f));
  for (uint32_t i = 0; i <= constants::mostPicks; ++i) records.add(pickAt(2 + i, 0.5f, 0.5f));
  test.publish(records);
  EXPECT_EQ(test.refused(RefusalKind::notFinite), 1u);
  EXPECT_EQ(test.refused(RefusalKind::tooMany), 1u);
  const auto picked = pickedOf(test);
  ASSERT_EQ(picked.size(), constants::mostPicks + 2);
  uint32_t answered = 0;
  for (const PickedCallback& callback : picked) {
    const bool isRefused = callback.request == 1 || callback.request == 2 + constants::mostPicks;
    EXPECT_EQ(callback.index, isRefused ? none : 0u);
    answered += callback.request;
  }
  EXPECT_EQ(answered, (constants::mostPicks + 2) * (constants::mostPicks + 3) / 2);
}

TEST(Scene, MemoryStaysWithinItsBars) {
  const auto memoryOf = [](uint32_t entities) {
    TestScene test(optionsFor(entities));
    Records records;
    records.makeMesh(0, MeshKind::sphere);
    for (uint32_t slot = 0; slot < entities; ++slot) {
      records.createWith(slot, 0);
      if (slot % 4 != 0) records.setParent(slot, slot - slot % 4);
    }
    test.publish(records);
    test.scene.draw();
    EXPECT_EQ(test.scene.header().entities, entities);
    return test.scene.header().memory;
  };
  EXPECT_LT(memoryOf(1000), 10u << 20);
  EXPECT_LT(memoryOf(100000), 64u << 20);
}

}  // namespace
}  // namespace skyflock::scene
