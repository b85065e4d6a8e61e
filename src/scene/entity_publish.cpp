#include <algorithm>
#include <bit>
#include <cstddef>
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

/// The columns of each group, by a visitor of (group, from, to); they are copied word by word.
template <typename Visit>
void visitColumns(const EntityColumns& from, const EntityColumns& to, Visit visit) {
  for (int i = 0; i < 3; ++i) visit(ColumnGroup::position, from.position[i], to.position[i]);
  for (int i = 0; i < 4; ++i) {
    visit(ColumnGroup::orientation, from.orientation[i], to.orientation[i]);
  }
  for (int i = 0; i < 3; ++i) visit(ColumnGroup::scale, from.scale[i], to.scale[i]);
  visit(ColumnGroup::color, from.colors, to.colors);
  visit(ColumnGroup::looks, from.looks, to.looks);
  visit(ColumnGroup::camera, from.cameras, to.cameras);
  visit(ColumnGroup::life, from.generations, to.generations);
  visit(ColumnGroup::life, from.flags, to.flags);
  visit(ColumnGroup::parent, from.parents, to.parents);
}

/// Copies some of a line's words.
void copyLine(std::byte* to, const std::byte* from, uint64_t dirty, bool isMany) {
  if (isMany) {
    std::memcpy(to, from, size_t{kLine} * 4);
    return;
  }
  for (; dirty != 0; dirty &= dirty - 1) {
    const size_t at = static_cast<size_t>(std::countr_zero(dirty)) * 4;
    std::memcpy(to + at, from + at, 4);
  }
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
  dirty_.visit([&](uint32_t line, const DirtySet::Line& words) {
    const size_t first = size_t{line} * kLine * 4;
    bool isMany[DirtySet::kGroups];
    for (uint32_t group = 0; group < DirtySet::kGroups; ++group) {
      const uint32_t count = bitsOf(words.words[group]);
      isMany[group] = count >= kMany;
      done.copies += count;
      if (count != 0) done.fields |= kFieldsOf[group];
    }
    if (hasOthers(line * kLine, wordOf(words, ColumnGroup::life))) done.fields |= kAllFields;
    done.entities += bitsOf(words.any());
    visitColumns(working_, published_, [&](ColumnGroup group, const auto* from, auto* to) {
      const uint64_t dirty = wordOf(words, group);
      if (dirty == 0) return;
      copyLine(reinterpret_cast<std::byte*>(to) + first,
               reinterpret_cast<const std::byte*>(from) + first, dirty,
               isMany[static_cast<uint32_t>(group)]);
    });
    return true;
  });
  dirty_.clear();
  publishedSlots_ = slots_;
  publishedCount_ = count_;
  return done;
}

}  // namespace skyflock::scene
