#include "life/sense.h"

#include <algorithm>

#include "core/rng.h"
#include "core/simd/compress.h"
#include "life/grid.h"
#include "life/group.h"
#include "life/steer.h"

namespace skyflock::life {

using core::F4;
using core::I4;
using core::M4;

namespace {

/// Slots that are tested between two looks at how full the lists are.
constexpr uint32_t kSlotsAtOnce = 32;

/// Room of a list: the most neighbours there can be, and what is written beyond.
constexpr uint32_t kListRoom = 304;
static_assert(kListRoom >= 255 + kSlotsAtOnce + 4 && kListRoom % 16 == 0);

/// What the four animals of a group have within their sight radius, as slots in canonical order:
/// at most maxNeighbours, the animal itself among them. Each begins with a line of the cache, which
/// most never outgrow.
struct alignas(64) Lists {
  uint32_t slots[4][kListRoom];
  uint32_t lengths[4];
};

/// What the search needs at hand, so that it is not reached through pointers to pointers.
struct Search {
  const float* x;
  const float* y;
  const uint32_t* cellStart;
  int32_t stride, localRows;
  int32_t firstColumn, firstRow;  ///< world cell of local cell (0, 0)
  uint32_t maxNeighbours;
};

constexpr float kTouch2 = 4.0f * constants::bodyRadius * constants::bodyRadius;

/// Loads the `count` (1 to 4) animals from slot and own index on; lanes beyond repeat the last one.
SelfGroup loadSelf(const Store& store, const Rules& rules, uint32_t slot, uint32_t own,
                   uint32_t count) {
  SelfGroup self;
  self.firstSlot = slot;
  const float* animals[4];
  const Traits* traits[4];
  for (uint32_t k = 0; k < 4; ++k) {
    const uint32_t lane = std::min(k, count - 1);
    animals[k] = &store.sight.animals[slot + lane].x;
    traits[k] = store.traitsNext + own + lane;
  }
  self.x = F4::load(animals[0]);
  self.y = F4::load(animals[1]);
  self.vx = F4::load(animals[2]);
  self.vy = F4::load(animals[3]);
  core::transpose4(self.x, self.y, self.vx, self.vy);
  self.energy = F4::load(animals[0] + 4);
  F4 infos = F4::load(animals[1] + 4);
  F4 ids = F4::load(animals[2] + 4);
  F4 foodCells = F4::load(animals[3] + 4);
  core::transpose4(self.energy, infos, ids, foodCells);
  const I4 info = infos.asI4();
  self.id = ids.asI4();
  self.mixedId = core::mixCounter(self.id);
  self.tribe = info & info::tribeMask;

  F4 vision = F4::load(traits[1]->genes);
  self.speed = F4::load(traits[0]->genes);
  self.metabolism = F4::load(traits[2]->genes);
  self.reproduction = F4::load(traits[3]->genes);
  core::transpose4(self.speed, vision, self.metabolism, self.reproduction);
  self.aggression = F4::load(traits[0]->genes + 4);
  self.cohesion = F4::load(traits[1]->genes + 4);
  self.standards = F4::load(traits[2]->genes + 4);
  self.diet = F4::load(traits[3]->genes + 4);
  core::transpose4(self.aggression, self.cohesion, self.standards, self.diet);
  const F4 cosHalfView = F4::set(traits[0]->cosHalfView, traits[1]->cosHalfView,
                                 traits[2]->cosHalfView, traits[3]->cosHalfView);
  const I4 birth = I4::set(traits[0]->birthTick, traits[1]->birthTick, traits[2]->birthTick,
                           traits[3]->birthTick);
  self.age = (rules.tick - birth).toF4() * constants::tickSeconds;
  self.carnivore = pmax(0.0f, self.diet);
  self.herbivore = pmax(0.0f, -self.diet);
  self.velocity = sqrt(self.vx * self.vx + self.vy * self.vy);
  self.cone = cosHalfView * self.velocity;

  const M4 hunter = self.diet > constants::hunterDiet;
  const F4 huntBelow =
      pmin(constants::huntingEnergyMost,
           constants::huntingEnergyNone - constants::huntingEnergyDiet * self.carnivore);
  self.hungryHunter = hunter & (self.energy < huntBelow);
  self.sight = vision;
  if (rules.options.movementOnly == 0) {
    const F4 hunger = (constants::maxEnergy - self.energy) *
                      (constants::hungryHunterSight / constants::maxEnergy);
    const F4 farther = pmin(constants::maxVision, vision * (1.0f + hunger));
    self.sight = select(self.hungryHunter, farther, vision);
  }
  self.sight2 = self.sight * self.sight;

  const M4 enemy = self.aggression > constants::enemyAggression;
  self.seeksPrey = hunter | enemy;
  self.preyReach2 =
      select(hunter, self.sight2, rules.options.attackRange * rules.options.attackRange);
  self.cannibal =
      hunter & (self.carnivore * constants::cannibalDiet +
                    (constants::cannibalEnergy - self.energy) * constants::cannibalHunger >=
                constants::cannibalism);
  // The draw comes first, so that a mate is searched for by the few who would breed in this tick.
  const F4 willing = core::randomUnitMixed(rules.mateKey, self.mixedId);
  self.seeksMate = ((info & info::willing) != 0) & (willing < rules.options.hybridChance) &
                   (I4::splat(rules.options.hybrids) != 0);
  return self;
}

int32_t localCell(float position, int32_t first) {
  // The offset keeps the value positive, so that truncation rounds down.
  constexpr float kOffset = 8.0f * constants::cellSize;
  return cellCoordinate(position + kOffset) - 8 - first;
}

float least(F4 v) {
  return std::min(std::min(v.lane<0>(), v.lane<1>()), std::min(v.lane<2>(), v.lane<3>()));
}
float most(F4 v) {
  return std::max(std::max(v.lane<0>(), v.lane<1>()), std::max(v.lane<2>(), v.lane<3>()));
}

/// Appends to the four lists those of the slots that are near enough. kBounded: the last four may
/// reach beyond `stop`, where animals of another row may stand.
template <bool kBounded>
void testSlots(const Search& search, uint32_t begin, uint32_t stop, const F4* x, const F4* y,
               const F4* sight2, uint32_t** ends) {
  const F4 nowhere = F4::splat(1e9f);
  const I4 bound = I4::splat(stop);
  I4 slot = I4::set(0, 1, 2, 3) + begin;
  const float* otherX = search.x + begin;
  const float* otherY = search.y + begin;
  const float* const last = search.x + stop;
  for (; otherX < last; otherX += 4, otherY += 4) {
    F4 theirX = F4::load(otherX);
    if constexpr (kBounded) theirX = select(slot < bound, theirX, nowhere);
    const F4 theirY = F4::load(otherY);
    for (int k = 0; k < 4; ++k) {
      const F4 dx = theirX - x[k];
      const F4 dy = theirY - y[k];
      ends[k] += core::compressStore(ends[k], slot, dx * dx + dy * dy < sight2[k]);
    }
    slot = slot + 4;
  }
}

/// Lists for each of the four the slots within its sight radius, whichever way it looks, itself
/// among them. All four look through the cells that any of them reaches: one loop with sixteen
/// tests in flight is faster than four short ones.
void lookAround(const Search& search, const SelfGroup& self, int32_t ownLocalRow, Lists& lists) {
  const F4 x[4] = {F4::splat(self.x.lane<0>()), F4::splat(self.x.lane<1>()),
                   F4::splat(self.x.lane<2>()), F4::splat(self.x.lane<3>())};
  const F4 y[4] = {F4::splat(self.y.lane<0>()), F4::splat(self.y.lane<1>()),
                   F4::splat(self.y.lane<2>()), F4::splat(self.y.lane<3>())};
  F4 sight2[4] = {F4::splat(self.sight2.lane<0>()), F4::splat(self.sight2.lane<1>()),
                  F4::splat(self.sight2.lane<2>()), F4::splat(self.sight2.lane<3>())};
  // A little more than is seen: rounding must never hide a neighbour.
  const F4 reach = self.sight + (1.0f / 16.0f);
  const int32_t firstCell = std::max(0, localCell(least(self.x - reach), search.firstColumn));
  const int32_t lastCell =
      std::min(search.stride - 1, localCell(most(self.x + reach), search.firstColumn));
  const int32_t firstRow = std::max(0, localCell(least(self.y - reach), search.firstRow));
  const int32_t lastRow =
      std::min(search.localRows - 1, localCell(most(self.y + reach), search.firstRow));

  uint32_t* ends[4] = {lists.slots[0], lists.slots[1], lists.slots[2], lists.slots[3]};
  int full = 0;
  const int32_t farthest = std::max(ownLocalRow - firstRow, lastRow - ownLocalRow);
  int32_t row = ownLocalRow;
  for (int32_t step = 0; step <= 2 * farthest; ++step) {
    row += (step & 1) != 0 ? -step : step;  // 0, -1, +1, -2, +2 ... from the own row
    if (row < firstRow || row > lastRow) continue;
    const uint32_t* start = search.cellStart + row * search.stride;
    const uint32_t end = start[lastCell + 1];
    // What follows the range is out of everyone's reach, but where the next row begins.
    const bool atRowEnd = end + 3 > start[search.stride];
    for (uint32_t begin = start[firstCell]; begin < end; begin += kSlotsAtOnce) {
      const uint32_t stop = std::min(end, begin + kSlotsAtOnce);
      if (atRowEnd) {
        testSlots<true>(search, begin, stop, x, y, sight2, ends);
      } else {
        testSlots<false>(search, begin, stop, x, y, sight2, ends);
      }
      for (int k = 0; k < 4; ++k) {
        if (ends[k] < lists.slots[k] + search.maxNeighbours) continue;
        // Enough: from here on nothing is near enough.
        sight2[k] = F4::splat(-1.0f);
        full |= 1 << k;
      }
      if (full == 15) break;
    }
    if (full == 15) break;
  }
  for (int k = 0; k < 4; ++k) {
    const auto length = static_cast<uint32_t>(ends[k] - lists.slots[k]);
    lists.lengths[k] = std::min(length, search.maxNeighbours);
  }
}

/// Adds up what the four lists hold. kRules: false in worlds that only move; kHunt: some of the
/// four look for prey or for a mate.
template <bool kRules, bool kHunt>
SeenGroup meetEach(const Animal* animals, const Rules& rules, const SelfGroup& self,
                   const Lists& lists, uint32_t longest) {
  const F4 zero = F4::splat(0.0f);
  constexpr float kTouch = 2.0f * constants::bodyRadius;
  const F4 inverseSpace = F4::splat(rules.inversePersonalSpace);
  const F4 nearPerSight = constants::nearPreyScore / self.sight;
  const I4 none = I4::splat(0);
  const F4 far = F4::splat(1e9f);
  I4 counts = none, predators = none, preyId = none, preySlot = none, mateId = none,
     mateSlot = none;
  F4 allyX = zero, allyY = zero, allyVx = zero, allyVy = zero, apartX = zero, apartY = zero;
  F4 pushX = zero, pushY = zero, fleeX = zero, fleeY = zero, preyScore = zero;
  F4 predator2 = far, mate2 = far;
  for (uint32_t k = 0; k < longest; ++k) {
    const Animal& first = animals[lists.slots[0][k]];
    const Animal& second = animals[lists.slots[1][k]];
    const Animal& third = animals[lists.slots[2][k]];
    const Animal& fourth = animals[lists.slots[3][k]];
    F4 x = F4::load(&first.x), y = F4::load(&second.x), vx = F4::load(&third.x),
       vy = F4::load(&fourth.x);
    core::transpose4(x, y, vx, vy);
    const I4 info = I4::set(first.info, second.info, third.info, fourth.info);
    const F4 dx = x - self.x;
    const F4 dy = y - self.y;
    const F4 d2 = dx * dx + dy * dy;
    const F4 d = sqrt(d2);
    // Bodies that touch are felt from all sides. Only the animal itself is at no distance.
    const M4 other = d2 > zero;
    const M4 touching = other & (d2 < kTouch2);
    const M4 see = (other & (dx * self.vx + dy * self.vy >= self.cone * d)) | touching;
    const M4 ally = see & ((info & info::tribeMask) == self.tribe);
    counts = counts - see.asI4() + maskAnd(ally, info & info::counted);
    allyX = allyX + maskAnd(ally, dx);
    allyY = allyY + maskAnd(ally, dy);
    allyVx = allyVx + maskAnd(ally, vx);
    allyVy = allyVy + maskAnd(ally, vy);

    // (1 - d / space) / d, 0 from its rim on.
    const F4 inverse = 1.0f / pmax(d, constants::leastDistance);
    const F4 apart = maskAnd(see, pmax(zero, inverse - inverseSpace));
    apartX = apartX - dx * apart;
    apartY = apartY - dy * apart;
    // Few touch, and few meet a predator: a jump is cheaper than adding zeros.
    if (any(touching)) [[unlikely]] {
      const F4 push = maskAnd(touching, pmax(zero, kTouch * inverse - 1.0f));
      pushX = pushX - dx * push;
      pushY = pushY - dy * push;
    }

    if constexpr (kRules) {
      const M4 stranger = andNot(see, ally);
      const M4 predator = stranger & ((info & info::predator) != 0);
      if (any(predator)) [[unlikely]] {
        predators = predators - predator.asI4();
        const F4 fear = maskAnd(predator, inverse * inverse);
        fleeX = fleeX - dx * fear;
        fleeY = fleeY - dy * fear;
        predator2 = select(predator, pmin(predator2, d2), predator2);
      }

      if constexpr (kHunt) {
        const I4 id = I4::set(first.id, second.id, third.id, fourth.id);
        const I4 slot =
            I4::set(lists.slots[0][k], lists.slots[1][k], lists.slots[2][k], lists.slots[3][k]);
        const F4 energy = F4::set(first.energy, second.energy, third.energy, fourth.energy);
        const F4 weak = (constants::maxEnergy - energy) * (1.0f / constants::maxEnergy);
        const F4 near = constants::nearPreyScore - d * nearPerSight;
        const F4 score = select(ally, (weak + near) * constants::kinPreyScore,
                                weak + near + constants::strangerPreyScore);
        const M4 prey = self.seeksPrey & (d2 < self.preyReach2) &
                        (stranger | (ally & self.cannibal)) &
                        ((score > preyScore) | ((score == preyScore) & ult(id, preyId)));
        preyScore = select(prey, score, preyScore);
        preyId = select(prey, id, preyId);
        preySlot = select(prey, slot, preySlot);

        const M4 mate = self.seeksMate & stranger & ((info & info::willing) != 0) &
                        ult(self.id, id) & (d2 < constants::mateReach * constants::mateReach) &
                        ((d2 < mate2) | ((d2 == mate2) & ult(id, mateId)));
        mate2 = select(mate, d2, mate2);
        mateId = select(mate, id, mateId);
        mateSlot = select(mate, slot, mateSlot);
      }
    }
  }
  return {counts, predators, allyX, allyY,  allyVx,   allyVy,    apartX,
          apartY, pushX,     pushY, fleeX,  fleeY,    predator2, preyScore,
          preyId, preySlot,  mate2, mateId, mateSlot, none};
}

/// Lengthens the shorter lists with the animals themselves, which nobody sees, and adds up.
template <bool kRules, bool kHunt>
SeenGroup meet(const Animal* animals, const Rules& rules, const SelfGroup& self, Lists& lists,
               uint32_t count) {
  const uint32_t longest = std::max(std::max(lists.lengths[0], lists.lengths[1]),
                                    std::max(lists.lengths[2], lists.lengths[3]));
  for (uint32_t lane = 0; lane < 4; ++lane) {
    const I4 nobody = I4::splat(self.firstSlot + std::min(lane, count - 1));
    for (uint32_t k = lists.lengths[lane]; k < longest; k += 4) nobody.store(lists.slots[lane] + k);
  }
  SeenGroup seen = meetEach<kRules, kHunt>(animals, rules, self, lists, longest);
  seen.looked = I4::load(lists.lengths);
  return seen;
}

}  // namespace

void senseAndSteer(const WorldState& world, const Partition& p, uint32_t row) {
  constexpr auto ghost = static_cast<int32_t>(constants::ghostCells);
  const Store& store = world.store;
  const Rules& rules = world.rules;
  const bool movementOnly = rules.options.movementOnly != 0;
  const Search search = {
      store.sight.x, store.sight.y,     p.cellStart,       p.stride,
      p.localRows,   p.rect.x0 - ghost, p.rect.y0 - ghost, rules.options.maxNeighbours};
  const Animal* animals = store.sight.animals;
  Lists lists = {};
  const auto y = static_cast<int32_t>(row);
  RowActors actors = {store.actors + p.ownRowStart[y], {}};
  uint32_t slot = p.slotOfRow(y);
  const uint32_t end = p.ownRowStart[y + 1];
  for (uint32_t own = p.ownRowStart[y]; own < end; own += 4, slot += 4) {
    const uint32_t count = std::min(4u, end - own);
    const SelfGroup self = loadSelf(store, rules, slot, own, count);
    lookAround(search, self, y + ghost, lists);
    if (movementOnly) {
      const SeenGroup seen = meet<false, false>(animals, rules, self, lists, count);
      steerFlock(world, actors, self, seen, own, count);
      continue;
    }
    const SeenGroup seen = any(self.seeksPrey | self.seeksMate)
                               ? meet<true, true>(animals, rules, self, lists, count)
                               : meet<true, false>(animals, rules, self, lists, count);
    steerAll(world, p, actors, self, seen, own, count);
  }
  p.rowTallies[row] = actors.tally;
}

void collectIntents(WorldState& world, Partition& p) {
  const Store& store = world.store;
  p.actorCount = 0;
  p.sums = {};
  for (uint32_t& count : p.intentsFor) count = 0;
  for (int32_t y = 0; y < p.rect.height(); ++y) {
    p.actorCount += p.rowTallies[y].actors;
    p.sums.sightCutOff += p.rowTallies[y].sightCutOff;
  }
  forEachActor(store, p, [&](uint32_t actor) {
    if ((store.actions[actor] & (action::attack | action::mate)) == 0) return;
    ++p.intentsFor[world.partitionOfOwn(store.targets[actor])];
  });
}

}  // namespace skyflock::life
