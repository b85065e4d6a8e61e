#include <algorithm>

#include "core/simd/f32x4.h"
#include "life/genes.h"
#include "life/world.h"

namespace skyflock::life {

namespace {

/// v in 0 .. 1 as a byte.
uint8_t byte_of(float v) {
  return static_cast<uint8_t>(std::min(1.0f, std::max(0.0f, v)) * 255.0f + 0.5f);
}

int16_t displacement(float velocity) {
  // Bodies that push each other are left out: over a tick that is too little to see.
  const float steps = velocity * constants::tickSeconds * constants::frameDisplacementScale;
  return static_cast<int16_t>(std::min(32767.0f, std::max(-32767.0f, steps)));
}

uint8_t tint_of(ColorBy colorBy, const WorldState& world, const Animal& a, const Traits& traits) {
  switch (colorBy) {
    case ColorBy::tribe:
      return 0;
    case ColorBy::diet:
      return byte_of((traits.genes[static_cast<uint32_t>(Gene::diet)] + 1.0f) * 0.5f);
    case ColorBy::energy:
      return byte_of(a.energy * (1.0f / constants::maxEnergy));
    case ColorBy::speed: {
      const float fastest = kGeneRanges[static_cast<uint32_t>(Gene::speed)].most;
      const core::F4 speed2 = core::F4::splat(a.vx * a.vx + a.vy * a.vy);
      return byte_of(sqrt(speed2).lane<0>() / fastest);
    }
    case ColorBy::age: {
      const auto ticks = static_cast<float>(static_cast<int32_t>(world.tick) - traits.birthTick);
      return byte_of(ticks * constants::tickSeconds / world.founding.options.deathAge);
    }
  }
  return 0;
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
    FrameAnimal& out = animals[count++];
    out.x = a.x;
    out.y = a.y;
    out.dx = displacement(a.vx);
    out.dy = displacement(a.vy);
    out.tribe = static_cast<uint8_t>(a.info & info::tribeMask);
    out.tint = tint_of(colorBy, s, a, s.store.traits[i]);
    out.energy = byte_of(a.energy * (1.0f / constants::maxEnergy));
    out.want = static_cast<uint8_t>((a.info & info::wantMask) >> info::wantShift);
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
