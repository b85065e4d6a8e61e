#include "scene/ranges.h"

#include <cstring>

#include "core/assert.h"

namespace skyflock::scene {

bool Ranges::begin(uint32_t size, uint32_t most) {
  // Between so many ranges, before and behind them.
  if (!free_.reserve(most + 1)) return false;
  free_[0] = {0, size};
  count_ = 1;
  return true;
}

uint32_t Ranges::find(uint32_t count) const {
  for (uint32_t i = 0; i < count_; ++i) {
    if (free_[i].count >= count) return free_[i].first;
  }
  return kNowhere;
}

void Ranges::take(uint32_t first, uint32_t count) {
  uint32_t at = 0;
  while (free_[at].first != first) ++at;
  Range& range = free_[at];
  range.first += count;
  range.count -= count;
  if (range.count != 0) return;
  --count_;
  std::memmove(&range, &range + 1, size_t{count_ - at} * sizeof(Range));
}

void Ranges::give(uint32_t first, uint32_t count) {
  uint32_t at = 0;
  while (at < count_ && free_[at].first < first) ++at;
  Range* const next = &free_[at];
  const bool joinsLast = at > 0 && next[-1].first + next[-1].count == first;
  const bool joinsNext = at < count_ && first + count == next->first;
  if (joinsLast && joinsNext) {
    next[-1].count += count + next->count;
    --count_;
    std::memmove(next, next + 1, size_t{count_ - at} * sizeof(Range));
  } else if (joinsLast) {
    next[-1].count += count;
  } else if (joinsNext) {
    next->first = first;
    next->count += count;
  } else {
    SKYFLOCK_ASSERT(count_ < free_.capacity(),
                    "there are no more free ranges than begin() was told");
    std::memmove(next + 1, next, size_t{count_ - at} * sizeof(Range));
    *next = {first, count};
    ++count_;
  }
}

}  // namespace skyflock::scene
