#pragma once

#include <emscripten/emscripten.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iterator>
#include <memory>
#include <span>
#include <string>

#include "life/founding.h"
#include "life/snapshot.h"
#include "life/world.h"

// The life engine as JavaScript sees it. Records and options cross as bytes and numbers at fixed
// addresses; a call carries numbers only, and nothing is allocated after the founding.

namespace skyflock::bindings {

/// How a founding ended.
enum class FoundOutcome : uint32_t { founded, refused, noMemory };

inline uint32_t layout_id() { return life::layoutId; }

inline double now_milliseconds() { return emscripten_get_now(); }

inline uint32_t address_of(const void* pointer) {
  return static_cast<uint32_t>(reinterpret_cast<uintptr_t>(pointer));
}

/// A world, its memory, and the areas through which numbers and records cross. Only `found`
/// allocates. One thread calls everything.
class LifeHost {
 public:
  /// Every option as f64, in option order: wishes before `found`, what became of them after it.
  uint32_t options_address() const { return address_of(options_); }
  /// TribeSetup[maxTribes].
  uint32_t tribes_address() const { return address_of(founding_.tribes); }
  /// maxLabelBytes of text: what snapshots carry as the world's labels, given before `found`.
  uint32_t labels_address() const { return address_of(founding_.labels); }
  void set_label_bytes(uint32_t bytes) {
    founding_.labelBytes = std::min(bytes, life::constants::maxLabelBytes);
  }
  /// The Command that `enqueue` takes.
  uint32_t command_address() const { return address_of(&command_); }
  /// The reason of the last refusal or failure.
  std::string message() const { return message_; }

  /// Before `found` or `restore`: into how many partitions the world is cut.
  void set_partitions(uint32_t count) {
    partitions_ = std::clamp(count, 1u, runtime::kMaxPartitions);
  }

  /// Founds the world of the options and tribes. While memory is refused, room is made for half as
  /// many animals instead, down to those that the world begins with.
  FoundOutcome found(uint32_t tribeCount) {
    for (uint32_t i = 0; i < std::size(options_); ++i) {
      const life::OptionInfo& info = life::kLifeOptions[i];
      // A number beyond its type's range must not reach the conversion to it.
      if (!(options_[i] >= info.least && options_[i] <= info.most)) {
        return refuse(
            core::Status::out_of_range(info.name, options_[i], info.least, info.most, ""));
      }
      life::write_option(founding_.options, i, options_[i]);
    }
    founding_.tribeCount = tribeCount;
    const core::Status status = life::resolve_founding(founding_);
    if (!status.ok()) return refuse(status);
    requestedEntities_ = founding_.options.maxEntities;
    FoundOutcome outcome = make_world();
    while (outcome == FoundOutcome::noMemory && lower_capacity()) outcome = make_world();
    return outcome;
  }
  /// Most animals that `found` was asked to make room for; `maxEntities` of the options says how
  /// many there is room for.
  uint32_t requested_entities() const { return requestedEntities_; }
  /// Bytes of the first memory that was refused to `found`; 0 when all of it was given.
  uint32_t refused_bytes() const { return refusedBytes_; }

  /// The address of so many bytes for a snapshot, or 0 when they are refused. They stay reserved.
  uint32_t reserve_snapshot(uint32_t bytes) {
    if (bytes > snapshotRoom_) {
      snapshotRoom_ = take_memory(snapshot_, "the snapshot", bytes) ? bytes : 0;
    }
    return address_of(snapshot_.get());
  }
  /// Makes the world of the snapshot that was written into the reserved bytes, in place of `found`.
  FoundOutcome restore(uint32_t bytes) {
    const std::span<const std::byte> snapshot(snapshot_.get(), bytes);
    core::Status status = life::read_founding(snapshot, founding_);
    if (status.ok()) status = life::resolve_founding(founding_);
    if (!status.ok()) return refuse(status);
    if (!reserve_world()) return FoundOutcome::noMemory;
    world_ = life::World::restore(snapshot, founding_, world_memory(), status, partitions_);
    return take_over(status);
  }
  uint32_t snapshot_bytes() const { return static_cast<uint32_t>(world_->snapshot_bytes()); }
  /// Writes a snapshot into the reserved bytes.
  void save() { world_->save(snapshot_.get()); }
  uint32_t tribe_count() const { return founding_.tribeCount; }

