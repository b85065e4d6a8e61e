#include "state/shadow.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>

#include "state/test_store.h"

namespace skyflock::state {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

TEST(Shadow, ComparesNumbersAsJavaScriptDoes) {
  EXPECT_FALSE(numbersEqual(kNaN, kNaN, Numbers::strictly));
  EXPECT_TRUE(numbersEqual(kNaN, -kNaN, Numbers::identically));
  EXPECT_FALSE(numbersEqual(kNaN, 1, Numbers::identically));
  EXPECT_TRUE(numbersEqual(0.0, -0.0, Numbers::strictly));
  EXPECT_FALSE(numbersEqual(0.0, -0.0, Numbers::identically));
  EXPECT_TRUE(numbersEqual(1.5, 1.5, Numbers::identically));
  EXPECT_FALSE(numbersEqual(1.5, 2.5, Numbers::strictly));
}

TEST(Shadow, HoldsEveryLeafOfWhatItIsGiven) {
  TestStore store(false, "{a: 1, b: {c: 'x', d: null, e: {}}, f: [true, [undefined]]}");
  EXPECT_EQ(store.state(), "{a:1,b:{c:'x',d:null,e:{}},f:2[0:true,1:1[0:undefined]]}");
}

TEST(Shadow, AWriteMakesContainersOnItsWay) {
  TestStore store(false, "{a: 5}");
  store.process({{"a.x.y", "1"}, {"n.m", "true"}, {"s", "null"}, {"s.t", "2"}});
  EXPECT_EQ(store.state(), "{a:{x:{y:1}},n:{m:true},s:{t:2}}");
}

TEST(Shadow, AWriteReplacesAllThatWasBelow) {
  TestStore store(false, "{a: {b: {c: 1, d: 2}, e: 3}}");
  store.process({{"a.b", "{d: 4}"}});
  EXPECT_EQ(store.state(), "{a:{b:{d:4},e:3}}");
  store.process({{"a", "7"}});
  EXPECT_EQ(store.state(), "{a:7}");
  store.process({{"a", "{}"}});
  EXPECT_EQ(store.state(), "{a:{}}");
}

TEST(Shadow, UndefinedOverAMissingKeyWritesNothing) {
  TestStore store(false, "{a: 1}");
  EXPECT_EQ(store.process({{"n.m", "undefined"}, {"a", "undefined"}}),
            "n.m=undefined/noop a=undefined");
  EXPECT_EQ(store.state(), "{a:undefined}");
}

TEST(Shadow, ElementsOfAnArrayArePaths) {
  TestStore store(false, "{p: [{x: 1}, 2]}");
  store.process({{"p.0.x", "5"}, {"p.2", "'new'"}, {"p.2", "'newer'"}});
  EXPECT_EQ(store.status, StateStatus::ok);
  EXPECT_EQ(store.state(), "{p:3[0:{x:5},1:2,2:'newer']}");
}

TEST(Shadow, BeyondTheEndOfAnArrayNothingOfABatchIsDone) {
  for (const char* path : {"p.4", "p.length", "p.7.x", "q.r.1"}) {
    TestStore store(false, "{p: [1, 2], q: {r: []}, s: {t: 'old'}}");
    const std::string before = store.state();
    store.process({{"s", "{t: 'new', u: [4]}"},
                   {"p.2", "3"},
                   {"q", "{r: [{}]}"},
                   {"q", "{r: []}"},
                   {path, "9"},
                   {"s.t", "1"}});
    EXPECT_EQ(store.status, StateStatus::arrayIndex) << path;
    EXPECT_EQ(store.engine.failedRow(), 4u) << path;
    EXPECT_EQ(store.state(), before) << path;
    EXPECT_EQ(store.writes(), "") << path;
    EXPECT_EQ(store.engine.usage().slotReferences, 1u) << path;
  }
}

TEST(Shadow, AFailedBatchLeavesNothingBehind) {
  TestStore store(false, "{p: [1]}");
  const StateUsage before = store.engine.usage();
  store.process({{"new.path", "'text'"}, {"p.5", "1"}});
  EXPECT_EQ(store.status, StateStatus::arrayIndex);
  EXPECT_EQ(store.engine.usage().nodes, before.nodes);
  EXPECT_EQ(store.engine.usage().bytes, before.bytes);
  ASSERT_EQ(store.engine.released().size(), 1u);
  EXPECT_EQ(store.engine.released()[0], store.slotOf("text"));
}

TEST(Shadow, WhatNoValueRefersToIsReleased) {
  TestStore store(false, "{a: 'x', b: 'x', c: #50}");
  const auto released = [&store](const TestStore::Changes& changes) {
    store.process(changes);
    std::string text;
    for (const uint32_t slot : store.engine.released()) text += std::to_string(slot) + " ";
    return text;
  };
  const std::string x = std::to_string(store.slotOf("x")) + " ";
  EXPECT_EQ(released({{"a", "1"}}), "");
  EXPECT_EQ(released({{"b", "2"}}), x);
  EXPECT_EQ(released({{"c", "#51"}}), "50 ");
  // One that is written over in the batch that brought it, and one whose write changes nothing.
  EXPECT_EQ(released({{"a", "#52"}, {"a", "#53"}}), "52 ");
  EXPECT_EQ(released({{"a", "#53"}}), "");
  EXPECT_EQ(released({{"a", "{k: [#54, 'y']}"}, {"a.k", "#54"}}),
            std::to_string(store.slotOf("y")) + " 53 ");
  EXPECT_EQ(store.engine.usage().slotReferences, 2u);
}

TEST(Shadow, AnAbortedBatchReleasesWhatItBrought) {
  TestStore store(false, "{a: #50}");
  const uint32_t rows = store.fill({{"a", "#51"}, {"b.c", "{d: #52}"}, {"e", "#50"}});
  store.engine.run(rows);
  store.engine.abort();
  ASSERT_EQ(store.engine.released().size(), 2u);
  EXPECT_EQ(store.engine.released()[0], 51u);
  EXPECT_EQ(store.engine.released()[1], 52u);
  EXPECT_EQ(store.state(), "{a:#50}");
  EXPECT_EQ(store.engine.usage().nodes, 2u);
}

TEST(Shadow, ContentIsEqualWhateverTheOrderOfKeys) {
  NodeTable nodes;
  CreatedNodes created;
  Shadow shadow(nodes, created, [](uint32_t a, uint32_t b) { return a + b == 10; });
  ValueNodes values;
  const auto container = [&values](std::initializer_list<std::pair<uint32_t, Value>> keys) {
    values.clear();
    values.push(0, {Tag::object, 0});
    for (const auto& [segment, value] : keys) values.push(segment, value);
    values.ends[0] = values.ends.size();
    return Value{Tag::object, 0};
  };
  const uint32_t a = nodes.intern(rootNode, 1, nullptr);
  const uint32_t b = nodes.intern(rootNode, 2, nullptr);
  const auto write = [&](uint32_t node, std::initializer_list<std::pair<uint32_t, Value>> keys) {
    ASSERT_TRUE(shadow.write(node, container(keys), values));
  };
  write(a, {{5, {Tag::number, 1}}, {6, {Tag::slot, 3}}});
  write(b, {{6, {Tag::slot, 7}}, {5, {Tag::number, 1}}});
  EXPECT_TRUE(shadow.equal(a, b, Numbers::strictly));
  write(b, {{6, {Tag::slot, 8}}, {5, {Tag::number, 1}}});
  EXPECT_FALSE(shadow.equal(a, b, Numbers::strictly));
  write(b, {{6, {Tag::slot, 3}}, {5, {Tag::number, 1}}, {7, {Tag::undefined, 0}}});
  EXPECT_FALSE(shadow.equal(a, b, Numbers::strictly));
  EXPECT_FALSE(shadow.equal(b, a, Numbers::strictly));

  shadow.copy(b, values);
  EXPECT_EQ(values.ends[0], 4u);
  ASSERT_TRUE(shadow.write(a, {Tag::object, 0}, values));
  EXPECT_TRUE(shadow.equal(a, b, Numbers::strictly));
}

TEST(Shadow, PathsWithoutAValueAreNoPartOfACopy) {
  // The first batch leaves a path below a number behind, which a copy must not come upon.
  TestStore store(true, "{s: {x: 1, o: {y: 2}}, t: 0}");
  store.aggregate("t", {"s"});
  store.engine.retain(store.path("s.x.below"));
  store.engine.retain(store.path("s.gone.deeper"));
  store.process({{"s.o", "true"}});
  EXPECT_EQ(store.state(), "{s:{o:true,x:1},t:{o:true,x:1}}");
}

}  // namespace
}  // namespace skyflock::state
