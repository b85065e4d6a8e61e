#include "life/sense.h"

#include <algorithm>

#include "core/rng.h"
#include "core/simd/compress.h"
#include "life/grid.h"
#include "life/steer.h"

namespace skyflock::life {

using core::F4;
using core::I4;
using core::M4;

namespace {

/// Slots that a group collects before it meets them. Few groups in an ordinary world see more; a
/// group in a crowd meets them in several goes, and stops when it has seen enough.
constexpr uint32_t kChunk = 64;

/// What the search needs at hand, so that it is not reached through pointers to pointers.
struct Search {
  Sight sight;
  const uint32_t* cellStart;
  int32_t stride, localRows;
  int32_t firstColumn, firstRow;  ///< world cell of local cell (0, 0)
  I4 maxNeighbours;
  F4 inversePersonalSpace;
};

/// The bounding box of what a group sees.
struct Box {
  float left, right, top, bottom;
};

F4 gather(const float* column, const uint32_t* slots) {
  return F4::set(column[slots[0]], column[slots[1]], column[slots[2]], column[slots[3]]);
}

I4 gather(const uint32_t* column, const uint32_t* slots) {
  return I4::set(static_cast<int32_t>(column[slots[0]]), static_cast<int32_t>(column[slots[1]]),
                 static_cast<int32_t>(column[slots[2]]), static_cast<int32_t>(column[slots[3]]));
}

/// Loads the `count` (1 to 4) animals from slot and own index on; lanes beyond repeat the last one.
SelfGroup load_self(const Store& store, const Rules& rules, uint32_t slot, uint32_t own,
                    uint32_t count) {
  const Sight& sight = store.sight;
  SelfGroup self;
  uint32_t lanes[4];
  for (uint32_t k = 0; k < 4; ++k) lanes[k] = slot + std::min(k, count - 1);
  I4 info;
  if (count == 4) {
    self.x = F4::load(sight.x + slot);
    self.y = F4::load(sight.y + slot);
    self.vx = F4::load(sight.vx + slot);
    self.vy = F4::load(sight.vy + slot);
    self.energy = F4::load(sight.energy + slot);
    info = I4::load(sight.info + slot);
    self.id = I4::load(sight.id + slot);
  } else {
    self.x = gather(sight.x, lanes);
    self.y = gather(sight.y, lanes);
    self.vx = gather(sight.vx, lanes);
    self.vy = gather(sight.vy, lanes);
    self.energy = gather(sight.energy, lanes);
    info = gather(sight.info, lanes);
    self.id = gather(sight.id, lanes);
  }
  self.slot = I4::load(lanes);
  self.tribe = info & I4::splat(static_cast<int32_t>(info::tribeMask));

  const Traits* traits[4];
  for (uint32_t k = 0; k < 4; ++k) traits[k] = store.traitsNext + own + std::min(k, count - 1);
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
  const F4 zero = F4::splat(0.0f);
  self.age = (I4::splat(static_cast<int32_t>(rules.tick)) - birth).toF4() *
             F4::splat(constants::tickSeconds);
  self.carnivore = pmax(zero, self.diet);
  self.herbivore = pmax(zero, -self.diet);
  self.velocity = sqrt(self.vx * self.vx + self.vy * self.vy);
  self.cone = cosHalfView * self.velocity;

  const M4 hunter = self.diet > F4::splat(constants::hunterDiet);
  const F4 huntBelow = pmin(F4::splat(constants::huntingEnergyMost),
                            F4::splat(95.0f) - F4::splat(35.0f) * self.carnivore);
  self.hungryHunter = hunter & (self.energy < huntBelow);
  self.sight = vision;
  if (rules.options.movementOnly == 0) {
    const F4 hunger = (F4::splat(constants::maxEnergy) - self.energy) *
                      F4::splat(constants::hungryHunterSight / constants::maxEnergy);
    const F4 farther = pmin(F4::splat(constants::maxVision), vision * (F4::splat(1.0f) + hunger));
    self.sight = select(self.hungryHunter, farther, vision);
  }
  self.sight2 = self.sight * self.sight;

  const M4 enemy = self.aggression > F4::splat(constants::enemyAggression);
  self.seeksPrey = hunter | enemy;
  self.preyReach2 =
      select(hunter, self.sight2, F4::splat(rules.options.attackRange * rules.options.attackRange));
  self.cannibal = hunter & (self.carnivore * F4::splat(0.5f) +
                                (F4::splat(50.0f) - self.energy) * F4::splat(0.01f) >=
                            F4::splat(constants::cannibalism));
  // The draw comes first, so that a mate is searched for by the few who would breed in this tick.
  const F4 willing = core::random_unit(rules.mateKey, self.id);
  self.seeksMate = ((info & I4::splat(static_cast<int32_t>(info::willing))) != I4::splat(0)) &
                   (willing < F4::splat(rules.options.hybridChance)) &
                   (I4::splat(static_cast<int32_t>(rules.options.hybrids)) != I4::splat(0));
  return self;
}

SeenGroup nothing_seen() {
  const F4 zero = F4::splat(0.0f);
  const I4 none = I4::splat(0);
  const F4 far = F4::splat(1e9f);
  return {none, none, none, zero, zero, zero, zero, zero, zero, zero, zero, zero,
          zero, far,  zero, none, none, far,  none, none};
}

/// Adds the neighbours in `slots` to what the group has seen. kHunt: some of the four look for prey
/// or for a mate; kRules: false in worlds that only move; kCapped: some may see maxNeighbours.
template <bool kRules, bool kHunt, bool kCapped>
void meet_each(const Search& search, const SelfGroup& self, SeenGroup& seen, const uint32_t* slots,
          uint32_t count) {
  const Sight& sight = search.sight;
  const F4 zero = F4::splat(0.0f);
  const F4 one = F4::splat(1.0f);
  const F4 touch = F4::splat(2.0f * constants::bodyRadius);
  const F4 touch2 = F4::splat(4.0f * constants::bodyRadius * constants::bodyRadius);
  const F4 inverseSight = F4::splat(0.5f) / self.sight;
  SeenGroup s = seen;
  for (uint32_t k = 0; k < count; ++k) {
    const uint32_t j = slots[k];
    const F4 vx = F4::loadSplat(sight.vx + j);
    const F4 vy = F4::loadSplat(sight.vy + j);
    const I4 info = I4::loadSplat(sight.info + j);
    const F4 dx = F4::loadSplat(sight.x + j) - self.x;
    const F4 dy = F4::loadSplat(sight.y + j) - self.y;
    const F4 d2 = dx * dx + dy * dy;
    const F4 d = sqrt(d2);
    const M4 ahead = (dx * self.vx + dy * self.vy >= self.cone * d) | (d2 < touch2);
    M4 see = (d2 < self.sight2) & (d2 > zero) & ahead;
    if constexpr (kCapped) see = see & (s.count < search.maxNeighbours);
    s.count = s.count - see.asI4();

    const M4 ally = see & ((info & I4::splat(static_cast<int32_t>(info::tribeMask))) == self.tribe);
    s.allyCounts =
        s.allyCounts + maskAnd(ally, info & I4::splat(static_cast<int32_t>(info::counted)));
    s.allyX = s.allyX + maskAnd(ally, dx);
    s.allyY = s.allyY + maskAnd(ally, dy);
    s.allyVx = s.allyVx + maskAnd(ally, vx);
    s.allyVy = s.allyVy + maskAnd(ally, vy);

    // (1 - d / space) / d and (touch - d) / d, each 0 from its rim on.
    const F4 inverse = one / pmax(d, F4::splat(0.01f));
    const F4 apart = maskAnd(see, pmax(zero, inverse - search.inversePersonalSpace));
    s.apartX = s.apartX - dx * apart;
    s.apartY = s.apartY - dy * apart;
    const F4 push = maskAnd(see, pmax(zero, touch * inverse - one));
    s.pushX = s.pushX - dx * push;
    s.pushY = s.pushY - dy * push;

    if constexpr (kRules) {
      const M4 stranger = andNot(see, ally);
      const M4 predator =
          stranger & ((info & I4::splat(static_cast<int32_t>(info::predator))) != I4::splat(0));
      s.predators = s.predators - predator.asI4();
      const F4 fear = maskAnd(predator, inverse * inverse);
      s.fleeX = s.fleeX - dx * fear;
      s.fleeY = s.fleeY - dy * fear;
      s.predator2 = select(predator, pmin(s.predator2, d2), s.predator2);

      if constexpr (kHunt) {
        const I4 id = I4::loadSplat(sight.id + j);
        const I4 slot = I4::splat(static_cast<int32_t>(j));
        const F4 energy = F4::loadSplat(sight.energy + j);
        const F4 weak = (F4::splat(constants::maxEnergy) - energy) *
                        F4::splat(1.0f / constants::maxEnergy);
        const F4 near = F4::splat(0.5f) - d * inverseSight;
        const F4 score = select(ally, (weak + near) * F4::splat(constants::kinPreyScore),
                                weak + near + one);
        const M4 prey = self.seeksPrey & (d2 < self.preyReach2) &
                        (stranger | (ally & self.cannibal)) &
                        ((score > s.preyScore) | ((score == s.preyScore) & ult(id, s.preyId)));
        s.preyScore = select(prey, score, s.preyScore);
        s.preyId = select(prey, id, s.preyId);
        s.preySlot = select(prey, slot, s.preySlot);

        const M4 mate = self.seeksMate & stranger &
                        ((info & I4::splat(static_cast<int32_t>(info::willing))) != I4::splat(0)) &
                        ult(self.id, id) &
                        (d2 < F4::splat(constants::mateReach * constants::mateReach)) &
                        ((d2 < s.mate2) | ((d2 == s.mate2) & ult(id, s.mateId)));
        s.mate2 = select(mate, d2, s.mate2);
        s.mateId = select(mate, id, s.mateId);
        s.mateSlot = select(mate, slot, s.mateSlot);
      }
    }
  }
  seen = s;
}

template <bool kRules, bool kHunt>
void meet(const Search& search, const SelfGroup& self, SeenGroup& seen, const uint32_t* slots,
          uint32_t count) {
  const M4 mayFill =
      seen.count + I4::splat(static_cast<int32_t>(count)) > search.maxNeighbours;
  if (any(mayFill)) {
    meet_each<kRules, kHunt, true>(search, self, seen, slots, count);
  } else {
    meet_each<kRules, kHunt, false>(search, self, seen, slots, count);
  }
}

/// The four animals of a group, each spread over a vector of its own.
struct Circles {
  F4 x[4], y[4], radius2[4];

