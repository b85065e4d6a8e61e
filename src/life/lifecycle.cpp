#include "life/lifecycle.h"

#include <algorithm>

#include "core/math.h"
#include "core/rng.h"
#include "life/genes.h"
#include "life/grid.h"

namespace skyflock::life {

using core::F4;
using core::I4;
using core::M4;

namespace {

int64_t ledger(float amount) { return static_cast<int64_t>(amount * constants::ledgerScale); }

/// Brings a coordinate back onto the torus. The last step catches what rounds up to the length.
F4 wrapped(F4 v, F4 length) {
  v = select(v < 0.0f, v + length, v);
  v = select(v >= length, v - length, v);
  return pmax(0.0f, v);
}

float wrapped(float v, float length) {
  if (v < 0.0f) v += length;
  if (v >= length) v -= length;
  return std::max(0.0f, v);
}

/// Energy burnt in a tick by each of four animals, in e.
F4 burnOf(const LifeOptions& o, F4 metabolism, F4 diet, F4 speed2, F4 age) {
  const F4 carnivore = pmax(0.0f, diet);
  const F4 herbivore = pmax(0.0f, -diet);
  const F4 base =
      metabolism * constants::burnMetabolism *
      (1.0f + constants::burnHerbivore * herbivore - constants::burnCarnivore * carnivore);
  const F4 running =
      speed2 * constants::burnSpeed * metabolism * (1.0f - constants::burnCarnivoreRun * carnivore);
  const F4 aged = 1.0f + age * (1.0f / o.deathAge);
  return (base + running) * aged * (constants::tickSeconds * o.metabolicScale);
}

/// Books the death of an animal and takes it out of the world.
void bury(WorldState& world, Partition& p, uint32_t own, DeathCause cause, uint32_t tribe,
          float energy) {
  Animal& animal = world.store.animals[own];
  animal.info = 0;
  world.store.keys[own] = kNowhere;
  ++p.sums.deaths[static_cast<uint32_t>(cause)][tribe];
  p.sums.lost += ledger(energy);
  if (cause != DeathCause::killed) return;
  const uint32_t killer = world.store.killedBy[own] - 1;
  const Partition& home = world.partitions[world.partitionOfOwn(killer)];
  const uint32_t killerInfo = world.store.sight.animals[home.slotOfOwn(killer)].info;
  ++p.sums.kills[killerInfo & info::tribeMask];
}

/// A parent's part of a birth; returns what it paid.
float pay(Animal& parent, float cost) {
  if ((parent.info & info::alive) == 0) return 0.0f;
  const float before = parent.energy;
  parent.energy = std::max(0.0f, before - cost);
  return before - parent.energy;
}

void bear(WorldState& world, Partition& p, uint32_t parent) {
  const Store& store = world.store;
  const LifeOptions& o = world.rules.options;
  const Sight& sight = store.sight;
  const uint32_t rank = store.birthRanks[parent];
  const uint32_t id = world.firstNewbornId + rank;
  const uint32_t at = world.newbornBegin + rank;
  const bool mated = (store.outcomes[parent] & outcome::accepted) != 0;
  const uint32_t other = mated ? store.targets[parent] : parent;
  const uint32_t slot = p.slotOfOwn(parent);
  Animal child = {};
  child.x = sight.animals[slot].x;
  child.y = sight.animals[slot].y;
  uint32_t tribe = sight.animals[slot].info & info::tribeMask;
  bool hybrid = (sight.animals[slot].info & info::hybrid) != 0;
  if (mated) {
    const Partition& home = world.partitions[world.partitionOfOwn(other)];
    const uint32_t otherSlot = home.slotOfOwn(other);
    child.x += 0.5f * torusOffset(child.x, sight.animals[otherSlot].x, world.rules.worldWidth);
    child.y += 0.5f * torusOffset(child.y, sight.animals[otherSlot].y, world.rules.worldHeight);
    tribe = constants::hybridTribe;
    hybrid = true;
  } else {
    constexpr float kNear = 2.0f * constants::bodyRadius;
    const uint32_t key =
        core::randomKey(o.seed, world.rules.tick, static_cast<uint32_t>(Purpose::childPlace));
    const auto side = core::sincosTurns(core::randomUnit(key, id));
    child.x += side.cos * kNear;
    child.y += side.sin * kNear;
  }
  child.x = wrapped(child.x, world.rules.worldWidth);
  child.y = wrapped(child.y, world.rules.worldHeight);
  child.vx = sight.animals[slot].vx * 0.5f;
  child.vy = sight.animals[slot].vy * 0.5f;
  child.energy = o.birthEnergy;
  child.id = id;
  Traits traits = childTraits(world.rules, store.traitsNext[parent], store.traitsNext[other], id);
  child.info = infoOf(o, traits, child.energy, 0.0f, tribe, hybrid);
  store.traitsNext[at] = traits;
  store.animals[at] = child;
  store.keys[at] = animalKey(child, world.columns);
  ++p.sums.births[tribe];
  p.sums.born += ledger(child.energy);
  p.sums.born -= ledger(pay(store.animals[parent], mated ? 0.5f * o.birthEnergy : o.breedCost));
}

/// Four animals' next state. Writes animals and keys; returns a bit for each that dies.
struct Mover {
  WorldState& world;
  Partition& p;
  const Store& store;
  const Rules& rules;
  bool movementOnly;
  F4 width, height;
  I4 burnt = I4::splat(0);
  uint32_t burntGroups = 0;
  bool whole;

