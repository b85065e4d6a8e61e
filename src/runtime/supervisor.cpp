#include "runtime/supervisor.h"

#include <algorithm>

namespace skyflock::runtime {

namespace {

/// A number as far as it can be true: what a worker leaves that overruns its memory makes nobody
/// patient, not even NaN.
double heldBelow(double most, double value) { return value < most ? value : most; }

}  // namespace

double Supervisor::longestStep() const { return heldBelow(kLongestStepMs, longestStep_); }

double Supervisor::suspicion() const {
  const double least = attendance_ == kUnattended
                           ? constants::unattendedMs
                           : heldBelow(kMaxWorkers, crowding_) * constants::leastSuspicionMs;
  return std::max(least, constants::unsuspected * longestStep());
}

double Supervisor::trial() const {
  const double least = hasEndedARun_ != 0 ? constants::leastTrialMs : kFirstTrialMs;
  return std::max(least, kPatience * longestStep() - suspicion());
}

void Supervisor::startOver(double nowMilliseconds) {
  lastLook_ = nowMilliseconds;
  suspects_ = 0;
  leader_ = {nowMilliseconds, got_};
  for (Standstill& standstill : standstills_) standstill = {nowMilliseconds, got_};
}

void Supervisor::beginRun(double nowMilliseconds, const WorkerPool& pool) {
  got_ = 0.0;
  startOver(nowMilliseconds);
  crowding_ = std::max(1.0, static_cast<double>(pool.workers()) / processors_);
  seenStep_ = pool.step();
  for (uint32_t w = 0; w < pool.workers(); ++w) seen_[w] = pool.progress(w);
}

bool Supervisor::isJudged(const Standstill& standstill, double nowMilliseconds) {
  const double stood = nowMilliseconds - standstill.since;
  // Since a time to come: that is no clock, but memory that was overrun.
  if (!(stood >= 0.0)) return true;
  if (stood <= suspicion()) return false;
  suspects_ = 1;
  return got_ - standstill.got >= trial() ||
         stood > std::max(constants::longestTrialMs, suspicion() + trial());
}

uint32_t Supervisor::look(double nowMilliseconds, const WorkerPool& pool) {
  const double passed = nowMilliseconds - lastLook_;
  if (passed > (suspects_ != 0 ? constants::stoodStillMs : kLateMs) || passed < 0.0)
    startOver(nowMilliseconds);
  if (suspects_ != 0 && passed <= kOwnMs) got_ += passed;
  lastLook_ = nowMilliseconds;
  suspects_ = 0;
  bool all = true;
  uint32_t judged = kNobody;
  const uint32_t step = pool.step();
  for (uint32_t w = 0; w < pool.workers(); ++w) {
    const uint32_t progress = pool.progress(w);
    // A worker's clock starts with the step: until then it waited for the others.
    if (progress != seen_[w] || step != seenStep_) standstills_[w] = {nowMilliseconds, got_};
    seen_[w] = progress;
    if (!pool.awaited(w)) continue;
    all = false;
    if (isJudged(standstills_[w], nowMilliseconds) && judged == kNobody) judged = w;
  }
  if (!all || step != seenStep_) leader_ = {nowMilliseconds, got_};
  seenStep_ = step;
  if (all && isJudged(leader_, nowMilliseconds)) return kLeader;
  return judged;
}

void Supervisor::end(const WorkerPool& pool, uint32_t steps) {
  double longest = 0.0;
  for (uint32_t s = 0; s < steps; ++s) {
    for (uint32_t w = 0; w < pool.workers(); ++w) {
      longest = std::max(longest, static_cast<double>(pool.workerTimes(w).compute[s]));
    }
  }
  longestStep_ = std::max(longest, longestStep_ * constants::forgetting);
  hasEndedARun_ = 1;
}

}  // namespace skyflock::runtime
