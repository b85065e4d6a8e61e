#include "state/engine.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "state/test_store.h"

namespace skyflock::state {
namespace {

TEST(Engine, ATargetTakesTheValueThatItsSourcesShare) {
  TestStore store(false, "{s: 1, u: 1}");
  store.aggregate("deep.t", {"s", "u"});
  store.process({});
  EXPECT_EQ(store.writes(), "deep.t<-1");
  store.process({{"s", "2"}});
  EXPECT_EQ(store.writes(), "s=2 deep.t<-undefined");
  store.process({{"u", "2"}});
  EXPECT_EQ(store.writes(), "u=2 deep.t<-2");
  store.process({{"u", "2"}});
  EXPECT_EQ(store.writes(), "");
}

TEST(Engine, AbsentSourcesReadAsUndefined) {
  TestStore store(false, "{x: 1, n: null}");
  store.aggregate("t", {"s", "s2"});
  store.aggregate("m", {"n"});
  store.process({});
  EXPECT_EQ(store.state(), "{m:null,n:null,t:undefined,x:1}");
}

TEST(Engine, NaNIsNoOtherSourcesEqual) {
  TestStore store(false, "{u: nan, v: nan, zero: 0, minus: -0}");
  store.aggregate("one", {"u"});
  store.aggregate("both", {"u", "v"});
  store.aggregate("zeros", {"zero", "minus"});
  store.process({});
  EXPECT_EQ(store.at("one"), "nan");
  EXPECT_EQ(store.at("both"), "undefined");
  EXPECT_EQ(store.at("zeros"), "0");
}

TEST(Engine, ObjectsAreComparedByContentAndCopied) {
  TestStore store(false, "{s: {k: 1, l: [#1]}, u: {l: [#101], k: 1}}");
  store.aggregate("t", {"s", "u"});
  store.process({});
  EXPECT_EQ(store.writes(), "t<-s");
  EXPECT_EQ(store.at("t"), "{k:1,l:1[0:#1]}");
  store.process({{"s.k", "2"}});
  EXPECT_EQ(store.at("t"), "undefined");
  store.process({{"u.k", "2"}});
  EXPECT_EQ(store.at("t"), "{k:2,l:1[0:#1]}");
  EXPECT_EQ(store.process({{"u", "{k: 2, l: [#201]}"}}), "u={..}/noop");
  EXPECT_EQ(store.writes(), "");
}

TEST(Engine, TargetsOfTargetsFollow) {
  TestStore store(false, "{s: 1}");
  store.aggregate("c", {"b"});
  store.aggregate("b", {"a"});
  store.aggregate("a", {"s"});
  store.process({});
  EXPECT_EQ(store.state(), "{a:1,b:1,c:1,s:1}");
  store.process({{"s", "2"}});
  EXPECT_EQ(store.writes(), "s=2 a<-2 b<-2 c<-2");
}

TEST(Engine, AnOverwrittenTargetIsReadAnew) {
  TestStore store(false, "{g: {t: 0}, s: 1, a: 0}");
  store.aggregate("g.t", {"s"});
  store.sync("a", "g.t");
  store.process({});
  store.process({{"g", "{t: 9, u: 1}"}});
  EXPECT_EQ(store.at("g"), "{t:1,u:1}");
  store.process({{"a", "5"}});
  EXPECT_EQ(store.writes(), "a=5 g.t=5 g.t<-1");
}

TEST(Engine, WithParityATargetThatIsWrittenItselfStaysStale) {
  TestStore store(true, "{g: {t: 1}, s: 1, a: 1}");
  store.aggregate("g.t", {"s"});
  store.sync("a", "g.t");
  store.process({{"a", "5"}});
  EXPECT_EQ(store.writes(), "a=5 g.t=5 g.t<-1") << "the first commit reads what is new";
  store.process({{"a", "6"}});
  EXPECT_EQ(store.writes(), "a=6 g.t=6");
  store.process({{"g", "{t: 9}"}});
  EXPECT_EQ(store.writes(), "g={..} g.t<-1 a=9");
}

TEST(Engine, AggregationsThatGoRoundInACircleEnd) {
  TestStore store(false, "{a: 1, b: 2, c: 3}");
  store.aggregate("a", {"c"});
  store.aggregate("b", {"a"});
  store.aggregate("c", {"b"});
  store.process({});
  EXPECT_EQ(store.status, StateStatus::ok);
  TestStore growing(false, "{s: {x: 1}}");
  growing.aggregate("s.t", {"s"});
  growing.process({{"s.x", "2"}});
  EXPECT_EQ(growing.status, StateStatus::ok);
}

TEST(Engine, ATargetBeyondAnArrayIsLeftOut) {
  TestStore store(false, "{p: [], s: 1}");
  store.aggregate("p.4", {"s"});
  store.process({});
  EXPECT_EQ(store.status, StateStatus::ok);
  EXPECT_EQ(store.at("p"), "0[]");
}

TEST(Engine, WhatChangesNothingIsMarkedAndNotWritten) {
  TestStore store(false, "{n: nan, z: 0, s: 'x', o: {}}");
  EXPECT_EQ(store.process({{"n", "nan"}, {"z", "-0"}, {"s", "'x'"}, {"o", "{}"}}),
            "n=nan/noop z=-0 s='x'/noop o={..}/noop");
  EXPECT_EQ(store.writes(), "z=-0");
  TestStore parity(true, "{n: nan, z: 0, o: {}, d: #1}");
  EXPECT_EQ(parity.process({{"n", "nan"}, {"z", "-0"}, {"o", "{}"}, {"d", "#101"}}),
            "n=nan z=-0/noop o={..} d=#101");
}

TEST(Engine, AContainerOfOtherContentIsWritten) {
  const std::string state = "{a: {x: 1, y: {z: [1 2]}, d: #1}}";
  for (const char* same : {"{x: 1, y: {z: [1 2]}, d: #101}", "{d: #1, y: {z: [1 2]}, x: 1}"}) {
    TestStore store(false, state);
    EXPECT_EQ(store.process({{"a", same}}), "a={..}/noop") << same;
  }
  for (const char* other :
       {"{}", "{x: 1, y: {z: [1 2]}}", "{x: 1, y: {z: [1 2]}, d: #1, e: undefined}",
        "{x: 1, y: {z: [1]}, d: #1}", "{x: 1, y: {z: [1 2 3]}, d: #1}",
        "{x: 1, y: {z: [1 -2]}, d: #1}", "{x: 1, y: {z: {}}, d: #1}",
        "{x: 1, y: {w: [1 2]}, d: #1}", "{x: 1, y: {z: [1 2]}, d: #2}"}) {
    TestStore store(false, state);
    EXPECT_EQ(store.process({{"a", other}}), "a={..}") << other;
  }
}

/// Keys of an object in their order.
std::string keysOf(const TestStore& store, uint32_t node) {
  std::string text;
  for (uint32_t child = store.engine.node(node).firstChild; child != none;
       child = store.engine.node(child).nextSibling) {
    if (store.engine.node(child).tag != Tag::absent) text += store.name(child) + " ";
  }
  return text;
}

TEST(Engine, KeysKeepTheOrderInWhichTheyCame) {
  TestStore store(false, "{z: 1, y: 2, x: {c: 1, b: 2}, l: [1]}");
  EXPECT_EQ(keysOf(store, rootNode), "z y x l ");
  store.process({{"w", "1"}, {"z", "5"}, {"a", "1"}});
  EXPECT_EQ(keysOf(store, rootNode), "z y x l w a ");
  store.process({{"x", "{b: 1, a: 2, c: 3}"}});
  EXPECT_EQ(keysOf(store, store.path("x")), "x.b x.a x.c ");
  // What is refused leaves the order as it was.
  store.process({{"x.n", "1"}, {"x", "{c: 1, q: 2}"}, {"x.r", "1"}, {"x", "1"}, {"l.9", "1"}});
  EXPECT_EQ(store.status, StateStatus::arrayIndex);
  EXPECT_EQ(keysOf(store, store.path("x")), "x.b x.a x.c ");
  EXPECT_EQ(keysOf(store, rootNode), "z y x l w a ");
}

TEST(Engine, AnObjectOfTheSameContentIsWrittenAfterAChildWas) {
  TestStore store(false, "{a: {x: 1}}");
  store.process({{"a.x", "2"}, {"a", "{x: 1}"}});
  EXPECT_EQ(store.state(), "{a:{x:1}}");
}

TEST(Engine, TellsOfPathsThatCameAndWent) {
  TestStore store(false, "{a: {x: 0}, b: {}}");
  store.sync("a", "b");
  store.process({{"a.x.y", "1"}});
  const CreatedNodes& created = store.engine.created();
  ASSERT_EQ(created.ids.size(), 2u);
  EXPECT_EQ(store.name(created.ids[0]), "b.x");
  EXPECT_EQ(store.name(created.ids[1]), "b.x.y");
  EXPECT_EQ(created.parents[1], created.ids[0]);
  EXPECT_EQ(store.engine.freed().size(), 0u);
  store.process({{"b", "1"}});
  EXPECT_EQ(store.engine.freed().size(), 4u);
}

TEST(Engine, ARetainedPathStays) {
  TestStore store;
  const uint32_t kept = store.path("kept");
  store.engine.retain(kept);
  store.engine.retain(kept);
  store.path("passing");
  store.process({});
  EXPECT_EQ(store.engine.usage().nodes, 2u);
  store.engine.release(kept);
  store.process({});
  EXPECT_EQ(store.engine.usage().nodes, 2u);
  store.engine.release(kept);
  store.process({});
  EXPECT_EQ(store.engine.usage().nodes, 1u);
}

TEST(Engine, ACommitWithoutABatchReadsWhatIsNew) {
  TestStore store(false, "{s: 4}");
  store.process({{"x", "1"}});
  store.aggregate("t", {"s"});
  EXPECT_EQ(store.engine.commit(), StateStatus::ok);
  EXPECT_EQ(store.writes(), "t<-4");
}

TEST(Engine, TenThousandCyclesLeaveNothingBehind) {
  TestStore store(false, "{base: 'text', list: [1, 2]}");
  store.process({});
  const StateUsage before = store.engine.usage();
  const std::string state = store.state();
  size_t room = 0;
  for (int i = 0; i < 10000; ++i) {
    // Names that the cycles before it left no trace of.
    const std::string n = std::to_string(i % 1000);
    store.sync("in" + n + ".a", "out" + n + ".b");
    store.flip("in" + n + ".f", "out" + n + ".g");
    const uint32_t aggregation =
        store.aggregate("out" + n + ".t", {"in" + n + ".a", "out" + n + ".b"});
    store.process({{"in" + n + ".a", "{deep: {er: 'value'}}"}, {"out" + n + ".g", "true"}});
    store.process({{"out" + n + ".t.deep", "#900"}});
    ASSERT_EQ(store.at("out" + n + ".t"), "{deep:#900}");
    store.engine.disaggregate(aggregation);
    store.unsync("in" + n + ".a", "out" + n + ".b");
    store.unflip("in" + n + ".f", "out" + n + ".g");
    // A key goes for good when what holds it is written without it.
    store.replaceAll("{base: 'text', list: [1, 2]}");
    if (i == 1000) room = store.engine.room();
  }
  const StateUsage after = store.engine.usage();
  EXPECT_EQ(after.nodes, before.nodes);
  EXPECT_EQ(after.edges, 0u);
  EXPECT_EQ(after.groups, 0u);
  EXPECT_EQ(after.aggregations, 0u);
  EXPECT_EQ(after.slotReferences, before.slotReferences);
  EXPECT_EQ(after.bytes, before.bytes);
  EXPECT_EQ(store.engine.room(), room) << "memory kept for later use grew";
  EXPECT_EQ(store.state(), state);
}

TEST(Engine, TenThousandEntriesTakeLessThanAMegabyte) {
  TestStore store;
  TestStore::Changes changes;
  for (int i = 0; i < 10000; ++i) {
    changes.emplace_back("a" + std::to_string(i % 22) + ".b" + std::to_string(i / 22 % 22) + ".c" +
                             std::to_string(i),
                         "'s" + std::to_string(i) + "'");
  }
  for (size_t begin = 0; begin < changes.size(); begin += 100) {
    store.process({changes.begin() + static_cast<ptrdiff_t>(begin),
                   changes.begin() + static_cast<ptrdiff_t>(begin) + 100});
  }
  EXPECT_EQ(store.engine.usage().slotReferences, 10000u);
  EXPECT_LT(store.engine.room(), 1000000u);
}

/// What a store should hold, from text alone.
class Model {
 public:
  void write(const std::string& path, int value) {
    // A value has nothing below it, and on the way to it stands no value.
    std::erase_if(values_, [&](const auto& entry) {
      return entry.first == path || entry.first.starts_with(path + ".") ||
             path.starts_with(entry.first + ".");
    });
    values_[path] = value;
  }
  bool has(const std::string& path, int value) const {
    const auto found = values_.find(path);
    return found != values_.end() && found->second == value;
  }
  const std::map<std::string, int>& values() const { return values_; }

