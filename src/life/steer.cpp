#include "life/steer.h"

#include "core/math.h"
#include "core/rng.h"
#include "life/food.h"
#include "life/ghost_zone.h"

namespace skyflock::life {

using core::F4;
using core::I4;
using core::M4;

namespace {

/// Four vectors in the plane.
struct V4 {
  F4 x, y;

  V4 operator+(V4 o) const { return {x + o.x, y + o.y}; }
  V4 operator-(V4 o) const { return {x - o.x, y - o.y}; }
  V4 operator*(F4 s) const { return {x * s, y * s}; }
  V4 operator*(float s) const { return {x * s, y * s}; }
};

F4 length(V4 v) { return sqrt(v.x * v.x + v.y * v.y); }

/// v / |v|, or (0, 0) for a vector too short to have a direction.
V4 direction(V4 v) {
  const F4 l = length(v);
  const F4 inverse = maskAnd(l > constants::leastLength, 1.0f / pmax(l, constants::leastLength));
  return v * inverse;
}

V4 select(M4 m, V4 a, V4 b) { return {core::select(m, a.x, b.x), core::select(m, a.y, b.y)}; }
V4 masked(M4 m, V4 v) { return {maskAnd(m, v.x), maskAnd(m, v.y)}; }

/// A random direction that an animal holds for headingTicks. It turns at another tick for each.
V4 heldHeading(const Rules& rules, const SelfGroup& self) {
  constexpr uint32_t kTicks = constants::headingTicks;
  const I4 phase = self.id & constants::headingPhases;
  const M4 turned = phase < rules.tick % kTicks + 1;
  const I4 key = core::select(turned, rules.nextHeadingKey, rules.headingKey);
  const auto heading = core::sincosTurns(core::randomUnitMixed(key, self.mixedId));
  return {heading.cos, heading.sin};
}

/// Turns the velocity towards `want` by at most the turn rate, and its length towards `speed` by at
/// most the acceleration.
V4 turnAndAccelerate(const Rules& rules, const SelfGroup& self, V4 want, F4 speed) {
  const V4 velocity = {self.vx, self.vy};
  const M4 moving = self.velocity > constants::leastSpeed;
  const V4 aim = direction(want);
  const M4 hasAim = (aim.x != 0.0f) | (aim.y != 0.0f);
  const V4 heading = direction(velocity);
  const float c = rules.turnCosine;
  const F4 cross = heading.x * aim.y - heading.y * aim.x;
  const F4 s = core::select(cross < 0.0f, -rules.turnSine, rules.turnSine);
  const V4 turned = {heading.x * c - heading.y * s, heading.x * s + heading.y * c};
  const M4 free = ~moving | (heading.x * aim.x + heading.y * aim.y >= c);
  V4 next = select(free, aim, turned);
  next = select(hasAim, next, heading);
  const float step = rules.speedStep;
  const F4 change = pmin(step, pmax(-step, speed - self.velocity));
  return next * (self.velocity + change);
}

void storeDecisions(const Store& store, V4 velocity, const SeenGroup& seen, uint32_t own,
                    uint32_t count) {
  F4 a = velocity.x;
  F4 b = velocity.y;
  F4 c = seen.pushX * constants::pushShare;
  F4 d = seen.pushY * constants::pushShare;
  core::transpose4(a, b, c, d);
  float* out = &store.decisions[own].vx;
  a.store(out);
  if (count > 1) b.store(out + 4);
  if (count > 2) c.store(out + 8);
  if (count > 3) d.store(out + 12);
}

/// What flocking needs of the allies in sight.
struct Herd {
  F4 allies;
  V4 middle;    ///< u, mean offset
  V4 velocity;  ///< u/s, mean
};

Herd herdOf(const SeenGroup& seen) {
  Herd herd;
  herd.allies = (seen.counts.shr<8>() & 0xff).toF4();
  const F4 share = 1.0f / pmax(1.0f, herd.allies);
  herd.middle = V4{seen.allyX, seen.allyY} * share;
  herd.velocity = V4{seen.allyVx, seen.allyVy} * share;
  return herd;
}

}  // namespace

void steerFlock(const WorldState& world, RowActors& row, const SelfGroup& self,
                const SeenGroup& seen, uint32_t own, uint32_t count) {
  const Rules& rules = world.rules;
  const LifeOptions& o = rules.options;
  const Herd herd = herdOf(seen);
  const M4 hasAllies = herd.allies > 0.0f;
  const V4 own4 = {self.vx, self.vy};
  V4 want = direction(own4);
  want = want + V4{seen.apartX, seen.apartY} * o.separationWeight;
  want = want +
         masked(hasAllies, herd.velocity - own4) * (self.cohesion * o.alignmentWeight / self.speed);
  want = want + masked(hasAllies, herd.middle) * (self.cohesion * o.cohesionWeight / self.sight);
  want = want + heldHeading(rules, self) * o.wanderWeight;
  storeDecisions(world.store, turnAndAccelerate(rules, self, want, self.speed), seen, own, count);
  for (uint32_t k = 0; k < count; ++k) {
    world.store.actions[own + k] = static_cast<uint32_t>(Want::flock);
    world.store.foodCellNext[own + k] = 0;
  }
  const int full = bits(seen.looked == o.maxNeighbours) & ((1 << count) - 1);
  row.tally.sightCutOff += static_cast<uint32_t>(core::lanesSet(full));
}

namespace {

F4 gather(const float* column, I4 slots) {
  return F4::set(column[static_cast<uint32_t>(slots.lane<0>())],
                 column[static_cast<uint32_t>(slots.lane<1>())],
                 column[static_cast<uint32_t>(slots.lane<2>())],
                 column[static_cast<uint32_t>(slots.lane<3>())]);
}

V4 offsetTo(const Sight& sight, const SelfGroup& self, I4 slots) {
  return {gather(sight.x, slots) - self.x, gather(sight.y, slots) - self.y};
}

M4 nobody() { return M4::fromBits(0); }

/// How four animals stand, as far as more than one of the rules below asks for it.
struct Situation {
  Herd herd;
  F4 strangers, satiated, pack, predators;  ///< in sight
  F4 hunger, stress;                        ///< 0 to 1
  F4 cruise;                                ///< u/s
  M4 hunter, inPack;
};

Situation situationOf(const SelfGroup& self, const SeenGroup& seen) {
  Situation now;
  now.herd = herdOf(seen);
  const F4 neighbours = (seen.counts & 0xff).toF4();
  now.strangers = neighbours - now.herd.allies;
  now.satiated = (seen.counts.shr<24>()).toF4();
  now.pack = (seen.counts.shr<16>() & 0xff).toF4();
  now.predators = seen.predators.toF4();
  now.hunger = 1.0f - self.energy * (1.0f / constants::maxEnergy);
  now.stress = pmin(1.0f, neighbours * (1.0f / constants::crowdNeighbours));
  now.cruise =
      self.speed * pmin(1.0f, sqrt(self.metabolism * (1.0f / constants::efficientMetabolism)));
  now.hunter = self.diet > constants::hunterDiet;
  now.inPack = (self.cohesion > constants::packCohesion) & (now.pack > 0.0f);
  return now;
}

/// Where four animals want to go, how fast, and what for: later rules outweigh earlier ones.
struct Course {
  V4 want;
  F4 speed;  ///< u/s
  I4 aim;    ///< Want

