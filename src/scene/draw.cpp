#include "scene/scene.h"

// What is drawn of the published state, and what is seen at a place of the picture.

namespace skyflock::scene {

using namespace constants;

uint32_t Scene::draw() {
  const DrawOutcome outcome = list_.make(drawInput());
  SceneHeader& header = block_.header;
  uint32_t flags = 0;
  if (outcome == DrawOutcome::refused) {
    outbox_.refuse(SceneOp::endUpdate, RefusalKind::memory, none, 0, 0);
  } else if (outcome == DrawOutcome::made) {
    // Where no state has changed it is the view that did.
    flags = changed_ == 0 ? dirtyViews : changed_;
    changed_ = 0;
    header.passCount = list_.passCount();
    header.groupCount = list_.groupCount();
    header.instanceCount = list_.instanceCount();
    header.lightCount = list_.lightCount();
    header.culled = list_.culled();
  }
  tellFigures();
  if (header.epoch != drawnEpoch_) flags |= dirtyMemory;
  drawnEpoch_ = header.epoch;
  return flags;
}

bool Scene::pick(float x, float y, PickHit& hit) {
  hit = {};
  return list_.pick(drawInput(), x, y, hit) && hit.index != none;
}

/// Answers the picks of the update that has just been published.
void Scene::answerPicks() {
  for (uint32_t i = 0; i < pickCount_; ++i) {
    PickHit hit;
    const PickCommand& command = picks_[i];
    if (!list_.pick(drawInput(), command.x, command.y, hit)) {
      outbox_.refuse(SceneOp::pick, RefusalKind::memory, none, 0, 0);
      hit = {};
    }
    tellPicked(command.request, hit);
  }
  pickCount_ = 0;
}

void Scene::tellPicked(uint32_t request, const PickHit& hit) {
  PickedCallback callback = {};
  callback.head = static_cast<uint32_t>(CallbackKind::picked);
  callback.request = request;
  callback.index = hit.index;
  callback.generation = hit.generation;
  callback.distance = hit.distance;
  callback.x = hit.point[0];
  callback.y = hit.point[1];
  callback.z = hit.point[2];
  outbox_.add(callback);
}

DrawInput Scene::drawInput() const {
  return {entities_.published(),  entities_.publishedSlots(),
          meshes_.published(),    options_.maxMeshes,
          textures_.published(),  options_.maxTextures,
          views_.cameras(),       views_.lights(),
          views_.lightCapacity(), view_};
}

}  // namespace skyflock::scene
