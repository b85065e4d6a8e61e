#include "runtime/partitioner.h"

#include <algorithm>

#include "core/assert.h"

namespace skyflock::runtime {

namespace {

constexpr uint32_t kMaxWeight = 65535;
constexpr uint32_t kLeastScale = CostModel::kScaleOne / 4;
constexpr uint32_t kMostScale = CostModel::kScaleOne * 4;

CellRect intersection(const CellRect& a, const CellRect& b) {
  return {std::max(a.x0, b.x0), std::max(a.y0, b.y0), std::min(a.x1, b.x1), std::min(a.y1, b.y1)};
}

uint32_t quotientUp(uint32_t a, uint32_t b) { return (a + b - 1) / b; }

uint32_t sumRow(const uint32_t* row, int32_t width) {
  uint32_t sum = 0;
  for (int32_t x = 0; x < width; ++x) sum += row[x];
  return sum;
}

/// Which sides are cut.
enum class Sides { longer, columns, rows };

/// Calls row(counts of its cells, y) for every row of a part of a partition, y from 0.
template <typename Row>
void forEachRow(const CellRect& part, const CellRect& owner, const uint32_t* counts, Row&& row) {
  for (int32_t y = 0; y < part.height(); ++y) {
    row(counts + (part.y0 + y - owner.y0) * owner.width() + (part.x0 - owner.x0), y);
  }
}

/// The items of every line (column or row) of a part of a partition.
void sumLines(const CellRect& part, const CellRect& owner, const uint32_t* counts, bool byColumns,
              uint32_t* items) {
  const int32_t width = part.width();
  if (!byColumns) {
    forEachRow(part, owner, counts,
               [&](const uint32_t* row, int32_t y) { items[y] = sumRow(row, width); });
    return;
  }
  std::fill_n(items, width, 0u);
  forEachRow(part, owner, counts, [&](const uint32_t* row, int32_t) {
    for (int32_t x = 0; x < width; ++x) items[x] += row[x];
  });
}

/// Cuts rectangles in two until each is a partition. Without a load every cell costs the same.
///
/// A rectangle is given no more partitions than it has blocks of leastSide * leastSide cells, or
/// cells where there are too few blocks; so there is always a way to go on.
class Bisector {
 public:
  Bisector(Sides sides, int32_t leastSide, const Workload* load, const CostModel* model,
           PlanScratch* scratch)
      : sides_(sides), leastSide_(leastSide), load_(load), model_(model), scratch_(scratch) {
    plan_.count = 0;
  }

  void cut(const CellRect& rect, uint32_t count) {
    if (count == 1) {
      plan_.rects[plan_.count++] = rect;
      return;
    }
    const bool byColumns =
        sides_ == Sides::longer ? rect.width() >= rect.height() : sides_ == Sides::columns;
    const int32_t length = byColumns ? rect.width() : rect.height();
    const int32_t across = byColumns ? rect.height() : rect.width();
    uint32_t firstCount = count / 2;
    Range range = rangeOf(length, across, leastSide_, firstCount, count);
    if (range.empty()) range = rangeOf(length, across, 1, firstCount, count);
    if (range.empty()) {
      // No line divides the cells so that both halves have enough: fill whole lines.
      const auto line = static_cast<uint32_t>(across);
      firstCount = std::max(line, firstCount / line * line);
      range = rangeOf(length, across, 1, firstCount, count);
    }
    SKYFLOCK_ASSERT(!range.empty(), "a rectangle has a cell for each of its partitions");
    if (load_ != nullptr) sumCosts(rect, byColumns);
    const int32_t at = bestCut(length, range, firstCount, count);
    CellRect first = rect;
    CellRect second = rect;
    if (byColumns) {
      first.x1 = second.x0 = rect.x0 + at;
    } else {
      first.y1 = second.y0 = rect.y0 + at;
    }
    cut(first, firstCount);
    cut(second, count - firstCount);
  }

  const PartitionPlan& plan() const { return plan_; }

 private:
  /// Where a cut may be: least <= at <= most.
  struct Range {
    int32_t least, most;
    bool empty() const { return least > most; }
  };

  /// Where both halves have a block of side * side cells for each of their partitions.
  Range rangeOf(int32_t length, int32_t across, int32_t side, uint32_t firstCount,
                uint32_t count) const {
    // A strip takes whole lines for itself.
    const auto abreast = static_cast<uint32_t>(sides_ == Sides::longer ? across / side : 1);
    if (abreast == 0) return {1, 0};
    return {side * static_cast<int32_t>(quotientUp(firstCount, abreast)),
            length - side * static_cast<int32_t>(quotientUp(count - firstCount, abreast))};
  }

