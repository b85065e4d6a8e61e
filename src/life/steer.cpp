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

F4 zero4() { return F4::splat(0.0f); }
F4 one4() { return F4::splat(1.0f); }

/// Four vectors in the plane.
struct V4 {
  F4 x, y;

  V4 operator+(V4 o) const { return {x + o.x, y + o.y}; }
  V4 operator-(V4 o) const { return {x - o.x, y - o.y}; }
  V4 operator*(F4 s) const { return {x * s, y * s}; }
};

F4 length(V4 v) { return sqrt(v.x * v.x + v.y * v.y); }

/// v / |v|, or (0, 0) for a vector too short to have a direction.
V4 direction(V4 v) {
  const F4 l = length(v);
  const F4 inverse = maskAnd(l > F4::splat(constants::leastLength),
                             one4() / pmax(l, F4::splat(constants::leastLength)));
  return v * inverse;
}

V4 select(M4 m, V4 a, V4 b) { return {core::select(m, a.x, b.x), core::select(m, a.y, b.y)}; }
V4 masked(M4 m, V4 v) { return {maskAnd(m, v.x), maskAnd(m, v.y)}; }
I4 splat_bits(uint32_t bits) { return I4::splat(static_cast<int32_t>(bits)); }

/// A random direction that an animal holds for headingTicks. It turns at another tick for each.
V4 held_heading(const Rules& rules, const SelfGroup& self) {
  constexpr uint32_t kTicks = constants::headingTicks;
  const I4 phase = self.id & splat_bits(constants::headingPhases);
  const M4 turned = phase < splat_bits(rules.tick % kTicks + 1);
  const I4 key =
      core::select(turned, splat_bits(rules.nextHeadingKey), splat_bits(rules.headingKey));
  const auto heading = core::sincos_turns(core::random_unit_mixed(key, self.mixedId));
  return {heading.cos, heading.sin};
}

/// Turns the velocity towards `want` by at most the turn rate, and its length towards `speed` by at
/// most the acceleration.
V4 turn_and_accelerate(const Rules& rules, const SelfGroup& self, V4 want, F4 speed) {
  const V4 velocity = {self.vx, self.vy};
  const M4 moving = self.velocity > F4::splat(constants::leastSpeed);
  const V4 aim = direction(want);
  const M4 hasAim = (aim.x != zero4()) | (aim.y != zero4());
  const V4 heading = direction(velocity);
  const F4 c = F4::splat(rules.turnCosine);
  const F4 cross = heading.x * aim.y - heading.y * aim.x;
  const F4 s = core::select(cross < zero4(), F4::splat(-rules.turnSine), F4::splat(rules.turnSine));
  const V4 turned = {heading.x * c - heading.y * s, heading.x * s + heading.y * c};
  const M4 free = ~moving | (heading.x * aim.x + heading.y * aim.y >= c);
  V4 next = select(free, aim, turned);
  next = select(hasAim, next, heading);
  const F4 step = F4::splat(rules.speedStep);
  const F4 change = pmin(step, pmax(-step, speed - self.velocity));
  return next * (self.velocity + change);
}

void store_decisions(const Store& store, V4 velocity, const SeenGroup& seen, uint32_t own,
                     uint32_t count) {
  F4 a = velocity.x;
  F4 b = velocity.y;
  F4 c = seen.pushX * F4::splat(constants::pushShare);
  F4 d = seen.pushY * F4::splat(constants::pushShare);
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

Herd herd_of(const SeenGroup& seen) {
  Herd herd;
  herd.allies = (seen.counts.shr<8>() & splat_bits(0xff)).toF4();
  const F4 share = one4() / pmax(one4(), herd.allies);
  herd.middle = V4{seen.allyX, seen.allyY} * share;
  herd.velocity = V4{seen.allyVx, seen.allyVy} * share;
  return herd;
}

}  // namespace

