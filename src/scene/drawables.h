#pragma once

#include <cstdint>

#include "scene/columns.h"
#include "scene/memory.h"
#include "scene/scene_layout.h"
#include "scene/transform.h"

namespace skyflock::scene {

/// What a picture is made of: the published state and who looks at it. Each column can be read up to the next multiple
/// of four slots; what stands beyond `slots` counts for nothing.
struct DrawInput {
  const EntityColumns& columns;
  uint32_t slots = 0;
  /// maxMeshes and maxTextures records.
  const MeshEntry* meshes = nullptr;
  uint32_t meshCount = 0;
  const TextureEntry* textures = nullptr;
  uint32_t textureCount = 0;
  /// maxCameras of them.
  const CameraState* cameras = nullptr;
  const LightState* lights = nullptr;
  uint32_t lightCount = 0;
  DrawView view = {};
};

/// What is kept of each slot from picture to picture: whether it is drawn, and with which mesh and texture. Moving
/// entities changes nothing of it.
class Drawables {
 public:
  /// Tags: the key's number in the low bits; how the entity has to be looked at in the others.
  static constexpr uint32_t kKeyMask = 0xfffffu;
  /// One camera alone draws it.
  static constexpr uint32_t kOwnCamera = 1u << 28;
  /// It has a parent: it stands where its WorldNode says.
  static constexpr uint32_t kNode = 1u << 29;
  static constexpr uint32_t kTransparent = 1u << 30;
  static constexpr uint32_t kNotDrawn = 0xffffffffu;

  explicit Drawables(const Memory& memory)
      : tags_(memory), words_(memory), spheres_(memory), order_(memory), table_(memory) {}

  /// Looks at all entities anew. False when the memory is refused: it has to be called again.
  [[nodiscard]] bool find(const DrawInput& input, const Transforms& transforms);

  /// A tag a slot, up to the next multiple of four.
  const uint32_t* tags() const { return tags_.data(); }
  /// Distinct pairs of mesh and texture.
  uint32_t keyCount() const { return keyCount_; }
  /// Mesh in bits 16 to 31, texture in bits 0 to 15 or 0xffff for none: the order in which groups are drawn.
  uint32_t word(uint32_t key) const { return words_[key]; }
  /// Keys in that order.
  const uint32_t* order() const { return order_.data(); }
  /// Four numbers a key: its mesh's center and radius.
  const float* spheres() const { return spheres_.data(); }
  /// Entities that every world camera draws, and how many of these are transparent.
  uint32_t shared() const { return shared_; }
  uint32_t sharedTransparent() const { return sharedTransparent_; }
  /// Entities that this camera alone draws, and how many of these are transparent.
  uint32_t own(uint32_t camera) const { return own_[camera]; }
  uint32_t ownTransparent(uint32_t camera) const { return ownTransparent_[camera]; }
  /// All entities that are drawn by some camera, be there one or not.
  uint32_t total() const { return total_; }
  /// Whether opaque ones that every world camera draws have more than one pair of mesh and texture.
  bool isMixed() const { return isMixed_; }
  /// The pair that they have, where they have one alone; none: there are none.
  uint32_t opaqueKey() const { return opaqueKey_; }
  /// Bytes of memory it has.
  size_t room() const;

 private:
  bool growTable();
  uint32_t keyOf(const MeshEntry& mesh, uint32_t word);
  bool tagOf(const DrawInput& input, uint32_t looks, uint32_t& tag);
  void count(uint32_t tag, uint32_t camera, uint32_t times);

  GrowingArray<uint32_t> tags_, words_;
  GrowingArray<float> spheres_;
  GrowingArray<uint32_t> order_;
  /// Keys plus 1 by a hash of their words; 0: free.
  GrowingArray<uint32_t> table_;
  uint32_t keyCount_ = 0;
  uint32_t total_ = 0, shared_ = 0, sharedTransparent_ = 0;
  uint32_t own_[constants::maxCameras] = {}, ownTransparent_[constants::maxCameras] = {};
  uint32_t opaqueKey_ = constants::none;
  bool isMixed_ = false;
};

}  // namespace skyflock::scene