  Mover(WorldState& w, Partition& part)
      : world(w),
        p(part),
        store(w.store),
        rules(w.rules),
        movementOnly(w.rules.options.movementOnly != 0),
        width(F4::splat(w.rules.worldWidth)),
        height(F4::splat(w.rules.worldHeight)),
        whole(w.plan.count == 1) {}

  void flush() {
    int32_t lanes[4];
    burnt.store(lanes);
    for (int32_t lane : lanes) p.sums.burnt += lane;
    burnt = I4::splat(0);
    burntGroups = 0;
  }

  void group(uint32_t slot, uint32_t own, uint32_t count);
  void deaths(uint32_t own, int dying, const float* energies, const uint32_t* infos, int starved);
};

void Mover::group(uint32_t slot, uint32_t own, uint32_t count) {
  const Sight& sight = store.sight;
  constexpr float kDt = constants::tickSeconds;
  const auto decision = [&](uint32_t k) {
    return F4::load(&store.decisions[own + std::min(k, count - 1)].vx);
  };
  F4 vx = decision(0), vy = decision(1), pushX = decision(2), pushY = decision(3);
  core::transpose4(vx, vy, pushX, pushY);
  const auto animal = [&](uint32_t k) { return &sight.animals[slot + std::min(k, count - 1)].x; };
  F4 e0 = F4::load(animal(0) + 4), e1 = F4::load(animal(1) + 4), e2 = F4::load(animal(2) + 4),
     e3 = F4::load(animal(3) + 4);
  core::transpose4(e0, e1, e2, e3);
  F4 energy = e0;
  I4 info = e1.asI4();
  const I4 id = e2.asI4();
  F4 x = wrapped(F4::load(sight.x + slot) + (vx * kDt + pushX), width);
  F4 y = wrapped(F4::load(sight.y + slot) + (vy * kDt + pushY), height);
  const M4 here = I4::set(0, 1, 2, 3) < count;
  M4 starved = M4::fromBits(0);
  M4 dying = starved;
  const F4 sum = x + y + vx + vy;
  const M4 finite = (sum - sum) == 0.0f;
  p.sums.invalid += static_cast<uint32_t>(core::lanesSet(bits(andNot(here, finite))));

  F4 before = energy;
  if (!movementOnly) {
    const Traits* traits[4];
    for (uint32_t k = 0; k < 4; ++k) traits[k] = store.traitsNext + own + std::min(k, count - 1);
    const auto gene = [&](Gene g) {
      const auto i = static_cast<uint32_t>(g);
      return F4::set(traits[0]->genes[i], traits[1]->genes[i], traits[2]->genes[i],
                     traits[3]->genes[i]);
    };
    const F4 diet = gene(Gene::diet);
    const I4 birth = I4::set(traits[0]->birthTick, traits[1]->birthTick, traits[2]->birthTick,
                             traits[3]->birthTick);
    const F4 age = (rules.tick + 1 - birth).toF4() * kDt;
    const LifeOptions& o = rules.options;
    constexpr float kScale = constants::ledgerScale;
    const F4 burn = burnOf(o, gene(Gene::metabolism), diet, vx * vx + vy * vy, age);
    before = energy + F4::load(store.gains + own) + F4::load(store.settled + own);
    // What does not fit into a full stomach is lost.
    const F4 fed = pmin(constants::maxEnergy, before);
    energy = fed - pmin(burn, pmax(0.0f, fed));
    burnt = burnt + maskAnd(here, ((fed - energy) * kScale).truncToI4());
    if (++burntGroups == 512) flush();
    const M4 overfed = here & (before > fed);
    if (any(overfed)) {
      int32_t lost[4];
      maskAnd(overfed, ((before - fed) * kScale).truncToI4()).store(lost);
      for (int32_t lane : lost) p.sums.lost += lane;
    }
    const M4 killed = I4::load(store.killedBy + own) != 0;
    starved = energy <= 0.0f;
    dying = here & (killed | starved);
    const F4 overdue = (age - o.deathAge) * (1.0f / o.deathAge);
    if (any(overdue > 0.0f)) {
      const F4 risk = overdue * (constants::oldAgeRate * constants::tickSeconds);
      dying = dying | (here & (core::randomUnit(rules.oldAgeKey, id) < risk));
    }

    const M4 hunter = diet > constants::hunterDiet;
    const M4 hunting = hunter & (energy < constants::huntingEnergy);
    const M4 satiated = energy > constants::huntingEnergy;
    const M4 willing = (energy > constants::hybridEnergy) & (age > o.breedAge) &
                       (gene(Gene::aggression) < constants::hybridAggression);
    const I4 want = (I4::load(store.actions + own) & action::wantMask).shl<info::wantShift>();
    info = (info & (info::tribeMask | info::alive | info::predator | info::hybrid)) | want |
           maskAnd(hunting, info::hunting) | maskAnd(satiated, info::satiated) |
           maskAnd(willing, info::willing);
  }

  constexpr float kPerCell = 1.0f / constants::cellSize;
  const I4 cell = (y * kPerCell).truncToI4() * world.columns + (x * kPerCell).truncToI4();
  float energies[4];
  uint32_t infos[4];
  energy.store(energies);
  info.store(infos);
  const I4 foodCell = I4::load(store.foodCellNext + own);
  F4 a = x, b = y, c = vx, d = vy;
  core::transpose4(a, b, c, d);
  F4 e = energy, f = info.asF4(), g = id.asF4(), h = foodCell.asF4();
  core::transpose4(e, f, g, h);
  uint32_t cells[4];
  uint32_t ids[4];
  cell.store(cells);
  id.store(ids);
  const F4 first[4] = {a, b, c, d};
  const F4 second[4] = {e, f, g, h};
  for (uint32_t k = 0; k < count; ++k) {
    float* out = &store.animals[own + k].x;
    first[k].store(out);
    second[k].store(out + 4);
    store.keys[own + k] = (static_cast<uint64_t>(cells[k]) << 32) | ids[k];
  }
  const int dead = bits(dying);
  if (dead != 0) deaths(own, dead, energies, infos, bits(starved));
  if (whole) return;
  for (uint32_t k = 0; k < count; ++k) {
    if ((dead >> k & 1) != 0) continue;
    const auto cellY = static_cast<int32_t>(cells[k]) / world.columns;
    const auto cellX = static_cast<int32_t>(cells[k]) - cellY * world.columns;
    if (!p.rect.contains(cellX, cellY)) store.outbox[p.ownBegin + p.outboxCount++] = own + k;
  }
}

void Mover::deaths(uint32_t own, int dying, const float* energies, const uint32_t* infos,
                   int starved) {
  for (uint32_t k = 0; k < 4; ++k) {
    if ((dying >> k & 1) == 0) continue;
    const DeathCause cause = store.killedBy[own + k] != 0 ? DeathCause::killed
                             : (starved >> k & 1) != 0    ? DeathCause::starved
                                                          : DeathCause::old;
    bury(world, p, own + k, cause, infos[k] & info::tribeMask, energies[k]);
  }
}

}  // namespace

void move(WorldState& world, Partition& p) {
  p.outboxCount = 0;
  Mover mover(world, p);
  for (int32_t y = 0; y < p.rect.height(); ++y) {
    uint32_t slot = p.slotOfRow(y);
    const uint32_t end = p.ownRowStart[y + 1];
    for (uint32_t own = p.ownRowStart[y]; own < end; own += 4, slot += 4) {
      mover.group(slot, own, std::min(4u, end - own));
    }
  }
  mover.flush();
  // The gap behind the slice holds nobody.
  for (uint32_t k = 0; k < 4; ++k) {
    world.store.animals[p.ownBegin + p.ownCount + k].info = 0;
    world.store.keys[p.ownBegin + p.ownCount + k] = kNowhere;
  }
  for (uint32_t k = 0; k < p.requestCount; ++k) {
    const uint32_t parent = world.store.requests[p.ownBegin + k];
    if ((world.store.outcomes[parent] & outcome::admitted) != 0) bear(world, p, parent);
  }
  for (uint32_t k = 0; k < p.partnerCount; ++k) {
    const uint32_t actor = world.store.partners[p.ownBegin + k];
    if ((world.store.outcomes[actor] & outcome::admitted) == 0) continue;
    Animal& partner = world.store.animals[world.store.targets[actor]];
    p.sums.born -= ledger(pay(partner, 0.5f * world.rules.options.birthEnergy));
  }
}

}  // namespace skyflock::life
