#pragma once

#include <cstdint>

#include "scene/camera_view.h"
#include "scene/drawables.h"
#include "scene/memory.h"
#include "scene/pick.h"
#include "scene/scene_layout.h"
#include "scene/transform.h"

namespace skyflock::scene {

/// What make() came to.
enum class DrawOutcome : uint32_t {
  /// Nothing has changed: the list is the last one.
  same,
  /// The list is a new one.
  made,
  /// The memory for a new one was refused: the list is the last one, and the next call tries again.
  refused,
};

/// The list of what is to be drawn, in the order of drawing: passes, their groups, the instances of these.
///
/// How a list is made. What an entity looks like is kept from picture to picture (Drawables), so that a picture of
/// entities that moved reads positions, orientations and scales alone. Four slots at a time, a pass first asks whether
/// its camera sees them, and works out matrices of those it sees. Where a pass has one mesh and texture alone, an
/// instance is written as soon as it is seen; else the first walk counts what is seen by mesh and texture, and a second
/// one writes each where its group has come to. What is transparent is put aside with its depth, sorted, and written
/// last.
///
/// Nothing is allocated in a picture once the arrays have grown to what is seen.
class DrawList {
 public:
  /// Most passes: every camera, and the default one beside the screen cameras.
  static constexpr uint32_t kMaxPasses = constants::maxCameras + 1;

  explicit DrawList(const Memory& memory)
      : transforms_(memory),
        drawables_(memory),
        groups_(memory),
        instances_(memory),
        instanceSlots_(memory),
        seen_(memory),
        counts_(memory),
        distant_(memory) {}

  /// Takes note of what a publish changed: `dirty` flags (dirtyEntities ...), and of entities which columns, as fields
  /// (fieldPosition ...); of an entity that began or ended all of them. Where the fields aren't known, say kAllFields.
  void note(uint32_t dirty, uint32_t fields) {
    stale_ |= dirty;
    staleList_ |= dirty;
    staleFields_ |= fields;
  }
  static constexpr uint32_t kAllFields = 0xffffu;

  /// Makes the list of the published state for a view.
  DrawOutcome make(const DrawInput& input);

  /// What is seen at a place of the picture, in shares of its width and height from the upper left corner: the topmost
  /// pass first; in a world camera's the nearest, in a screen camera's the last one drawn. It needs no make() before it,
  /// and sees the published state as it is. False when the memory was refused.
  [[nodiscard]] bool pick(const DrawInput& input, float x, float y, PickHit& hit);

  const DrawPass* passes() const { return passes_; }
  uint32_t passCount() const { return passCount_; }
  const DrawGroup* groups() const { return groups_.data(); }
  uint32_t groupCount() const { return groupCount_; }
  const DrawInstance* instances() const { return instances_.data(); }
  uint32_t instanceCount() const { return instanceCount_; }
  /// The slot of each instance's entity.
  const uint32_t* instanceSlots() const { return instanceSlots_.data(); }
  const DrawLight* lights() const { return lights_; }
  uint32_t lightCount() const { return lightCount_; }
  /// Drawable entities that no camera sees.
  uint32_t culled() const { return culled_; }
  /// Counts up whenever an array has moved: groups, instances or their slots.
  uint32_t epoch() const { return epoch_; }
  /// Bytes of memory it has.
  size_t room() const;

 private:
  /// Something transparent, before it is sorted.
  struct Distant {
    /// Grows as the depth shrinks.
    uint32_t depth;
    uint32_t slot;
  };

  /// Brings transforms and drawables up to the published state.
  bool prepare(const DrawInput& input);
  /// Everything's bounds, for the default camera.
  SceneBounds findBounds(const DrawInput& input) const;
  /// Cameras in the order of drawing; how many. `passes` has kMaxPasses.
  uint32_t findPasses(const DrawInput& input, const DrawView& view, CameraView* passes) const;
  /// How many entities a camera may draw at most, and how many of these are sorted by depth.
  uint32_t most(const CameraView& pass) const;
  uint32_t mostDistant(const CameraView& pass) const;
  /// Whether all opaque entities that it draws have one mesh and texture.
  bool isPlain(const CameraView& pass) const;

  template <typename T>
  bool grow(GrowingArray<T>& array, uint64_t count);
  bool makeRoom(const DrawInput& input, const CameraView* passes, uint32_t passCount,
                bool& isCounted);
  void countPass(const DrawInput& input, const CameraView& pass, uint8_t* seen, uint32_t* counts,
                 uint32_t& distant);
  void drawPlain(const DrawInput& input, const CameraView& pass, uint8_t* seen);
  void drawCounted(const DrawInput& input, const CameraView& pass, const uint8_t* seen,
                   uint32_t* counts);
  void drawDistant(const DrawInput& input, uint32_t count);
  void addGroup(uint32_t key, uint32_t first, uint32_t count, bool isTransparent);
  /// Puts what is seen of four slots aside, with its depth.
  void putAside(uint32_t slot, int lanes, core::F4 depth);
  /// Sorts what was put aside, farthest first.
  const Distant* sortDistant();
  void countCulled(uint32_t slots);

  Transforms transforms_;
  Drawables drawables_;
  DrawPass passes_[kMaxPasses] = {};
  DrawLight lights_[size_t{kMaxPasses} * constants::lightsDrawn] = {};
  GrowingArray<DrawGroup> groups_;
  GrowingArray<DrawInstance> instances_;
  GrowingArray<uint32_t> instanceSlots_;
  /// Of each pass and four slots, which of them it sees.
  GrowingArray<uint8_t> seen_;
  /// Of each pass and key, how many it sees, then where the next one goes.
  GrowingArray<uint32_t> counts_;
  /// Those of one pass, and as much room again to sort them.
  GrowingArray<Distant> distant_;
  uint32_t passCount_ = 0, groupCount_ = 0, instanceCount_ = 0, lightCount_ = 0, culled_ = 0;
  uint32_t distantCount_ = 0;
  uint32_t epoch_ = 0;
  /// What has changed since prepare() and since make().
  uint32_t stale_ = constants::dirtyAll, staleFields_ = kAllFields;
  uint32_t staleList_ = constants::dirtyAll;
  DrawView view_ = {};
};

}  // namespace skyflock::scene
