#pragma once

#include <cstdint>

#include "state/array.h"
#include "state/node_table.h"

namespace skyflock::state {

/// A tag and its payload.
struct Value {
  Tag tag;
  double payload;
};

constexpr bool isContainer(Tag tag) { return tag == Tag::object || tag == Tag::array; }
constexpr bool isBoolean(Tag tag) { return tag == Tag::booleanFalse || tag == Tag::booleanTrue; }
/// Whether the payload is a slot that is counted.
constexpr bool isCounted(Tag tag) { return tag == Tag::string || tag == Tag::slot; }

/// How two numbers are compared.
enum class Numbers {
  strictly,    ///< `===`: NaN is nothing's equal, the zeros are equal
  identically  ///< `Object.is`: NaN is itself, the zeros differ
};

bool numbersEqual(double a, double b, Numbers how);

/// Values taken apart, in preorder (kernel.ts): what a batch brings along, or a copy of a part of
/// the shadow.
struct ValueNodes {
  Array<uint32_t> segments;
  Array<uint8_t> tags;
  Array<double> payloads;
  Array<uint32_t> ends;

  void reserve(uint32_t count);
  void clear();
  /// Takes on what a caller filled in by address.
  void resizeToCapacity();
  /// A node whose end is set by whoever knows it.
  uint32_t push(uint32_t segment, Value value);
};

/// What the store's state is, as the engine knows it: a value for every path that has one. A
/// container's children are nodes; nodes without a value may stand among them.
///
/// `Object.is` and `===` of slots are comparisons of their numbers; only whether the values of two
/// slots are equal by content has to be asked of the host.
class Shadow {
 public:
  using SlotsEqual = bool (*)(uint32_t a, uint32_t b);

  Shadow(NodeTable& nodes, CreatedNodes& created, SlotsEqual slotsEqual)
      : nodes_(nodes), created_(created), slotsEqual_(slotsEqual) {}

  /// Whether writing the value would change nothing. Containers, which stand in `values`, and what
  /// slots hold are compared by content where numbers are compared identically; else a container is
  /// never the one that is there, and a slot's value is itself alone.
  bool has(uint32_t id, Value value, Numbers how, const ValueNodes& values);

  /// Sets a node's value. On the way, what is no container becomes an empty object. False, with
  /// nothing changed at that node, when the path is not within an array on its way. A container is
  /// the one at `payload` in `values`.
  bool write(uint32_t id, Value value, const ValueNodes& values);

  /// Whether two nodes' values are equal: containers by content, slots by the host. No value is as
  /// good as undefined.
  bool equal(uint32_t a, uint32_t b, Numbers how) const;
  /// A copy of a node's container; the index of its value node is 0.
  void copy(uint32_t top, ValueNodes& into) const;

  /// From here on, what is set can be put back.
  void beginJournal();
  /// Puts back what was set since then.
  void rollBack();
  void endJournal();

  bool hasArrays() const { return arrays_ != 0; }
  uint32_t entries() const { return entries_; }
  size_t room() const { return journal_.room() + slots_.room() + touched_.room() + open_.room(); }
  uint32_t slotReferences() const { return slotReferences_; }

  /// Has `release` look at a slot.
  void touch(uint32_t slot);
  /// Gathers the slots that were touched or given up and that no value refers to.
  void release(Array<uint32_t>& released);

 private:
  struct Entry {
    double payload;
    uint32_t node;
    Tag tag;
  };
  struct Slot {
    uint32_t references;
    uint32_t isTouched;
  };

  void set(uint32_t id, Tag tag, double payload);
  void setUnrecorded(uint32_t id, Tag tag, double payload);
  bool makeRoom(uint32_t id);
  void clearBelow(uint32_t top);
  bool leafIs(const Node& node, Value value, Numbers how) const;
  bool holds(uint32_t top, Value value, const ValueNodes& values);
  void fill(uint32_t top, Value value, const ValueNodes& values);
  bool leavesEqual(const Node& a, const Node& b, Numbers how) const;

  NodeTable& nodes_;
  CreatedNodes& created_;
  SlotsEqual slotsEqual_;
  bool isRecording_ = false;
  bool isPuttingBack_ = false;
  Array<Entry> journal_;
  Array<Slot> slots_;
  Array<uint32_t> touched_;
  uint32_t entries_ = 0, arrays_ = 0, slotReferences_ = 0;

  /// Where `fill` and `holds` are: a container and the end of its value node.
  struct Open {
    uint32_t node, end;
  };
  Array<Open> open_;
};

}  // namespace skyflock::state
