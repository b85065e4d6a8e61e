#pragma once

#include <cstdint>

#include "core/hash.h"
#include "scene/memory.h"
#include "scene/outcome.h"
#include "scene/scene_layout.h"

namespace skyflock::scene {

/// The textures of a scene by number: their sizes. The pictures are the renderer's.
class Textures {
 public:
  explicit Textures(const Memory& memory) : working_(memory), published_(memory), dirty_(memory) {}

  /// Room for options.maxTextures of them. False when the memory is refused.
  [[nodiscard]] bool begin(const SceneOptions& options);

  /// TextureCommand as makeTexture.
  Outcome make(const TextureCommand& command);
  /// TextureCommand as releaseTexture. Entities that have it are not its concern.
  Outcome release(uint32_t texture);
  /// Ends all of them.
  void reset();

  /// Whether the working state has it.
  bool isKnown(uint32_t texture) const {
    return texture < working_.capacity() && working_[texture].state != 0;
  }
  uint32_t count() const { return count_; }

  bool isDirty() const { return dirtyCount_ != 0; }
  /// What is, is published; how many records it copied.
  uint32_t publish();
  /// Adds the published ones to a state's hash.
  void addTo(core::StateHash& hash) const;
  /// maxTextures records.
  const TextureEntry* published() const { return published_.data(); }
  size_t room() const { return working_.room() + published_.room() + dirty_.room(); }

 private:
  void markDirty(uint32_t texture);

  GrowingArray<TextureEntry> working_, published_;
  /// A bit a texture.
  GrowingArray<uint32_t> dirty_;
  uint32_t count_ = 0, dirtyCount_ = 0;
};

}  // namespace skyflock::scene
