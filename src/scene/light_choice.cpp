#include "scene/light_choice.h"

#include "core/math.h"

namespace skyflock::scene {

using namespace constants;

namespace {

constexpr float kTurnsPerRadian = 0.15915494f;

bool shines(const LightState& light) {
  return light.exists != 0 && light.active != 0 && light.intensity > 0.0f;
}

/// How far it is from the eye to where the light's reach ends.
float gap(const LightState& light, const float eye[3]) {
  const float x = light.position[0] - eye[0];
  const float y = light.position[1] - eye[1];
  const float z = light.position[2] - eye[2];
  return core::squareRoot((x * x + y * y) + z * z) - light.range;
}

DrawLight drawLight(const LightState& light) {
  DrawLight drawn = {};
  drawn.kind = static_cast<uint32_t>(light.kind);
  drawn.color = light.color;
  drawn.intensity = light.intensity;
  drawn.range = light.range;
  for (int k = 0; k < 3; ++k) {
    drawn.position[k] = light.position[k];
    drawn.direction[k] = light.direction[k];
  }
  drawn.cosInner = core::sincosTurns(light.inner * kTurnsPerRadian).cos;
  drawn.cosOuter = core::sincosTurns(light.outer * kTurnsPerRadian).cos;
  return drawn;
}

}  // namespace

uint32_t chooseLights(const LightState* lights, uint32_t count, const float eye[3],
                      DrawLight* drawn) {
  uint32_t chosen = 0;
  for (uint32_t i = 0; i < count && chosen < lightsDrawn; ++i) {
    if (!shines(lights[i]) || lights[i].kind != LightKind::directional) continue;
    drawn[chosen++] = drawLight(lights[i]);
  }
  const uint32_t directional = chosen;
  // The nearest up to now, in order: each light moves the farther ones on by one, and the last of them out.
  float gaps[lightsDrawn];
  uint32_t numbers[lightsDrawn];
  for (uint32_t i = 0; i < count; ++i) {
    if (!shines(lights[i]) || lights[i].kind == LightKind::directional) continue;
    const float own = gap(lights[i], eye);
    uint32_t at = chosen;
    while (at > directional && own < gaps[at - 1]) --at;
    if (at == lightsDrawn) continue;
    if (chosen < lightsDrawn) ++chosen;
    for (uint32_t k = chosen - 1; k > at; --k) {
      gaps[k] = gaps[k - 1];
      numbers[k] = numbers[k - 1];
    }
    gaps[at] = own;
    numbers[at] = i;
  }
  for (uint32_t k = directional; k < chosen; ++k) drawn[k] = drawLight(lights[numbers[k]]);
  return chosen;
}

}  // namespace skyflock::scene