void steer_flock(const WorldState& world, RowActors& row, const SelfGroup& self,
                 const SeenGroup& seen, uint32_t own, uint32_t count) {
  const Rules& rules = world.rules;
  const LifeOptions& o = rules.options;
  const Herd herd = herd_of(seen);
  const M4 hasAllies = herd.allies > zero4();
  const V4 own4 = {self.vx, self.vy};
  V4 want = direction(own4);
  want = want + V4{seen.apartX, seen.apartY} * F4::splat(o.separationWeight);
  want = want + masked(hasAllies, herd.velocity - own4) *
                    (self.cohesion * F4::splat(o.alignmentWeight) / self.speed);
  want = want + masked(hasAllies, herd.middle) *
                    (self.cohesion * F4::splat(o.cohesionWeight) / self.sight);
  want = want + held_heading(rules, self) * F4::splat(o.wanderWeight);
  store_decisions(world.store, turn_and_accelerate(rules, self, want, self.speed), seen, own,
                  count);
  for (uint32_t k = 0; k < count; ++k) {
    world.store.actions[own + k] = static_cast<uint32_t>(Want::flock);
    world.store.foodCellNext[own + k] = 0;
  }
  const int full = bits(seen.looked == splat_bits(o.maxNeighbours)) & ((1 << count) - 1);
  row.tally.sightCutOff += static_cast<uint32_t>(core::lanes_set(full));
}

