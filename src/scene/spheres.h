#pragma once

#include <cstdint>

#include "core/simd/f32x4.h"
#include "scene/drawables.h"
#include "scene/transform.h"

namespace skyflock::scene {

/// The spheres around the meshes of four slots at a time, in the world. What most slots in a row share, a mesh, is looked
/// up once; what none of them has (a mesh whose middle is elsewhere, a parent) costs them nothing.
class Spheres {
 public:
  Spheres(const DrawInput& input, const Drawables& drawables, const Transforms& transforms)
      : columns_(input.columns),
        tags_(drawables.tags()),
        keySpheres_(drawables.spheres()),
        transforms_(transforms) {}

  /// Those of the slots from `slot` on, a multiple of four; lanes that aren't drawn hold anything finite.
  SKYFLOCK_INLINE void look(uint32_t slot) {
    tags = core::I4::load(tags_ + slot);
    if (!core::all(tags == tag_)) {
      if (lookAtMixed(slot)) return;
    }
    const core::F4 scaleX = core::F4::load(columns_.scale[0] + slot);
    const core::F4 scaleY = core::F4::load(columns_.scale[1] + slot);
    const core::F4 scaleZ = core::F4::load(columns_.scale[2] + slot);
    radius = core::pmax(core::pmax(core::abs(scaleX), core::abs(scaleY)), core::abs(scaleZ)) *
             meshRadius_;
    if (isCentered_) {
      x = core::F4::load(columns_.position[0] + slot);
      y = core::F4::load(columns_.position[1] + slot);
      z = core::F4::load(columns_.position[2] + slot);
    } else {
      lookAside(slot);
    }
  }

  core::I4 tags = core::I4::splat(Drawables::kNotDrawn);
  core::F4 x = core::F4::splat(0.0f), y = x, z = x, radius = x;

 private:
  bool lookAtMixed(uint32_t slot);
  void lookAside(uint32_t slot);

  const EntityColumns& columns_;
  const uint32_t* tags_;
  const float* keySpheres_;
  const Transforms& transforms_;
  /// The tag of all four lanes whose meshes' spheres stand below; kNotDrawn: they are different ones.
  core::I4 tag_ = core::I4::splat(Drawables::kNotDrawn);
  core::F4 meshX_ = x, meshY_ = x, meshZ_ = x, meshRadius_ = x;
  bool isCentered_ = true;
};

}  // namespace skyflock::scene
