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
  void resizeToCapacity() {
    ids.resizeToCapacity();
    tags.resizeToCapacity();
    payloads.resizeToCapacity();
  }
};

/// The changes of a batch after the stages. Its columns have one length, and grow together: a row
/// is written a million times a second.
class List {
 public:
  uint32_t size() const { return size_; }
  const uint32_t* ids() const { return ids_.data(); }
  const uint8_t* tags() const { return tags_.data(); }
  const double* payloads() const { return payloads_.data(); }
  const uint8_t* flags() const { return flags_.data(); }
  const uint32_t* origins() const { return origins_.data(); }

  void clear() { size_ = 0; }

  uint32_t node(uint32_t at) const { return ids_.data()[at]; }
  Value value(uint32_t at) const {
    return {static_cast<Tag>(tags_.data()[at]), payloads_.data()[at]};
  }
  Row operator[](uint32_t at) const {
    return {node(at), value(at), flags_.data()[at], origins_.data()[at]};
  }

  void push(const Row& row) {
    if (size_ == ids_.capacity()) grow();
    write(size_++, row);
  }
  /// Takes a row out; `isGone` tells of it until `closeGaps`.
  void remove(uint32_t at) { ids_.data()[at] = none; }
  bool isGone(uint32_t at) const { return ids_.data()[at] == none; }
  /// Moves up what stands behind rows that are gone, from `begin` on.
  void closeGaps(uint32_t begin) {
    uint32_t kept = begin;
    for (uint32_t at = begin; at < size_; ++at) {
      if (!isGone(at)) write(kept++, (*this)[at]);
    }
    size_ = kept;
  }
  void addFlag(uint32_t at, ChangeFlag flag) {
    flags_.data()[at] |= static_cast<uint8_t>(bit(flag));
  }

 private:
  void write(uint32_t at, const Row& row) {
    ids_.data()[at] = row.node;
    tags_.data()[at] = static_cast<uint8_t>(row.value.tag);
    payloads_.data()[at] = row.value.payload;
    flags_.data()[at] = static_cast<uint8_t>(row.flags);
    origins_.data()[at] = row.origin;
  }
  void grow() {
    const uint32_t capacity = size_ + size_ / 2 + 16;
    ids_.reserve(capacity);
    tags_.reserve(capacity);
    payloads_.reserve(capacity);
    flags_.reserve(capacity);
    origins_.reserve(capacity);
  }

  Array<uint32_t> ids_;
  Array<uint8_t> tags_;
  Array<double> payloads_;
  Array<uint8_t> flags_;
  Array<uint32_t> origins_;
  uint32_t size_ = 0;
};

/// What a commit did, as kernel.ts tells of it; columns as in List.
class Writes {
 public:
  uint32_t size() const { return size_; }
  const uint32_t* ids() const { return ids_.data(); }
  const uint8_t* tags() const { return tags_.data(); }
  const double* payloads() const { return payloads_.data(); }
  const uint32_t* rows() const { return rows_.data(); }

  void clear() { size_ = 0; }
  void push(uint32_t id, Value value, uint32_t row) {
    if (size_ == ids_.capacity()) grow();
    ids_.data()[size_] = id;
    tags_.data()[size_] = static_cast<uint8_t>(value.tag);
    payloads_.data()[size_] = value.payload;
    rows_.data()[size_] = row;
    size_ += 1;
  }

 private:
  void grow() {
    const uint32_t capacity = size_ + size_ / 2 + 16;
    ids_.reserve(capacity);
    tags_.reserve(capacity);
    payloads_.reserve(capacity);
    rows_.reserve(capacity);
  }

  Array<uint32_t> ids_;
  Array<uint8_t> tags_;
  Array<double> payloads_;
  Array<uint32_t> rows_;
  uint32_t size_ = 0;
};

}  // namespace skyflock::state
