#include "life/ghost_zone.h"

#include <gtest/gtest.h>

#include <bit>
#include <cstring>
#include <vector>

#include "support/exchange.h"
#include "support/test_world.h"

namespace skyflock::life {
namespace {

constexpr auto kGhost = static_cast<int32_t>(constants::ghostCells);

struct Wrapped {
  int32_t cell;
  float shift;
};

/// A raw cell coordinate brought into the world, and what that adds to a position.
Wrapped wrap(int32_t raw, int32_t cells) {
  const float length = static_cast<float>(cells) * constants::cellSize;
  if (raw < 0) return {raw + cells, -length};
  if (raw >= cells) return {raw - cells, length};
  return {raw, 0.0f};
}

/// Looks at every slot of every partition; returns how many of them hold ghosts.
uint32_t expectRightSlots(WorldState& state) {
  const auto cells = tests::animalsByCell(state);
  if (!tests::runExchange(state)) {
    ADD_FAILURE() << "the ghosts don't fit";
    return 0;
  }
  uint32_t ghosts = 0;
  for (uint32_t i = 0; i < state.plan.count; ++i) {
    const Partition& p = state.partitions[i];
    uint32_t slot = p.slotBegin;
    for (int32_t localY = 0; localY < p.localRows; ++localY) {
      for (int32_t localX = 0; localX < p.stride; ++localX) {
        const Wrapped x = wrap(p.rect.x0 - kGhost + localX, state.columns);
        const Wrapped y = wrap(p.rect.y0 - kGhost + localY, state.rows);
        EXPECT_EQ(p.cellStart[localY * p.stride + localX], slot);
        for (Animal seen : cells[static_cast<size_t>(y.cell * state.columns + x.cell)]) {
          seen.x += x.shift;
          seen.y += y.shift;
          const Animal& there = state.store.sight.animals[slot];
          EXPECT_EQ(std::memcmp(&there, &seen, sizeof seen), 0)
              << "slot " << slot << " holds animal " << there.id << " instead of " << seen.id;
          EXPECT_EQ(state.store.sight.x[slot], seen.x);
          EXPECT_EQ(state.store.sight.y[slot], seen.y);
          const uint32_t own = ownOfSlot(state, p, slot);
          EXPECT_EQ(static_cast<uint32_t>(state.store.sortedKeys[own]), seen.id);
          const Partition& owner = state.partitions[state.partitionOf(x.cell, y.cell)];
          EXPECT_EQ(state.partitionOfOwn(own), owner.index);
          ghosts += owner.index != p.index || x.shift != 0 || y.shift != 0 ? 1 : 0;
          ++slot;
          if (testing::Test::HasFailure()) return 0;
        }
      }
    }
    EXPECT_EQ(slot, p.slotBegin + p.slotCount);
  }
  return ghosts;
}

TEST(GhostZone, HoldsTheOwnersAnimalsShiftedByTheWorldsLength) {
  for (const char* scene : {"savanna", "flock", "islands"}) {
    for (const uint32_t partitions : {1u, 2u, 3u, 6u, 16u}) {
      tests::TestWorld world(tests::smallFounding(scene, 1000, 40, 33), partitions);
      ASSERT_STREQ(world.status().message, "");
      for (int tick = 0; tick < 15; ++tick) world->step();
      EXPECT_GT(expectRightSlots(world->state()), 0u)
          << scene << " in " << partitions << " partitions has no ghosts at all";
    }
  }
}

TEST(GhostZone, OfTheSmallestWorldIsThatWorldAgain) {
  // 16 cells and 6 ghost cells on either side: most animals are seen several times.
  for (const uint32_t partitions : {1u, 4u, 16u}) {
    tests::TestWorld world(tests::smallFounding("savanna", 300, 16, 16), partitions);
    ASSERT_STREQ(world.status().message, "");
    EXPECT_GT(expectRightSlots(world->state()), 300u);
  }
}

TEST(GhostZone, IsRightAfterTheBordersMoved) {
  tests::TestWorld world(tests::smallFounding("savanna", 1000, 40, 33), kMaxPartitions);
  ASSERT_STREQ(world.status().message, "");
  for (const uint32_t count : {16u, 3u, 1u, 8u}) {
    world->setPlan(planByArea(40, 33, count));
    for (int tick = 0; tick < 5; ++tick) world->step();
    // Right after a change nobody stands in the slices of the new borders yet.
    world->setPlan(planByArea(40, 33, count / 2 + 1));
    expectRightSlots(world->state());
  }
}

TEST(GhostZone, ShiftsByRoundedAddition) {
  // A position that loses bits when the world's width is added: neighbours see the rounded one.
  const float width = 40 * constants::cellSize;
  const float x = 0.1f;
  EXPECT_NE(x + width - width, x);
  tests::TestWorld world(tests::smallFounding("flock", 40, 40, 33), 1);
  ASSERT_STREQ(world.status().message, "");
  WorldState& state = world->state();
  state.store.animals[0].x = x;
  state.store.keys[0] = animalKey(state.store.animals[0], state.columns);
  expectRightSlots(state);
}

}  // namespace
}  // namespace skyflock::life