  /// Whether the tick ended well; the world must not be stepped again when it did not.
  bool step() {
    world_->step();
    return keep(world_->health());
  }

  bool enqueue() { return keep(world_->enqueue(command_)); }

  /// The address of a frame of frameBytes bytes.
  uint32_t write_frame(uint32_t colorBy, bool withFood) {
    const life::FrameHeader& frame =
        world_->write_frame(static_cast<life::ColorBy>(colorBy), withFood);
    frameBytes_ = frame.bytes;
    return address_of(&frame);
  }
  uint32_t frame_bytes() const { return frameBytes_; }

  /// The address of a WorldStats.
  uint32_t gather_stats() { return address_of(&world_->gather_stats()); }
  /// The address of an Inspection.
  uint32_t inspect(uint32_t id) { return address_of(&world_->inspect(id)); }
  /// The address of an f32 for each Phase.
  uint32_t phase_milliseconds_address() const {
    return address_of(world_->phase_milliseconds().data());
  }

  double critical_path_milliseconds() const { return world_->critical_path_milliseconds(); }

  uint32_t pick(float x, float y, float radius) const { return world_->pick(x, y, radius); }
  void select(uint32_t id) { world_->select(id); }
  void hash_phases(bool on) { world_->set_phase_hashing(on); }
  uint32_t tick() const { return world_->tick(); }
  uint32_t population() const { return world_->population(); }
  uint32_t hash_low() const { return world_->hash().lo; }
  uint32_t hash_high() const { return world_->hash().hi; }

 protected:
  struct Free {
    void operator()(std::byte* memory) const { std::free(memory); }
  };

  using Memory = std::unique_ptr<std::byte, Free>;

  /// Takes memory in place of what `into` holds; false, and a message, when it is refused.
  bool take_memory(Memory& into, const char* what, size_t bytes) {
    bytes = (bytes + 63) / 64 * 64;
    into.reset();
    into.reset(static_cast<std::byte*>(std::aligned_alloc(64, bytes)));
    if (into != nullptr) return true;
    if (refusedBytes_ == 0) refusedBytes_ = static_cast<uint32_t>(bytes);
    message_ = std::string(what) + ": " + std::to_string(bytes) + " bytes of memory were refused";
    return false;
  }

  bool reserve_world() {
    worldBytes_ = life::World::bytes_needed(founding_, partitions_);
    return take_memory(memory_, "the world", worldBytes_);
  }
  std::span<std::byte> world_memory() { return {memory_.get(), worldBytes_}; }

  FoundOutcome make_world() {
    if (!reserve_world()) return FoundOutcome::noMemory;
    core::Status status;
    world_ = life::World::found(founding_, world_memory(), status, partitions_);
    return take_over(status);
  }

  /// Asks for less: false when nobody but the founders has room already.
  bool lower_capacity() {
    life::LifeOptions& options = founding_.options;
    const uint32_t lower = std::max(options.maxEntities / 2, options.entities);
    if (lower == options.maxEntities) return false;
    options.maxEntities = lower;
    return true;
  }

  FoundOutcome take_over(const core::Status& status) {
    if (world_ == nullptr) return refuse(status);
    founding_ = world_->founding();
    for (uint32_t i = 0; i < std::size(options_); ++i) {
      options_[i] = life::read_option(founding_.options, i);
    }
    world_->set_clock(now_milliseconds);
    world_->set_partitions(partitions_, runtime::PartitionStrategy::bisection);
    return FoundOutcome::founded;
  }

  FoundOutcome refuse(const core::Status& status) {
    message_ = status.message;
    return FoundOutcome::refused;
  }

  bool keep(const core::Status& status) {
    if (!status.ok()) message_ = status.message;
    return status.ok();
  }

  life::Founding founding_;
  uint32_t partitions_ = 1;
  double options_[std::size(life::kLifeOptions)] = {};
  life::Command command_ = {};
  Memory memory_;
  size_t worldBytes_ = 0;
  uint32_t requestedEntities_ = 0;
  uint32_t refusedBytes_ = 0;
  Memory snapshot_;
  uint32_t snapshotRoom_ = 0;
  life::World* world_ = nullptr;
  uint32_t frameBytes_ = 0;
  std::string message_;
};

}  // namespace skyflock::bindings
