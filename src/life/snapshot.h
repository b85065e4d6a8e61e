#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "core/status.h"
#include "life/world_state.h"

// A world between two ticks as bytes: a header, the options, the tribes, the sums since the start,
// the living animals, and the food. Whatever a tick makes anew is left out, as are the commands
// that wait. Little-endian, as everything that Skyflock runs on.

namespace skyflock::life {

/// First word of a snapshot: "SKYL".
inline constexpr uint32_t kSnapshotMagic = 0x4c594b53u;
/// Grows with every change of the format.
inline constexpr uint32_t kSnapshotVersion = 1;

/// Start of a snapshot.
struct SnapshotHeader {
  uint32_t magic;
  uint32_t version;
  uint32_t layoutId;  ///< layout of the records in it
  uint32_t bytes;     ///< length of the whole snapshot
  uint32_t checksum;  ///< of all bytes that follow
  uint32_t optionCount, tribeCount;
  uint32_t animalCount, cellCount;
  uint32_t tick;
  uint32_t nextId;
  uint32_t birthsRefused;
  uint32_t hashLow, hashHigh;  ///< state hash
};

/// Bytes of the snapshot that save_world would write.
size_t snapshot_bytes(const WorldState& world);
/// Writes a snapshot into snapshot_bytes bytes, 8-byte aligned.
void save_world(const WorldState& world, std::byte* into);

/// Reads what the world of a snapshot was founded with; the rest of it is checked too, but for the
/// animals and the food. The Status says what is wrong with the bytes.
core::Status read_founding(std::span<const std::byte> snapshot, Founding& founding);
/// Fills a world that was founded with that founding, but holds nobody, with a snapshot's animals
/// and food. The Status says what is wrong; the world must not be used then.
core::Status load_world(std::span<const std::byte> snapshot, WorldState& world);

}  // namespace skyflock::life
