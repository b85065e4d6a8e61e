#pragma once

#include <cstdint>
#include <cstdlib>
#include <vector>

#include "scene/drawables.h"
#include "scene/memory.h"

namespace skyflock::scene {

/// Memory from the heap, of which a part may be refused.
class TestMemory {
 public:
  /// Blocks that are still given; then there are none.
  uint32_t blocksLeft = UINT32_MAX;
  /// Blocks asked for.
  uint32_t blocksAsked = 0;

  Memory memory() {
    return {[](void* context, size_t bytes) -> void* {
              auto& self = *static_cast<TestMemory*>(context);
              ++self.blocksAsked;
              if (self.blocksLeft == 0) return nullptr;
              --self.blocksLeft;
              // Whole cache lines, as aligned_alloc wants them.
              return std::aligned_alloc(Memory::kAlignment, (bytes + 63) / 64 * 64);
            },
            [](void*, void* block) { std::free(block); }, this};
  }
};

/// Columns, meshes, cameras and lights for tests of what is drawn of them. Slots are alive and active, stand at the
/// origin and have mesh 0, a cube of size 1, until something else is said.
class DrawScene {
 public:
  explicit DrawScene(uint32_t slots) : slots_(slots), words_(size_t{kColumns} * stride()) {
    uint32_t* at = words_.data();
    const auto next = [&] {
      uint32_t* const column = at;
      at += stride();
      return column;
    };
    const auto nextFloats = [&] { return reinterpret_cast<float*>(next()); };
    columns.generations = next();
    columns.flags = next();
    for (float*& column : columns.position) column = nextFloats();
    for (float*& column : columns.orientation) column = nextFloats();
    for (float*& column : columns.scale) column = nextFloats();
    columns.colors = next();
    columns.looks = next();
    columns.cameras = next();
    columns.parents = next();
    for (uint32_t slot = 0; slot < slots; ++slot) {
      columns.generations[slot] = 1;
      columns.flags[slot] = constants::entityAlive | constants::entityActive;
      columns.orientation[3][slot] = 1.0f;
      for (float* column : columns.scale) column[slot] = 1.0f;
      columns.colors[slot] = 0xffffffffu;
      columns.cameras[slot] = constants::none;
      columns.parents[slot] = constants::none;
    }
    meshes.resize(8);
    textures.resize(8);
    cameras.resize(constants::maxCameras);
    lights.resize(64);
    for (uint32_t mesh = 0; mesh < 4; ++mesh) setMesh(mesh, 0.5f);
  }

  /// A cube of twice `half` around the origin.
  void setMesh(uint32_t mesh, float half, float x = 0.0f, float y = 0.0f, float z = 0.0f) {
    MeshEntry& entry = meshes[mesh];
    entry.state = static_cast<uint32_t>(MeshState::ready);
    entry.vertices = 24;
    entry.indices = 36;
    const float center[3] = {x, y, z};
    for (int k = 0; k < 3; ++k) {
      entry.center[k] = center[k];
      entry.least[k] = center[k] - half;
      entry.most[k] = center[k] + half;
    }
    entry.radius = half * 1.7320509f;
  }
  void place(uint32_t slot, float x, float y, float z) {
    columns.position[0][slot] = x;
    columns.position[1][slot] = y;
    columns.position[2][slot] = z;
  }
  void setScale(uint32_t slot, float x, float y, float z) {
    columns.scale[0][slot] = x;
    columns.scale[1][slot] = y;
    columns.scale[2][slot] = z;
  }
  void turn(uint32_t slot, float x, float y, float z, float w) {
    const float q[4] = {x, y, z, w};
    for (int k = 0; k < 4; ++k) columns.orientation[k][slot] = q[k];
  }
  void setLooks(uint32_t slot, uint32_t mesh, uint32_t texturePlusOne = 0) {
    columns.looks[slot] = mesh | texturePlusOne << 16;
  }

  DrawInput input() const {
    return {.columns = columns,
            .slots = slots_,
            .meshes = meshes.data(),
            .meshCount = static_cast<uint32_t>(meshes.size()),
            .textures = textures.data(),
            .textureCount = static_cast<uint32_t>(textures.size()),
            .cameras = cameras.data(),
            .lights = lights.data(),
            .lightCount = static_cast<uint32_t>(lights.size()),
            .view = view};
  }

  EntityColumns columns;
  std::vector<MeshEntry> meshes;
  std::vector<TextureEntry> textures;
  std::vector<CameraState> cameras;
  std::vector<LightState> lights;
  DrawView view = {.width = 1600.0f,
                   .height = 900.0f,
                   .yaw = 0.0f,
                   .pitch = 0.0f,
                   .zoom = 1.0f,
                   .panX = 0.0f,
                   .panY = 0.0f,
                   .reserved = {}};

 private:
  static constexpr uint32_t kColumns = 16;
  uint32_t stride() const { return (slots_ + 3) / 4 * 4; }

  uint32_t slots_;
  std::vector<uint32_t> words_;
};

}  // namespace skyflock::scene
