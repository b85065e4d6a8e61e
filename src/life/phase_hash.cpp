#include "life/phase_hash.h"

#include <bit>

#include "core/hash4.h"

namespace skyflock::life {

namespace {

/// The bits of a number, +0 and -0 being one.
uint32_t word(float v) { return std::bit_cast<uint32_t>(v + 0.0f); }

/// Calls visit(p, own, slot) for every own animal of every partition.
template <typename Visit>
void forEachOwn(const WorldState& world, Visit&& visit) {
  for (uint32_t i = 0; i < world.plan.count; ++i) {
    const Partition& p = world.partitions[i];
    for (int32_t y = 0; y < p.rect.height(); ++y) {
      uint32_t slot = p.slotOfRow(y);
      for (uint32_t own = p.ownRowStart[y]; own < p.ownRowStart[y + 1]; ++own, ++slot) {
        visit(p, own, slot);
      }
    }
  }
}

using core::F4;
using core::I4;
using core::M4;

void hashFood(const WorldState& world, const float* food, core::StateHash& hash) {
  const int32_t cells = world.columns * world.rows;
  core::StateHash4 groups;
  int32_t grouped = 0;
  for (; grouped + 4 <= cells; grouped += 4) {
    groups.begin();
    groups.word(I4::set(0, 1, 2, 3) + grouped);
    groups.word(F4::load(food + grouped));
    groups.end(M4::fromBits(15));
  }
  hash.add(groups.sum());
  for (int32_t c = grouped; c < cells; ++c) {
    const uint32_t words[] = {static_cast<uint32_t>(c), word(food[c])};
    hash.addRecord(words, 2);
  }
}

/// Hash of the animals that entry `begin` to `end` of `animals` hold.
void hashAnimals(const WorldState& world, const Traits* traits, uint32_t end,
                 core::StateHash& hash) {
  const Animal* animals = world.store.animals;
  core::StateHash4 groups;
  uint32_t grouped = 0;
  for (; grouped + 4 <= end; grouped += 4) {
    const Animal* group = animals + grouped;
    F4 x = F4::load(&group[0].x), y = F4::load(&group[1].x), vx = F4::load(&group[2].x),
       vy = F4::load(&group[3].x);
    core::transpose4(x, y, vx, vy);
    F4 energy = F4::load(&group[0].energy), info = F4::load(&group[1].energy),
       id = F4::load(&group[2].energy), foodCell = F4::load(&group[3].energy);
    core::transpose4(energy, info, id, foodCell);
    uint32_t digests[4];
    for (uint32_t k = 0; k < 4; ++k) digests[k] = traits[grouped + k].digest;
    groups.begin();
    groups.word(id.asI4());
    for (const F4& number : {x, y, vx, vy, energy}) groups.word(number);
    groups.word(info.asI4());
    groups.word(foodCell.asI4());
    groups.word(I4::load(digests));
    const I4 alive = info.asI4() & info::alive;
    groups.end(alive != 0);
  }
  hash.add(groups.sum());
  for (uint32_t i = grouped; i < end; ++i) {
    const Animal& a = animals[i];
    if ((a.info & info::alive) == 0) continue;
    const uint32_t words[] = {a.id,           word(a.x), word(a.y),  word(a.vx),      word(a.vy),
                              word(a.energy), a.info,    a.foodCell, traits[i].digest};
    hash.addRecord(words, 9);
  }
}

}  // namespace

core::StateHash hashState(const WorldState& world) {
  core::StateHash hash;
  const uint32_t words[] = {world.tick, world.nextId};
  hash.addRecord(words, 2);
  hashAnimals(world, world.store.traits, world.animalEnd, hash);
  hashFood(world, world.store.food, hash);
  return hash;
}

core::StateHash hashPhase(const WorldState& world, Phase phase) {
  const Store& store = world.store;
  const Sight& sight = store.sight;
  core::StateHash hash;
  const bool movementOnly = world.rules.options.movementOnly != 0;
  const auto idOf = [&](uint32_t own) {
    const Partition& home = world.partitions[world.partitionOfOwn(own)];
    return sight.animals[home.slotOfOwn(own)].id;
  };
  switch (phase) {
    case Phase::plan: {
      const uint32_t words[] = {world.tick, world.nextId, world.population, world.rules.headingKey};
      hash.addRecord(words, 4);
      break;
    }
    case Phase::exchange:
      forEachOwn(world, [&](const Partition&, uint32_t own, uint32_t slot) {
        const uint32_t words[] = {sight.animals[slot].id,       word(sight.animals[slot].x),
                                  word(sight.animals[slot].y),  word(sight.animals[slot].vx),
                                  word(sight.animals[slot].vy), word(sight.animals[slot].energy),
                                  sight.animals[slot].info,     sight.animals[slot].foodCell,
                                  store.traitsNext[own].digest};
        hash.addRecord(words, 9);
      });
      break;
    case Phase::sense:
      forEachOwn(world, [&](const Partition&, uint32_t own, uint32_t slot) {
        const Decision& d = store.decisions[own];
        const bool aims = (store.actions[own] & (action::attack | action::mate)) != 0;
        const uint32_t words[] = {sight.animals[slot].id,
                                  word(d.vx),
                                  word(d.vy),
                                  word(d.pushX),
                                  word(d.pushY),
                                  store.actions[own],
                                  store.foodCellNext[own],
                                  aims ? idOf(store.targets[own]) : 0,
                                  aims ? word(store.strikes[own]) : 0};
        hash.addRecord(words, 9);
      });
      break;
    case Phase::interact:
      if (movementOnly) break;
      forEachOwn(world, [&](const Partition&, uint32_t own, uint32_t slot) {
        const uint32_t words[] = {sight.animals[slot].id, word(store.gains[own]),
                                  store.killedBy[own] != 0 ? idOf(store.killedBy[own] - 1) : 0};
        hash.addRecord(words, 3);
      });
      hashFood(world, store.foodNext, hash);
      break;
    case Phase::settle:
      if (movementOnly) break;
      forEachOwn(world, [&](const Partition&, uint32_t own, uint32_t slot) {
        const uint32_t words[] = {sight.animals[slot].id, word(store.settled[own])};
        hash.addRecord(words, 2);
      });
      break;
    case Phase::admit: {
      const uint32_t words[] = {world.nextId, world.birthCount, world.birthsRefused};
      hash.addRecord(words, 3);
      break;
    }
    case Phase::move:
      hashAnimals(world, store.traitsNext, world.newbornBegin + world.birthCount, hash);
      break;
    case Phase::commit:
      return hashState(world);
  }
  return hash;
}

}  // namespace skyflock::life
