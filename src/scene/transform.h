#pragma once

#include <cstdint>

#include "core/simd/f32x4.h"
#include "scene/columns.h"
#include "scene/memory.h"
#include "scene/scene_layout.h"

namespace skyflock::scene {

/// Beyond this size a number of a world matrix counts as this: chains of large scales stay finite, and so do sums of
/// products of two of them.
inline constexpr float kLargestWorld = 1e18f;

/// How a member of a chain of parents stands in the world. A cache line.
struct WorldNode {
  /// Three rows of four, as in DrawInstance.
  float matrix[12];
  /// The sphere around its mesh, in the world. Unit: u.
  float center[3];
  float radius;
};
static_assert(sizeof(WorldNode) == 64);

/// Position, orientation and scale of four entities, a lane each.
struct Placement4 {
  core::F4 position[3], orientation[4], scale[3];
};

/// Of the four slots from `slot` on.
SKYFLOCK_INLINE Placement4 loadPlacements(const EntityColumns& columns, uint32_t slot) {
  Placement4 p;
  for (int k = 0; k < 3; ++k) p.position[k] = core::F4::load(columns.position[k] + slot);
  for (int k = 0; k < 4; ++k) p.orientation[k] = core::F4::load(columns.orientation[k] + slot);
  for (int k = 0; k < 3; ++k) p.scale[k] = core::F4::load(columns.scale[k] + slot);
  return p;
}

/// Of any four slots.
SKYFLOCK_INLINE Placement4 gatherPlacements(const EntityColumns& columns, const uint32_t slots[4]) {
  const auto gather = [slots](const float* column) {
    return core::F4::set(column[slots[0]], column[slots[1]], column[slots[2]], column[slots[3]]);
  };
  Placement4 p;
  for (int k = 0; k < 3; ++k) p.position[k] = gather(columns.position[k]);
  for (int k = 0; k < 4; ++k) p.orientation[k] = gather(columns.orientation[k]);
  for (int k = 0; k < 3; ++k) p.scale[k] = gather(columns.scale[k]);
  return p;
}

/// Matrices of four entities, a lane each: three rows of four.
struct Matrices4 {
  core::F4 m[12];
};

/// The matrices that placements stand for: columns of the rotation times the scale, and the position.
SKYFLOCK_INLINE Matrices4 modelMatrices(const Placement4& p) {
  const core::F4 x = p.orientation[0], y = p.orientation[1], z = p.orientation[2];
  const core::F4 w = p.orientation[3];
  const core::F4 x2 = x + x, y2 = y + y, z2 = z + z;
  const core::F4 xx = x * x2, xy = x * y2, xz = x * z2;
  const core::F4 yy = y * y2, yz = y * z2, zz = z * z2;
  const core::F4 wx = w * x2, wy = w * y2, wz = w * z2;
  return {{(1.0f - (yy + zz)) * p.scale[0], (xy - wz) * p.scale[1], (xz + wy) * p.scale[2],
           p.position[0],                                                                    //
           (xy + wz) * p.scale[0], (1.0f - (xx + zz)) * p.scale[1], (yz - wx) * p.scale[2],  //
           p.position[1],                                                                    //
           (xz - wy) * p.scale[0], (yz + wx) * p.scale[1], (1.0f - (xx + yy)) * p.scale[2],  //
           p.position[2]}};
}

/// A place of each of four meshes, in the world: row `row`.
SKYFLOCK_INLINE core::F4 placeInWorld(const Matrices4& a, int row, core::F4 x, core::F4 y,
                                      core::F4 z) {
  const core::F4* m = a.m + 4 * row;
  return ((m[0] * x + m[1] * y) + m[2] * z) + m[3];
}

/// The largest size of a scale.
SKYFLOCK_INLINE core::F4 largestScale(const Placement4& p) {
  return core::pmax(core::pmax(core::abs(p.scale[0]), core::abs(p.scale[1])),
                    core::abs(p.scale[2]));
}

/// Writes the matrices row after row, those of lane k to `to[k]`.
SKYFLOCK_INLINE void storeMatrices(const Matrices4& a, float* const to[4]) {
  for (int row = 0; row < 3; ++row) {
    core::F4 m0 = a.m[4 * row], m1 = a.m[4 * row + 1], m2 = a.m[4 * row + 2], m3 = a.m[4 * row + 3];
    core::transpose4(m0, m1, m2, m3);
    m0.store(to[0] + 4 * row);
    m1.store(to[1] + 4 * row);
    m2.store(to[2] + 4 * row);
    m3.store(to[3] + 4 * row);
  }
}

/// World matrices of entities that have parents, and of these. All others stand in the world as their columns say, and
/// have no entry here.
///
/// An order that has parents before their children is built when parents change: level after level, in a level by slot.
/// In it, four entities of a level at a time are worked out, without recursion, however deep a chain is.
///
/// Only order() asks for memory.
class Transforms {
 public:
  explicit Transforms(const Memory& memory)
      : nodes_(memory),
        slots_(memory),
        parents_(memory),
        nodeOf_(memory),
        depths_(memory),
        levels_(memory),
        reaches_(memory),
        active_(memory) {}

