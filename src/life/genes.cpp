#include "life/genes.h"

#include <algorithm>
#include <bit>

#include "core/hash.h"
#include "core/math.h"
#include "core/rng.h"

namespace skyflock::life {

namespace {

constexpr auto indexOf(Gene gene) { return static_cast<uint32_t>(gene); }

float heldInRange(float value, uint32_t gene) {
  return std::min(kGeneRanges[gene].most, std::max(kGeneRanges[gene].least, value));
}

float rangeOf(uint32_t gene) { return kGeneRanges[gene].most - kGeneRanges[gene].least; }

/// A random number in [-1, 1), small ones being likelier: the mean of two.
float aroundZero(uint32_t key, uint32_t id, uint32_t gene) {
  const uint32_t counter = id * 32 + gene * 2;
  return core::randomUnit(key, counter) + core::randomUnit(key, counter + 1) - 1.0f;
}

}  // namespace

void completeTraits(Traits& traits) {
  constexpr float kTurnsPerDegree = 1.0f / 360.0f;
  const float view = traits.genes[indexOf(Gene::viewAngle)];
  traits.cosHalfView = core::sincosTurns(view * 0.5f * kTurnsPerDegree).cos;
  uint32_t digest = 0;
  for (float gene : traits.genes) {
    digest = core::mixWord(digest, std::bit_cast<uint32_t>(gene + 0.0f));
  }
  traits.digest = core::mixWord(digest, static_cast<uint32_t>(traits.birthTick));
}

Traits founderTraits(const LifeOptions& options, const TribeSetup& tribe, uint32_t id,
                     int32_t birthTick) {
  const uint32_t key = core::randomKey(options.seed, 0, static_cast<uint32_t>(Purpose::spawnGene));
  Traits traits = {};
  for (uint32_t g = 0; g < constants::geneCount; ++g) {
    const float change =
        options.movementOnly != 0 ? 0.0f : aroundZero(key, id, g) * constants::founderVariation;
    traits.genes[g] = heldInRange(tribe.genes[g] + change * rangeOf(g), g);
  }
  traits.birthTick = birthTick;
  completeTraits(traits);
  return traits;
}

Traits childTraits(const Rules& rules, const Traits& parent, const Traits& other,
                   uint32_t childId) {
  const uint32_t key =
      core::randomKey(rules.options.seed, rules.tick, static_cast<uint32_t>(Purpose::childGene));
  const bool strong = core::randomUnit(key, childId * 32 + 31) < constants::strongMutationShare;
  const float width = rules.options.mutation * (strong ? constants::strongMutation : 1.0f);
  Traits child = {};
  float change[constants::geneCount];
  for (uint32_t g = 0; g < constants::geneCount; ++g) {
    change[g] = aroundZero(key, childId, g) * width;
    child.genes[g] = (parent.genes[g] + other.genes[g]) * 0.5f + change[g] * rangeOf(g);
  }
  child.genes[indexOf(Gene::metabolism)] += change[indexOf(Gene::speed)] *
                                            constants::speedPullsMetabolism *
                                            rangeOf(indexOf(Gene::metabolism));
  child.genes[indexOf(Gene::viewAngle)] +=
      change[indexOf(Gene::diet)] * constants::dietPullsView * rangeOf(indexOf(Gene::viewAngle));
  for (uint32_t g = 0; g < constants::geneCount; ++g)
    child.genes[g] = heldInRange(child.genes[g], g);
  child.birthTick = static_cast<int32_t>(rules.tick) + 1;
  completeTraits(child);
  return child;
}

uint32_t infoOf(const LifeOptions& options, const Traits& traits, float energy, float age,
                uint32_t tribe, bool hybrid) {
  const float diet = traits.genes[indexOf(Gene::diet)];
  uint32_t bits = tribe | info::alive;
  if (hybrid) bits |= info::hybrid;
  if (diet > constants::predatorDiet) bits |= info::predator;
  if (diet > constants::hunterDiet && energy < constants::huntingEnergy) bits |= info::hunting;
  if (energy > constants::huntingEnergy) bits |= info::satiated;
  if (energy > constants::hybridEnergy && age > options.breedAge &&
      traits.genes[indexOf(Gene::aggression)] < constants::hybridAggression) {
    bits |= info::willing;
  }
  return bits;
}

}  // namespace skyflock::life
