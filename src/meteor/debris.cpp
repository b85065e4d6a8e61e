#include <algorithm>

#include "core/math.h"
#include "core/rng.h"
#include "meteor/path.h"
#include "meteor/shower.h"

// Debris stands in its columns as it was born. Where it is, how fast and how bright follows from
// its age in closed form, so a step writes nothing but the records that are drawn.

namespace skyflock::meteor {

using namespace constants;
using core::F4;
using core::I4;
using core::M4;

namespace {

/// Ages of four particles in seconds.
F4 ages(const Columns& c, uint32_t at, I4 clock) {
  return (clock - I4::load(c.birth + at)).toF4() * (1.0f / static_cast<float>(clockRate));
}

/// Lives of four particles in seconds: the lowest byte of their traits.
F4 lives(I4 traits, F4 least, F4 step) { return least + (traits & 255).toF4() * step; }

struct Lives {
  F4 least, step;

  explicit Lives(const MeteorOptions& options)
      : least(F4::splat(options.debrisLife * debrisLifeLeast)),
        step(F4::splat(options.debrisLife * debrisLifeSpread * (1.0f / 255.0f))) {}

  F4 of(I4 traits) const { return lives(traits, least, step); }
};

F4 wave(I4 phase) {
  const F4 s = phase.toF4() * (1.0f / 2147483648.0f);
  return s * (1.0f - core::abs(s)) * 4.0f;
}

I4 word(uint32_t value) { return I4::splat(value); }

}  // namespace

void Shower::expire() {
  ShowerState& state = *c_.state;
  const Lives life(*c_.options);
  const I4 clock = word(state.clock);
  const I4 none = I4::splat(0);
  for (uint32_t at = 0; at < state.particleSlots; at += 4) {
    const I4 traits = I4::load(c_.traits + at);
    const M4 over = ages(c_, at, clock) >= life.of(traits);
    const int dead = core::bits(over & (traits != none));
    if (dead == 0) continue;
    for (uint32_t lane = 0; lane < 4; ++lane) {
      if ((dead >> lane & 1) == 0) continue;
      const uint32_t slot = at + lane;
      c_.traits[slot] = 0;
      c_.particleFree[state.particleFree++] = slot;
      const uint32_t owner = c_.owner[slot];
      if (c_.id[owner] == c_.ownerId[slot]) c_.shed[owner] -= 1;
    }
  }
  if (state.particleFree == state.particleSlots) {
    state.particleSlots = 0;
    state.particleFree = 0;
  }
}

void Shower::shed(uint32_t slot, float seconds, float speedMultiplier) {
  const MeteorOptions& o = *c_.options;
  const float rate = o.debrisRate * kMeteorTypes[c_.type[slot] % lookStep].debris * speedMultiplier;
  const float owed = c_.owed[slot] + rate * seconds;
  const auto due = static_cast<uint32_t>(owed);
  c_.owed[slot] = owed - static_cast<float>(due);
  if (due == 0) return;
  const auto most =
      static_cast<uint32_t>(static_cast<float>(o.debrisPerMeteor) * c_.share[slot] + 0.5f);
  const float velocity = c_.speed[slot] * speedMultiplier;
  const float leastTrail = c_.trail[slot] / static_cast<float>(o.trailPoints - 1) *
                           static_cast<float>(trailBeforeDebris);
  const float longestLife = o.debrisLife * (debrisLifeLeast + debrisLifeSpread);
  // The k-th of those due was shed (owed - k) / rate seconds ago; the first ones may be gone again.
  const auto lasting = static_cast<uint32_t>(longestLife * rate);
  const uint32_t key = core::randomKey(o.seed, 0, static_cast<uint32_t>(MeteorPurpose::debris));
  for (uint32_t k = due > lasting ? due - lasting : 1; k <= due; ++k) {
    if (c_.shed[slot] >= most || liveParticles() >= c_.options->debris) return;
    const float age = (owed - static_cast<float>(k)) / rate;
    const float distance = c_.travelled[slot] - velocity * age;
    if (!(distance > leastTrail && distance < c_.length[slot])) continue;
    const uint32_t at = takeParticle();
    if (at == kNoSlot) return;
    const uint32_t serial = c_.state->particleSerial++;
    const uint32_t bits = core::randomBits(key, serial * 2);
    const uint32_t kick = core::randomBits(key, serial * 2 + 1);
    const float t = pathParameter(c_, slot, distance);
    const Point place = pathPoint(c_, slot, t);
    const Point way = pathDirection(c_, slot, t);
    const float scale = 1.0f / core::squareRoot(way.x * way.x + way.y * way.y + 1e-6f);
    const Point ahead = {way.x * scale, way.y * scale};
    const float back =
        velocity * (debrisBackLeast + (debrisBackMost - debrisBackLeast) *
                                          (static_cast<float>(kick & 0xfff) * (1.0f / 4096.0f)));
    const float aside =
        debrisSideLeast + (debrisSideMost - debrisSideLeast) *
                              (static_cast<float>(kick >> 12 & 0xfff) * (1.0f / 4096.0f));
    const float side = kick >> 31 != 0 ? aside : -aside;
    c_.x[at] = place.x;
    c_.y[at] = place.y;
    c_.vx[at] = -(ahead.x * back) - ahead.y * side;
    c_.vy[at] = ahead.x * side - ahead.y * back;
    c_.birth[at] = c_.state->clock - static_cast<uint32_t>(age * static_cast<float>(clockRate));
    c_.traits[at] = bits | 1;
    c_.owner[at] = slot;
    c_.ownerId[at] = c_.id[slot];
    c_.shed[slot] += 1;
  }
}

void Shower::packParticles() {
  const ShowerState& state = *c_.state;
  const Lives lifeOf(*c_.options);
  const I4 clock = word(state.clock);
  const I4 none = I4::splat(0);
  const I4 byte = I4::splat(255);
  const F4 one = F4::splat(1.0f);
  const F4 perByte = F4::splat(1.0f / 255.0f);
  auto* out = reinterpret_cast<float*>(c_.particles);
  constexpr size_t kWords = sizeof(Particle) / 4;
  for (uint32_t at = 0; at < state.particleSlots; at += 4) {
    const I4 traits = I4::load(c_.traits + at);
    const I4 ticks = clock - I4::load(c_.birth + at);
    const F4 age = ages(c_, at, clock);
    const F4 ratio = age / lifeOf.of(traits);
    const M4 alive = (traits != none) & (ratio < one);

    // Drag: the way is v t / (1 + d t), and the velocity its derivative.
    const F4 slowed = one / (one + age * debrisDrag);
    const F4 way = age * slowed;
    const F4 slowedTwice = slowed * slowed;
    const F4 vx = F4::load(c_.vx + at);
    const F4 vy = F4::load(c_.vy + at);
    const I4 phase = traits & word(0xff000000u);
    const F4 sway = ratio * debrisJitter;
    F4 x = F4::load(c_.x + at) + vx * way + wave(phase + ticks * word(debrisSwayX)) * sway;
    F4 y = F4::load(c_.y + at) + vy * way + wave(phase + ticks * word(debrisSwayY)) * sway;
    F4 speedX = vx * slowedTwice;
    F4 speedY = vy * slowedTwice;

    const F4 root = core::sqrt(core::sqrt(core::pmax(one - ratio, 0.0f)));
    const F4 fade = root * (debrisFade0 + root * (debrisFade1 + root * debrisFade2));
    const F4 full =
        debrisOpacityLeast + (traits.shr<16>() & byte).toF4() * perByte * debrisOpacitySpread;
    F4 scale = debrisSizeLeast + (traits.shr<8>() & byte).toF4() * perByte * debrisSizeSpread;
    F4 opacity = full * fade;

    // Every lane is written, and the next one over it unless it is alive: no branch.
    const int lanes = core::bits(alive);
    core::transpose4(x, y, speedX, speedY);
    F4 scale2 = scale;
    F4 opacity2 = opacity;
    core::transpose4(scale, opacity, scale2, opacity2);
    x.store(out);
    scale.store(out + 4);
    out += kWords * static_cast<size_t>(lanes & 1);
    y.store(out);
    opacity.store(out + 4);
    out += kWords * static_cast<size_t>(lanes >> 1 & 1);
    speedX.store(out);
    scale2.store(out + 4);
    out += kWords * static_cast<size_t>(lanes >> 2 & 1);
    speedY.store(out);
    opacity2.store(out + 4);
    out += kWords * static_cast<size_t>(lanes >> 3 & 1);
  }
  const size_t words = static_cast<size_t>(out - reinterpret_cast<float*>(c_.particles));
  c_.header->particleCount = static_cast<uint32_t>(words / kWords);
  c_.header->highWater = std::max(c_.header->highWater, c_.header->particleCount);
}

}  // namespace skyflock::meteor
