#pragma once

#include <cstdint>

#include "core/simd/f32x4.h"
#include "scene/camera_view.h"
#include "scene/drawables.h"
#include "scene/spheres.h"
#include "scene/transform.h"

namespace skyflock::scene {

/// Goes over all slots, four at a time, and calls visit(slot, lanes, tags, depth) for those of which a camera may see
/// any: which lanes, as bits, and how far their spheres' middles are along its view direction. Where `seen` isn't null,
/// it gets the lanes of each four.
template <typename Visit>
SKYFLOCK_INLINE void walk(const DrawInput& input, const Drawables& drawables,
                          const Transforms& transforms, const CameraView& pass, uint8_t* seen,
                          Visit visit) {
  using core::I4;
  using core::M4;
  const Sight sight(pass);
  Spheres spheres(input, drawables, transforms);
  const uint32_t* const tags = drawables.tags();
  const uint32_t* const cameras = input.columns.cameras;
  const I4 notDrawn = I4::splat(Drawables::kNotDrawn);
  const I4 nothing = I4::splat(0);
  const I4 camera = I4::splat(pass.camera);
  const M4 shared = M4::fromBits(pass.kind == CameraKind::screen ? 0 : 15);
  const uint32_t blocks = (input.slots + 3) / 4;
  for (uint32_t block = 0; block < blocks; ++block) {
    const uint32_t slot = block * 4;
    const I4 four = I4::load(tags + slot);
    M4 drawn = four != notDrawn;
    const M4 own = drawn & ((four & Drawables::kOwnCamera) != nothing);
    if (core::any(own)) {
      drawn = (own & (I4::load(cameras + slot) == camera)) | (core::andNot(drawn, own) & shared);
    } else {
      drawn = drawn & shared;
    }
    int lanes = core::bits(drawn);
    if (lanes != 0) {
      spheres.look(slot);
      core::F4 depth;
      const M4 inSight = sight.sees(spheres.x, spheres.y, spheres.z, spheres.radius, depth);
      lanes &= core::bits(inSight);
      if (lanes != 0) visit(slot, lanes, four, depth);
    }
    if (seen != nullptr) seen[block] = static_cast<uint8_t>(lanes);
  }
}

}  // namespace skyflock::scene
