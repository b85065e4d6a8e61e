#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <memory>
#include <vector>

#include "runtime/partitioner.h"

namespace skyflock::runtime {

/// Items in the cells of a grid, and how a plan holds them.
class Field {
 public:
  Field(int32_t columns, int32_t rows)
      : columns_(columns), rows_(rows), items_(static_cast<size_t>(columns * rows)) {}

  uint32_t& at(int32_t x, int32_t y) { return items_[static_cast<size_t>(y * columns_ + x)]; }

  /// A crowd around (x, y) that thins out over `spread` cells.
  Field& crowd(double x, double y, double spread, double density) {
    for (int32_t cy = 0; cy < rows_; ++cy) {
      for (int32_t cx = 0; cx < columns_; ++cx) {
        const double away = (cx - x) * (cx - x) + (cy - y) * (cy - y);
        at(cx, cy) += static_cast<uint32_t>(density * std::exp(-away / (spread * spread)));
      }
    }
    return *this;
  }

  /// The items by the partitions of a plan; valid until the next call.
  const Workload& load(const PartitionPlan& plan) {
    load_ = {};
    load_.plan = plan;
    arranged_.clear();
    arranged_.reserve(items_.size());
    for (uint32_t p = 0; p < plan.count; ++p) {
      const CellRect& rect = plan.rects[p];
      load_.counts[p] = arranged_.data() + arranged_.size();
      for (int32_t y = rect.y0; y < rect.y1; ++y) {
        for (int32_t x = rect.x0; x < rect.x1; ++x) {
          arranged_.push_back(at(x, y));
          load_.items[p] += at(x, y);
        }
      }
    }
    return load_;
  }

  /// Sum over a rectangle of cost(items of a cell).
  template <typename Cost>
  double sum(const CellRect& rect, Cost&& cost) {
    double total = 0;
    for (int32_t y = rect.y0; y < rect.y1; ++y) {
      for (int32_t x = rect.x0; x < rect.x1; ++x) total += cost(at(x, y));
    }
    return total;
  }

  /// The dearest partition's cost as a share of the mean.
  template <typename Cost>
  double unevenness(const PartitionPlan& plan, Cost&& cost) {
    double dearest = 0;
    for (uint32_t p = 0; p < plan.count; ++p) dearest = std::max(dearest, sum(plan.rects[p], cost));
    return dearest * plan.count / sum({0, 0, columns_, rows_}, cost);
  }

  PartitionPlan even(uint32_t count) const { return makeEvenPlan({columns_, rows_, count}); }

  PartitionPlan plan(const Workload& load, const CostModel& model, uint32_t count,
                     PartitionStrategy strategy = PartitionStrategy::bisection,
                     int32_t leastSide = 1) {
    return makePlan({columns_, rows_, count, strategy, leastSide}, load, model, *scratch_);
  }

  /// A plan from scales of one.
  PartitionPlan plan(uint32_t count, PartitionStrategy strategy = PartitionStrategy::bisection,
                     int32_t leastSide = 1) {
    return plan(load(even(1)), CostModel(), count, strategy, leastSide);
  }

 private:
  int32_t columns_, rows_;
  std::vector<uint32_t> items_, arranged_;
  Workload load_;
  std::unique_ptr<PlanScratch> scratch_ = std::make_unique<PlanScratch>();
};

}  // namespace skyflock::runtime
