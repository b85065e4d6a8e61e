#pragma once

#include <cstdint>

#include "state/aggregations.h"
#include "state/path_graph.h"
#include "state/rows.h"

namespace skyflock::state {

/// The stages that rows go through, each of which appends to the list.
class Stages {
 public:
  Stages(NodeTable& nodes, CreatedNodes& created, const ValueNodes& values)
      : nodes_(nodes), created_(created), values_(values) {}

  /// Replaces every row of the list from `begin` on that lies at or below an aggregation's target
  /// by one for each source, at the end of the list.
  ///
  /// With `backwards` the rows are taken from the last to the first, so that of two writes to one
  /// target the first wins.
  void writeAggregations(List& list, uint32_t begin, const Aggregations& aggregations,
                         bool backwards);
  /// For every row from `begin` to `end` that a group matches, writes the same to its other
  /// members.
  void sync(List& list, uint32_t begin, uint32_t end, const PathGraph& graph);
  /// The same with the opposite, for booleans.
  void flip(List& list, uint32_t begin, uint32_t end, const PathGraph& graph);

 private:
  /// A member of a group that a row matches.
  struct Match {
    uint32_t vertex;
    uint32_t rest;  ///< the row's node when it lies below the member, else the member's
    Value value;
  };

  void findMatches(uint32_t node, Value value, const PathGraph& graph);
  void findInside(uint32_t node, uint32_t value, const PathGraph& graph);
  void keepFirstOfEachGroup(const PathGraph& graph);
  void distribute(List& list, const Row& row, uint32_t target, const Aggregations& aggregations);
  void spread(List& list, const Row& row, const Match& match, Value value, const PathGraph& graph);
  uint32_t rebase(uint32_t node, uint32_t from, uint32_t to);

  NodeTable& nodes_;
  CreatedNodes& created_;
  const ValueNodes& values_;
  Array<Match> matches_;
};

}  // namespace skyflock::state
