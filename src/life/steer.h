#pragma once

#include <cstdint>

#include "life/group.h"
#include "life/world_state.h"

namespace skyflock::life {

/// What steering collects in a row: the animals with an intent, in order, and counts.
struct RowActors {
  uint32_t* list;
  RowTally tally;
};

/// Decides for a group in a world that only moves.
void steerFlock(const WorldState& world, RowActors& row, const SelfGroup& self,
                const SeenGroup& seen, uint32_t own, uint32_t count);

/// Decides for a group under all rules: next velocity, want, and the intents to graze, attack, mate
/// and breed.
void steerAll(const WorldState& world, const Partition& p, RowActors& row, const SelfGroup& self,
              const SeenGroup& seen, uint32_t own, uint32_t count);

}  // namespace skyflock::life
