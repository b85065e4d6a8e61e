#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iterator>
#include <memory>
#include <span>
#include <string>

#include "core/status.h"
#include "life/world.h"

namespace skyflock::life {

/// How a founding ended.
enum class FoundOutcome : uint32_t { founded, refused, noMemory };

/// What a host takes of the machine that it runs on.
struct Platform {
  /// The time in milliseconds; null leaves all times 0.
  double (*nowMilliseconds)() = nullptr;
  /// Gives memory that is aligned to 64 bytes, of a multiple of 64 bytes, which std::free takes
  /// back; null when it is refused. The C++ library's where it is null.
  void* (*allocate)(size_t bytes) = nullptr;
};

/// A world with its memory, for an owner that hands over numbers and records at fixed addresses:
/// JavaScript. What can be asked of the world itself is asked by `world`. Only `found`, `restore`
/// and `reserveSnapshot` allocate. One thread calls everything.
class Host {
 public:
  explicit Host(const Platform& platform) : platform_(platform) {}
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;

  /// Every option, in option order: wishes before `found`, what became of them after it.
  double* options() { return options_; }
  /// TribeSetup[maxTribes].
  TribeSetup* tribes() { return founding_.tribes; }
  /// maxLabelBytes of text: what snapshots carry as the world's labels, given before `found`.
  char* labels() { return founding_.labels; }
  void setLabelBytes(uint32_t bytes);
  /// What `enqueue` takes.
  Command& command() { return command_; }
  /// The reason of the last refusal or failure.
  const std::string& message() const { return message_; }

  /// Before `found` or `restore`: into how many partitions the world is cut.
  void setPartitions(uint32_t count);
  /// Likewise: how it is cut, a PartitionStrategy.
  void setStrategy(uint32_t strategy);

  /// Founds the world of the options and tribes. While memory is refused, room is made for half as
  /// many animals instead, down to those that the world begins with.
  FoundOutcome found(uint32_t tribeCount);
  /// As `found`, but without the founders: `world().spawnFounders` puts them into it, some at a
  /// time where somebody is to hear how far it is.
  FoundOutcome foundEmpty(uint32_t tribeCount);
  /// Most animals that `found` was asked to make room for; `maxEntities` of the options says how
  /// many there is room for.
  uint32_t requestedEntities() const { return requestedEntities_; }
  /// Bytes of the first memory that was refused; 0 when all of it was given.
  uint32_t refusedBytes() const { return refusedBytes_; }

  /// So many bytes for a snapshot, or null when they are refused. They stay reserved.
  std::byte* reserveSnapshot(uint32_t bytes);
  /// Makes the world of the snapshot that was written into the reserved bytes, in place of `found`.
  FoundOutcome restore(uint32_t bytes);
  /// Writes a snapshot into the reserved bytes.
  void save() const { world_->save(snapshot_.get()); }

  /// The world that was founded or restored.
  World& world() const { return *world_; }
  uint32_t tribeCount() const { return founding_.tribeCount; }

  /// Whether the tick ended well; the world must not be stepped again when it did not.
  bool step();
  /// Whether `command` is queued for the next tick.
  bool enqueue();

  /// A frame of `frameBytes` bytes. `colorBy` is a ColorBy.
  const FrameHeader& writeFrame(uint32_t colorBy, bool withFood);
  uint32_t frameBytes() const { return frameBytes_; }

 protected:
  struct Free {
    void operator()(std::byte* memory) const { std::free(memory); }
  };
  using Memory = std::unique_ptr<std::byte, Free>;

  /// Takes memory in place of what `into` holds; false, and a message, when it is refused.
  bool takeMemory(Memory& into, const char* what, size_t bytes);
  FoundOutcome makeWorld();
  /// Puts all founders into a world that was just made.
  FoundOutcome settle(FoundOutcome outcome);
  /// Asks for less: false when nobody but the founders has room already.
  bool lowerCapacity();
  /// Whether all is well; the message where it is not.
  bool keep(const core::Status& status);

  double now() const {
    return platform_.nowMilliseconds != nullptr ? platform_.nowMilliseconds() : 0.0;
  }

  Platform platform_;
  uint32_t partitions_ = 1;
  runtime::PartitionStrategy strategy_ = runtime::PartitionStrategy::bisection;
  World* world_ = nullptr;
  std::string message_;

 private:
  core::Status takeOptions();
  bool reserveWorld();
  FoundOutcome takeOver(const core::Status& status);
  FoundOutcome refuse(const core::Status& status);

  Founding founding_;
  double options_[std::size(kLifeOptions)] = {};
  Command command_ = {};
  Memory memory_;
  size_t worldBytes_ = 0;
  uint32_t requestedEntities_ = 0;
  uint32_t refusedBytes_ = 0;
  Memory snapshot_;
  uint32_t snapshotRoom_ = 0;
  uint32_t frameBytes_ = 0;
};

}  // namespace skyflock::life
