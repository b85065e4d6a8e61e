#include <algorithm>
#include <bit>
#include <cstring>

#include "scene/entities.h"
#include "scene/numbers.h"

// A publish of entities. It costs what changed: lines of the dirty set that have no bit are not looked at, and where few
// of a line's entities are dirty only those are copied. Where many are, all 64 are: that is one straight copy, and those
// that are not dirty are equal anyway.

namespace skyflock::scene {

using namespace constants;
using core::F4;
using core::I4;

namespace {

constexpr uint32_t kLine = DirtySet::kLineEntities;
/// From so many dirty entities of a line on, all of it is checked and copied.
constexpr uint32_t kMany = 16;

/// Fields whose columns are in each group.
constexpr uint32_t kFieldsOf[DirtySet::kGroups] = {
    fieldPosition, fieldOrientation, fieldScale, fieldColor, fieldMesh | fieldTexture,
    fieldCamera,   fieldActive,      fieldParent};
constexpr uint32_t kAllFields = 2 * fieldParent - 1;

/// How many bits there are, without the call that a plain processor's build makes of std::popcount.
uint32_t bitsOf(uint64_t word) {
  if (word == 0) return 0;
  if (word == ~uint64_t{0}) return 64;
  word -= word >> 1 & 0x5555555555555555u;
  word = (word & 0x3333333333333333u) + (word >> 2 & 0x3333333333333333u);
  word = (word + (word >> 4)) & 0x0f0f0f0f0f0f0f0fu;
  return static_cast<uint32_t>(word * 0x0101010101010101u >> 56);
}

/// Copies a column's words of the entities that are dirty in a group.
template <typename T>
void copyColumn(const DirtySet& dirty, ColumnGroup group, const T* from, T* to) {
  static_assert(sizeof(T) == 4);
  dirty.visit([&](uint32_t number, const DirtySet::Line& line) {
    uint64_t bits = line.words[static_cast<uint32_t>(group)];
    const size_t first = size_t{number} * kLine;
    if (bitsOf(bits) >= kMany) {
      std::memcpy(to + first, from + first, size_t{kLine} * 4);
      return true;
    }
    for (; bits != 0; bits &= bits - 1) {
      const size_t at = first + static_cast<size_t>(std::countr_zero(bits));
      to[at] = from[at];
    }
    return true;
  });
}

/// Whether some of a line's numbers are as they may be.
template <size_t kCount>
bool areLineNumbers(float* const (&columns)[kCount], uint32_t first, uint64_t dirty) {
  if (dirty == 0) return true;
  if (bitsOf(dirty) >= kMany) {
    I4 largest = I4::splat(0);
    for (const float* column : columns) {
      for (uint32_t i = 0; i < kLine; i += 4) {
        largest = largerBits(largest, F4::load(column + first + i));
      }
    }
    return areWithin(largest);
  }
  uint32_t largest = 0;
  for (; dirty != 0; dirty &= dirty - 1) {
    const uint32_t slot = first + static_cast<uint32_t>(std::countr_zero(dirty));
    for (const float* column : columns) largest = std::max(largest, sizeBits(column[slot]));
  }
  return largest <= kLargestBits;
}

uint64_t wordOf(const DirtySet::Line& line, ColumnGroup group) {
  return line.words[static_cast<uint32_t>(group)];
}

}  // namespace

Outcome Entities::prepare() {
  Outcome fault = Outcome::done();
  dirty_.visit([&](uint32_t line, const DirtySet::Line& words) {
    fault = checkLine(line * kLine, words);
    return fault.ok();
  });
  if (!fault.ok()) return fault;
  return growPublished() ? fault : Outcome::refusal(RefusalKind::memory);
}

/// Whether what is dirty of 64 entities holds together.
Outcome Entities::checkLine(uint32_t first, const DirtySet::Line& line) const {
  if (!areLineNumbers(working_.position, first, wordOf(line, ColumnGroup::position)) ||
      !areLineNumbers(working_.orientation, first, wordOf(line, ColumnGroup::orientation)) ||
      !areLineNumbers(working_.scale, first, wordOf(line, ColumnGroup::scale))) {
    return Outcome::refusal(RefusalKind::notFinite);
  }
  const uint64_t others = wordOf(line, ColumnGroup::looks) | wordOf(line, ColumnGroup::parent);
  for (uint64_t bits = others; bits != 0; bits &= bits - 1) {
    const uint32_t slot = first + static_cast<uint32_t>(std::countr_zero(bits));
    if (!isAlive(slot)) continue;
    const uint32_t mesh = meshOf(working_.looks[slot]);
    if (mesh != kNoMesh && !meshes_.isKnown(mesh)) {
      return Outcome::refusal(RefusalKind::unknownMesh, mesh);
    }
    const uint32_t parent = working_.parents[slot];
    if (parent != none && (parent >= slots_ || !isAlive(parent))) {
      return Outcome::refusal(RefusalKind::staleEntity);
    }
  }
  return Outcome::done();
}

/// Whether one of 64 entities begins or ends with the publish.
bool Entities::hasOthers(uint32_t first, uint64_t dirty) const {
  for (; dirty != 0; dirty &= dirty - 1) {
    const uint32_t slot = first + static_cast<uint32_t>(std::countr_zero(dirty));
    const uint32_t changed = working_.flags[slot] ^ published_.flags[slot];
    if ((changed & entityAlive) != 0 || generations(slot) != published_.generations[slot]) {
      return true;
    }
  }
  return false;
}

Entities::Publication Entities::publish() {
  Publication done;
  bool isOther = false;
  uint32_t counts[DirtySet::kGroups] = {};
  dirty_.visit([&](uint32_t number, const DirtySet::Line& line) {
    for (uint32_t group = 0; group < DirtySet::kGroups; ++group) {
      counts[group] += bitsOf(line.words[group]);
    }
    done.entities += bitsOf(line.any());
    isOther = isOther || hasOthers(number * kLine, wordOf(line, ColumnGroup::life));
    return true;
  });
  for (uint32_t group = 0; group < DirtySet::kGroups; ++group) {
    if (counts[group] == 0) continue;
    done.copies += counts[group];
    done.fields |= kFieldsOf[group];
    copyGroup(static_cast<ColumnGroup>(group));
  }
  if (isOther) done.fields = kAllFields;
  dirty_.clear();
  publishedSlots_ = slots_;
  publishedCount_ = count_;
  return done;
}

/// Column after column: each is two straight streams through memory.
void Entities::copyGroup(ColumnGroup group) {
  const auto copy = [&](const auto* from, auto* to) { copyColumn(dirty_, group, from, to); };
  switch (group) {
    case ColumnGroup::position:
      for (int i = 0; i < 3; ++i) copy(working_.position[i], published_.position[i]);
      break;
    case ColumnGroup::orientation:
      for (int i = 0; i < 4; ++i) copy(working_.orientation[i], published_.orientation[i]);
      break;
    case ColumnGroup::scale:
      for (int i = 0; i < 3; ++i) copy(working_.scale[i], published_.scale[i]);
      break;
    case ColumnGroup::color:
      return copy(working_.colors, published_.colors);
    case ColumnGroup::looks:
      return copy(working_.looks, published_.looks);
    case ColumnGroup::camera:
      return copy(working_.cameras, published_.cameras);
    case ColumnGroup::life:
      copy(working_.generations, published_.generations);
      return copy(working_.flags, published_.flags);
    case ColumnGroup::parent:
      return copy(working_.parents, published_.parents);
  }
}

}  // namespace skyflock::scene
