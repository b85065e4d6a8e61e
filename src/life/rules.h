#pragma once

#include <cstdint>

#include "life/life_layout.h"

namespace skyflock::life {

/// u/s, along either axis: nobody is faster than the fastest in a burst.
inline constexpr float kFastest = kGeneRanges[static_cast<uint32_t>(Gene::speed)].most *
                                  constants::burstSpeed * constants::speedLeeway;

/// What a world is founded with: every option, and its tribes (1 to maxTribes - 1 of them; the last
/// number belongs to the hybrids).
struct Founding {
  LifeOptions options;
  TribeSetup tribes[constants::maxTribes] = {};
  uint32_t tribeCount = 0;
  /// Names of the scene and of the tribes, which the engine only keeps: JSON in UTF-8.
  char labels[constants::maxLabelBytes] = {};
  uint32_t labelBytes = 0;
};

/// Numbers that the phases need and that follow from the options and the tick: made once a tick, so
/// that every partition and every language starts from the same bits.
struct Rules {
  LifeOptions options;
  uint32_t tick = 0;
  float worldWidth = 0, worldHeight = 0;
  float inversePersonalSpace = 0;
  float turnCosine = 1, turnSine = 0;  ///< of the most an animal turns in a tick
  float speedStep = 0;                 ///< u/s: the most its speed changes in a tick
  uint32_t headingKey = 0, nextHeadingKey = 0;
  uint32_t attackKey = 0, mateKey = 0, breedKey = 0, oldAgeKey = 0;
};

/// The rules of a tick.
Rules makeRules(const LifeOptions& options, uint32_t tick);

}  // namespace skyflock::life
