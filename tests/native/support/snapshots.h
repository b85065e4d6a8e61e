#pragma once

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <memory>
#include <new>
#include <span>
#include <string>
#include <vector>

#include "core/hash.h"
#include "life/founding.h"
#include "life/snapshot.h"
#include "life/snapshot_format.h"
#include "life/world.h"

// Snapshots of worlds, worlds of snapshots, and snapshots that a test changes.

namespace skyflock::tests {

/// Bytes that are 8-byte aligned.
class Bytes {
 public:
  explicit Bytes(size_t count) : words_((count + 7) / 8), count_(count) {}
  std::byte* data() { return reinterpret_cast<std::byte*>(words_.data()); }
  std::span<const std::byte> span(size_t count) { return {data(), count}; }
  std::span<const std::byte> span() { return span(count_); }
  size_t size() const { return count_; }

 private:
  std::vector<uint64_t> words_;
  size_t count_;
};

inline Bytes save(const life::World& world) {
  Bytes bytes(world.snapshotBytes());
  world.save(bytes.data());
  return bytes;
}

/// The bytes of a file of the project.
inline Bytes readBytes(const std::string& path) {
  std::ifstream file(std::string(SKYFLOCK_SOURCE_DIR) + "/" + path, std::ios::binary);
  const std::vector<char> content{std::istreambuf_iterator<char>(file), {}};
  EXPECT_FALSE(content.empty()) << path;
  Bytes bytes(content.size());
  std::memcpy(bytes.data(), content.data(), content.size());
  return bytes;
}

/// A world made of a snapshot.
class Restored {
 public:
  explicit Restored(std::span<const std::byte> snapshot, uint32_t partitions = 1) {
    life::Founding founding;
    status = life::readFounding(snapshot, founding);
    if (status.ok()) status = life::resolveFounding(founding);
    if (!status.ok()) return;
    const size_t bytes = life::World::bytesNeeded(founding, partitions);
    memory_.reset(static_cast<std::byte*>(::operator new(bytes, kAlignment)));
    world = life::World::restore(snapshot, founding, {memory_.get(), bytes}, status, partitions);
  }

  core::Status status;
  life::World* world = nullptr;

 private:
  static constexpr std::align_val_t kAlignment{64};
  struct Release {
    void operator()(std::byte* p) const { ::operator delete(p, kAlignment); }
  };
  std::unique_ptr<std::byte, Release> memory_;
};

inline life::SnapshotHeader* headerOf(Bytes& bytes) {
  return reinterpret_cast<life::SnapshotHeader*>(bytes.data());
}

/// The parts of a sound snapshot.
inline life::SnapshotParts partsOf(Bytes& bytes) {
  life::SnapshotParts parts;
  const core::Status status = life::readParts(bytes.span(), parts);
  EXPECT_TRUE(status.ok()) << status.message;
  return parts;
}

inline life::SnapshotAnimal* animalOf(Bytes& bytes, const life::SnapshotParts& parts, uint32_t n) {
  return reinterpret_cast<life::SnapshotAnimal*>(bytes.data() + parts.animals) + n;
}

/// Makes the checksum right again after a change, so that what comes after it is looked at.
inline void seal(Bytes& bytes) { headerOf(bytes)->checksum = life::snapshotChecksum(bytes.span()); }

}  // namespace skyflock::tests
