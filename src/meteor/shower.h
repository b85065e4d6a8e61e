#pragma once

#include <cstdlib>
#include <memory>
#include <span>

#include "core/status.h"
#include "meteor/columns.h"

// A meteor shower. Everything that can be said of a moment is computed from it: heads and trails
// from the distance travelled, debris from its birth, stars from the clock. So a step may be of any
// length, nothing is lost between two of them, and a shower looks the same at 30 and at 144 frames
// a second. What is random is drawn by counters from the seed: same options, same steps, same
// bytes, here and in the JavaScript twin (web/fallback/meteor).
//
// One block of memory holds it all. Its pools grow when they are nearly full and shrink when they
// have been nearly empty for some seconds; the block is laid out anew then, and the epoch counts.

namespace skyflock::meteor {

/// One thread calls everything. Only founding, restoring, `configure` and a step that makes a pool
/// grow or shrink allocate. Records, and their counts in the header, are good after every call:
/// whoever draws a shower that stands need not step it.
class Shower {
 public:
  Shower() = default;

  /// Whether options may be used together.
  static core::Status check(const MeteorOptions& options);

  /// Begins a shower; `status` says why not.
  bool found(const MeteorOptions& options, core::Status& status);
  /// Goes on with a saved one, of either kernel.
  bool restore(std::span<const std::byte> saved, core::Status& status);

  /// Takes over options; `status` says why not, and nothing has changed then. What flies keeps its
  /// path and its speed.
  bool configure(const MeteorOptions& options, core::Status& status);

  /// Goes on by `dt` seconds and packs what changed. Returns dirty flags, and steppedMoved when the
  /// block moved since the last step.
  uint32_t step(float dt, float speedMultiplier) {
    advance(dt, speedMultiplier);
    return pack();
  }
  /// The first half of a step: time.
  void advance(float dt, float speedMultiplier);
  /// The second: what there is to draw.
  uint32_t pack();

  /// Begins the meteor that stands in `config()`; its id, or 0 when there is no room.
  uint32_t spawn();

  const MeteorHeader& header() const { return *c_.header; }
  const ShowerState& state() const { return *c_.state; }
  const MeteorOptions& options() const { return *c_.options; }
  SpawnConfig& config() { return *c_.config; }
  const Columns& columns() const { return c_; }

  std::span<const Meteor> meteors() const { return {c_.meteors, c_.header->meteorCount}; }
  std::span<const TrailRange> trailRanges() const {
    return {c_.trailRanges, c_.header->meteorCount};
  }
  std::span<const TrailPoint> trailPoints() const {
    return {c_.trailPoints, c_.header->trailPoints};
  }
  std::span<const Particle> particles() const { return {c_.particles, c_.header->particleCount}; }
  std::span<const Star> stars() const { return {c_.stars, c_.header->starCount}; }
  std::span<const MeteorEvent> events() const { return {c_.events, c_.header->eventCount}; }

  /// The block; what of it a saved shower is comes first.
  std::byte* block() const { return block_.get(); }
  size_t blockBytes() const { return c_.header->memory; }
  std::span<const std::byte> saved() const { return {block_.get(), c_.places->stateBytes}; }

 private:
  struct Free {
    void operator()(std::byte* memory) const { std::free(memory); }
  };
  using Block = std::unique_ptr<std::byte, Free>;

  // shower.cpp
  uint32_t takeTime(float dt);
  void markDirty();
  void spawnDue(float speedMultiplier);
  void spawnAt(uint32_t when, float speedMultiplier);
  void tellEvent(MeteorEventKind kind, uint32_t slot);
  void packAnew();
  Capacities room() const;
  uint32_t meteorLimit() const;

  // launch.cpp
  uint32_t launch(const SpawnConfig& config, float ago, float speedMultiplier);

  // flight.cpp
  void fly(float seconds, float speedMultiplier);
  void endMeteor(uint32_t slot);
  void packMeteors();

  // debris.cpp
  void expire();
  void shed(uint32_t slot, float seconds, float speedMultiplier);
  void packParticles();

  // stars.cpp
  void placeStars();
  void packStars();

  // pools.cpp
  bool layOut(const Capacities& room);
  bool isSound() const;
  void closeUpMeteors();
  void closeUpParticles();
  bool growMeteors();
  bool growParticles();
  void adapt(uint32_t ticks);
  uint32_t takeMeteor();
  uint32_t takeParticle();
  uint32_t liveMeteors() const { return c_.state->meteorSlots - c_.state->meteorFree; }
  uint32_t liveParticles() const { return c_.state->particleSlots - c_.state->particleFree; }

  Block block_;
  Columns c_ = {};
  bool moved_ = false;
};

/// No slot: the pool is full.
inline constexpr uint32_t kNoSlot = 0xffffffffu;

/// Seconds of a number of ticks.
constexpr float secondsOf(uint32_t ticks) {
  return static_cast<float>(static_cast<int32_t>(ticks)) *
         (1.0f / static_cast<float>(constants::clockRate));
}

/// A wave of a phase in parts of 2^32: two parabolas, from -1 to 1.
constexpr float waveOf(uint32_t phase) {
  const float s = static_cast<float>(static_cast<int32_t>(phase)) * (1.0f / 2147483648.0f);
  return s * (1.0f - (s < 0.0f ? -s : s)) * 4.0f;
}

}  // namespace skyflock::meteor
