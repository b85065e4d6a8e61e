#pragma once

#include <cstdint>

#include "state/array.h"
#include "state/registry.h"

namespace skyflock::state {

/// An undirected graph over paths whose connected components, the groups, keep an order: of the
/// groups among each other and of the members in a group. Rules are applied in that order, so it
/// is part of what a store does and never an accident of hashing.
///
/// A new edge between two unknown paths makes a group at the end of the order; between a known and
/// an unknown one it appends the unknown to the group; between two groups it appends the smaller
/// to the larger (the second path's to the first path's when they are equal), which keeps its
/// place. When an edge goes, an end that has no edge left leaves its group; if both have edges and
/// the second can't be reached from the first any more, what can be reached from the second, in the
/// order of a breadth-first search, becomes a group at the end of the order.
class PathGraph {
 public:
  /// A path's place in the graph.
  struct Vertex {
    uint32_t node;
    uint32_t group;
    uint32_t rank;  ///< order within the group
    uint32_t nextMember, previousMember;
    uint32_t firstArc, lastArc;  ///< edges in the order in which they were made
    uint32_t degree;
    uint32_t seen;  ///< number of the last search that came here
  };
  struct Group {
    uint32_t first, last;  ///< vertices
    uint32_t count;
    uint32_t nextRank;
    uint64_t order;  ///< among the groups; 0 when the number is free
  };

  /// @param countsEdges whether a pair that is linked twice has to be unlinked twice
  PathGraph(Graph kind, NodeTable& nodes, Registry& registry, bool countsEdges)
      : kind_(static_cast<uint32_t>(kind)),
        nodes_(nodes),
        registry_(registry),
        countsEdges_(countsEdges) {}

  void link(uint32_t a, uint32_t b);
  /// Undoes a link; of a pair that isn't linked nothing.
  void unlink(uint32_t a, uint32_t b);

  /// Makes a group's members stand in this order, and the group the last one.
  void arrange(const uint32_t* members, uint32_t count);

  /// A node's vertex, or none.
  uint32_t vertexOf(uint32_t node) const {
    const Registration* registration = registry_.find(node);
    return registration == nullptr ? none : registration->vertex[kind_];
  }
  const Vertex& vertex(uint32_t number) const { return vertices_[number]; }
  const Group& group(uint32_t number) const { return groups_[number]; }

  /// The groups' numbers in their order.
  void listGroups(Array<uint32_t>& into) const;

  uint32_t edgeCount() const { return arcs_.count() / 2; }
  uint32_t groupCount() const { return groups_.count(); }
  size_t bytes() const {
    return vertices_.bytes() + groups_.bytes() + size_t{arcs_.count()} * sizeof(Arc);
  }
  size_t room() const { return vertices_.room() + groups_.room() + arcs_.room() + found_.room(); }

 private:
  /// An edge seen from one of its ends. Its number is twice the edge's, or one more.
  struct Arc {
    uint32_t from, to;  ///< vertices
    uint32_t next, previous;
    uint32_t uses;  ///< of the even one: links not yet undone
  };

  /// Pairs of arcs have neighbouring numbers.
  class ArcPool {
   public:
    uint32_t addPair();
    void removePair(uint32_t number);
    Arc& operator[](uint32_t number) { return arcs_[number]; }
    const Arc& operator[](uint32_t number) const { return arcs_[number]; }
    uint32_t count() const { return arcs_.size() - 2 * free_.size(); }
    size_t room() const { return arcs_.room() + free_.room(); }

   private:
    Array<Arc> arcs_;
    Array<uint32_t> free_;
  };

  uint32_t makeVertex(uint32_t node);
  void dropVertex(uint32_t vertex);
  uint32_t findEdge(uint32_t a, uint32_t b) const;
  void attach(uint32_t arc, uint32_t from, uint32_t to);
  void detach(uint32_t arc);
  uint32_t makeGroup();
  void append(uint32_t group, uint32_t vertex);
  void leave(uint32_t vertex);
  void join(uint32_t a, uint32_t b);
  /// Fills found_ with what can be reached from b; false when a is among it.
  bool searchApart(uint32_t b, uint32_t a);

  uint32_t kind_;
  NodeTable& nodes_;
  Registry& registry_;
  bool countsEdges_;
  Pool<Vertex> vertices_;
  ArcPool arcs_;
  Pool<Group> groups_;
  uint64_t nextOrder_ = 1;
  uint32_t search_ = 0;
  Array<uint32_t> found_;
};

}  // namespace skyflock::state
