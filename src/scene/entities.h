#pragma once

#include <cstddef>
#include <cstdint>

#include "core/arena.h"
#include "core/hash.h"
#include "scene/columns.h"
#include "scene/dirty_set.h"
#include "scene/memory.h"
#include "scene/mesh_store.h"
#include "scene/outbox.h"
#include "scene/textures.h"

// The entities of a scene, twice: the working state, which commands change, and the published one, which pictures are
// made of. What differs is kept in a dirty set, so that a publish copies what changed and nothing else.
//
// 1. Nothing is ever erased. An entity that ends is a slot that is not alive, and is published as that: what is gone
//    can't come back with a copy that was made before.
// 2. Columns outside of the dirty set are equal in both states, but for those of slots that are not alive. So 64
//    neighbours may be copied as one when many of them are dirty.
// 3. The published columns get their memory when a publish needs it. Where that is refused the publish does not happen,
//    the dirty set stays, and a later one takes all of it.
// 4. Parents have their children in lists, so that an entity ends with all that follow it, without recursion and
//    without a look at anyone else.

namespace skyflock::scene {

/// The number in the low half of an entity's looks where it has no mesh: it is not drawn, and others may follow it.
inline constexpr uint32_t kNoMesh = 0xffffu;
/// Those of an entity that is given none.
inline constexpr uint32_t kUsualLooks = kNoMesh;

constexpr uint32_t meshOf(uint32_t looks) { return looks & 0xffffu; }
/// A texture's number; none where there is none.
constexpr uint32_t textureOf(uint32_t looks) { return (looks >> 16) - 1; }

/// Words a value of a run or list has; 0 for a field that none can set.
constexpr uint32_t runWords(uint32_t field) {
  using namespace constants;
  switch (field) {
    case fieldPosition:
    case fieldScale:
      return 3;
    case fieldOrientation:
      return 4;
    case fieldColor:
    case fieldActive:
      return 1;
    default:
      return 0;
  }
}

class Entities {
 public:
  Entities(const Memory& memory, MeshStore& meshes, const Textures& textures, Outbox& outbox)
      : memory_(memory), meshes_(meshes), textures_(textures), outbox_(outbox) {}
  Entities(const Entities&) = delete;
  Entities& operator=(const Entities&) = delete;
  ~Entities();

  /// Room for floorEntities of them in both states. It is called once, before anything else. False when the memory is
  /// refused.
  [[nodiscard]] bool begin(const SceneOptions& options);

  // Commands. Where one is refused on behalf of another entity than it is about, that one is named.

  Outcome create(const EntityCommand& command);
  Outcome update(const EntityCommand& command);
  Outcome destroy(const EntityCommand& command);
  Outcome setParent(const SetParent& command);
  /// `values` has run.count values of runWords(field) words; a word beyond them may be read.
  void setRun(const SetRun& run, const uint32_t* values);
  /// The same by ids.
  void setList(uint32_t field, uint32_t count, const uint32_t* slots, const uint32_t* generations,
               const uint32_t* values);
  void destroyList(uint32_t count, const uint32_t* slots, const uint32_t* generations);
  /// Takes a texture from all that have it.
  void forgetTexture(uint32_t texture);
  /// All of them end, and generations begin anew. What they have is not given back: meshes are reset with them.
  void reset();

  // The working state.

  bool isAlive(uint32_t slot, uint32_t generation) const {
    return slot < slots_ && generations(slot) == generation && isAlive(slot);
  }
  uint32_t count() const { return count_; }
  /// Slots ever used since the last reset.
  uint32_t slots() const { return slots_; }
  const EntityColumns& working() const { return working_; }
  /// Steps along chains of parents since the scene began: what a hostile script can make many of.
  uint32_t steps() const { return steps_; }

  // The published state.

