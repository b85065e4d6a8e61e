#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <random>
#include <string>

#include "core/hash.h"
#include "life/genes.h"
#include "life/grid.h"
#include "support/test_world.h"

// Worlds whose animals a test puts where it wants them. Ids are given in founding order: the animal
// put at index n has the id n + 1.

namespace skyflock::tests {

using life::Gene;
using life::Want;

/// A gene's place among the genes.
inline constexpr uint32_t geneIndex(Gene gene) { return static_cast<uint32_t>(gene); }

/// An animal as a test describes it: it looks along (vx, vy).
struct Specimen {
  float x = 128, y = 128;  ///< u
  float vx = 20, vy = 0;   ///< u/s
  float energy = 60;       ///< e
  float age = 10;          ///< s
  uint32_t tribe = 0;
  /// In gene order: speed, vision, metabolism, reproduction, aggression, cohesion, standards, diet,
  /// viewAngle. By default a plant eater that never breeds, never fights and does not flock.
  float genes[life::constants::geneCount] = {25, 20, 0.15f, 0, 0, 0, 0.3f, -1, 360};

  Specimen& at(float toX, float toY) {
    x = toX;
    y = toY;
    return *this;
  }
  Specimen& moving(float toVx, float toVy) {
    vx = toVx;
    vy = toVy;
    return *this;
  }
  Specimen& with(Gene gene, float value) {
    genes[geneIndex(gene)] = value;
    return *this;
  }
  Specimen& ofTribe(uint32_t number) {
    tribe = number;
    return *this;
  }
  Specimen& having(float points) {
    energy = points;
    return *this;
  }
};

/// A plant eater of tribe 0.
inline Specimen grazer(float x, float y) { return Specimen().at(x, y); }

/// A full carnivore of tribe 1 that sees all around itself.
inline Specimen hunter(float x, float y) {
  return Specimen().at(x, y).ofTribe(1).with(Gene::diet, 1).with(Gene::aggression, 1).having(30);
}

/// A world of 256 x 256 u without food, where nothing happens by chance but what a test turns on:
/// no wandering, no exploring, no hybrids.
inline life::Founding quietFounding(uint32_t animals) {
  life::Founding founding = smallFounding("pair", animals, 16, 16);
  life::LifeOptions& o = founding.options;
  o.maxEntities = animals + 64;
  o.foodCapacity = 0;
  o.wanderWeight = 0;
  o.foodWeight = 0;
  o.hybrids = 0;
  o.mutation = 0;
  return founding;
}

/// A world under a test's hand.
class HandMadeWorld {
 public:
  explicit HandMadeWorld(const life::Founding& founding, uint32_t partitions = 1)
      : world_(founding, partitions) {
    if (!world_.status().ok()) ADD_FAILURE() << world_.status().message;
  }

  life::World* operator->() const { return &*world_; }
  life::World& operator*() const { return *world_; }
  life::WorldState& state() const { return world_->state(); }
  life::LifeOptions& options() const { return state().founding.options; }

  /// Replaces founder number n; only before the first tick. Returns its id.
  uint32_t put(uint32_t n, const Specimen& s) {
    life::WorldState& w = state();
    life::Animal& animal = w.store.animals[n];
    life::Traits& traits = w.store.traits[n];
    w.totals.born +=
        static_cast<int64_t>((s.energy - animal.energy) * life::constants::ledgerScale);
    std::memcpy(traits.genes, s.genes, sizeof s.genes);
    traits.birthTick = static_cast<int32_t>(w.tick) -
                       static_cast<int32_t>(s.age * life::constants::ticksPerSecond);
    life::completeTraits(traits);
    animal.x = s.x;
    animal.y = s.y;
    animal.vx = s.vx;
    animal.vy = s.vy;
    animal.energy = s.energy;
    animal.info = life::infoOf(w.founding.options, traits, s.energy, s.age, s.tribe, false);
    w.store.keys[n] = life::animalKey(animal, w.columns);
    return animal.id;
  }

  /// Fills every food cell to `units` of `capacity`.
  void layFood(float units, float capacity) {
    life::WorldState& w = state();
    for (int32_t c = 0; c < w.columns * w.rows; ++c) {
      w.store.food[c] = units;
      w.store.foodCapacity[c] = capacity;
    }
  }

  /// Food in the cell of (x, y): food units, or less than 0 for a cell at rest.
  float& foodAt(float x, float y) {
    life::WorldState& w = state();
    return w.store.food[life::cellCoordinate(y) * w.columns + life::cellCoordinate(x)];
  }

  void run(uint32_t ticks) {
    for (uint32_t i = 0; i < ticks; ++i) world_->step();
  }

  /// Place of an animal in the store, dead ones included until the next tick; fails when there is
  /// none.
  uint32_t placeOf(uint32_t id) const {
    const life::WorldState& w = state();
    for (uint32_t i = 0; i < w.animalEnd; ++i) {
      if (w.store.animals[i].id == id && w.store.animals[i].info != 0) return i;
    }
    ADD_FAILURE() << "no animal " << id << " at tick " << w.tick;
    return 0;
  }

  bool isAlive(uint32_t id) const {
    const life::WorldState& w = state();
    for (uint32_t i = 0; i < w.animalEnd; ++i) {
      if (w.store.animals[i].id == id && w.store.animals[i].info != 0) return true;
    }
    return false;
  }

  life::Animal& animal(uint32_t id) const { return state().store.animals[placeOf(id)]; }
  life::Traits& traits(uint32_t id) const { return state().store.traits[placeOf(id)]; }

  /// What the animal was about in the last tick.
  Want want(uint32_t id) const {
    return static_cast<Want>((animal(id).info & life::info::wantMask) >> life::info::wantShift);
  }

  /// Its actions of the last tick: namespace action.
  uint32_t actions(uint32_t id) const { return state().store.actions[placeOf(id)]; }

  /// u, the shortest way between two animals.
  float distance(uint32_t a, uint32_t b) const {
    const life::Animal& from = animal(a);
    const life::Animal& to = animal(b);
    return std::hypot(life::torusOffset(from.x, to.x, state().rules.worldWidth),
                      life::torusOffset(from.y, to.y, state().rules.worldHeight));
  }

 private:
  TestWorld world_;
};

/// Length of an animal's velocity, u/s.
inline float speedOf(const life::Animal& a) { return std::hypot(a.vx, a.vy); }

inline std::string hashOf(const life::World& world) { return core::toText(world.hash()).digits; }

/// A world cut at random places into 1 to 16 rectangles, some of them as narrow as a cell.
inline life::PartitionPlan randomPlan(int32_t columns, int32_t rows, std::minstd_rand& random) {
  life::PartitionPlan plan;
  plan.count = 1;
  plan.rects[0] = {0, 0, columns, rows};
  const uint32_t cuts = random() % life::kMaxPartitions;
  for (uint32_t i = 0; i < cuts; ++i) {
    life::CellRect& first = plan.rects[random() % plan.count];
    life::CellRect second = first;
    if (random() % 2 == 0) {
      if (first.width() < 2) continue;
      second.x0 = first.x1 = first.x0 + 1 + static_cast<int32_t>(random()) % (first.width() - 1);
    } else {
      if (first.height() < 2) continue;
      second.y0 = first.y1 = first.y0 + 1 + static_cast<int32_t>(random()) % (first.height() - 1);
    }
    plan.rects[plan.count++] = second;
  }
  return plan;
}

inline std::ostream& operator<<(std::ostream& out, Want want) {
  return out << static_cast<uint32_t>(want);
}

}  // namespace skyflock::tests
