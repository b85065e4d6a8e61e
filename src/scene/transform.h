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

/// Model matrices of four entities, a lane each: three rows of four.
struct Matrices4 {
  core::F4 m[12];
};

/// Position, orientation and scale as matrices, of the four slots from `slot` on.
Matrices4 modelMatrices(const EntityColumns& columns, uint32_t slot);

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
  bool hasParent(uint32_t slot) const { return nodeCount_ != 0 && nodeOf_[slot] >= roots_; }
  /// Of an entity that has a parent.
  const WorldNode& node(uint32_t slot) const { return nodes_[nodeOf_[slot] - 1]; }
  /// Whether it and all its ancestors are active; of an entity that has a parent.
  bool isActive(uint32_t slot) const { return active_[nodeOf_[slot] - 1] != 0; }
  /// Bytes of memory it has.
  size_t room() const;

 private:
  GrowingArray<WorldNode> nodes_;
  /// Of each node, its slot and its parent's node; of each slot its node plus 1, or 0.
  GrowingArray<uint32_t> slots_, parents_, nodeOf_;
  /// Used while the order is built: of each slot how many ancestors it has plus 1; of each level its first node.
  GrowingArray<uint32_t> depths_, levels_;
  /// Of each node the product of the largest scales of its chain.
  GrowingArray<float> reaches_;
  GrowingArray<uint32_t> active_;
  uint32_t nodeCount_ = 0, levelCount_ = 0;
  /// One more than the last root's node plus 1.
  uint32_t roots_ = 0;
};

}  // namespace skyflock::scene
