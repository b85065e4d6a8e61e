#pragma once

#include <cstddef>
#include <utility>

namespace skyflock::core {

/// Sorts a few records in place, without memory of its own. `comesBefore` must be a total order
/// (no two records equal), so that every sort in every language ends in the same sequence.
template <typename Record, typename Before>
void sortRecords(Record* first, Record* last, Before comesBefore) {
  // A shell sort over the gaps of Ciura (2001), which beats the others at the few hundred records
  // of a tick, and needs neither recursion nor a pivot.
  static constexpr ptrdiff_t kGaps[] = {510774, 227011, 100894, 44842, 19930, 8858, 3937, 1750,
                                        701,    301,    132,    57,    23,    10,   4,    1};
  const ptrdiff_t count = last - first;
  for (const ptrdiff_t gap : kGaps) {
    for (ptrdiff_t i = gap; i < count; ++i) {
      const Record record = first[i];
      ptrdiff_t hole = i;
      while (hole >= gap && comesBefore(record, first[hole - gap])) {
        first[hole] = first[hole - gap];
        hole -= gap;
      }
      first[hole] = record;
    }
  }
}

}  // namespace skyflock::core
