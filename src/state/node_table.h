#pragma once

#include <cstdint>

#include "state/array.h"
#include "state/state_layout.h"

namespace skyflock::state {

using constants::none;
using constants::rootNode;

/// A path: a segment below its parent. 48 bytes, of which the budget of 100 an entry is made.
struct Node {
  double payload;
  uint32_t parent, segment;
  uint32_t firstChild, nextSibling;
  uint32_t previousSibling;  ///< of a first child: the last one
  uint32_t holds;            ///< reasons to live besides a value and children
  uint32_t registration;     ///< its Registration, or none
  uint32_t registeredBelow;  ///< nodes strictly below it that have a Registration
  Tag tag;
  uint32_t isDoubtful;  ///< 1: stands in the list of those whose reasons to live may be gone
};

static_assert(sizeof(Node) == 48);

/// Nodes that came to be, parents before children, as kernel.ts tells of them.
struct CreatedNodes {
  Array<uint32_t> ids, parents, segments;

  void clear() {
    ids.clear();
    parents.clear();
    segments.clear();
  }
};

/// The tree of paths, and the table that finds a child by its segment.
class NodeTable {
 public:
  /// @param maxNodes most nodes there may be, the root included; one more ends the store
  explicit NodeTable(uint32_t maxNodes = constants::maxNodes);

  Node& operator[](uint32_t id) { return nodes_[id]; }
  const Node& operator[](uint32_t id) const { return nodes_[id]; }

  /// Nodes there are, the root included.
  uint32_t count() const { return nodes_.count(); }

  size_t bytes() const { return nodes_.bytes(); }
  size_t room() const { return nodes_.room() + doubtful_.room() + places_.room(); }

  /// The child of `parent` with this segment, or none.
  uint32_t find(uint32_t parent, uint32_t segment) const;
  /// The same; made, doubtful, and told of in `created`, where there is none.
  uint32_t intern(uint32_t parent, uint32_t segment, CreatedNodes* created);

  /// Makes a node its parent's last child, or its first: children stand in the order of their keys.
  void toEnd(uint32_t id);
  void toFront(uint32_t id);

  /// Takes on a tree from another table, whose root alone this one has: `count` times an id, the
  /// id of the parent and a segment; parents before children, and those in their order.
  void adopt(const uint32_t* nodes, uint32_t count);

  /// Has `sweep` look at a node that may have lost its last reason to live.
  void doubt(uint32_t id);
  /// Ends doubtful nodes without value, holds and children, and then their parents likewise.
  void sweep(Array<uint32_t>& freed);

  /// Whether `id` lies strictly below `above`.
  bool isBelow(uint32_t id, uint32_t above) const;
  /// The node that comes after `id` in preorder among those below `top`, or none.
  uint32_t nextBelow(uint32_t id, uint32_t top) const;
  /// The same, leaving out what lies below `id`.
  uint32_t nextBeside(uint32_t id, uint32_t top) const;

 private:
  uint32_t homeOf(uint32_t parent, uint32_t segment) const;
  void rehash(uint32_t places);
  void place(uint32_t id);
  void displace(uint32_t id);
  void append(uint32_t id);
  void detach(uint32_t id);
  void remove(uint32_t id);

  const uint32_t maxNodes_;
  Pool<Node> nodes_;
  Array<uint32_t> doubtful_;
  Array<uint32_t> places_;  ///< open addressing, linear probing; a power of two of them
};

}  // namespace skyflock::state
