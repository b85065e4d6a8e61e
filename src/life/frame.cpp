#include <algorithm>

#include "core/math.h"
#include "core/simd/f32x4.h"
#include "life/genes.h"
#include "life/world.h"

namespace skyflock::life {

using core::F4;

namespace {

/// v in 0 .. 1 as a byte.
uint8_t byteOf(float v) {
  return static_cast<uint8_t>(std::min(1.0f, std::max(0.0f, v)) * 255.0f + 0.5f);
}

/// What the tint shows, 0 to 1.
float tintOf(ColorBy colorBy, const WorldState& world, const Animal& a, const Traits& traits) {
  switch (colorBy) {
    case ColorBy::tribe:
      return 0.0f;
    case ColorBy::diet:
      return (traits.genes[static_cast<uint32_t>(Gene::diet)] + 1.0f) * 0.5f;
    case ColorBy::energy:
      return a.energy * (1.0f / constants::maxEnergy);
    case ColorBy::speed: {
      const float fastest = kGeneRanges[static_cast<uint32_t>(Gene::speed)].most;
      return core::squareRoot(a.vx * a.vx + a.vy * a.vy) / fastest;
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

/// The parts of a frame. Animals stand in the slices of the partitions that wrote them, and newborn
/// ones behind all of them; before the first tick, and after a new plan, in no slices at all.
struct World::Framing {
  static void begin(World& world, const FrameRequest& request) {
    const WorldState& s = world.state_;
    world.framing_ = request;
    FrameHeader& header = *reinterpret_cast<FrameHeader*>(request.into);
    header = {};
    header.layoutId = layoutId;
    header.tick = s.tick;
    header.count = s.population;
    header.columns = static_cast<uint32_t>(s.columns);
    header.rows = static_cast<uint32_t>(s.rows);
    header.worldWidth = s.rules.worldWidth;
    header.worldHeight = s.rules.worldHeight;
    header.colorBy = static_cast<uint32_t>(request.colorBy);
    size_t bytes = sizeof(FrameHeader) + s.population * sizeof(FrameAnimal);
    if (request.withFood) {
      header.foodOffset = static_cast<uint32_t>(bytes);
      bytes += static_cast<size_t>(s.columns * s.rows);
    }
    header.bytes = static_cast<uint32_t>(bytes);
  }

  /// Packs the living of animals[begin, end) and returns where the next one goes.
  static FrameAnimal* packAnimals(const World& world, uint32_t begin, uint32_t end,
                                  FrameAnimal* out) {
    const WorldState& s = world.state_;
    const ColorBy colorBy = world.framing_.colorBy;
    for (uint32_t i = begin; i < end; ++i) {
      const Animal& a = s.store.animals[i];
      if ((a.info & info::alive) == 0) continue;
      *out++ = pack(a, tintOf(colorBy, s, a, s.store.traits[i]));
      if (a.id != world.selected_) continue;
      FrameHeader& header = *reinterpret_cast<FrameHeader*>(world.framing_.into);
      header.selectedId = a.id;
      header.selectedX = a.x;
      header.selectedY = a.y;
      header.selectedDx = a.vx * constants::tickSeconds;
      header.selectedDy = a.vy * constants::tickSeconds;
    }
    return out;
  }

  static void part(void* context, uint32_t index) {
    const World& world = *static_cast<World*>(context);
    const WorldState& s = world.state_;
    std::byte* into = world.framing_.into;
    auto* animals = reinterpret_cast<FrameAnimal*>(into + sizeof(FrameHeader));
    const bool sliced = s.slicesMatchPlan;
    if (sliced) {
      for (uint32_t i = 0; i < index; ++i) animals += s.partitions[i].aliveCount;
      const Partition& p = s.partitions[index];
      animals = packAnimals(world, p.previousBegin, p.previousEnd, animals);
      if (index + 1 == s.plan.count) packAnimals(world, s.newbornBegin, s.animalEnd, animals);
    } else if (index == 0) {
      packAnimals(world, 0, s.animalEnd, animals);
    }
    if (!world.framing_.withFood) return;
    const auto* header = reinterpret_cast<const FrameHeader*>(into);
    auto* food = reinterpret_cast<uint8_t*>(into + header->foodOffset);
    const float share =
        1.0f / std::max(constants::foodLeastCapacity, s.founding.options.foodCapacity);
    const auto cells = static_cast<uint64_t>(s.columns) * static_cast<uint64_t>(s.rows);
    const uint64_t end = cells * (index + 1) / s.plan.count;
    for (uint64_t c = cells * index / s.plan.count; c < end; ++c) {
      food[c] = byteOf(s.store.food[c] * share);
    }
  }

  static constexpr runtime::Step kSteps[] = {{part, nullptr}};
};

size_t World::maxFrameBytes() const {
  return sizeof(FrameHeader) + state_.store.capacity * sizeof(FrameAnimal) +
         static_cast<size_t>(state_.columns) * static_cast<size_t>(state_.rows);
}

runtime::Program World::frameProgram(const FrameRequest& request) {
  Framing::begin(*this, request);
  return {.steps = Framing::kSteps, .stepCount = 1, .parts = state_.plan.count, .context = this};
}

const FrameHeader& World::writeFrame(ColorBy colorBy, bool withFood) {
  const FrameRequest request = {colorBy, withFood, state_.store.frame};
  runtime::runSerially(frameProgram(request), nullptr, nullptr, nullptr);
  return *reinterpret_cast<const FrameHeader*>(request.into);
}

}  // namespace skyflock::life
