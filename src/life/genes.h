#pragma once

#include <cstdint>

#include "life/columns.h"
#include "life/rules.h"

namespace skyflock::life {

/// Sets what follows from the genes (cosHalfView, digest); call it after the last change of a gene.
void completeTraits(Traits& traits);

/// A founder's genes: the tribe's, each varied by up to 8 % of its range.
Traits founderTraits(const LifeOptions& options, const TribeSetup& tribe, uint32_t id,
                     int32_t birthTick);

/// A child's genes: the mean of the parents' (a lone parent is both), mutated. A faster child burns
/// more, a more carnivorous one sees a narrower, farther view.
Traits childTraits(const Rules& rules, const Traits& parent, const Traits& other, uint32_t childId);

/// The info bits that follow from genes, energy and age.
uint32_t infoOf(const LifeOptions& options, const Traits& traits, float energy, float age,
                uint32_t tribe, bool hybrid);

}  // namespace skyflock::life
