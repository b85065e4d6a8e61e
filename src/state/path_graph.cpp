#include "state/path_graph.h"

#include "core/sort.h"

namespace skyflock::state {

uint32_t PathGraph::ArcPool::addPair() {
  if (!free_.empty()) return free_.pop();
  arcs_.resize(arcs_.size() + 2);
  return arcs_.size() - 2;
}

void PathGraph::ArcPool::removePair(uint32_t number) { free_.push(number); }

uint32_t PathGraph::makeVertex(uint32_t node) {
  const uint32_t number = vertices_.add({node, none, 0, none, none, none, none, 0, 0});
  registry_.make(node).vertex[kind_] = number;
  return number;
}

void PathGraph::dropVertex(uint32_t vertex) {
  leave(vertex);
  const uint32_t node = vertices_[vertex].node;
  registry_.find(node)->vertex[kind_] = none;
  vertices_.remove(vertex);
  registry_.dropEmpty(node);
}

uint32_t PathGraph::makeGroup() { return groups_.add({none, none, 0, 0, nextOrder_++}); }

void PathGraph::append(uint32_t group, uint32_t vertex) {
  Group& to = groups_[group];
  Vertex& member = vertices_[vertex];
  member.group = group;
  member.rank = to.nextRank++;
  member.nextMember = none;
  member.previousMember = to.last;
  (to.last == none ? to.first : vertices_[to.last].nextMember) = vertex;
  to.last = vertex;
  to.count += 1;
}

void PathGraph::leave(uint32_t vertex) {
  const Vertex& member = vertices_[vertex];
  const uint32_t number = member.group;
  if (number == none) return;
  Group& from = groups_[number];
  (member.previousMember == none ? from.first : vertices_[member.previousMember].nextMember) =
      member.nextMember;
  (member.nextMember == none ? from.last : vertices_[member.nextMember].previousMember) =
      member.previousMember;
  vertices_[vertex].group = none;
  from.count -= 1;
  if (from.count != 0) return;
  from.order = 0;
  groups_.remove(number);
}

void PathGraph::join(uint32_t a, uint32_t b) {
  uint32_t to = vertices_[a].group;
  uint32_t from = vertices_[b].group;
  if (to == from) return;
  if (groups_[from].count > groups_[to].count) {
    const uint32_t larger = from;
    from = to;
    to = larger;
  }
  for (uint32_t member = groups_[from].first; member != none;) {
    const uint32_t next = vertices_[member].nextMember;
    leave(member);
    append(to, member);
    member = next;
  }
}

uint32_t PathGraph::findEdge(uint32_t a, uint32_t b) const {
  const bool fromA = vertices_[a].degree <= vertices_[b].degree;
  const uint32_t from = fromA ? a : b;
  const uint32_t to = fromA ? b : a;
  for (uint32_t arc = vertices_[from].firstArc; arc != none; arc = arcs_[arc].next) {
    if (arcs_[arc].to == to) return arc & ~1u;
  }
  return none;
}

void PathGraph::attach(uint32_t arc, uint32_t from, uint32_t to) {
  Vertex& vertex = vertices_[from];
  arcs_[arc] = {from, to, none, vertex.lastArc, 1};
  (vertex.lastArc == none ? vertex.firstArc : arcs_[vertex.lastArc].next) = arc;
  vertex.lastArc = arc;
  vertex.degree += 1;
}

void PathGraph::detach(uint32_t arc) {
  const Arc gone = arcs_[arc];
  Vertex& vertex = vertices_[gone.from];
  (gone.previous == none ? vertex.firstArc : arcs_[gone.previous].next) = gone.next;
  (gone.next == none ? vertex.lastArc : arcs_[gone.next].previous) = gone.previous;
  vertex.degree -= 1;
}

void PathGraph::link(uint32_t a, uint32_t b) {
  uint32_t va = vertexOf(a);
  uint32_t vb = vertexOf(b);
  if (va != none && vb != none) {
    const uint32_t edge = findEdge(va, vb);
    if (edge != none) {
      arcs_[edge].uses += 1;
      return;
    }
  }
  const bool knewA = va != none;
  const bool knewB = vb != none;
  if (!knewA) va = makeVertex(a);
  if (!knewB) vb = a == b ? va : makeVertex(b);
  if (!knewA && !knewB) {
    const uint32_t group = makeGroup();
    append(group, va);
    if (va != vb) append(group, vb);
  } else if (!knewA) {
    append(vertices_[vb].group, va);
  } else if (!knewB) {
    append(vertices_[va].group, vb);
  } else {
    join(va, vb);
  }
  const uint32_t edge = arcs_.addPair();
  attach(edge, va, vb);
  attach(edge + 1, vb, va);
}

bool PathGraph::searchApart(uint32_t b, uint32_t a) {
  search_ += 1;
  found_.clear();
  found_.push(b);
  vertices_[b].seen = search_;
  for (uint32_t i = 0; i < found_.size(); ++i) {
    for (uint32_t arc = vertices_[found_[i]].firstArc; arc != none; arc = arcs_[arc].next) {
      const uint32_t to = arcs_[arc].to;
      if (to == a) return false;
      if (vertices_[to].seen == search_) continue;
      vertices_[to].seen = search_;
      found_.push(to);
    }
  }
  return true;
}

void PathGraph::unlink(uint32_t a, uint32_t b) {
  const uint32_t va = vertexOf(a);
  const uint32_t vb = vertexOf(b);
  if (va == none || vb == none) return;
  const uint32_t edge = findEdge(va, vb);
  if (edge == none) return;
  arcs_[edge].uses -= 1;
  if (countsEdges_ && arcs_[edge].uses > 0) return;
  detach(edge);
  detach(edge + 1);
  arcs_.removePair(edge);
  const bool aIsBare = vertices_[va].degree == 0;
  const bool bIsBare = vertices_[vb].degree == 0;
  if (aIsBare) dropVertex(va);
  if (bIsBare && va != vb) dropVertex(vb);
  if (aIsBare || bIsBare || va == vb || !searchApart(vb, va)) return;
  const uint32_t apart = makeGroup();
  for (const uint32_t vertex : found_) {
    leave(vertex);
    append(apart, vertex);
  }
}

void PathGraph::arrange(const uint32_t* members, uint32_t count) {
  const uint32_t group = makeGroup();
  for (uint32_t i = 0; i < count; ++i) {
    const uint32_t vertex = vertexOf(members[i]);
    leave(vertex);
    append(group, vertex);
  }
}

void PathGraph::listGroups(Array<uint32_t>& into) const {
  for (uint32_t number = 0; number < groups_.limit(); ++number) {
    if (groups_[number].order != 0) into.push(number);
  }
  core::sortRecords(into.begin(), into.end(), [this](uint32_t one, uint32_t other) {
    return groups_[one].order < groups_[other].order;
  });
}

}  // namespace skyflock::state
