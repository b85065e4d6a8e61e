#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "core/hash.h"
#include "core/status.h"
#include "life/founding.h"
#include "life/life_layout.h"
#include "life/world_state.h"
#include "runtime/partitioner.h"
#include "runtime/program.h"

namespace skyflock::life {

/// Phases of a tick.
inline constexpr uint32_t kPhases = 8;

/// What a frame shows, and where its bytes go.
struct FrameRequest {
  ColorBy colorBy = ColorBy::tribe;
  bool withFood = false;
  std::byte* into = nullptr;  ///< 8-byte aligned, World::maxFrameBytes
};

/// An artificial-life world. All its memory is one block that the caller gives; nothing is
/// allocated afterwards.
///
/// Threads: one thread calls everything; the parts of tickProgram may run on others, while that
/// thread calls nothing else. The references and pointers returned stay at the same
/// address for the world's life and are overwritten by the next call of the same function.
class World {
 public:
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  /// Bytes that `found` needs for this (resolved) founding, split over `partitions` partitions.
  static size_t bytesNeeded(const Founding& founding, uint32_t partitions = 1);

  /// Founds a world inside `memory` (64-byte aligned, at least bytesNeeded). Returns null with the
  /// reason in `status` when the founding or the memory does not fit.
  static World* found(const Founding& founding, std::span<std::byte> memory, core::Status& status,
                      uint32_t partitions = 1);

  /// As `found`, but without its founders: `spawnFounders` puts them into it, before its first tick.
  static World* foundEmpty(const Founding& founding, std::span<std::byte> memory,
                           core::Status& status, uint32_t partitions = 1);
  /// Puts up to `most` more founders into the world; returns how many are still to come.
  uint32_t spawnFounders(uint32_t most);

  /// Makes the world of a snapshot (life/snapshot.h) inside `memory`, as `found` does; `founding`
  /// is what readFounding read of the same bytes. What is wrong with the snapshot or the memory
  /// stands in `status`.
  static World* restore(std::span<const std::byte> snapshot, const Founding& founding,
                        std::span<std::byte> memory, core::Status& status, uint32_t partitions = 1);
  /// Bytes of a snapshot of the present state.
  size_t snapshotBytes() const;
  /// Writes one, 8-byte aligned. Commands that wait are no part of it.
  void save(std::byte* into) const;

  /// Queues a command for the next tick; refused (with the reason) when it is out of range or when
  /// 1024 commands wait already.
  core::Status enqueue(const Command& command);

  /// Runs one tick through all its phases: beginTick and the whole of tickProgram.
  void step();

  /// The plan phase. False, and nothing else may follow, when the world is not healthy.
  bool beginTick();
  /// The phases after it, a part being a partition. A tick has ended when its last step has.
  runtime::Program tickProgram();
  /// Whether a step of tickProgram belongs to the exchange.
  static bool isExchange(uint32_t step);
  /// Takes over how long the steps of the tick took, partition by partition, for
  /// phaseMilliseconds.
  void takeTimes(const runtime::PartTimes* parts, const runtime::PartTimes* workers,
                 const float* thenMilliseconds);

  /// Ticks done since the founding.
  uint32_t tick() const;
  /// Animals alive.
  uint32_t population() const;
  /// Order-free hash of the whole state after the last tick.
  core::StateHash hash() const;

  /// Whether each phase's output is hashed too (costs time; for tests and for finding differences).
  void setPhaseHashing(bool on);

  /// Bytes of the longest frame.
  size_t maxFrameBytes() const;
  /// Writes a frame of the present state, side by side. The frame is done when the program is; its
  /// FrameHeader, which is the first of its bytes, holds its length.
  runtime::Program frameProgram(const FrameRequest& request);
  /// The same at once, into the world's own memory.
  const FrameHeader& writeFrame(ColorBy colorBy, bool withFood);

  /// Gathers the statistics of the present state.
  const WorldStats& gatherStats();

  /// Looks at one animal; id is 0 in the result when no such animal is alive.
  const Inspection& inspect(uint32_t id);
  /// The id of the animal nearest to (x, y) within radius, or 0.
  uint32_t pick(float x, float y, float radius) const;
  /// The animals within `radius` (u, 0 to mostRadius) of (x, y), as findNearby finds them; 1 <= most
  /// <= mostNearby. They stand there until the next tick, query or snapshot.
  const Nearby& query(float x, float y, float radius, uint32_t most) const;
  /// Marks an animal whose position every frame carries; 0 for none.
  void select(uint32_t id);

  /// The resolved founding.
  const Founding& founding() const;
  /// Milliseconds of each Phase of the last tick, of the slowest partition where several work side
  /// by side; 0 where no clock was given.
  std::span<const float> phaseMilliseconds() const;
  /// Milliseconds that the last tick takes with a thread for each partition and hand-overs for
  /// nothing: the slowest partition of every step, and what runs alone. 0 where no clock was given.
  double criticalPathMilliseconds() const;
  /// A clock in milliseconds for the phase times, or null to leave them 0.
  void setClock(double (*nowMilliseconds)());

  /// What is wrong with the world: ok, or why it must not be stepped any further.
  const core::Status& health() const;

  /// Cuts the world into other partitions from the next tick on, which changes no result.
  void setPlan(const PartitionPlan& plan);
  /// Cuts it into so many partitions, at most as many as it was founded with, and from then on anew
  /// whenever some take much longer than others, as far as takeTimes tells.
  void setPartitions(uint32_t count, runtime::PartitionStrategy strategy);

  /// The insides, for tests of single phases.
  WorldState& state() { return state_; }

 private:
  World() = default;

  static World* create(const Founding& resolved, std::span<std::byte> memory, core::Status& status,
                       uint32_t partitions);

  struct Steps;
  struct Framing;

  void applyCommands();
  void planAnew();
  bool layOutSlices();
  void endPhase(Phase phase);
  void commit();

  WorldState state_;
  Partition kept_[kMaxPartitions];  ///< as they were before the present step
  core::Status health_;
  WorldStats stats_ = {};
  Inspection inspection_ = {};
  float phaseMilliseconds_[kPhases] = {};
  core::StateHash phaseHashes_[kPhases] = {};
  bool hashesPhases_ = false;
  double (*clock_)() = nullptr;
  uint32_t selected_ = 0;
  FrameRequest framing_;
  runtime::PartitionStrategy strategy_ = runtime::PartitionStrategy::bisection;
  runtime::Balancer balancer_;
  runtime::PlanScratch planScratch_;
  /// The partitions are to be planned anew: by the counts of the last exchange, and by the times
  /// that the balancer has seen.
  bool isPlanDue_ = false;
  uint32_t commandCount_ = 0;
  Command commands_[constants::maxCommands];
};

}  // namespace skyflock::life
