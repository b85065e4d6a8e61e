#pragma once

#include <cstdint>

#include "state/shadow.h"

namespace skyflock::state {

/// A row of the list.
struct Row {
  uint32_t node;
  Value value;
  uint32_t flags;
  uint32_t origin;
};

constexpr uint32_t bit(ChangeFlag flag) { return static_cast<uint32_t>(flag); }

/// Rows as a caller fills them in.
struct InputRows {
  Array<uint32_t> ids;
  Array<uint8_t> tags;
  Array<double> payloads;

  void reserve(uint32_t count) {
    ids.reserve(count);
    tags.reserve(count);
    payloads.reserve(count);
  }
  /// Takes on what a caller filled in by address.
  void resize_to_capacity() {
    ids.resize_to_capacity();
    tags.resize_to_capacity();
    payloads.resize_to_capacity();
  }
};

/// The changes of a batch after the stages.
struct List {
  Array<uint32_t> ids;
  Array<uint8_t> tags;
  Array<double> payloads;
  Array<uint8_t> flags;
  Array<uint32_t> origins;

  uint32_t size() const { return ids.size(); }

  void clear() { cut(0); }
  /// Keeps the first `count` rows.
  void cut(uint32_t count) {
    ids.resize_raw(count);
    tags.resize_raw(count);
    payloads.resize_raw(count);
    flags.resize_raw(count);
    origins.resize_raw(count);
  }

  Value value(uint32_t at) const { return {static_cast<Tag>(tags[at]), payloads[at]}; }
  Row operator[](uint32_t at) const { return {ids[at], value(at), flags[at], origins[at]}; }

  void push(const Row& row) {
    ids.push(row.node);
    tags.push(static_cast<uint8_t>(row.value.tag));
    payloads.push(row.value.payload);
    flags.push(static_cast<uint8_t>(row.flags));
    origins.push(row.origin);
  }
  /// Moves a row to a place before it.
  void move(uint32_t from, uint32_t to) {
    ids[to] = ids[from];
    tags[to] = tags[from];
    payloads[to] = payloads[from];
    flags[to] = flags[from];
    origins[to] = origins[from];
  }
};

/// What a commit did, as kernel.ts tells of it.
struct Writes {
  Array<uint32_t> ids;
  Array<uint8_t> tags;
  Array<double> payloads;
  Array<uint32_t> rows;

  void clear() {
    ids.clear();
    tags.clear();
    payloads.clear();
    rows.clear();
  }
  void push(uint32_t id, Value value, uint32_t row) {
    ids.push(id);
    tags.push(static_cast<uint8_t>(value.tag));
    payloads.push(value.payload);
    rows.push(row);
  }
};

}  // namespace skyflock::state
