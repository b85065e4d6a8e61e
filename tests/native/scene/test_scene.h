#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <vector>

#include "scene/records.h"
#include "scene/scene.h"
#include "scene/test_memory.h"

namespace skyflock::scene::tests {

/// A scene with all its memory under control, and what is asked of it again and again.
class TestScene {
 public:
  explicit TestScene(const SceneOptions& options = {}) : scene(memory) {
    core::Status status;
    EXPECT_TRUE(scene.found(options, status)) << status.message;
  }

  /// Puts records through the inbox, as many at a time as it has room for, until it takes no more.
  void send(const Records& records, uint32_t atATime = constants::inboxRecords) {
    for (uint32_t at = 0; at < records.count();) {
      const uint32_t count = std::min(records.count() - at, atATime);
      std::memcpy(scene.inbox(), records.words.data() + size_t{at} * constants::recordWords,
                  size_t{count} * 64);
      const uint32_t done = scene.decode(count);
      if (done == 0) return;
      at += done;
    }
  }
  /// The same, and the end of an update.
  void publish(Records records = {}) { send(records.endUpdate(++update)); }

  template <typename Callback>
  Callback callback(uint32_t at) const {
    Callback record = {};
    EXPECT_LT(at, scene.header().callbackCount);
    std::memcpy(&record, scene.outbox() + size_t{at} * constants::recordWords, sizeof record);
    return record;
  }
  /// Refusals in the outbox.
  std::vector<RefusedCallback> refusals() const {
    std::vector<RefusedCallback> found;
    for (uint32_t i = 0; i < scene.header().callbackCount; ++i) {
      const auto record = callback<RefusedCallback>(i);
      if ((record.head & 0xff) == static_cast<uint32_t>(CallbackKind::refused)) {
        found.push_back(record);
      }
    }
    return found;
  }
  uint32_t refused(RefusalKind kind) const {
    return scene.header().refusals[static_cast<uint32_t>(kind)];
  }
  uint32_t refused() const {
    uint32_t all = 0;
    for (const uint32_t count : scene.header().refusals) all += count;
    return all;
  }

  const EntityColumns& shown() const { return scene.entities().published(); }
  bool isShown(uint32_t slot) const {
    return slot < scene.entities().publishedSlots() &&
           (shown().flags[slot] & constants::entityAlive) != 0;
  }
  float x(uint32_t slot) const { return shown().position[0][slot]; }

  TestMemory memory;
  Scene scene;
  uint32_t update = 0;
};

inline SceneOptions optionsFor(uint32_t entities) {
  SceneOptions options;
  options.maxEntities = entities;
  return options;
}

}  // namespace skyflock::scene::tests
