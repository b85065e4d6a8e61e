#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "core/status.h"
#include "life/world_state.h"

// A world between two ticks as bytes (docs/snapshot-format.md, snapshot_format.h): a header, the
// options, the tribes, the sums since the start, the living animals by id, the food, the labels.
// Whatever a tick makes anew is left out, as are the commands that wait, so that the same world is
// the same bytes in every tier and whatever its partitions. Little-endian, as everything that
// Skyflock runs on.
//
// A snapshot may come from anywhere. What is loaded is looked at number by number, so that bytes
// either are refused or make a world that can be stepped. The limits stand in life_layout.inl.

namespace skyflock::life {

/// Bytes of the snapshot that saveWorld would write.
size_t snapshotBytes(const WorldState& world);
/// The same when the world is as full as it can get.
size_t mostSnapshotBytes(const WorldState& world);
/// Writes a snapshot into snapshotBytes bytes, 8-byte aligned. Uses scratch of the world, so it is
/// called between ticks only.
void saveWorld(const WorldState& world, std::byte* into);

/// Reads what the world of a snapshot was founded with; the rest of it is checked too, but for the
/// animals and the food. The Status says what is wrong with the bytes.
core::Status readFounding(std::span<const std::byte> snapshot, Founding& founding);
/// Fills a world that was founded with what readFounding read of the same bytes, but holds nobody,
/// with a snapshot's animals and food. The Status says what is wrong; the world must not be used
/// then.
core::Status loadWorld(std::span<const std::byte> snapshot, WorldState& world);

}  // namespace skyflock::life
