#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>

namespace skyflock::core {

/// Bytes between the parts of an arena. Nobody writes there: what does has run over a part's end.
class Guards {
 public:
  static constexpr size_t kBytes = 64;
  static constexpr size_t kMost = 64;

  /// Takes on the kBytes from here on.
  void add(std::byte* begin) {
    if (count_ == kMost) return;
    std::memset(begin, kPattern, kBytes);
    begins_[count_++] = begin;
  }

  /// Whether nobody has written to any of them.
  bool intact() const {
    for (size_t i = 0; i < count_; ++i) {
      for (size_t k = 0; k < kBytes; ++k) {
        if (begins_[i][k] != std::byte{kPattern}) return false;
      }
    }
    return true;
  }

 private:
  static constexpr int kPattern = 0x5c;

  std::byte* begins_[kMost] = {};
  size_t count_ = 0;
};

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
    const size_t end = at + count * sizeof(T);
    used_ = end + Guards::kBytes;
    if (base_ == nullptr || used_ > capacity_) return nullptr;
    guards_.add(base_ + end);
    return reinterpret_cast<T*>(base_ + at);
  }

  /// What stands between the parts.
  const Guards& guards() const { return guards_; }
  /// Bytes asked for up to now.
  size_t used() const { return used_; }

 private:
  std::byte* base_;
  size_t capacity_;
  size_t used_ = 0;
  Guards guards_;
};

}  // namespace skyflock::core
