#pragma once

#include "life/world_state.h"

// The exchange phase: animals are brought into (cell, id) order and the ghost zone is filled. It
// has three steps with a barrier after each, because a step reads what the step before made in
// other partitions:
//   countCells   counts the animals of every own cell, migrants and newborn included
//   sortAnimals  lays out own and ghost cells (from everybody's counts) and sorts the own animals
//   fillGhosts   copies the ghost animals out of the partitions that own them (ghost_zone.h)

namespace skyflock::life {

/// Counts the animals of partition p's cells and sets its ownCount.
void countCells(WorldState& world, Partition& p);

/// Gives the partitions their slices; run once between countCells and sortAnimals. False when the
/// ghosts do not fit into the sight columns.
bool assignSlices(WorldState& world);

/// Sorts p's animals into its slices and writes their sight columns.
void sortAnimals(WorldState& world, Partition& p);

/// World cell of a position; exact, since the cell size is a power of two.
inline int32_t cellCoordinate(float position) {
  return static_cast<int32_t>(position * (1.0f / constants::cellSize));
}

/// Shortest way from `from` to `to` on a circle of this length.
inline float torusOffset(float from, float to, float length) {
  const float d = to - from;
  if (d > 0.5f * length) return d - length;
  if (d < -0.5f * length) return d + length;
  return d;
}

inline uint64_t animalKey(const Animal& animal, int32_t columns) {
  const auto cell =
      static_cast<uint32_t>(cellCoordinate(animal.y) * columns + cellCoordinate(animal.x));
  return (static_cast<uint64_t>(cell) << 32) | animal.id;
}

}  // namespace skyflock::life
