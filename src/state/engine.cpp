#include "state/engine.h"

namespace skyflock::state {

Engine::Engine(bool parity, Shadow::SlotsEqual slotsEqual, uint32_t maxNodes)
    : parity_(parity),
      unchanged_(parity ? Numbers::strictly : Numbers::identically),
      nodes_(maxNodes),
      registry_(nodes_),
      sync_(Graph::sync, nodes_, registry_, !parity),
      flip_(Graph::flip, nodes_, registry_, !parity),
      aggregations_(nodes_, registry_),
      shadow_(nodes_, created_, slotsEqual),
      stages_(nodes_, created_, values_) {}

void Engine::release(uint32_t node) {
  nodes_[node].holds -= 1;
  nodes_.doubt(node);
}

void Engine::reserve(uint32_t rows, uint32_t values) {
  input_.reserve(rows);
  values_.reserve(values);
}

/// Takes on an input row as the next of the list.
void Engine::adopt(uint32_t row, uint32_t flags) {
  const Value value = {static_cast<Tag>(input_.tags[row]), input_.payloads[row]};
  list_.push({input_.ids[row], value, flags, row});
  if (isCounted(value.tag)) shadow_.touch(static_cast<uint32_t>(value.payload));
  if (!isContainer(value.tag)) return;
  hasArrays_ |= value.tag == Tag::array;
  const auto first = static_cast<uint32_t>(value.payload);
  for (uint32_t at = first + 1; at < values_.ends[first]; ++at) {
    const Tag tag = static_cast<Tag>(values_.tags[at]);
    if (isCounted(tag)) shadow_.touch(static_cast<uint32_t>(values_.payloads[at]));
    hasArrays_ |= tag == Tag::array;
  }
}

/// Every stage over all rows before the next stage.
void Engine::runStagesInTurn() {
  stages_.writeAggregations(list_, 0, aggregations_, true);
  stageEnds_[0] = list_.size();
  stages_.sync(list_, 0, stageEnds_[0], sync_);
  stageEnds_[1] = list_.size();
  stages_.flip(list_, 0, stageEnds_[1], flip_);
  stageEnds_[2] = list_.size();
}

/// Every row through all stages before the next row.
void Engine::runStagesOnEach(uint32_t rows) {
  uint32_t counts[3] = {};
  for (uint32_t row = 0; row < rows; ++row) {
    const uint32_t begin = list_.size();
    adopt(row, 0);
    stages_.writeAggregations(list_, begin, aggregations_, false);
    const uint32_t written = list_.size();
    stages_.sync(list_, begin, written, sync_);
    const uint32_t synced = list_.size();
    stages_.flip(list_, begin, synced, flip_);
    counts[0] += written - begin;
    counts[1] += synced - written;
    counts[2] += list_.size() - synced;
  }
  stageEnds_[0] = counts[0];
  stageEnds_[1] = stageEnds_[0] + counts[1];
  stageEnds_[2] = stageEnds_[1] + counts[2];
}

void Engine::run(uint32_t rows) {
  list_.clear();
  writes_.clear();
  created_.clear();
  freed_.clear();
  released_.clear();
  hasArrays_ = false;
  failedRow_ = none;
  input_.resizeToCapacity();
  values_.resizeToCapacity();
  if (parity_) {
    for (uint32_t row = 0; row < rows; ++row) adopt(row, 0);
    runStagesInTurn();
  } else {
    runStagesOnEach(rows);
  }
  adopted_ = rows;
  isOpen_ = true;
}

void Engine::append(uint32_t rows) {
  input_.resizeToCapacity();
  values_.resizeToCapacity();
  for (; adopted_ < rows; ++adopted_) adopt(adopted_, bit(ChangeFlag::listener));
}

/// Writes a row of the list to the shadow; false when it lies beyond an array.
bool Engine::apply(uint32_t row) {
  const uint32_t node = list_.node(row);
  const Value value = list_.value(row);
  if (shadow_.has(node, value, unchanged_, values_)) {
    list_.addFlag(row, ChangeFlag::noop);
    return true;
  }
  if (!shadow_.write(node, value, values_)) return false;
  writes_.push(node, value, row);
  aggregations_.mark(node, !parity_);
  return true;
}

void Engine::read(uint32_t number) {
  const Aggregations::Aggregation& aggregation = aggregations_[number];
  const uint32_t target = aggregation.target;
  if (aggregation.firstUse == none) return;
  const uint32_t first = aggregations_.use(aggregation.firstUse).node;
  bool agree = true;
  for (uint32_t use = aggregations_.use(aggregation.firstUse).nextOfAggregation;
       agree && use != none; use = aggregations_.use(use).nextOfAggregation) {
    agree = shadow_.equal(first, aggregations_.use(use).node, Numbers::strictly);
  }
  Value value = {Tag::undefined, 0};
  if (agree && nodes_[first].tag != Tag::absent) value = {nodes_[first].tag, nodes_[first].payload};
  const Node& now = nodes_[target];
  if (value.tag == Tag::undefined
          ? now.tag == Tag::undefined
          : now.tag != Tag::absent && shadow_.equal(first, target, Numbers::identically)) {
    return;
  }
  if (isContainer(value.tag)) {
    shadow_.copy(first, copy_);
    value.payload = 0;
  }
  // A target beyond an array's end has no place for a value.
  if (!shadow_.write(target, value, copy_)) return;
  if (isContainer(value.tag)) value.payload = first;
  writes_.push(target, value, none);
  aggregations_.mark(target, !parity_, target);
}

void Engine::readDirty() {
  for (uint32_t passes = aggregations_.count() + 1; passes > 0 && aggregations_.hasDirty();
       --passes) {
    aggregations_.takeDirty(pass_);
    for (const uint32_t one : pass_) read(one);
  }
  // What is dirty still is part of a circle without end.
  aggregations_.takeDirty(pass_);
}

StateStatus Engine::commit() {
  if (!isOpen_) run(0);
  const bool canFail = hasArrays_ || shadow_.hasArrays();
  if (canFail) shadow_.beginJournal();
  for (uint32_t row = 0; row < list_.size(); ++row) {
    if (!apply(row)) {
      failedRow_ = row;
      break;
    }
    if (parity_) readDirty();
  }
  if (failedRow_ == none) {
    aggregations_.markNew();
    readDirty();
  } else {
    shadow_.rollBack();
    writes_.clear();
    aggregations_.takeDirty(pass_);
  }
  shadow_.endJournal();
  endBatch();
  return failedRow_ == none ? StateStatus::ok : StateStatus::arrayIndex;
}

void Engine::abort() {
  if (!isOpen_) run(0);
  list_.clear();
  endBatch();
}

void Engine::endBatch() {
  isOpen_ = false;
  shadow_.release(released_);
  nodes_.sweep(freed_);
}

StateUsage Engine::usage() const {
  StateUsage usage = {};
  usage.nodes = nodes_.count();
  usage.edges = sync_.edgeCount() + flip_.edgeCount();
  usage.groups = sync_.groupCount() + flip_.groupCount();
  usage.aggregations = aggregations_.count();
  usage.slotReferences = shadow_.slotReferences();
  usage.bytes = static_cast<uint32_t>(nodes_.bytes() + registry_.bytes() + sync_.bytes() +
                                      flip_.bytes() + aggregations_.bytes());
  return usage;
}

}  // namespace skyflock::state
