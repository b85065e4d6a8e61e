#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "core/hash.h"
#include "life/genes.h"
#include "life/phase_hash.h"
#include "life/snapshot_format.h"

// Makes all sums of a snapshot right that was changed, so that its loader gets to what was changed.

namespace skyflock::tests {

using namespace life;

inline SnapshotAnimal* animalsOf(std::byte* snapshot, const SnapshotParts& parts) {
  return reinterpret_cast<SnapshotAnimal*>(snapshot + parts.animals);
}

inline uint32_t wordOf(float v) {
  uint32_t word;
  v += 0.0f;
  std::memcpy(&word, &v, sizeof word);
  return word;
}

/// What follows from an animal's genes, as far as they are any.
inline void complete(SnapshotAnimal& animal) {
  Traits traits = {};
  for (uint32_t g = 0; g < constants::geneCount; ++g) {
    if (!(animal.genes[g] >= kGeneRanges[g].least && animal.genes[g] <= kGeneRanges[g].most))
      return;
    traits.genes[g] = animal.genes[g];
  }
  traits.birthTick = animal.birthTick;
  completeTraits(traits);
  animal.cosHalfView = traits.cosHalfView;
  animal.digest = traits.digest;
}

/// Makes digests, state hash and checksum right; the parts stand where they stood.
inline void sealState(std::byte* snapshot, const SnapshotParts& parts) {
  auto* header = reinterpret_cast<SnapshotHeader*>(snapshot);
  core::StateHash hash;
  const uint32_t counts[] = {header->tick, header->nextId};
  hash.addRecord(counts, 2);
  for (uint32_t i = 0; i < parts.header.animalCount; ++i) {
    SnapshotAnimal& a = animalsOf(snapshot, parts)[i];
    complete(a);
    const uint32_t words[] = {a.id,         wordOf(a.x),  wordOf(a.y),
                              wordOf(a.vx), wordOf(a.vy), wordOf(a.energy),
                              a.info,       a.foodCell,   a.digest};
    hash.addRecord(words, 9);
  }
  const auto* food = reinterpret_cast<const float*>(snapshot + parts.food);
  for (uint32_t c = 0; c < parts.header.cellCount; ++c) {
    const uint32_t words[] = {c, wordOf(food[c])};
    hash.addRecord(words, 2);
  }
  header->hashLow = hash.lo;
  header->hashHigh = hash.hi;
  header->checksum = snapshotChecksum({snapshot, parts.end});
}

}  // namespace skyflock::tests
