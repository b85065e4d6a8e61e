#pragma once

#include <cstdint>

#include "state/node_table.h"

namespace skyflock::state {

/// What a node is part of. A node that is part of nothing has none.
struct Registration {
  uint32_t vertex[2];    ///< in the sync and the flip graph, or none
  uint32_t firstUse;     ///< first of its uses as a source, or none
  uint32_t firstTarget;  ///< first of the aggregations it is the target of, or none
  uint32_t lastTarget;   ///< last of them
  uint64_t targetOrder;  ///< since when it is a target

  bool isEmpty() const {
    return vertex[0] == none && vertex[1] == none && firstUse == none && firstTarget == none;
  }
};

/// The registrations of all nodes. A registration holds its node, and is counted by all nodes above
/// it, so that nothing looks for registrations where there are none.
class Registry {
 public:
  explicit Registry(NodeTable& nodes) : nodes_(nodes) {}

  /// A node's registration, or null.
  Registration* find(uint32_t node) {
    const uint32_t number = nodes_[node].registration;
    return number == none ? nullptr : &records_[number];
  }
  const Registration* find(uint32_t node) const {
    const uint32_t number = nodes_[node].registration;
    return number == none ? nullptr : &records_[number];
  }

  /// A node's registration, made where there is none. Good until the next is made.
  Registration& make(uint32_t node) {
    if (nodes_[node].registration == none) {
      nodes_[node].registration = records_.add({{none, none}, none, none, none, 0});
      nodes_[node].holds += 1;
      countAbove(node, 1);
    }
    return records_[nodes_[node].registration];
  }

  /// Ends a node's registration if it is empty.
  void dropEmpty(uint32_t node) {
    const uint32_t number = nodes_[node].registration;
    if (!records_[number].isEmpty()) return;
    records_.remove(number);
    nodes_[node].registration = none;
    nodes_[node].holds -= 1;
    countAbove(node, ~uint32_t{0});
    nodes_.doubt(node);
  }

  size_t bytes() const { return records_.bytes(); }
  size_t room() const { return records_.room(); }

 private:
  void countAbove(uint32_t node, uint32_t difference) {
    while (node != rootNode) {
      node = nodes_[node].parent;
      nodes_[node].registeredBelow += difference;
    }
  }

  NodeTable& nodes_;
  Pool<Registration> records_;
};

}  // namespace skyflock::state
