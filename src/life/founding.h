#pragma once

#include <cstddef>
#include <cstdint>

#include "core/arena.h"
#include "core/status.h"
#include "life/world_state.h"

namespace skyflock::life {

/// Value of option number `index` of kLifeOptions.
double readOption(const LifeOptions& options, uint32_t index);
void writeOption(LifeOptions& options, uint32_t index, double value);

/// Fills in what an option of 0 leaves open (maxEntities, columns, rows) and checks every option
/// against its range. The Status names the option, its value and its range.
core::Status resolveFounding(Founding& founding);

/// Lays the arrays of a world out in the arena; with an arena without memory it only counts.
void allocateStore(core::Arena& arena, const Founding& founding, uint32_t partitions,
                   WorldState& world);

}  // namespace skyflock::life
