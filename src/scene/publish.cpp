#include <algorithm>

#include "scene/scene.h"

// A publish: what an update changed, as a whole or not at all. Everything that can fail is done before anything is
// copied; what could not be published stays dirty, and the next publish has it.

namespace skyflock::scene {

using namespace constants;

void Scene::publish(uint32_t update) {
  SceneHeader& header = block_.header;
  const bool isDirty =
      entities_.isDirty() || views_.isDirty() || textures_.isDirty() || meshes_.isDirty();
  if (!isDirty) {
    ++header.skips;
    countRatio(0);
    tellPublished(update, 0);
    return answerPicks();
  }
  const Outcome fault = entities_.prepare();
  if (!fault.ok()) {
    ++header.failures;
    outbox_.refuse(SceneOp::endUpdate, RefusalKind::publishFailed, none, 0,
                   static_cast<uint32_t>(fault.kind));
    outbox_.flushRefusals();
    return;
  }
  const Entities::Publication entities = entities_.publish();
  const uint32_t views = views_.publish();
  const uint32_t textures = textures_.publish();
  const uint32_t meshes = meshes_.publish();
  const uint32_t copies = entities.copies + views + textures + meshes;
  header.copies += copies;
  ++header.publishes;
  header.entities = entities_.publishedCount();
  header.slots = entities_.publishedSlots();
  countRatio(entities.entities);
  const uint32_t changed = (entities.copies != 0 ? dirtyEntities : 0) |
                           (views != 0 ? dirtyViews : 0) | (meshes != 0 ? dirtyMeshes : 0) |
                           (textures != 0 ? dirtyTextures : 0);
  changed_ |= changed;
  list_.note(changed, entities.fields);
  tellPublished(update, copies);
  answerPicks();
}

/// Notes which share of the entities a publish had something of, and what the mean of the last ones is.
void Scene::countRatio(uint32_t changed) {
  const uint32_t all = entities_.publishedCount();
  const float share = static_cast<float>(changed) / static_cast<float>(std::max(all, 1u));
  ratios_[nextRatio_] = changed >= all && changed != 0 ? 1.0f : share;
  nextRatio_ = nextRatio_ + 1 == metricFrames ? 0 : nextRatio_ + 1;
  ratioCount_ = std::min(ratioCount_ + 1, metricFrames);
  float sum = 0.0f;
  for (uint32_t i = 0; i < ratioCount_; ++i) sum = sum + ratios_[i];
  block_.header.dirtyRatio = sum / static_cast<float>(ratioCount_);
}

void Scene::tellPublished(uint32_t update, uint32_t copies) {
  block_.header.update = update;
  PublishedCallback callback = {};
  callback.head = static_cast<uint32_t>(CallbackKind::published);
  callback.update = update;
  callback.entities = entities_.publishedCount();
  callback.copies = copies;
  outbox_.add(callback);
}

}  // namespace skyflock::scene
