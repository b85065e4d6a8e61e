#include <bit>

#include "scene/scene.h"

// The hash of the published state: a sum of records, so that no order shows. What is not published, and what slots hold
// that are not alive, are no part of it.

namespace skyflock::scene {

using namespace constants;

namespace {

enum : uint32_t { kEntity = 1, kCamera = 2, kLight = 3, kEnvironment = 4, kTexture = 6 };

/// Words of a record, one behind the other.
struct Record {
  uint32_t words[24];
  int count = 0;

  explicit Record(uint32_t kind) { add(kind); }

  void add(uint32_t word) { words[count++] = word; }
  void add(float number) { add(std::bit_cast<uint32_t>(number)); }
  template <uint32_t kCount>
  void add(const float (&numbers)[kCount]) {
    for (const float number : numbers) add(number);
  }
  template <uint32_t kCount>
  void add(float* const (&columns)[kCount], uint32_t slot) {
    for (const float* column : columns) add(column[slot]);
  }
  void addTo(core::StateHash& hash) const { hash.addRecord(words, count); }
};

}  // namespace

core::StateHash Scene::hash() {
  core::StateHash hash;
  entities_.addTo(hash);
  views_.addTo(hash);
  meshes_.addTo(hash);
  textures_.addTo(hash);
  return hash;
}

void Entities::addTo(core::StateHash& hash) const {
  const EntityColumns& columns = published_;
  for (uint32_t slot = 0; slot < publishedSlots_; ++slot) {
    if ((columns.flags[slot] & entityAlive) == 0) continue;
    Record record(kEntity);
    record.add(slot);
    record.add(columns.generations[slot]);
    record.add(columns.flags[slot]);
    record.add(columns.position, slot);
    record.add(columns.orientation, slot);
    record.add(columns.scale, slot);
    record.add(columns.colors[slot]);
    record.add(columns.looks[slot]);
    record.add(columns.cameras[slot]);
    record.add(columns.parents[slot]);
    record.addTo(hash);
  }
}

void Views::addTo(core::StateHash& hash) const {
  for (uint32_t number = 0; number < maxCameras; ++number) {
    const CameraState& camera = publishedCameras_[number];
    if (camera.exists == 0) continue;
    Record record(kCamera);
    record.add(number);
    record.add(camera.active);
    record.add(static_cast<uint32_t>(camera.kind));
    record.add(camera.position);
    record.add(camera.orientation);
    record.add(camera.field);
    record.add(camera.near);
    record.add(camera.far);
    record.add(camera.viewport);
    record.addTo(hash);
  }
  for (uint32_t number = 0; number < published_.capacity(); ++number) {
    const LightState& light = published_[number];
    if (light.exists == 0) continue;
    Record record(kLight);
    record.add(number);
    record.add(light.active);
    record.add(static_cast<uint32_t>(light.kind));
    record.add(light.color);
    record.add(light.position);
    record.add(light.direction);
    record.add(light.intensity);
    record.add(light.range);
    record.add(light.inner);
    record.add(light.outer);
    record.addTo(hash);
  }
  Record record(kEnvironment);
  record.add(publishedAround_.background);
  record.add(publishedAround_.ambient);
  record.add(publishedAround_.fog);
  record.add(publishedAround_.fogNear);
  record.add(publishedAround_.fogFar);
  record.addTo(hash);
}

void Textures::addTo(core::StateHash& hash) const {
  for (uint32_t texture = 0; texture < published_.capacity(); ++texture) {
    const TextureEntry& entry = published_[texture];
    if (entry.state == 0) continue;
    Record record(kTexture);
    record.add(texture);
    record.add(entry.width);
    record.add(entry.height);
    record.add(entry.seeThrough);
    record.addTo(hash);
  }
}

}  // namespace skyflock::scene