  /// The cost of every line of the rectangle.
  void sumCosts(const CellRect& rect, bool byColumns) const {
    std::fill_n(scratch_->costs, byColumns ? rect.width() : rect.height(), uint64_t{0});
    for (uint32_t p = 0; p < load_->plan.count; ++p) {
      const CellRect& owner = load_->plan.rects[p];
      const CellRect part = intersection(rect, owner);
      if (part.width() <= 0 || part.height() <= 0) continue;
      sumLines(part, owner, load_->counts[p], byColumns, scratch_->items);
      const int32_t lines = byColumns ? part.width() : part.height();
      const int32_t cells = byColumns ? part.height() : part.width();
      const uint64_t empty = uint64_t{model_->perCell} * static_cast<uint64_t>(cells);
      uint64_t* costs = scratch_->costs + (byColumns ? part.x0 - rect.x0 : part.y0 - rect.y0);
      for (int32_t i = 0; i < lines; ++i) {
        costs[i] += model_->scales[p] * (empty + uint64_t{model_->perItem} * scratch_->items[i]);
      }
    }
  }

  /// The lowest of the places where the costs of both sides are closest to the counts' ratio.
  int32_t bestCut(int32_t length, const Range& range, uint32_t firstCount, uint32_t count) const {
    const auto costOf = [&](int32_t line) {
      return load_ != nullptr ? scratch_->costs[line] : uint64_t{1};
    };
    uint64_t total = 0;
    for (int32_t i = 0; i < length; ++i) total += costOf(i);
    // Grids, counts and weights at their limits keep this below 2^63.
    const uint64_t wanted = total * firstCount;
    uint64_t got = 0;
    for (int32_t i = 0; i < range.least; ++i) got += costOf(i) * count;
    int32_t at = range.least;
    // Costs are positive, so that the distance falls to its minimum and then rises.
    while (at < range.most) {
      const uint64_t more = got + costOf(at) * count;
      const uint64_t off = got < wanted ? wanted - got : got - wanted;
      const uint64_t offThen = more < wanted ? wanted - more : more - wanted;
      if (offThen >= off) break;
      got = more;
      ++at;
    }
    return at;
  }

