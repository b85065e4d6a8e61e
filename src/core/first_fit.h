#pragma once

#include <cstddef>

namespace skyflock::core {

/// Where a few blocks lie in one stretch of addresses, first fit. It keeps numbers and touches no
/// memory: a module that holds a handful of large blocks needs no heap, whose code is ten times
/// this.
template <size_t kBlocks>
class FirstFitOf {
 public:
  /// Blocks at a time.
  static constexpr size_t kMost = kBlocks;
  /// What every block begins at a multiple of: a cache line, and more than any vector.
  static constexpr size_t kAlignment = 64;

  /// From `begin`, which is not 0, to `end`; both are rounded to what blocks can use.
  constexpr FirstFitOf(size_t begin, size_t end)
      : begin_((begin + kAlignment - 1) / kAlignment * kAlignment),
        end_(end / kAlignment * kAlignment) {}

  /// Where a block of so many bytes lies from now on. 0 when there is no room for it, or kMost of
  /// them lie there.
  size_t take(size_t bytes) {
    if (count_ == kMost || bytes > end_ - begin_) return 0;
    const size_t length = (bytes + kAlignment - 1) / kAlignment * kAlignment;
    size_t begin = begin_;
    size_t index = 0;
    while (index < count_ && blocks_[index].begin - begin < length) begin = blocks_[index++].end;
    if (end_ - begin < length) return 0;
    for (size_t at = count_++; at > index; --at) blocks_[at] = blocks_[at - 1];
    blocks_[index] = {begin, begin + length};
    return begin;
  }

  /// The block that begins there lies there no longer. Where none begins, nothing happens.
  void give(size_t begin) {
    size_t index = 0;
    while (index < count_ && blocks_[index].begin != begin) ++index;
    if (index == count_) return;
    for (--count_; index < count_; ++index) blocks_[index] = blocks_[index + 1];
  }

 private:
  struct Block {
    size_t begin, end;
  };

  size_t begin_;
  size_t end_;
  size_t count_ = 0;
  Block blocks_[kMost] = {};
};

using FirstFit = FirstFitOf<4>;

}  // namespace skyflock::core
