#include "state/host.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace skyflock::state {
namespace {

using Numbers32 = std::vector<uint32_t>;

/// A host whose nodes are keys of the root.
class StateHost : public testing::Test {
 protected:
  static constexpr uint32_t kMostNodes = 1000;

  uint32_t key(uint32_t segment) { return host.engine().intern(rootNode, segment); }
  void link(uint32_t a, uint32_t b) { host.engine().graph(Graph::sync).link(a, b); }
  Numbers32 answer() {
    EXPECT_EQ(host.header().answer, address_of(host.answer()));
    return {host.answer(), host.answer() + host.header().answerLength};
  }
  void give(const Numbers32& numbers) {
    host.take_sources(static_cast<uint32_t>(numbers.size()));
    EXPECT_EQ(host.header().answerLength, numbers.size());
    std::copy(numbers.begin(), numbers.end(), host.answer());
  }
  /// A row of a batch.
  void fill(uint32_t node, double payload, uint32_t row = 0, Tag tag = Tag::number) {
    host.reserve(row + 1, 1);
    InputRows& input = host.engine().input();
    input.ids.data()[row] = node;
    input.tags.data()[row] = static_cast<uint8_t>(tag);
    input.payloads.data()[row] = payload;
  }
  /// Whether the header tells of the list and the writes as they are.
  void expect_results_in_header() {
    const StateHeader& h = host.header();
    const List& list = host.engine().list();
    const Writes& writes = host.engine().writes();
    const CreatedNodes& created = host.engine().created();
    EXPECT_EQ(h.listLength, list.size());
    EXPECT_EQ(h.writeLength, writes.size());
    EXPECT_EQ(h.createdLength, created.ids.size());
    EXPECT_EQ(h.freedLength, host.engine().freed().size());
    EXPECT_EQ(h.releasedLength, host.engine().released().size());
    EXPECT_EQ(h.failedRow, host.engine().failed_row());
    EXPECT_EQ(h.aggregationEnd, host.engine().stage_ends()[0]);
    EXPECT_EQ(h.syncEnd, host.engine().stage_ends()[1]);
    EXPECT_EQ(h.flipEnd, host.engine().stage_ends()[2]);
    const void* places[] = {list.ids(),
                            list.tags(),
                            list.payloads(),
                            list.flags(),
                            list.origins(),
                            writes.ids(),
                            writes.tags(),
                            writes.payloads(),
                            writes.rows(),
                            created.ids.data(),
                            created.parents.data(),
                            created.segments.data(),
                            host.engine().freed().data(),
                            host.engine().released().data()};
    const uint32_t told[] = {h.listIds,     h.listTags,   h.listPayloads,   h.listFlags,
                             h.listOrigins, h.writeIds,   h.writeTags,      h.writePayloads,
                             h.writeRows,   h.createdIds, h.createdParents, h.createdSegments,
                             h.freedIds,    h.releasedIds};
    for (size_t i = 0; i < std::size(places); ++i) EXPECT_EQ(told[i], address_of(places[i])) << i;
  }

