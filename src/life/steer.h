#pragma once

#include "life/sense.h"

namespace skyflock::life {

/// Empties what steering collects in partition p: intents and counts.
void begin_steering(const WorldState& world, Partition& p);

/// Decides for a group in a world that only moves.
void steer_flock(const WorldState& world, Partition& p, const SelfGroup& self,
                 const SeenGroup& seen, uint32_t own, uint32_t count);

/// Decides for a group under all rules: next velocity, want, and the intents to graze, attack, mate
/// and breed.
void steer_all(const WorldState& world, Partition& p, const SelfGroup& self, const SeenGroup& seen,
               uint32_t own, uint32_t count);

}  // namespace skyflock::life
