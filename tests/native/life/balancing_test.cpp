#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "life/world_fixture.h"
#include "runtime/partitioner.h"

// Where the borders run decides who computes what, and nothing else.

namespace skyflock::tests {
namespace {

using runtime::PartitionStrategy;

constexpr int kTicks = 40;

/// The animals that the last tick counted; only while the plan is the one it ran with.
runtime::Workload workloadOf(const life::WorldState& world) {
  runtime::Workload load;
  load.plan = world.plan;
  for (uint32_t p = 0; p < world.plan.count; ++p) {
    load.counts[p] = world.partitions[p].cellCounts;
    load.items[p] = world.partitions[p].ownCount;
  }
  return load;
}

life::Founding foundingOf(const char* scene) { return smallFounding(scene, 900, 37, 29); }

/// Hashes after every tick of the world in one partition.
std::vector<std::string> undivided(const char* scene) {
  TestWorld world(foundingOf(scene));
  EXPECT_STREQ(world.status().message, "");
  std::vector<std::string> hashes;
  for (int tick = 0; tick < kTicks; ++tick) {
    world->step();
    hashes.push_back(hashOf(*world));
  }
  return hashes;
}

/// Steps a world, calling replan(world) after every tick, and expects the same hashes.
template <typename Replan>
void expectSame(const char* scene, const std::vector<std::string>& hashes, uint32_t partitions,
                Replan&& replan) {
  TestWorld world(foundingOf(scene), partitions);
  ASSERT_STREQ(world.status().message, "");
  for (int tick = 0; tick < kTicks; ++tick) {
    world->step();
    ASSERT_STREQ(world->health().message, "");
    ASSERT_EQ(hashOf(*world), hashes[static_cast<size_t>(tick)])
        << scene << " in " << partitions << " partitions after tick " << tick;
    replan(*world);
  }
}

TEST(Balancing, DoesNotShowInTheWorldWhenEveryTickMovesTheBorders) {
  const auto scratch = std::make_unique<runtime::PlanScratch>();
  for (const char* scene : {"savanna", "flock", "swarm"}) {
    const std::vector<std::string> hashes = undivided(scene);
    for (const PartitionStrategy strategy :
         {PartitionStrategy::bisection, PartitionStrategy::strips, PartitionStrategy::tiles}) {
      for (const uint32_t partitions : {1u, 2u, 3u, 5u, 8u, 16u}) {
        std::minstd_rand random(partitions);
        int moves = 0;
        expectSame(scene, hashes, partitions, [&](life::World& world) {
          const life::WorldState& state = world.state();
          runtime::CostModel model;
          model.perItem = random() % 200;
          for (uint32_t& scale : model.scales) scale = 64 + random() % 960;
          const life::PartitionPlan plan =
              runtime::makePlan({state.columns, state.rows, partitions, strategy},
                                workloadOf(state), model, *scratch);
          moves += plan == state.plan ? 0 : 1;
          world.setPlan(plan);
        });
        if (HasFatalFailure()) return;
        if (partitions > 1 && strategy != PartitionStrategy::tiles) {
          EXPECT_GT(moves, kTicks / 2) << "the borders hardly moved";
        }
      }
    }
  }
}

TEST(Balancing, DoesNotShowInTheWorldWhenTheNumberOfPartitionsChangesToo) {
  const auto scratch = std::make_unique<runtime::PlanScratch>();
  const std::vector<std::string> hashes = undivided("savanna");
  std::minstd_rand random(5);
  expectSame("savanna", hashes, life::kMaxPartitions, [&](life::World& world) {
    if (random() % 3 == 0) return;
    const life::WorldState& state = world.state();
    const uint32_t count = 1 + random() % life::kMaxPartitions;
    const auto strategy = static_cast<PartitionStrategy>(random() % 3);
    world.setPlan(runtime::makePlan({state.columns, state.rows, count, strategy}, workloadOf(state),
                                    runtime::CostModel(), *scratch));
  });
}

TEST(Balancing, SharesOutAWorldWhoseAnimalsAreAllInACorner) {
  // All animals are in a sixteenth of the world, so that an even plan leaves one worker all of it.
  life::Founding founding = smallFounding("flock", 2000, 64, 64);
  TestWorld world(founding, 16);
  ASSERT_STREQ(world.status().message, "");
  life::WorldState& state = world->state();
  for (uint32_t i = 0; i < state.animalEnd; ++i) {
    life::Animal& animal = state.store.animals[i];
    animal.x *= 0.25f;
    animal.y *= 0.25f;
    state.store.keys[i] = life::animalKey(animal, state.columns);
  }
  const auto most = [&] {
    uint32_t animals = 0;
    for (uint32_t p = 0; p < state.plan.count; ++p) {
      animals = std::max(animals, state.partitions[p].ownCount);
    }
    return animals;
  };
  world->step();
  EXPECT_GT(most(), 1900u);
  const auto scratch = std::make_unique<runtime::PlanScratch>();
  world->setPlan(
      runtime::makePlan({64, 64, 16}, workloadOf(state), runtime::CostModel(), *scratch));
  world->step();
  ASSERT_STREQ(world->health().message, "");
  EXPECT_LT(most(), 2000u / 16 * 3 / 2);
  // Each partition has a slot for each of its animals and of the ghosts it sees.
  uint64_t slots = 0;
  for (uint32_t p = 0; p < 16; ++p) slots += state.partitions[p].slotCount;
  EXPECT_EQ(runtime::itemsWithGhosts(state.plan, workloadOf(state), life::constants::ghostCells),
            slots);
}

}  // namespace
}  // namespace skyflock::tests
