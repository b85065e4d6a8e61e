#pragma once

#include <cstdint>

#include "scene/scene_layout.h"

namespace skyflock::scene {

/// What a ray from a camera met first.
struct PickHit {
  /// The entity's slot, or none.
  uint32_t index = constants::none;
  uint32_t generation = 0;
  /// From the camera to where the ray meets the box around the entity's mesh; from a camera in that box, to where it
  /// leaves it. A screen camera stands where its `far` is. Unit: u.
  float distance = 0.0f;
  /// Where that is. Unit: u.
  float point[3] = {};
};

}  // namespace skyflock::scene
