#include <gtest/gtest.h>

#include <cstdint>
#include <cstring>
#include <limits>
#include <vector>

#include "scene/test_scene.h"

namespace skyflock::scene {
namespace {

using namespace constants;
using tests::furnished;
using tests::optionsFor;
using tests::Records;
using tests::TestScene;

constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();

TEST(SceneDecode, ACommandIsCarriedOutOnlyWhenAllOfItIsThere) {
  TestScene test;
  test.publish(Records().create(0).create(1));
  Records records;
  records.setRun(fieldOrientation, 0, 8, std::vector<float>(32, 1.0f)).endUpdate(2);
  ASSERT_EQ(records.count(), 4u);
  std::memcpy(test.scene.inbox(), records.words.data(), records.words.size() * 4);
  EXPECT_EQ(test.scene.decode(0), 0u);
  EXPECT_EQ(test.scene.decode(1), 0u);
  EXPECT_EQ(test.scene.decode(2), 0u);
  EXPECT_EQ(test.scene.header().commands, 3u);
  EXPECT_EQ(test.scene.decode(3), 3u);
  EXPECT_EQ(test.scene.header().commands, 4u);
  EXPECT_EQ(test.scene.header().update, 1u);
}

TEST(SceneDecode, ItStopsBehindTheEndOfAnUpdate) {
  TestScene test;
  Records records;
  records.create(0).endUpdate(1).create(1).endUpdate(2);
  std::memcpy(test.scene.inbox(), records.words.data(), records.words.size() * 4);
  EXPECT_EQ(test.scene.decode(4), 2u);
  EXPECT_EQ(test.scene.header().update, 1u);
  EXPECT_FALSE(test.isShown(1));
}

TEST(SceneDecode, NoMoreThanTheInboxIsRead) {
  TestScene test;
  std::memset(test.scene.inbox(), 0, size_t{inboxRecords} * 64);
  EXPECT_EQ(test.scene.decode(4000000000u), inboxRecords);
  EXPECT_EQ(test.refused(RefusalKind::unknownOp), inboxRecords);
}

TEST(SceneDecode, HowCommandsAreCutIntoBatchesDoesNotShow) {
  Records records = furnished();
  for (uint32_t i = 0; i < 300; ++i) {
    records.setRun(fieldPosition, i % 5, 3 + i % 20,
                   std::vector<float>(3 * (3 + i % 20), float(i)));
    records.setList(fieldScale, {i % 8, 7, 3}, {1, 1, 2}, std::vector<float>(9, float(i) + 1));
  }
  records.endUpdate(1);
  TestScene whole;
  whole.send(records);
  for (const uint32_t atATime : {7u, 16u, 333u}) {
    TestScene cut;
    cut.send(records, atATime);
    EXPECT_EQ(cut.scene.hash(), whole.scene.hash()) << atATime;
    EXPECT_EQ(cut.scene.header().commands, whole.scene.header().commands) << atATime;
    ASSERT_EQ(cut.scene.header().callbackCount, whole.scene.header().callbackCount) << atATime;
    EXPECT_EQ(std::memcmp(cut.scene.outbox(), whole.scene.outbox(),
                          size_t{whole.scene.header().callbackCount} * 64),
              0);
  }
}

TEST(SceneDecode, AMillionCommandsAreCarriedOutInOrder) {
  TestScene test(optionsFor(1000));
  Records records;
  for (uint32_t slot = 0; slot < 1000; ++slot) records.create(slot);
  test.publish(records);
  for (uint32_t batch = 0; batch < 100; ++batch) {
    Records moves;
    for (uint32_t i = 0; i < 10000; ++i) {
      const uint32_t command = batch * 10000 + i;
      moves.move(command % 1000, static_cast<float>(command), 0, 0);
    }
    test.send(moves);
  }
  test.publish();
  EXPECT_EQ(test.scene.header().commands, 1001002u);
  EXPECT_EQ(test.refused(), 0u);
  for (uint32_t slot = 0; slot < 1000; ++slot) {
    ASSERT_EQ(test.x(slot), static_cast<float>(999000 + slot));
  }
}

TEST(SceneDecode, AHundredThousandEntitiesMoveByRuns) {
  constexpr uint32_t kCount = 100000;
  TestScene test(optionsFor(kCount));
  Records records;
  for (uint32_t slot = 0; slot < kCount; ++slot) records.create(slot);
  test.publish(records);
  for (uint32_t frame = 1; frame <= 3; ++frame) {
    Records moves;
    constexpr uint32_t kRun = 25000;
    for (uint32_t first = 0; first < kCount; first += kRun) {
      std::vector<float> values;
      for (uint32_t i = 0; i < kRun; ++i) {
        values.insert(values.end(), {static_cast<float>(first + i), static_cast<float>(frame), -1});
      }
      moves.setRun(fieldPosition, first, kRun, values);
    }
    test.publish(moves);
  }
  EXPECT_EQ(test.refused(), 0u);
  EXPECT_EQ(test.scene.header().copies, kCount * (DirtySet::kGroups + 3));
  for (uint32_t slot = 0; slot < kCount; ++slot) {
    ASSERT_EQ(test.x(slot), static_cast<float>(slot));
    ASSERT_EQ(test.shown().position[1][slot], 3.0f);
    ASSERT_EQ(test.shown().position[2][slot], -1.0f);
  }
}

TEST(SceneDecode, OfARunThoseThatCantBeSetAreRefusedAloneAndTheOthersAreSet) {
  // At every place of a line and of four, so that whole lines, parts and single ones are met.
  for (const uint32_t first : {0u, 3u, 60u, 64u}) {
    for (const uint32_t count : {1u, 4u, 7u, 70u, 130u}) {
      TestScene test;
      Records records;
      for (uint32_t slot = 0; slot < 200; ++slot) records.create(slot);
      const uint32_t ended = first + count / 2;
      const uint32_t odd = first + count / 3;
      test.publish(records.destroy(ended));
      std::vector<float> values;
      for (uint32_t i = 0; i < count; ++i) {
        values.insert(values.end(), {static_cast<float>(i + 1), 2, first + i == odd ? kNaN : 3});
      }
      test.publish(Records().setRun(fieldPosition, first, count, values));
      EXPECT_EQ(test.refused(RefusalKind::staleEntity), 1u);
      EXPECT_EQ(test.refused(RefusalKind::notFinite), odd == ended ? 0u : 1u);
      for (uint32_t slot = 0; slot < 200; ++slot) {
        const bool isSet = slot >= first && slot < first + count && slot != ended && slot != odd;
        ASSERT_EQ(test.x(slot), isSet ? static_cast<float>(slot - first + 1) : 0.0f)
            << first << " " << count << " " << slot;
      }
    }
  }
}

TEST(SceneDecode, ARunBeyondAllSlotsIsToldOnceWithHowOften) {
  TestScene test;
  test.publish(Records().create(0).create(1));
  test.scene.clearCallbacks();
  test.publish(Records().setRun(fieldColor, 1, 4000, std::vector<uint32_t>(4000, 5)));
  EXPECT_EQ(test.shown().colors[0], 0xffffffffu);
  EXPECT_EQ(test.shown().colors[1], 5u);
  ASSERT_EQ(test.refusals().size(), 1u);
  EXPECT_EQ(test.refusals()[0].times, 3999u);
  EXPECT_EQ(test.refusals()[0].index, 2u);
  EXPECT_EQ(test.refused(RefusalKind::staleEntity), 3999u);
}

TEST(SceneDecode, RunsAndListsGiveWhatSingleCommandsGive) {
  const auto value = [](uint32_t i) {
    return static_cast<float>((i * 7919) % 1000) / 37.0f - 9.0f;
  };
  TestScene runs, lists, singles;
  Records start;
  for (uint32_t slot = 0; slot < 131; ++slot) start.create(slot);
  std::vector<float> three, four;
  std::vector<uint32_t> words, flags, slots, generations;
  Records single;
  for (uint32_t i = 0; i < 131; ++i) {
    EntityCommand command =
        Records::entity(SceneOp::update, i, 1,
                        fieldPosition | fieldOrientation | fieldScale | fieldColor | fieldActive);
    for (uint32_t k = 0; k < 3; ++k) {
      command.position[k] = command.scale[k] = value(i * 3 + k);
      three.push_back(command.position[k]);
    }
    for (uint32_t k = 0; k < 4; ++k) {
      command.orientation[k] = value(i * 4 + k);
      four.push_back(command.orientation[k]);
    }
    command.color = i * 77;
    words.push_back(command.color);
    flags.push_back(i % 3 == 0 ? 1 : 0);
    if (i % 3 != 0) command.head &= ~0x100u;
    slots.push_back(i);
    generations.push_back(1);
    single.add(command);
  }
  singles.publish(start);
  singles.publish(single);
  runs.publish(start);
  runs.publish(Records()
                   .setRun(fieldPosition, 0, 131, three)
                   .setRun(fieldOrientation, 0, 131, four)
                   .setRun(fieldScale, 0, 131, three)
                   .setRun(fieldColor, 0, 131, words)
                   .setRun(fieldActive, 0, 131, flags));
  lists.publish(start);
  lists.publish(Records()
                    .setList(fieldPosition, slots, generations, three)
                    .setList(fieldOrientation, slots, generations, four)
                    .setList(fieldScale, slots, generations, three)
                    .setList(fieldColor, slots, generations, words)
                    .setList(fieldActive, slots, generations, flags));
  EXPECT_EQ(runs.scene.hash(), singles.scene.hash());
  EXPECT_EQ(lists.scene.hash(), singles.scene.hash());
  EXPECT_EQ(runs.refused() + lists.refused() + singles.refused(), 0u);
}

TEST(SceneDecode, AListEndsEntitiesAndRefusesThoseThatEndedBefore) {
  TestScene test;
  test.publish(Records().create(0).create(1).create(2).create(3).setParent(1, 0));
  test.publish(Records().destroyList({0, 1, 3, 3}, {1, 1, 1, 1}));
  EXPECT_EQ(test.scene.header().entities, 1u);
  EXPECT_TRUE(test.isShown(2));
  EXPECT_EQ(test.refused(RefusalKind::staleEntity), 2u);
}

TEST(SceneDecode, RefusalsOfOneKindInARowAreOneRecord) {
  TestScene test;
  Records records;
  for (int i = 0; i < 1000; ++i) records.move(5, 1, 1, 1).create(0);
  test.publish(records);
  // The first create is carried out; the others alternate with the moves.
  EXPECT_EQ(test.refused(RefusalKind::staleEntity), 1000u);
  EXPECT_EQ(test.refused(RefusalKind::takenEntity), 999u);
  test.scene.clearCallbacks();
  Records same;
  for (int i = 0; i < 1000; ++i) same.move(5, 1, 1, 1);
  test.publish(same.create(0));
  const auto refusals = test.refusals();
  ASSERT_EQ(refusals.size(), 2u);
  EXPECT_EQ(refusals[0].times, 1000u);
  EXPECT_EQ(refusals[0].index, 5u);
  EXPECT_EQ(refusals[1].times, 1u);
  // The end of an update ends the row.
  test.scene.clearCallbacks();
  test.publish(Records().create(0));
  test.publish(Records().create(0));
  EXPECT_EQ(test.refusals().size(), 2u);
}

TEST(SceneDecode, CallbacksBeyondTheOutboxAreCounted) {
  TestScene test;
  Records records;
  records.create(0);
  for (uint32_t i = 0; i < outboxRecords; ++i) records.move(5, 1, 1, 1).create(0);
  test.publish(records);
  EXPECT_EQ(test.scene.header().callbackCount, outboxRecords);
  EXPECT_EQ(test.scene.header().callbacks, 2 * outboxRecords + 1);
  EXPECT_EQ(test.scene.header().callbacksDropped, outboxRecords + 1);
  test.scene.clearCallbacks();
  test.publish();
  EXPECT_EQ(test.scene.header().callbackCount, 1u);
  EXPECT_EQ(test.callback<PublishedCallback>(0).update, 2u);
}

TEST(SceneDecode, AFloodOfCostlyCommandsIsDoneInParts) {
  TestScene test;
  Records records;
  for (int i = 0; i < 200; ++i) {
    records.makeMesh(0, MeshKind::sphere, {1.0f, 256.0f, 256.0f}).releaseMesh(0);
  }
  std::memcpy(test.scene.inbox(), records.words.data(), records.words.size() * 4);
  const uint32_t done = test.scene.decode(400);
  EXPECT_GT(done, 0u);
  EXPECT_LT(done, 100u);
  test.publish(records);
  EXPECT_EQ(test.scene.header().meshes, 0u);
}

}  // namespace
}  // namespace skyflock::scene
