#include <cstdint>
#include <new>

#include "scene/scene.h"

// The scene engine as exports of a module without a script of its own: records in, records out, and everything there is
// to see in its memory. An instance is one scene; its memory goes with it.

namespace {

using namespace skyflock::scene;

alignas(Scene) std::byte sceneMemory[sizeof(Scene)];
Scene* scene = nullptr;
SceneOptions given;
PickHit hit;
skyflock::core::StateHash lastHash;

uint32_t address(const void* place) {
  return static_cast<uint32_t>(reinterpret_cast<uintptr_t>(place));
}

}  // namespace

#define SCENE_EXPORT(name) extern "C" __attribute__((export_name(#name)))

SCENE_EXPORT(layoutId) uint32_t sceneLayoutId() { return layoutId; }

/// Where options are given before `found`.
SCENE_EXPORT(options) uint32_t sceneOptions() { return address(&given); }

/// 1 when the scene of the given options stands. To be called once, before anything that follows.
SCENE_EXPORT(found) uint32_t sceneFound() {
  scene = new (sceneMemory) Scene();
  skyflock::core::Status status;
  return scene->found(given, status) ? 1 : 0;
}

/// The address of SceneHeader and ScenePlaces, which stays. Places are counted from it, modulo 2^32.
SCENE_EXPORT(block) uint32_t sceneBlock() { return address(&scene->header()); }

SCENE_EXPORT(decode) uint32_t sceneDecode(uint32_t count) { return scene->decode(count); }
SCENE_EXPORT(draw) uint32_t sceneDraw() { return scene->draw(); }

/// The address of what is met there: index, generation, distance, x, y, z; 0: nothing.
SCENE_EXPORT(pick) uint32_t scenePick(float x, float y) {
  return scene->pick(x, y, hit) ? address(&hit) : 0;
}

/// The address of the published state's hash: its low and its high half.
SCENE_EXPORT(hash) uint32_t sceneHash() {
  lastHash = scene->hash();
  return address(&lastHash);
}

SCENE_EXPORT(clearCallbacks) void sceneClearCallbacks() { scene->clearCallbacks(); }
