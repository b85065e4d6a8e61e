#pragma once

#include <cstddef>

#include "core/arena.h"
#include "life/world_state.h"

namespace skyflock::life {

/// Value of option number `index` of kLifeOptions.
double read_option(const LifeOptions& options, uint32_t index);
void write_option(LifeOptions& options, uint32_t index, double value);

/// Lays the arrays of a world out in the arena; with an arena without memory it only counts.
void allocate_store(core::Arena& arena, const Founding& founding, uint32_t partitions,
                    WorldState& world);

}  // namespace skyflock::life
