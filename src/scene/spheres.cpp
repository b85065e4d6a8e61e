#include "scene/spheres.h"

namespace skyflock::scene {

using core::F4;
using core::I4;

/// Looks the meshes of four slots up. Those that have parents stand where their nodes say: true when all of it is done.
bool Spheres::lookAtMixed(uint32_t slot) {
  uint32_t lanes[4];
  tags.store(lanes);
  const bool isOne = lanes[0] == lanes[1] && lanes[0] == lanes[2] && lanes[0] == lanes[3];
  int nodes = 0;
  F4 spheres[4];
  for (int lane = 0; lane < 4; ++lane) {
    const uint32_t tag = lanes[lane];
    const bool isDrawn = tag != Drawables::kNotDrawn;
    const uint32_t key = isDrawn ? tag & Drawables::kKeyMask : 0;
    spheres[lane] = F4::load(keySpheres_ + size_t{4} * key);
    if (isDrawn && (tag & Drawables::kNode) != 0) nodes |= 1 << lane;
  }
  meshX_ = spheres[0];
  meshY_ = spheres[1];
  meshZ_ = spheres[2];
  meshRadius_ = spheres[3];
  core::transpose4(meshX_, meshY_, meshZ_, meshRadius_);
  isCentered_ = core::all((meshX_ == 0.0f) & (meshY_ == 0.0f) & (meshZ_ == 0.0f));
  // Spheres that all lanes share are good for the next slots, too.
  tag_ = isOne && nodes == 0 ? tags : I4::splat(Drawables::kNotDrawn);
  if (nodes == 0) return false;

  lookAside(slot);
  F4 own[4] = {x, y, z, radius};
  core::transpose4(own[0], own[1], own[2], own[3]);
  for (int lane = 0; lane < 4; ++lane) {
    const uint32_t at = slot + static_cast<uint32_t>(lane);
    if ((nodes >> lane & 1) != 0) own[lane] = F4::load(transforms_.node(at).center);
  }
  core::transpose4(own[0], own[1], own[2], own[3]);
  x = own[0];
  y = own[1];
  z = own[2];
  radius = own[3];
  return true;
}

/// Spheres whose middles aren't where their entities stand.
void Spheres::lookAside(uint32_t slot) {
  const Placement4 placement = loadPlacements(columns_, slot);
  const Matrices4 matrices = modelMatrices(placement);
  x = placeInWorld(matrices, 0, meshX_, meshY_, meshZ_);
  y = placeInWorld(matrices, 1, meshX_, meshY_, meshZ_);
  z = placeInWorld(matrices, 2, meshX_, meshY_, meshZ_);
  radius = largestScale(placement) * meshRadius_;
}

}  // namespace skyflock::scene