  Host host{false, [](uint32_t a, uint32_t b) { return a == b; }, kMostNodes};
};

TEST_F(StateHost, TellsWhereABatchGoes) {
  for (const uint32_t rows : {1u, 5000u}) {
    host.reserve(rows, 2 * rows);
    const StateHeader& h = host.header();
    InputRows& input = host.engine().input();
    ValueNodes& values = host.engine().values();
    EXPECT_EQ(h.inputIds, address_of(input.ids.data()));
    EXPECT_EQ(h.inputTags, address_of(input.tags.data()));
    EXPECT_EQ(h.inputPayloads, address_of(input.payloads.data()));
    EXPECT_EQ(h.valueSegments, address_of(values.segments.data()));
    EXPECT_EQ(h.valueTags, address_of(values.tags.data()));
    EXPECT_EQ(h.valuePayloads, address_of(values.payloads.data()));
    EXPECT_EQ(h.valueEnds, address_of(values.ends.data()));
    EXPECT_GE(input.ids.capacity(), rows);
    EXPECT_GE(values.ends.capacity(), 2 * rows);
  }
}

TEST_F(StateHost, TellsWhatABatchCameToAfterEachOfItsCalls) {
  const uint32_t a = key(1), b = key(2);
  link(a, b);
  fill(a, 7);
  host.run(1);
  expect_results_in_header();
  EXPECT_EQ(host.header().aggregationEnd, 1u);
  EXPECT_EQ(host.header().syncEnd, 2u);
  fill(key(3), 8, 1);
  host.append(2);
  expect_results_in_header();
  EXPECT_EQ(host.header().listLength, 3u);
  EXPECT_EQ(host.commit(), StateStatus::ok);
  expect_results_in_header();
  EXPECT_EQ(host.header().writeLength, 3u);
  EXPECT_EQ(host.engine().node(b).payload, 7);
  fill(a, 9);
  host.run(1);
  host.abort();
  expect_results_in_header();
  EXPECT_EQ(host.engine().node(a).payload, 7);
  fill(a, 9);
  EXPECT_EQ(host.process(1), StateStatus::ok);
  expect_results_in_header();
  EXPECT_EQ(host.header().writeLength, 2u);
  EXPECT_EQ(host.engine().node(b).payload, 9);
}

TEST_F(StateHost, TellsOfNodesAndSlotsThatWereLetGo) {
  const uint32_t a = key(1), b = key(2);
  fill(a, 77, 0, Tag::slot);
  fill(b, 78, 1, Tag::slot);
  EXPECT_EQ(host.process(2), StateStatus::ok);
  fill(a, 5);
  fill(b, 0, 1, Tag::absent);
  EXPECT_EQ(host.process(2), StateStatus::ok);
  expect_results_in_header();
  EXPECT_EQ(host.header().releasedLength, 2u);
  EXPECT_EQ(host.header().freedLength, 1u);
  EXPECT_EQ(host.engine().freed()[0], b);
}

TEST_F(StateHost, AnswersWithGroupsTheirMembersAndChildren) {
  const uint32_t a = key(1), b = key(2), c = key(3), d = key(4), alone = key(5);
  EXPECT_EQ(host.group_of(Graph::sync, a), none);
  link(a, b);
  link(b, c);
  host.engine().graph(Graph::flip).link(c, d);
  const uint32_t group = host.group_of(Graph::sync, c);
  EXPECT_EQ(host.group_of(Graph::sync, a), group);
  EXPECT_EQ(host.group_of(Graph::sync, alone), none);
  host.list_groups(Graph::sync);
  EXPECT_EQ(answer(), Numbers32{group});
  host.list_members(Graph::sync, group);
  EXPECT_EQ(answer(), (Numbers32{a, b, c}));
  host.list_members(Graph::flip, host.group_of(Graph::flip, d));
  EXPECT_EQ(answer(), (Numbers32{c, d}));
  host.list_children(rootNode);
  Numbers32 children = answer();
  std::sort(children.begin(), children.end());
  EXPECT_EQ(children, (Numbers32{a, b, c, d, alone}));
  host.list_children(alone);
  EXPECT_EQ(answer(), Numbers32{});
}

TEST_F(StateHost, TakesItsSourcesFromTheAnswer) {
  const uint32_t target = key(1), a = key(2), b = key(3);
  give({a, b});
  const uint32_t aggregation = host.aggregate(target);
  EXPECT_EQ(host.usage().aggregations, 1u);
  for (const uint32_t source : {a, b}) {
    fill(source, 5);
    host.process(1);
  }
  EXPECT_EQ(host.engine().node(target).payload, 5);
  host.engine().disaggregate(aggregation);
  EXPECT_EQ(host.usage().aggregations, 0u);
}

TEST_F(StateHost, TakesTheOrderOfAGroupFromTheAnswer) {
  const uint32_t a = key(1), b = key(2), c = key(3);
  link(a, b);
  link(b, c);
  give({c, a, b});
  host.arrange(Graph::sync);
  host.list_members(Graph::sync, host.group_of(Graph::sync, a));
  EXPECT_EQ(answer(), (Numbers32{c, a, b}));
}

TEST_F(StateHost, TakesNodesOfAnotherStoreFromTheAnswer) {
  give({3, rootNode, 11, 8, 3, 12});
  host.adopt();
  EXPECT_EQ(host.engine().find(rootNode, 11), 3u);
  EXPECT_EQ(host.engine().find(3, 12), 8u);
  EXPECT_EQ(host.usage().nodes, 3u);
}

}  // namespace
}  // namespace skyflock::state
