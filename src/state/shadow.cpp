#include "state/shadow.h"

#include <bit>

namespace skyflock::state {

bool numbersEqual(double a, double b, Numbers how) {
  if (how == Numbers::strictly) return a == b;
  if (a != a) return b != b;
  return std::bit_cast<uint64_t>(a) == std::bit_cast<uint64_t>(b);
}

void ValueNodes::reserve(uint32_t count) {
  segments.reserve(count);
  tags.reserve(count);
  payloads.reserve(count);
  ends.reserve(count);
}

void ValueNodes::clear() {
  segments.clear();
  tags.clear();
  payloads.clear();
  ends.clear();
}

void ValueNodes::resizeToCapacity() {
  segments.resizeToCapacity();
  tags.resizeToCapacity();
  payloads.resizeToCapacity();
  ends.resizeToCapacity();
}

uint32_t ValueNodes::push(uint32_t segment, Value value) {
  segments.push(segment);
  tags.push(static_cast<uint8_t>(value.tag));
  payloads.push(value.payload);
  ends.push(ends.size() + 1);
  return ends.size() - 1;
}

void Shadow::touch(uint32_t slot) {
  if (slot >= slots_.size()) slots_.resize(slot + 1);
  if (slots_[slot].isTouched != 0) return;
  slots_[slot].isTouched = 1;
  touched_.push(slot);
}

void Shadow::release(Array<uint32_t>& released) {
  for (const uint32_t slot : touched_) {
    slots_[slot].isTouched = 0;
    if (slots_[slot].references == 0) released.push(slot);
  }
  touched_.clear();
}

void Shadow::setUnrecorded(uint32_t id, Tag tag, double payload) {
  Node& node = nodes_[id];
  if (isCounted(node.tag)) {
    const auto slot = static_cast<uint32_t>(node.payload);
    slotReferences_ -= 1;
    if (--slots_[slot].references == 0) touch(slot);
  }
  if (isCounted(tag)) {
    const auto slot = static_cast<uint32_t>(payload);
    if (slot >= slots_.size()) slots_.resize(slot + 1);
    slots_[slot].references += 1;
    slotReferences_ += 1;
  }
  if (node.tag == Tag::absent && tag != Tag::absent) {
    // A key is its object's last. What was cleared last is put back first, and was the last.
    if (isPuttingBack_) {
      nodes_.toFront(id);
    } else {
      nodes_.toEnd(id);
    }
  }
  entries_ +=
      static_cast<uint32_t>(tag != Tag::absent) - static_cast<uint32_t>(node.tag != Tag::absent);
  arrays_ +=
      static_cast<uint32_t>(tag == Tag::array) - static_cast<uint32_t>(node.tag == Tag::array);
  node.tag = tag;
  node.payload = payload;
  if (tag == Tag::absent) nodes_.doubt(id);
}

void Shadow::set(uint32_t id, Tag tag, double payload) {
  if (isRecording_) journal_.push({nodes_[id].payload, id, nodes_[id].tag});
  setUnrecorded(id, tag, payload);
}

void Shadow::beginJournal() {
  isRecording_ = true;
  journal_.clear();
}

void Shadow::endJournal() { isRecording_ = false; }

void Shadow::rollBack() {
  isRecording_ = false;
  isPuttingBack_ = true;
  while (!journal_.empty()) {
    const Entry entry = journal_.pop();
    setUnrecorded(entry.node, entry.tag, entry.payload);
  }
  isPuttingBack_ = false;
}

bool Shadow::has(uint32_t id, Value value, Numbers how, const ValueNodes& values) {
  const Node& node = nodes_[id];
  if (value.tag == Tag::undefined) return node.tag == Tag::undefined || node.tag == Tag::absent;
  if (!isContainer(value.tag)) return leafIs(node, value, how);
  return value.tag == node.tag && how == Numbers::identically && holds(id, value, values);
}

bool Shadow::leafIs(const Node& node, Value value, Numbers how) const {
  if (value.tag != node.tag) return false;
  if (value.tag == Tag::number) return numbersEqual(node.payload, value.payload, how);
  if (node.payload == value.payload) return true;
  return value.tag == Tag::slot && how == Numbers::identically &&
         slotsEqual_(static_cast<uint32_t>(node.payload), static_cast<uint32_t>(value.payload));
}

/// Whether a node that is a container has the content of the one in `values`.
bool Shadow::holds(uint32_t top, Value value, const ValueNodes& values) {
  const auto first = static_cast<uint32_t>(value.payload);
  const uint32_t end = values.ends[first];
  open_.clear();
  open_.push({top, end});
  for (uint32_t at = first + 1; at < end; ++at) {
    while (at >= open_.back().end) open_.pop();
    const uint32_t id = nodes_.find(open_.back().node, values.segments[at]);
    const Tag tag = static_cast<Tag>(values.tags[at]);
    if (id == none || nodes_[id].tag != tag) return false;
    if (isContainer(tag)) {
      open_.push({id, values.ends[at]});
    } else if (!leafIs(nodes_[id], {tag, values.payloads[at]}, Numbers::identically)) {
      return false;
    }
  }
  // All of the value is there; is it all that is there?
  uint32_t more = end - first - 1;
  for (uint32_t id = nodes_.nextBelow(top, top); id != none; id = nodes_.nextBelow(id, top)) {
    if (nodes_[id].tag != Tag::absent && more-- == 0) return false;
  }
  return true;
}

/// Makes a node's parent a container that it can stand in.
bool Shadow::makeRoom(uint32_t id) {
  const uint32_t parent = nodes_[id].parent;
  // The whole state stands in nothing.
  if (parent == none) return true;
  const Tag tag = nodes_[parent].tag;
  if (tag == Tag::object) return true;
  if (tag != Tag::array) {
    if (!makeRoom(parent)) return false;
    set(parent, Tag::object, 0);
    return true;
  }
  const uint32_t segment = nodes_[id].segment;
  const auto length = static_cast<uint32_t>(nodes_[parent].payload);
  const uint32_t index = segment & ~constants::segmentIndex;
  if ((segment & constants::segmentIndex) == 0 || index > length) return false;
  if (index == length) set(parent, Tag::array, length + 1);
  return true;
}

void Shadow::clearBelow(uint32_t top) {
  for (uint32_t id = nodes_.nextBelow(top, top); id != none; id = nodes_.nextBelow(id, top)) {
    if (nodes_[id].tag != Tag::absent) set(id, Tag::absent, 0);
  }
}

bool Shadow::write(uint32_t id, Value value, const ValueNodes& values) {
  // A node that has a value stands in a container already.
  if (nodes_[id].tag == Tag::absent && !makeRoom(id)) return false;
  if (isContainer(nodes_[id].tag)) clearBelow(id);
  if (isContainer(value.tag)) {
    fill(id, value, values);
  } else {
    set(id, value.tag, value.payload);
  }
  return true;
}

/// Writes a container into a node that has nothing below it.
void Shadow::fill(uint32_t top, Value value, const ValueNodes& values) {
  const auto first = static_cast<uint32_t>(value.payload);
  set(top, value.tag, 0);
  open_.clear();
  open_.push({top, values.ends[first]});
  for (uint32_t at = first + 1; at < values.ends[first]; ++at) {
    while (at >= open_.back().end) open_.pop();
    const uint32_t parent = open_.back().node;
    const uint32_t id = nodes_.intern(parent, values.segments[at], &created_);
    const Tag tag = static_cast<Tag>(values.tags[at]);
    if (nodes_[parent].tag == Tag::array) set(parent, Tag::array, nodes_[parent].payload + 1);
    set(id, tag, isContainer(tag) ? 0 : values.payloads[at]);
    if (isContainer(tag)) open_.push({id, values.ends[at]});
  }
}

bool Shadow::leavesEqual(const Node& a, const Node& b, Numbers how) const {
  const Tag tagA = a.tag == Tag::absent ? Tag::undefined : a.tag;
  const Tag tagB = b.tag == Tag::absent ? Tag::undefined : b.tag;
  if (tagA != tagB) return false;
  if (tagA == Tag::number) return numbersEqual(a.payload, b.payload, how);
  if (tagA == Tag::object || a.payload == b.payload) return true;
  return tagA == Tag::slot &&
         slotsEqual_(static_cast<uint32_t>(a.payload), static_cast<uint32_t>(b.payload));
}

bool Shadow::equal(uint32_t a, uint32_t b, Numbers how) const {
  if (!leavesEqual(nodes_[a], nodes_[b], how)) return false;
  if (a == b && how == Numbers::identically) return true;
  if (!isContainer(nodes_[a].tag)) return true;
  uint32_t keys = 0;
  for (uint32_t child = nodes_[a].firstChild; child != none; child = nodes_[child].nextSibling) {
    if (nodes_[child].tag == Tag::absent) continue;
    const uint32_t twin = nodes_.find(b, nodes_[child].segment);
    if (twin == none || nodes_[twin].tag == Tag::absent || !equal(child, twin, how)) return false;
    keys += 1;
  }
  for (uint32_t child = nodes_[b].firstChild; child != none; child = nodes_[child].nextSibling) {
    if (nodes_[child].tag != Tag::absent) keys -= 1;
  }
  return keys == 0;
}

void Shadow::copy(uint32_t top, ValueNodes& into) const {
  into.clear();
  into.push(none, {nodes_[top].tag, 0});
  // Ends are set when the walk comes past them, with the depth of where it is told by open ones.
  Array<Open> open;
  open.push({top, 0});
  for (uint32_t id = nodes_.nextBelow(top, top); id != none;) {
    const Node& node = nodes_[id];
    while (open.back().node != node.parent) into.ends[open.pop().end] = into.ends.size();
    if (node.tag != Tag::absent) {
      const uint32_t at = into.push(node.segment, {node.tag, node.payload});
      if (isContainer(node.tag)) open.push({id, at});
    }
    // What lies below a node that is no container are paths without a value.
    id = isContainer(node.tag) ? nodes_.nextBelow(id, top) : nodes_.nextBeside(id, top);
  }
  while (!open.empty()) into.ends[open.pop().end] = into.ends.size();
}

}  // namespace skyflock::state
