#pragma once

#include <cstdint>

#include "scene/memory.h"

namespace skyflock::scene {

/// Which parts of a row of numbers 0 to size - 1 are free. A range is taken where the first free one has room for it,
/// and neighbours that are given back become one: where things lie follows from what was asked for in which order, and
/// from nothing else, so that every build and language agrees on it.
class Ranges {
 public:
  /// Where no range is.
  static constexpr uint32_t kNowhere = 0xffffffffu;

  explicit Ranges(const Memory& memory) : free_(memory) {}

  /// All of 0 to size - 1 is free. At most `most` ranges are ever taken at a time; false when the memory is refused.
  [[nodiscard]] bool begin(uint32_t size, uint32_t most);
  /// Where a range of so many would be taken, count > 0; kNowhere when no free range has the room. Takes nothing.
  uint32_t find(uint32_t count) const;
  /// Takes the range that `find` named.
  void take(uint32_t first, uint32_t count);
  /// Gives a range back that was taken. It needs no memory.
  void give(uint32_t first, uint32_t count);
  /// Bytes of memory it has.
  size_t room() const { return free_.room(); }

 private:
  struct Range {
    uint32_t first, count;
  };

  /// In ascending order, with something taken between any two.
  GrowingArray<Range> free_;
  uint32_t count_ = 0;
};

}  // namespace skyflock::scene
