#include "life/partition.h"

#include <algorithm>

#include "runtime/partitioner.h"

namespace skyflock::life {

uint32_t Partition::slotOfOwn(uint32_t own) const {
  const uint32_t* rows = ownRowStart;
  const auto row =
      static_cast<int32_t>(std::upper_bound(rows, rows + rect.height() + 1, own) - rows) - 1;
  return slotOfRow(row) + (own - rows[row]);
}

PartitionPlan planByArea(int32_t columns, int32_t rows, uint32_t count) {
  return runtime::makeEvenPlan({columns, rows, count});
}

}  // namespace skyflock::life
