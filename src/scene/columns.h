#pragma once

#include <cstdint>

#include "scene/scene_layout.h"

namespace skyflock::scene {

/// Entities, column after column: slot i's values stand at [i] of each. There are two sets of them, the working one that
/// commands change and the published one that pictures are made of.
struct EntityColumns {
  uint32_t* generations = nullptr;
  /// entityAlive, entityActive.
  uint32_t* flags = nullptr;
  float* position[3] = {};
  /// Unit quaternions x, y, z, w.
  float* orientation[4] = {};
  float* scale[3] = {};
  uint32_t* colors = nullptr;
  /// Mesh in the low half, texture plus 1 in the high one.
  uint32_t* looks = nullptr;
  uint32_t* cameras = nullptr;
  /// The parent's slot, or none.
  uint32_t* parents = nullptr;
};

/// A camera as it is; see CameraCommand and CameraViewport for units and ranges.
struct CameraState {
  uint32_t exists = 0;
  uint32_t active = 0;
  CameraKind kind = CameraKind::perspective;
  float position[3] = {};
  float orientation[4] = {0.0f, 0.0f, 0.0f, 1.0f};
  float field = 0.9f;
  float near = 0.1f;
  float far = 1000.0f;
  float viewport[4] = {0.0f, 0.0f, 1.0f, 1.0f};
};

/// A light as it is; see LightCommand for units and ranges. The direction is a unit vector.
struct LightState {
  uint32_t exists = 0;
  uint32_t active = 0;
  LightKind kind = LightKind::directional;
  uint32_t color = 0xffffffffu;
  float position[3] = {};
  float direction[3] = {0.0f, -1.0f, 0.0f};
  float intensity = 1.0f;
  float range = 20.0f;
  float inner = 0.3f;
  float outer = 0.5f;
};

}  // namespace skyflock::scene
