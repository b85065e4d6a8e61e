#pragma once

#include <cstdint>

#include "life/world_state.h"

// The sense and steer phase, over groups of four animals that follow each other in a row of cells.
//
// Canonical order of an animal's neighbours: rows of cells dy = 0, -1, +1, -2, +2 ...; in a row
// cells from left to right; in a cell by id. Slots stand in just that order, so a row of cells is
// one range of slots. For a group
//   1. look_around lists for each animal the slots within its sight radius, in canonical order,
//      testing four slots at a time: only tests, no sums, so the width of the vectors cannot show;
//   2. meet takes the four lists in step, a lane being an animal, which meets its neighbours one
//   after
//      the other. Every lane has work in every step but at the lists' ends, however far apart the
//      four stand;
//   3. steering decides for the four at once.
// A list holds at most maxNeighbours slots, the animal's own among them, and the search ends when
// it is full; those in the cone of view count.

namespace skyflock::life {

/// Runs the sense and steer phase for an own row of partition p.
void sense_and_steer(const WorldState& world, const Partition& p, uint32_t row);

/// Ends the phase of partition p: adds up what its rows counted. Intents on each partition are
/// counted as well, so that interact can share out their memory.
void collect_intents(WorldState& world, Partition& p);

}  // namespace skyflock::life
