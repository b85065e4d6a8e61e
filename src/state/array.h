#pragma once

#include <cstdint>
#include <cstring>
#include <type_traits>

#include "core/assert.h"
#include "state/block.h"

namespace skyflock::state {

/// A growing row of records that bytes can be copied of. It is std::vector without what would be
/// linked along with it: the engine is to be small enough to be loaded with a page.
template <typename T>
class Array {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  Array() = default;
  Array(const Array&) = delete;
  Array& operator=(const Array&) = delete;
  ~Array() { freeBlock(data_); }

  uint32_t size() const { return size_; }
  uint32_t capacity() const { return capacity_; }
  /// Bytes it holds on to.
  size_t room() const { return size_t{capacity_} * sizeof(T); }
  bool empty() const { return size_ == 0; }
  T* data() { return data_; }
  const T* data() const { return data_; }
  T* begin() { return data_; }
  T* end() { return data_ + size_; }
  const T* begin() const { return data_; }
  const T* end() const { return data_ + size_; }

  T& operator[](uint32_t at) {
    SKYFLOCK_ASSERT_HEAVY(at < size_, "an index lies within its array");
    return data_[at];
  }
  const T& operator[](uint32_t at) const {
    SKYFLOCK_ASSERT_HEAVY(at < size_, "an index lies within its array");
    return data_[at];
  }

  /// By value: `value` may stand in this very array.
  void push(T value) {
    if (size_ == capacity_) grow(size_ + 1);
    data_[size_++] = value;
  }
  T pop() { return data_[--size_]; }
  T& back() { return (*this)[size_ - 1]; }
  void clear() { size_ = 0; }

  /// Room for `count` in all; what is there stays.
  void reserve(uint32_t count) {
    if (count > capacity_) grow(count);
  }
  /// Makes it `count` long; what is new is zero.
  void resize(uint32_t count) {
    reserve(count);
    if (count > size_)
      std::memset(static_cast<void*>(data_ + size_), 0, (count - size_) * sizeof(T));
    size_ = count;
  }
  /// Makes it `count` long; what is new holds anything.
  void resizeRaw(uint32_t count) {
    reserve(count);
    size_ = count;
  }
  /// Makes all of its room part of it, as one who filled it in by address wants it.
  void resizeToCapacity() { size_ = capacity_; }

 private:
  void grow(uint32_t least) {
    data_ = static_cast<T*>(growBlock(data_, capacity_, least, sizeof(T)));
  }

  T* data_ = nullptr;
  uint32_t size_ = 0, capacity_ = 0;
};

/// Records with numbers that stay: a number that was given back is given out again.
template <typename T>
class Pool {
 public:
  uint32_t add(const T& record) {
    if (free_.empty()) {
      records_.push(record);
      return records_.size() - 1;
    }
    const uint32_t number = free_.pop();
    records_[number] = record;
    return number;
  }
  void remove(uint32_t number) { free_.push(number); }
  /// Has `count` records in all, of which the new ones are zero.
  void resize(uint32_t count) { records_.resize(count); }

  T& operator[](uint32_t number) { return records_[number]; }
  const T& operator[](uint32_t number) const { return records_[number]; }
  /// Records that are in use.
  uint32_t count() const { return records_.size() - free_.size(); }
  /// Bytes of the records that are in use.
  size_t bytes() const { return size_t{count()} * sizeof(T); }
  /// Bytes it holds on to.
  size_t room() const { return records_.room() + free_.room(); }
  /// One more than the greatest number that was ever given out.
  uint32_t limit() const { return records_.size(); }

 private:
  Array<T> records_;
  Array<uint32_t> free_;
};

}  // namespace skyflock::state
