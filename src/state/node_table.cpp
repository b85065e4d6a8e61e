#include "state/node_table.h"

#include "state/failure.h"

namespace skyflock::state {

NodeTable::NodeTable(uint32_t maxNodes) : maxNodes_(maxNodes) {
  Node root = {};
  root.parent = root.segment = none;
  root.firstChild = root.nextSibling = root.previousSibling = none;
  root.registration = none;
  root.tag = Tag::object;
  nodes_.add(root);
  rehash(64);
}

uint32_t NodeTable::homeOf(uint32_t parent, uint32_t segment) const {
  uint32_t hash = parent * 0x9e3779b1u ^ segment * 0x85ebca77u;
  hash ^= hash >> 15;
  hash *= 0xc2b2ae3du;
  hash ^= hash >> 13;
  return hash & (places_.size() - 1);
}

void NodeTable::place(uint32_t id) {
  const uint32_t mask = places_.size() - 1;
  uint32_t at = homeOf(nodes_[id].parent, nodes_[id].segment);
  while (places_[at] != none) at = (at + 1) & mask;
  places_[at] = id;
}

void NodeTable::rehash(uint32_t places) {
  Array<uint32_t> old;
  for (const uint32_t id : places_) old.push(id);
  places_.resizeRaw(places);
  for (uint32_t& one : places_) one = none;
  for (const uint32_t id : old) {
    if (id != none) place(id);
  }
}

uint32_t NodeTable::find(uint32_t parent, uint32_t segment) const {
  const uint32_t mask = places_.size() - 1;
  for (uint32_t at = homeOf(parent, segment); places_[at] != none; at = (at + 1) & mask) {
    const Node& node = nodes_[places_[at]];
    if (node.parent == parent && node.segment == segment) return places_[at];
  }
  return none;
}

uint32_t NodeTable::intern(uint32_t parent, uint32_t segment, CreatedNodes* created) {
  const uint32_t found = find(parent, segment);
  if (found != none) return found;
  if (nodes_.count() >= maxNodes_) fail(StateFailure::nodes, maxNodes_);
  // At most three places of four are taken, the root's aside, which has none.
  if (nodes_.count() * 4 > places_.size() * 3) rehash(places_.size() * 2);
  Node node = {};
  node.parent = parent;
  node.segment = segment;
  node.firstChild = none;
  node.registration = none;
  const uint32_t id = nodes_.add(node);
  append(id);
  place(id);
  doubt(id);
  if (created != nullptr) {
    created->ids.push(id);
    created->parents.push(parent);
    created->segments.push(segment);
  }
  return id;
}

void NodeTable::displace(uint32_t id) {
  const uint32_t mask = places_.size() - 1;
  uint32_t at = homeOf(nodes_[id].parent, nodes_[id].segment);
  while (places_[at] != id) at = (at + 1) & mask;
  // Those behind it move up where their way leads over the gap, so that no gap cuts a way off.
  for (uint32_t next = (at + 1) & mask; places_[next] != none; next = (next + 1) & mask) {
    const Node& node = nodes_[places_[next]];
    const uint32_t home = homeOf(node.parent, node.segment);
    if (((next - home) & mask) < ((next - at) & mask)) continue;
    places_[at] = places_[next];
    at = next;
  }
  places_[at] = none;
}

void NodeTable::doubt(uint32_t id) {
  if (nodes_[id].isDoubtful != 0 || id == rootNode) return;
  nodes_[id].isDoubtful = 1;
  doubtful_.push(id);
}

void NodeTable::remove(uint32_t id) {
  displace(id);
  detach(id);
  nodes_.remove(id);
}

void NodeTable::append(uint32_t id) {
  Node& node = nodes_[id];
  uint32_t& first = nodes_[node.parent].firstChild;
  node.nextSibling = none;
  node.previousSibling = id;
  if (first == none) {
    first = id;
    return;
  }
  node.previousSibling = nodes_[first].previousSibling;
  nodes_[node.previousSibling].nextSibling = id;
  nodes_[first].previousSibling = id;
}

void NodeTable::detach(uint32_t id) {
  const Node& node = nodes_[id];
  uint32_t& first = nodes_[node.parent].firstChild;
  const uint32_t next = node.nextSibling;
  if (first == id) {
    first = next;
  } else {
    nodes_[node.previousSibling].nextSibling = next;
  }
  // What comes next knows what came before; behind the last, the first knows the last.
  const uint32_t knows = next != none ? next : first;
  if (knows != none) nodes_[knows].previousSibling = node.previousSibling;
}

void NodeTable::toEnd(uint32_t id) {
  if (id == rootNode || nodes_[id].nextSibling == none) return;
  detach(id);
  append(id);
}

void NodeTable::toFront(uint32_t id) {
  if (id == rootNode) return;
  toEnd(id);
  // In a ring, the one before the first is the first.
  uint32_t& first = nodes_[nodes_[id].parent].firstChild;
  if (first == id) return;
  nodes_[nodes_[id].previousSibling].nextSibling = none;
  nodes_[id].nextSibling = first;
  first = id;
}

void NodeTable::adopt(const uint32_t* nodes, uint32_t count) {
  uint32_t limit = 1;
  for (uint32_t i = 0; i < count; ++i) {
    if (nodes[3 * i] >= limit) limit = nodes[3 * i] + 1;
  }
  nodes_.resize(limit);
  uint32_t places = places_.size();
  while (limit * 4 > places * 3) places *= 2;
  rehash(places);
  for (uint32_t i = 0; i < count; ++i) {
    const uint32_t id = nodes[3 * i];
    Node& node = nodes_[id];
    node.parent = nodes[3 * i + 1];
    node.segment = nodes[3 * i + 2];
    node.firstChild = node.registration = none;
    append(id);
    place(id);
    doubt(id);
  }
  for (uint32_t id = limit - 1; id != rootNode; --id) {
    // A node that was told of has a sibling before it, be it itself; none is the root.
    if (nodes_[id].previousSibling == 0) nodes_.remove(id);
  }
}

void NodeTable::sweep(Array<uint32_t>& freed) {
  while (!doubtful_.empty()) {
    const uint32_t id = doubtful_.pop();
    Node& node = nodes_[id];
    node.isDoubtful = 0;
    if (node.tag != Tag::absent || node.holds != 0 || node.firstChild != none) continue;
    const uint32_t parent = node.parent;
    remove(id);
    freed.push(id);
    doubt(parent);
  }
}

bool NodeTable::isBelow(uint32_t id, uint32_t above) const {
  while (id != rootNode) {
    id = nodes_[id].parent;
    if (id == above) return true;
  }
  return false;
}

uint32_t NodeTable::nextBeside(uint32_t id, uint32_t top) const {
  while (id != top) {
    if (nodes_[id].nextSibling != none) return nodes_[id].nextSibling;
    id = nodes_[id].parent;
  }
  return none;
}

uint32_t NodeTable::nextBelow(uint32_t id, uint32_t top) const {
  const uint32_t child = nodes_[id].firstChild;
  return child != none ? child : nextBeside(id, top);
}

}  // namespace skyflock::state
