#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>
#include <random>
#include <vector>

#include "life/world_fixture.h"

// Beside conservation_test.cpp, which counts: who exactly is there, and the books tick by tick.

namespace skyflock::tests {
namespace {

life::Founding savannaOf(uint32_t entities, uint32_t seed = 1) {
  life::Founding founding = life::foundingOf(*life::findScene("savanna"));
  founding.options.entities = entities;
  founding.options.seed = seed;
  return founding;
}

/// Watches a world tick by tick: no animal appears, vanishes or stands twice but by birth and
/// death.
class Census {
 public:
  explicit Census(life::World& world) : world_(world), alive_(ids()) {
    population_ = static_cast<uint32_t>(alive_.size());
    newest_ = world.state().nextId;
  }

  /// Animals that left their partition in the ticks so far.
  uint64_t crossings() const { return crossings_; }
  uint64_t births() const { return births_; }
  uint64_t deaths() const { return deaths_; }

  /// Runs a tick; false once something is wrong.
  bool step() {
    world_.step();
    const life::WorldState& s = world_.state();
    EXPECT_STREQ(world_.health().message, "");
    uint32_t deaths = 0;
    for (uint32_t p = 0; p < s.plan.count; ++p) {
      // With one partition nobody can leave it.
      if (s.plan.count > 1) crossings_ += s.partitions[p].outboxCount;
      for (const auto& cause : s.partitions[p].sums.deaths) {
        for (const uint32_t tribe : cause) deaths += tribe;
      }
    }
    const uint32_t born = s.nextId - newest_;
    EXPECT_EQ(born, s.birthCount);
    population_ = population_ + born - deaths;
    births_ += born;
    deaths_ += deaths;
    EXPECT_EQ(s.population, population_);
    EXPECT_LE(s.population, s.store.capacity);

    const std::vector<uint32_t> now = ids();
    EXPECT_EQ(now.size(), population_);
    uint32_t gone = 0;
    for (const uint32_t id : alive_) gone += present_[id] == stamp_ ? 0 : 1;
    EXPECT_EQ(gone, deaths) << "who is gone has died";
    for (uint32_t id = newest_; id < s.nextId; ++id)
      EXPECT_EQ(present_[id], stamp_) << "child " << id;
    alive_ = now;
    newest_ = s.nextId;
    return !testing::Test::HasFailure();
  }

 private:
  /// Ids of the living, each of which must stand there once, where its key says.
  std::vector<uint32_t> ids() {
    const life::WorldState& s = world_.state();
    std::vector<uint32_t> found;
    found.reserve(s.population);
    ++stamp_;
    present_.resize(s.nextId, 0);
    for (uint32_t i = 0; i < s.animalEnd; ++i) {
      const life::Animal& a = s.store.animals[i];
      const bool alive = (a.info & life::info::alive) != 0;
      EXPECT_EQ(alive, s.store.keys[i] != life::kNowhere);
      if (!alive) continue;
      EXPECT_LT(a.id, s.nextId);
      if (a.id >= s.nextId) continue;
      EXPECT_NE(present_[a.id], stamp_) << "animal " << a.id << " stands twice";
      EXPECT_EQ(s.store.keys[i], life::animalKey(a, s.columns));
      present_[a.id] = stamp_;
      found.push_back(a.id);
    }
    return found;
  }

