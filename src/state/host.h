#pragma once

#include <cstdint>

#include "state/engine.h"

namespace skyflock::state {

inline uint32_t addressOf(const void* place) {
  return static_cast<uint32_t>(reinterpret_cast<uintptr_t>(place));
}

/// An engine for an owner that hands over numbers: JavaScript. The header says where the arrays
/// are and how long, and is brought up to date by every call that may move them: addresses are
/// those of a module's 32-bit memory, elsewhere their low bits.
///
/// Nodes and groups that answer a question, and those that a call takes, stand in one array, the
/// answer.
class Host {
 public:
  Host(bool parity, Shadow::SlotsEqual slotsEqual, uint32_t maxNodes)
      : engine_(parity, slotsEqual, maxNodes) {}

  Engine& engine() { return engine_; }
  const StateHeader& header() const { return header_; }
  uint32_t* answer() { return answer_.data(); }

  /// The group that a node is part of, or none.
  uint32_t groupOf(Graph graph, uint32_t node) const;
  /// Answers with the members of a group, in order.
  void listMembers(Graph graph, uint32_t group);
  /// Answers with a graph's groups.
  void listGroups(Graph graph);
  /// Answers with the children of a node, in order.
  void listChildren(uint32_t node);

  /// Room in the answer for what one of the next three takes.
  void takeSources(uint32_t count);
  /// Aggregates the sources in a target; gives the aggregation's number.
  uint32_t aggregate(uint32_t target);
  /// Takes on the nodes: ids, parents and segments in turn.
  void adopt();
  /// Puts the nodes, a group's members, in this order.
  void arrange(Graph graph);

  /// Room for a batch, for the header to name.
  void reserve(uint32_t rows, uint32_t values);
  void run(uint32_t rows);
  void append(uint32_t rows);
  StateStatus commit();
  void abort();
  StateStatus process(uint32_t rows);

  /// What the engine holds now.
  const StateUsage& usage();

 private:
  void refreshInput();
  void refreshResults();
  void refreshAnswer();

  Engine engine_;
  Array<uint32_t> answer_;
  StateHeader header_ = {};
  StateUsage usage_ = {};
};

}  // namespace skyflock::state
