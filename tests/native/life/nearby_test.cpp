#include "life/nearby.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <random>
#include <vector>

#include "life/world_fixture.h"

namespace skyflock::tests {
namespace {

using life::Animal;
using life::NearAnimal;
using life::World;

std::vector<NearAnimal> query(const World& world, float x, float y, float radius, uint32_t most) {
  const life::Nearby& nearby = world.query(x, y, radius, most);
  EXPECT_EQ(nearby.tick, world.tick());
  const auto* first = reinterpret_cast<const NearAnimal*>(&nearby + 1);
  return {first, first + nearby.count};
}

std::vector<uint32_t> idsOf(const std::vector<NearAnimal>& found) {
  std::vector<uint32_t> ids;
  ids.reserve(found.size());
  for (const NearAnimal& one : found) ids.push_back(one.id);
  return ids;
}

/// The same by looking at everybody.
std::vector<uint32_t> idsByHand(World& world, float x, float y, float radius, uint32_t most) {
  const life::WorldState& s = world.state();
  std::vector<std::pair<float, uint32_t>> all;
  for (uint32_t i = 0; i < s.animalEnd; ++i) {
    const Animal& a = s.store.animals[i];
    if ((a.info & life::info::alive) == 0) continue;
    const float dx = life::torusOffset(x, a.x, s.rules.worldWidth);
    const float dy = life::torusOffset(y, a.y, s.rules.worldHeight);
    const float d2 = dx * dx + dy * dy;
    if (d2 <= radius * radius) all.emplace_back(d2, a.id);
  }
  std::sort(all.begin(), all.end());
  if (all.size() > most) all.resize(most);
  std::vector<uint32_t> ids;
  ids.reserve(all.size());
  for (const auto& [d2, id] : all) ids.push_back(id);
  return ids;
}

/// Asks at many places, near and far, for few and for many.
void expectAsByHand(World& world, std::minstd_rand& random, const char* when) {
  const life::Rules& rules = world.state().rules;
  const float places[] = {0.0f, 0.31f, 0.77f, 1.0f};
  for (const float u : places) {
    for (const float v : places) {
      const float x = u * rules.worldWidth, y = v * rules.worldHeight;
      for (const float radius : {0.0f, 3.0f, 40.0f, 150.0f, 4096.0f}) {
        const uint32_t most = 1 + static_cast<uint32_t>(random()) % life::constants::mostNearby;
        for (const uint32_t few : {1u, 7u, most}) {
          ASSERT_EQ(idsOf(query(world, x, y, radius, few)), idsByHand(world, x, y, radius, few))
              << when << ", tick " << world.tick() << ": " << few << " within " << radius << " of "
              << x << ", " << y;
        }
      }
    }
  }
}

TEST(Nearby, AreTheNearestFirstAcrossTheBordersToo) {
  HandMadeWorld world(quietFounding(6));
  world.put(0, grazer(100, 100));
  world.put(1, grazer(104, 100));
  world.put(2, grazer(96, 100));
  world.put(3, grazer(254, 2));
  world.put(4, grazer(1, 254));
  world.put(5, grazer(200, 200));
  EXPECT_EQ(idsOf(query(*world, 101, 100, 10, 9)), (std::vector<uint32_t>{1, 2, 3}));
  EXPECT_EQ(idsOf(query(*world, 100, 100, 10, 9)), (std::vector<uint32_t>{1, 2, 3}))
      << "of two as near, the lower id";
  EXPECT_EQ(idsOf(query(*world, 100, 100, 10, 2)), (std::vector<uint32_t>{1, 2}));
  EXPECT_EQ(idsOf(query(*world, 100, 104, 4, 9)), (std::vector<uint32_t>{1})) << "on the rim";
  EXPECT_EQ(idsOf(query(*world, 256, 256, 10, 9)), (std::vector<uint32_t>{5, 4}));
  EXPECT_EQ(idsOf(query(*world, 0, 0, 10, 9)), (std::vector<uint32_t>{5, 4}));
  EXPECT_TRUE(query(*world, 30, 30, 10, 9).empty());
  world.animal(1).info = 0;
  EXPECT_EQ(idsOf(query(*world, 100, 100, 10, 9)), (std::vector<uint32_t>{2, 3})) << "nobody dead";
}

TEST(Nearby, AreShownAsTheyAre) {
  HandMadeWorld world(quietFounding(2));
  const uint32_t id = world.put(0, grazer(253, 60).moving(3, 4).having(42).ofTribe(1));
  world.put(1, grazer(100, 20));
  const std::vector<NearAnimal> found = query(*world, 1, 57, 20, 5);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].id, id);
  EXPECT_EQ(found[0].x, 253.0f);
  EXPECT_EQ(found[0].y, 60.0f);
  EXPECT_EQ(found[0].vx, 3.0f);
  EXPECT_EQ(found[0].vy, 4.0f);
  EXPECT_EQ(found[0].energy, 42.0f);
  EXPECT_EQ(found[0].distance, 5.0f);
  EXPECT_EQ(found[0].tribe, 1u);
  EXPECT_EQ(found[0].hybrid, 0u);
  world.run(1);
  EXPECT_EQ(query(*world, 1, 57, 20, 5)[0].want, static_cast<uint32_t>(world.want(id)));
}

