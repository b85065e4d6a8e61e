#pragma once

#include <cstdint>

#include "scene/columns.h"
#include "scene/scene_layout.h"

namespace skyflock::scene {

/// Writes the lights that a picture from `eye` is drawn with to `drawn`, lightsDrawn records, and returns how many there
/// are: the active ones that shine at all, directional ones first, by number; then those whose reach ends nearest to the
/// eye, or farthest behind it; equal ones by number.
uint32_t chooseLights(const LightState* lights, uint32_t count, const float eye[3],
                      DrawLight* drawn);

}  // namespace skyflock::scene
