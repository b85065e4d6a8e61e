#include "life/spawn.h"

#include <algorithm>

#include "core/math.h"
#include "core/rng.h"
#include "life/genes.h"
#include "life/grid.h"

namespace skyflock::life {

namespace {

struct Point {
  float x, y;
};

float draw(const LifeOptions& o, uint32_t id, Draw what) {
  const uint32_t key = core::randomKey(o.seed, 0, static_cast<uint32_t>(Purpose::spawnPlace));
  return core::randomUnit(key,
                          id * static_cast<uint32_t>(Draw::count) + static_cast<uint32_t>(what));
}

float wrapFar(float v, float length) {
  while (v < 0.0f) v += length;
  while (v >= length) v -= length;
  return v;
}

/// A point of a disc, evenly over its area.
Point inDisc(const LifeOptions& o, uint32_t id, Point middle, float radius) {
  const auto side = core::sincosTurns(draw(o, id, Draw::angle));
  const float distance = radius * core::squareRoot(draw(o, id, Draw::distance));
  return {middle.x + side.cos * distance, middle.y + side.sin * distance};
}

/// Writes one animal at the end of `animals`.
void put(WorldState& world, uint32_t tribe, Point at) {
  const LifeOptions& o = world.founding.options;
  const uint32_t id = world.nextId++;
  // Founders are of all ages, so that they do not die all at once.
  const float ageShare =
      o.movementOnly != 0 ? 0.0f : draw(o, id, Draw::age) * constants::founderAges;
  const auto ageTicks = static_cast<int32_t>(ageShare * o.deathAge / constants::tickSeconds);
  const Traits traits = founderTraits(o, world.founding.tribes[tribe], id,
                                      static_cast<int32_t>(world.tick) - ageTicks);
  const auto heading = core::sincosTurns(draw(o, id, Draw::heading));
  const float speed = traits.genes[static_cast<uint32_t>(Gene::speed)];
  Animal animal = {};
  animal.x = wrapFar(at.x, world.rules.worldWidth);
  animal.y = wrapFar(at.y, world.rules.worldHeight);
  animal.vx = heading.cos * speed;
  animal.vy = heading.sin * speed;
  animal.energy = o.movementOnly != 0
                      ? constants::moverEnergy
                      : constants::founderEnergyLeast +
                            constants::founderEnergySpread * draw(o, id, Draw::energy);
  animal.id = id;
  animal.info = infoOf(o, traits, animal.energy,
                       static_cast<float>(ageTicks) * constants::tickSeconds, tribe, false);
  const uint32_t slot = world.animalEnd++;
  world.store.animals[slot] = animal;
  world.store.traits[slot] = traits;
  world.store.keys[slot] = animalKey(animal, world.columns);
  ++world.population;
  world.totals.born += static_cast<int64_t>(animal.energy * constants::ledgerScale);
}

/// Where the crowds of a tribe stand, and how large they are.
struct Crowds {
  uint32_t size;  ///< animals in a crowd
  float areaPerAnimal;
  bool even;  ///< no crowds: anywhere
};

Crowds crowdsOf(const TribeSetup& tribe, uint32_t count) {
  auto pattern = static_cast<SpawnPattern>(tribe.pattern);
  uint32_t size = constants::herdSize;
  if (pattern == SpawnPattern::adaptive) {
    const float diet = tribe.genes[static_cast<uint32_t>(Gene::diet)];
    const bool hunts = diet > constants::packDiet;
    pattern = hunts || diet < constants::herdDiet ? SpawnPattern::herd : SpawnPattern::scattered;
    if (hunts) size = constants::packSize;
  }
  if (pattern == SpawnPattern::blob) size = std::max(1u, count);
  return {size, constants::crowdArea, pattern == SpawnPattern::scattered};
}

}  // namespace

uint32_t spawnFounders(WorldState& world, uint32_t most) {
  const Founding& founding = world.founding;
  const LifeOptions& o = founding.options;
  const float width = world.rules.worldWidth;
  const float height = world.rules.worldHeight;
  // Founders stand in the middle `spawnArea` of the world.
  const float side = core::squareRoot(o.spawnArea);
  const Point corner = {0.5f * width * (1.0f - side), 0.5f * height * (1.0f - side)};
  const auto anywhere = [&](uint32_t id) -> Point {
    return {corner.x + draw(o, id, Draw::x) * width * side,
            corner.y + draw(o, id, Draw::y) * height * side};
  };

  double shares = 0.0;
  for (uint32_t t = 0; t < founding.tribeCount; ++t) shares += founding.tribes[t].share;
  double upTo = 0.0;
  uint32_t before = 0;
  const uint32_t until = world.animalEnd + std::min(most, o.entities - world.animalEnd);
  for (uint32_t t = 0; t < founding.tribeCount; ++t) {
    upTo += founding.tribes[t].share;
    const bool last = t + 1 == founding.tribeCount;
    const uint32_t end =
        last ? o.entities
             : static_cast<uint32_t>(static_cast<double>(o.entities) * (upTo / shares));
    const uint32_t count = end - before;
    const Crowds crowds = crowdsOf(founding.tribes[t], count);
    const float radius = core::squareRoot(static_cast<float>(std::min(crowds.size, count)) *
                                          crowds.areaPerAnimal * 0.31830989f);
    while (world.animalEnd < std::min(end, until)) {
      const uint32_t id = world.nextId;
      // A crowd stands where its first one would.
      const uint32_t inCrowd = crowds.even ? 0 : (world.animalEnd - before) % crowds.size;
      const Point at = anywhere(id - inCrowd);
      put(world, t, crowds.even ? at : inDisc(o, id, at, radius));
    }
    before = end;
  }
  return o.entities - until;
}

namespace {

/// Takes the dead out of the entries: until the next exchange they stand where there should be room
/// for as many as may be alive.
void dropDead(WorldState& world) {
  const Store& store = world.store;
  uint32_t to = 0;
  for (uint32_t from = 0; from < world.animalEnd; ++from) {
    if ((store.animals[from].info & info::alive) == 0) continue;
    store.animals[to] = store.animals[from];
    store.traits[to] = store.traits[from];
    store.keys[to] = store.keys[from];
    ++to;
  }
  world.animalEnd = world.newbornBegin = to;
  world.slicesMatchPlan = false;
}

}  // namespace

uint32_t spawnAround(WorldState& world, uint32_t tribe, uint32_t count, float x, float y,
                     float radius) {
  const uint32_t some = std::min(count, world.store.capacity - world.population);
  if (some > world.store.animalCapacity - world.animalEnd) dropDead(world);
  for (uint32_t i = 0; i < some; ++i) {
    put(world, tribe, inDisc(world.founding.options, world.nextId, {x, y}, radius));
    ++world.totals.births[tribe];
  }
  world.birthsRefused += count - some;
  return some;
}

void killAround(WorldState& world, float x, float y, float radius) {
  for (uint32_t i = 0; i < world.animalEnd; ++i) {
    Animal& animal = world.store.animals[i];
    if ((animal.info & info::alive) == 0) continue;
    const float dx = torusOffset(x, animal.x, world.rules.worldWidth);
    const float dy = torusOffset(y, animal.y, world.rules.worldHeight);
    if (dx * dx + dy * dy > radius * radius) continue;
    ++world.totals.deaths[static_cast<uint32_t>(DeathCause::killed)][animal.info & info::tribeMask];
    world.totals.lost += static_cast<int64_t>(animal.energy * constants::ledgerScale);
    animal.info = 0;
    world.store.keys[i] = kNowhere;
    --world.population;
  }
}

}  // namespace skyflock::life
