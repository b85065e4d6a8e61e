#include <algorithm>
#include <bit>
#include <cstring>

#include "scene/entities.h"
#include "scene/numbers.h"

// One field of many entities: what moves a hundred thousand of them in a frame. A run is taken line by line of the
// dirty set. Where all of a line's entities are there and all their values hold, which is nearly always, they are
// written four at a time and marked as one; else each is looked at by itself.

namespace skyflock::scene {

using namespace constants;
using core::F4;
using core::I4;

namespace {

constexpr ColumnGroup groupOf(uint32_t field) {
  switch (field) {
    case fieldPosition:
      return ColumnGroup::position;
    case fieldOrientation:
      return ColumnGroup::orientation;
    case fieldScale:
      return ColumnGroup::scale;
    case fieldColor:
      return ColumnGroup::color;
    default:
      return ColumnGroup::life;
  }
}

uint32_t flagsOf(uint32_t active) { return entityAlive | (active != 0 ? entityActive : 0); }

F4 numbersAt(const uint32_t* words) { return I4::load(words).asF4(); }

/// Whether words are numbers as they may be.
bool areNumbers(const uint32_t* words, uint32_t count) {
  I4 largest = I4::splat(0);
  uint32_t i = 0;
  for (; i + 4 <= count; i += 4) largest = largerBits(largest, numbersAt(words + i));
  bool are = areWithin(largest);
  for (; i < count; ++i) are = are && isNumber(std::bit_cast<float>(words[i]));
  return are;
}

}  // namespace

void Entities::setRun(const SetRun& run, const uint32_t* values) {
  constexpr uint32_t kLine = DirtySet::kLineEntities;
  const uint32_t field = run.head >> 16;
  const uint32_t words = runWords(field);
  const uint32_t there = run.first < slots_ ? std::min(run.count, slots_ - run.first) : 0;
  for (uint32_t done = 0; done < there;) {
    const uint32_t first = run.first + done;
    const uint32_t ahead = std::min(there - done, kLine - first % kLine);
    if (areOfGeneration(first, ahead, run.generation) && setBlock(field, first, ahead, values)) {
      const uint64_t bits = ahead == kLine ? ~uint64_t{0} : (uint64_t{1} << ahead) - 1;
      dirty_.markMany(first / kLine, bits << (first % kLine), groupOf(field));
    } else {
      for (uint32_t i = 0; i < ahead; ++i) {
        setOrRefuse(SceneOp::setRun, field, first + i, run.generation, values + i * words);
      }
    }
    values += ahead * words;
    done += ahead;
  }
  if (there == run.count) return;
  // Whoever was never there is refused as one.
  outbox_.refuse(SceneOp::setRun, RefusalKind::staleEntity, run.first + there, run.generation, 0,
                 run.count - there);
}

void Entities::setList(uint32_t field, uint32_t count, const uint32_t* slots,
                       const uint32_t* generations, const uint32_t* values) {
  const uint32_t words = runWords(field);
  for (uint32_t i = 0; i < count; ++i, values += words) {
    setOrRefuse(SceneOp::setList, field, slots[i], generations[i], values);
  }
}

/// Writes values of entities in a row that are there; false when one of them does not hold. Some may have been written
/// then.
bool Entities::setBlock(uint32_t field, uint32_t first, uint32_t count, const uint32_t* values) {
  switch (field) {
    case fieldColor:
      std::memcpy(working_.colors + first, values, size_t{count} * 4);
      return true;
    case fieldActive: {
      const auto isOther = [](uint32_t active) { return active > 1; };
      if (std::any_of(values, values + count, isOther)) return false;
      std::transform(values, values + count, working_.flags + first, flagsOf);
      return true;
    }
    default:
      break;
  }
  const uint32_t words = runWords(field);
  if (!areNumbers(values, count * words)) return false;
  uint32_t i = 0;
  for (; i + 4 <= count; i += 4, values += size_t{4} * words) {
    F4 lanes[4];
    for (uint32_t k = 0; k < 4; ++k) lanes[k] = numbersAt(values + k * words);
    transpose4(lanes[0], lanes[1], lanes[2], lanes[3]);
    if (field == fieldOrientation) {
      const F4 length = sqrt(((lanes[0] * lanes[0] + lanes[1] * lanes[1]) + lanes[2] * lanes[2]) +
                             lanes[3] * lanes[3]);
      if (!all(length > 0.0f)) return false;
      for (int k = 0; k < 4; ++k) (lanes[k] / length).store(working_.orientation[k] + first + i);
    } else {
      float* const* columns = field == fieldPosition ? working_.position : working_.scale;
      for (int k = 0; k < 3; ++k) lanes[k].store(columns[k] + first + i);
    }
  }
  for (; i < count; ++i, values += words) {
    if (!setOne(field, first + i, values).ok()) return false;
  }
  return true;
}

void Entities::setOrRefuse(SceneOp op, uint32_t field, uint32_t slot, uint32_t generation,
                           const uint32_t* value) {
  const Outcome outcome = isAlive(slot, generation) ? setOne(field, slot, value)
                                                    : Outcome::refusal(RefusalKind::staleEntity);
  if (!outcome.ok()) outbox_.refuse(op, outcome.kind, slot, generation, outcome.detail);
}

Outcome Entities::setOne(uint32_t field, uint32_t slot, const uint32_t* value) {
  if (field == fieldColor) {
    working_.colors[slot] = value[0];
  } else if (field == fieldActive) {
    if (value[0] > 1) return Outcome::refusal(RefusalKind::outOfRange, value[0]);
    working_.flags[slot] = flagsOf(value[0]);
  } else {
    float numbers[4] = {};
    std::memcpy(numbers, value, size_t{runWords(field)} * 4);
    if (!scene::areNumbers(numbers, runWords(field))) {
      return Outcome::refusal(RefusalKind::notFinite);
    }
    if (field == fieldOrientation) {
      if (!makeUnit4(numbers)) return Outcome::refusal(RefusalKind::notFinite);
      for (int i = 0; i < 4; ++i) working_.orientation[i][slot] = numbers[i];
    } else {
      float* const* columns = field == fieldPosition ? working_.position : working_.scale;
      for (int i = 0; i < 3; ++i) columns[i][slot] = numbers[i];
    }
  }
  dirty_.mark(slot, groupOf(field));
  return Outcome::done();
}

/// Whether entities in a row all live and are of one generation.
bool Entities::areOfGeneration(uint32_t first, uint32_t count, uint32_t generation) const {
  const uint32_t* generations = working_.generations + first;
  const uint32_t* flags = working_.flags + first;
  I4 other = I4::splat(0);
  I4 living = I4::splat(entityAlive);
  uint32_t i = 0;
  for (; i + 4 <= count; i += 4) {
    other = other | (I4::load(generations + i) ^ generation);
    living = living & I4::load(flags + i);
  }
  bool are = all(other == 0) && all(living == entityAlive);
  for (; i < count; ++i) are = are && generations[i] == generation && (flags[i] & entityAlive) != 0;
  return are;
}

}  // namespace skyflock::scene
