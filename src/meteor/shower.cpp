#include "meteor/shower.h"

#include <algorithm>
#include <cstring>

#include "core/math.h"
#include "core/rng.h"
#include "meteor/path.h"
#include "meteor/scale.h"

namespace skyflock::meteor {

using namespace constants;

namespace {

constexpr uint32_t number(MeteorPurpose purpose) { return static_cast<uint32_t>(purpose); }

/// Ranges of the options, in their order, as f32: a bound that no f32 hits is rounded as what is
/// given was, and one of a whole number is exact.
struct Range {
  float least, most;
};

constexpr Range kRanges[] = {
#define SF_OPTION(type, name, usual, least, most, unit, doc) \
  {static_cast<float>(least), static_cast<float>(most)},
#include "layout/begin.h"
#include "meteor/meteor_layout.inl"
#include "layout/end.h"
};

/// A bit for each of them that is a whole number.
constexpr uint32_t kIntegers = [] {
  uint32_t bits = 0;
  for (size_t i = 0; i < std::size(kMeteorOptions); ++i) {
    if (kMeteorOptions[i].isInteger) bits |= 1u << i;
  }
  return bits;
}();
static_assert(std::size(kMeteorOptions) <= 32);

/// Ticks until the next meteor. At least one, so that a step draws a bounded number.
uint32_t drawInterval(ShowerState& state, const MeteorOptions& options) {
  const uint32_t bits = core::randomBits(
      core::randomKey(options.seed, 0, number(MeteorPurpose::interval)), state.intervals++);
  const float ticks = core::minusLogUnit(bits) * (static_cast<float>(clockRate) / options.rate);
  // An hour is as good as never, and fits.
  constexpr float kMost = 3600.0f * static_cast<float>(clockRate);
  if (!(ticks < kMost)) return static_cast<uint32_t>(kMost);
  return static_cast<uint32_t>(ticks) + 1;
}

/// When a meteor of the first burst begins, in ticks from the founding.
uint32_t burstTime(const ShowerState& state, uint32_t index) {
  const uint32_t cluster = index * state.burstClusters / state.burstTotal;
  const uint32_t first =
      (cluster * state.burstTotal + state.burstClusters - 1) / state.burstClusters;
  const uint32_t last =
      ((cluster + 1) * state.burstTotal + state.burstClusters - 1) / state.burstClusters;
  constexpr auto kBurst = static_cast<uint32_t>(burstSeconds * static_cast<float>(clockRate));
  constexpr auto kCluster = static_cast<uint32_t>(clusterSeconds * static_cast<float>(clockRate));
  return cluster * (kBurst / state.burstClusters) + (index - first) * (kCluster / (last - first));
}

}  // namespace

core::Status Shower::check(const MeteorOptions& options) {
  const auto* word = reinterpret_cast<const std::byte*>(&options);
  for (size_t i = 0; i < std::size(kRanges); ++i, word += 4) {
    uint32_t whole;
    float value;
    std::memcpy(&whole, word, 4);
    std::memcpy(&value, word, 4);
    const bool isInteger = (kIntegers >> i & 1) != 0;
    if (isInteger) value = static_cast<float>(whole);
    // Written so that a NaN is refused.
    if (value >= kRanges[i].least && value <= kRanges[i].most) continue;
    const OptionInfo& info = kMeteorOptions[i];
    const double given = isInteger ? whole : static_cast<double>(value);
    return core::Status::outOfRange(info.name, given, info.least, info.most, info.unit);
  }
  return {};
}

bool Shower::found(const MeteorOptions& options, core::Status& status) {
  status = check(options);
  if (!status.ok()) return false;
  block_.reset();
  c_ = {};
  Capacities first;
  first.meteors = floorMeteors;
  first.particles = floorParticles;
  first.trailPoints = options.trailPoints;
  first.stars = starCount(options);
  if (!layOut(first)) {
    status = core::Status::failure("the shower's memory was refused");
    return false;
  }
  *c_.options = options;
  ShowerState& state = *c_.state;
  if (options.burst != 0) {
    const auto share = static_cast<uint32_t>(static_cast<float>(meteorLimit()) * burstShare);
    state.burstTotal = std::min(std::max(share, burstLeast), meteorLimit());
    const uint32_t bits =
        core::randomBits(core::randomKey(options.seed, 0, number(MeteorPurpose::burst)), 0);
    state.burstClusters = std::min(3 + (bits & 1), std::max(state.burstTotal, 1u));
  }
  if (options.rate > 0.0f) {
    const auto burst = static_cast<uint32_t>(burstSeconds * static_cast<float>(clockRate));
    state.nextSpawn = (state.burstTotal > 0 ? burst : 0) + drawInterval(state, options);
  }
  placeStars();
  state.pending = dirtyAll;
  packAnew();
  return true;
}

bool Shower::configure(const MeteorOptions& options, core::Status& status) {
  status = check(options);
  if (!status.ok()) return false;
  const Capacities now = room();
  Capacities next = now;
  next.trailPoints = options.trailPoints;
  next.stars = starCount(options);
  if ((next.trailPoints != now.trailPoints || next.stars != now.stars) && !layOut(next)) {
    status = core::Status::failure("the shower's memory was refused");
    return false;
  }
  const float rate = c_.options->rate;
  *c_.options = options;
  placeStars();
  ShowerState& state = *c_.state;
  if (options.rate != rate) {
    // The time to the next meteor was drawn for another rate; time has no memory, so another will
    // do.
    state.nextSpawn = state.clock;
    if (options.rate > 0.0f) state.nextSpawn += drawInterval(state, options);
  }
  state.pending = dirtyAll;
  packAnew();
  return true;
}

uint32_t Shower::meteorLimit() const {
  const MeteorOptions& options = *c_.options;
  const auto scaled =
      static_cast<uint32_t>(static_cast<float>(options.meteors) * areaScale(options) + 0.5f);
  return std::min(std::max(scaled, std::min(options.meteors, 1u)), maxMeteors);
}

uint32_t Shower::takeTime(float dt) {
  ShowerState& state = *c_.state;
  const float seconds = dt > 0.0f ? (dt < longestStep ? dt : longestStep) : 0.0f;
  const float exact = seconds * static_cast<float>(clockRate) + state.carry;
  const auto ticks = static_cast<uint32_t>(exact);
  state.carry = exact - static_cast<float>(ticks);
  state.clock += ticks;
  state.frameSum += ticks - state.frames[state.frameSlot];
  state.frames[state.frameSlot] = ticks;
  state.frameSlot = (state.frameSlot + 1) % metricFrames;
  return ticks;
}

void Shower::advance(float dt, float speedMultiplier) {
  const float multiplier =
      speedMultiplier > 0.0f ? (speedMultiplier < 100.0f ? speedMultiplier : 100.0f) : 0.0f;
  const uint32_t ticks = takeTime(dt);
  c_.header->frame += 1;
  // What was spawned since the last step is told with this one.
  const uint32_t later = c_.header->eventCount - c_.state->eventsTold;
  std::memmove(c_.events, c_.events + c_.state->eventsTold, later * sizeof(MeteorEvent));
  c_.header->eventCount = later;
  c_.state->eventsTold = 0;
  c_.state->displaced = 0;
  if (ticks == 0) return;
  expire();
  fly(secondsOf(ticks), multiplier);
  spawnDue(multiplier);
  adapt(ticks);
  markDirty();
}

void Shower::markDirty() {
  ShowerState& state = *c_.state;
  if (state.meteorsShown + liveMeteors() > 0) state.pending |= dirtyMeteors;
  if (state.particlesShown + liveParticles() > 0) state.pending |= dirtyParticles;
  const bool starsMove = c_.options->twinkle > 0.0f || c_.options->starTurn != 0.0f;
  constexpr auto kStarTicks = static_cast<uint32_t>(static_cast<float>(clockRate) / starRate);
  if (starsMove && c_.options->stars > 0 && state.clock - state.starClock >= kStarTicks) {
    state.pending |= dirtyStars;
  }
}

void Shower::spawnDue(float speedMultiplier) {
  // Launching may lay the block out anew, so nothing of it is held across.
  while (c_.state->burstDone < c_.state->burstTotal) {
    // The founding was at tick 0; a clock that wrapped around has no burst left.
    const uint32_t when = burstTime(*c_.state, c_.state->burstDone);
    if (when > c_.state->clock) break;
    c_.state->burstDone += 1;
    spawnAt(when, speedMultiplier);
  }
  if (!(c_.options->rate > 0.0f)) return;
  while (static_cast<int32_t>(c_.state->clock - c_.state->nextSpawn) >= 0) {
    if (liveMeteors() >= meteorLimit()) {
      // No room: the rest of the step's meteors don't come. Time has no memory.
      c_.state->nextSpawn = c_.state->clock + drawInterval(*c_.state, *c_.options);
      break;
    }
    const uint32_t when = c_.state->nextSpawn;
    c_.state->nextSpawn += drawInterval(*c_.state, *c_.options);
    spawnAt(when, speedMultiplier);
  }
}

void Shower::spawnAt(uint32_t when, float speedMultiplier) {
  if (liveMeteors() >= meteorLimit()) return;
  constexpr float kNone = __builtin_nanf("");
  const SpawnConfig any = {kNone, kNone, kNone, kNone, kNone, kNone,
                           kNone, kNone, kNone, kNone, kNone, kNone};
  launch(any, secondsOf(c_.state->clock - when), speedMultiplier);
}

uint32_t Shower::spawn() {
  const SpawnConfig config = *c_.config;
  const uint32_t epoch = c_.header->epoch;
  const uint32_t slot = launch(config, 0.0f, 1.0f);
  // The pool grew: what was packed is in the block that was given back.
  if (c_.header->epoch != epoch) packAnew();
  if (slot == kNoSlot) return 0;
  c_.state->pending |= dirtyMeteors;
  return c_.id[slot];
}

void Shower::tellEvent(MeteorEventKind kind, uint32_t slot) {
  uint32_t& count = c_.header->eventCount;
  uint32_t at = count;
  if (count < maxEvents) {
    count += 1;
  } else {
    // Whoever asked for a meteor waits to hear of it: of a crowd's events the last ones give way.
    if (c_.type[slot] < lookStep) return;
    ShowerState& state = *c_.state;
    at = maxEvents - 1 - state.displaced++ % maxEvents;
    // Between two steps they are told ones, and this one is still to be told.
    if (at < state.eventsTold) state.eventsTold = at;
  }
  const float end = c_.length[slot];
  const float travelled = c_.travelled[slot];
  const Point head =
      pathPoint(c_, slot, pathParameter(c_, slot, travelled < end ? travelled : end));
  c_.events[at] = {static_cast<uint32_t>(kind), c_.id[slot], head.x, head.y};
}

/// Packs all there is to draw outside of a step: nothing but the records changes, and what
/// `pending` says is told by the next step all the same.
void Shower::packAnew() {
  packMeteors();
  packParticles();
  packStars();
  c_.header->dirtyFlags = dirtyAll;
}

uint32_t Shower::pack() {
  ShowerState& state = *c_.state;
  MeteorHeader& header = *c_.header;
  const uint32_t flags = state.pending;
  state.pending = 0;
  if ((flags & dirtyMeteors) != 0) packMeteors();
  if ((flags & dirtyParticles) != 0) packParticles();
  if ((flags & dirtyStars) != 0) packStars();
  for (const uint32_t part : {dirtyMeteors, dirtyParticles, dirtyStars}) {
    if ((flags & part) != 0) {
      header.cacheMisses += 1;
    } else {
      header.cacheHits += 1;
    }
  }
  state.eventsTold = header.eventCount;
  state.displaced = 0;
  state.meteorsShown = header.meteorCount;
  state.particlesShown = header.particleCount;
  header.dirtyFlags = flags;
  header.quality = c_.options->quality;
  const uint32_t steps = header.frame < metricFrames ? header.frame : metricFrames;
  header.meanFrameTime = steps == 0 ? 0
                                    : static_cast<uint32_t>(static_cast<float>(state.frameSum) *
                                                            (1e6f / static_cast<float>(clockRate)) /
                                                            static_cast<float>(steps));
  const bool moved = moved_;
  moved_ = false;
  return flags | (moved ? steppedMoved : 0);
}

Capacities Shower::room() const {
  const MeteorPlaces& places = *c_.places;
  return {places.meteorCapacity, places.particleCapacity, places.trailCapacity,
          places.starCapacity};
}

}  // namespace skyflock::meteor
