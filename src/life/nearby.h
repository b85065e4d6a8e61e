#pragma once

#include <cstdint>

#include "life/world_state.h"

// Animals near a point, between two ticks.
//
// There is no search structure beside the one that neighbours are found with. The exchange sorted
// the animals of each partition by cell, row by row, and the tick left them in that order; it moved
// them, but none by more than longestMove. So whoever is within a radius of a point now was then in
// a cell that the radius and longestMove reach, and a row of such cells is one range of animals:
//
//     . . . . . . . .
//     . s s s s s s .      s  cells whose animals are looked at
//     . s o o o o s .      o  cells that the radius reaches
//     . s o o x o s .      x  the point
//     . s o o o o s .
//     . s s s s s s .      The newborn of the tick stand behind all of them.
//
// Before the first tick, and after a new plan, nobody stands in slices yet: all are looked at.

namespace skyflock::life {

/// Finds the animals within `radius` of (x, y), both in u, across the world's borders too: at most
/// `most` (1 to mostNearby), the nearest first, and of those that are as near the lower id. Written
/// over what nobody needs between ticks (intents, and the traits' other half).
const Nearby& findNearby(const WorldState& world, float x, float y, float radius, uint32_t most);

}  // namespace skyflock::life
