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

/// Four values of three or four words each, as four lanes of each word.
template <uint32_t kWords>
void take4(const uint32_t* values, F4 (&lanes)[4]) {
  for (uint32_t i = 0; i < 4; ++i) lanes[i] = numbersAt(values + i * kWords);
  transpose4(lanes[0], lanes[1], lanes[2], lanes[3]);
}

}  // namespace

void Entities::setRun(const SetRun& run, const uint32_t* values) {
  // Whoever was never there is refused as one.
  const uint32_t there = run.first < slots_ ? std::min(run.count, slots_ - run.first) : 0;
  switch (run.head >> 16) {
    case fieldPosition:
      setRunOf<fieldPosition>(run, there, values);
      break;
    case fieldOrientation:
      setRunOf<fieldOrientation>(run, there, values);
      break;
    case fieldScale:
      setRunOf<fieldScale>(run, there, values);
      break;
    case fieldColor:
      setRunOf<fieldColor>(run, there, values);
      break;
    default:
      setRunOf<fieldActive>(run, there, values);
  }
  if (there == run.count) return;
  outbox_.refuse(SceneOp::setRun, RefusalKind::staleEntity, run.first + there, run.generation, 0,
                 run.count - there);
}

template <uint32_t kField>
void Entities::setRunOf(const SetRun& run, uint32_t count, const uint32_t* values) {
  constexpr uint32_t kLine = DirtySet::kLineEntities;
  for (uint32_t done = 0; done < count;) {
    const uint32_t first = run.first + done;
    const uint32_t ahead = std::min(count - done, kLine - first % kLine);
    const uint32_t* lineValues = values + size_t{done} * runWords(kField);
    if (areOfGeneration(first, ahead, run.generation) &&
        setBlock<kField>(first, ahead, lineValues)) {
      const uint64_t bits = ahead == kLine ? ~uint64_t{0} : (uint64_t{1} << ahead) - 1;
      dirty_.markMany(first / kLine, bits << (first % kLine), groupOf(kField));
    } else {
      for (uint32_t i = 0; i < ahead; ++i) {
        const uint32_t slot = first + i;
        const Outcome outcome = isAlive(slot, run.generation)
                                    ? setOne<kField>(slot, lineValues + i * runWords(kField))
                                    : Outcome::refusal(RefusalKind::staleEntity);
        if (outcome.ok()) continue;
        outbox_.refuse(SceneOp::setRun, outcome.kind, slot, run.generation, outcome.detail);
      }
    }
    done += ahead;
  }
}

/// Writes values of entities in a row that are there; false when one of them does not hold. Some may have been written
/// then.
template <uint32_t kField>
bool Entities::setBlock(uint32_t first, uint32_t count, const uint32_t* values) {
  if constexpr (kField == fieldColor) {
    std::memcpy(working_.colors + first, values, size_t{count} * 4);
    return true;
  }
  if constexpr (kField == fieldActive) {
    for (uint32_t i = 0; i < count; ++i) {
      if (values[i] > 1) return false;
    }
    for (uint32_t i = 0; i < count; ++i) {
      working_.flags[first + i] = entityAlive | (values[i] != 0 ? entityActive : 0);
    }
    return true;
  }
  constexpr uint32_t kWords = runWords(kField);
  if (!areNumbers(values, count * kWords)) return false;
  F4 lanes[4];
  uint32_t i = 0;
  for (; i + 4 <= count; i += 4) {
    take4<kWords>(values + size_t{i} * kWords, lanes);
    if constexpr (kField == fieldOrientation) {
      const F4 length = sqrt(((lanes[0] * lanes[0] + lanes[1] * lanes[1]) + lanes[2] * lanes[2]) +
                             lanes[3] * lanes[3]);
      if (!all(length > 0.0f)) return false;
      for (int k = 0; k < 4; ++k) (lanes[k] / length).store(working_.orientation[k] + first + i);
    } else {
      float* const* columns = kField == fieldPosition ? working_.position : working_.scale;
      for (int k = 0; k < 3; ++k) lanes[k].store(columns[k] + first + i);
    }
  }
  for (; i < count; ++i) {
    if (!setOne<kField>(first + i, values + size_t{i} * kWords).ok()) return false;
  }
  return true;
}

template <uint32_t kField>
Outcome Entities::setOne(uint32_t slot, const uint32_t* value) {
  if constexpr (kField == fieldColor) {
    working_.colors[slot] = value[0];
  } else if constexpr (kField == fieldActive) {
    if (value[0] > 1) return Outcome::refusal(RefusalKind::outOfRange, value[0]);
    working_.flags[slot] = entityAlive | (value[0] != 0 ? entityActive : 0);
  } else {
    constexpr uint32_t kWords = runWords(kField);
    float numbers[kWords];
    std::memcpy(numbers, value, sizeof numbers);
    if (!scene::areNumbers(numbers, kWords)) return Outcome::refusal(RefusalKind::notFinite);
    if constexpr (kField == fieldOrientation) {
      if (!makeUnit4(numbers)) return Outcome::refusal(RefusalKind::notFinite);
      for (int i = 0; i < 4; ++i) working_.orientation[i][slot] = numbers[i];
    } else {
      float* const* columns = kField == fieldPosition ? working_.position : working_.scale;
      for (int i = 0; i < 3; ++i) columns[i][slot] = numbers[i];
    }
  }
  dirty_.mark(slot, groupOf(kField));
  return Outcome::done();
}

void Entities::setList(uint32_t field, uint32_t count, const uint32_t* slots,
                       const uint32_t* generations, const uint32_t* values) {
  switch (field) {
    case fieldPosition:
      return setListOf<fieldPosition>(count, slots, generations, values);
    case fieldOrientation:
      return setListOf<fieldOrientation>(count, slots, generations, values);
    case fieldScale:
      return setListOf<fieldScale>(count, slots, generations, values);
    case fieldColor:
      return setListOf<fieldColor>(count, slots, generations, values);
    default:
      return setListOf<fieldActive>(count, slots, generations, values);
  }
}

template <uint32_t kField>
void Entities::setListOf(uint32_t count, const uint32_t* slots, const uint32_t* generations,
                         const uint32_t* values) {
  for (uint32_t i = 0; i < count; ++i) {
    const Outcome outcome = isAlive(slots[i], generations[i])
                                ? setOne<kField>(slots[i], values + size_t{i} * runWords(kField))
                                : Outcome::refusal(RefusalKind::staleEntity);
    if (outcome.ok()) continue;
    outbox_.refuse(SceneOp::setList, outcome.kind, slots[i], generations[i], outcome.detail);
  }
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
