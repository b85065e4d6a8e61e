#include "state/node_table.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>
#include <utility>
#include <vector>

namespace skyflock::state {
namespace {

TEST(NodeTable, AChildIsFoundByItsSegment) {
  NodeTable nodes;
  const uint32_t a = nodes.intern(rootNode, 7, nullptr);
  const uint32_t b = nodes.intern(a, 7, nullptr);
  EXPECT_NE(a, b);
  EXPECT_EQ(nodes.intern(rootNode, 7, nullptr), a);
  EXPECT_EQ(nodes.find(a, 7), b);
  EXPECT_EQ(nodes.find(b, 7), none);
  EXPECT_EQ(nodes.count(), 3u);
}

TEST(NodeTable, TellsOfWhatItMakes) {
  NodeTable nodes;
  CreatedNodes created;
  const uint32_t a = nodes.intern(rootNode, 3, &created);
  nodes.intern(rootNode, 3, &created);
  const uint32_t b = nodes.intern(a, 4, &created);
  ASSERT_EQ(created.ids.size(), 2u);
  EXPECT_EQ(created.ids[1], b);
  EXPECT_EQ(created.parents[1], a);
  EXPECT_EQ(created.segments[1], 4u);
}

TEST(NodeTableDeathTest, OneNodeMoreThanThereMayBeIsTheEnd) {
  NodeTable nodes(3);
  const uint32_t a = nodes.intern(rootNode, 1, nullptr);
  nodes.intern(a, 1, nullptr);
  EXPECT_EQ(nodes.intern(rootNode, 1, nullptr), a);
  EXPECT_DEATH(nodes.intern(rootNode, 2, nullptr), "too many nodes: 3");
}

TEST(NodeTable, ASweepEndsWhatNothingNeeds) {
  NodeTable nodes;
  const uint32_t a = nodes.intern(rootNode, 1, nullptr);
  const uint32_t b = nodes.intern(a, 2, nullptr);
  const uint32_t held = nodes.intern(a, 3, nullptr);
  nodes[held].holds = 1;
  Array<uint32_t> freed;
  nodes.sweep(freed);
  ASSERT_EQ(freed.size(), 1u);
  EXPECT_EQ(freed[0], b);
  EXPECT_EQ(nodes.find(a, 2), none);

  // The parent goes with its last child, and the root never.
  nodes[held].holds = 0;
  nodes.doubt(held);
  freed.clear();
  nodes.sweep(freed);
  EXPECT_EQ(freed.size(), 2u);
  EXPECT_EQ(nodes.count(), 1u);
}

TEST(NodeTable, WalksInPreorder) {
  NodeTable nodes;
  const uint32_t a = nodes.intern(rootNode, 1, nullptr);
  const uint32_t inA = nodes.intern(a, 1, nullptr);
  const uint32_t b = nodes.intern(rootNode, 2, nullptr);
  const uint32_t inB = nodes.intern(b, 1, nullptr);
  std::vector<uint32_t> seen;
  for (uint32_t id = nodes.nextBelow(rootNode, rootNode); id != none;
       id = nodes.nextBelow(id, rootNode)) {
    seen.push_back(id);
  }
  EXPECT_EQ(seen, (std::vector<uint32_t>{a, inA, b, inB}));
  EXPECT_EQ(nodes.nextBelow(a, a), inA);
  EXPECT_EQ(nodes.nextBelow(inA, a), none);
  EXPECT_EQ(nodes.nextBeside(a, rootNode), b);
}

std::vector<uint32_t> childrenOf(const NodeTable& nodes, uint32_t parent) {
  std::vector<uint32_t> ids;
  for (uint32_t id = nodes[parent].firstChild; id != none; id = nodes[id].nextSibling) {
    ids.push_back(id);
  }
  return ids;
}

TEST(NodeTable, ChildrenMoveToEitherEnd) {
  NodeTable nodes;
  std::vector<uint32_t> expected;
  for (uint32_t i = 0; i < 4; ++i) expected.push_back(nodes.intern(rootNode, i, nullptr));
  std::mt19937 random(7);
  for (int turn = 0; turn < 500; ++turn) {
    const uint32_t id = expected[random() % expected.size()];
    std::erase(expected, id);
    if (turn % 2 == 0) {
      nodes.toEnd(id);
      expected.push_back(id);
    } else {
      nodes.toFront(id);
      expected.insert(expected.begin(), id);
    }
    ASSERT_EQ(childrenOf(nodes, rootNode), expected);
  }
}

TEST(NodeTable, TakesOnATreeWithItsIds) {
  NodeTable nodes;
  // Children have greater and smaller numbers than their parents; 1, 3 and 5 are free.
  const std::vector<uint32_t> tree = {6, rootNode, 10, 2, 6, 11, 4, rootNode, 12};
  nodes.adopt(tree.data(), 3);
  EXPECT_EQ(nodes.count(), 4u);
  EXPECT_EQ(childrenOf(nodes, rootNode), (std::vector<uint32_t>{6, 4}));
  EXPECT_EQ(nodes.find(6, 11), 2u);
  std::set<uint32_t> made;
  for (uint32_t i = 0; i < 4; ++i) made.insert(nodes.intern(rootNode, i, nullptr));
  EXPECT_EQ(made, (std::set<uint32_t>{1, 3, 5, 7}));
  Array<uint32_t> freed;
  nodes.sweep(freed);
  EXPECT_EQ(nodes.count(), 1u);
}

TEST(NodeTable, FindsEverythingWhateverComesAndGoes) {
  // Deletions close the gaps in the ways of the hash table: a way that is cut would lose a node.
  NodeTable nodes;
  std::map<std::pair<uint32_t, uint32_t>, uint32_t> expected;
  std::vector<std::pair<uint32_t, uint32_t>> keys;
  std::mt19937 random(5);
  for (int i = 0; i < 20000; ++i) {
    if (random() % 5 < 3 || keys.empty()) {
      uint32_t parent = rootNode;
      if (!keys.empty() && random() % 2 == 0) parent = expected[keys[random() % keys.size()]];
      const std::pair<uint32_t, uint32_t> key = {parent, random() % 50};
      const uint32_t id = nodes.intern(key.first, key.second, nullptr);
      if (!expected.contains(key)) {
        nodes[id].holds = 1;
        keys.push_back(key);
      }
      expected[key] = id;
    } else {
      const size_t at = random() % keys.size();
      const uint32_t id = expected[keys[at]];
      if (nodes[id].firstChild != none) continue;
      nodes[id].holds = 0;
      nodes.doubt(id);
      Array<uint32_t> freed;
      nodes.sweep(freed);
      ASSERT_EQ(freed.size(), 1u);
      expected.erase(keys[at]);
      keys[at] = keys.back();
      keys.pop_back();
    }
    if (i % 500 != 0) continue;
    for (const auto& [key, id] : expected) ASSERT_EQ(nodes.find(key.first, key.second), id);
    ASSERT_EQ(nodes.count(), expected.size() + 1);
  }
}

}  // namespace
}  // namespace skyflock::state
