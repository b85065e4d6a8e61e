#include "life/snapshot.h"

#include <cmath>
#include <cstddef>
#include <cstring>
#include <iterator>

#include "core/hash.h"
#include "core/simd/f32x4.h"
#include "life/founding.h"
#include "life/grid.h"
#include "life/phase_hash.h"

namespace skyflock::life {

namespace {

/// An animal of a snapshot.
struct SavedAnimal {
  Animal animal;
  Traits traits;
};
static_assert(sizeof(SavedAnimal) == 80);

/// The checksum covers what follows it.
constexpr size_t kChecked = offsetof(SnapshotHeader, checksum) + sizeof(uint32_t);
constexpr size_t kOptions = std::size(kLifeOptions);

/// Where the parts of a snapshot stand.
struct Sections {
  size_t options, tribes, totals, animals, food, end;

  Sections(size_t tribeCount, size_t animalCount, size_t cellCount)
      : options((sizeof(SnapshotHeader) + 7) / 8 * 8),
        tribes(options + kOptions * sizeof(double)),
        totals((tribes + tribeCount * sizeof(TribeSetup) + 7) / 8 * 8),
        animals(totals + sizeof(TickSums)),
        food(animals + animalCount * sizeof(SavedAnimal)),
        end(food + 2 * cellCount * sizeof(float)) {}
};

/// Folds the bytes, a number of words, into four lanes at a time.
uint32_t checksum_of(std::span<const std::byte> bytes) {
  core::I4 lanes = core::I4::splat(static_cast<int32_t>(0x9e3779b9u));
  const core::I4 prime = core::I4::splat(static_cast<int32_t>(0x85ebca6bu));
  const size_t whole = bytes.size() / 16 * 16;
  for (size_t at = 0; at < whole; at += 16) {
    lanes = (lanes ^ core::I4::load(bytes.data() + at)) * prime;
    lanes = lanes ^ lanes.shr<15>();
  }
  uint32_t words[4];
  lanes.store(words);
  uint32_t sum = static_cast<uint32_t>(bytes.size());
  for (const uint32_t word : words) sum = core::mix_word(sum, word);
  for (size_t at = whole; at < bytes.size(); at += 4) {
    uint32_t word = 0;
    std::memcpy(&word, bytes.data() + at, 4);
    sum = core::mix_word(sum, word);
  }
  return sum;
}

template <typename Value>
void write_at(std::byte* into, size_t& at, const Value& value) {
  std::memcpy(into + at, &value, sizeof(Value));
  at += sizeof(Value);
}

template <typename Value>
Value read_at(std::span<const std::byte> from, size_t at) {
  Value value;
  std::memcpy(&value, from.data() + at, sizeof(Value));
  return value;
}

core::Status refuse(const char* why) { return core::Status::failure("The snapshot", why); }

/// The header, if the bytes are a whole snapshot of this version.
core::Status read_header(std::span<const std::byte> snapshot, SnapshotHeader& header) {
  if (snapshot.size() < sizeof(SnapshotHeader)) return refuse("is cut off within its header.");
  header = read_at<SnapshotHeader>(snapshot, 0);
  if (header.magic != kSnapshotMagic) return refuse("is none: it begins with other bytes.");
  if (header.version > kSnapshotVersion) {
    return refuse("is of a later version of Skyflock; use that version to load it.");
  }
  if (header.version < 1 || header.layoutId != layoutId || header.optionCount != kOptions) {
    return refuse("is of another layout of Skyflock's records; use the version that saved it.");
  }
  if (header.tribeCount > constants::maxTribes ||
      header.animalCount > constants::maxEntitiesLimit ||
      header.cellCount > constants::maxColumns * constants::maxColumns) {
    return refuse("is damaged: it counts more than a world can hold.");
  }
  const Sections at(header.tribeCount, header.animalCount, header.cellCount);
  if (header.bytes != at.end || snapshot.size() < at.end) {
    return refuse("is cut off, or damaged: it is shorter than it says.");
  }
  if (checksum_of(snapshot.subspan(kChecked, at.end - kChecked)) != header.checksum)
    return refuse("is damaged: its checksum is wrong.");
  return {};
}

bool is_sound(const WorldState& world, const SavedAnimal& saved) {
  const Animal& a = saved.animal;
  const bool inside =
      a.x >= 0.0f && a.x < world.rules.worldWidth && a.y >= 0.0f && a.y < world.rules.worldHeight;
  return inside && std::isfinite(a.vx) && std::isfinite(a.vy) && std::isfinite(a.energy) &&
         (a.info & info::alive) != 0 && (a.info & info::tribeMask) < constants::maxTribes &&
         a.id != constants::noAnimal && a.id < world.nextId &&
         a.foodCell <= static_cast<uint32_t>(world.columns * world.rows);
}

}  // namespace

size_t snapshot_bytes(const WorldState& world) {
  const auto cells = static_cast<size_t>(world.columns) * static_cast<size_t>(world.rows);
  return Sections(world.founding.tribeCount, world.population, cells).end;
}

void save_world(const WorldState& world, std::byte* into) {
  const Store& store = world.store;
  const auto cells = static_cast<uint32_t>(world.columns * world.rows);
  const Sections at(world.founding.tribeCount, world.population, cells);
  std::memset(into, 0, at.animals);
  size_t to = at.options;
  for (uint32_t i = 0; i < kOptions; ++i) {
    write_at(into, to, read_option(world.founding.options, i));
  }
  to = at.tribes;
  for (uint32_t t = 0; t < world.founding.tribeCount; ++t) {
    write_at(into, to, world.founding.tribes[t]);
  }
  to = at.totals;
  write_at(into, to, world.totals);
  to = at.animals;
  for (uint32_t i = 0; i < world.animalEnd; ++i) {
    if ((store.animals[i].info & info::alive) == 0) continue;
    write_at(into, to, store.animals[i]);
    write_at(into, to, store.traits[i]);
  }
  std::memcpy(into + at.food, store.food, cells * sizeof(float));
  std::memcpy(into + at.food + cells * sizeof(float), store.foodCapacity, cells * sizeof(float));
  const core::StateHash hash = hash_state(world);
  SnapshotHeader header = {.magic = kSnapshotMagic,
                           .version = kSnapshotVersion,
                           .layoutId = layoutId,
                           .bytes = static_cast<uint32_t>(at.end),
                           .checksum = 0,
                           .optionCount = static_cast<uint32_t>(kOptions),
                           .tribeCount = world.founding.tribeCount,
                           .animalCount = world.population,
                           .cellCount = cells,
                           .tick = world.tick,
                           .nextId = world.nextId,
                           .birthsRefused = world.birthsRefused,
                           .hashLow = hash.lo,
                           .hashHigh = hash.hi};
  std::memcpy(into, &header, sizeof(header));
  header.checksum = checksum_of({into + kChecked, at.end - kChecked});
  std::memcpy(into, &header, sizeof(header));
}

core::Status read_founding(std::span<const std::byte> snapshot, Founding& founding) {
  SnapshotHeader header;
  const core::Status status = read_header(snapshot, header);
  if (!status.ok()) return status;
  const Sections at(header.tribeCount, header.animalCount, header.cellCount);
  for (uint32_t i = 0; i < kOptions; ++i) {
    const auto value = read_at<double>(snapshot, at.options + i * sizeof(double));
    const OptionInfo& option = kLifeOptions[i];
    if (!(value >= option.least && value <= option.most)) {
      return core::Status::out_of_range(option.name, value, option.least, option.most, "");
    }
    write_option(founding.options, i, value);
  }
  founding.tribeCount = header.tribeCount;
  for (uint32_t t = 0; t < header.tribeCount; ++t) {
    founding.tribes[t] = read_at<TribeSetup>(snapshot, at.tribes + t * sizeof(TribeSetup));
  }
  const uint64_t cells = static_cast<uint64_t>(founding.options.columns) * founding.options.rows;
  if (cells != header.cellCount || header.animalCount > founding.options.maxEntities) {
    return refuse("is damaged: its counts do not fit its options.");
  }
  return {};
}

core::Status load_world(std::span<const std::byte> snapshot, WorldState& world) {
  SnapshotHeader header;
  const core::Status status = read_header(snapshot, header);
  if (!status.ok()) return status;
  const Sections at(header.tribeCount, header.animalCount, header.cellCount);
  const Store& store = world.store;
  world.tick = header.tick;
  world.nextId = header.nextId;
  world.birthsRefused = header.birthsRefused;
  world.population = header.animalCount;
  world.animalEnd = world.newbornBegin = header.animalCount;
  world.birthCount = 0;
  world.slicesMatchPlan = false;
  world.totals = read_at<TickSums>(snapshot, at.totals);
  world.rules = make_rules(world.founding.options, world.tick);
  for (uint32_t i = 0; i < header.animalCount; ++i) {
    const auto saved = read_at<SavedAnimal>(snapshot, at.animals + i * sizeof(SavedAnimal));
    if (!is_sound(world, saved)) return refuse("is damaged: it holds an animal that cannot be.");
    store.animals[i] = saved.animal;
    store.traits[i] = saved.traits;
    store.keys[i] = animal_key(saved.animal, world.columns);
  }
  const size_t foodBytes = header.cellCount * sizeof(float);
  std::memcpy(store.food, snapshot.data() + at.food, foodBytes);
  std::memcpy(store.foodCapacity, snapshot.data() + at.food + foodBytes, foodBytes);
  for (uint32_t c = 0; c < header.cellCount; ++c) {
    if (!std::isfinite(store.food[c]) || !std::isfinite(store.foodCapacity[c])) {
      return refuse("is damaged: it holds food that cannot be.");
    }
  }
  const core::StateHash hash = hash_state(world);
  if (hash.lo != header.hashLow || hash.hi != header.hashHigh) {
    return refuse("is damaged: its state hash is not that of its animals and food.");
  }
  return {};
}

}  // namespace skyflock::life
