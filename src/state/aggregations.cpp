#include "state/aggregations.h"

#include "core/sort.h"

namespace skyflock::state {

uint32_t Aggregations::add(uint32_t target, const uint32_t* sources, uint32_t count) {
  const uint64_t order = nextOrder_++;
  const uint32_t number = records_.add({target, none, none, none, 0, order});
  Registration& registration = registry_.make(target);
  if (registration.firstTarget == none) {
    registration.firstTarget = number;
    registration.targetOrder = order;
  } else {
    records_[number].previousOfTarget = registration.lastTarget;
    records_[registration.lastTarget].nextOfTarget = number;
  }
  registration.lastTarget = number;
  uint32_t previous = none;
  for (uint32_t i = 0; i < count; ++i) {
    Registration& source = registry_.make(sources[i]);
    const uint32_t use = uses_.add({sources[i], number, none, source.firstUse, none});
    if (source.firstUse != none) uses_[source.firstUse].previousOfNode = use;
    source.firstUse = use;
    (previous == none ? records_[number].firstUse : uses_[previous].nextOfAggregation) = use;
    previous = use;
  }
  new_.push(number);
  return number;
}

void Aggregations::remove(uint32_t aggregation) {
  const Aggregation gone = records_[aggregation];
  for (uint32_t number = gone.firstUse; number != none;) {
    const Use use = uses_[number];
    (use.previousOfNode == none ? registry_.find(use.node)->firstUse
                                : uses_[use.previousOfNode].nextOfNode) = use.nextOfNode;
    if (use.nextOfNode != none) uses_[use.nextOfNode].previousOfNode = use.previousOfNode;
    uses_.remove(number);
    registry_.dropEmpty(use.node);
    number = use.nextOfAggregation;
  }
  Registration& registration = *registry_.find(gone.target);
  (gone.previousOfTarget == none ? registration.firstTarget
                                 : records_[gone.previousOfTarget].nextOfTarget) =
      gone.nextOfTarget;
  (gone.nextOfTarget == none ? registration.lastTarget
                             : records_[gone.nextOfTarget].previousOfTarget) =
      gone.previousOfTarget;
  registry_.dropEmpty(gone.target);
  records_[aggregation].order = 0;
  records_.remove(aggregation);
  // Its number may be given out again before it would have been read.
  for (Array<uint32_t>* list : {&dirty_, &new_}) {
    uint32_t kept = 0;
    for (const uint32_t one : *list) {
      if (one != aggregation) (*list)[kept++] = one;
    }
    list->resizeRaw(kept);
  }
}

uint32_t Aggregations::targetOf(uint32_t node) const {
  uint32_t target = none;
  uint64_t order = 0;
  for (;; node = nodes_[node].parent) {
    const Registration* registration = registry_.find(node);
    if (registration != nullptr && registration->firstTarget != none &&
        (target == none || registration->targetOrder < order)) {
      target = node;
      order = registration->targetOrder;
    }
    if (node == rootNode) return target;
  }
}

void Aggregations::markOne(uint32_t aggregation, uint32_t except) {
  Aggregation& record = records_[aggregation];
  if (record.isDirty != 0 || record.target == except) return;
  record.isDirty = 1;
  dirty_.push(aggregation);
}

void Aggregations::markUses(const Registration& registration, uint32_t except) {
  for (uint32_t use = registration.firstUse; use != none; use = uses_[use].nextOfNode) {
    markOne(uses_[use].aggregation, except);
  }
}

void Aggregations::markTargets(const Registration& registration, uint32_t except) {
  for (uint32_t one = registration.firstTarget; one != none; one = records_[one].nextOfTarget) {
    markOne(one, except);
  }
}

void Aggregations::mark(uint32_t node, bool targets, uint32_t except) {
  if (records_.count() == 0) return;
  for (uint32_t above = node;; above = nodes_[above].parent) {
    if (const Registration* registration = registry_.find(above)) {
      markUses(*registration, except);
      if (targets) markTargets(*registration, except);
    }
    if (above == rootNode) break;
  }
  if (nodes_[node].registeredBelow == 0) return;
  for (uint32_t below = nodes_.nextBelow(node, node); below != none;) {
    if (const Registration* registration = registry_.find(below)) {
      markUses(*registration, except);
      markTargets(*registration, except);
    }
    const bool goesOn = nodes_[below].registeredBelow != 0;
    below = goesOn ? nodes_.nextBelow(below, node) : nodes_.nextBeside(below, node);
  }
}

void Aggregations::markNew() {
  for (const uint32_t one : new_) markOne(one, none);
  new_.clear();
}

void Aggregations::takeDirty(Array<uint32_t>& into) {
  into.clear();
  for (const uint32_t one : dirty_) {
    records_[one].isDirty = 0;
    into.push(one);
  }
  dirty_.clear();
  core::sortRecords(into.begin(), into.end(), [this](uint32_t one, uint32_t other) {
    return records_[one].order < records_[other].order;
  });
}

}  // namespace skyflock::state