  Sides sides_;
  int32_t leastSide_;
  const Workload* load_;
  const CostModel* model_;
  PlanScratch* scratch_;
  PartitionPlan plan_;
};

/// An even grid of tiles, as square as they get; false when there is no room for one.
bool layTiles(const PlanRequest& request, PartitionPlan& plan) {
  const auto count = static_cast<int32_t>(request.count);
  int32_t across = 0;
  int64_t leastBorder = 0;
  for (int32_t a = 1; a <= count; ++a) {
    if (count % a != 0 || a > request.columns || count / a > request.rows) continue;
    const int64_t border = int64_t{a} * request.rows + int64_t{count / a} * request.columns;
    if (across != 0 && border >= leastBorder) continue;
    across = a;
    leastBorder = border;
  }
  if (across == 0) return false;
  const int32_t down = count / across;
  plan.count = 0;
  for (int32_t y = 0; y < down; ++y) {
    for (int32_t x = 0; x < across; ++x) {
      plan.rects[plan.count++] = {request.columns * x / across, request.rows * y / down,
                                  request.columns * (x + 1) / across,
                                  request.rows * (y + 1) / down};
    }
  }
  return true;
}

PartitionPlan cutGrid(const PlanRequest& request, const Workload* load, const CostModel* model,
                      PlanScratch* scratch) {
  SKYFLOCK_ASSERT(request.count >= 1 && request.count <= kMaxPartitions,
                  "a grid has 1 to 16 partitions");
  SKYFLOCK_ASSERT(std::max(request.columns, request.rows) <= kMaxGridSide,
                  "a grid has sides of at most 2048 cells");
  SKYFLOCK_ASSERT(request.columns >= 1 && request.rows >= 1 && request.leastSide >= 1 &&
                      int64_t{request.columns} * request.rows >= request.count,
                  "a grid has a cell for each partition");
  if (request.strategy == PartitionStrategy::tiles) {
    PartitionPlan plan;
    if (layTiles(request, plan)) return plan;
  }
  Sides sides = Sides::longer;
  if (request.strategy == PartitionStrategy::strips &&
      std::max(request.columns, request.rows) >= static_cast<int32_t>(request.count)) {
    sides = request.columns >= request.rows ? Sides::columns : Sides::rows;
  }
  Bisector bisector(sides, request.leastSide, load, model, scratch);
  bisector.cut({0, 0, request.columns, request.rows}, request.count);
  return bisector.plan();
}

}  // namespace

CostModel::CostModel() { std::fill_n(scales, kMaxPartitions, kScaleOne); }

void scaleByTimes(CostModel& model, const Workload& load, const float* milliseconds) {
  double costs[kMaxPartitions] = {};
  double allCosts = 0.0;
  double allTimes = 0.0;
  for (uint32_t p = 0; p < load.plan.count; ++p) {
    const CellRect& rect = load.plan.rects[p];
    costs[p] = static_cast<double>(model.perCell) * rect.width() * rect.height() +
               static_cast<double>(model.perItem) * load.items[p];
    if (!(milliseconds[p] > 0.0f)) continue;
    allCosts += costs[p];
    allTimes += static_cast<double>(milliseconds[p]);
  }
  for (uint32_t p = 0; p < load.plan.count; ++p) {
    model.scales[p] = CostModel::kScaleOne;
    if (!(milliseconds[p] > 0.0f)) continue;
    const double share = static_cast<double>(milliseconds[p]) / allTimes * allCosts / costs[p];
    const double scale = share * CostModel::kScaleOne + 0.5;
    if (!(scale > kLeastScale)) {
      model.scales[p] = kLeastScale;
    } else {
      model.scales[p] = scale < kMostScale ? static_cast<uint32_t>(scale) : kMostScale;
    }
  }
}

PartitionPlan makePlan(const PlanRequest& request, const Workload& load, const CostModel& model,
                       PlanScratch& scratch) {
  SKYFLOCK_ASSERT(model.perCell >= 1 && model.perCell <= kMaxWeight && model.perItem <= kMaxWeight,
                  "the weights of the cost are at most 65535, and a cell costs something");
  for (uint32_t p = 0; p < load.plan.count; ++p) {
    SKYFLOCK_ASSERT(model.scales[p] >= kLeastScale && model.scales[p] <= kMostScale,
                    "the scales of the cost are a quarter to four");
  }
  return cutGrid(request, &load, &model, &scratch);
}

uint64_t itemsWithGhosts(const PartitionPlan& plan, const Workload& load, int32_t ghostCells) {
  int32_t columns = 0;
  int32_t rows = 0;
  for (const CellRect& rect : load.plan.rects) {
    columns = std::max(columns, rect.x1);
    rows = std::max(rows, rect.y1);
  }
  uint64_t items = 0;
  const auto add = [&](const CellRect& seen) {
    for (uint32_t p = 0; p < load.plan.count; ++p) {
      const CellRect part = intersection(seen, load.plan.rects[p]);
      if (part.width() <= 0) continue;
      forEachRow(part, load.plan.rects[p], load.counts[p],
                 [&](const uint32_t* row, int32_t) { items += sumRow(row, part.width()); });
    }
  };
  for (uint32_t p = 0; p < plan.count; ++p) {
    const CellRect& rect = plan.rects[p];
    for (int32_t y = -rows; y <= rows; y += rows) {
      for (int32_t x = -columns; x <= columns; x += columns) {
        add({rect.x0 - ghostCells + x, rect.y0 - ghostCells + y, rect.x1 + ghostCells + x,
             rect.y1 + ghostCells + y});
      }
    }
  }
  return items;
}

PartitionPlan makeEvenPlan(const PlanRequest& request) {
  return cutGrid(request, nullptr, nullptr, nullptr);
}

bool Balancer::update(const float* partitionMilliseconds, uint32_t count) {
  SKYFLOCK_ASSERT(count >= 1 && count <= kMaxPartitions, "a grid has 1 to 16 partitions");
  const bool begins = updates_ == 0 || count != count_;
  if (begins) updates_ = uneven_ = 0;
  count_ = count;
  ++updates_;
  float mean = 0.0f;
  for (uint32_t p = 0; p < count; ++p) mean += smoothed_[p] / static_cast<float>(count);
  float sum = 0.0f;
  float slowest = 0.0f;
  for (uint32_t p = 0; p < count; ++p) {
    float& smoothed = smoothed_[p];
    float now = partitionMilliseconds[p];
    // One slow tick, however slow, leaves little behind.
    if (mean > 0.0f) now = std::min(now, 2.0f * std::max(mean, smoothed));
    smoothed = begins ? partitionMilliseconds[p] : smoothed + kSmoothing * (now - smoothed);
    sum += smoothed;
    slowest = std::max(slowest, smoothed);
  }
  imbalance_ = sum > 0.0f ? slowest * static_cast<float>(count) / sum : 1.0f;
  uneven_ = imbalance_ > kUneven ? uneven_ + 1 : 0;
  if (uneven_ < kUnevenUpdates || updates_ < kUpdatesBetweenPlans) return false;
  updates_ = uneven_ = 0;
  return true;
}

}  // namespace skyflock::runtime
