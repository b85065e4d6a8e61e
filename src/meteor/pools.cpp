#include <algorithm>
#include <cstring>

#include "meteor/scale.h"
#include "meteor/shower.h"

// The memory of a shower: how the block is laid out, and when it is laid out anew.

namespace skyflock::meteor {

using namespace constants;

namespace {

constexpr uint32_t inFours(uint32_t count) { return (count + 3) / 4 * 4; }

uint32_t grown(uint32_t capacity, uint32_t most) {
  const auto more = static_cast<uint32_t>(static_cast<float>(capacity) * growFactor);
  return std::min(inFours(std::max(more, capacity + 1)), most);
}

uint32_t shrunk(uint32_t capacity, uint32_t least) {
  const auto less = static_cast<uint32_t>(static_cast<float>(capacity) * shrinkFactor);
  return std::max(inFours(less), least);
}

bool isFull(uint32_t live, uint32_t capacity) {
  return static_cast<float>(live) >= static_cast<float>(capacity) * growUse;
}

bool isLow(uint32_t live, uint32_t capacity) {
  return static_cast<float>(live) < static_cast<float>(capacity) * shrinkUse;
}

/// Copies the first elements of an array that was laid out elsewhere.
template <typename T>
void copy(T* to, const T* from, size_t count) {
  std::memcpy(to, from, count * sizeof(T));
}

}  // namespace

bool Shower::layOut(const Capacities& room) {
  Columns next = {};
  size_t stateBytes = 0;
  const size_t bytes = (next.layOut(nullptr, 0, room, stateBytes) + 63) / 64 * 64;
  Block block(static_cast<std::byte*>(std::aligned_alloc(64, bytes)));
  if (block == nullptr) return false;
  std::memset(block.get(), 0, bytes);
  next.layOut(block.get(), bytes, room, stateBytes);

  if (block_ != nullptr) {
    *next.header = *c_.header;
    *next.state = *c_.state;
    *next.options = *c_.options;
    *next.config = *c_.config;
    copy(next.events, c_.events, maxEvents);
    // What is laid out smaller was closed up before: the live ones are the first.
    const size_t meteors = c_.state->meteorSlots;
    float* from[32];
    size_t count = 0;
    c_.forMeteors([&](auto* array, size_t) { from[count++] = reinterpret_cast<float*>(array); });
    size_t at = 0;
    next.forMeteors([&](auto* array, size_t each) {
      copy(reinterpret_cast<float*>(array), from[at++], meteors * each);
    });
    copy(next.meteorFree, c_.meteorFree, c_.state->meteorFree);
    count = 0;
    c_.forParticles([&](auto* array) { from[count++] = reinterpret_cast<float*>(array); });
    at = 0;
    next.forParticles([&](auto* array) {
      copy(reinterpret_cast<float*>(array), from[at++], c_.state->particleSlots);
    });
    copy(next.particleFree, c_.particleFree, c_.state->particleFree);
  }

  MeteorPlaces& places = *next.places;
  const auto place = [&](const void* array) {
    return static_cast<uint32_t>(static_cast<const std::byte*>(array) - block.get());
  };
  places = {place(next.meteors),
            place(next.trailRanges),
            place(next.trailPoints),
            place(next.particles),
            place(next.stars),
            place(next.events),
            place(next.state),
            place(next.options),
            place(next.config),
            static_cast<uint32_t>(stateBytes),
            room.meteors,
            room.particles,
            room.stars,
            room.trailPoints,
            layoutId,
            0};
  next.header->memory = static_cast<uint32_t>(bytes);
  next.header->epoch += 1;
  next.state->pending = dirtyAll;
  block_ = std::move(block);
  c_ = next;
  moved_ = true;
  placeStars();
  return true;
}

void Shower::closeUpMeteors() {
  ShowerState& state = *c_.state;
  // The free list is done with, so it can say where each slot went.
  uint32_t* moved = c_.meteorFree;
  uint32_t to = 0;
  for (uint32_t slot = 0; slot < state.meteorSlots; ++slot) {
    moved[slot] = to;
    if (c_.id[slot] == 0) continue;
    if (slot != to) {
      c_.forMeteors([&](auto* array, size_t each) {
        std::memcpy(array + to * each, array + slot * each, each * sizeof *array);
      });
    }
    ++to;
  }
  for (uint32_t slot = 0; slot < state.particleSlots; ++slot) {
    if (c_.traits[slot] == 0) continue;
    // A meteor that is gone has no place; its debris is told by the id.
    c_.owner[slot] = std::min(moved[c_.owner[slot]], to == 0 ? 0 : to - 1);
  }
  state.meteorSlots = to;
  state.meteorFree = 0;
}

void Shower::closeUpParticles() {
  ShowerState& state = *c_.state;
  uint32_t to = 0;
  for (uint32_t slot = 0; slot < state.particleSlots; ++slot) {
    if (c_.traits[slot] == 0) continue;
    if (slot != to) c_.forParticles([&](auto* array) { array[to] = array[slot]; });
    ++to;
  }
  for (uint32_t slot = to; slot < state.particleSlots; ++slot) c_.traits[slot] = 0;
  state.particleSlots = to;
  state.particleFree = 0;
}

bool Shower::growMeteors() {
  Capacities next = room();
  if (next.meteors >= maxMeteors) return false;
  next.meteors = grown(next.meteors, maxMeteors);
  return layOut(next);
}

bool Shower::growParticles() {
  Capacities next = room();
  const uint32_t most = std::max(inFours(c_.options->debris), floorParticles);
  if (next.particles >= most) return false;
  next.particles = grown(next.particles, most);
  return layOut(next);
}

void Shower::adapt(uint32_t ticks) {
  if (isFull(liveMeteors(), c_.places->meteorCapacity)) growMeteors();
  if (isFull(liveParticles(), c_.places->particleCapacity)) growParticles();

  constexpr auto kPatience = static_cast<uint32_t>(shrinkSeconds * static_cast<float>(clockRate));
  const Capacities now = room();
  Capacities next = now;
  c_.state->meteorsLow = isLow(liveMeteors(), now.meteors) ? c_.state->meteorsLow + ticks : 0;
  c_.state->particlesLow =
      isLow(liveParticles(), now.particles) ? c_.state->particlesLow + ticks : 0;
  if (c_.state->meteorsLow >= kPatience) {
    c_.state->meteorsLow = 0;
    next.meteors = shrunk(now.meteors, floorMeteors);
  }
  if (c_.state->particlesLow >= kPatience) {
    c_.state->particlesLow = 0;
    next.particles = shrunk(now.particles, floorParticles);
  }
  if (next.meteors == now.meteors && next.particles == now.particles) return;
  if (next.meteors != now.meteors) closeUpMeteors();
  if (next.particles != now.particles) closeUpParticles();
  layOut(next);
}

uint32_t Shower::takeMeteor() {
  if (c_.state->meteorFree > 0) return c_.meteorFree[--c_.state->meteorFree];
  if (c_.state->meteorSlots == c_.places->meteorCapacity && !growMeteors()) return kNoSlot;
  return c_.state->meteorSlots++;
}

uint32_t Shower::takeParticle() {
  if (c_.state->particleFree > 0) return c_.particleFree[--c_.state->particleFree];
  if (c_.state->particleSlots == c_.places->particleCapacity && !growParticles()) return kNoSlot;
  return c_.state->particleSlots++;
}

bool Shower::restore(std::span<const std::byte> saved, core::Status& status) {
  constexpr auto* kNot = "these bytes are no saved shower of this version";
  Columns from = {};
  status = core::Status::failure(kNot);
  if (saved.size() < sizeof(MeteorHeader) + sizeof(MeteorPlaces)) return false;
  MeteorPlaces places;
  std::memcpy(&places, saved.data() + sizeof(MeteorHeader), sizeof places);
  const Capacities room = {places.meteorCapacity, places.particleCapacity, places.trailCapacity,
                           places.starCapacity};
  if (places.layoutId != layoutId || room.meteors > maxMeteors || room.particles > maxParticles ||
      room.particles % 4 != 0 || room.trailPoints < 2 || room.trailPoints > 64 ||
      room.stars > mostStars) {
    return false;
  }
  size_t stateBytes = 0;
  from.layOut(nullptr, 0, room, stateBytes);
  if (stateBytes != saved.size() || stateBytes != places.stateBytes) return false;

  // Laid out beside what runs, which goes on when the bytes turn out to be damaged.
  Shower next;
  if (!next.layOut(room)) {
    status = core::Status::failure("the shower's memory was refused");
    return false;
  }
  const uint32_t epoch = block_ == nullptr ? 0 : c_.header->epoch;
  const uint32_t memory = next.c_.header->memory;
  const MeteorPlaces own = *next.c_.places;
  std::memcpy(next.block_.get(), saved.data(), stateBytes);
  next.c_.header->memory = memory;
  *next.c_.places = own;
  if (!next.isSound()) return false;
  next.c_.header->epoch = std::max(epoch, next.c_.header->epoch) + 1;
  next.placeStars();
  next.c_.state->pending = dirtyAll;
  next.packAnew();
  block_ = std::move(next.block_);
  c_ = next.c_;
  moved_ = true;
  status = {};
  return true;
}

bool Shower::isSound() const {
  const ShowerState& state = *c_.state;
  const MeteorPlaces& places = *c_.places;
  if (!check(*c_.options).ok() || starCount(*c_.options) != places.starCapacity) return false;
  if (c_.options->trailPoints != places.trailCapacity ||
      !(state.carry >= 0.0f && state.carry < 1.0f)) {
    return false;
  }
  if (state.meteorSlots > places.meteorCapacity || state.meteorFree > state.meteorSlots ||
      state.particleSlots > places.particleCapacity || state.particleFree > state.particleSlots ||
      state.frameSlot >= metricFrames || state.burstDone > state.burstTotal ||
      state.burstTotal > maxMeteors || state.burstClusters > 4 ||
      (state.burstTotal > 0 && state.burstClusters == 0) || c_.header->eventCount > maxEvents ||
      state.eventsTold > c_.header->eventCount) {
    return false;
  }
  // Means are taken from the sum, which only ever changes by what comes and goes.
  constexpr auto kLongest = static_cast<uint32_t>(longestStep * static_cast<float>(clockRate)) + 1;
  uint32_t sum = 0;
  for (const uint32_t ticks : state.frames) {
    if (ticks > kLongest) return false;
    sum += ticks;
  }
  if (sum != state.frameSum) return false;
  // As many free slots as the lists say, and all of those free: more could not be given back than
  // there is room for.
  const auto freeAmong = [](const uint32_t* slots, uint32_t count) {
    return static_cast<uint32_t>(std::count(slots, slots + count, 0u));
  };
  if (freeAmong(c_.id, state.meteorSlots) != state.meteorFree ||
      freeAmong(c_.traits, state.particleSlots) != state.particleFree) {
    return false;
  }
  for (uint32_t i = 0; i < state.meteorFree; ++i) {
    const uint32_t slot = c_.meteorFree[i];
    if (slot >= state.meteorSlots || c_.id[slot] != 0) return false;
  }
  for (uint32_t i = 0; i < state.particleFree; ++i) {
    const uint32_t slot = c_.particleFree[i];
    if (slot >= state.particleSlots || c_.traits[slot] != 0) return false;
  }
  for (uint32_t slot = 0; slot < state.meteorSlots; ++slot) {
    // Whatever else is wrong with a path, it stays inside of its table.
    if (c_.id[slot] == 0) continue;
    const auto within = [](float value, float least, float most) {
      return value >= least && value <= most;
    };
    constexpr float kFar = 1e7f;
    const bool moves = within(c_.length[slot], 1.0f, kFar) && within(c_.trail[slot], 1.0f, kFar) &&
                       within(c_.travelled[slot], 0.0f, kFar) &&
                       within(c_.speed[slot], 0.0f, kFar) && within(c_.owed[slot], 0.0f, 1.0f) &&
                       within(c_.share[slot], 0.0f, 1.0f);
    if (!moves || c_.type[slot] % lookStep >= std::size(kMeteorTypes) ||
        c_.type[slot] / lookStep > maxLooks + ownLook) {
      return false;
    }
  }
  for (uint32_t slot = 0; slot < state.particleSlots; ++slot) {
    if (c_.traits[slot] != 0 && c_.owner[slot] >= places.meteorCapacity) return false;
  }
  return true;
}

}  // namespace skyflock::meteor
