#include "runtime/supervisor.h"

#include <algorithm>

namespace skyflock::runtime {

double Supervisor::deadline() const {
  const double least =
      attendance_ == kUnattended ? kUnattendedDeadlineMs : crowding_ * kLeastDeadlineMs;
  return std::max(least, kPatience * longestStep_);
}

void Supervisor::start_over(double nowMilliseconds) {
  lastLook_ = nowMilliseconds;
  leaderSince_ = nowMilliseconds;
  for (double& since : since_) since = nowMilliseconds;
}

void Supervisor::begin(double nowMilliseconds, const WorkerPool& pool) {
  start_over(nowMilliseconds);
  crowding_ = std::max(1.0, static_cast<double>(pool.workers()) / processors_);
  seenStep_ = pool.step();
  for (uint32_t w = 0; w < pool.workers(); ++w) seen_[w] = pool.progress(w);
}

uint32_t Supervisor::look(double nowMilliseconds, const WorkerPool& pool) {
  const double passed = nowMilliseconds - lastLook_;
  if (passed > kLateMs || passed < 0.0) start_over(nowMilliseconds);
  lastLook_ = nowMilliseconds;
  bool all = true;
  const uint32_t step = pool.step();
  for (uint32_t w = 0; w < pool.workers(); ++w) {
    const uint32_t progress = pool.progress(w);
    // A worker's clock starts with the step: until then it waited for the others.
    if (progress != seen_[w] || step != seenStep_) since_[w] = nowMilliseconds;
    seen_[w] = progress;
    if (!pool.awaited(w)) continue;
    all = false;
    if (nowMilliseconds - since_[w] > deadline()) return w;
  }
  if (!all || step != seenStep_) leaderSince_ = nowMilliseconds;
  seenStep_ = step;
  return nowMilliseconds - leaderSince_ > deadline() ? kLeader : kNobody;
}

void Supervisor::end(const WorkerPool& pool, uint32_t steps) {
  double longest = 0.0;
  for (uint32_t s = 0; s < steps; ++s) {
    for (uint32_t w = 0; w < pool.workers(); ++w) {
      longest = std::max(longest, static_cast<double>(pool.worker_times(w).compute[s]));
    }
  }
  // An old peak is forgotten within some seconds.
  longestStep_ = std::max(longest, longestStep_ * 0.99);
}

}  // namespace skyflock::runtime
