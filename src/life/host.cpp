#include "life/host.h"

#include <algorithm>

#include "life/founding.h"
#include "life/snapshot.h"

namespace skyflock::life {

namespace {

constexpr size_t kAlignment = 64;

static_assert(static_cast<uint32_t>(PartitionStrategy::strips) ==
              static_cast<uint32_t>(runtime::PartitionStrategy::strips));
static_assert(static_cast<uint32_t>(PartitionStrategy::tiles) ==
              static_cast<uint32_t>(runtime::PartitionStrategy::tiles));

}  // namespace

void Host::setLabelBytes(uint32_t bytes) {
  founding_.labelBytes = std::min(bytes, constants::maxLabelBytes);
}

void Host::setPartitions(uint32_t count) {
  partitions_ = std::clamp(count, 1u, runtime::kMaxPartitions);
}

void Host::setStrategy(uint32_t strategy) {
  constexpr auto kLast = static_cast<uint32_t>(PartitionStrategy::tiles);
  strategy_ = static_cast<runtime::PartitionStrategy>(std::min(strategy, kLast));
}

FoundOutcome Host::found(uint32_t tribeCount) { return settle(foundEmpty(tribeCount)); }

FoundOutcome Host::settle(FoundOutcome outcome) {
  if (outcome == FoundOutcome::founded) world_->spawnFounders(founding_.options.entities);
  return outcome;
}

FoundOutcome Host::foundEmpty(uint32_t tribeCount) {
  core::Status status = takeOptions();
  if (!status.ok()) return refuse(status);
  founding_.tribeCount = tribeCount;
  status = resolveFounding(founding_);
  if (!status.ok()) return refuse(status);
  requestedEntities_ = founding_.options.maxEntities;
  FoundOutcome outcome = makeWorld();
  while (outcome == FoundOutcome::noMemory && lowerCapacity()) outcome = makeWorld();
  return outcome;
}

core::Status Host::takeOptions() {
  for (uint32_t i = 0; i < std::size(options_); ++i) {
    const OptionInfo& info = kLifeOptions[i];
    // A number beyond its type's range must not reach the conversion to it.
    if (!(options_[i] >= info.least && options_[i] <= info.most)) {
      return core::Status::outOfRange(info.name, options_[i], info.least, info.most, "");
    }
    writeOption(founding_.options, i, options_[i]);
  }
  return {};
}

std::byte* Host::reserveSnapshot(uint32_t bytes) {
  if (bytes > snapshotRoom_) {
    snapshotRoom_ = takeMemory(snapshot_, "the snapshot", bytes) ? bytes : 0;
  }
  return snapshot_.get();
}

FoundOutcome Host::restore(uint32_t bytes) {
  const std::span<const std::byte> snapshot(snapshot_.get(), bytes);
  core::Status status = readFounding(snapshot, founding_);
  if (status.ok()) status = resolveFounding(founding_);
  if (!status.ok()) return refuse(status);
  if (!reserveWorld()) return FoundOutcome::noMemory;
  world_ = World::restore(snapshot, founding_, {memory_.get(), worldBytes_}, status, partitions_);
  return takeOver(status);
}

bool Host::step() {
  world_->step();
  return keep(world_->health());
}

bool Host::enqueue() { return keep(world_->enqueue(command_)); }

const FrameHeader& Host::writeFrame(uint32_t colorBy, bool withFood) {
  const FrameHeader& frame = world_->writeFrame(static_cast<ColorBy>(colorBy), withFood);
  frameBytes_ = frame.bytes;
  return frame;
}

bool Host::takeMemory(Memory& into, const char* what, size_t bytes) {
  bytes = (bytes + kAlignment - 1) / kAlignment * kAlignment;
  into.reset();
  void* memory = platform_.allocate != nullptr ? platform_.allocate(bytes)
                                               : std::aligned_alloc(kAlignment, bytes);
  into.reset(static_cast<std::byte*>(memory));
  if (into != nullptr) return true;
  if (refusedBytes_ == 0) refusedBytes_ = static_cast<uint32_t>(bytes);
  message_ = std::string(what) + ": " + std::to_string(bytes) + " bytes of memory were refused";
  return false;
}

bool Host::reserveWorld() {
  worldBytes_ = World::bytesNeeded(founding_, partitions_);
  return takeMemory(memory_, "the world", worldBytes_);
}

FoundOutcome Host::makeWorld() {
  if (!reserveWorld()) return FoundOutcome::noMemory;
  core::Status status;
  world_ = World::foundEmpty(founding_, {memory_.get(), worldBytes_}, status, partitions_);
  return takeOver(status);
}

bool Host::lowerCapacity() {
  LifeOptions& options = founding_.options;
  const uint32_t lower = std::max(options.maxEntities / 2, options.entities);
  if (lower == options.maxEntities) return false;
  options.maxEntities = lower;
  return true;
}

FoundOutcome Host::takeOver(const core::Status& status) {
  if (world_ == nullptr) return refuse(status);
  founding_ = world_->founding();
  for (uint32_t i = 0; i < std::size(options_); ++i) {
    options_[i] = readOption(founding_.options, i);
  }
  world_->setClock(platform_.nowMilliseconds);
  world_->setPartitions(partitions_, strategy_);
  return FoundOutcome::founded;
}

FoundOutcome Host::refuse(const core::Status& status) {
  message_ = status.message;
  return FoundOutcome::refused;
}

bool Host::keep(const core::Status& status) {
  if (!status.ok()) message_ = status.message;
  return status.ok();
}

}  // namespace skyflock::life
