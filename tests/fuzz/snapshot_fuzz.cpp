#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <iterator>
#include <memory>
#include <new>
#include <random>
#include <span>
#include <vector>

#include "life/founding.h"
#include "life/snapshot.h"
#include "life/snapshot_format.h"
#include "life/world.h"
#include "support/snapshot_seal.h"

// Fuzzes the loading of snapshots (libFuzzer). Bytes either are refused with a reason, or make a
// world that runs, draws and counts without a fault, and is saved and loaded again as it is.
//
// A mutation that leaves checksum, digests and state hash wrong would only ever find the checks of
// those. So most mutations change a part of a sound snapshot and then make all of them right again,
// as whoever makes snapshots of his own would.

extern "C" size_t LLVMFuzzerMutate(uint8_t* data, size_t size, size_t maxSize);
extern "C" size_t LLVMFuzzerCustomMutator(uint8_t* data, size_t size, size_t maxSize,
                                          unsigned int seed);
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace skyflock::fuzz {
namespace {

using namespace life;
using tests::animalsOf;

/// Larger worlds are sound, too, but slow.
constexpr size_t kMostBytes = size_t{64} << 20;
constexpr int kTicks = 4;

void require(bool condition, const char* what) {
  if (condition) return;
  std::fprintf(stderr, "%s\n", what);
  std::abort();
}

class Bytes {
 public:
  Bytes(const void* data, size_t size) : words_((size + 7) / 8), size_(size) {
    if (size > 0) std::memcpy(words_.data(), data, size);
  }
  std::byte* data() { return reinterpret_cast<std::byte*>(words_.data()); }
  std::span<const std::byte> span() { return {data(), size_}; }

 private:
  std::vector<uint64_t> words_;
  size_t size_;
};

class Memory {
 public:
  explicit Memory(size_t bytes)
      : bytes_(bytes), memory_(static_cast<std::byte*>(::operator new(bytes, kAlignment))) {}
  std::span<std::byte> span() { return {memory_.get(), bytes_}; }

 private:
  static constexpr std::align_val_t kAlignment{64};
  struct Release {
    void operator()(std::byte* p) const { ::operator delete(p, kAlignment); }
  };
  size_t bytes_;
  std::unique_ptr<std::byte, Release> memory_;
};

void saveAndLoadAgain(World& world, const Founding& founding) {
  std::vector<uint64_t> words(world.snapshotBytes() / 8);
  auto* bytes = reinterpret_cast<std::byte*>(words.data());
  world.save(bytes);
  Memory memory(World::bytesNeeded(founding));
  core::Status status;
  Founding read;
  status = readFounding({bytes, words.size() * 8}, read);
  require(status.ok(), status.message);
  World* again = World::restore({bytes, words.size() * 8}, read, memory.span(), status);
  if (again == nullptr) std::fprintf(stderr, "%s\n", status.message);
  require(again != nullptr, "a snapshot of a loaded world is refused");
  require(again->hash() == world.hash(), "a loaded world is not saved as it is");
}

void load(std::span<const std::byte> snapshot, uint32_t partitions) {
  Founding founding;
  core::Status status = readFounding(snapshot, founding);
  if (status.ok()) status = resolveFounding(founding);
  if (!status.ok()) return;
  const size_t bytes = World::bytesNeeded(founding, partitions);
  if (bytes > kMostBytes) return;
  Memory memory(bytes);
  World* world = World::restore(snapshot, founding, memory.span(), status, partitions);
  require((world == nullptr) != status.ok(), "a refusal without a reason, or a reason without one");
  if (world == nullptr) return;
  world->setPartitions(partitions, runtime::PartitionStrategy::bisection);
  saveAndLoadAgain(*world, founding);
  for (int i = 0; i < kTicks && world->health().ok(); ++i) {
    world->step();
    world->writeFrame(ColorBy::age, true);
    world->gatherStats();
  }
  // The one thing that a sound world can fail at is a crowd at its border.
  if (!world->health().ok()) {
    require(std::strstr(world->health().message, "crowd") != nullptr, world->health().message);
    return;
  }
  // Ticks and births may have brought it to the end of what is loaded.
  if (world->tick() >= constants::mostTicks || world->state().nextId > constants::mostIds) {
    return;
  }
  saveAndLoadAgain(*world, founding);
}

/// Numbers at and beyond the edges of what a field may hold.
void overwrite(std::byte* at, std::minstd_rand& random) {
  constexpr uint32_t kWords[] = {0,           1,           0xffffffffu, 0x7fffffffu, 0x80000000u,
                                 0x7fc00000u, 0x7f800000u, 0xff800000u, 0x00000001u, 0x447a0000u,
                                 0x437fffffu, 0x43800000u, 0x42c80000u, 0xc2f00000u, 0x43970000u};
  const uint32_t word = kWords[random() % std::size(kWords)];
  std::memcpy(at, &word, sizeof word);
}

struct Range {
  size_t begin, end;
};

/// A part of the snapshot to change, the small ones as often as the large.
Range pickRange(const SnapshotParts& parts, std::minstd_rand& random) {
  const SnapshotHeader& header = parts.header;
  constexpr size_t kCounts = offsetof(SnapshotHeader, tick);
  const size_t animal = header.animalCount == 0 ? 0 : random() % header.animalCount;
  const size_t at = parts.animals + animal * sizeof(SnapshotAnimal);
  const Range ranges[] = {
      {kCounts, offsetof(SnapshotHeader, hashLow)},
      {parts.options, parts.tribes},
      {parts.tribes, parts.totals},
      {parts.totals, parts.animals},
      {at, header.animalCount == 0 ? at : at + sizeof(SnapshotAnimal)},
      {at, header.animalCount == 0 ? at : at + sizeof(SnapshotAnimal)},
      {parts.animals, parts.food},
      {parts.food, parts.labels},
      {parts.labels, parts.end},
  };
  return ranges[random() % std::size(ranges)];
}

/// Changes a part of a sound snapshot in place.
void mutateInPlace(std::byte* snapshot, const SnapshotParts& parts, std::minstd_rand& random) {
  const Range range = pickRange(parts, random);
  const size_t length = range.end - range.begin;
  if (length < 4) return;
  switch (random() % 4) {
    case 0: {
      std::vector<uint8_t> part(length);
      std::memcpy(part.data(), snapshot + range.begin, length);
      LLVMFuzzerMutate(part.data(), length, length);
      std::memcpy(snapshot + range.begin, part.data(), length);
      break;
    }
    case 1: {
      // One f64 of the options: somewhere in its range.
      const size_t option = random() % parts.header.optionCount;
      const OptionInfo& info = kLifeOptions[option];
      const double share = static_cast<double>(random() % 1001) / 1000;
      double value = info.least + (info.most - info.least) * share * share * share;
      if (info.isInteger) value = static_cast<double>(static_cast<uint64_t>(value));
      if (option > 4) std::memcpy(snapshot + parts.options + option * 8, &value, sizeof value);
      break;
    }
    case 2: {
      // Many animals in one place, or on one line, as no run puts them.
      SnapshotAnimal* animals = animalsOf(snapshot, parts);
      const uint32_t count = parts.header.animalCount;
      const bool both = random() % 2 == 0;
      for (uint32_t i = 1; i < count && random() % 64 != 0; ++i) {
        animals[i].x = animals[0].x;
        if (both) animals[i].y = animals[0].y;
      }
      break;
    }
    default:
      overwrite(snapshot + range.begin + random() % (length / 4) * 4, random);
  }
}

}  // namespace
}  // namespace skyflock::fuzz

size_t LLVMFuzzerCustomMutator(uint8_t* data, size_t size, size_t maxSize, unsigned int seed) {
  using namespace skyflock;
  std::minstd_rand random(seed);
  fuzz::Bytes bytes(data, size);
  life::SnapshotParts parts;
  const bool sound = life::readParts(bytes.span(), parts).ok();
  if (!sound || random() % 8 == 0) return LLVMFuzzerMutate(data, size, maxSize);
  const uint32_t changes = 1 + random() % 4;
  for (uint32_t i = 0; i < changes; ++i) fuzz::mutateInPlace(bytes.data(), parts, random);
  tests::sealState(bytes.data(), parts);
  std::memcpy(data, bytes.data(), size);
  return size;
}

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace skyflock;
  fuzz::Bytes bytes(data, size);
  fuzz::load(bytes.span(), 1);
  fuzz::load(bytes.span(), 3);
  return 0;
}