  life::World& world_;
  std::vector<uint32_t> present_;  ///< by id: the stamp of the last count that found it
  uint32_t stamp_ = 0;
  std::vector<uint32_t> alive_;
  uint32_t population_ = 0, newest_ = 0;
  uint64_t crossings_ = 0, births_ = 0, deaths_ = 0;
};

TEST(Census, EnergyAndFoodLedgersBalanceAllAlong) {
  TestWorld world(savannaOf(2000));
  const uint32_t cells = static_cast<uint32_t>(world->state().columns * world->state().rows);
  double animalTicks = 0;
  for (int tick = 0; tick < 600; ++tick) {
    world->step();
    animalTicks += world->population();
    if (tick % 100 != 99) continue;
    const life::WorldStats& s = world->gatherStats();
    // Entries are cut off towards 0 in steps of 2^-20, and what every animal burns in every tick is
    // one: half a step too little on average. A whole step is what is tolerated; so with food, of
    // which every cell grows some in every tick.
    const double step = 1.0 / static_cast<double>(life::constants::ledgerScale);
    const double energyError =
        s.energyStock - (s.energyBorn + s.energyEaten - s.energyBurnt - s.energyLost);
    EXPECT_LT(std::abs(energyError), step * (animalTicks + 2000)) << "tick " << tick;
    const double foodError = s.foodNow - (s.foodGrown - s.foodEaten);
    EXPECT_LT(std::abs(foodError), step * cells * (tick + 2)) << "tick " << tick;
    if (tick != 599) continue;
    // The ledgers are no balance of nothings.
    EXPECT_GT(s.energyBurnt, 1000);
    EXPECT_GT(s.energyEaten, 1000);
    EXPECT_GT(s.energyLost, 10);
    EXPECT_GT(s.foodGrown, s.foodEaten);
  }
}

TEST(Census, LedgersDoNotDependOnThePartitions) {
  TestWorld whole(savannaOf(1500)), cut(savannaOf(1500), 7);
  for (int tick = 0; tick < 200; ++tick) {
    whole->step();
    cut->step();
  }
  const life::WorldStats a = whole->gatherStats();
  const life::WorldStats& b = cut->gatherStats();
  EXPECT_EQ(std::memcmp(&a, &b, sizeof a), 0) << "every statistic is the same to the last bit";
}

TEST(Census, WhoIsGoneHasDiedOnAnyNumberOfPartitions) {
  for (uint32_t partitions = 1; partitions <= life::kMaxPartitions; ++partitions) {
    TestWorld world(savannaOf(1500, partitions), partitions);
    Census census(*world);
    for (int tick = 0; tick < 60; ++tick) ASSERT_TRUE(census.step()) << partitions << ", " << tick;
    EXPECT_EQ(census.crossings() > 0, partitions > 1) << partitions;
  }
}

TEST(Census, WhoIsGoneHasDiedWhenThePlanChanges) {
  TestWorld world(savannaOf(1500), life::kMaxPartitions);
  Census census(*world);
  std::minstd_rand random(3);
  for (int tick = 0; tick < 300; ++tick) {
    // Some plans stay for a while, so that animals also cross their borders.
    if (random() % 3 == 0) {
      world->setPlan(randomPlan(world->state().columns, world->state().rows, random));
    }
    ASSERT_TRUE(census.step()) << tick;
  }
  EXPECT_GT(census.crossings(), 0u);
  EXPECT_GT(census.births(), 0u);
  EXPECT_GT(census.deaths(), 0u);
}

TEST(Census, CrowdsKeepToTheCapacity) {
  life::Founding founding = savannaOf(1000);
  founding.options.maxEntities = 1010;
  founding.options.foodRegrowth = 5;
  founding.options.breedEnergy = 20;
  for (life::TribeSetup& tribe : founding.tribes) tribe.genes[geneIndex(Gene::reproduction)] = 0.2f;
  TestWorld world(founding, 5);
  Census census(*world);
  for (int tick = 0; tick < 600; ++tick) ASSERT_TRUE(census.step()) << tick;
  EXPECT_GT(world->gatherStats().birthsRefused, 0u);
}

TEST(Census, WhatIsNotANumberStopsTheWorld) {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const float infinite = std::numeric_limits<float>::infinity();
  for (const char* scene : {"savanna", "flock"}) {
    for (const float bad : {nan, infinite, -infinite}) {
      life::Founding founding = smallFounding(scene, 100, 20, 20);
      TestWorld world(founding);
      world->step();
      world->state().store.animals[17].vx = bad;
      world->step();
      EXPECT_STREQ(world->health().message, "An animal's next state is not a finite number.")
          << scene << bad;
      const uint32_t tick = world->tick();
      world->step();
      EXPECT_EQ(world->tick(), tick) << "it is not stepped any further";
    }
  }
}

}  // namespace
}  // namespace skyflock::tests
