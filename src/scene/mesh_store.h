#pragma once

#include <cstdint>

#include "core/hash.h"
#include "scene/memory.h"
#include "scene/outcome.h"
#include "scene/ranges.h"
#include "scene/scene_layout.h"

namespace skyflock::scene {

/// The meshes of a scene, by number from 0 on: what commands make of them, and what the last publish showed of that.
///
/// Vertices and indices of all meshes stand in two arrays, and those of a mesh never change once it is ready. So the
/// published state is a copy of the records alone. A range of the arrays is given back when neither state has it: a
/// mesh that is gone keeps its place until the publish that says so.
///
/// Only begin() and make() ask for memory; the arrays may move then, and epoch() counts up.
class MeshStore {
 public:
  explicit MeshStore(const Memory& memory)
      : working_(memory),
        published_(memory),
        notes_(memory),
        dirty_(memory),
        vertices_(memory),
        indices_(memory),
        vertexRanges_(memory),
        indexRanges_(memory) {}

  /// Room for options.maxMeshes meshes with options.maxVertices vertices and three times as many indices. It is called
  /// once, before anything else. False when the memory is refused.
  [[nodiscard]] bool begin(const SceneOptions& options);

  // Commands. `mesh` may be any number. Whole numbers of kinds and modes are taken as they came.

  /// MakeMesh. A parameter of 0 counts as the usual one.
  Outcome make(uint32_t mesh, uint32_t kind, const float parameters[constants::meshParameters]);
  /// BeginMesh.
  Outcome beginCustom(uint32_t mesh, uint32_t mode, uint32_t vertices, uint32_t indices);
  /// MeshPart; `words` has as many words as `count` vertices or indices are.
  Outcome part(uint32_t mesh, uint32_t data, uint32_t first, uint32_t count, const uint32_t* words);
  /// EndMesh.
  Outcome endCustom(uint32_t mesh);
  /// EndMesh as releaseMesh.
  Outcome release(uint32_t mesh);
  /// Ends all meshes, whatever has them. Versions go on, so that nothing old is taken for new.
  void reset();

  // What entities of the working state need.

  /// Whether an entity may get it: it is ready.
  bool isReady(uint32_t mesh) const {
    return mesh < working_.capacity() &&
           working_[mesh].state == static_cast<uint32_t>(MeshState::ready);
  }
  /// Whether an entity may have it: it is ready or released.
  bool isKnown(uint32_t mesh) const {
    return mesh < working_.capacity() &&
           working_[mesh].state >= static_cast<uint32_t>(MeshState::ready);
  }
  /// One more entity has it; isKnown(mesh).
  void addEntity(uint32_t mesh);
  /// One fewer entity has it; the last one ends a mesh that is released.
  void removeEntity(uint32_t mesh);

  // The published state.

  /// Whether a publish has anything to copy.
  bool isDirty() const { return dirtyCount_ != 0; }
  /// What is, is published; how many records it copied. It needs no memory.
  uint32_t publish();
  /// Adds the published meshes to a state's hash.
  void addTo(core::StateHash& hash);
  /// maxMeshes records. `entities` alone is the working state's.
  const MeshEntry* published() const { return published_.data(); }

  // Both arrays, and figures of the working state.

  const Vertex* vertices() const { return vertices_.data(); }
  const uint32_t* indices() const { return indices_.data(); }
  uint32_t vertexCapacity() const { return vertices_.capacity(); }
  uint32_t indexCapacity() const { return indices_.capacity(); }
  /// Counts up whenever an array has moved.
  uint32_t epoch() const { return epoch_; }
  uint32_t meshCount() const { return meshCount_; }
  uint32_t vertexCount() const { return vertexCount_; }
  uint32_t indexCount() const { return indexCount_; }
  /// Bytes of memory it has.
  size_t room() const;

 private:
  /// What is kept of a mesh besides its records.
  struct Notes {
    /// How many vertices and indices came, from the first one on, while it is filling.
    uint32_t vertices, indices;
    /// The fold of a published mesh's words, and which version it is of: it is made when a hash is asked for first.
    uint32_t fold, foldVersion;
  };

  Outcome place(uint32_t mesh, MeshKind kind, MeshMode mode, uint32_t vertices, uint32_t indices);
  void ready(uint32_t mesh);
  void end(uint32_t mesh);
  void markDirty(uint32_t mesh);
  void give(const MeshEntry& entry);
  uint32_t fold(uint32_t mesh);

  GrowingArray<MeshEntry> working_, published_;
  GrowingArray<Notes> notes_;
  /// A bit a mesh: its records differ.
  GrowingArray<uint32_t> dirty_;
  GrowingArray<Vertex> vertices_;
  GrowingArray<uint32_t> indices_;
  Ranges vertexRanges_, indexRanges_;
  uint32_t maxVertices_ = 0, maxIndices_ = 0;
  uint32_t dirtyCount_ = 0, epoch_ = 0;
  uint32_t meshCount_ = 0, vertexCount_ = 0, indexCount_ = 0;
};

}  // namespace skyflock::scene
