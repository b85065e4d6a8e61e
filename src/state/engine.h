#pragma once

#include <cstdint>

#include "state/aggregations.h"
#include "state/path_graph.h"
#include "state/rows.h"
#include "state/shadow.h"
#include "state/stages.h"

namespace skyflock::state {

/// What a store is without its text, its sinks and its listeners: web/state/shared/kernel.ts says
/// what each call means. One thread.
class Engine {
 public:
  /// @param parity whether the reference's semantics hold to the letter
  /// @param slotsEqual whether the values of two different slots are equal by content
  /// @param maxNodes most nodes there may be, the root included
  Engine(bool parity, Shadow::SlotsEqual slotsEqual, uint32_t maxNodes = constants::maxNodes);

  uint32_t intern(uint32_t parent, uint32_t segment) {
    return nodes_.intern(parent, segment, nullptr);
  }
  uint32_t find(uint32_t parent, uint32_t segment) const { return nodes_.find(parent, segment); }
  void retain(uint32_t node) { nodes_[node].holds += 1; }
  void release(uint32_t node);

  PathGraph& graph(Graph kind) { return kind == Graph::sync ? sync_ : flip_; }
  const PathGraph& graph(Graph kind) const { return kind == Graph::sync ? sync_ : flip_; }
  uint32_t aggregate(uint32_t target, const uint32_t* sources, uint32_t count) {
    return aggregations_.add(target, sources, count);
  }
  void disaggregate(uint32_t aggregation) { aggregations_.remove(aggregation); }

  /// Takes on what another engine's store has, in this order, into an engine as new: the nodes, the
  /// order of a graph's groups after their edges, and that aggregations are read already.
  void adoptNodes(const uint32_t* nodes, uint32_t count) { nodes_.adopt(nodes, count); }
  void arrange(Graph kind, const uint32_t* members, uint32_t count) {
    graph(kind).arrange(members, count);
  }
  void settle() { aggregations_.forgetNew(); }

  /// Room for a batch. The addresses of `input` and `values` are good until the next call.
  void reserve(uint32_t rows, uint32_t values);
  InputRows& input() { return input_; }
  ValueNodes& values() { return values_; }

  void run(uint32_t rows);
  void append(uint32_t rows);
  StateStatus commit();
  void abort();
  StateStatus process(uint32_t rows) {
    run(rows);
    return commit();
  }

  const List& list() const { return list_; }
  /// Lengths of the list after each of the three stages.
  const uint32_t* stageEnds() const { return stageEnds_; }
  uint32_t failedRow() const { return failedRow_; }
  const Writes& writes() const { return writes_; }
  const CreatedNodes& created() const { return created_; }
  const Array<uint32_t>& freed() const { return freed_; }
  const Array<uint32_t>& released() const { return released_; }

  const Node& node(uint32_t id) const { return nodes_[id]; }
  StateUsage usage() const;
  /// Bytes of everything that outlives a batch, what is kept for later use included.
  size_t room() const {
    return nodes_.room() + registry_.room() + sync_.room() + flip_.room() + aggregations_.room() +
           shadow_.room();
  }

 private:
  void adopt(uint32_t row, uint32_t flags);
  void runStagesInTurn();
  void runStagesOnEach(uint32_t rows);
  bool apply(uint32_t row);
  void readDirty();
  void read(uint32_t number);
  void endBatch();

  const bool parity_;
  const Numbers unchanged_;  ///< how a number is compared with the shadow's
  NodeTable nodes_;
  Registry registry_;
  PathGraph sync_, flip_;
  Aggregations aggregations_;
  CreatedNodes created_;
  Shadow shadow_;
  ValueNodes values_;
  Stages stages_;

  InputRows input_;
  List list_;
  uint32_t stageEnds_[3] = {};
  bool isOpen_ = false;     ///< whether a batch was run and neither committed nor aborted
  uint32_t adopted_ = 0;    ///< input rows that are in the list
  bool hasArrays_ = false;  ///< whether the batch brings arrays
  uint32_t failedRow_ = none;
  Writes writes_;
  Array<uint32_t> freed_, released_;
  Array<uint32_t> pass_;  ///< aggregations that a pass reads
  ValueNodes copy_;       ///< what a read copies
};

}  // namespace skyflock::state
