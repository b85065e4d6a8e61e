#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <span>

#include "life/scenes.h"
#include "life/world.h"

namespace skyflock::tests {

/// A world in memory of its own, of exactly the bytes it asks for.
class TestWorld {
 public:
  explicit TestWorld(const life::Founding& founding, uint32_t partitions = 1) {
    life::Founding resolved = founding;
    status_ = life::resolveFounding(resolved);
    if (!status_.ok()) return;
    const size_t bytes = life::World::bytesNeeded(resolved, partitions);
    memory_.reset(static_cast<std::byte*>(::operator new(bytes, kAlignment)));
    world_ = life::World::found(resolved, {memory_.get(), bytes}, status_, partitions);
  }

  /// Why there is no world, or ok.
  const core::Status& status() const { return status_; }

  life::World& operator*() const { return *world_; }
  life::World* operator->() const { return world_; }

 private:
  static constexpr std::align_val_t kAlignment{64};
  struct Release {
    void operator()(std::byte* p) const { ::operator delete(p, kAlignment); }
  };

  std::unique_ptr<std::byte, Release> memory_;
  core::Status status_;
  life::World* world_ = nullptr;
};

/// A scene with so many animals in a world of columns x rows cells.
inline life::Founding smallFounding(const char* scene, uint32_t entities, uint32_t columns,
                                    uint32_t rows) {
  life::Founding founding = life::foundingOf(*life::findScene(scene));
  founding.options.entities = entities;
  founding.options.maxEntities = 0;
  founding.options.columns = columns;
  founding.options.rows = rows;
  return founding;
}

}  // namespace skyflock::tests
