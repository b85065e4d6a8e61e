#include "scene/transform.h"

#include <algorithm>
#include <cstddef>

#include "core/assert.h"

namespace skyflock::scene {

using namespace constants;
using core::F4;
using core::I4;

namespace {

F4 clampToWorld(F4 v) { return core::pmax(core::pmin(v, kLargestWorld), -kLargestWorld); }

/// Whether none of the slots names a parent.
bool noParents(const uint32_t* parents, uint32_t slots) {
  const I4 nobody = I4::splat(none);
  uint32_t slot = 0;
  for (; slot + 4 <= slots; slot += 4) {
    if (core::any(I4::load(parents + slot) != nobody)) return false;
  }
  for (; slot < slots; ++slot) {
    if (parents[slot] != none) return false;
  }
  return true;
}

}  // namespace

/// How deep each member of a chain stands: it climbs to the first ancestor whose depth is known, and once more to write
/// the depths down, so that each is climbed over once.
bool Transforms::measure(const EntityColumns& columns, uint32_t slots, uint32_t& members,
                         uint32_t& deepest) {
  if (!depths_.reserveRaw(slots, UINT32_MAX)) return false;
  uint32_t* const depths = depths_.data();
  std::fill_n(depths, slots, 0u);
  for (uint32_t slot = 0; slot < slots; ++slot) {
    if (depths[slot] != 0) continue;
    uint32_t top = slot;
    uint32_t steps = 0;
    for (uint32_t parent; depths[top] == 0; top = parent, ++steps) {
      parent = parentOf(columns, slots, top);
      if (parent == none) break;
      SKYFLOCK_ASSERT(steps < slots, "a chain of parents has an end");
    }
    if (steps == 0) continue;
    if (depths[top] == 0) {
      depths[top] = 1;
      ++members;
    }
    uint32_t depth = depths[top] + steps;
    deepest = std::max(deepest, depth);
    members += steps;
    for (uint32_t at = slot; at != top; at = columns.parents[at]) depths[at] = depth--;
  }
  return true;
}

bool Transforms::order(const EntityColumns& columns, uint32_t slots) {
  nodeCount_ = 0;
  levelCount_ = 0;
  rootCount_ = 0;
  if (noParents(columns.parents, slots)) return true;
  uint32_t members = 0;
  uint32_t deepest = 0;
  if (!measure(columns, slots, members, deepest)) return false;
  if (members == 0) return true;
  if (!nodeOf_.reserveRaw(slots, UINT32_MAX) || !levels_.reserveRaw(deepest + 1, UINT32_MAX) ||
      !nodes_.reserveRaw(members, slots) || !slots_.reserveRaw(members, slots) ||
      !parents_.reserveRaw(members, slots) || !reaches_.reserveRaw(members, slots) ||
      !active_.reserveRaw(members, slots)) {
    return false;
  }
  // A counting sort by depth, in which slots keep their order. While it places nodes, a level's entry is where its next
  // node goes, which ends as where the next level begins.
  std::fill_n(levels_.data(), deepest + 1, 0u);
  for (uint32_t slot = 0; slot < slots; ++slot) {
    if (depths_[slot] != 0) ++levels_[depths_[slot]];
  }
  rootCount_ = levels_[1];
  for (uint32_t depth = 1, before = 0; depth <= deepest; ++depth) {
    const uint32_t count = levels_[depth];
    levels_[depth] = before;
    before += count;
  }
  for (uint32_t slot = 0; slot < slots; ++slot) {
    const uint32_t depth = depths_[slot];
    nodeOf_[slot] = 0;
    if (depth == 0) continue;
    const uint32_t node = levels_[depth]++;
    slots_[node] = slot;
    nodeOf_[slot] = node + 1;
  }
  for (uint32_t node = 0; node < members; ++node) {
    const uint32_t parent = parentOf(columns, slots, slots_[node]);
    parents_[node] = node < rootCount_ ? none : nodeOf_[parent] - 1;
  }
  nodeCount_ = members;
  levelCount_ = deepest;
  return true;
}

void Transforms::findActive(const EntityColumns& columns) {
  constexpr uint32_t kBoth = entityAlive | entityActive;
  for (uint32_t node = 0; node < nodeCount_; ++node) {
    const bool own = (columns.flags[slots_[node]] & kBoth) == kBoth;
    const uint32_t parent = parents_[node];
    active_[node] = own && (parent == none || active_[parent] != 0) ? 1 : 0;
  }
}

void Transforms::update(const EntityColumns& columns, const MeshEntry* meshes, uint32_t meshCount) {
  for (uint32_t depth = 1, first = 0; depth <= levelCount_; ++depth) {
    const uint32_t end = levels_[depth];
    updateLevel(columns, meshes, meshCount, first, end);
    first = end;
  }
}

void Transforms::updateLevel(const EntityColumns& columns, const MeshEntry* meshes,
                             uint32_t meshCount, uint32_t first, uint32_t end) {
  const F4 nothing = F4::splat(0.0f);
  for (uint32_t at = first; at < end; at += 4) {
    // Lanes beyond the end do the last node's work once more.
    uint32_t nodes[4];
    uint32_t slots[4];
    for (uint32_t lane = 0; lane < 4; ++lane) {
      nodes[lane] = std::min(at + lane, end - 1);
      slots[lane] = slots_[nodes[lane]];
    }
    const bool inARow = at + 4 <= end && slots[3] - slots[0] == 3;
    const Placement4 placement =
        inARow ? loadPlacements(columns, slots[0]) : gatherPlacements(columns, slots);
    Matrices4 world = modelMatrices(placement);
    F4 reach = largestScale(placement);
    if (first != 0) {
      const Matrices4 own = world;
      uint32_t parents[4];
      for (int lane = 0; lane < 4; ++lane) parents[lane] = parents_[nodes[lane]];
      for (int row = 0; row < 3; ++row) {
        F4 p0 = F4::load(nodes_[parents[0]].matrix + 4 * row);
        F4 p1 = F4::load(nodes_[parents[1]].matrix + 4 * row);
        F4 p2 = F4::load(nodes_[parents[2]].matrix + 4 * row);
        F4 p3 = F4::load(nodes_[parents[3]].matrix + 4 * row);
        core::transpose4(p0, p1, p2, p3);
        for (int column = 0; column < 4; ++column) {
          F4 sum = (p0 * own.m[column] + p1 * own.m[4 + column]) + p2 * own.m[8 + column];
          if (column == 3) sum = sum + p3;
          world.m[4 * row + column] = clampToWorld(sum);
        }
      }
      reach = core::pmin(F4::set(reaches_[parents[0]], reaches_[parents[1]], reaches_[parents[2]],
                                 reaches_[parents[3]]) *
                             reach,
                         kLargestWorld);
    }
    // A mesh's center and radius stand side by side, and so do a node's.
    const auto sphereOf = [&](uint32_t slot) {
      const uint32_t mesh = columns.looks[slot] & 0xffffu;
      return mesh < meshCount ? F4::load(meshes[mesh].center) : nothing;
    };
    static_assert(offsetof(MeshEntry, radius) == offsetof(MeshEntry, center) + 12);
    F4 x = sphereOf(slots[0]), y = sphereOf(slots[1]), z = sphereOf(slots[2]);
    F4 radius = sphereOf(slots[3]);
    core::transpose4(x, y, z, radius);
    F4 center[3];
    for (int row = 0; row < 3; ++row) {
      center[row] = clampToWorld(placeInWorld(world, row, x, y, z));
    }
    radius = reach * radius;
    core::transpose4(center[0], center[1], center[2], radius);
    const F4 spheres[4] = {center[0], center[1], center[2], radius};
    float* matrices[4];
    float reaches[4];
    reach.store(reaches);
    for (int lane = 0; lane < 4; ++lane) {
      WorldNode& node = nodes_[nodes[lane]];
      matrices[lane] = node.matrix;
      spheres[lane].store(node.center);
      reaches_[nodes[lane]] = reaches[lane];
    }
    storeMatrices(world, matrices);
  }
}

size_t Transforms::room() const {
  return nodes_.room() + slots_.room() + parents_.room() + nodeOf_.room() + depths_.room() +
         levels_.room() + reaches_.room() + active_.room();
}

}  // namespace skyflock::scene