TEST(Nearby, AreThoseThatALookAtEverybodyFinds) {
  std::minstd_rand random(5);
  for (const char* scene : {"savanna", "flock", "swarm"}) {
    const life::Founding founding = smallFounding(scene, 1500, 37, 29);
    TestWorld world(founding, life::kMaxPartitions);
    ASSERT_STREQ(world.status().message, "");
    world->setPlan(life::planByArea(37, 29, 1));
    expectAsByHand(*world, random, "before the first tick");
    for (const uint32_t partitions : {1u, 2u, 3u, 7u, 16u}) {
      world->setPlan(randomPlan(37, 29, random));
      world->step();
      expectAsByHand(*world, random, "in a plan of chance");
      world->setPlan(life::planByArea(37, 29, partitions));
      expectAsByHand(*world, random, "after a new plan");
      for (int i = 0; i < 5; ++i) world->step();
      expectAsByHand(*world, random, scene);
    }
  }
}

TEST(Nearby, AreFoundHoweverFarTheyWerePushed) {
  // A crowd on a point comes apart by many bodies in a tick, farther than anybody runs.
  for (const uint32_t neighbours : {4u, 48u, 255u}) {
    life::Founding founding = smallFounding("flock", 900, 60, 16);
    founding.options.maxNeighbours = neighbours;
    founding.options.maxEntities = 3000;
    TestWorld world(founding, 4);
    ASSERT_STREQ(world.status().message, "");
    std::minstd_rand random(neighbours);
    float farthest = 0.0f;
    for (int i = 0; i < 6; ++i) {
      const life::Command crowd = {.kind = static_cast<uint32_t>(life::CommandKind::spawn),
                                   .index = 0,
                                   .count = 300,
                                   .x = 5.0f + 150.0f * static_cast<float>(i),
                                   .y = 250,
                                   .radius = 0.5f,
                                   .value = 0};
      ASSERT_TRUE(world->enqueue(crowd).ok());
      const uint32_t first = world->state().nextId;
      world->step();
      for (const NearAnimal& one : query(*world, crowd.x, crowd.y, 4096, 1024)) {
        if (one.id >= first) farthest = std::max(farthest, one.distance);
      }
      expectAsByHand(*world, random, "in a crowd");
      world->step();
      expectAsByHand(*world, random, "in what is left of a crowd");
    }
    if (neighbours == 255) {
      EXPECT_GT(farthest, 2 * life::kFastest * life::constants::tickSeconds);
    }
  }
}

TEST(Nearby, AreFoundAmongTheNewbornAndTheKilled) {
  life::Founding founding = smallFounding("savanna", 1200, 40, 40);
  founding.options.breedEnergy = 10;
  founding.options.breedAge = 0;
  founding.options.maxEntities = 4000;
  founding.tribes[0].genes[geneIndex(Gene::reproduction)] = 0.2f;
  TestWorld world(founding, 3);
  ASSERT_STREQ(world.status().message, "");
  std::minstd_rand random(9);
  uint32_t newborn = 0;
  for (int i = 0; i < 40; ++i) {
    const life::Command kill = {.kind = static_cast<uint32_t>(life::CommandKind::kill),
                                .index = 0,
                                .count = 0,
                                .x = 320,
                                .y = 320,
                                .radius = 60,
                                .value = 0};
    if (i % 5 == 0) {
      ASSERT_TRUE(world->enqueue(kill).ok());
    }
    world->step();
    newborn += world->state().birthCount;
    if (i % 4 == 0) expectAsByHand(*world, random, "with births and deaths");
  }
  EXPECT_GT(newborn, 20u);
}

TEST(Nearby, LeaveTheWorldAsItIs) {
  const life::Founding founding = smallFounding("savanna", 1500, 37, 29);
  TestWorld asked(founding, 3), left(founding, 3);
  for (int i = 0; i < 40; ++i) {
    query(*asked, static_cast<float>(i) * 9, 100, 500, 1 + static_cast<uint32_t>(i) * 25);
    asked->step();
    left->step();
    query(*asked, 40, static_cast<float>(i) * 9, 60, 1024);
    ASSERT_EQ(hashOf(*asked), hashOf(*left));
  }
}

TEST(Nearby, AreFoundWithoutALookAtEverybody) {
  life::Founding founding = life::foundingOf(*life::findScene("savanna"));
  founding.options.entities = 100000;
  TestWorld world(founding);
  ASSERT_STREQ(world.status().message, "");
  world->step();
  const float width = world->state().rules.worldWidth;
  const auto millisecondsOf = [&](auto&& act) {
    double best = 1e9;
    for (int round = 0; round < 5; ++round) {
      const auto begin = std::chrono::steady_clock::now();
      for (int i = 0; i < 20; ++i) act(width * static_cast<float>(i) / 20.0f);
      const std::chrono::duration<double, std::milli> took =
          std::chrono::steady_clock::now() - begin;
      best = std::min(best, took.count() / 20);
    }
    return best;
  };
  uint32_t found = 0;
  const double byGrid = millisecondsOf(
      [&](float at) { found = std::max(found, world->query(at, at, 100, 100).count); });
  const double byHand = millisecondsOf([&](float at) { world->pick(at, at, 100); });
  std::printf("100 animals within 100 u of 100,000: %.4f ms; a look at everybody: %.4f ms\n",
              byGrid, byHand);
  EXPECT_EQ(found, 100u);
  EXPECT_LT(byGrid, byHand / 4);
}

}  // namespace
}  // namespace skyflock::tests
