#pragma once

#include <cstdint>

#include "runtime/cell_rect.h"

namespace skyflock::runtime {

/// How a grid is cut.
enum class PartitionStrategy : uint32_t {
  bisection,  ///< in two by cost along the longer side, again and again: short borders
  strips,     ///< across the longer side by cost: long borders, but only two neighbours each
  tiles,      ///< an even grid, whatever the cost
};

/// What is to be cut, and how.
struct PlanRequest {
  int32_t columns = 0, rows = 0;  ///< cells, at least `count` together
  uint32_t count = 1;             ///< 1 to 16 partitions
  PartitionStrategy strategy = PartitionStrategy::bisection;
  /// Cells. No side is shorter where there is room for that; 1 leaves it to the cost. A partition
  /// narrower than its ghost zone costs more in ghosts than its own cells do.
  int32_t leastSide = 1;
};

/// Cells along the longer side of the largest grid.
inline constexpr int32_t kMaxGridSide = 2048;

/// What a cell costs: perCell + perItem * items, times the scale of the partition it is in.
struct CostModel {
  static constexpr uint32_t kScaleOne = 256;

  uint32_t perCell = 1;   ///< 1 to 65,535
  uint32_t perItem = 32;  ///< 0 to 65,535; usual: an item is the work of some thirty empty cells
  /// 1 / 256; 64 to 1,024. By present partition: the time a unit of cost took there, as a share of
  /// what it took on average.
  uint32_t scales[kMaxPartitions];

  CostModel();
};

/// The present partitions and what is in them.
struct Workload {
  PartitionPlan plan;
  /// By partition, the items in each of its cells, row by row; below 2^32 together.
  const uint32_t* counts[kMaxPartitions] = {};
  /// By partition, all its items.
  uint32_t items[kMaxPartitions] = {};
};

/// Working memory of makePlan.
struct PlanScratch {
  uint64_t costs[kMaxGridSide];
  uint32_t items[kMaxGridSide];
};

/// Sets the scales so that the costs of the partitions are as their times were. A time that is not
/// positive tells nothing and leaves a scale of one.
void scaleByTimes(CostModel& model, const Workload& load, const float* milliseconds);

/// Cuts the grid into partitions of about equal cost, each at least a cell wide and high. Strips
/// and tiles that the grid has no room for become a bisection. Reads each count about log2(count)
/// times; the plan follows from the arguments alone. `load` must cover the grid.
PartitionPlan makePlan(const PlanRequest& request, const Workload& load, const CostModel& model,
                       PlanScratch& scratch);

/// Items of all partitions of a plan, copies included, when each also holds what is within
/// `ghostCells` of its rectangle on a torus (at most the grid's shorter side). Where borders cut
/// through a crowd that is a multiple of the items: for whoever has room for so many and no more.
uint64_t itemsWithGhosts(const PartitionPlan& plan, const Workload& load, int32_t ghostCells);

/// The same as makePlan where every cell costs the same.
PartitionPlan makeEvenPlan(const PlanRequest& request);

/// Watches how long the partitions take and says when it is time for another plan. What it says
/// may only decide who computes what, never what comes out.
class Balancer {
 public:
  /// A plan is uneven when the slowest partition takes more than this share of the mean.
  static constexpr float kUneven = 1.15f;
  /// Updates in a row for which it must be: shorter, and a passing hiccup would move borders.
  static constexpr uint32_t kUnevenUpdates = 8;
  /// Updates from one plan to the next, at least: a new plan costs a tick of sorting.
  static constexpr uint32_t kUpdatesBetweenPlans = 30;
  /// Weight of the newest time in the smoothed one.
  static constexpr float kSmoothing = 0.125f;

  /// Takes the times of a tick's partitions; true when the plan should be made anew. It then counts
  /// as made: the next update begins to smooth from its own times.
  bool update(const float* partitionMilliseconds, uint32_t count);

  /// Smoothed times by partition, up to the last update's.
  const float* milliseconds() const { return smoothed_; }
  /// The slowest partition's smoothed time as a share of the mean; 1 before there is one.
  float imbalance() const { return imbalance_; }

 private:
  float smoothed_[kMaxPartitions] = {};
  float imbalance_ = 1.0f;
  uint32_t count_ = 0;
  uint32_t updates_ = 0;  ///< since the last plan
  uint32_t uneven_ = 0;   ///< uneven ones in a row
};

}  // namespace skyflock::runtime