  bool isDirty() const { return !dirty_.isEmpty(); }
  /// Whether a publish can happen: what is dirty holds together, and there is memory for it. It changes nothing that is
  /// published.
  Outcome prepare();
  struct Publication {
    /// Keys that were copied: column groups of entities.
    uint32_t copies = 0;
    /// Entities that had any.
    uint32_t entities = 0;
    /// Which fields of entities changed (fieldPosition ...); where one began or ended, all of them.
    uint32_t fields = 0;
  };
  /// What is dirty, is published. prepare() said that it can.
  Publication publish();
  const EntityColumns& published() const { return published_; }
  uint32_t publishedSlots() const { return publishedSlots_; }
  uint32_t publishedCount() const { return publishedCount_; }
  uint32_t publishedCapacity() const { return publishedBlock_.capacity; }
  /// Adds the published ones to a state's hash.
  void addTo(core::StateHash& hash) const;
  /// Counts up whenever the published columns moved.
  uint32_t epoch() const { return epoch_; }

  /// Bytes of memory they have.
  size_t room() const { return workingBlock_.bytes + publishedBlock_.bytes; }
  /// Whether nobody has written between the columns.
  bool intact() const { return workingBlock_.guards.intact() && publishedBlock_.guards.intact(); }

 private:
  struct Block {
    std::byte* memory = nullptr;
    size_t bytes = 0;
    uint32_t capacity = 0;
    core::Guards guards;
  };
  /// Who follows an entity: the first of them, and each one's neighbours among those of one parent.
  struct Links {
    uint32_t* firstChild = nullptr;
    uint32_t* next = nullptr;
    uint32_t* previous = nullptr;
  };
  /// What a command gives an entity, as it is kept.
  struct Values {
    float orientation[4];
    uint32_t looks;
  };

  uint32_t generations(uint32_t slot) const { return working_.generations[slot]; }
  bool isAlive(uint32_t slot) const { return (working_.flags[slot] & constants::entityAlive) != 0; }

  // entities.cpp
  Outcome check(const EntityCommand& command, uint32_t fields, Values& values) const;
  void write(uint32_t slot, uint32_t fields, const EntityCommand& command, const Values& values);
  void setLooks(uint32_t slot, uint32_t looks);
  void attach(uint32_t slot, uint32_t parent);
  void detach(uint32_t slot);
  void destroyTree(uint32_t slot);
  void end(uint32_t slot);

  // entity_memory.cpp
  bool growWorking(uint32_t slots);
  bool growPublished();
  bool layOutWorking(uint32_t capacity);
  bool layOutPublished(uint32_t capacity);

  // entity_runs.cpp
  template <uint32_t kField>
  void setRunOf(const SetRun& run, uint32_t count, const uint32_t* values);
  template <uint32_t kField>
  bool setBlock(uint32_t first, uint32_t count, const uint32_t* values);
  template <uint32_t kField>
  Outcome setOne(uint32_t slot, const uint32_t* value);
  template <uint32_t kField>
  void setListOf(uint32_t count, const uint32_t* slots, const uint32_t* generations,
                 const uint32_t* values);
  bool areOfGeneration(uint32_t first, uint32_t count, uint32_t generation) const;

  // entity_publish.cpp
  Outcome checkLine(uint32_t first, const DirtySet::Line& line) const;
  bool hasOthers(uint32_t first, uint64_t dirty) const;
  void copyGroup(ColumnGroup group);

  const Memory memory_;
  MeshStore& meshes_;
  const Textures& textures_;
  Outbox& outbox_;

  EntityColumns working_, published_;
  Links links_;
  DirtySet dirty_;
  DirtySet::Line* lines_ = nullptr;
  uint64_t* summary_ = nullptr;
  Block workingBlock_, publishedBlock_;
  uint32_t maxEntities_ = 0;
  uint32_t slots_ = 0, publishedSlots_ = 0;
  uint32_t count_ = 0, publishedCount_ = 0;
  uint32_t epoch_ = 0, steps_ = 0;
};

}  // namespace skyflock::scene
