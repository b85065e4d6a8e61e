#pragma once

#include <cstdint>
#include <cstring>
#include <vector>

#include "scene/scene_layout.h"

namespace skyflock::scene::tests {

/// Commands as a script's side writes them, one behind the other.
class Records {
 public:
  std::vector<uint32_t> words;

  uint32_t count() const { return static_cast<uint32_t>(words.size() / constants::recordWords); }

  /// Any record, by its type.
  template <typename Command>
  Records& add(const Command& command) {
    static_assert(sizeof(Command) == 64);
    const size_t at = words.size();
    words.resize(at + constants::recordWords);
    std::memcpy(words.data() + at, &command, sizeof command);
    return *this;
  }
  /// Continuation records with these words, the last one filled up.
  template <typename T>
  Records& part(const std::vector<T>& values) {
    static_assert(sizeof(T) % 4 == 0);
    const size_t at = words.size();
    const size_t count = values.size() * sizeof(T) / 4;
    words.resize(at + (count + constants::recordWords - 1) / constants::recordWords *
                          constants::recordWords);
    if (count != 0) std::memcpy(words.data() + at, values.data(), count * 4);
    return *this;
  }
  template <typename T>
  static uint32_t partRecords(const std::vector<T>& values) {
    return static_cast<uint32_t>((values.size() * sizeof(T) / 4 + constants::recordWords - 1) /
                                 constants::recordWords);
  }

  Records& endUpdate(uint32_t update) {
    EndUpdate command = {};
    command.head = head(SceneOp::endUpdate);
    command.update = update;
    return add(command);
  }
  Records& reset() {
    Reset command = {};
    command.head = head(SceneOp::reset);
    return add(command);
  }

  static uint32_t head(SceneOp op, uint32_t fields = 0, uint32_t bits = 0) {
    return static_cast<uint32_t>(op) | bits << 8 | fields << 16;
  }
  static EntityCommand entity(SceneOp op, uint32_t index, uint32_t generation = 1,
                              uint32_t fields = 0) {
    EntityCommand command = {};
    command.head = head(op, fields, 1);
    command.camera = constants::none;
    command.index = index;
    command.generation = generation;
    command.orientation[3] = 1.0f;
    for (float& scale : command.scale) scale = 1.0f;
    command.color = 0xffffffffu;
    command.looks = 0xffffu;
    return command;
  }
  Records& create(uint32_t index, uint32_t generation = 1) {
    return add(entity(SceneOp::create, index, generation));
  }
  Records& createWith(uint32_t index, uint32_t mesh, uint32_t texturePlusOne = 0,
                      uint32_t generation = 1) {
    EntityCommand command =
        entity(SceneOp::create, index, generation, constants::fieldMesh | constants::fieldTexture);
    command.looks = mesh | texturePlusOne << 16;
    return add(command);
  }
  Records& move(uint32_t index, float x, float y, float z, uint32_t generation = 1) {
    EntityCommand command = entity(SceneOp::update, index, generation, constants::fieldPosition);
    command.position[0] = x;
    command.position[1] = y;
    command.position[2] = z;
    return add(command);
  }
  Records& destroy(uint32_t index, uint32_t generation = 1) {
    return add(entity(SceneOp::destroy, index, generation));
  }
  Records& setParent(uint32_t index, uint32_t parent, uint32_t generation = 1,
                     uint32_t parentGeneration = 1) {
    SetParent command = {};
    command.head = head(SceneOp::setParent);
    command.index = index;
    command.generation = generation;
    command.parentIndex = parent;
    command.parentGeneration = parentGeneration;
    return add(command);
  }
  template <typename T>
  Records& setRun(uint32_t field, uint32_t first, uint32_t count, const std::vector<T>& values,
                  uint32_t generation = 1) {
    SetRun command = {};
    command.head = head(SceneOp::setRun, field);
    command.more = partRecords(values);
    command.first = first;
    command.generation = generation;
    command.count = count;
    return add(command).part(values);
  }
  template <typename T>
  Records& setList(uint32_t field, const std::vector<uint32_t>& slots,
                   const std::vector<uint32_t>& generations, const std::vector<T>& values) {
    SetList command = {};
    command.head = head(SceneOp::setList, field);
    command.more = partRecords(slots) + partRecords(generations) + partRecords(values);
    command.count = static_cast<uint32_t>(slots.size());
    return add(command).part(slots).part(generations).part(values);
  }
  Records& destroyList(const std::vector<uint32_t>& slots,
                       const std::vector<uint32_t>& generations) {
    SetList command = {};
    command.head = head(SceneOp::destroyList);
    command.more = partRecords(slots) + partRecords(generations);
    command.count = static_cast<uint32_t>(slots.size());
    return add(command).part(slots).part(generations);
  }
  Records& makeMesh(uint32_t mesh, MeshKind kind, std::vector<float> parameters = {}) {
    MakeMesh command = {};
    command.head = head(SceneOp::makeMesh, 0, static_cast<uint32_t>(kind));
    command.mesh = mesh;
    for (size_t i = 0; i < parameters.size(); ++i) command.parameters[i] = parameters[i];
    return add(command);
  }
  Records& endMesh(uint32_t mesh, SceneOp op = SceneOp::endMesh) {
    EndMesh command = {};
    command.head = head(op);
    command.mesh = mesh;
    return add(command);
  }
  Records& releaseMesh(uint32_t mesh) { return endMesh(mesh, SceneOp::releaseMesh); }
  static TextureCommand texture(SceneOp op, uint32_t number, uint32_t width = 4,
                                uint32_t height = 4) {
    TextureCommand command = {};
    command.head = head(op);
    command.texture = number;
    command.width = width;
    command.height = height;
    return command;
  }
  static CameraCommand camera(SceneOp op, uint32_t number, uint32_t fields = 0,
                              CameraKind kind = CameraKind::perspective, bool active = true) {
    CameraCommand command = {};
    command.head = head(op, fields, (active ? 1u : 0u) | static_cast<uint32_t>(kind) << 1);
    command.camera = number;
    command.orientation[3] = 1.0f;
    command.field = 1.0f;
    command.near = 1.0f;
    command.far = 100.0f;
    return command;
  }
  static LightCommand light(SceneOp op, uint32_t number, uint32_t fields = 0,
                            LightKind kind = LightKind::point) {
    LightCommand command = {};
    command.head = head(op, fields, 1u | static_cast<uint32_t>(kind) << 1);
    command.light = number;
    command.color = 0xff0000ffu;
    command.direction[2] = -2.0f;
    command.intensity = 2.0f;
    command.range = 5.0f;
    command.inner = 0.1f;
    command.outer = 0.2f;
    return command;
  }
};

/// A scene with something of everything in it.
inline Records furnished() {
  Records records;
  records.makeMesh(0, MeshKind::cube).add(Records::texture(SceneOp::makeTexture, 0));
  for (uint32_t slot = 0; slot < 8; ++slot) records.createWith(slot, 0, 1);
  records.setParent(1, 0).setParent(2, 1);
  records.add(Records::camera(SceneOp::makeCamera, 0));
  records.add(Records::light(SceneOp::makeLight, 0));
  BeginMesh begin = {};
  begin.head = Records::head(SceneOp::beginMesh);
  begin.mesh = 5;
  begin.vertices = begin.indices = 3;
  return records.add(begin);
}

}  // namespace skyflock::scene::tests
