#include <algorithm>

#include "core/math.h"
#include "core/simd/f32x4.h"
#include "life/genes.h"
#include "life/world.h"

namespace skyflock::life {

using core::F4;

namespace {

/// v in 0 .. 1 as a byte.
uint8_t byte_of(float v) {
  return static_cast<uint8_t>(std::min(1.0f, std::max(0.0f, v)) * 255.0f + 0.5f);
}

/// What the tint shows, 0 to 1.
float tint_of(ColorBy colorBy, const WorldState& world, const Animal& a, const Traits& traits) {
  switch (colorBy) {
    case ColorBy::tribe:
      return 0.0f;
    case ColorBy::diet:
      return (traits.genes[static_cast<uint32_t>(Gene::diet)] + 1.0f) * 0.5f;
    case ColorBy::energy:
      return a.energy * (1.0f / constants::maxEnergy);
    case ColorBy::speed: {
      const float fastest = kGeneRanges[static_cast<uint32_t>(Gene::speed)].most;
      return core::square_root(a.vx * a.vx + a.vy * a.vy) / fastest;
    }
    case ColorBy::age: {
      const auto ticks = static_cast<float>(static_cast<int32_t>(world.tick) - traits.birthTick);
      return ticks * constants::tickSeconds / world.founding.options.deathAge;
    }
  }
  return 0.0f;
}

/// Packs an animal for the page. Bodies that push each other are left out of the displacement: over
/// a tick that is too little to see.
FrameAnimal pack(const Animal& a, float tint) {
  constexpr float kSteps = constants::tickSeconds * constants::frameDisplacementScale;
  const F4 value = F4::set(a.vx, a.vy, a.energy, tint);
  const F4 scale = F4::set(kSteps, kSteps, 255.0f / constants::maxEnergy, 255.0f);
  const F4 scaled = value * scale + F4::set(0.0f, 0.0f, 0.5f, 0.5f);
  const F4 least = F4::set(-32767.0f, -32767.0f, 0.0f, 0.0f);
  const F4 most = F4::set(32767.0f, 32767.0f, 255.0f, 255.0f);
  const core::I4 whole = pmin(most, pmax(least, scaled)).truncToI4();
  return {.x = a.x,
          .y = a.y,
          .dx = static_cast<int16_t>(whole.lane<0>()),
          .dy = static_cast<int16_t>(whole.lane<1>()),
          .tribe = static_cast<uint8_t>(a.info & info::tribeMask),
          .tint = static_cast<uint8_t>(whole.lane<3>()),
          .energy = static_cast<uint8_t>(whole.lane<2>()),
          .want = static_cast<uint8_t>((a.info & info::wantMask) >> info::wantShift)};
}

}  // namespace

const FrameHeader& World::write_frame(ColorBy colorBy, bool withFood) {
  const WorldState& s = state_;
  auto* header = reinterpret_cast<FrameHeader*>(s.store.frame);
  auto* animals = reinterpret_cast<FrameAnimal*>(s.store.frame + sizeof(FrameHeader));
  *header = {};
  header->layoutId = layoutId;
  header->tick = s.tick;
  header->columns = static_cast<uint32_t>(s.columns);
  header->rows = static_cast<uint32_t>(s.rows);
  header->worldWidth = s.rules.worldWidth;
  header->worldHeight = s.rules.worldHeight;
  header->colorBy = static_cast<uint32_t>(colorBy);
  uint32_t count = 0;
  for (uint32_t i = 0; i < s.animalEnd; ++i) {
    const Animal& a = s.store.animals[i];
    if ((a.info & info::alive) == 0) continue;
    animals[count++] = pack(a, tint_of(colorBy, s, a, s.store.traits[i]));
    if (a.id == selected_) {
      header->selectedId = a.id;
      header->selectedX = a.x;
      header->selectedY = a.y;
      header->selectedDx = a.vx * constants::tickSeconds;
      header->selectedDy = a.vy * constants::tickSeconds;
    }
  }
  header->count = count;
  size_t bytes = sizeof(FrameHeader) + count * sizeof(FrameAnimal);
  if (withFood) {
    header->foodOffset = static_cast<uint32_t>(bytes);
    auto* food = reinterpret_cast<uint8_t*>(s.store.frame + bytes);
    const float share = 1.0f / std::max(1e-6f, s.founding.options.foodCapacity);
    const int32_t cells = s.columns * s.rows;
    for (int32_t c = 0; c < cells; ++c) food[c] = byte_of(s.store.food[c] * share);
    bytes += static_cast<size_t>(cells);
  }
  header->bytes = static_cast<uint32_t>(bytes);
  return *header;
}

}  // namespace skyflock::life
