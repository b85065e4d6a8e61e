#include "core/math.h"
#include "core/rng.h"
#include "meteor/scale.h"
#include "meteor/shower.h"

namespace skyflock::meteor {

using namespace constants;

namespace {

uint32_t colorOf(float draw) {
  float sum = 0.0f;
  uint32_t color = 0;
  for (; color + 1 < std::size(kStarColors); ++color) {
    sum += kStarColors[color].share;
    if (draw < sum) break;
  }
  return color;
}

/// Byte number `which` of random bits, from 0 to 1.
float part(uint32_t bits, int which) {
  return static_cast<float>(bits >> (8 * which) & 255) * (1.0f / 255.0f);
}

}  // namespace

void Shower::placeStars() {
  const MeteorOptions& o = *c_.options;
  const uint32_t key = core::randomKey(o.seed, 0, static_cast<uint32_t>(MeteorPurpose::star));
  const float reach = core::squareRoot(o.width * o.width + o.height * o.height) * 0.5f;
  for (uint32_t i = 0; i < c_.places->starCapacity; ++i) {
    c_.starDistance[i] = core::squareRoot(core::randomUnit(key, i * 4)) * reach;
    c_.starAngle[i] = core::randomBits(key, i * 4 + 1);
    c_.starTraits[i] = core::randomBits(key, i * 4 + 2);
    c_.starPhase[i] = core::randomBits(key, i * 4 + 3);
  }
}

void Shower::packStars() {
  const MeteorOptions& o = *c_.options;
  const uint32_t clock = c_.state->clock;
  c_.state->starClock = clock;
  // Signed, so that stars may turn either way; it wraps around with the clock.
  const auto turn = static_cast<uint32_t>(
      static_cast<int32_t>(o.starTurn * (4294967296.0f / static_cast<float>(clockRate))));
  const float middleX = o.width * 0.5f;
  const float middleY = o.height * 0.5f;
  uint32_t count = 0;
  for (uint32_t i = 0; i < c_.places->starCapacity; ++i) {
    const uint32_t angle = c_.starAngle[i] + clock * turn;
    const core::SinCos<float> way =
        core::sincosTurns(static_cast<float>(static_cast<int32_t>(angle)) * (1.0f / 4294967296.0f));
    const float x = middleX + way.cos * c_.starDistance[i];
    const float y = middleY + way.sin * c_.starDistance[i];
    if (!(x >= 0.0f && x <= o.width && y >= 0.0f && y <= o.height)) continue;
    const uint32_t traits = c_.starTraits[i];
    const uint32_t phase = c_.starPhase[i];
    const float small = part(traits, 0);
    const float radius = starLeast + starSpread * (small * small * small);
    const float full = starDim + (starBright - starDim) * part(traits, 1);
    const float low =
        (waveOf(phase + clock * (twinkleRate + (phase & 255) * twinkleRateStep)) + 1.0f) * 0.5f;
    float opacity = full * (1.0f - o.twinkle * twinkleDepth * low);
    float sparkle = 0.0f;
    if ((traits >> 16 & 255) % sparkleOdds == 0) {
      const float slow =
          waveOf((phase << 8) + clock * (sparkleRate + (phase >> 8 & 255) * sparkleRateStep));
      if (slow > sparkleFrom) {
        sparkle = (slow - sparkleFrom) * (1.0f / (1.0f - sparkleFrom)) * o.twinkle;
        opacity = opacity + (1.0f - opacity) * sparkle;
      }
    }
    const auto color = static_cast<float>(colorOf(part(traits, 3)));
    c_.stars[count] = {x, y, radius, opacity, color, sparkle};
    count += 1;
  }
  c_.header->starCount = count;
}

}  // namespace skyflock::meteor
