#include "scene/drawables.h"

#include <algorithm>

#include "core/sort.h"

namespace skyflock::scene {

using namespace constants;
using core::I4;
using core::M4;

namespace {

constexpr uint32_t kFirstTable = 64;
constexpr uint32_t kOpaque = 0xff000000u;
constexpr uint32_t kNoTexture = 0xffffu;

/// Where a word's search in a table of a power of two begins.
uint32_t placeOf(uint32_t word, uint32_t mask) { return (word * 0x9e3779b1u >> 7) & mask; }

bool isWhole(const MeshEntry& mesh) {
  return mesh.state >= static_cast<uint32_t>(MeshState::ready) && mesh.vertices != 0 &&
         mesh.indices != 0;
}

}  // namespace

bool Drawables::growTable() {
  const uint32_t size = std::max(kFirstTable, table_.capacity() * 2);
  if (!table_.reserveRaw(size, size)) return false;
  std::fill_n(table_.data(), size, 0u);
  for (uint32_t key = 0; key < keyCount_; ++key) {
    uint32_t at = placeOf(words_[key], size - 1);
    while (table_[at] != 0) at = (at + 1) & (size - 1);
    table_[at] = key + 1;
  }
  return true;
}

/// The number of a pair of mesh and texture, a new one where there is none; none when the memory is refused.
uint32_t Drawables::keyOf(const MeshEntry& mesh, uint32_t word) {
  const uint32_t mask = table_.capacity() - 1;
  uint32_t at = placeOf(word, mask);
  for (; table_[at] != 0; at = (at + 1) & mask) {
    if (words_[table_[at] - 1] == word) return table_[at] - 1;
  }
  const uint32_t key = keyCount_;
  if (!words_.reserveRaw(key + 1, UINT32_MAX) || !order_.reserveRaw(key + 1, UINT32_MAX) ||
      !spheres_.reserveRaw(4 * (key + 1), UINT32_MAX)) {
    return none;
  }
  words_[key] = word;
  for (uint32_t k = 0; k < 3; ++k) spheres_[4 * key + k] = mesh.center[k];
  spheres_[4 * key + 3] = mesh.radius;
  table_[at] = key + 1;
  ++keyCount_;
  if (2 * keyCount_ > table_.capacity() && !growTable()) return none;
  return key;
}

/// The tag of an entity that nothing but its looks tells anything of: kNotDrawn without a mesh. False when the memory
/// is refused.
bool Drawables::tagOf(const DrawInput& input, uint32_t looks, uint32_t& tag) {
  tag = kNotDrawn;
  const uint32_t mesh = looks & 0xffffu;
  if (mesh >= input.meshCount || !isWhole(input.meshes[mesh])) return true;
  // Without a texture the number wraps around to one that no texture has.
  const uint32_t texture = (looks >> 16) - 1;
  const bool isTextured = texture < input.textureCount && input.textures[texture].state != 0;
  const uint32_t key = keyOf(input.meshes[mesh], mesh << 16 | (isTextured ? texture : kNoTexture));
  if (key == none) return false;
  const bool seeThrough =
      input.meshes[mesh].seeThrough != 0 || (isTextured && input.textures[texture].seeThrough != 0);
  tag = key | (seeThrough ? kTransparent : 0);
  return true;
}

void Drawables::count(uint32_t tag, uint32_t camera, uint32_t times) {
  const uint32_t transparent = (tag & kTransparent) != 0 ? times : 0;
  total_ += times;
  if ((tag & kOwnCamera) != 0) {
    if (camera >= maxCameras) return;
    own_[camera] += times;
    ownTransparent_[camera] += transparent;
    return;
  }
  shared_ += times;
  sharedTransparent_ += transparent;
  if (transparent != 0) return;
  const uint32_t key = tag & kKeyMask;
  if (opaqueKey_ == none) opaqueKey_ = key;
  if (opaqueKey_ != key) isMixed_ = true;
}

bool Drawables::find(const DrawInput& input, const Transforms& transforms) {
  const EntityColumns& c = input.columns;
  const uint32_t blocks = (input.slots + 3) / 4;
  if (!tags_.reserveRaw(blocks * 4, UINT32_MAX) || !spheres_.reserve(4)) return false;
  keyCount_ = total_ = shared_ = sharedTransparent_ = 0;
  opaqueKey_ = none;
  isMixed_ = false;
  std::fill_n(own_, maxCameras, 0u);
  std::fill_n(ownTransparent_, maxCameras, 0u);
  if (table_.capacity() == 0 && !growTable()) return false;
  std::fill_n(table_.data(), table_.capacity(), 0u);

  constexpr uint32_t kBoth = entityAlive | entityActive;
  const I4 both = I4::splat(kBoth);
  const I4 opaque = I4::splat(kOpaque);
  const I4 nobody = I4::splat(none);
  uint32_t lastLooks = none;
  uint32_t lastTag = kNotDrawn;
  for (uint32_t block = 0; block < blocks; ++block) {
    const uint32_t first = block * 4;
    // Four of a kind: active, opaque, alike, free.
    const M4 plain = ((I4::load(c.flags + first) & both) == both) &
                     (I4::load(c.looks + first) == I4::splat(lastLooks)) &
                     ((I4::load(c.colors + first) & opaque) == opaque) &
                     (I4::load(c.cameras + first) == nobody) &
                     (I4::load(c.parents + first) == nobody);
    if (core::all(plain) && first + 4 <= input.slots) {
      I4::splat(lastTag).store(tags_.data() + first);
      if (lastTag != kNotDrawn) count(lastTag, none, 4);
      continue;
    }
    for (uint32_t slot = first; slot < first + 4; ++slot) {
      tags_[slot] = kNotDrawn;
      if (slot >= input.slots || (c.flags[slot] & kBoth) != kBoth) continue;
      const bool hasParent = transforms.hasParent(slot);
      if (hasParent && !transforms.isActive(slot)) continue;
      if (c.looks[slot] != lastLooks) {
        if (!tagOf(input, c.looks[slot], lastTag)) return false;
        lastLooks = c.looks[slot];
      }
      if (lastTag == kNotDrawn) continue;
      uint32_t tag = lastTag;
      if ((c.colors[slot] & kOpaque) != kOpaque) tag |= kTransparent;
      if (c.cameras[slot] != none) tag |= kOwnCamera;
      if (hasParent) tag |= kNode;
      tags_[slot] = tag;
      count(tag, c.cameras[slot], 1);
    }
  }
  for (uint32_t key = 0; key < keyCount_; ++key) order_[key] = key;
  const uint32_t* const words = words_.data();
  core::sortRecords(order_.data(), order_.data() + keyCount_,
                    [words](uint32_t a, uint32_t b) { return words[a] < words[b]; });
  return true;
}

size_t Drawables::room() const {
  return tags_.room() + words_.room() + spheres_.room() + order_.room() + table_.room();
}

}  // namespace skyflock::scene
