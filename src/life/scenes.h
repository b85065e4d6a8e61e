#pragma once

#include "core/status.h"
#include "life/world.h"

namespace skyflock::life {

/// A named world: shared by tests, demo and benchmark. web/generated/life-layout.ts has the same
/// table, printed from this one.
struct Scene {
  const char* name;
  const char* summary;
  LifeOptions options;
  struct Tribe {
    const char* name;
    TribeSetup setup;
  } tribes[constants::maxTribes];
  uint32_t tribeCount;
};

/// All scenes, the default one first.
std::span<const Scene> scenes();
/// The scene of this name, or null.
const Scene* findScene(const char* name);
/// The founding of a scene, with its own options; change them before resolveFounding.
Founding foundingOf(const Scene& scene);

}  // namespace skyflock::life
