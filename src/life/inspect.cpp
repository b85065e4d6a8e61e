#include <algorithm>

#include "core/simd/f32x4.h"
#include "life/genes.h"
#include "life/grid.h"
#include "life/nearby.h"
#include "life/statistics.h"
#include "life/world.h"

// What the inspector shows is looked up afresh, animal by animal: it happens a few times a second
// and must not cost the tick anything.

namespace skyflock::life {

namespace {

/// Index of a living animal, or animalEnd.
uint32_t findAnimal(const WorldState& world, uint32_t id) {
  uint32_t i = 0;
  while (i < world.animalEnd &&
         (world.store.animals[i].id != id || (world.store.animals[i].info & info::alive) == 0)) {
    ++i;
  }
  return i;
}

float distance2(const WorldState& world, const Animal& a, const Animal& b) {
  const float dx = torusOffset(a.x, b.x, world.rules.worldWidth);
  const float dy = torusOffset(a.y, b.y, world.rules.worldHeight);
  return dx * dx + dy * dy;
}

float sightOf(const WorldState& world, const Animal& a, const Traits& traits) {
  const float vision = traits.genes[static_cast<uint32_t>(Gene::vision)];
  const float diet = traits.genes[static_cast<uint32_t>(Gene::diet)];
  const float huntBelow =
      std::min(constants::huntingEnergyMost,
               constants::huntingEnergyNone - constants::huntingEnergyDiet * std::max(0.0f, diet));
  if (world.founding.options.movementOnly != 0 || diet <= constants::hunterDiet ||
      a.energy >= huntBelow) {
    return vision;
  }
  const float hunger =
      (constants::maxEnergy - a.energy) * (constants::hungryHunterSight / constants::maxEnergy);
  return std::min(constants::maxVision, vision * (1.0f + hunger));
}

bool sees(const WorldState& world, const Animal& a, float cosHalfView, float sight,
          const Animal& b) {
  const float dx = torusOffset(a.x, b.x, world.rules.worldWidth);
  const float dy = torusOffset(a.y, b.y, world.rules.worldHeight);
  const float d2 = dx * dx + dy * dy;
  if (d2 >= sight * sight) return false;
  // Bodies that touch are felt from all sides.
  if (d2 < 4.0f * constants::bodyRadius * constants::bodyRadius) return true;
  const float speed = sqrt(core::F4::splat(a.vx * a.vx + a.vy * a.vy)).lane<0>();
  const float distance = sqrt(core::F4::splat(d2)).lane<0>();
  return dx * a.vx + dy * a.vy >= cosHalfView * speed * distance;
}

}  // namespace

uint32_t World::pick(float x, float y, float radius) const {
  Animal at = {};
  at.x = x;
  at.y = y;
  float nearest = radius * radius;
  uint32_t found = constants::noAnimal;
  for (uint32_t i = 0; i < state_.animalEnd; ++i) {
    const Animal& a = state_.store.animals[i];
    if ((a.info & info::alive) == 0) continue;
    const float d2 = distance2(state_, at, a);
    if (d2 > nearest || (d2 == nearest && found != 0 && a.id > found)) continue;
    nearest = d2;
    found = a.id;
  }
  return found;
}

const Nearby& World::query(float x, float y, float radius, uint32_t most) const {
  return findNearby(state_, x, y, radius, most);
}

const Inspection& World::inspect(uint32_t id) {
  const WorldState& s = state_;
  Inspection& out = inspection_;
  out = {};
  out.tick = s.tick;
  const uint32_t at = id == constants::noAnimal ? s.animalEnd : findAnimal(s, id);
  if (at == s.animalEnd) return out;
  const Animal& a = s.store.animals[at];
  const Traits& traits = s.store.traits[at];
  out.id = id;
  out.tribe = a.info & info::tribeMask;
  out.want = (a.info & info::wantMask) >> info::wantShift;
  out.hybrid = (a.info & info::hybrid) != 0 ? 1 : 0;
  out.x = a.x;
  out.y = a.y;
  out.vx = a.vx;
  out.vy = a.vy;
  out.energy = a.energy;
  out.age =
      static_cast<float>(static_cast<int32_t>(s.tick) - traits.birthTick) * constants::tickSeconds;
  out.sight = sightOf(s, a, traits);
  out.food = std::max(0.0f, s.store.food[cellCoordinate(a.y) * s.columns + cellCoordinate(a.x)]);
  std::copy_n(traits.genes, constants::geneCount, out.genes);

  const bool hunts = out.want == static_cast<uint32_t>(Want::hunt) ||
                     out.want == static_cast<uint32_t>(Want::stalk);
  const bool flees = out.want == static_cast<uint32_t>(Want::flee);
  float nearest = 1e9f;
  for (uint32_t i = 0; i < s.animalEnd; ++i) {
    const Animal& b = s.store.animals[i];
    if ((b.info & info::alive) == 0 || i == at || !sees(s, a, traits.cosHalfView, out.sight, b))
      continue;
    ++out.neighbours;
    const bool ally = (b.info & info::tribeMask) == out.tribe;
    const bool predator = !ally && (b.info & info::predator) != 0;
    out.allies += ally ? 1 : 0;
    out.predators += predator ? 1 : 0;
    const float d2 = distance2(s, a, b);
    if (!((hunts && !ally) || (flees && predator)) || d2 >= nearest) continue;
    nearest = d2;
    out.targetId = b.id;
    out.hasTarget = 1;
    out.targetX = a.x + torusOffset(a.x, b.x, s.rules.worldWidth);
    out.targetY = a.y + torusOffset(a.y, b.y, s.rules.worldHeight);
  }
  if (out.hasTarget == 0 && a.foodCell != 0) {
    const auto cell = static_cast<int32_t>(a.foodCell - 1);
    const int32_t row = cell / s.columns;
    const float x = (static_cast<float>(cell - row * s.columns) + 0.5f) * constants::cellSize;
    const float y = (static_cast<float>(row) + 0.5f) * constants::cellSize;
    out.hasTarget = 1;
    out.targetX = a.x + torusOffset(a.x, x, s.rules.worldWidth);
    out.targetY = a.y + torusOffset(a.y, y, s.rules.worldHeight);
  }
  return out;
}

const WorldStats& World::gatherStats() {
  gatherStatistics(state_, stats_);
  const core::StateHash state = hash();
  stats_.hashLow = state.lo;
  stats_.hashHigh = state.hi;
  for (uint32_t i = 0; hashesPhases_ && i < kPhases; ++i) {
    stats_.phaseHashes[2 * i] = phaseHashes_[i].lo;
    stats_.phaseHashes[2 * i + 1] = phaseHashes_[i].hi;
  }
  return stats_;
}

}  // namespace skyflock::life
