#include "state/path_graph.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "state/test_store.h"

namespace skyflock::state {
namespace {

/// Groups after steps such as "a+b b+c a-b": `+` syncs two paths, `-` ends that.
std::string groupsAfter(const std::string& steps, bool parity = false) {
  TestStore store(parity);
  std::istringstream words(steps);
  for (std::string step; words >> step;) {
    const size_t sign = step.find_first_of("+-");
    const std::string a = step.substr(0, sign);
    const std::string b = step.substr(sign + 1);
    step[sign] == '+' ? store.sync(a, b) : store.unsync(a, b);
  }
  const std::string groups = store.groups(Graph::sync);
  EXPECT_EQ(store.groups(Graph::flip), "");
  EXPECT_EQ(store.engine.usage().edges == 0, groups.empty());
  return groups;
}

TEST(PathGraph, GroupsKeepTheOrderInWhichTheyCame) {
  EXPECT_EQ(groupsAfter("a+b c+d"), "a b | c d");
}

TEST(PathGraph, AnUnknownPathIsAppendedToTheGroupOfTheOther) {
  EXPECT_EQ(groupsAfter("a+b c+a b+d"), "a b c d");
}

TEST(PathGraph, TheSmallerGroupIsAppendedToTheLargerWhichKeepsItsPlace) {
  EXPECT_EQ(groupsAfter("a+b c+d d+e x+y b+c"), "c d e a b | x y");
}

TEST(PathGraph, OfGroupsOfOneSizeTheSecondPathsGoesIntoTheFirsts) {
  EXPECT_EQ(groupsAfter("a+b c+d d+a"), "c d a b");
}

TEST(PathGraph, AnEndWithoutAnEdgeLeavesItsGroup) {
  EXPECT_EQ(groupsAfter("a+b b+c a-b"), "b c");
  EXPECT_EQ(groupsAfter("a+b b+c a-b c-b"), "");
}

TEST(PathGraph, WhatIsCutOffBecomesAGroupAtTheEnd) {
  EXPECT_EQ(groupsAfter("a+b b+c c+d x+y b-c"), "a b | x y | c d");
}

TEST(PathGraph, ARingStaysWholeWhenOneEdgeGoes) {
  EXPECT_EQ(groupsAfter("a+b b+c c+a a-b"), "a b c");
}

TEST(PathGraph, APairThatIsLinkedTwiceIsUnlinkedTwice) {
  EXPECT_EQ(groupsAfter("a+b b+a a-b"), "a b");
  EXPECT_EQ(groupsAfter("a+b b+a a-b a-b"), "");
}

TEST(PathGraph, WithParityTheFirstUnlinkingCountsForAll) {
  EXPECT_EQ(groupsAfter("a+b a+b a-b", true), "");
}

TEST(PathGraph, APathWithItselfIsAGroupOfOne) {
  EXPECT_EQ(groupsAfter("a+a"), "a");
  EXPECT_EQ(groupsAfter("a+a a-a"), "");
}

TEST(PathGraph, UnlinkingAPairThatIsNotLinkedDoesNothing) {
  EXPECT_EQ(groupsAfter("a+b c+d a-c a-nobody"), "a b | c d");
}

/// The rules again, over lists that are searched.
struct NaiveGraph {
  std::vector<std::vector<int>> groups;
  std::vector<std::pair<int, int>> edges;
  std::map<std::pair<int, int>, int> uses;

  std::vector<int>* groupOf(int path) {
    for (auto& group : groups) {
      if (std::find(group.begin(), group.end(), path) != group.end()) return &group;
    }
    return nullptr;
  }
  static std::pair<int, int> key(int a, int b) { return {std::min(a, b), std::max(a, b)}; }
  bool hasEdge(int path) const {
    return std::any_of(edges.begin(), edges.end(), [path](const auto& edge) {
      return edge.first == path || edge.second == path;
    });
  }

  void link(int a, int b) {
    if (uses[key(a, b)]++ > 0) return;
    edges.emplace_back(a, b);
    std::vector<int>* ofA = groupOf(a);
    std::vector<int>* ofB = groupOf(b);
    if (ofA == nullptr && ofB == nullptr) {
      groups.push_back(a == b ? std::vector<int>{a} : std::vector<int>{a, b});
    } else if (ofA == nullptr) {
      ofB->push_back(a);
    } else if (ofB == nullptr) {
      ofA->push_back(b);
    } else if (ofA != ofB) {
      if (ofB->size() > ofA->size()) std::swap(ofA, ofB);
      ofA->insert(ofA->end(), ofB->begin(), ofB->end());
      groups.erase(groups.begin() + (ofB - groups.data()));
    }
  }

  void unlink(int a, int b) {
    const auto found = uses.find(key(a, b));
    if (found == uses.end()) return;
    if (--found->second > 0) return;
    uses.erase(found);
    std::erase_if(edges,
                  [&](const auto& edge) { return key(edge.first, edge.second) == key(a, b); });
    for (const int path : {a, b}) {
      std::vector<int>* group = groupOf(path);
      if (group == nullptr || hasEdge(path)) continue;
      std::erase(*group, path);
      if (group->empty()) groups.erase(groups.begin() + (group - groups.data()));
    }
    if (!hasEdge(a) || !hasEdge(b)) return;
    std::vector<int> apart = {b};
    for (size_t i = 0; i < apart.size(); ++i) {
      for (const auto& [from, to] : edges) {
        const int next = from == apart[i] ? to : to == apart[i] ? from : apart[i];
        if (std::find(apart.begin(), apart.end(), next) == apart.end()) apart.push_back(next);
      }
    }
    if (std::find(apart.begin(), apart.end(), a) != apart.end()) return;
    std::vector<int>& rest = *groupOf(a);
    for (const int path : apart) std::erase(rest, path);
    groups.push_back(apart);
  }

  std::string text() const {
    std::string text;
    for (const auto& group : groups) {
      if (!text.empty()) text += " |";
      for (const int path : group) {
        text += (text.empty() ? "p" : " p") + std::to_string(path);
      }
    }
    return text;
  }
};

TEST(PathGraph, KeepsTheOrderOfAModelThatSearchesLists) {
  std::mt19937 random(9);
  for (int round = 0; round < 60; ++round) {
    TestStore store;
    NaiveGraph model;
    const uint32_t paths = 3 + random() % 12;
    for (int step = 0; step < 120; ++step) {
      const int a = static_cast<int>(random() % paths);
      const int b = static_cast<int>(random() % paths);
      const std::string nameA = "p" + std::to_string(a);
      const std::string nameB = "p" + std::to_string(b);
      if (random() % 5 < 3) {
        store.sync(nameA, nameB);
        model.link(a, b);
      } else {
        store.unsync(nameA, nameB);
        model.unlink(a, b);
      }
      ASSERT_EQ(store.groups(Graph::sync), model.text()) << "round " << round << ", step " << step;
      ASSERT_EQ(store.engine.usage().edges, model.edges.size());
      ASSERT_EQ(store.engine.usage().groups, model.groups.size());
    }
  }
}

}  // namespace
}  // namespace skyflock::state