  /// Finds who follows whom: parents or entities have changed. A parent that isn't alive counts as none; chains lead to
  /// an end (a command that would close a circle is refused). False when the memory is refused: it has to be called again.
  [[nodiscard]] bool order(const EntityColumns& columns, uint32_t slots);
  /// Finds which of them are drawn for what they and their ancestors are: flags have changed.
  void findActive(const EntityColumns& columns);
  /// Works out matrices and spheres.
  void update(const EntityColumns& columns, const MeshEntry* meshes, uint32_t meshCount);

  /// Members of chains; 0: no entity has a parent.
  uint32_t nodeCount() const { return nodeCount_; }
  /// Whether a slot's entity has a living parent.
  bool hasParent(uint32_t slot) const { return nodeCount_ != 0 && nodeOf_[slot] > rootCount_; }
  /// Of an entity that has a parent.
  const WorldNode& node(uint32_t slot) const { return nodes_[nodeOf_[slot] - 1]; }
  /// Whether it and all its ancestors are active; of an entity that has a parent.
  bool isActive(uint32_t slot) const { return active_[nodeOf_[slot] - 1] != 0; }
  /// Bytes of memory it has.
  size_t room() const;

 private:
  /// A living entity's living parent, or none.
  static uint32_t parentOf(const EntityColumns& columns, uint32_t slots, uint32_t slot) {
    if ((columns.flags[slot] & constants::entityAlive) == 0) return constants::none;
    const uint32_t parent = columns.parents[slot];
    if (parent >= slots || (columns.flags[parent] & constants::entityAlive) == 0) {
      return constants::none;
    }
    return parent;
  }
  bool measure(const EntityColumns& columns, uint32_t slots, uint32_t& members, uint32_t& deepest);
  void updateLevel(const EntityColumns& columns, const MeshEntry* meshes, uint32_t meshCount,
                   uint32_t first, uint32_t end);

  GrowingArray<WorldNode> nodes_;
  /// Of each node, its slot and its parent's node; of each slot its node plus 1, or 0.
  GrowingArray<uint32_t> slots_, parents_, nodeOf_;
  /// Used while the order is built: of each slot how many ancestors it has plus 1; 0: it is no member of a chain.
  GrowingArray<uint32_t> depths_;
  /// Of each level the first node, and behind the last one how many nodes there are.
  GrowingArray<uint32_t> levels_;
  /// Of each node the product of the largest scales of its chain.
  GrowingArray<float> reaches_;
  GrowingArray<uint32_t> active_;
  uint32_t nodeCount_ = 0, levelCount_ = 0;
  /// Nodes that have no parent.
  uint32_t rootCount_ = 0;
};

}  // namespace skyflock::scene
