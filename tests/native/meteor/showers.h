#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>

#include "meteor/path.h"
#include "meteor/presets.h"
#include "meteor/shower.h"

// Showers of the tests, and how they run.

namespace skyflock::meteor {

inline MeteorOptions optionsOf(const char* preset, uint32_t seed = 1) {
  MeteorOptions options = findPreset(preset)->options;
  options.seed = seed;
  return options;
}

inline void found(Shower& shower, const MeteorOptions& options) {
  core::Status status;
  ASSERT_TRUE(shower.found(options, status)) << status.message;
}

inline void run(Shower& shower, int frames, float dt = 1.0f / 60.0f) {
  for (int i = 0; i < frames; ++i) shower.step(dt, 1.0f);
}

/// No meteors but those that a test spawns.
inline MeteorOptions emptySky() {
  MeteorOptions options;
  options.rate = 0.0f;
  options.burst = 0;
  options.meteors = 0;
  options.scaleByArea = 0;
  return options;
}

inline SpawnConfig flight(Point from, Point to, float speed) {
  constexpr float kAny = std::numeric_limits<float>::quiet_NaN();
  return {from.x, from.y, to.x, to.y, kAny, speed, kAny, kAny, kAny, kAny, kAny, 1.0f};
}

}  // namespace skyflock::meteor
