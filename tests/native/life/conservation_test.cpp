#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include "life/world_fixture.h"

// What no tick may do: lose or double an animal, make or lose energy, write beyond its memory.

namespace skyflock::tests {
namespace {

life::Founding sceneOf(const char* name, uint32_t entities) {
  life::Founding founding = life::foundingOf(*life::findScene(name));
  founding.options.entities = entities;
  return founding;
}

/// Ids of the living, and that each stands in its world with sane numbers.
std::vector<uint32_t> living(const TestWorld& world) {
  const life::WorldState& state = world->state();
  std::vector<uint32_t> ids;
  for (uint32_t i = 0; i < state.animalEnd; ++i) {
    const life::Animal& a = state.store.animals[i];
    if ((a.info & life::info::alive) == 0) continue;
    ids.push_back(a.id);
    EXPECT_GE(a.x, 0.0f);
    EXPECT_LT(a.x, state.rules.worldWidth);
    EXPECT_GE(a.y, 0.0f);
    EXPECT_LT(a.y, state.rules.worldHeight);
    EXPECT_GE(a.energy, 0.0f);
    EXPECT_LE(a.energy, life::constants::maxEnergy);
  }
  return ids;
}

void expectUnique(const std::vector<uint32_t>& ids, uint32_t nextId, uint32_t tick) {
  std::vector<bool> seen(nextId, false);
  for (const uint32_t id : ids) {
    ASSERT_GT(id, 0u);
    ASSERT_LT(id, nextId);
    ASSERT_FALSE(seen[id]) << "animal " << id << " is there twice after tick " << tick;
    seen[id] = true;
  }
}

/// Steps a world and counts its people after every tick, in partitions cut at random anew every few
/// ticks where it replans; returns how often a border was crossed.
uint64_t expectNobodyLost(const life::Founding& founding, uint32_t ticks, bool replans) {
  TestWorld world(founding, life::kMaxPartitions);
  EXPECT_TRUE(world.status().ok()) << world.status().message;
  const auto columns = static_cast<int32_t>(world->founding().options.columns);
  const auto rows = static_cast<int32_t>(world->founding().options.rows);
  const uint32_t founders = world->population();
  std::minstd_rand random(founding.options.seed);
  uint64_t crossings = 0;
  for (uint32_t tick = 0; tick < ticks; ++tick) {
    if (replans && random() % 4 == 0) world->setPlan(randomPlan(columns, rows, random));
    world->step();
    EXPECT_TRUE(world->health().ok()) << world->health().message;
    const life::WorldState& state = world->state();
    for (uint32_t p = 0; p < state.plan.count; ++p) crossings += state.partitions[p].outboxCount;
    const std::vector<uint32_t> ids = living(world);
    expectUnique(ids, state.nextId, tick);
    uint32_t expected = founders;
    for (uint32_t t = 0; t < life::constants::maxTribes; ++t) {
      expected += state.totals.births[t];
      for (const auto& deaths : state.totals.deaths) expected -= deaths[t];
    }
    EXPECT_EQ(ids.size(), expected) << "after tick " << tick;
    EXPECT_EQ(world->population(), expected) << "after tick " << tick;
    EXPECT_LE(expected, state.store.capacity);
    if (::testing::Test::HasFailure()) break;
  }
  return crossings;
}

TEST(Conservation, NobodyIsLostOrDoubledInAnyScene) {
  for (const char* scene : {"savanna", "flock", "islands", "swarm"}) {
    SCOPED_TRACE(scene);
    EXPECT_GT(expectNobodyLost(sceneOf(scene, 1500), 200, false), 100u);
  }
}

TEST(Conservation, NobodyIsLostWhenThePartitionsChangeAllTheTime) {
  EXPECT_GT(expectNobodyLost(sceneOf("savanna", 1500), 300, true), 100u);
}

TEST(ConservationSlow, NobodyIsLostOverAHundredThousandCrossings) {
  uint64_t crossings = 0;
  for (uint32_t seed = 1; crossings < 100000 && seed < 40; ++seed) {
    // A flock always moves, and crosses borders all the time; a savanna is born and dies besides.
    life::Founding founding = sceneOf(seed % 4 == 0 ? "savanna" : "flock", 4000);
    founding.options.seed = seed;
    crossings += expectNobodyLost(founding, 600, true);
    if (HasFailure()) return;
  }
  EXPECT_GE(crossings, 100000u);
}

TEST(Conservation, EnergyAndFoodAreBookedToRounding) {
  TestWorld world(sceneOf("savanna", 2000), 3);
  for (int i = 0; i < 600; ++i) world->step();
  const life::WorldStats& s = world->gatherStats();
  const double stock = s.energyBorn + s.energyEaten - s.energyBurnt - s.energyLost;
  // Each of some millions of bookings may be off by a step of its f32 sum.
  EXPECT_NEAR(stock, s.energyStock, 1e-5 * (s.energyBorn + s.energyEaten));
  EXPECT_NEAR(s.foodGrown - s.foodEaten, s.foodNow, 1e-4 * s.foodGrown);
  EXPECT_GT(s.energyEaten, 0.0);
  EXPECT_GT(s.energyBurnt, 0.0);
}

TEST(Conservation, NothingIsWrittenBeyondTheWorldsMemory) {
  life::Founding founding = sceneOf("savanna", 1000);
  ASSERT_TRUE(life::resolveFounding(founding).ok());
  constexpr size_t kCanaries = 256;
  const size_t bytes = life::World::bytesNeeded(founding, 4);
  std::vector<std::byte> block(bytes + kCanaries + 64, std::byte{0xa5});
  const auto address = reinterpret_cast<uintptr_t>(block.data());
  std::byte* base = block.data() + (64 - address % 64) % 64;
  core::Status status;
  life::World* world = life::World::found(founding, {base, bytes}, status, 4);
  ASSERT_NE(world, nullptr) << status.message;
  for (int i = 0; i < 120; ++i) world->step();
  world->writeFrame(life::ColorBy::age, true);
  world->gatherStats();
  for (size_t i = 0; i < kCanaries; ++i) ASSERT_EQ(base[bytes + i], std::byte{0xa5}) << i;
}

TEST(Conservation, ANumberThatIsNoneStopsTheWorldAndIsTold) {
  TestWorld world(sceneOf("savanna", 500));
  world->step();
  world->state().store.animals[7].vx = std::numeric_limits<float>::quiet_NaN();
  world->step();
  EXPECT_FALSE(world->health().ok());
  EXPECT_STRNE(world->health().message, "");
  const uint32_t stoppedAt = world->tick();
  world->step();
  EXPECT_EQ(world->tick(), stoppedAt);
}

TEST(EcosystemSlow, SavannaLivesForTenMinutesForEverySeed) {
  constexpr auto kGenes = life::constants::geneCount;
  for (uint32_t seed = 1; seed <= 5; ++seed) {
    life::Founding founding = sceneOf("savanna", 20000);
    founding.options.seed = seed;
    TestWorld world(founding);
    float before[kGenes];
    for (uint32_t g = 0; g < kGenes; ++g) before[g] = world->gatherStats().total.genes[g].mean;
    while (world->tick() < 36000) world->step();
    const life::WorldStats& after = world->gatherStats();
    uint32_t tribes = 0;
    for (const life::TribeStats& tribe : after.tribes) tribes += tribe.population > 0 ? 1 : 0;
    EXPECT_GE(tribes, 3u) << "seed " << seed;
    EXPECT_GE(after.population, after.capacity / 20) << "seed " << seed;
    EXPECT_LE(after.population, after.capacity) << "seed " << seed;
    float farthest = 0.0f;
    for (uint32_t g = 0; g < kGenes; ++g) {
      const life::GeneRange& range = life::kGeneRanges[g];
      const float moved = std::abs(after.total.genes[g].mean - before[g]);
      farthest = std::max(farthest, moved / (range.most - range.least));
    }
    // The mean of 20,000 founders is known to about 0.002 of a gene's range: this is no chance.
    EXPECT_GT(farthest, 0.03f) << "no trait moved, seed " << seed;
    std::printf("seed %u: %u of %u alive, %u tribes, the trait that moved most moved %.0f %%\n",
                seed, after.population, after.capacity, tribes,
                static_cast<double>(farthest) * 100.0);
  }
}

}  // namespace
}  // namespace skyflock::tests
