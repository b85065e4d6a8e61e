#pragma once

#include <cstdint>

#include "scene/memory.h"
#include "scene/outcome.h"
#include "scene/scene_layout.h"

namespace skyflock::scene {

/// What the engine says to the script: callback records, in order. What there is no room for is counted and lost.
///
/// Refusals of one kind for one operation that follow each other in an update are one record, whoever else is refused
/// meanwhile begins the next: a script that does the same thing wrong a million times is told once.
class Outbox {
 public:
  /// Counts are kept in the scene's header.
  Outbox(const Memory& memory, SceneHeader& header) : records_(memory), header_(header) {}

  /// False when the memory is refused.
  [[nodiscard]] bool begin() {
    return records_.reserve(constants::outboxRecords * constants::recordWords);
  }

  /// A command, or `times` parts of one, is refused. index: the entity's slot, or none.
  void refuse(SceneOp op, RefusalKind kind, uint32_t index, uint32_t generation, uint32_t detail,
              uint32_t times = 1);
  /// Makes a record of the refusals that have none yet.
  void flushRefusals();

  /// A PickedCallback or PublishedCallback, behind the refusals before it.
  template <typename Callback>
  void add(const Callback& callback) {
    static_assert(sizeof(Callback) == 4 * constants::recordWords);
    flushRefusals();
    write(&callback);
  }

  void clear() { header_.callbackCount = 0; }

  const uint32_t* records() const { return records_.data(); }
  size_t room() const { return records_.room(); }

 private:
  void write(const void* record);

  GrowingArray<uint32_t> records_;
  SceneHeader& header_;
  /// The refusals that the next record is about; times is 0 where there are none.
  RefusedCallback pending_ = {};
};

}  // namespace skyflock::scene
