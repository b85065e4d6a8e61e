#pragma once

#include <cstdint>

#include "state/array.h"
#include "state/registry.h"

namespace skyflock::state {

/// Which targets take their value from which sources, and which of them have to be read anew.
class Aggregations {
 public:
  struct Aggregation {
    uint32_t target;
    uint32_t firstUse;  ///< its sources in their order
    uint32_t nextOfTarget, previousOfTarget;
    uint32_t isDirty;  ///< 1: stands in dirty_
    uint64_t order;    ///< of registration; 0 when the number is free
  };
  /// A source of an aggregation.
  struct Use {
    uint32_t node;
    uint32_t aggregation;
    uint32_t nextOfAggregation;
    uint32_t nextOfNode, previousOfNode;
  };

  Aggregations(NodeTable& nodes, Registry& registry) : nodes_(nodes), registry_(registry) {}

  uint32_t add(uint32_t target, const uint32_t* sources, uint32_t count);
  void remove(uint32_t aggregation);

  /// Of the targets at or above a node, the one that has been a target longest; none if there is
  /// none.
  uint32_t targetOf(uint32_t node) const;

  /// The first aggregation of a target.
  uint32_t firstOf(uint32_t target) const { return registry_.find(target)->firstTarget; }

  const Aggregation& operator[](uint32_t number) const { return records_[number]; }
  const Use& use(uint32_t number) const { return uses_[number]; }
  uint32_t count() const { return records_.count(); }
  size_t bytes() const { return records_.bytes() + uses_.bytes(); }
  size_t room() const { return records_.room() + uses_.room() + dirty_.room() + new_.room(); }

  /// Makes dirty what a write at `node` may change. `targets`: also those with their target at or
  /// above it. Those with the target `except` are left out.
  void mark(uint32_t node, bool targets, uint32_t except = none);
  /// Makes dirty what was added since the last call.
  void markNew();
  void forgetNew() { new_.clear(); }
  /// Hands out the dirty ones in the order of registration, and has none dirty.
  void takeDirty(Array<uint32_t>& into);
  bool hasDirty() const { return !dirty_.empty(); }

 private:
  void markOne(uint32_t aggregation, uint32_t except);
  void markUses(const Registration& registration, uint32_t except);
  void markTargets(const Registration& registration, uint32_t except);

  NodeTable& nodes_;
  Registry& registry_;
  Pool<Aggregation> records_;
  Pool<Use> uses_;
  Array<uint32_t> dirty_;
  Array<uint32_t> new_;
  uint64_t nextOrder_ = 1;
};

}  // namespace skyflock::state
