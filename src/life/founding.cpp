#include "life/founding.h"

#include <algorithm>
#include <cstring>
#include <iterator>

#include "core/math.h"
#include "life/genes.h"

namespace skyflock::life {

namespace {

/// Cells along one side of a square world with this area.
uint32_t cellsOfArea(double area) {
  const double cell = static_cast<double>(constants::cellSize);
  const auto cells = static_cast<uint32_t>(__builtin_sqrt(area) / cell + 0.5);
  return std::clamp(cells, constants::minColumns, constants::maxColumns);
}

core::Status checkLength(const char* name, uint32_t cells) {
  if (cells >= constants::minColumns && cells <= constants::maxColumns) return {};
  return core::Status::outOfRange(name, cells, constants::minColumns, constants::maxColumns,
                                  "cells");
}

}  // namespace

double readOption(const LifeOptions& options, uint32_t index) {
  const auto* at = reinterpret_cast<const std::byte*>(&options) + kLifeOptions[index].offset;
  if (kLifeOptions[index].isInteger) {
    uint32_t value;
    std::memcpy(&value, at, sizeof value);
    return value;
  }
  float value;
  std::memcpy(&value, at, sizeof value);
  return static_cast<double>(value);
}

void writeOption(LifeOptions& options, uint32_t index, double value) {
  auto* at = reinterpret_cast<std::byte*>(&options) + kLifeOptions[index].offset;
  if (kLifeOptions[index].isInteger) {
    const auto bits = static_cast<uint32_t>(value);
    std::memcpy(at, &bits, sizeof bits);
  } else {
    const auto number = static_cast<float>(value);
    std::memcpy(at, &number, sizeof number);
  }
}

core::Status resolveFounding(Founding& founding) {
  LifeOptions& o = founding.options;
  for (uint32_t i = 0; i < std::size(kLifeOptions); ++i) {
    const OptionInfo& info = kLifeOptions[i];
    const double value = readOption(o, i);
    if (!(value >= info.least && value <= info.most)) {
      return core::Status::outOfRange(info.name, value, info.least, info.most, "");
    }
  }
  if (founding.tribeCount < 1 || founding.tribeCount >= constants::maxTribes) {
    return core::Status::outOfRange("tribes", founding.tribeCount, 1, constants::maxTribes - 1, "");
  }
  for (uint32_t t = 0; t < founding.tribeCount; ++t) {
    const TribeSetup& tribe = founding.tribes[t];
    if (!(tribe.share >= constants::leastShare && tribe.share <= constants::mostShare)) {
      return core::Status::outOfRange("share of a tribe", static_cast<double>(tribe.share),
                                      static_cast<double>(constants::leastShare),
                                      static_cast<double>(constants::mostShare), "");
    }
    if (tribe.pattern > static_cast<uint32_t>(SpawnPattern::adaptive)) {
      return core::Status::outOfRange("pattern of a tribe", tribe.pattern, 0, 3, "");
    }
    for (uint32_t g = 0; g < constants::geneCount; ++g) {
      const GeneRange& range = kGeneRanges[g];
      if (!(tribe.genes[g] >= range.least && tribe.genes[g] <= range.most)) {
        return core::Status::outOfRange(kGeneRanges[g].name, static_cast<double>(tribe.genes[g]),
                                        static_cast<double>(range.least),
                                        static_cast<double>(range.most), "");
      }
    }
  }
  if (o.maxEntities == 0) {
    const uint32_t room = o.movementOnly != 0 ? 0 : o.entities / 4;
    o.maxEntities = std::min(constants::maxEntitiesLimit, o.entities + room);
  }
  if (o.maxEntities < o.entities) {
    return core::Status::outOfRange("maxEntities", o.maxEntities, o.entities,
                                    constants::maxEntitiesLimit, "animals");
  }
  const double area = static_cast<double>(o.entities) * static_cast<double>(o.areaPerAnimal);
  if (o.columns == 0) o.columns = cellsOfArea(area);
  if (o.rows == 0) o.rows = cellsOfArea(area);
  const core::Status columns = checkLength("columns", o.columns);
  return columns.ok() ? checkLength("rows", o.rows) : columns;
}

void allocateStore(core::Arena& arena, const Founding& founding, uint32_t partitions,
                   WorldState& world) {
  constexpr size_t kGhost = constants::ghostCells;
  const LifeOptions& o = founding.options;
  Store& s = world.store;
  const size_t columns = o.columns;
  const size_t rows = o.rows;
  // Slices keep a gap of four, and groups of four may read and write past the end.
  const size_t own = o.maxEntities + size_t{4} * partitions + 8;
  // The ghosts of one partition on a torus are at most three copies of everybody, of which only
  // crowds at the border come near; small worlds get room for all.
  const size_t crowd = o.maxEntities / 32 + 32768;
  const size_t ghosts = std::min<size_t>(size_t{3} * o.maxEntities, crowd) * partitions;
  const size_t slots = o.maxEntities + ghosts + size_t{4} * partitions + 8 + 4;
  const size_t cells = columns * rows;
  const size_t localCells =
      cells + 2 * kGhost * partitions * (columns + rows) + (4 * kGhost * kGhost + 1) * partitions;
  s.capacity = o.maxEntities;
  s.animalCapacity = static_cast<uint32_t>(own - 4);
  s.sightCapacity = static_cast<uint32_t>(slots - 8);

  s.animals = arena.allocate<Animal>(own);
  s.traits = arena.allocate<Traits>(own);
  s.traitsNext = arena.allocate<Traits>(own);
  s.keys = arena.allocate<uint64_t>(own);
  // The exchange's scratch is done with before interact needs its own.
  std::byte* scratch = arena.allocate<std::byte>(own * sizeof(Intent));
  static_assert(sizeof(Intent) == sizeof(uint64_t) + sizeof(uint32_t));
  s.sortedKeys = reinterpret_cast<uint64_t*>(scratch);
  s.sortedSource = reinterpret_cast<uint32_t*>(scratch + (scratch ? own * sizeof(uint64_t) : 0));
  s.intents = reinterpret_cast<Intent*>(scratch);

  s.sight.x = arena.allocate<float>(slots);
  s.sight.y = arena.allocate<float>(slots);
  // Between ticks nobody looks around, and the newest frame stands in the same memory.
  const size_t frame = sizeof(FrameHeader) + own * sizeof(FrameAnimal) + cells;
  const size_t seen = std::max(slots * sizeof(Animal), frame);
  s.frame = arena.allocate<std::byte>(seen);
  s.sight.animals = reinterpret_cast<Animal*>(s.frame);

  s.decisions = arena.allocate<Decision>(own);
  uint32_t** const words[] = {&s.foodCellNext, &s.actions,  &s.targets,  &s.actors,
                              &s.killedBy,     &s.outcomes, &s.partners, &s.requests};
  for (uint32_t** column : words) *column = arena.allocate<uint32_t>(own);
  float** const amounts[] = {&s.strikes, &s.gains, &s.spoils};
  for (float** column : amounts) *column = arena.allocate<float>(own);
  // Three columns live where others have been read for the last time in the tick: settle needs no
  // strikes, admit no spoils, and move no actors (whose next are made after the exchange).
  s.settled = s.strikes;
  s.birthRanks = reinterpret_cast<uint32_t*>(s.spoils);
  s.outbox = s.actors;

  s.food = arena.allocate<float>(cells + 4);
  s.foodNext = arena.allocate<float>(cells + 4);
  s.foodCapacity = arena.allocate<float>(cells + 4);
  s.cellCounts = arena.allocate<uint32_t>(cells);
  s.cellStarts = arena.allocate<uint32_t>(localCells);
  s.rowStarts = arena.allocate<uint32_t>((rows + 1) * partitions);
  s.rowTallies = arena.allocate<RowTally>((rows + 1) * partitions);
}

}  // namespace skyflock::life