 private:
  std::map<std::string, int> values_;
};

TEST(Engine, TheShadowIsWhatWritesInTheirOrderMake) {
  std::mt19937 random(3);
  for (int round = 0; round < 40; ++round) {
    TestStore store(round % 2 == 0);
    Model model;
    const auto path = [&random] {
      std::string text(1, static_cast<char>('a' + random() % 3));
      while (random() % 2 == 0) text += std::string(".") + static_cast<char>('a' + random() % 3);
      return text;
    };
    for (int i = 0; i < 3; ++i) {
      store.sync(path(), path());
      store.flip(path(), path());
      if (random() % 2 == 0) store.aggregate("out." + path(), {path(), path()});
    }
    for (int batch = 0; batch < 30; ++batch) {
      TestStore::Changes changes;
      while (changes.empty() || random() % 4 != 0) {
        changes.emplace_back(path(), std::to_string(random() % 4));
      }
      store.process(changes);
      for (uint32_t i = 0; i < store.engine.list().size(); ++i) {
        const Row row = store.engine.list()[i];
        const int value = static_cast<int>(row.value.payload);
        const bool isNoop = (row.flags & bit(ChangeFlag::noop)) != 0;
        ASSERT_EQ(isNoop, model.has(store.name(row.node), value)) << store.list();
        model.write(store.name(row.node), value);
      }
      for (const auto& [where, value] : model.values()) {
        ASSERT_EQ(store.at(where), std::to_string(value)) << store.list();
      }
    }
  }
}

}  // namespace
}  // namespace skyflock::state
