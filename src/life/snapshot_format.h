#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

#include "core/status.h"
#include "life/life_layout.h"

// The outside of a snapshot: its versions, where its parts stand, its checksum.

namespace skyflock::life {

/// Where the parts of a snapshot stand, whatever its version.
struct SnapshotParts {
  SnapshotHeader header;  ///< of the newest version
  size_t options = 0, tribes = 0, totals = 0, animals = 0, food = 0, labels = 0, end = 0;
  bool byId = true;  ///< animals stand by ascending id
};

/// Finds the parts of a snapshot: checks magic, version, layout, counts and length.
core::Status findParts(std::span<const std::byte> snapshot, SnapshotParts& parts);
/// The same, and checks the checksum.
core::Status readParts(std::span<const std::byte> snapshot, SnapshotParts& parts);
/// The checksum that belongs into the header of these bytes, whose version there is.
uint32_t snapshotChecksum(std::span<const std::byte> snapshot);

/// Sets where the parts stand, from the counts of the header, whose length depends on the version.
void placeParts(SnapshotParts& parts, size_t headerBytes);
/// The Status of a snapshot that can't be loaded; `why` goes on after "The snapshot".
core::Status refuseSnapshot(const char* why);

/// A value out of the bytes, however they are aligned.
template <typename Value>
Value readAt(std::span<const std::byte> from, size_t at) {
  Value value;
  std::memcpy(&value, from.data() + at, sizeof(Value));
  return value;
}

}  // namespace skyflock::life
