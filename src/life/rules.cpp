#include "life/rules.h"

#include "core/math.h"
#include "core/rng.h"

namespace skyflock::life {

Rules makeRules(const LifeOptions& options, uint32_t tick) {
  Rules rules;
  rules.options = options;
  rules.tick = tick;
  rules.worldWidth = static_cast<float>(options.columns) * constants::cellSize;
  rules.worldHeight = static_cast<float>(options.rows) * constants::cellSize;
  rules.inversePersonalSpace = 1.0f / options.personalSpace;
  constexpr float kTurnsPerRadian = 0.15915494f;
  const auto turn = core::sincosTurns(options.turnRate * constants::tickSeconds * kTurnsPerRadian);
  rules.turnCosine = turn.cos;
  rules.turnSine = turn.sin;
  rules.speedStep = options.acceleration * constants::tickSeconds;

  const auto key = [&](uint32_t at, Purpose purpose) {
    return core::randomKey(options.seed, at, static_cast<uint32_t>(purpose));
  };
  const uint32_t epoch = tick / constants::headingTicks;
  rules.headingKey = key(epoch, Purpose::heading);
  rules.nextHeadingKey = key(epoch + 1, Purpose::heading);
  rules.attackKey = key(tick, Purpose::attack);
  rules.mateKey = key(tick, Purpose::mate);
  rules.breedKey = key(tick, Purpose::breed);
  rules.oldAgeKey = key(tick, Purpose::oldAge);
  return rules;
}

}  // namespace skyflock::life
