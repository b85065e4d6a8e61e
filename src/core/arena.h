#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace skyflock::core {

/// Hands out parts of one block of memory, which is never given back piece by piece. Without a
/// block it hands out null and counts, so that its user can say beforehand how much it will need.
class Arena {
 public:
  /// Bytes that every part is aligned to: a cache line, and more than any vector.
  static constexpr size_t kAlignment = 64;

  Arena(std::byte* base, size_t capacity) : base_(base), capacity_(capacity) {}

  /// Room for `count` objects, filled with what the block held; null when the block is too small.
  template <typename T>
  T* allocate(size_t count) {
    static_assert(alignof(T) <= kAlignment);
    const size_t at = (used_ + kAlignment - 1) / kAlignment * kAlignment;
    used_ = at + count * sizeof(T);
    if (base_ == nullptr || used_ > capacity_) return nullptr;
    return reinterpret_cast<T*>(base_ + at);
  }

  /// Bytes asked for up to now.
  size_t used() const { return used_; }

 private:
  std::byte* base_;
  size_t capacity_;
  size_t used_ = 0;
};

}  // namespace skyflock::core