namespace {

F4 gather(const float* column, I4 slots) {
  return F4::set(column[static_cast<uint32_t>(slots.lane<0>())],
                 column[static_cast<uint32_t>(slots.lane<1>())],
                 column[static_cast<uint32_t>(slots.lane<2>())],
                 column[static_cast<uint32_t>(slots.lane<3>())]);
}

V4 offset_to(const Sight& sight, const SelfGroup& self, I4 slots) {
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

Situation situation_of(const SelfGroup& self, const SeenGroup& seen) {
  Situation now;
  now.herd = herd_of(seen);
  const F4 neighbours = (seen.counts & splat_bits(0xff)).toF4();
  now.strangers = neighbours - now.herd.allies;
  now.satiated = (seen.counts.shr<24>()).toF4();
  now.pack = (seen.counts.shr<16>() & splat_bits(0xff)).toF4();
  now.predators = seen.predators.toF4();
  now.hunger = one4() - self.energy * F4::splat(1.0f / constants::maxEnergy);
  now.stress = pmin(one4(), neighbours * F4::splat(1.0f / constants::crowdNeighbours));
  now.cruise =
      self.speed *
      pmin(one4(), sqrt(self.metabolism * F4::splat(1.0f / constants::efficientMetabolism)));
  now.hunter = self.diet > F4::splat(constants::hunterDiet);
  now.inPack = (self.cohesion > F4::splat(constants::packCohesion)) & (now.pack > zero4());
  return now;
}

/// Where four animals want to go, how fast, and what for: later rules outweigh earlier ones.
struct Course {
  V4 want;
  F4 speed;  ///< u/s
  I4 aim;    ///< Want

  void aim_if(M4 m, Want w) { aim = core::select(m, splat_bits(static_cast<uint32_t>(w)), aim); }
};

/// Hunger weakens cohesion; a herd keeps a distance that grows with it.
Course keep_together(const LifeOptions& o, const SelfGroup& self, const SeenGroup& seen,
                     const Situation& now, V4 heading) {
  const Herd& herd = now.herd;
  F4 togetherness = F4::splat(constants::togetherLeast);
  togetherness = core::select(self.energy > F4::splat(constants::togetherHungryEnergy),
                              F4::splat(constants::togetherHungry), togetherness);
  togetherness = core::select(self.energy > F4::splat(constants::togetherFedEnergy),
                              F4::splat(constants::togetherFed), togetherness);
  togetherness =
      core::select(self.energy > F4::splat(constants::togetherFullEnergy), one4(), togetherness);
  togetherness = togetherness * self.cohesion *
                 (one4() + F4::splat(constants::togetherHerbivore) * self.herbivore);
  const F4 middleDistance = length(herd.middle);
  const F4 keep = self.herbivore * herd.allies * F4::splat(constants::herdDistance);
  const F4 pull = (middleDistance - keep) /
                  (self.sight * pmax(middleDistance, F4::splat(constants::leastMiddleDistance)));
  const M4 hasAllies = herd.allies > zero4();
  const V4 velocity = {self.vx, self.vy};
  V4 want = V4{seen.apartX, seen.apartY} * F4::splat(o.separationWeight);
  want = want + masked(hasAllies, herd.velocity - velocity) *
                    (togetherness * F4::splat(o.alignmentWeight) / now.cruise);
  want =
      want + masked(hasAllies, herd.middle) * (pull * togetherness * F4::splat(o.cohesionWeight));
  want = want + heading * F4::splat(o.wanderWeight);
  Course course = {want, now.cruise * F4::splat(constants::idleSpeed),
                   splat_bits(static_cast<uint32_t>(Want::wander))};
  course.aim_if(herd.allies > F4::splat(constants::flockAllies), Want::flock);
  return course;
}

/// To the best cell in sight, or holding a direction when there is none.
void seek_food(const LifeOptions& o, const SelfGroup& self, const Situation& now, V4 heading,
               M4 eatsPlants, const FoodGroup& food, Course& course) {
  const M4 hungry = eatsPlants & (self.energy < F4::splat(constants::hungryEnergy));
  const F4 urge = F4::splat(o.foodWeight) * (F4::splat(constants::foodUrge) + now.hunger);
  const M4 seeks = hungry & food.hasTarget;
  course.want = course.want + masked(seeks, direction({food.dx, food.dy})) * urge;
  const M4 explores = hungry & ~food.hasTarget & ~food.graze;
  course.want = course.want + masked(explores, heading) * urge;
  // A crowd without food comes apart.
  const M4 disperses = explores & (now.stress > F4::splat(constants::disperseStress));
  if (any(disperses)) [[unlikely]] {
    course.want = course.want - masked(disperses, direction(now.herd.middle)) * (urge * now.stress);
  }
  course.speed = core::select(seeks | explores, now.cruise, course.speed);
  course.aim_if(seeks, Want::seekFood);
  course.aim_if(explores, Want::explore);
  course.aim_if(disperses, Want::disperse);
  const F4 grazing = now.cruise * F4::splat(constants::grazeSpeed);
  course.speed = core::select(food.graze, grazing, course.speed);
  course.aim_if(food.graze, Want::graze);
}

/// What comes of the prey in sight.
struct Hunt {
  M4 hasPrey, chases;
  M4 inReach;  ///< the prey can be attacked
};

Hunt hunt(const Store& store, const LifeOptions& o, const SelfGroup& self, const SeenGroup& seen,
          const Situation& now, Course& course) {
  const M4 hasPrey = seen.preySlot != splat_bits(0);
  if (!any(hasPrey)) return {nobody(), nobody(), nobody()};
  // Slot 0, which stands for no prey, holds nothing: whatever its memory held must not show.
  const V4 prey = masked(hasPrey, offset_to(store.sight, self, seen.preySlot));
  const F4 distance = length(prey);
  const V4 ahead = direction(prey);
  const M4 conserves = (now.satiated > now.herd.allies * F4::splat(constants::conserveShare)) &
                       (self.energy > F4::splat(constants::conserveEnergy));
  const M4 hunts = hasPrey & self.hungryHunter & ~conserves;
  const M4 outnumbered = now.strangers > now.herd.allies * F4::splat(constants::outnumberedShare) +
                                             F4::splat(constants::outnumberedLeast);
  const M4 timid = ~now.inPack & (self.aggression < F4::splat(constants::timidAggression));
  const M4 stalks = hunts & (outnumbered | timid) &
                    (self.energy > F4::splat(constants::stalkEnergy)) &
                    (distance > F4::splat(o.attackRange));
  const M4 chases = hunts & ~stalks;
  // Every other hunter of a pack comes from the other side.
  const M4 spreads = chases & now.inPack & (self.cohesion > F4::splat(constants::packSpread)) &
                     (distance > F4::splat(constants::packSpreadRange * o.attackRange));
  const F4 side =
      core::select((self.id & splat_bits(1)) == splat_bits(0), one4(), F4::splat(-1.0f));
  const F4 diagonal = F4::splat(0.70710678f);
  const V4 flank = {(ahead.x - side * ahead.y) * diagonal, (ahead.y + side * ahead.x) * diagonal};
  const F4 urge = F4::splat(o.huntWeight) * (F4::splat(constants::huntUrge) + now.hunger);
  course.want = course.want + masked(chases, select(spreads, flank, ahead)) * urge;
  const F4 stalkPull = (distance - F4::splat(constants::stalkDistance) * self.sight) / self.sight;
  const M4 keepsNear =
      now.hunter & hasPrey & ~hunts & (distance > F4::splat(constants::keepNearSight) * self.sight);
  course.want = course.want + masked(stalks | keepsNear, ahead) * (urge * stalkPull);
  const F4 packSpeed = core::select(now.inPack, F4::splat(constants::packSpeed), one4());
  const F4 chaseSpeed = now.cruise * F4::splat(constants::huntSpeed) * packSpeed;
  course.speed = core::select(chases, chaseSpeed, course.speed);
  course.speed = core::select(stalks, now.cruise, course.speed);
  course.aim_if(stalks, Want::stalk);
  course.aim_if(chases, Want::hunt);
  return {hasPrey, chases, distance < F4::splat(o.attackRange)};
}

/// Flight outweighs the rest. Returns those who run.
M4 flee(const LifeOptions& o, const SelfGroup& self, const SeenGroup& seen, const Situation& now,
        Course& course) {
  const M4 inDanger = (self.diet <= F4::splat(constants::predatorDiet)) & (now.predators > zero4());
  if (!any(inDanger)) return nobody();
  F4 fear = core::select(self.energy < F4::splat(constants::boldEnergy),
                         F4::splat(constants::boldFear), one4());
  const M4 brave = now.herd.allies >= now.predators * F4::splat(constants::braveHerd);
  fear = core::select(brave, fear * F4::splat(constants::boldFear), fear);
  fear = maskAnd(self.energy >= F4::splat(constants::fearlessEnergy), fear);
  const M4 flees = inDanger & (fear > zero4());
  const F4 closeness = one4() - F4::splat(constants::fleeNearness) *
                                    sqrt(pmin(seen.predator2, self.sight2)) / self.sight;
  const F4 fright = fear * closeness;
  course.want = course.want + masked(flees, direction({seen.fleeX, seen.fleeY})) *
                                  (fright * F4::splat(o.fleeWeight));
  const M4 runs = flees & (fright > F4::splat(constants::runFright));
  course.speed = core::select(runs, now.cruise * F4::splat(constants::fleeSpeed), course.speed);
  course.aim_if(runs, Want::flee);
  return runs;
}

/// What a pack makes of its strength.
F4 pack_bonus(const Situation& now) {
  return core::select(now.inPack,
                      one4() + F4::splat(constants::packBonus) *
                                   pmin(now.pack, F4::splat(constants::packBonusMost)),
                      one4());
}

/// Those of `able` who attack in this tick.
M4 attackers(const Rules& rules, const SelfGroup& self, const Situation& now, M4 able) {
  if (!any(able)) return nobody();
  const F4 support = pmin(
      F4::splat(constants::supportMost),
      one4() + F4::splat(constants::supportShare) * now.herd.allies / pmax(one4(), now.strangers));
  const F4 caution = one4() - F4::splat(constants::crowdCaution) * now.stress;
  const F4 appetite =
      core::select(now.hunter, (F4::splat(constants::attackHunger) + now.hunger) * self.carnivore,
                   F4::splat(constants::attackAnger));
  const F4 chance = F4::splat(rules.options.attackChance) *
                    (F4::splat(constants::attackAggression) + self.aggression) * appetite *
                    pack_bonus(now) * support * caution;
  return able & (core::random_unit_mixed(rules.attackKey, self.mixedId) < chance);
}

/// Those who breed alone in this tick. Hunters breed where there is prey for one more, which keeps
/// them from eating all of it.
M4 breeders(const Rules& rules, const SelfGroup& self, const Situation& now, M4 mates) {
  const LifeOptions& o = rules.options;
  const M4 plenty = now.strangers >= self.carnivore * F4::splat(constants::preyPerHunter) *
                                         (one4() + now.herd.allies);
  const M4 able = (self.energy > F4::splat(o.breedEnergy)) & (self.age > F4::splat(o.breedAge)) &
                  (now.stress < F4::splat(constants::breedStress)) & plenty & ~mates;
  if (!any(able)) return nobody();
  return able & (core::random_unit_mixed(rules.breedKey, self.mixedId) <
                 self.reproduction * F4::splat(constants::tickSeconds));
}

}  // namespace

void steer_all(const WorldState& world, const Partition& p, RowActors& row, const SelfGroup& self,
               const SeenGroup& seen, uint32_t own, uint32_t count) {
  const Rules& rules = world.rules;
  const LifeOptions& o = rules.options;
  const Store& store = world.store;
  const Situation now = situation_of(self, seen);
  const V4 heading = held_heading(rules, self);
  Course course = keep_together(o, self, seen, now, heading);
  const M4 eatsPlants = one4() - self.carnivore > F4::splat(constants::plantEater);
  const FoodGroup food = look_for_food(world, self, eatsPlants, count);
  seek_food(o, self, now, heading, eatsPlants, food, course);
  const Hunt prey = hunt(store, o, self, seen, now, course);
  // Strangers to breed with are approached only within reach, where the intent is made.
  const M4 mates =
      (seen.mateSlot != splat_bits(0)) & (now.stress < F4::splat(constants::breedStress));
  course.aim_if(mates, Want::mate);
  const M4 runs = flee(o, self, seen, now, course);
  const F4 speed = pmin(course.speed, self.speed * F4::splat(constants::burstSpeed));
  store_decisions(store, turn_and_accelerate(rules, self, course.want, speed), seen, own, count);

  // Intents.
  const M4 fights = prey.hasPrey & ~now.hunter & ~food.graze;
  const M4 attacks = attackers(rules, self, now, (prey.chases | fights) & prey.inReach & ~runs);
  const M4 breeds = breeders(rules, self, now, mates);
  I4 acts = course.aim | maskAnd(food.graze, splat_bits(action::graze));
  acts = acts | maskAnd(attacks, splat_bits(action::attack));
  acts = acts | maskAnd(mates & ~attacks, splat_bits(action::mate));
  acts = acts | maskAnd(breeds, splat_bits(action::breed));
  uint32_t actions[4];
  acts.store(actions);
  for (uint32_t k = 0; k < count; ++k) {
    store.actions[own + k] = actions[k];
    store.foodCellNext[own + k] = food.cells[k];
  }
  const int full = bits(seen.looked == splat_bits(o.maxNeighbours)) & ((1 << count) - 1);
  row.tally.sightCutOff += static_cast<uint32_t>(core::lanes_set(full));

  const int acting = bits(attacks | mates | breeds) & ((1 << count) - 1);
  if (acting == 0) return;
  uint32_t targets[4];
  core::select(attacks, seen.preySlot, seen.mateSlot).store(targets);
  const F4 damage = (F4::splat(constants::damage) + now.herd.allies) *
                    (one4() + F4::splat(constants::damageDiet) * self.carnivore) * pack_bonus(now);
  float strikes[4];
  damage.store(strikes);
  for (uint32_t k = 0; k < count; ++k) {
    if ((acting >> k & 1) == 0) continue;
    const uint32_t actor = own + k;
    row.list[row.tally.actors++] = actor;
    if ((actions[k] & (action::attack | action::mate)) == 0) continue;
    store.targets[actor] = own_of_slot(world, p, targets[k]);
    store.strikes[actor] = strikes[k];
  }
}

}  // namespace skyflock::life
