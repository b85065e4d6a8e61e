#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "core/hash.h"
#include "core/status.h"
#include "life/life_layout.h"
#include "life/world_state.h"

namespace skyflock::life {

/// Commands that may wait for the next tick.
inline constexpr uint32_t kMaxCommands = 1024;
/// Phases of a tick.
inline constexpr uint32_t kPhases = 8;

/// Fills in what an option of 0 leaves open (maxEntities, columns, rows) and checks every option
/// against its range. The Status names the option, its value and its range.
core::Status resolve_founding(Founding& founding);

/// An artificial-life world, stepped by one thread at a time. All its memory is one block that the
/// caller gives; nothing is allocated afterwards.
///
/// Threads: one thread calls everything. The references and pointers returned stay at the same
/// address for the world's life and are overwritten by the next call of the same function.
class World {
 public:
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  /// Bytes that `found` needs for this (resolved) founding, split over `partitions` partitions.
  static size_t bytes_needed(const Founding& founding, uint32_t partitions = 1);

  /// Founds a world inside `memory` (64-byte aligned, at least bytes_needed). Returns null with the
  /// reason in `status` when the founding or the memory does not fit.
  static World* found(const Founding& founding, std::span<std::byte> memory, core::Status& status,
                      uint32_t partitions = 1);

  /// Queues a command for the next tick; refused (with the reason) when it is out of range or when
  /// 1024 commands wait already.
  core::Status enqueue(const Command& command);

  /// Runs one tick through all its phases.
  void step();

  /// Ticks done since the founding.
  uint32_t tick() const;
  /// Animals alive.
  uint32_t population() const;
  /// Order-free hash of the whole state after the last tick.
  core::StateHash hash() const;

  /// Whether each phase's output is hashed too (costs time; for tests and for finding differences).
  void set_phase_hashing(bool on);

  /// Writes the frame of the present state and returns it; FrameHeader::bytes is its length.
  const FrameHeader& write_frame(ColorBy colorBy, bool withFood);

  /// Gathers the statistics of the present state.
  const WorldStats& gather_stats();

  /// Looks at one animal; id is 0 in the result when no such animal is alive.
  const Inspection& inspect(uint32_t id);
  /// The id of the animal nearest to (x, y) within radius, or 0.
  uint32_t pick(float x, float y, float radius) const;
  /// Marks an animal whose position every frame carries; 0 for none.
  void select(uint32_t id);

  /// The resolved founding.
  const Founding& founding() const;
  /// Milliseconds spent in each Phase during the last tick, when a clock was given.
  std::span<const float> phase_milliseconds() const;
  /// A clock in milliseconds for the phase times, or null to leave them 0.
  void set_clock(double (*nowMilliseconds)());

  /// What is wrong with the world: ok, or why it must not be stepped any further.
  const core::Status& health() const;

  /// Cuts the world into other partitions from the next tick on, which changes no result.
  void set_plan(const PartitionPlan& plan);

  /// The insides, for tests of single phases.
  WorldState& state() { return state_; }

 private:
  World() = default;

  void apply_commands();
  template <typename Work>
  void run_phase(Phase phase, Work&& work);
  void commit();

  WorldState state_;
  core::Status health_;
  WorldStats stats_ = {};
  Inspection inspection_ = {};
  float phaseMilliseconds_[kPhases] = {};
  core::StateHash phaseHashes_[kPhases] = {};
  bool hashesPhases_ = false;
  double (*clock_)() = nullptr;
  uint32_t selected_ = 0;
  uint32_t commandCount_ = 0;
  Command commands_[kMaxCommands];
};

}  // namespace skyflock::life
