#include "meteor/presets.h"

#include <string_view>

namespace skyflock::meteor {

namespace {

constexpr uint32_t number(Pattern pattern) { return static_cast<uint32_t>(pattern); }

constexpr MeteorLook kCool = kMeteorLooks[0];
constexpr MeteorLook kWarm = kMeteorLooks[1];
constexpr MeteorLook kBright = kMeteorLooks[2];

MeteorOptions calm() {
  MeteorOptions o;
  o.meteors = 6;
  o.rate = 0.8f;
  o.speed = 30.0f;
  o.bright = 0.12f;
  o.cool = 0.6f;
  o.warm = 0.28f;
  o.trailLength = 1.25f;
  o.glow = 0.85f;
  o.debrisRate = 7.0f;
  o.twinkle = 0.7f;
  return o;
}

MeteorOptions storm() {
  MeteorOptions o;
  o.scaleByArea = 0;
  o.meteors = constants::maxMeteors;
  o.rate = 5000.0f;
  o.speed = 160.0f;
  o.natural = 1.0f;
  o.size = 0.8f;
  o.trailPoints = 8;
  o.trailLength = 0.5f;
  o.debris = constants::maxParticles;
  o.debrisRate = 240.0f;
  o.debrisPerMeteor = 240;
  return o;
}

MeteorOptions leonids() {
  MeteorOptions o;
  o.pattern = number(Pattern::radiant);
  o.meteors = 24;
  o.rate = 9.0f;
  o.speed = 210.0f;
  o.natural = 1.0f;
  o.curve = 0.12f;
  o.cool = 0.5f;
  o.warm = 0.15f;
  o.bright = 0.35f;
  o.trailLength = 1.7f;
  o.debrisRate = 20.0f;
  return o;
}

MeteorOptions hyperspace() {
  MeteorOptions o;
  o.pattern = number(Pattern::tunnel);
  o.meteors = 90;
  o.rate = 70.0f;
  o.speed = 620.0f;
  o.natural = 1.0f;
  o.size = 0.7f;
  o.curve = 0.0f;
  o.cool = 0.7f;
  o.warm = 0.05f;
  o.bright = 0.25f;
  o.trailLength = 2.4f;
  o.debris = 300;
  o.debrisRate = 6.0f;
  o.debrisPerMeteor = 3;
  o.stars = 300;
  o.starTurn = 0.002f;
  return o;
}

MeteorOptions auroraRain() {
  MeteorOptions o;
  o.pattern = number(Pattern::rain);
  o.meteors = 40;
  o.rate = 7.0f;
  o.speed = 95.0f;
  o.size = 0.75f;
  o.slant = 0.12f;
  o.curve = 0.35f;
  o.cool = 0.5f;
  o.warm = 0.35f;
  o.bright = 0.15f;
  o.trailLength = 2.6f;
  o.glow = 0.8f;
  o.debrisRate = 9.0f;
  o.debrisLife = 1.4f;
  return o;
}

}  // namespace

std::span<const Preset> presets() {
  static const Preset kPresets[] = {
      {"shower",
       "Meteors in blue, orange and white, a few at a time.",
       {},
       {kCool, kWarm, kBright}},
      {"calm", "Hardly any: for behind text.", calm(), {kCool, kWarm, kBright}},
      {"storm",
       "Ten thousand meteors and a million pieces of debris.",
       storm(),
       {kCool, kWarm, kBright}},
      {"leonids",
       "Fast ones out of one point of the sky.",
       leonids(),
       {{{205, 255, 225}, {90, 220, 170}}, kWarm, kBright}},
      {"hyperspace",
       "Straight out of the middle, at full speed.",
       hyperspace(),
       {{{205, 225, 255}, {90, 140, 255}}, {{235, 205, 255}, {170, 100, 255}}, kBright}},
      {"aurora-rain",
       "Green and violet, side by side, slowly down.",
       auroraRain(),
       {{{190, 255, 220}, {60, 230, 160}},
        {{225, 195, 255}, {150, 90, 255}},
        {{235, 255, 250}, {120, 240, 230}}}},
  };
  return kPresets;
}

const Preset* findPreset(const char* name) {
  for (const Preset& preset : presets()) {
    if (std::string_view(preset.name) == name) return &preset;
  }
  return nullptr;
}

}  // namespace skyflock::meteor
