#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "life/ghost_zone.h"
#include "life/grid.h"
#include "life/world_state.h"

namespace skyflock::tests {

/// The exchange phase, as World::step runs it. False when the ghosts don't fit.
inline bool runExchange(life::WorldState& world) {
  const auto each = [&](auto work) {
    for (uint32_t i = 0; i < world.plan.count; ++i) work(world, world.partitions[i]);
  };
  each(life::countCells);
  if (!life::assignSlices(world)) return false;
  each(life::sortAnimals);
  each(life::fillGhosts);
  return true;
}

/// The living animals of every world cell, by id: found by looking through all of them.
inline std::vector<std::vector<life::Animal>> animalsByCell(const life::WorldState& world) {
  std::vector<std::vector<life::Animal>> cells(static_cast<size_t>(world.columns * world.rows));
  for (uint32_t i = 0; i < world.animalEnd; ++i) {
    if (world.store.keys[i] == life::kNowhere) continue;
    const life::Animal& animal = world.store.animals[i];
    const auto x = static_cast<int32_t>(animal.x / life::constants::cellSize);
    const auto y = static_cast<int32_t>(animal.y / life::constants::cellSize);
    cells[static_cast<size_t>(y * world.columns + x)].push_back(animal);
  }
  for (auto& cell : cells) {
    std::sort(cell.begin(), cell.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
  }
  return cells;
}

}  // namespace skyflock::tests
