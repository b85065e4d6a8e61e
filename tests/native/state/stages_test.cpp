#include "state/stages.h"

#include <gtest/gtest.h>

#include "state/test_store.h"

namespace skyflock::state {
namespace {

TEST(Stages, SyncWritesToAllOtherMembers) {
  TestStore store;
  store.sync("a", "b");
  store.sync("b", "c");
  EXPECT_EQ(store.process({{"b", "1"}}), "b=1 a=1/sync c=1/sync");
  EXPECT_EQ(store.stageEnds(), "1 3 3");
  EXPECT_EQ(store.state(), "{a:1,b:1,c:1}");
}

TEST(Stages, AWriteBelowAMemberKeepsItsRest) {
  TestStore store(false, "{a: {x: 0}, b: {x: 0}}");
  store.sync("a", "b");
  EXPECT_EQ(store.process({{"a.x.y", "1"}}), "a.x.y=1 b.x.y=1/sync");
  EXPECT_EQ(store.state(), "{a:{x:{y:1}},b:{x:{y:1}}}");
}

TEST(Stages, AWriteAboveAMemberCarriesTheInnerValue) {
  TestStore store;
  store.sync("r.p.a", "q");
  EXPECT_EQ(store.process({{"r", "{p: {a: 7}}"}}), "r={..} q=7/sync");
  EXPECT_EQ(store.process({{"r", "{p: {a: {deep: 'x'}}}"}}), "r={..} q={..}/sync");
  EXPECT_EQ(store.at("q"), "{deep:'x'}");
  EXPECT_EQ(store.process({{"r", "{p: {a: null}}"}}), "r={..} q=null/sync");
}

TEST(Stages, AWriteAboveAMemberWithoutAValueThereMatchesNothing) {
  TestStore store;
  store.sync("p.a", "q");
  EXPECT_EQ(store.process({{"p", "null"}}), "p=null");
  EXPECT_EQ(store.process({{"p", "{z: 1}"}}), "p={..}");
  EXPECT_EQ(store.process({{"p", "{a: undefined}"}}), "p={..}");
  EXPECT_EQ(store.process({{"p", "#7"}}), "p=#7");
}

TEST(Stages, OfSeveralMembersThatMatchTheFirstCounts) {
  TestStore one;
  one.sync("p.a", "p.b");
  EXPECT_EQ(one.process({{"p", "{a: 1, b: 2}"}}), "p={..} p.b=1/sync");
  TestStore other;
  other.sync("p.b", "p.a");
  EXPECT_EQ(other.process({{"p", "{a: 1, b: 2}"}}), "p={..} p.a=2/sync");
  EXPECT_EQ(other.process({{"p", "{a: 3}"}}), "p={..} p.b=3/sync");
}

TEST(Stages, AChangeMatchesGroupsInTheirOrder) {
  TestStore store;
  store.sync("p.x.y", "late");
  store.sync("p", "q");
  store.sync("p.x", "z");
  store.unsync("p.x.y", "late");
  store.sync("p.x.y", "late");
  EXPECT_EQ(store.process({{"p.x", "{y: 1}"}}), "p.x={..} q.x={..}/sync z={..}/sync late=1/sync");
}

TEST(Stages, APrefixOfANameIsNoParent) {
  TestStore store;
  store.sync("a", "b");
  EXPECT_EQ(store.process({{"ab", "2"}, {"ab.c", "3"}}), "ab=2 ab.c=3");
}

TEST(Stages, TheEmptyTextIsAKey) {
  TestStore store;
  store.sync("", "a");
  EXPECT_EQ(store.process({{"", "3"}}), "=3 a=3/sync");
  EXPECT_EQ(store.state(), "{:3,a:3}");
}

TEST(Stages, FlipWritesTheOppositeOfBooleansToAllOthers) {
  TestStore store;
  store.flip("a", "b");
  store.flip("b", "c");
  EXPECT_EQ(store.process({{"a", "true"}}), "a=true b=false/flip c=false/flip");
  EXPECT_EQ(store.process({{"a", "1"}}), "a=1");
  EXPECT_EQ(store.process({{"a", "'x'"}}), "a='x'");
  EXPECT_EQ(store.process({{"b.k", "false"}}), "b.k=false a.k=true/flip c.k=true/flip");
}

TEST(Stages, FlipFindsBooleansInsideOfWhatIsWrittenAbove) {
  TestStore store;
  store.flip("p.a", "q");
  EXPECT_EQ(store.process({{"p", "{a: false, n: 2}"}}), "p={..} q=true/flip");
  EXPECT_EQ(store.process({{"p", "{a: 5}"}}), "p={..}");
}

TEST(Stages, SyncFeedsFlipAndFlipDoesNotFeedSync) {
  TestStore store;
  store.sync("a", "b");
  store.flip("b", "c");
  EXPECT_EQ(store.process({{"a", "true"}}), "a=true b=true/sync c=false/sync/flip");
  EXPECT_EQ(store.process({{"c", "true"}}), "c=true b=false/flip");
}

TEST(Stages, AWriteToATargetGoesToItsSources) {
  TestStore store;
  store.aggregate("t", {"a", "b", "a"});
  EXPECT_EQ(store.process({{"t", "1"}}), "a=1/aggregation b=1/aggregation a=1/aggregation/noop");
  EXPECT_EQ(store.process({{"t.x", "2"}}),
            "a.x=2/aggregation b.x=2/aggregation a.x=2/aggregation/noop");
  EXPECT_EQ(store.stageEnds(), "3 3 3");
}

TEST(Stages, TheTargetThatCameFirstCounts) {
  TestStore outer;
  outer.aggregate("t", {"s"});
  outer.aggregate("t.x", {"q"});
  EXPECT_EQ(outer.process({{"t.x", "5"}}), "s.x=5/aggregation");
  TestStore inner;
  inner.aggregate("t.x", {"q"});
  const uint32_t later = inner.aggregate("t", {"s"});
  EXPECT_EQ(inner.process({{"t.x", "5"}}), "q=5/aggregation");
  inner.engine.disaggregate(later);
  inner.aggregate("t", {"r"});
  EXPECT_EQ(inner.process({{"t", "{x: 6}"}}), "r={..}/aggregation");
}

TEST(Stages, FlagsPileUpAndOriginsStay) {
  TestStore store;
  store.aggregate("t", {"s1", "s2"});
  store.sync("s1", "y");
  store.flip("y", "z");
  EXPECT_EQ(store.process({{"other", "1"}, {"t", "true"}}),
            "other=1 s1=true/aggregation s2=true/aggregation y=true/aggregation/sync "
            "z=false/aggregation/sync/flip");
  for (uint32_t i = 1; i < 5; ++i) EXPECT_EQ(store.engine.list()[i].origin, 1u);
}

TEST(Stages, TheLastWriteWins) {
  TestStore store;
  store.sync("a", "b");
  store.flip("p", "q");
  store.aggregate("t", {"s"});
  EXPECT_EQ(store.process({{"a", "1"}, {"b", "2"}}), "a=1 b=1/sync b=2 a=2/sync");
  EXPECT_EQ(store.stageEnds(), "2 4 4");
  EXPECT_EQ(store.process({{"p", "true"}, {"q", "true"}}),
            "p=true q=false/flip q=true p=false/flip");
  EXPECT_EQ(store.process({{"t", "1"}, {"s", "5"}, {"t", "3"}}),
            "s=1/aggregation s=5 s=3/aggregation");
  EXPECT_EQ(store.state(), "{a:2,b:2,p:false,q:true,s:3,t:3}");
}

TEST(Stages, WithParityEachStageTakesTheWholeBatch) {
  TestStore store(true);
  store.sync("a", "b");
  store.flip("p", "q");
  store.aggregate("t", {"s", "s2"});
  EXPECT_EQ(store.process({{"a", "1"}, {"b", "2"}}), "a=1 b=2 b=1/sync a=2/sync");
  EXPECT_EQ(store.process({{"p", "true"}, {"q", "true"}}),
            "p=true q=true q=false/flip p=false/flip");
  EXPECT_EQ(store.process({{"t", "1"}, {"s", "5"}, {"t", "2"}}),
            "s=5 s=2/aggregation s2=2/aggregation s=1/aggregation s2=1/aggregation");
  EXPECT_EQ(store.state(), "{a:2,b:1,p:false,q:false,s:1,s2:1,t:1}");
}

TEST(Stages, WhatListenersReturnGoesThroughNoStage) {
  TestStore store;
  store.sync("a", "b");
  const uint32_t rows = store.fill({{"a", "1"}, {"a", "2"}});
  store.engine.run(rows - 1);
  store.engine.append(rows);
  EXPECT_EQ(store.engine.commit(), StateStatus::ok);
  EXPECT_EQ(store.list(), "a=1 b=1/sync a=2/listener");
  EXPECT_EQ(store.stageEnds(), "1 2 2");
  EXPECT_EQ(store.state(), "{a:2,b:1}");
}

}  // namespace
}  // namespace skyflock::state
