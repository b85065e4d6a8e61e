#include "life/grid.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <string>
#include <vector>

#include "support/exchange.h"
#include "support/test_world.h"

namespace skyflock::life {
namespace {

struct Case {
  const char* scene;
  uint32_t partitions, ticks;
};

class Exchange : public testing::TestWithParam<Case> {
 protected:
  Exchange()
      : world(tests::smallFounding(GetParam().scene, 1200, 23, 35), GetParam().partitions),
        state(world->state()) {
    for (uint32_t i = 0; i < GetParam().ticks; ++i) world->step();
    before = tests::animalsByCell(state);
    fits = tests::runExchange(state);
  }

  tests::TestWorld world;
  WorldState& state;
  std::vector<std::vector<Animal>> before;
  bool fits;
};

TEST_P(Exchange, KeepsEveryAnimal) {
  ASSERT_TRUE(fits);
  std::set<uint32_t> ids;
  for (uint32_t i = 0; i < state.plan.count; ++i) {
    const Partition& p = state.partitions[i];
    for (uint32_t own = p.ownBegin; own < p.ownBegin + p.ownCount; ++own) {
      const auto id = static_cast<uint32_t>(state.store.sortedKeys[own]);
      EXPECT_TRUE(ids.insert(id).second) << "animal " << id << " stands twice";
    }
  }
  EXPECT_EQ(ids.size(), world->population());
  for (const auto& cell : before) {
    for (const Animal& animal : cell)
      EXPECT_TRUE(ids.contains(animal.id)) << animal.id << " is lost";
  }
}

TEST_P(Exchange, PutsAnimalsIntoCellAndIdOrder) {
  for (uint32_t i = 0; i < state.plan.count; ++i) {
    const Partition& p = state.partitions[i];
    for (int32_t row = 0; row < p.rect.height(); ++row) {
      uint32_t slot = p.slotOfRow(row);
      uint32_t own = p.ownRowStart[row];
      for (int32_t x = p.rect.x0; x < p.rect.x1; ++x) {
        for (const Animal& animal :
             before[static_cast<size_t>((p.rect.y0 + row) * state.columns + x)]) {
          ASSERT_EQ(state.store.sight.animals[slot].id, animal.id);
          ASSERT_EQ(state.store.sortedKeys[own], animalKey(animal, state.columns));
          ASSERT_EQ(p.slotOfOwn(own), slot);
          ++slot;
          ++own;
        }
      }
      ASSERT_EQ(own, p.ownRowStart[row + 1]);
    }
  }
}

TEST_P(Exchange, MovesTraitsAlongWithTheirAnimals) {
  for (uint32_t i = 0; i < state.plan.count; ++i) {
    const Partition& p = state.partitions[i];
    for (uint32_t own = p.ownBegin; own < p.ownBegin + p.ownCount; ++own) {
      const uint32_t from = state.store.sortedSource[own];
      ASSERT_EQ(state.store.animals[from].id, static_cast<uint32_t>(state.store.sortedKeys[own]));
      ASSERT_EQ(state.store.traitsNext[own].digest, state.store.traits[from].digest);
    }
  }
}

TEST_P(Exchange, KeepsSlicesApart) {
  for (uint32_t i = 1; i < state.plan.count; ++i) {
    const Partition& previous = state.partitions[i - 1];
    const Partition& p = state.partitions[i];
    EXPECT_GE(p.ownBegin, previous.ownBegin + previous.ownCount + 4);
    EXPECT_GE(p.slotBegin, previous.slotBegin + previous.slotCount);
  }
  const Partition& last = state.partitions[state.plan.count - 1];
  EXPECT_LE(last.ownBegin + last.ownCount, state.store.animalCapacity);
  EXPECT_LE(last.slotBegin + last.slotCount, state.store.sightCapacity);
  EXPECT_GT(state.partitions[0].slotBegin, 0u) << "slot 0 means none";
}

INSTANTIATE_TEST_SUITE_P(Worlds, Exchange,
                         testing::Values(Case{"savanna", 1, 0}, Case{"savanna", 1, 40},
                                         Case{"savanna", 2, 40}, Case{"savanna", 5, 40},
                                         Case{"savanna", 16, 40}, Case{"swarm", 3, 20},
                                         Case{"flock", 4, 20}, Case{"pair", 16, 20}),
                         [](const auto& one) {
                           return std::string(one.param.scene) +
                                  std::to_string(one.param.partitions) + "Partitions" +
                                  std::to_string(one.param.ticks) + "Ticks";
                         });

TEST(CellCoordinate, IsExactAtBorders) {
  for (int32_t cell = 1; cell < 2048; ++cell) {
    const float border = static_cast<float>(cell) * constants::cellSize;
    EXPECT_EQ(cellCoordinate(border), cell);
    EXPECT_EQ(cellCoordinate(std::nextafter(border, 0.0f)), cell - 1);
  }
}

TEST(TorusOffset, TakesTheShorterWay) {
  EXPECT_EQ(torusOffset(10, 30, 256), 20);
  EXPECT_EQ(torusOffset(30, 10, 256), -20);
  EXPECT_EQ(torusOffset(250, 6, 256), 12);
  EXPECT_EQ(torusOffset(6, 250, 256), -12);
  EXPECT_EQ(torusOffset(0, 128, 256), 128) << "half way round stays as it is";
}

}  // namespace
}  // namespace skyflock::life
