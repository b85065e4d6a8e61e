#pragma once

#include <span>

#include "meteor/meteor_layout.h"

namespace skyflock::meteor {

/// A named shower: shared by tests, demo and benchmark. web/generated/meteor-layout.ts has the same
/// table, printed from this one.
struct Preset {
  const char* name;
  const char* summary;
  MeteorOptions options;
  MeteorLook looks[std::size(kMeteorTypes)];  ///< by MeteorType
};

/// All presets, the default one first.
std::span<const Preset> presets();
/// The preset of this name, or null.
const Preset* findPreset(const char* name);

}  // namespace skyflock::meteor
