#pragma once

#include <cstdint>
#include <ostream>

#include "support/snapshots.h"

namespace skyflock::tests {

/// Where two runs of the same ticks first differ.
struct RollbackDifference {
  bool differs = false;
  uint32_t tick = 0;   ///< ticks done before the one that differs
  uint32_t phase = 0;  ///< the first Phase whose output differs

  bool operator==(const RollbackDifference&) const = default;
};

inline std::ostream& operator<<(std::ostream& out, const RollbackDifference& d) {
  if (!d.differs) return out << "no difference";
  return out << "tick " << d.tick << ", phase " << d.phase;
}

/// The roll-back check: every `every` ticks the world is saved, run for `length` ticks, taken back
/// in so many other partitions, and run again; every phase has to do the same again. `meddle` may
/// do something to the world that was taken back.
template <typename Meddle>
RollbackDifference findRollbackDifference(life::World& world, uint32_t rounds, uint32_t every,
                                          uint32_t length, uint32_t partitions,
                                          const Meddle& meddle) {
  const auto step = [](life::World& w) {
    w.step();
    return std::span<const uint32_t>(w.gatherStats().phaseHashes);
  };
  world.setPhaseHashing(true);
  for (uint32_t round = 0; round < rounds; ++round) {
    for (uint32_t i = 0; i < every; ++i) world.step();
    Bytes bytes = save(world);
    const Restored again(bytes.span(), partitions);
    EXPECT_NE(again.world, nullptr) << again.status.message;
    if (again.world == nullptr) return {true, world.tick(), 0};
    again.world->setPhaseHashing(true);
    meddle(*again.world);
    for (uint32_t i = 0; i < length; ++i) {
      const uint32_t tick = world.tick();
      const std::span<const uint32_t> first = step(world);
      const std::span<const uint32_t> second = step(*again.world);
      for (uint32_t word = 0; word < first.size(); ++word) {
        if (first[word] != second[word]) return {true, tick, word / 2};
      }
    }
  }
  return {};
}

}  // namespace skyflock::tests