  explicit Circles(const SelfGroup& self)
      : x{F4::splat(self.x.lane<0>()), F4::splat(self.x.lane<1>()), F4::splat(self.x.lane<2>()),
          F4::splat(self.x.lane<3>())},
        y{F4::splat(self.y.lane<0>()), F4::splat(self.y.lane<1>()), F4::splat(self.y.lane<2>()),
          F4::splat(self.y.lane<3>())},
        radius2{F4::splat(self.sight2.lane<0>()), F4::splat(self.sight2.lane<1>()),
                F4::splat(self.sight2.lane<2>()), F4::splat(self.sight2.lane<3>())} {}
};

/// Keeps the slots of [begin, end) that at least one of the four has within its radius; returns how
/// many.
uint32_t filter(const Sight& sight, const Circles& circles, uint32_t begin, uint32_t end,
                uint32_t* slots) {
  const I4 last = I4::splat(static_cast<int32_t>(end));
  I4 slot = I4::set(0, 1, 2, 3) + I4::splat(static_cast<int32_t>(begin));
  uint32_t kept = 0;
  const auto within = [&](int k, F4 x, F4 y) {
    const F4 dx = x - circles.x[k];
    const F4 dy = y - circles.y[k];
    return dx * dx + dy * dy < circles.radius2[k];
  };
  for (uint32_t j = begin; j < end; j += 4) {
    const F4 x = F4::load(sight.x + j);
    const F4 y = F4::load(sight.y + j);
    const M4 inside = (within(0, x, y) | within(1, x, y) | within(2, x, y) | within(3, x, y)) &
                      (slot < last);
    kept += static_cast<uint32_t>(core::compressStore(slots + kept, slot, inside));
    slot = slot + I4::splat(4);
  }
  return kept;
}

float least(F4 v) { return std::min(std::min(v.lane<0>(), v.lane<1>()), std::min(v.lane<2>(), v.lane<3>())); }
float most(F4 v) { return std::max(std::max(v.lane<0>(), v.lane<1>()), std::max(v.lane<2>(), v.lane<3>())); }

int32_t local_cell(float position, int32_t first) {
  // The offset keeps the value positive, so that truncation rounds down.
  constexpr float kOffset = 8.0f * constants::cellSize;
  return cell_coordinate(position + kOffset) - 8 - first;
}

template <bool kRules, bool kHunt>
void look_around(const Search& search, const SelfGroup& self, SeenGroup& seen, int32_t ownLocalRow) {
  // A little more than is seen: rounding must never hide a neighbour.
  constexpr float kMargin = 1.0f / 16.0f;
  const F4 reach = self.sight + F4::splat(kMargin);
  const Box box = {least(self.x - reach), most(self.x + reach), least(self.y - reach),
                   most(self.y + reach)};
  const int32_t firstCell = std::max(0, local_cell(box.left, search.firstColumn));
  const int32_t lastCell = std::min(search.stride - 1, local_cell(box.right, search.firstColumn));
  const int32_t firstRow = std::max(0, local_cell(box.top, search.firstRow));
  const int32_t lastRow = std::min(search.localRows - 1, local_cell(box.bottom, search.firstRow));

  const Circles circles(self);
  uint32_t slots[kChunk + 4];
  uint32_t kept = 0;
  const int32_t farthest = std::max(ownLocalRow - firstRow, lastRow - ownLocalRow);
  for (int32_t step = 0; step <= 2 * farthest; ++step) {
    const int32_t row = ownLocalRow + ((step & 1) != 0 ? -((step + 1) >> 1) : step >> 1);
    if (row < firstRow || row > lastRow) continue;
    const uint32_t* start = search.cellStart + row * search.stride;
    const uint32_t end = start[lastCell + 1];
    for (uint32_t begin = start[firstCell]; begin < end;) {
      const uint32_t piece = std::min(end, begin + kChunk - kept);
      kept += filter(search.sight, circles, begin, piece, slots + kept);
      begin = piece;
      if (kept < kChunk - kChunk / 8) continue;
      meet<kRules, kHunt>(search, self, seen, slots, kept);
      kept = 0;
      if (!any(seen.count < search.maxNeighbours)) return;
    }
  }
  meet<kRules, kHunt>(search, self, seen, slots, kept);
}

}  // namespace

void sense_and_steer(WorldState& world, Partition& p) {
  constexpr auto ghost = static_cast<int32_t>(constants::ghostCells);
  const Store& store = world.store;
  const Rules& rules = world.rules;
  const bool movementOnly = rules.options.movementOnly != 0;
  const Search search = {store.sight,
                         p.cellStart,
                         p.stride,
                         p.localRows,
                         p.rect.x0 - ghost,
                         p.rect.y0 - ghost,
                         I4::splat(static_cast<int32_t>(rules.options.maxNeighbours)),
                         F4::splat(rules.inversePersonalSpace)};
  begin_steering(world, p);
  for (int32_t y = 0; y < p.rect.height(); ++y) {
    uint32_t slot = p.slot_of_row(y);
    const uint32_t end = p.ownRowStart[y + 1];
    for (uint32_t own = p.ownRowStart[y]; own < end; own += 4, slot += 4) {
      const uint32_t count = std::min(4u, end - own);
      const SelfGroup self = load_self(store, rules, slot, own, count);
      SeenGroup seen = nothing_seen();
      if (movementOnly) {
        look_around<false, false>(search, self, seen, y + ghost);
        steer_flock(world, p, self, seen, own, count);
      } else {
        if (any(self.seeksPrey | self.seeksMate)) {
          look_around<true, true>(search, self, seen, y + ghost);
        } else {
          look_around<true, false>(search, self, seen, y + ghost);
        }
        steer_all(world, p, self, seen, own, count);
      }
    }
  }
}

}  // namespace skyflock::life
