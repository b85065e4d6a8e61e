#pragma once

#include <cstdint>

#include "core/simd/f32x4.h"
#include "scene/columns.h"
#include "scene/scene_layout.h"

namespace skyflock::scene {

/// A camera, ready to draw and to be asked what it sees.
struct CameraView {
  /// Its number, or none for the default one.
  uint32_t camera = constants::none;
  CameraKind kind = CameraKind::perspective;
  float viewport[4] = {0.0f, 0.0f, 1.0f, 1.0f};
  /// From the world to clip space as OpenGL has it, column after column.
  float matrix[16] = {};
  float eye[3] = {};
  /// Unit vectors. A screen camera's `up` points down the picture, and the depth along its `forward` is -z.
  float right[3] = {1.0f, 0.0f, 0.0f};
  float up[3] = {0.0f, 1.0f, 0.0f};
  float forward[3] = {0.0f, 0.0f, -1.0f};
  /// Where the depth is 0 in the middle of what it sees: the eye, but for screen cameras.
  float middle[3] = {};
  /// Half of what it sees to the side and upwards: at depth 0, and how much more a unit of depth.
  float half[2] = {};
  float slope[2] = {};
  /// The cosine of the angle between a side and the view direction.
  float cosine[2] = {1.0f, 1.0f};
  /// Depths between which something is seen. Unit: u.
  float near = 0.0f;
  float far = 0.0f;
};

/// Where everything is that the default camera frames.
struct SceneBounds {
  float middle[3] = {};
  float radius = 1.0f;
};

/// The view with what can't be used replaced: sizes that are no sizes by 0, angles and shares that aren't finite or are
/// out of range by usual or by the nearest values.
DrawView usableView(const DrawView& view);

/// A camera of the scene in a picture of the view's size. A picture without a size counts as a square.
CameraView cameraView(const CameraState& camera, uint32_t number, const DrawView& view);

/// The camera that frames a scene that has none; `view` is a usable one.
CameraView defaultCameraView(const SceneBounds& bounds, const DrawView& view);

/// Which of four spheres a camera may see. None that it sees is left out; a few beyond its corners are not.
///
/// What a camera sees is the same to both sides, so a sphere's middle is turned to how far it is to the side, upwards and
/// in depth, and each pair of sides is one comparison of a size.
struct Sight {
  explicit Sight(const CameraView& view);

  /// `depth` gets how far the middles are along the view direction.
  SKYFLOCK_INLINE core::M4 sees(core::F4 x, core::F4 y, core::F4 z, core::F4 radius,
                                core::F4& depth) const {
    const core::F4 dx = x - middle[0], dy = y - middle[1], dz = z - middle[2];
    const core::F4 aside = core::abs((dx * right[0] + dy * right[1]) + dz * right[2]);
    const core::F4 above = core::abs((dx * up[0] + dy * up[1]) + dz * up[2]);
    depth = (dx * forward[0] + dy * forward[1]) + dz * forward[2];
    const core::F4 reach = radius * 1.00001f;
    return (aside * cosine[0] <= reach + (depth * sine[0] + half[0])) &
           (above * cosine[1] <= reach + (depth * sine[1] + half[1])) & (depth + reach >= near) &
           (depth - reach <= far);
  }

  core::F4 middle[3], right[3], up[3], forward[3];
  core::F4 cosine[2], sine[2], half[2];
  core::F4 near, far;
};

}  // namespace skyflock::scene
