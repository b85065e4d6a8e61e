#include "life/snapshot.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <iterator>
#include <string>

#include "life/founding.h"
#include "life/genes.h"
#include "life/grid.h"
#include "life/phase_hash.h"
#include "life/snapshot_format.h"

namespace skyflock::life {

namespace {

constexpr int64_t kMostSum = int64_t{1} << constants::mostSumBits;
constexpr uint32_t kKnownInfo = info::tribeMask | info::alive | info::predator | info::willing |
                                info::hybrid | info::wantMask | info::hunting | info::satiated;

constexpr float mostOf(const char* name) {
  for (const OptionInfo& option : kLifeOptions) {
    if (std::char_traits<char>::length(option.name) == std::char_traits<char>::length(name) &&
        layout::beginsWith(option.name, name)) {
      return static_cast<float>(option.most);
    }
  }
  return 0.0f;
}
constexpr float kMostFood = mostOf("foodCapacity");
constexpr float kLongestRest = mostOf("foodCooldown");
static_assert(kMostFood > 0.0f && kLongestRest > 0.0f);

/// The parts of the snapshot that a world makes; checksum and state hash are still open.
SnapshotParts partsOf(const WorldState& world) {
  SnapshotParts parts;
  parts.header = {.magic = constants::snapshotMagic,
                  .version = constants::snapshotVersion,
                  .layoutId = snapshotLayoutId,
                  .bytes = 0,
                  .checksum = 0,
                  .optionCount = static_cast<uint32_t>(std::size(kLifeOptions)),
                  .tribeCount = world.founding.tribeCount,
                  .animalCount = world.population,
                  .cellCount = static_cast<uint32_t>(world.columns * world.rows),
                  .tick = world.tick,
                  .nextId = world.nextId,
                  .birthsRefused = world.birthsRefused,
                  .hashLow = 0,
                  .hashHigh = 0,
                  .labelBytes = world.founding.labelBytes,
                  .reserved = 0};
  placeParts(parts, sizeof(SnapshotHeader));
  parts.header.bytes = static_cast<uint32_t>(parts.end);
  return parts;
}

/// Calls pair(saved, sum) for every sum that a snapshot holds.
template <typename Totals, typename Sums, typename Pair>
void pairTotals(Totals& totals, Sums& sums, Pair&& pair) {
  pair(totals.burnt, sums.burnt);
  pair(totals.eaten, sums.eaten);
  pair(totals.born, sums.born);
  pair(totals.lost, sums.lost);
  pair(totals.foodGrown, sums.foodGrown);
  pair(totals.foodEaten, sums.foodEaten);
  pair(totals.sightCutOff, sums.sightCutOff);
  for (uint32_t t = 0; t < constants::maxTribes; ++t) {
    pair(totals.births[t], sums.births[t]);
    pair(totals.starved[t], sums.deaths[0][t]);
    pair(totals.killed[t], sums.deaths[1][t]);
    pair(totals.old[t], sums.deaths[2][t]);
    pair(totals.kills[t], sums.kills[t]);
  }
}

SnapshotTotals savedTotals(const TickSums& sums) {
  SnapshotTotals totals = {};
  pairTotals(totals, sums, [](auto& saved, const auto& sum) { saved = sum; });
  return totals;
}

bool readTotals(const SnapshotTotals& totals, TickSums& sums) {
  for (const int64_t sum :
       {totals.burnt, totals.eaten, totals.born, totals.lost, totals.foodGrown, totals.foodEaten}) {
    if (sum > kMostSum || sum < -kMostSum) return false;
  }
  sums = {};
  pairTotals(totals, sums, [](const auto& saved, auto& sum) { sum = saved; });
  return true;
}

// An animal stands in a snapshot as it does in memory, its traits behind it.
constexpr size_t kTraits = offsetof(SnapshotAnimal, genes);
static_assert(sizeof(Animal) == kTraits && sizeof(Traits) == sizeof(SnapshotAnimal) - kTraits);
static_assert(offsetof(Animal, energy) == offsetof(SnapshotAnimal, energy) &&
              offsetof(Animal, info) == offsetof(SnapshotAnimal, info) &&
              offsetof(Animal, id) == offsetof(SnapshotAnimal, id) &&
              offsetof(Animal, foodCell) == offsetof(SnapshotAnimal, foodCell) &&
              offsetof(Traits, birthTick) + kTraits == offsetof(SnapshotAnimal, birthTick) &&
              offsetof(Traits, digest) + kTraits == offsetof(SnapshotAnimal, digest));

/// Whether a number is within its range; no NaN is.
template <typename Value>
bool within(Value value, Value least, Value most) {
  return value >= least && value <= most;
}

bool isSound(const WorldState& world, const Animal& a) {
  const uint32_t tribe = a.info & info::tribeMask;
  return a.x >= 0.0f && a.x < world.rules.worldWidth && a.y >= 0.0f &&
         a.y < world.rules.worldHeight && within(a.vx, -kFastest, kFastest) &&
         within(a.vy, -kFastest, kFastest) && within(a.energy, 0.0f, constants::maxEnergy) &&
         (a.info & info::alive) != 0 && (a.info & ~kKnownInfo) == 0 &&
         (tribe < world.founding.tribeCount || tribe == constants::hybridTribe) &&
         (a.info & info::wantMask) >> info::wantShift <= static_cast<uint32_t>(Want::mate) &&
         a.id != constants::noAnimal && a.id < world.nextId &&
         a.foodCell <= static_cast<uint32_t>(world.columns * world.rows);
}

bool isSound(const WorldState& world, const Traits& traits) {
  for (uint32_t g = 0; g < constants::geneCount; ++g) {
    if (!within(traits.genes[g], kGeneRanges[g].least, kGeneRanges[g].most)) return false;
  }
  Traits complete = traits;
  completeTraits(complete);
  return traits.cosHalfView == complete.cosHalfView && traits.digest == complete.digest &&
         within(traits.birthTick, constants::oldestBirth, static_cast<int32_t>(world.tick));
}

/// The living animals' places in the store by ascending id: the low halves of the result, whose
/// high halves are the ids. Made in memory that no one needs between ticks.
std::span<const uint64_t> orderById(const WorldState& world) {
  constexpr uint32_t kDigit = 11;
  constexpr uint32_t kDigits = 1u << kDigit;
  static_assert(sizeof(Traits) >= sizeof(uint64_t));
  const Store& store = world.store;
  uint64_t* from = store.sortedKeys;
  auto* to = reinterpret_cast<uint64_t*>(store.traitsNext);
  uint32_t count = 0;
  for (uint32_t i = 0; i < world.animalEnd; ++i) {
    if ((store.animals[i].info & info::alive) == 0) continue;
    from[count++] = uint64_t{store.animals[i].id} << 32 | i;
  }
  for (uint32_t shift = 0; shift < 32 && (world.nextId - 1) >> shift != 0; shift += kDigit) {
    uint32_t places[kDigits] = {};
    const auto digit = [&](uint64_t key) { return key >> (32 + shift) & (kDigits - 1); };
    for (uint32_t i = 0; i < count; ++i) ++places[digit(from[i])];
    uint32_t place = 0;
    for (uint32_t& at : places) {
      const uint32_t here = at;
      at = place;
      place += here;
    }
    for (uint32_t i = 0; i < count; ++i) to[places[digit(from[i])]++] = from[i];
    std::swap(from, to);
  }
  return {from, count};
}

/// Whether no two animals share an id, for a snapshot that does not have them in order.
bool idsDiffer(const WorldState& world) {
  const std::span<const uint64_t> order = orderById(world);
  const auto same = [](uint64_t a, uint64_t b) { return a >> 32 == b >> 32; };
  return std::adjacent_find(order.begin(), order.end(), same) == order.end();
}

core::Status loadAnimals(std::span<const std::byte> snapshot, const SnapshotParts& parts,
                         WorldState& world) {
  const Store& store = world.store;
  uint32_t lastId = constants::noAnimal;
  for (uint32_t i = 0; i < parts.header.animalCount; ++i) {
    const std::byte* saved = snapshot.data() + parts.animals + i * sizeof(SnapshotAnimal);
    std::memcpy(&store.animals[i], saved, sizeof(Animal));
    std::memcpy(&store.traits[i], saved + kTraits, sizeof(Traits));
    if (!isSound(world, store.animals[i]) || !isSound(world, store.traits[i])) {
      return refuseSnapshot("is damaged: it holds an animal that cannot be.");
    }
    store.keys[i] = animalKey(store.animals[i], world.columns);
    if (parts.byId && store.animals[i].id <= lastId) {
      return refuseSnapshot("is damaged: its animals are not in the order of their ids.");
    }
    lastId = store.animals[i].id;
  }
  if (!parts.byId && !idsDiffer(world)) {
    return refuseSnapshot("is damaged: two of its animals have the same id.");
  }
  return {};
}

core::Status loadFood(std::span<const std::byte> snapshot, const SnapshotParts& parts,
                      const Store& store) {
  const uint32_t cells = parts.header.cellCount;
  const size_t bytes = cells * sizeof(float);
  std::memcpy(store.food, snapshot.data() + parts.food, bytes);
  std::memcpy(store.foodCapacity, snapshot.data() + parts.food + bytes, bytes);
  for (uint32_t c = 0; c < cells; ++c) {
    if (!within(store.food[c], -kLongestRest, kMostFood) ||
        !within(store.foodCapacity[c], 0.0f, kMostFood)) {
      return refuseSnapshot("is damaged: it holds food that cannot be.");
    }
  }
  return {};
}

}  // namespace

size_t snapshotBytes(const WorldState& world) { return partsOf(world).end; }

size_t mostSnapshotBytes(const WorldState& world) {
  SnapshotParts parts = partsOf(world);
  parts.header.animalCount = world.founding.options.maxEntities;
  placeParts(parts, sizeof(SnapshotHeader));
  return parts.end;
}

void saveWorld(const WorldState& world, std::byte* into) {
  const Store& store = world.store;
  SnapshotParts parts = partsOf(world);
  const auto write = [&](size_t at, const auto& value) {
    std::memcpy(into + at, &value, sizeof(value));
  };
  std::memset(into, 0, parts.animals);
  std::memset(into + parts.labels, 0, parts.end - parts.labels);
  for (uint32_t i = 0; i < std::size(kLifeOptions); ++i) {
    write(parts.options + i * sizeof(double), readOption(world.founding.options, i));
  }
  for (uint32_t t = 0; t < world.founding.tribeCount; ++t) {
    write(parts.tribes + t * sizeof(TribeSetup), world.founding.tribes[t]);
  }
  write(parts.totals, savedTotals(world.totals));
  size_t at = parts.animals;
  for (const uint64_t key : orderById(world)) {
    const auto place = static_cast<uint32_t>(key);
    write(at, store.animals[place]);
    write(at + kTraits, store.traits[place]);
    at += sizeof(SnapshotAnimal);
  }
  const size_t foodBytes = parts.header.cellCount * sizeof(float);
  std::memcpy(into + parts.food, store.food, foodBytes);
  std::memcpy(into + parts.food + foodBytes, store.foodCapacity, foodBytes);
  std::memcpy(into + parts.labels, world.founding.labels, world.founding.labelBytes);
  const core::StateHash hash = hashState(world);
  parts.header.hashLow = hash.lo;
  parts.header.hashHigh = hash.hi;
  write(0, parts.header);
  parts.header.checksum = snapshotChecksum({into, parts.end});
  write(0, parts.header);
}

core::Status readFounding(std::span<const std::byte> snapshot, Founding& founding) {
  SnapshotParts parts;
  const core::Status status = readParts(snapshot, parts);
  if (!status.ok()) return status;
  const SnapshotHeader& header = parts.header;
  for (uint32_t i = 0; i < std::size(kLifeOptions); ++i) {
    const auto value = readAt<double>(snapshot, parts.options + i * sizeof(double));
    const OptionInfo& option = kLifeOptions[i];
    if (!within(value, option.least, option.most)) {
      return core::Status::outOfRange(option.name, value, option.least, option.most, "");
    }
    if (option.isInteger && value != std::floor(value)) {
      return core::Status::failure(option.name, "takes a whole number.");
    }
    writeOption(founding.options, i, value);
  }
  founding.tribeCount = header.tribeCount;
  for (uint32_t t = 0; t < header.tribeCount; ++t) {
    founding.tribes[t] = readAt<TribeSetup>(snapshot, parts.tribes + t * sizeof(TribeSetup));
    if (!within(founding.tribes[t].hue, 0.0f, constants::mostHue)) {
      return core::Status::outOfRange("hue of a tribe", static_cast<double>(founding.tribes[t].hue),
                                      0, static_cast<double>(constants::mostHue), "deg");
    }
  }
  founding.labelBytes = header.labelBytes;
  std::memcpy(founding.labels, snapshot.data() + parts.labels, header.labelBytes);
  const LifeOptions& o = founding.options;
  // A world's options leave nothing open, and its borders are those of its food.
  if (o.columns < constants::minColumns || o.rows < constants::minColumns ||
      uint64_t{o.columns} * o.rows != header.cellCount || o.maxEntities == 0 ||
      header.animalCount > o.maxEntities) {
    return refuseSnapshot("is damaged: its counts do not fit its options.");
  }
  if (header.tick >= constants::mostTicks || !within(header.nextId, 1u, constants::mostIds)) {
    return refuseSnapshot("is damaged: it is of a world that ran for longer than one can.");
  }
  return {};
}

core::Status loadWorld(std::span<const std::byte> snapshot, WorldState& world) {
  SnapshotParts parts;
  core::Status status = findParts(snapshot, parts);
  if (!status.ok()) return status;
  const SnapshotHeader& header = parts.header;
  world.tick = header.tick;
  world.nextId = header.nextId;
  world.birthsRefused = header.birthsRefused;
  world.population = header.animalCount;
  world.animalEnd = world.newbornBegin = header.animalCount;
  world.birthCount = 0;
  world.slicesMatchPlan = false;
  world.rules = makeRules(world.founding.options, world.tick);
  if (!readTotals(readAt<SnapshotTotals>(snapshot, parts.totals), world.totals)) {
    return refuseSnapshot("is damaged: its sums are beyond what a world comes to.");
  }
  status = loadAnimals(snapshot, parts, world);
  if (status.ok()) status = loadFood(snapshot, parts, world.store);
  if (!status.ok()) return status;
  const core::StateHash hash = hashState(world);
  if (hash.lo != header.hashLow || hash.hi != header.hashHigh) {
    return refuseSnapshot("is damaged: its state hash is not that of its animals and food.");
  }
  return {};
}

}  // namespace skyflock::life
