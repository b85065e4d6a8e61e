#pragma once

#include "core/math.h"
#include "meteor/meteor_layout.h"

namespace skyflock::meteor {

/// By how much counts are larger than those given for the reference area.
inline float areaScale(const MeteorOptions& options) {
  if (options.scaleByArea == 0) return 1.0f;
  return core::squareRoot(options.width * options.height * (1.0f / constants::referenceArea));
}

/// Stars in the circle around the picture in which they turn, so that as many as the options say
/// are in the picture.
inline uint32_t starCount(const MeteorOptions& options) {
  const float w = options.width;
  const float h = options.height;
  const float circle = (w * w + h * h) * (3.1415927f / 4.0f);
  const float count = static_cast<float>(options.stars) * areaScale(options) * (circle / (w * h));
  return count < static_cast<float>(constants::mostStars) ? static_cast<uint32_t>(count)
                                                          : constants::mostStars;
}

}  // namespace skyflock::meteor
