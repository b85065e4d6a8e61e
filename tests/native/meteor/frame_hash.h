#pragma once

#include <cstring>
#include <initializer_list>

#include "core/hash.h"
#include "meteor/shower.h"

namespace skyflock::meteor::tests {

/// Hash of everything a frame shows, as hashFrame of web/meteor/shared/frame-hash.ts has it.
inline core::StateHash hashFrame(const Shower& shower) {
  core::StateHash hash;
  const MeteorHeader& h = shower.header();
  const uint32_t told[] = {h.meteorCount, h.particleCount, h.frame,     h.meanFrameTime,
                           h.memory,      h.highWater,     h.cacheHits, h.cacheMisses,
                           h.trailPoints, h.quality,       h.starCount, h.eventCount};
  hash.addRecord(told, std::size(told));
  const auto add = [&](const auto& records) {
    for (const auto& record : records) {
      uint32_t words[sizeof record / 4];
      std::memcpy(words, &record, sizeof record);
      hash.addRecord(words, std::size(words));
    }
  };
  add(shower.meteors());
  add(shower.trailRanges());
  add(shower.trailPoints());
  add(shower.particles());
  add(shower.stars());
  return hash;
}

}  // namespace skyflock::meteor::tests
