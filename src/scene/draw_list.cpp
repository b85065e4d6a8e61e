#include "scene/draw_list.h"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstring>

#include "core/simd/compress.h"
#include "scene/draw_walk.h"
#include "scene/light_choice.h"

namespace skyflock::scene {

using namespace constants;
using core::F4;
using core::I4;
using core::M4;

namespace {

/// Fields that the order of chains, and those that drawables depend on.
constexpr uint32_t kOrderFields = fieldParent | fieldActive;
constexpr uint32_t kDrawableFields =
    kOrderFields | fieldMesh | fieldTexture | fieldColor | fieldCamera;

bool isSame(const DrawView& a, const DrawView& b) {
  return a.width == b.width && a.height == b.height && a.yaw == b.yaw && a.pitch == b.pitch &&
         a.zoom == b.zoom && a.panX == b.panX && a.panY == b.panY;
}

/// A word that grows as the depth shrinks.
uint32_t farthestFirst(float depth) {
  // + 0: zeros of both signs are one place.
  const auto bits = std::bit_cast<uint32_t>(depth + 0.0f);
  return (bits >> 31) != 0 ? bits : bits ^ 0x7fffffffu;
}

/// Writes the instances of four slots in a row. Lanes that nobody wants go to a spare one.
SKYFLOCK_INLINE void writeFour(const EntityColumns& columns, const Transforms& transforms, I4 tags,
                               uint32_t slot, DrawInstance* const to[4]) {
  float* const matrices[4] = {to[0]->matrix, to[1]->matrix, to[2]->matrix, to[3]->matrix};
  storeMatrices(modelMatrices(loadPlacements(columns, slot)), matrices);
  for (uint32_t lane = 0; lane < 4; ++lane) to[lane]->color = columns.colors[slot + lane];
  const M4 nodes =
      ((tags & Drawables::kNode) != I4::splat(0)) & (tags != I4::splat(Drawables::kNotDrawn));
  if (!core::any(nodes)) return;
  for (uint32_t lane = 0; lane < 4; ++lane) {
    if ((core::bits(nodes) >> lane & 1) == 0) continue;
    std::memcpy(to[lane]->matrix, transforms.node(slot + lane).matrix,
                sizeof(DrawInstance::matrix));
  }
}

DrawPass drawPass(const CameraView& view) {
  DrawPass pass = {};
  pass.camera = view.camera;
  pass.kind = static_cast<uint32_t>(view.kind);
  std::copy_n(view.viewport, 4, pass.viewport);
  std::copy_n(view.matrix, 16, pass.matrix);
  std::copy_n(view.eye, 3, pass.eye);
  std::copy_n(view.forward, 3, pass.forward);
  return pass;
}

}  // namespace

bool DrawList::prepare(const DrawInput& input) {
  const bool moved = (stale_ & dirtyEntities) != 0;
  const uint32_t fields = moved ? staleFields_ : 0;
  if ((fields & kOrderFields) != 0) {
    if (!transforms_.order(input.columns, input.slots)) return false;
    transforms_.findActive(input.columns);
  }
  if ((fields & kDrawableFields) != 0 || (stale_ & (dirtyMeshes | dirtyTextures)) != 0) {
    if (!drawables_.find(input, transforms_)) return false;
  }
  if (moved || (stale_ & dirtyMeshes) != 0) {
    transforms_.update(input.columns, input.meshes, input.meshCount);
  }
  stale_ = 0;
  staleFields_ = 0;
  return true;
}

SceneBounds DrawList::findBounds(const DrawInput& input) const {
  const I4 unshared = I4::splat(Drawables::kOwnCamera);
  const F4 most = F4::splat(3e38f);
  const auto eachFour = [&](auto visit) {
    Spheres spheres(input, drawables_, transforms_);
    for (uint32_t slot = 0; slot < input.slots; slot += 4) {
      // What isn't drawn has all bits.
      const M4 counts = (I4::load(drawables_.tags() + slot) & unshared) == I4::splat(0);
      if (!core::any(counts)) continue;
      spheres.look(slot);
      visit(spheres, counts);
    }
  };
  F4 least[3] = {most, most, most};
  F4 largest[3] = {-most, -most, -most};
  eachFour([&](const Spheres& s, M4 counts) {
    const F4 middle[3] = {s.x, s.y, s.z};
    for (int k = 0; k < 3; ++k) {
      least[k] = core::pmin(least[k], core::select(counts, middle[k] - s.radius, most));
      largest[k] = core::pmax(largest[k], core::select(counts, middle[k] + s.radius, -most));
    }
  });
  SceneBounds bounds;
  bounds.radius = 0.0f;
  if (drawables_.shared() == 0) return bounds;
  for (int k = 0; k < 3; ++k) {
    float low[4];
    float high[4];
    least[k].store(low);
    largest[k].store(high);
    const float from = *std::min_element(low, low + 4);
    const float to = *std::max_element(high, high + 4);
    bounds.middle[k] = (from + to) * 0.5f + 0.0f;
  }
  F4 radius = F4::splat(0.0f);
  eachFour([&](const Spheres& s, M4 counts) {
    const F4 x = s.x - bounds.middle[0], y = s.y - bounds.middle[1], z = s.z - bounds.middle[2];
    const F4 reach = core::sqrt((x * x + y * y) + z * z) + s.radius;
    radius = core::pmax(radius, core::maskAnd(counts, reach));
  });
  float reaches[4];
  radius.store(reaches);
  bounds.radius = *std::max_element(reaches, reaches + 4);
  return bounds;
}

uint32_t DrawList::findPasses(const DrawInput& input, const DrawView& view,
                              CameraView* passes) const {
  uint32_t count = 0;
  const auto add = [&](bool screens) {
    for (uint32_t i = 0; i < maxCameras; ++i) {
      const CameraState& camera = input.cameras[i];
      if (camera.exists == 0 || camera.active == 0) continue;
      if ((camera.kind == CameraKind::screen) != screens) continue;
      passes[count++] = cameraView(camera, i, view);
    }
  };
  add(false);
  if (count == 0) passes[count++] = defaultCameraView(findBounds(input), view);
  add(true);
  return count;
}

uint32_t DrawList::most(const CameraView& pass) const {
  const uint32_t own = pass.camera == none ? 0 : drawables_.own(pass.camera);
  return pass.kind == CameraKind::screen ? own : drawables_.shared() + own;
}

uint32_t DrawList::mostDistant(const CameraView& pass) const {
  if (pass.kind == CameraKind::screen) return most(pass);
  const uint32_t own = pass.camera == none ? 0 : drawables_.ownTransparent(pass.camera);
  return drawables_.sharedTransparent() + own;
}

bool DrawList::isPlain(const CameraView& pass) const {
  if (pass.kind == CameraKind::screen) return true;
  return !drawables_.isMixed() &&
         (pass.camera == none ||
          drawables_.own(pass.camera) == drawables_.ownTransparent(pass.camera));
}

template <typename T>
bool DrawList::grow(GrowingArray<T>& array, uint64_t count) {
  if (count <= array.capacity()) return true;
  if (count > UINT32_MAX) return false;
  const T* const before = array.data();
  const auto least = static_cast<uint32_t>(count);
  // A quarter more, since a scene that grows does so again.
  const auto more = static_cast<uint32_t>(std::min<uint64_t>(count + count / 4, UINT32_MAX));
  const bool has = array.reserveRaw(more, more) || array.reserveRaw(least, least);
  if (array.data() != before) ++epoch_;
  return has;
}

/// Asks for all memory that the list takes, before anything is written: where one is refused, the last list is whole.
/// What passes see is counted first where it isn't bound by what there is room for.
bool DrawList::makeRoom(const DrawInput& input, const CameraView* passes, uint32_t passCount,
                        bool& isCounted) {
  const uint32_t blocks = (input.slots + 3) / 4;
  uint64_t instances = 0;
  uint64_t groups = 0;
  uint32_t distant = 0;
  bool allPlain = true;
  for (uint32_t i = 0; i < passCount; ++i) {
    instances += most(passes[i]);
    distant = std::max(distant, mostDistant(passes[i]));
    groups += 1 + mostDistant(passes[i]);
    allPlain = allPlain && isPlain(passes[i]);
  }
  if (!grow(seen_, uint64_t{blocks} * passCount) || !grow(distant_, uint64_t{distant} * 2)) {
    return false;
  }
  isCounted = !allPlain || (passCount > 1 && instances > instances_.capacity());
  if (isCounted) {
    const uint32_t keys = drawables_.keyCount();
    if (!grow(counts_, uint64_t{keys} * passCount)) return false;
    instances = 0;
    groups = 0;
    for (uint32_t i = 0; i < passCount; ++i) {
      uint32_t* const counts = counts_.data() + size_t{keys} * i;
      uint32_t seenDistant = 0;
      countPass(input, passes[i], seen_.data() + size_t{blocks} * i, counts, seenDistant);
      for (uint32_t key = 0; key < keys; ++key) {
        instances += counts[key];
        if (counts[key] != 0) ++groups;
      }
      instances += seenDistant;
      groups += seenDistant;
    }
  }
  // Slots are stored four at a time.
  return grow(groups_, groups) && grow(instances_, instances) &&
         grow(instanceSlots_, instances + 4);
}

void DrawList::countPass(const DrawInput& input, const CameraView& pass, uint8_t* seen,
                         uint32_t* counts, uint32_t& distant) {
  std::fill_n(counts, drawables_.keyCount(), 0u);
  const bool isScreen = pass.kind == CameraKind::screen;
  const I4 transparent = I4::splat(Drawables::kTransparent);
  walk(input, drawables_, transforms_, pass, seen, [&](uint32_t, int lanes, I4 tags, F4) {
    const int far = isScreen ? lanes : lanes & core::bits((tags & transparent) == transparent);
    distant += static_cast<uint32_t>(core::lanesSet(far));
    int solid = lanes & ~far;
    if (solid == 0) return;
    const I4 keys = tags & Drawables::kKeyMask;
    uint32_t lane[4];
    keys.store(lane);
    if (lane[0] == lane[1] && lane[0] == lane[2] && lane[0] == lane[3]) {
      counts[lane[0]] += static_cast<uint32_t>(core::lanesSet(solid));
      return;
    }
    for (int k = 0; k < 4; ++k) {
      if ((solid >> k & 1) != 0) ++counts[lane[k]];
    }
  });
}

void DrawList::putAside(uint32_t slot, int lanes, F4 depth) {
  float depths[4];
  depth.store(depths);
  for (uint32_t lane = 0; lane < 4; ++lane) {
    if ((lanes >> lane & 1) == 0) continue;
    distant_[distantCount_++] = {farthestFirst(depths[lane]), slot + lane};
  }
}

/// A pass whose opaque instances have one mesh and texture.
void DrawList::drawPlain(const DrawInput& input, const CameraView& pass, uint8_t* seen) {
  const bool isScreen = pass.kind == CameraKind::screen;
  const I4 transparent = I4::splat(Drawables::kTransparent);
  const I4 steps = I4::set(0u, 1u, 2u, 3u);
  const uint32_t first = instanceCount_;
  DrawInstance* at = instances_.data() + first;
  uint32_t* slotsAt = instanceSlots_.data() + first;
  DrawInstance spare;
  walk(input, drawables_, transforms_, pass, seen,
       [&](uint32_t slot, int lanes, I4 tags, F4 depth) {
         const int far = isScreen ? lanes : lanes & core::bits((tags & transparent) == transparent);
         const int solid = lanes & ~far;
         if (solid == 15) {
           DrawInstance* const to[4] = {at, at + 1, at + 2, at + 3};
           writeFour(input.columns, transforms_, tags, slot, to);
           (steps + slot).store(slotsAt);
           at += 4;
           slotsAt += 4;
         } else if (solid != 0) {
           DrawInstance* to[4];
           for (int k = 0; k < 4; ++k) {
             const bool wanted = (solid >> k & 1) != 0;
             to[k] = wanted ? at : &spare;
             at += wanted ? 1 : 0;
           }
           writeFour(input.columns, transforms_, tags, slot, to);
           slotsAt += core::compressStore(slotsAt, steps + slot, M4::fromBits(solid));
         }
         if (far != 0) putAside(slot, far, depth);
       });
  instanceCount_ = static_cast<uint32_t>(at - instances_.data());
  if (instanceCount_ != first)
    addGroup(drawables_.opaqueKey(), first, instanceCount_ - first, false);
}

/// A pass of which is known what it sees.
void DrawList::drawCounted(const DrawInput& input, const CameraView& pass, const uint8_t* seen,
                           uint32_t* counts) {
  for (uint32_t k = 0; k < drawables_.keyCount(); ++k) {
    const uint32_t key = drawables_.order()[k];
    const uint32_t count = counts[key];
    counts[key] = instanceCount_;
    if (count == 0) continue;
    addGroup(key, instanceCount_, count, false);
    instanceCount_ += count;
  }
  const bool isScreen = pass.kind == CameraKind::screen;
  const I4 transparent = I4::splat(Drawables::kTransparent);
  const Sight sight(pass);
  Spheres spheres(input, drawables_, transforms_);
  DrawInstance spare;
  const uint32_t blocks = (input.slots + 3) / 4;
  for (uint32_t block = 0; block < blocks; ++block) {
    const int lanes = seen[block];
    if (lanes == 0) continue;
    const uint32_t slot = block * 4;
    const I4 tags = I4::load(drawables_.tags() + slot);
    const int far = isScreen ? lanes : lanes & core::bits((tags & transparent) == transparent);
    const int solid = lanes & ~far;
    if (solid != 0) {
      uint32_t keys[4];
      (tags & Drawables::kKeyMask).store(keys);
      DrawInstance* to[4];
      for (uint32_t lane = 0; lane < 4; ++lane) {
        to[lane] = &spare;
        if ((solid >> lane & 1) == 0) continue;
        const uint32_t at = counts[keys[lane]]++;
        to[lane] = instances_.data() + at;
        instanceSlots_[at] = slot + lane;
      }
      writeFour(input.columns, transforms_, tags, slot, to);
    }
    if (far != 0) {
      F4 depth;
      spheres.look(slot);
      static_cast<void>(sight.sees(spheres.x, spheres.y, spheres.z, spheres.radius, depth));
      putAside(slot, far, depth);
    }
  }
}

const DrawList::Distant* DrawList::sortDistant() {
  // A radix sort from the lowest byte on: it keeps the order of equals, who were put aside in the order of slots.
  uint32_t starts[4][256] = {};
  const uint32_t count = distantCount_;
  Distant* from = distant_.data();
  Distant* to = from + count;
  for (uint32_t i = 0; i < count; ++i) {
    for (uint32_t byte = 0; byte < 4; ++byte) ++starts[byte][from[i].depth >> (8 * byte) & 255];
  }
  for (uint32_t byte = 0; byte < 4; ++byte) {
    uint32_t* const places = starts[byte];
    if (count == 0 || places[from[0].depth >> (8 * byte) & 255] == count) continue;
    uint32_t before = 0;
    for (uint32_t digit = 0; digit < 256; ++digit) {
      const uint32_t digits = places[digit];
      places[digit] = before;
      before += digits;
    }
    for (uint32_t i = 0; i < count; ++i) to[places[from[i].depth >> (8 * byte) & 255]++] = from[i];
    std::swap(from, to);
  }
  return from;
}

/// What was put aside, in its order, as instances and groups.
void DrawList::drawDistant(const DrawInput& input, uint32_t count) {
  const Distant* const sorted = sortDistant();
  const uint32_t* const tags = drawables_.tags();
  DrawInstance spare;
  uint32_t groupKey = none;
  for (uint32_t i = 0; i < count; i += 4) {
    uint32_t slots[4];
    float* matrices[4];
    for (uint32_t lane = 0; lane < 4; ++lane) {
      const bool isThere = i + lane < count;
      slots[lane] = sorted[isThere ? i + lane : i].slot;
      matrices[lane] = isThere ? instances_[instanceCount_ + lane].matrix : spare.matrix;
    }
    storeMatrices(modelMatrices(gatherPlacements(input.columns, slots)), matrices);
    for (uint32_t lane = 0; lane < 4 && i + lane < count; ++lane) {
      const uint32_t slot = slots[lane];
      const uint32_t tag = tags[slot];
      DrawInstance& instance = instances_[instanceCount_];
      if ((tag & Drawables::kNode) != 0) {
        std::memcpy(instance.matrix, transforms_.node(slot).matrix, sizeof instance.matrix);
      }
      instance.color = input.columns.colors[slot];
      instanceSlots_[instanceCount_] = slot;
      const uint32_t key = tag & Drawables::kKeyMask;
      if (key == groupKey) {
        ++groups_[groupCount_ - 1].count;
      } else {
        addGroup(key, instanceCount_, 1, true);
        groupKey = key;
      }
      ++instanceCount_;
    }
  }
  distantCount_ = 0;
}

void DrawList::addGroup(uint32_t key, uint32_t first, uint32_t count, bool isTransparent) {
  const uint32_t word = drawables_.word(key);
  const uint32_t texture = word & 0xffffu;
  groups_[groupCount_++] = {
      word >> 16, texture == 0xffffu ? none : texture, first, count, isTransparent ? 1u : 0u, {}};
}

void DrawList::countCulled(uint32_t slots) {
  const uint32_t blocks = (slots + 3) / 4;
  uint32_t seen = 0;
  if (passCount_ == 1) {
    seen = instanceCount_;
  } else {
    for (uint32_t block = 0; block < blocks; ++block) {
      int lanes = 0;
      for (uint32_t i = 0; i < passCount_; ++i) lanes |= seen_[i * blocks + block];
      seen += static_cast<uint32_t>(core::lanesSet(lanes));
    }
  }
  culled_ = drawables_.total() - seen;
}

DrawOutcome DrawList::make(const DrawInput& input) {
  const DrawView view = usableView(input.view);
  if (staleList_ == 0 && isSame(view, view_)) return DrawOutcome::same;
  if (!prepare(input)) return DrawOutcome::refused;
  CameraView passes[kMaxPasses];
  const uint32_t passCount = findPasses(input, view, passes);
  bool isCounted = false;
  if (!makeRoom(input, passes, passCount, isCounted)) return DrawOutcome::refused;

  const uint32_t blocks = (input.slots + 3) / 4;
  groupCount_ = instanceCount_ = lightCount_ = 0;
  for (uint32_t i = 0; i < passCount; ++i) {
    const CameraView& camera = passes[i];
    DrawPass& pass = passes_[i];
    pass = drawPass(camera);
    pass.firstGroup = groupCount_;
    pass.firstLight = lightCount_;
    if (camera.kind != CameraKind::screen) {
      pass.lightCount =
          chooseLights(input.lights, input.lightCount, camera.eye, lights_ + lightCount_);
      lightCount_ += pass.lightCount;
    }
    uint8_t* const seen = seen_.data() + size_t{blocks} * i;
    if (isCounted) {
      drawCounted(input, camera, seen, counts_.data() + size_t{drawables_.keyCount()} * i);
    } else {
      drawPlain(input, camera, seen);
    }
    drawDistant(input, distantCount_);
    pass.groupCount = groupCount_ - pass.firstGroup;
  }
  passCount_ = passCount;
  countCulled(input.slots);
  staleList_ = 0;
  view_ = view;
  return DrawOutcome::made;
}

size_t DrawList::room() const {
  return transforms_.room() + drawables_.room() + groups_.room() + instances_.room() +
         instanceSlots_.room() + seen_.room() + counts_.room() + distant_.room();
}

}  // namespace skyflock::scene
