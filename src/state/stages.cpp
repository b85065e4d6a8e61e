#include "state/stages.h"

#include "core/sort.h"

namespace skyflock::state {

/// The node that lies below `to` as `node` lies below `from`; made where there is none.
uint32_t Stages::rebase(uint32_t node, uint32_t from, uint32_t to) {
  if (node == from) return to;
  const uint32_t parent = rebase(nodes_[node].parent, from, to);
  return nodes_.intern(parent, nodes_[node].segment, &created_);
}

void Stages::distribute(List& list, const Row& row, uint32_t target,
                        const Aggregations& aggregations) {
  for (uint32_t one = aggregations.first_of(target); one != none;
       one = aggregations[one].nextOfTarget) {
    for (uint32_t use = aggregations[one].firstUse; use != none;) {
      const Aggregations::Use& source = aggregations.use(use);
      list.push({rebase(row.node, target, source.node), row.value,
                 row.flags | bit(ChangeFlag::aggregation), row.origin});
      use = source.nextOfAggregation;
    }
  }
}

void Stages::write_aggregations(List& list, uint32_t begin, const Aggregations& aggregations,
                                bool backwards) {
  if (aggregations.count() == 0) return;
  const uint32_t end = list.size();
  for (uint32_t i = begin; i < end; ++i) {
    const uint32_t at = backwards ? end - 1 - (i - begin) : i;
    const uint32_t target = aggregations.target_of(list.node(at));
    if (target == none) continue;
    distribute(list, list[at], target, aggregations);
    list.remove(at);
  }
  list.close_gaps(begin);
}

void Stages::find_inside(uint32_t node, uint32_t value, const PathGraph& graph) {
  for (uint32_t inner = value + 1; inner < values_.ends[value]; inner = values_.ends[inner]) {
    const uint32_t child = nodes_.find(node, values_.segments[inner]);
    if (child == none) continue;
    const Tag tag = static_cast<Tag>(values_.tags[inner]);
    const bool contains = is_container(tag);
    const uint32_t vertex = graph.vertex_of(child);
    if (vertex != none && tag != Tag::undefined) {
      matches_.push({vertex, child, {tag, contains ? inner : values_.payloads[inner]}});
    }
    if (contains && nodes_[child].registeredBelow != 0) find_inside(child, inner, graph);
  }
}

void Stages::keep_first_of_each_group(const PathGraph& graph) {
  core::sort_records(matches_.begin(), matches_.end(), [&graph](const Match& a, const Match& b) {
    const PathGraph::Vertex& va = graph.vertex(a.vertex);
    const PathGraph::Vertex& vb = graph.vertex(b.vertex);
    if (va.group == vb.group) return va.rank < vb.rank;
    return graph.group(va.group).order < graph.group(vb.group).order;
  });
  uint32_t kept = 0;
  uint32_t group = none;
  for (const Match& match : matches_) {
    if (graph.vertex(match.vertex).group == group) continue;
    group = graph.vertex(match.vertex).group;
    matches_[kept++] = match;
  }
  matches_.resize_raw(kept);
}

/// Fills matches_ with one member of every group that a row matches, in the order of the groups: of
/// the members that the row's path is, or lies below, or that lie below it and have a value in what
/// is written there, the first.
void Stages::find_matches(uint32_t node, Value value, const PathGraph& graph) {
  matches_.clear();
  for (uint32_t above = node;; above = nodes_[above].parent) {
    const uint32_t vertex = graph.vertex_of(above);
    if (vertex != none) matches_.push({vertex, node, value});
    if (above == rootNode) break;
  }
  if (is_container(value.tag) && nodes_[node].registeredBelow != 0) {
    find_inside(node, static_cast<uint32_t>(value.payload), graph);
  }
  if (matches_.size() > 1) keep_first_of_each_group(graph);
}

void Stages::spread(List& list, const Row& row, const Match& match, Value value,
                    const PathGraph& graph) {
  const PathGraph::Vertex& from = graph.vertex(match.vertex);
  for (uint32_t member = graph.group(from.group).first; member != none;) {
    const PathGraph::Vertex& to = graph.vertex(member);
    if (member != match.vertex) {
      list.push({rebase(match.rest, from.node, to.node), value, row.flags, row.origin});
    }
    member = to.nextMember;
  }
}

void Stages::sync(List& list, uint32_t begin, uint32_t end, const PathGraph& graph) {
  if (graph.group_count() == 0) return;
  for (uint32_t i = begin; i < end; ++i) {
    Row row = list[i];
    find_matches(row.node, row.value, graph);
    row.flags |= bit(ChangeFlag::sync);
    for (const Match& match : matches_) spread(list, row, match, match.value, graph);
  }
}

void Stages::flip(List& list, uint32_t begin, uint32_t end, const PathGraph& graph) {
  if (graph.group_count() == 0) return;
  for (uint32_t i = begin; i < end; ++i) {
    Row row = list[i];
    if (!is_boolean(row.value.tag) && !is_container(row.value.tag)) continue;
    find_matches(row.node, row.value, graph);
    row.flags |= bit(ChangeFlag::flip);
    for (const Match& match : matches_) {
      if (!is_boolean(match.value.tag)) continue;
      const bool isTrue = match.value.tag == Tag::booleanTrue;
      spread(list, row, match, {isTrue ? Tag::booleanFalse : Tag::booleanTrue, 0}, graph);
    }
  }
}

}  // namespace skyflock::state
