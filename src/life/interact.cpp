#include "life/interact.h"

#include <algorithm>

#include "core/assert.h"
#include "core/sort.h"
#include "life/food.h"
#include "life/grid.h"

namespace skyflock::life {

namespace {

/// Grazers of p eat, one after the other, in (cell, id) order.
void eat(WorldState& world, Partition& p) {
  const Store& store = world.store;
  const Sight& sight = store.sight;
  const LifeOptions& o = world.rules.options;
  const float bite = o.biteSize * constants::tickSeconds;
  for (int32_t y = 0; y < p.rect.height(); ++y) {
    uint32_t slot = p.slotOfRow(y);
    float* row = store.foodNext + (y + p.rect.y0) * world.columns;
    for (uint32_t own = p.ownRowStart[y]; own < p.ownRowStart[y + 1]; ++own, ++slot) {
      store.gains[own] = 0.0f;
      store.killedBy[own] = 0;
      if ((store.actions[own] & action::graze) == 0) continue;
      float& food = row[cellCoordinate(sight.animals[slot].x)];
      if (food <= 0.0f) continue;
      const float carnivore =
          std::max(0.0f, store.traitsNext[own].genes[static_cast<uint32_t>(Gene::diet)]);
      float taken = bite * (1.0f - carnivore);
      // What would be left as a crumb goes along, and the empty cell rests.
      const bool empties = food < taken + constants::foodRemnant;
      if (empties) taken = food;
      food = empties ? -o.foodCooldown : food - taken;
      store.gains[own] = taken * o.foodEnergy;
      p.sums.foodEaten += static_cast<int64_t>(taken * constants::ledgerScale);
      p.sums.eaten += static_cast<int64_t>(store.gains[own] * constants::ledgerScale);
    }
  }
}

/// The attacks on one animal, in actor order. They share what it has; who kills it shares the
/// spoils.
void resolveAttacks(WorldState& world, Partition& p, uint32_t target, const Intent* begin,
                    const Intent* end) {
  const Store& store = world.store;
  const float energy = store.sight.animals[p.slotOfOwn(target)].energy;
  float left = energy;
  uint32_t first = 0;
  for (const Intent* i = begin; i < end; ++i) {
    if ((store.actions[i->own] & action::attack) == 0) continue;
    if (first == 0) first = i->own + 1;
    const float damage = std::min(store.strikes[i->own], left);
    left -= damage;
  }
  if (first == 0) return;
  const float total = energy - left;
  const bool killed = left <= 0.0f;
  const float bounty = killed ? std::min(constants::killEnergy, 0.5f * energy) : 0.0f;
  float spoilt = 0.0f;
  float unhurt = energy;
  for (const Intent* i = begin; i < end; ++i) {
    const uint32_t actor = i->own;
    if ((store.actions[actor] & action::attack) == 0) continue;
    const float carnivore =
        std::max(0.0f, store.traitsNext[actor].genes[static_cast<uint32_t>(Gene::diet)]);
    const float damage = std::min(store.strikes[actor], unhurt);
    unhurt -= damage;
    const float absorbed =
        std::min(carnivore * constants::absorbShare * damage, constants::absorbMost * energy);
    const float share = total > 0.0f ? damage / total : 0.0f;
    store.spoils[actor] = absorbed + bounty * carnivore * share;
    store.outcomes[actor] = killed ? outcome::kill : 0;
    spoilt += store.spoils[actor];
  }
  store.gains[target] -= total;
  if (killed) store.killedBy[target] = first;
  p.sums.lost += static_cast<int64_t>((total - spoilt) * constants::ledgerScale);
}

/// The first actor that asks a living animal to breed is taken.
void resolveMates(WorldState& world, Partition& p, uint32_t target, const Intent* begin,
                  const Intent* end) {
  const Store& store = world.store;
  bool taken = store.killedBy[target] != 0;
  for (const Intent* i = begin; i < end; ++i) {
    if ((store.actions[i->own] & action::mate) == 0) continue;
    store.spoils[i->own] = 0.0f;
    store.outcomes[i->own] = taken ? 0 : outcome::accepted;
    if (taken) continue;
    store.partners[p.ownBegin + p.partnerCount++] = i->own;
    taken = true;
  }
}

}  // namespace

void interact(WorldState& world, Partition& p) {
  p.partnerCount = 0;
  if (world.rules.options.movementOnly != 0) return;
  const Store& store = world.store;
  growFood(world, p);
  eat(world, p);

  // Every partition's intents on p's animals; their number is known from the sense phase, so the
  // scratch is shared out without a lock.
  uint32_t before = 0;
  uint32_t mine = 0;
  for (uint32_t from = 0; from < world.plan.count; ++from) {
    for (uint32_t to = 0; to < p.index; ++to) before += world.partitions[from].intentsFor[to];
    mine += world.partitions[from].intentsFor[p.index];
  }
  Intent* intents = store.intents + before;
  uint32_t count = 0;
  for (uint32_t from = 0; from < world.plan.count; ++from) {
    const Partition& other = world.partitions[from];
    forEachActor(store, other, [&](uint32_t actor) {
      if ((store.actions[actor] & (action::attack | action::mate)) == 0) return;
      const uint32_t target = store.targets[actor];
      if (target < p.ownBegin || target >= p.ownBegin + p.ownCount) return;
      intents[count++] = {store.sight.animals[p.slotOfOwn(target)].id,
                          store.sight.animals[other.slotOfOwn(actor)].id, actor};
    });
  }
  SKYFLOCK_ASSERT(count == mine, "every intent that was counted is found");
  core::sortRecords(intents, intents + count, comesBefore);
  for (uint32_t i = 0; i < count;) {
    uint32_t end = i + 1;
    while (end < count && intents[end].target == intents[i].target) ++end;
    const uint32_t target = store.targets[intents[i].own];
    resolveAttacks(world, p, target, intents + i, intents + end);
    resolveMates(world, p, target, intents + i, intents + end);
    i = end;
  }
}

void settle(WorldState& world, Partition& p) {
  p.requestCount = 0;
  if (world.rules.options.movementOnly != 0) return;
  const Store& store = world.store;
  for (uint32_t own = p.ownBegin; own < p.ownBegin + p.ownCount; ++own) store.settled[own] = 0.0f;
  forEachActor(store, p, [&](uint32_t actor) {
    const uint32_t acts = store.actions[actor];
    if ((acts & action::attack) != 0) store.settled[actor] = store.spoils[actor];
    if ((acts & (action::attack | action::mate)) == 0) store.outcomes[actor] = 0;
    if (store.killedBy[actor] != 0) return;
    const bool mated =
        (acts & action::mate) != 0 && (store.outcomes[actor] & outcome::accepted) != 0;
    if (mated || (acts & action::breed) != 0) store.requests[p.ownBegin + p.requestCount++] = actor;
  });
}

void admit(WorldState& world) {
  const Store& store = world.store;
  world.birthCount = 0;
  Intent* births = store.intents;
  uint32_t count = 0;
  for (uint32_t i = 0; i < world.plan.count; ++i) {
    const Partition& p = world.partitions[i];
    for (uint32_t k = 0; k < p.requestCount; ++k) {
      const uint32_t parent = store.requests[p.ownBegin + k];
      births[count++] = {store.sight.animals[p.slotOfOwn(parent)].id, 0, parent};
    }
  }
  core::sortRecords(births, births + count, comesBefore);
  const uint32_t room = store.capacity - world.population;
  const uint32_t admitted = std::min(count, room);
  const Partition& last = world.partitions[world.plan.count - 1];
  world.newbornBegin = last.ownBegin + last.ownCount + 4;
  world.firstNewbornId = world.nextId;
  for (uint32_t rank = 0; rank < admitted; ++rank) {
    const uint32_t parent = births[rank].own;
    store.outcomes[parent] |= outcome::admitted;
    store.birthRanks[parent] = rank;
  }
  world.birthCount = admitted;
  world.birthsRefused += count - admitted;
  world.nextId += admitted;
}

}  // namespace skyflock::life