  void aimIf(M4 m, Want w) { aim = core::select(m, static_cast<uint32_t>(w), aim); }
};

/// Hunger weakens cohesion; a herd keeps a distance that grows with it.
Course keepTogether(const LifeOptions& o, const SelfGroup& self, const SeenGroup& seen,
                    const Situation& now, V4 heading) {
  const Herd& herd = now.herd;
  F4 togetherness = F4::splat(constants::togetherLeast);
  togetherness = core::select(self.energy > constants::togetherHungryEnergy,
                              constants::togetherHungry, togetherness);
  togetherness = core::select(self.energy > constants::togetherFedEnergy, constants::togetherFed,
                              togetherness);
  togetherness = core::select(self.energy > constants::togetherFullEnergy, 1.0f, togetherness);
  togetherness =
      togetherness * self.cohesion * (1.0f + constants::togetherHerbivore * self.herbivore);
  const F4 middleDistance = length(herd.middle);
  const F4 keep = self.herbivore * herd.allies * constants::herdDistance;
  const F4 pull =
      (middleDistance - keep) / (self.sight * pmax(middleDistance, constants::leastMiddleDistance));
  const M4 hasAllies = herd.allies > 0.0f;
  const V4 velocity = {self.vx, self.vy};
  V4 want = V4{seen.apartX, seen.apartY} * o.separationWeight;
  want = want + masked(hasAllies, herd.velocity - velocity) *
                    (togetherness * o.alignmentWeight / now.cruise);
  want = want + masked(hasAllies, herd.middle) * (pull * togetherness * o.cohesionWeight);
  want = want + heading * o.wanderWeight;
  Course course = {want, now.cruise * constants::idleSpeed,
                   I4::splat(static_cast<uint32_t>(Want::wander))};
  course.aimIf(herd.allies > constants::flockAllies, Want::flock);
  return course;
}

/// To the best cell in sight, or holding a direction when there is none.
void seekFood(const LifeOptions& o, const SelfGroup& self, const Situation& now, V4 heading,
              M4 eatsPlants, const FoodGroup& food, Course& course) {
  const M4 hungry = eatsPlants & (self.energy < constants::hungryEnergy);
  const F4 urge = o.foodWeight * (constants::foodUrge + now.hunger);
  const M4 seeks = hungry & food.hasTarget;
  course.want = course.want + masked(seeks, direction({food.dx, food.dy})) * urge;
  const M4 explores = hungry & ~food.hasTarget & ~food.graze;
  course.want = course.want + masked(explores, heading) * urge;
  // A crowd without food comes apart.
  const M4 disperses = explores & (now.stress > constants::disperseStress);
  if (any(disperses)) [[unlikely]] {
    course.want = course.want - masked(disperses, direction(now.herd.middle)) * (urge * now.stress);
  }
  course.speed = core::select(seeks | explores, now.cruise, course.speed);
  course.aimIf(seeks, Want::seekFood);
  course.aimIf(explores, Want::explore);
  course.aimIf(disperses, Want::disperse);
  const F4 grazing = now.cruise * constants::grazeSpeed;
  course.speed = core::select(food.graze, grazing, course.speed);
  course.aimIf(food.graze, Want::graze);
}

/// What comes of the prey in sight.
struct Hunt {
  M4 hasPrey, chases;
  M4 inReach;  ///< the prey can be attacked
};

Hunt hunt(const Store& store, const LifeOptions& o, const SelfGroup& self, const SeenGroup& seen,
          const Situation& now, Course& course) {
  const M4 hasPrey = seen.preySlot != 0;
  if (!any(hasPrey)) return {nobody(), nobody(), nobody()};
  // Slot 0, which stands for no prey, holds nothing: whatever its memory held must not show.
  const V4 prey = masked(hasPrey, offsetTo(store.sight, self, seen.preySlot));
  const F4 distance = length(prey);
  const V4 ahead = direction(prey);
  const M4 conserves = (now.satiated > now.herd.allies * constants::conserveShare) &
                       (self.energy > constants::conserveEnergy);
  const M4 hunts = hasPrey & self.hungryHunter & ~conserves;
  const M4 outnumbered =
      now.strangers > now.herd.allies * constants::outnumberedShare + constants::outnumberedLeast;
  const M4 timid = ~now.inPack & (self.aggression < constants::timidAggression);
  const M4 stalks = hunts & (outnumbered | timid) & (self.energy > constants::stalkEnergy) &
                    (distance > o.attackRange);
  const M4 chases = hunts & ~stalks;
  // Every other hunter of a pack comes from the other side.
  const M4 spreads = chases & now.inPack & (self.cohesion > constants::packSpread) &
                     (distance > constants::packSpreadRange * o.attackRange);
  const F4 side = core::select((self.id & 1) == 0, 1.0f, -1.0f);
  constexpr float kDiagonal = 0.70710678f;  // sqrt(1/2)
  const V4 flank = {(ahead.x - side * ahead.y) * kDiagonal, (ahead.y + side * ahead.x) * kDiagonal};
  const F4 urge = o.huntWeight * (constants::huntUrge + now.hunger);
  course.want = course.want + masked(chases, select(spreads, flank, ahead)) * urge;
  const F4 stalkPull = (distance - constants::stalkDistance * self.sight) / self.sight;
  const M4 keepsNear =
      now.hunter & hasPrey & ~hunts & (distance > constants::keepNearSight * self.sight);
  course.want = course.want + masked(stalks | keepsNear, ahead) * (urge * stalkPull);
  const F4 packSpeed = core::select(now.inPack, constants::packSpeed, 1.0f);
  const F4 chaseSpeed = now.cruise * constants::huntSpeed * packSpeed;
  course.speed = core::select(chases, chaseSpeed, course.speed);
  course.speed = core::select(stalks, now.cruise, course.speed);
  course.aimIf(stalks, Want::stalk);
  course.aimIf(chases, Want::hunt);
  return {hasPrey, chases, distance < o.attackRange};
}

/// Flight outweighs the rest. Returns those who run.
M4 flee(const LifeOptions& o, const SelfGroup& self, const SeenGroup& seen, const Situation& now,
        Course& course) {
  const M4 inDanger = (self.diet <= constants::predatorDiet) & (now.predators > 0.0f);
  if (!any(inDanger)) return nobody();
  F4 fear = core::select(self.energy < constants::boldEnergy, constants::boldFear, 1.0f);
  const M4 brave = now.herd.allies >= now.predators * constants::braveHerd;
  fear = core::select(brave, fear * constants::boldFear, fear);
  fear = maskAnd(self.energy >= constants::fearlessEnergy, fear);
  const M4 flees = inDanger & (fear > 0.0f);
  const F4 closeness =
      1.0f - constants::fleeNearness * sqrt(pmin(seen.predator2, self.sight2)) / self.sight;
  const F4 fright = fear * closeness;
  course.want =
      course.want + masked(flees, direction({seen.fleeX, seen.fleeY})) * (fright * o.fleeWeight);
  const M4 runs = flees & (fright > constants::runFright);
  course.speed = core::select(runs, now.cruise * constants::fleeSpeed, course.speed);
  course.aimIf(runs, Want::flee);
  return runs;
}

/// What a pack makes of its strength.
F4 packBonus(const Situation& now) {
  return core::select(now.inPack,
                      1.0f + constants::packBonus * pmin(now.pack, constants::packBonusMost), 1.0f);
}

/// Those of `able` who attack in this tick.
M4 attackers(const Rules& rules, const SelfGroup& self, const Situation& now, M4 able) {
  if (!any(able)) return nobody();
  const F4 support = pmin(constants::supportMost, 1.0f + constants::supportShare * now.herd.allies /
                                                             pmax(1.0f, now.strangers));
  const F4 caution = 1.0f - constants::crowdCaution * now.stress;
  const F4 appetite = core::select(
      now.hunter, (constants::attackHunger + now.hunger) * self.carnivore, constants::attackAnger);
  const F4 chance = rules.options.attackChance * (constants::attackAggression + self.aggression) *
                    appetite * packBonus(now) * support * caution;
  return able & (core::randomUnitMixed(rules.attackKey, self.mixedId) < chance);
}

/// Those who breed alone in this tick. Hunters breed where there is prey for one more, which keeps
/// them from eating all of it.
M4 breeders(const Rules& rules, const SelfGroup& self, const Situation& now, M4 mates) {
  const LifeOptions& o = rules.options;
  const M4 plenty =
      now.strangers >= self.carnivore * constants::preyPerHunter * (1.0f + now.herd.allies);
  const M4 able = (self.energy > o.breedEnergy) & (self.age > o.breedAge) &
                  (now.stress < constants::breedStress) & plenty & ~mates;
  if (!any(able)) return nobody();
  return able & (core::randomUnitMixed(rules.breedKey, self.mixedId) <
                 self.reproduction * constants::tickSeconds);
}

}  // namespace

void steerAll(const WorldState& world, const Partition& p, RowActors& row, const SelfGroup& self,
              const SeenGroup& seen, uint32_t own, uint32_t count) {
  const Rules& rules = world.rules;
  const LifeOptions& o = rules.options;
  const Store& store = world.store;
  const Situation now = situationOf(self, seen);
  const V4 heading = heldHeading(rules, self);
  Course course = keepTogether(o, self, seen, now, heading);
  const M4 eatsPlants = 1.0f - self.carnivore > constants::plantEater;
  const FoodGroup food = lookForFood(world, self, eatsPlants, count);
  seekFood(o, self, now, heading, eatsPlants, food, course);
  const Hunt prey = hunt(store, o, self, seen, now, course);
  // Strangers to breed with are approached only within reach, where the intent is made.
  const M4 mates = (seen.mateSlot != 0) & (now.stress < constants::breedStress);
  course.aimIf(mates, Want::mate);
  const M4 runs = flee(o, self, seen, now, course);
  const F4 speed = pmin(course.speed, self.speed * constants::burstSpeed);
  storeDecisions(store, turnAndAccelerate(rules, self, course.want, speed), seen, own, count);

  // Intents.
  const M4 fights = prey.hasPrey & ~now.hunter & ~food.graze;
  const M4 attacks = attackers(rules, self, now, (prey.chases | fights) & prey.inReach & ~runs);
  const M4 breeds = breeders(rules, self, now, mates);
  I4 acts = course.aim | maskAnd(food.graze, action::graze);
  acts = acts | maskAnd(attacks, action::attack);
  acts = acts | maskAnd(mates & ~attacks, action::mate);
  acts = acts | maskAnd(breeds, action::breed);
  uint32_t actions[4];
  acts.store(actions);
  for (uint32_t k = 0; k < count; ++k) {
    store.actions[own + k] = actions[k];
    store.foodCellNext[own + k] = food.cells[k];
  }
  const int full = bits(seen.looked == o.maxNeighbours) & ((1 << count) - 1);
  row.tally.sightCutOff += static_cast<uint32_t>(core::lanesSet(full));

  const int acting = bits(attacks | mates | breeds) & ((1 << count) - 1);
  if (acting == 0) return;
  uint32_t targets[4];
  core::select(attacks, seen.preySlot, seen.mateSlot).store(targets);
  const F4 damage = (constants::damage + now.herd.allies) *
                    (1.0f + constants::damageDiet * self.carnivore) * packBonus(now);
  float strikes[4];
  damage.store(strikes);
  for (uint32_t k = 0; k < count; ++k) {
    if ((acting >> k & 1) == 0) continue;
    const uint32_t actor = own + k;
    row.list[row.tally.actors++] = actor;
    if ((actions[k] & (action::attack | action::mate)) == 0) continue;
    store.targets[actor] = ownOfSlot(world, p, targets[k]);
    store.strikes[actor] = strikes[k];
  }
}

}  // namespace skyflock::life
