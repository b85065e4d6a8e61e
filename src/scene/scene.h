#pragma once

#include <cstdint>

#include "core/hash.h"
#include "core/status.h"
#include "scene/draw_list.h"
#include "scene/entities.h"
#include "scene/memory.h"
#include "scene/mesh_store.h"
#include "scene/outbox.h"
#include "scene/system_memory.h"
#include "scene/textures.h"
#include "scene/views.h"

// A scene: what a script's commands make, and what of it is to be drawn.
//
//   inbox ─▶ decode ─▶ working state ─▶ publish ─▶ published state ─▶ draw ─▶ draw list
//              │ one function an op        │ d dirty keys                         passes, groups, instances
//              ▼                           ▼
//            outbox: refusals, answers to picks, what was published
//
// Nobody is trusted: a command is checked in full before it changes anything, and one that does not hold changes
// nothing and is told of. What an update says is seen as a whole or not at all. The same commands in the same order give
// the same published state in every build and in the JavaScript twin (web/fallback/scene), however they were cut into
// batches.

namespace skyflock::scene {

/// One thread calls everything. Places are good until the next call; `header().epoch` tells when they have moved.
class Scene {
 public:
  explicit Scene(const Memory& memory = systemMemory());
  Scene(const Scene&) = delete;
  Scene& operator=(const Scene&) = delete;

  /// Whether options may be used together.
  static core::Status check(const SceneOptions& options);

  /// Begins an empty scene, once; `status` says why not.
  bool found(const SceneOptions& options, core::Status& status);

  /// Carries out the first of `count` records of the inbox, up to inboxRecords. It stops behind an EndUpdate, whose update
  /// is then published, before a command whose continuation records are not all there, and where so much has been done
  /// that a picture could wait for it. Returns how many records are done with; 0 when the first command is not whole.
  uint32_t decode(uint32_t count);

  /// Makes the draw list of the published state for view(). Returns dirty flags: what changed since the last draw list,
  /// dirtyMemory where places have moved; 0: the list is the last one. Where its memory is refused the last one stays.
  uint32_t draw();

  /// What is seen at a place of the picture, in shares of its width and height from the upper left corner. False: nothing.
  bool pick(float x, float y, PickHit& hit);

  /// The hash of the published state.
  core::StateHash hash();
  /// Empties the outbox.
  void clearCallbacks() { outbox_.clear(); }

  /// The block: header, and ScenePlaces behind it, whose numbers are counted from here.
  const SceneHeader& header() const { return block_.header; }
  const ScenePlaces& places() const { return block_.places; }
  const SceneOptions& options() const { return options_; }
  /// Room for inboxRecords records.
  uint32_t* inbox() { return inbox_.data(); }
  /// header().callbackCount callback records.
  const uint32_t* outbox() const { return outbox_.records(); }
  /// What a draw list is made for.
  DrawView& view() { return view_; }

  const Entities& entities() const { return entities_; }
  const Views& views() const { return views_; }
  const Textures& textures() const { return textures_; }
  const MeshStore& meshes() const { return meshes_; }
  const DrawList& drawList() const { return list_; }

 private:
  struct Block {
    SceneHeader header;
    ScenePlaces places;
  };

  // decode.cpp
  void carryOut(SceneOp op, const uint32_t* record, uint32_t more);
  void refuse(SceneOp op, const Outcome& outcome, uint32_t index = constants::none,
              uint32_t generation = 0);
  void runEntity(SceneOp op, const uint32_t* record);
  void runSetParent(const uint32_t* record);
  void runSetRun(const uint32_t* record, uint32_t more);
  void runList(SceneOp op, const uint32_t* record, uint32_t more);
  void runMeshPart(const uint32_t* record, uint32_t more);
  Outcome runMesh(SceneOp op, const uint32_t* record);
  Outcome runTexture(SceneOp op, const uint32_t* record);
  Outcome runView(SceneOp op, const uint32_t* record);
  Outcome runPick(const uint32_t* record);
  void runReset();

  // publish.cpp
  void publish(uint32_t update);
  void countRatio(uint32_t changed);
  void tellPublished(uint32_t update, uint32_t copies);

  // draw.cpp
  void answerPicks();
  void tellPicked(uint32_t request, const PickHit& hit);
  DrawInput drawInput() const;

  // scene.cpp
  void place();
  void tellFigures();

  Block block_ = {};
  SceneOptions options_ = {};
  DrawView view_ = {};
  GrowingArray<uint32_t> inbox_;
  Outbox outbox_;
  MeshStore meshes_;
  Textures textures_;
  Views views_;
  Entities entities_;
  DrawList list_;

  /// Picks of the update that is decoded.
  PickCommand picks_[constants::mostPicks] = {};
  uint32_t pickCount_ = 0;
  /// Shares of dirty entities of the last publishes, the oldest of which is overwritten next.
  float ratios_[constants::metricFrames] = {};
  uint32_t ratioCount_ = 0, nextRatio_ = 0;
  /// What has been done in this call of decode, in steps of some nanoseconds.
  uint32_t work_ = 0;
  /// Dirty flags of what was published since the last draw list, and the epoch that was told with it.
  uint32_t changed_ = constants::dirtyAll;
  uint32_t drawnEpoch_ = 0;
  bool isFounded_ = false;
};

}  // namespace skyflock::scene
