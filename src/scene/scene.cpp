#include "scene/scene.h"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstring>

namespace skyflock::scene {

using namespace constants;

namespace {

/// A vector is read where three words of it are a value: so many words stand behind the last record.
constexpr uint32_t kBehindInbox = 4;

}  // namespace

Scene::Scene(const Memory& memory)
    : inbox_(memory),
      outbox_(memory, block_.header),
      meshes_(memory),
      textures_(memory),
      views_(memory),
      entities_(memory, meshes_, textures_, outbox_),
      list_(memory) {}

core::Status Scene::check(const SceneOptions& options) {
  const auto* word = reinterpret_cast<const std::byte*>(&options);
  for (const OptionInfo& info : kSceneOptions) {
    uint32_t value;
    std::memcpy(&value, word + info.offset, 4);
    if (value >= info.least && value <= info.most) continue;
    return core::Status::outOfRange(info.name, value, info.least, info.most, info.unit);
  }
  for (const uint32_t capacity :
       {options.commandCapacity, options.callbackCapacity, options.inputCapacity}) {
    if (std::has_single_bit(capacity)) continue;
    return core::Status::failure("commandCapacity, callbackCapacity and inputCapacity",
                                 "must be powers of two.");
  }
  return {};
}

bool Scene::found(const SceneOptions& options, core::Status& status) {
  status = isFounded_ ? core::Status::failure("this scene has begun already") : check(options);
  if (!status.ok()) return false;
  options_ = options;
  view_.width = view_.height = view_.zoom = 1.0f;
  const bool hasMemory = inbox_.reserve(inboxRecords * recordWords + kBehindInbox) &&
                         outbox_.begin() && meshes_.begin(options) && textures_.begin(options) &&
                         views_.begin(options) && entities_.begin(options);
  if (!hasMemory) {
    status = core::Status::failure("the scene's memory was refused");
    return false;
  }
  isFounded_ = true;
  block_.header.layoutId = layoutId;
  tellFigures();
  return true;
}

/// Says where everything is.
void Scene::place() {
  const auto at = [&](const void* array) {
    // On a machine with longer addresses nobody reads them.
    return static_cast<uint32_t>(reinterpret_cast<uintptr_t>(array) -
                                 reinterpret_cast<uintptr_t>(&block_));
  };
  const EntityColumns& columns = entities_.published();
  ScenePlaces& places = block_.places;
  places.options = at(&options_);
  places.inbox = at(inbox_.data());
  places.outbox = at(outbox_.records());
  places.view = at(&view_);
  places.generations = at(columns.generations);
  places.flags = at(columns.flags);
  places.positions = at(columns.position[0]);
  places.orientations = at(columns.orientation[0]);
  places.scales = at(columns.scale[0]);
  places.colors = at(columns.colors);
  places.looks = at(columns.looks);
  places.cameras = at(columns.cameras);
  places.parents = at(columns.parents);
  places.meshes = at(meshes_.published());
  places.textures = at(textures_.published());
  places.vertices = at(meshes_.vertices());
  places.indices = at(meshes_.indices());
  places.environment = at(&views_.environment());
  places.passes = at(list_.passes());
  places.groups = at(list_.groups());
  places.instances = at(list_.instances());
  places.instanceSlots = at(list_.instanceSlots());
  places.lights = at(list_.lights());
}

/// Brings the header's figures up to date, and the places where something has moved.
void Scene::tellFigures() {
  SceneHeader& header = block_.header;
  header.meshes = meshes_.meshCount();
  header.vertices = meshes_.vertexCount();
  header.indices = meshes_.indexCount();
  header.textures = textures_.count();
  const uint32_t epoch = 1 + entities_.epoch() + meshes_.epoch() + list_.epoch();
  header.capacity = entities_.publishedCapacity();
  header.memory =
      static_cast<uint32_t>(sizeof *this + inbox_.room() + outbox_.room() + meshes_.room() +
                            textures_.room() + views_.room() + entities_.room() + list_.room());
  if (header.epoch == epoch) return;
  header.epoch = epoch;
  place();
}

}  // namespace skyflock::scene
