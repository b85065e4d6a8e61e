#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "life/world_fixture.h"

namespace skyflock::tests {
namespace {

using life::constants::hybridTribe;

/// Nobody burns or ages; who is fed breeds at the rate of its gene, which is at most 0.2 /s.
life::Founding fertileFounding(uint32_t animals, uint32_t room) {
  life::Founding founding = quietFounding(animals);
  founding.options.maxEntities = animals + room;
  founding.options.metabolicScale = 0;
  founding.options.deathAge = 10000;
  return founding;
}

Specimen parent(float x, float y) { return grazer(x, y).having(80).with(Gene::reproduction, 0.2f); }

/// Steps until somebody was born; true when that happened in time.
bool runToBirth(HandMadeWorld& world, uint32_t ticks = 3600) {
  const uint32_t before = world->gatherStats().total.births;
  for (uint32_t i = 0; i < ticks; ++i) {
    world.run(1);
    if (world->gatherStats().total.births > before) return true;
  }
  return false;
}

TEST(Breeding, CostsTheParentAndGivesTheChildItsEnergy) {
  HandMadeWorld world(fertileFounding(1, 1));
  world.put(0, parent(128, 128));
  ASSERT_TRUE(runToBirth(world));
  EXPECT_FLOAT_EQ(world.animal(1).energy, 80 - 25);
  EXPECT_FLOAT_EQ(world.animal(2).energy, 35);
  EXPECT_EQ(world.animal(2).info & life::info::tribeMask, 0u);
  EXPECT_LT(world.distance(1, 2), 6.0f) << "a child is born beside its parent";
  const life::WorldStats& stats = world->gatherStats();
  EXPECT_EQ(stats.tribes[0].births, 1u);
  EXPECT_NEAR(stats.energyBorn, 80 + 35 - 25, 1e-3);
}

TEST(Breeding, WithTheStatedOptionsInstead) {
  HandMadeWorld world(fertileFounding(1, 1));
  world.options().breedCost = 40;
  world.options().birthEnergy = 12;
  world.put(0, parent(128, 128));
  ASSERT_TRUE(runToBirth(world));
  EXPECT_FLOAT_EQ(world.animal(1).energy, 40);
  EXPECT_FLOAT_EQ(world.animal(2).energy, 12);
}

TEST(Breeding, TakesEnergyAndAge) {
  const auto births = [](Specimen s) {
    HandMadeWorld world(fertileFounding(1, 60));
    world.options().breedCost = 0;
    world.put(0, s.at(128, 128));
    world.run(1200);
    return world->gatherStats().total.births;
  };
  EXPECT_GT(births(parent(0, 0)), 0u);
  EXPECT_EQ(births(parent(0, 0).having(59)), 0u);
  EXPECT_EQ(births(parent(0, 0).with(Gene::reproduction, 0)), 0u);
  Specimen young = parent(0, 0);
  young.age = -18;  // born when the run is nearly over
  EXPECT_EQ(births(young), 0u) << "before it is 3 s old";
}

TEST(Breeding, IsNotForCrowds) {
  const auto births = [](uint32_t crowd) {
    uint32_t count = 0;
    for (uint32_t seed = 1; seed <= 2000; ++seed) {
      life::Founding founding = fertileFounding(1 + crowd, 1);
      founding.options.seed = seed;
      HandMadeWorld world(founding);
      world.put(0, parent(128, 128));
      for (uint32_t i = 0; i < crowd; ++i) {
        const float turn = 0.5f * static_cast<float>(i);
        world.put(1 + i, grazer(128 + 14 * std::cos(turn), 128 + 14 * std::sin(turn)));
      }
      world.run(1);
      count += world.state().birthCount;
    }
    return count;
  };
  EXPECT_GT(births(11), 0u);
  EXPECT_EQ(births(12), 0u) << "twelve of twenty neighbours are too much stress";
}

/// Thirty two parents far apart, one of which breeds every ten ticks or so.
struct Maternity {
  explicit Maternity(uint32_t room, uint32_t partitions = 1, uint32_t seed = 1)
      : world(founding(room, seed), partitions) {
    for (uint32_t i = 0; i < 32; ++i) {
      // The higher the id, the further to the top left: ids and places run against each other.
      const uint32_t k = 31 - i;
      const uint32_t row = k / 8;
      world.put(i, parent(16 + 30 * static_cast<float>(k % 8), 30 + 60 * static_cast<float>(row))
                       .with(Gene::vision, 8)
                       .with(Gene::speed, 5)
                       .moving(1, 0)
                       .having(100));
    }
  }

