#pragma once

#include <bit>
#include <cstdint>
#include <cstring>

namespace skyflock::scene {

/// What is published of an entity at once: the columns that change together.
enum class ColumnGroup : uint32_t {
  position,
  orientation,
  scale,
  color,
  looks,
  camera,
  life,  ///< flags and generation
  parent,
};

/// Which column groups of which entities differ between the working and the published state: a bit each.
///
///   summary   one bit a line            ......1.........1......................
///   lines     64 entities each, a word           | a group: a cache line
///
/// A publish looks at the summary, 32,768 entities a cache line of it, and then only at the lines that it names. In a
/// line it sees at once which entities are dirty in any group, and a word of all ones is 64 neighbours to be copied as one.
class DirtySet {
 public:
  static constexpr uint32_t kGroups = 8;
  static constexpr uint32_t kLineEntities = 64;

  struct alignas(64) Line {
    uint64_t words[kGroups];

    /// Entities that are dirty in any group.
    uint64_t any() const {
      uint64_t all = 0;
      for (const uint64_t word : words) all |= word;
      return all;
    }
  };

  static constexpr uint32_t linesOf(uint32_t entities) {
    return (entities + kLineEntities - 1) / kLineEntities;
  }
  static constexpr uint32_t summaryWordsOf(uint32_t entities) {
    return (linesOf(entities) + 63) / 64;
  }

  /// Memory for some entities, as another set of fewer of them left it or all zero.
  void place(Line* lines, uint64_t* summary, uint32_t entities) {
    lines_ = lines;
    summary_ = summary;
    summaryWords_ = summaryWordsOf(entities);
  }

  bool isEmpty() const { return !any_; }

  void mark(uint32_t entity, ColumnGroup group) {
    const uint32_t line = entity / kLineEntities;
    lines_[line].words[static_cast<uint32_t>(group)] |= uint64_t{1} << (entity % kLineEntities);
    markLine(line);
  }
  void markAll(uint32_t entity) {
    const uint32_t line = entity / kLineEntities;
    const uint64_t bit = uint64_t{1} << (entity % kLineEntities);
    for (uint64_t& word : lines_[line].words) word |= bit;
    markLine(line);
  }
  /// Entities of one line, by their bits.
  void markMany(uint32_t line, uint64_t entities, ColumnGroup group) {
    lines_[line].words[static_cast<uint32_t>(group)] |= entities;
    markLine(line);
  }
  /// Entities 0 to count - 1.
  void markFirst(uint32_t count, ColumnGroup group) {
    for (uint32_t line = 0; line * kLineEntities < count; ++line) {
      const uint32_t left = count - line * kLineEntities;
      markMany(line, left >= kLineEntities ? ~uint64_t{0} : (uint64_t{1} << left) - 1, group);
    }
  }

  /// Calls `visit(line number, line)` for every line that has a bit, in ascending order, until it says false; whether
  /// it never did.
  template <typename Visit>
  bool visit(Visit visitLine) const {
    for (uint32_t word = 0; word < summaryWords_; ++word) {
      for (uint64_t bits = summary_[word]; bits != 0; bits &= bits - 1) {
        const uint32_t line = word * 64 + static_cast<uint32_t>(std::countr_zero(bits));
        if (!visitLine(line, lines_[line])) return false;
      }
    }
    return true;
  }

  /// Nothing is dirty any more.
  void clear() {
    for (uint32_t word = 0; word < summaryWords_; ++word) {
      for (uint64_t bits = summary_[word]; bits != 0; bits &= bits - 1) {
        lines_[word * 64 + static_cast<uint32_t>(std::countr_zero(bits))] = {};
      }
      summary_[word] = 0;
    }
    any_ = false;
  }

 private:
  void markLine(uint32_t line) {
    summary_[line / 64] |= uint64_t{1} << (line % 64);
    any_ = true;
  }

  Line* lines_ = nullptr;
  uint64_t* summary_ = nullptr;
  uint32_t summaryWords_ = 0;
  bool any_ = false;
};

}  // namespace skyflock::scene
