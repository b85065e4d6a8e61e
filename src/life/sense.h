#pragma once

#include <cstdint>

#include "life/world_state.h"

// The sense and steer phase: what each animal sees, and what it makes of it. Most of a tick.
//
// Animals stand in cells of cellSize, sorted by cell row by row and within a cell by id, the ghosts
// of other partitions among them. So the cells that a group of four reaches are one range of slots
// in every row, from cellStart[first cell] to cellStart[last cell + 1]:
//
//     step 3   dy = -2      .  .  .  .  .  .  .  .
//     step 1   dy = -1      .  .[ s  s  s  s ].  .      G  the four, who follow each other
//     step 0   dy =  0      .  .[ s  G  G  s ].  .      s  slots that are tested
//     step 2   dy = +1      .  .[ s  s  s  s ].  .
//     step 4   dy = +2      .  .  .  .  .  .  .  .
//
//   1. lookAround lists for each of the four the slots within its sight radius, itself among them,
//      testing four slots at a time. A list that holds maxNeighbours is full.
//   2. meet takes the four lists in step, a lane being an animal, which meets its neighbours one
//      after the other, and adds up those in its cone of view (SeenGroup).
//   3. steering decides for the four at once (steer.h).
//
// Why so:
//   a. Sums of f32 depend on their order, and maxNeighbours on who comes first. Both follow one
//      canonical order: rows dy = 0, -1, +1, -2, +2 ...; in a row cells from left to right; in a
//      cell by id. No partition, vector width or language shows in it, and a crowd cuts off those
//      who are rows away before those beside.
//   b. The search only tests and lists; nothing is added up across lanes, so four slots at a time
//      are as good as one.
//   c. Adding up is by animal: each lane has work in every step but at the lists' ends, however far
//      apart the four stand.
//   d. The four search the cells that any of them reaches: one loop with sixteen tests in flight is
//      faster than four short ones, though it tests some slots in vain.

namespace skyflock::life {

/// Runs the sense and steer phase for an own row of partition p.
void senseAndSteer(const WorldState& world, const Partition& p, uint32_t row);

/// Ends the phase of partition p: adds up what its rows counted. Intents on each partition are
/// counted as well, so that interact can share out their memory.
void collectIntents(WorldState& world, Partition& p);

}  // namespace skyflock::life