  static life::Founding founding(uint32_t room, uint32_t seed) {
    life::Founding f = fertileFounding(32, room);
    f.options.seed = seed;
    return f;
  }

  HandMadeWorld world;
};

TEST(Breeding, IsRefusedAtCapacityAndCounted) {
  Maternity m(3);
  uint32_t requests = 0;
  for (int i = 0; i < 600; ++i) {
    m.world.run(1);
    for (uint32_t p = 0; p < m.world.state().plan.count; ++p) {
      requests += m.world.state().partitions[p].requestCount;
    }
    ASSERT_LE(m.world->population(), 35u);
  }
  const life::WorldStats& stats = m.world->gatherStats();
  EXPECT_EQ(stats.population, 35u);
  EXPECT_EQ(stats.total.births, 3u);
  EXPECT_GT(stats.birthsRefused, 0u);
  EXPECT_EQ(stats.birthsRefused + stats.total.births, requests);
  float paid = 0;
  for (uint32_t id = 1; id <= 32; ++id) paid += 100 - m.world.animal(id).energy;
  EXPECT_NEAR(paid, 3 * 25, 1e-3f) << "who is refused pays nothing";
}

TEST(Breeding, RoomGoesToTheParentsWithTheLowerIds) {
  // A world with room for all next to one with room for one child more; they are the same up to the
  // first births. What matters are seeds by which several ask in that tick.
  for (const uint32_t partitions : {1u, 4u}) {
    uint32_t contested = 0;
    for (uint32_t seed = 1; seed <= 150; ++seed) {
      Maternity full(1, partitions, seed), roomy(32, partitions, seed);
      while (roomy.world.state().birthCount == 0) {
        full.world.run(1);
        roomy.world.run(1);
      }
      const uint32_t asked = roomy.world.state().birthCount;
      if (asked < 2) continue;
      ++contested;
      std::vector<uint32_t> parents;
      for (uint32_t id = 1; id <= 32; ++id) {
        if (roomy.world.animal(id).energy < 99) parents.push_back(id);
      }
      ASSERT_EQ(parents.size(), asked);
      EXPECT_EQ(full.world->population(), 33u);
      for (uint32_t k = 0; k < asked; ++k) {
        // Children get their ids in the order of their parents' ids, and stand beside them.
        EXPECT_LT(roomy.world.distance(parents[k], 33 + k), 6.0f);
        EXPECT_EQ(full.world.animal(parents[k]).energy < 99, k == 0);
      }
      EXPECT_EQ(full.world->gatherStats().birthsRefused, asked - 1);
    }
    EXPECT_GT(contested, 0u);
  }
}

TEST(Breeding, HuntersBreedOnlyWherePreyIsPlenty) {
  const auto births = [](uint32_t prey) {
    HandMadeWorld world(fertileFounding(1 + prey, 32));
    world.options().fleeWeight = 0;
    world.options().breedCost = 0;
    world.put(0, hunter(128, 128)
                     .having(90)
                     .with(Gene::reproduction, 0.2f)
                     .with(Gene::vision, 96)
                     .moving(0, 0));
    for (uint32_t i = 0; i < prey; ++i) {
      world.put(1 + i,
                grazer(140, 120 + 9 * static_cast<float>(i)).moving(0, 0).with(Gene::speed, 5));
    }
    world.run(600);
    return world->gatherStats().tribes[1].births;
  };
  EXPECT_EQ(births(2), 0u);
  EXPECT_GT(births(3), 0u);
}

TEST(Mutation, ChildrenAreLikeTheirParentsWithinTheRanges) {
  life::Founding founding = fertileFounding(1, 0);
  founding.options.mutation = 0.5f;
  ASSERT_TRUE(life::resolveFounding(founding).ok());
  life::Traits low = {}, high = {};
  for (uint32_t g = 0; g < life::constants::geneCount; ++g) {
    low.genes[g] = life::kGeneRanges[g].least;
    high.genes[g] = life::kGeneRanges[g].most;
  }
  const life::Rules rules = life::makeRules(founding.options, 100);
  float least[9], most[9];
  std::fill(least, least + 9, 1e9f);
  std::fill(most, most + 9, -1e9f);
  for (uint32_t id = 1; id < 3000; ++id) {
    for (const auto& [a, b] : {std::pair(low, low), std::pair(high, high), std::pair(low, high)}) {
      const life::Traits child = life::childTraits(rules, a, b, id);
      EXPECT_EQ(child.birthTick, 101);
      for (uint32_t g = 0; g < life::constants::geneCount; ++g) {
        least[g] = std::min(least[g], child.genes[g]);
        most[g] = std::max(most[g], child.genes[g]);
      }
    }
  }
  for (uint32_t g = 0; g < life::constants::geneCount; ++g) {
    EXPECT_EQ(least[g], life::kGeneRanges[g].least) << life::kGeneRanges[g].name;
    EXPECT_EQ(most[g], life::kGeneRanges[g].most) << life::kGeneRanges[g].name;
  }
}

TEST(Mutation, OneInTwentyMutatesStrongly) {
  life::Founding founding = fertileFounding(1, 0);
  founding.options.mutation = 0.06f;
  ASSERT_TRUE(life::resolveFounding(founding).ok());
  life::Traits middle = {};
  for (uint32_t g = 0; g < life::constants::geneCount; ++g) {
    middle.genes[g] = 0.5f * (life::kGeneRanges[g].least + life::kGeneRanges[g].most);
  }
  const life::Rules rules = life::makeRules(founding.options, 7);
  const auto cohesion = geneIndex(Gene::cohesion);
  uint32_t beyond = 0;
  double sum = 0;
  constexpr uint32_t kChildren = 40000;
  for (uint32_t id = 1; id <= kChildren; ++id) {
    const float change = life::childTraits(rules, middle, middle, id).genes[cohesion] - 0.5f;
    EXPECT_LE(std::abs(change), 0.06f * 2.5f);
    beyond += std::abs(change) > 0.06f ? 1 : 0;
    sum += static_cast<double>(change);
  }
  // Of those that mutate up to 0.15, (1 - 0.4)^2 are beyond 0.06.
  EXPECT_NEAR(beyond / static_cast<double>(kChildren), 0.05 * 0.36, 0.003);
  EXPECT_NEAR(sum / kChildren, 0, 0.001) << "mutation has no direction";
}

TEST(Mutation, SpeedPullsMetabolismAndDietPullsTheView) {
  life::Founding founding = fertileFounding(1, 0);
  founding.options.mutation = 0.2f;
  ASSERT_TRUE(life::resolveFounding(founding).ok());
  life::Traits middle = {};
  for (uint32_t g = 0; g < life::constants::geneCount; ++g) {
    middle.genes[g] = 0.5f * (life::kGeneRanges[g].least + life::kGeneRanges[g].most);
  }
  const life::Rules rules = life::makeRules(founding.options, 7);
  double speedWithMetabolism = 0, dietWithView = 0;
  for (uint32_t id = 1; id <= 20000; ++id) {
    const life::Traits child = life::childTraits(rules, middle, middle, id);
    const auto change = [&](Gene gene) {
      return static_cast<double>(child.genes[geneIndex(gene)] - middle.genes[geneIndex(gene)]);
    };
    speedWithMetabolism += change(Gene::speed) * change(Gene::metabolism);
    dietWithView += change(Gene::diet) * change(Gene::viewAngle);
  }
  EXPECT_GT(speedWithMetabolism, 0);
  EXPECT_LT(dietWithView, 0);
}

/// Two willing strangers at arm's length, certain to breed.
struct Couple {
  Couple(float ax, float ay, float bx, float by, uint32_t partitions = 1, float energy = 55)
      : world(founding(), partitions) {
    world.put(0, grazer(ax, ay).moving(0, 0).having(energy));
    world.put(1, grazer(bx, by).moving(0, 0).having(energy).ofTribe(1));
    world.run(1);
  }
  static life::Founding founding() {
    life::Founding f = fertileFounding(2, 8);
    f.options.hybrids = 1;
    f.options.hybridChance = 1;
    return f;
  }
  bool bred() { return world->population() == 3; }
  HandMadeWorld world;
};

TEST(Hybrids, AreBornInTheMiddleAndBothParentsPay) {
  Couple couple(120, 130, 128, 134);
  ASSERT_TRUE(couple.bred());
  const life::Animal& child = couple.world.animal(3);
  EXPECT_NEAR(child.x, 124, 0.01f);
  EXPECT_NEAR(child.y, 132, 0.01f);
  EXPECT_FLOAT_EQ(child.energy, 35);
  EXPECT_FLOAT_EQ(couple.world.animal(1).energy, 55 - 17.5f);
  EXPECT_FLOAT_EQ(couple.world.animal(2).energy, 55 - 17.5f);
  EXPECT_EQ(child.info & life::info::tribeMask, hybridTribe);
  EXPECT_NE(child.info & life::info::hybrid, 0u);
  EXPECT_EQ(couple.world->gatherStats().tribes[hybridTribe].births, 1u);
  EXPECT_EQ(couple.world->inspect(3).hybrid, 1u);
}

TEST(Hybrids, AreBornInTheMiddleAcrossTheBorderToo) {
  const auto near = [](float value, float wanted) {
    return std::abs(std::remainder(value - wanted, 256.0f)) < 0.01f;
  };
  for (const uint32_t partitions : {1u, 4u}) {
    Couple couple(253, 254, 3, 4, partitions);
    ASSERT_TRUE(couple.bred()) << partitions;
    const life::Animal& child = couple.world.animal(3);
    EXPECT_TRUE(near(child.x, 0)) << child.x;
    EXPECT_TRUE(near(child.y, 1)) << child.y;
    EXPECT_TRUE(child.x >= 0 && child.x < 256);
    EXPECT_FLOAT_EQ(couple.world.animal(1).energy, 55 - 17.5f);
    EXPECT_FLOAT_EQ(couple.world.animal(2).energy, 55 - 17.5f);
  }
}

TEST(Hybrids, TakeReachEnergyAndCalm) {
  EXPECT_TRUE(Couple(120, 128, 131.9f, 128).bred());
  EXPECT_FALSE(Couple(120, 128, 132.1f, 128).bred());
  EXPECT_FALSE(Couple(120, 128, 126, 128, 1, 49).bred());
  const auto bred = [](const Specimen& one, const Specimen& other, uint32_t hybrids) {
    HandMadeWorld world(Couple::founding());
    world.options().hybrids = hybrids;
    world.put(0, one);
    world.put(1, other);
    world.run(1);
    return world->population() == 3;
  };
  const Specimen calm = grazer(120, 128).having(55);
  const Specimen stranger = grazer(128, 128).having(55).ofTribe(1);
  EXPECT_TRUE(bred(calm, stranger, 1));
  EXPECT_FALSE(bred(calm, stranger, 0)) << "the option is off";
  EXPECT_FALSE(bred(calm, Specimen(stranger).ofTribe(0), 1)) << "of one tribe";
  EXPECT_FALSE(bred(calm, Specimen(stranger).with(Gene::aggression, 0.5f), 1));
  EXPECT_FALSE(bred(Specimen(calm).with(Gene::aggression, 0.5f), stranger, 1));
  Specimen young = stranger;
  young.age = 1;
  EXPECT_FALSE(bred(calm, young, 1));
}

TEST(Hybrids, HaveTheMeanOfTheirParentsGenes) {
  HandMadeWorld world(Couple::founding());
  world.put(0, grazer(120, 128).having(55).with(Gene::speed, 20).with(Gene::vision, 16));
  world.put(1, grazer(126, 128)
                   .having(55)
                   .ofTribe(1)
                   .with(Gene::speed, 40)
                   .with(Gene::vision, 30)
                   .with(Gene::diet, -0.5f));
  world.run(1);
  ASSERT_EQ(world->population(), 3u);
  const life::Traits& child = world.traits(3);
  EXPECT_FLOAT_EQ(child.genes[geneIndex(Gene::speed)], 30);
  EXPECT_FLOAT_EQ(child.genes[geneIndex(Gene::vision)], 23);
  EXPECT_FLOAT_EQ(child.genes[geneIndex(Gene::diet)], -0.75f);
}

TEST(Hybrids, OneMateIsTakenByTheFirstWhoAsksOnly) {
  // The two lower ids ask the third, which stands between them and is taken by the first.
  for (const uint32_t partitions : {1u, 4u}) {
    life::Founding founding = fertileFounding(3, 8);
    founding.options.hybrids = 1;
    founding.options.hybridChance = 1;
    HandMadeWorld world(founding, partitions);
    world.put(0, grazer(121, 128).moving(0, 0).having(55));
    world.put(1, grazer(133, 128).moving(0, 0).having(55));
    world.put(2, grazer(127, 128).moving(0, 0).having(55).ofTribe(1));
    world.run(1);
    EXPECT_EQ(world->population(), 4u);
    EXPECT_FLOAT_EQ(world.animal(1).energy, 55 - 17.5f);
    EXPECT_FLOAT_EQ(world.animal(2).energy, 55);
    EXPECT_FLOAT_EQ(world.animal(3).energy, 55 - 17.5f);
  }
}

}  // namespace
}  // namespace skyflock::tests
