#include "runtime/partitioner.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

#include "support/field.h"

namespace skyflock::runtime {
namespace {

constexpr PartitionStrategy kStrategies[] = {PartitionStrategy::bisection,
                                             PartitionStrategy::strips, PartitionStrategy::tiles};

double defaultCost(uint32_t items) {
  const CostModel model;
  return model.perCell + static_cast<double>(model.perItem) * items;
}

/// Cuts, and expects every cell in exactly one rectangle, none of them empty.
void expectExactCover(const PartitionPlan& plan, int32_t columns, int32_t rows, uint32_t count) {
  ASSERT_EQ(plan.count, count);
  std::vector<bool> covered(static_cast<size_t>(columns * rows));
  int32_t cells = 0;
  for (uint32_t p = 0; p < count; ++p) {
    const CellRect& rect = plan.rects[p];
    ASSERT_GE(rect.x0, 0);
    ASSERT_GE(rect.y0, 0);
    ASSERT_LE(rect.x1, columns);
    ASSERT_LE(rect.y1, rows);
    ASSERT_GE(rect.width(), 1);
    ASSERT_GE(rect.height(), 1);
    for (int32_t y = rect.y0; y < rect.y1; ++y) {
      for (int32_t x = rect.x0; x < rect.x1; ++x) {
        const auto cell = static_cast<size_t>(y * columns + x);
        ASSERT_FALSE(covered[cell]) << x << ", " << y << " is in two partitions";
        covered[cell] = true;
        ++cells;
      }
    }
  }
  ASSERT_EQ(cells, columns * rows);
  for (uint32_t p = count; p < kMaxPartitions; ++p) ASSERT_EQ(plan.rects[p], CellRect());
}

int32_t draw(std::minstd_rand& random, uint32_t least, uint32_t most) {
  return static_cast<int32_t>(least + random() % (most - least + 1));
}

/// Nothing, a little everywhere, a pile in a cell, or a crowd.
void fill(Field& field, int32_t columns, int32_t rows, std::minstd_rand& random) {
  switch (random() % 4) {
    case 0:
      return;
    case 1:
      for (int32_t y = 0; y < rows; ++y) {
        for (int32_t x = 0; x < columns; ++x) field.at(x, y) = random() % 5;
      }
      return;
    case 2:
      field.at(draw(random, 1, columns) - 1, draw(random, 1, rows) - 1) = random() % 1000000;
      return;
    default:
      field.crowd(random() % columns, random() % rows, 1 + random() % 20, random() % 200);
  }
}

TEST(Partitioner, CoversEveryCellExactlyOnceWhateverTheCost) {
  for (uint32_t seed = 1; seed <= 800; ++seed) {
    std::minstd_rand random(seed * 7919);
    // Some grids hardly have a cell for each partition.
    const uint32_t longest = seed % 3 == 0 ? 5 : 70;
    const int32_t columns = draw(random, 1, longest);
    const int32_t rows = draw(random, 1, longest);
    const uint32_t cells = static_cast<uint32_t>(columns * rows);
    Field field(columns, rows);
    fill(field, columns, rows, random);
    CostModel model;
    model.perCell = 1 + random() % 20;
    model.perItem = random() % 50;
    for (uint32_t& scale : model.scales) scale = 64 + random() % (1024 - 64 + 1);
    PartitionPlan plan = field.even(1);
    for (int round = 0; round < 4; ++round) {
      const uint32_t count = 1 + random() % std::min(cells, kMaxPartitions);
      const PartitionStrategy strategy = kStrategies[random() % 3];
      const int32_t leastSide = draw(random, 1, 8);
      SCOPED_TRACE(testing::Message()
                   << "seed " << seed << ": " << columns << " x " << rows << " by " << count
                   << ", strategy " << static_cast<uint32_t>(strategy));
      plan = field.plan(field.load(plan), model, count, strategy, leastSide);
      expectExactCover(plan, columns, rows, count);
      expectExactCover(makeEvenPlan({columns, rows, count, strategy, leastSide}), columns, rows,
                       count);
      if (HasFatalFailure()) return;
    }
  }
}

TEST(Partitioner, GivesEachPartitionACellWhereThereAreNoMore) {
  for (int32_t columns = 1; columns <= 16; ++columns) {
    for (int32_t rows = 1; columns * rows <= 16; ++rows) {
      Field field(columns, rows);
      field.at(0, 0) = 1000;
      for (const PartitionStrategy strategy : kStrategies) {
        for (uint32_t spare = 0; spare < 3 && static_cast<int32_t>(spare) < columns * rows;
             ++spare) {
          const uint32_t count = static_cast<uint32_t>(columns * rows) - spare;
          SCOPED_TRACE(testing::Message() << columns << " x " << rows << " by " << count);
          expectExactCover(field.plan(count, strategy, 3), columns, rows, count);
          if (HasFatalFailure()) return;
        }
      }
    }
  }
}

TEST(Partitioner, CutsWorldsAsNarrowAsACell) {
  for (const PartitionStrategy strategy : kStrategies) {
    Field row(300, 1), column(1, 300);
    for (int32_t i = 0; i < 300; ++i) row.at(i, 0) = column.at(0, i) = i < 30 ? 50 : 0;
    for (uint32_t count = 1; count <= kMaxPartitions; ++count) {
      expectExactCover(row.plan(count, strategy), 300, 1, count);
      const PartitionPlan plan = column.plan(count, strategy);
      expectExactCover(plan, 1, 300, count);
      if (strategy == PartitionStrategy::tiles) continue;
      EXPECT_LT(column.unevenness(plan, defaultCost), 1.5) << count;
    }
  }
}

TEST(Partitioner, CutsWhereBothSidesCostsAreClosestAndTheLowerPlaceOfTwo) {
  for (uint32_t seed = 1; seed <= 200; ++seed) {
    std::minstd_rand random(seed);
    const int32_t columns = draw(random, 2, 40);
    Field field(columns, 1);
    // Few different costs, so that ties are common.
    for (int32_t x = 0; x < columns; ++x) field.at(x, 0) = random() % 3;
    const double total = field.sum({0, 0, columns, 1}, defaultCost);
    const uint32_t count = columns > 2 ? 2 + random() % 2 : 2;
    const int32_t last = columns - static_cast<int32_t>(count - 1);
    int32_t best = 1;
    double least = total * count;
    for (int32_t at = 1; at <= last; ++at) {
      const double first = field.sum({0, 0, at, 1}, defaultCost);
      const double off = std::abs(first * count - total);
      if (off >= least) continue;
      least = off;
      best = at;
    }
    EXPECT_EQ(field.plan(count).rects[0].x1, best) << "seed " << seed;
  }
  EXPECT_EQ(makeEvenPlan({5, 1, 2}).rects[0].x1, 2);
  EXPECT_EQ(makeEvenPlan({1, 5, 2}).rects[0].y1, 2);
  EXPECT_EQ(makeEvenPlan({8, 8, 2}).rects[0], (CellRect{0, 0, 4, 8})) << "columns before rows";
}

TEST(Partitioner, BalancesCrowds) {
  for (uint32_t seed = 1; seed <= 20; ++seed) {
    std::minstd_rand random(seed);
    const int32_t columns = draw(random, 100, 250);
    const int32_t rows = draw(random, 100, 250);
    Field field(columns, rows);
    for (int crowds = 0; crowds < 3; ++crowds) {
      field.crowd(random() % columns, random() % rows, 8 + random() % 30, 5 + random() % 20);
    }
    for (const uint32_t count : {2u, 3u, 5u, 8u, 13u, 16u}) {
      SCOPED_TRACE(testing::Message() << "seed " << seed << ", " << count);
      EXPECT_LT(field.unevenness(field.plan(count), defaultCost), 1.15);
      EXPECT_LT(field.unevenness(field.plan(count, PartitionStrategy::strips), defaultCost), 1.35);
      EXPECT_EQ(field.plan(count, PartitionStrategy::tiles),
                makeEvenPlan({columns, rows, count, PartitionStrategy::tiles}));
    }
    EXPECT_GT(field.unevenness(field.even(8), defaultCost), 1.5) << "seed " << seed;
  }
}

TEST(Partitioner, DoesNotMindWhoHasTheCountsNow) {
  Field field(61, 47);
  field.crowd(20, 30, 9, 40).crowd(50, 5, 4, 90);
  for (const PartitionStrategy strategy : kStrategies) {
    const PartitionPlan plan = field.plan(7, strategy);
    for (uint32_t present = 2; present <= kMaxPartitions; ++present) {
      for (const PartitionStrategy before : kStrategies) {
        const Workload& load = field.load(makeEvenPlan({61, 47, present, before}));
        EXPECT_EQ(field.plan(load, CostModel(), 7, strategy), plan);
      }
    }
  }
}

TEST(Partitioner, CutsStripsAcrossTheLongerSide) {
  Field wide(200, 90), high(90, 200);
  wide.crowd(150, 40, 20, 30);
  high.crowd(40, 150, 20, 30);
  for (uint32_t count = 1; count <= kMaxPartitions; ++count) {
    const PartitionPlan columns = wide.plan(count, PartitionStrategy::strips);
    const PartitionPlan rows = high.plan(count, PartitionStrategy::strips);
    for (uint32_t p = 0; p < count; ++p) {
      EXPECT_EQ(columns.rects[p].height(), 90);
      EXPECT_EQ(rows.rects[p].width(), 90);
      if (p > 0) {
        EXPECT_EQ(columns.rects[p].x0, columns.rects[p - 1].x1);
      }
    }
  }
}

TEST(Partitioner, LaysTilesAsSquareAsTheyGet) {
  const auto tiles = [](int32_t columns, int32_t rows, uint32_t count) {
    return makeEvenPlan({columns, rows, count, PartitionStrategy::tiles});
  };
  const PartitionPlan sixteen = tiles(64, 64, 16);
  for (uint32_t p = 0; p < 16; ++p) {
    const auto x = static_cast<int32_t>(p % 4 * 16);
    const auto y = static_cast<int32_t>(p / 4 * 16);
    EXPECT_EQ(sixteen.rects[p], (CellRect{x, y, x + 16, y + 16}));
  }
  EXPECT_EQ(tiles(64, 48, 12).rects[0], (CellRect{0, 0, 16, 16}));
  EXPECT_EQ(tiles(48, 64, 12).rects[0], (CellRect{0, 0, 16, 16}));
  EXPECT_EQ(tiles(16, 160, 10).rects[0], (CellRect{0, 0, 16, 16}));
  EXPECT_EQ(tiles(26, 30, 13).rects[12], (CellRect{0, 27, 26, 30})) << "a prime makes strips";
  EXPECT_EQ(tiles(130, 40, 13).rects[12], (CellRect{120, 0, 130, 40}));
}

TEST(Partitioner, BisectsWhatHasNoRoomForStripsOrTiles) {
  EXPECT_EQ(makeEvenPlan({4, 3, 7, PartitionStrategy::strips}), makeEvenPlan({4, 3, 7}));
  EXPECT_EQ(makeEvenPlan({4, 3, 7, PartitionStrategy::tiles}), makeEvenPlan({4, 3, 7}));
}

TEST(Partitioner, KeepsToTheLeastSideWhereThereIsRoom) {
  Field field(96, 128);
  field.at(3, 120) = 1000000;
  for (const uint32_t count : {2u, 4u, 8u, 16u}) {
    const auto shortest = [&](int32_t leastSide) {
      const PartitionPlan plan = field.plan(count, PartitionStrategy::bisection, leastSide);
      int32_t side = 128;
      for (uint32_t p = 0; p < count; ++p) {
        side = std::min({side, plan.rects[p].width(), plan.rects[p].height()});
      }
      return side;
    };
    EXPECT_LT(shortest(1), 12) << count;
    EXPECT_EQ(shortest(12), 12) << count;
  }
  Field small(16, 16);
  expectExactCover(small.plan(16, PartitionStrategy::bisection, 12), 16, 16, 16);
}

TEST(Partitioner, TakesWeightsAndCountsAtTheirLimits) {
  Field field(2048, 32);
  for (int32_t x = 0; x < 2048; ++x) field.at(x, 7) = 2097151;  // 2^32 - 2,048 together
  CostModel model;
  model.perCell = model.perItem = 65535;
  std::fill_n(model.scales, kMaxPartitions, 1024u);
  const PartitionPlan plan = field.plan(field.load(field.even(3)), model, 16);
  for (uint32_t p = 0; p < 16; ++p) {
    const auto x = static_cast<int32_t>(p * 128);
    EXPECT_EQ(plan.rects[p], (CellRect{x, 0, x + 128, 32}));
  }
}

TEST(ItemsWithGhosts, CountsEveryCopyOnTheTorus) {
  for (uint32_t seed = 1; seed <= 30; ++seed) {
    std::minstd_rand random(seed);
    const int32_t ghosts = draw(random, 0, 6);
    const int32_t columns = draw(random, 6, 40);
    const int32_t rows = draw(random, 6, 40);
    Field field(columns, rows);
    fill(field, columns, rows, random);
    const PartitionPlan plan = field.plan(1 + random() % kMaxPartitions);
    uint64_t expected = 0;
    for (uint32_t p = 0; p < plan.count; ++p) {
      const CellRect& rect = plan.rects[p];
      for (int32_t y = rect.y0 - ghosts; y < rect.y1 + ghosts; ++y) {
        for (int32_t x = rect.x0 - ghosts; x < rect.x1 + ghosts; ++x) {
          expected += field.at((x + columns) % columns, (y + rows) % rows);
        }
      }
    }
    const Workload& load = field.load(field.even(1 + random() % kMaxPartitions));
    EXPECT_EQ(itemsWithGhosts(plan, load, ghosts), expected) << "seed " << seed;
  }
}

}  // namespace
}  // namespace skyflock::runtime
