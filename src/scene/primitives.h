#pragma once

#include <cstdint>

#include "scene/outcome.h"
#include "scene/scene_layout.h"

// The meshes that the engine makes: every corner has a place, a unit normal that points outward and a place on the
// texture, and triangles go counter-clockwise as seen from outside. What MeshKind says of parameters holds.

namespace skyflock::scene {

/// How large a mesh is.
struct PrimitiveSize {
  MeshMode mode;
  uint32_t vertices, indices;
};

/// Puts the usual parameters in place of those that are 0. Refuses a kind that is none, a parameter out of its range, and
/// one that the kind does not have.
Outcome checkParameters(uint32_t kind, float parameters[constants::meshParameters]);

/// Of a mesh with parameters that were checked.
PrimitiveSize primitiveSize(MeshKind kind, const float* parameters);

/// Writes a mesh with parameters that were checked: as many vertices and indices as primitiveSize() says.
void writePrimitive(MeshKind kind, const float* parameters, Vertex* vertices, uint32_t* indices);

}  // namespace skyflock::scene
