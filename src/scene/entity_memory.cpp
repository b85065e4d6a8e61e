#include <algorithm>
#include <cstring>

#include "scene/entities.h"

// The memory of entities: a block for each state, whose columns are laid out anew when it grows.

namespace skyflock::scene {

using namespace constants;

namespace {

constexpr uint32_t inLines(uint32_t entities) {
  return DirtySet::linesOf(entities) * DirtySet::kLineEntities;
}

/// Columns of one kind stand side by side, as ScenePlaces says.
template <size_t kCount>
void takeColumns(core::Arena& arena, float* (&columns)[kCount], uint32_t capacity) {
  float* first = arena.allocate<float>(kCount * capacity);
  for (size_t i = 0; i < kCount; ++i) {
    columns[i] = first == nullptr ? nullptr : first + i * capacity;
  }
}

void takeAll(core::Arena& arena, EntityColumns& columns, uint32_t capacity) {
  columns.generations = arena.allocate<uint32_t>(capacity);
  columns.flags = arena.allocate<uint32_t>(capacity);
  takeColumns(arena, columns.position, capacity);
  takeColumns(arena, columns.orientation, capacity);
  takeColumns(arena, columns.scale, capacity);
  columns.colors = arena.allocate<uint32_t>(capacity);
  columns.looks = arena.allocate<uint32_t>(capacity);
  columns.cameras = arena.allocate<uint32_t>(capacity);
  columns.parents = arena.allocate<uint32_t>(capacity);
}

template <typename T>
void copy(T* to, const T* from, uint32_t count) {
  if (count != 0) std::memcpy(to, from, size_t{count} * sizeof(T));
}

void copyAll(const EntityColumns& to, const EntityColumns& from, uint32_t count) {
  copy(to.generations, from.generations, count);
  copy(to.flags, from.flags, count);
  for (int i = 0; i < 3; ++i) copy(to.position[i], from.position[i], count);
  for (int i = 0; i < 4; ++i) copy(to.orientation[i], from.orientation[i], count);
  for (int i = 0; i < 3; ++i) copy(to.scale[i], from.scale[i], count);
  copy(to.colors, from.colors, count);
  copy(to.looks, from.looks, count);
  copy(to.cameras, from.cameras, count);
  copy(to.parents, from.parents, count);
}

/// Lays out a block by `layOut`, which is given an arena: first one without memory, to be counted. False when the memory
/// is refused.
template <typename LayOut>
bool takeBlock(const Memory& memory, std::byte*& block, size_t& bytes, core::Guards& guards,
               LayOut layOut) {
  core::Arena counted(nullptr, 0);
  layOut(counted);
  bytes = counted.used();
  block = static_cast<std::byte*>(memory.allocate(memory.context, bytes));
  if (block == nullptr) return false;
  std::memset(block, 0, bytes);
  core::Arena arena(block, bytes);
  layOut(arena);
  guards = arena.guards();
  return true;
}

}  // namespace

Entities::~Entities() {
  for (const Block* block : {&workingBlock_, &publishedBlock_}) {
    if (block->memory != nullptr) memory_.release(memory_.context, block->memory);
  }
}

bool Entities::begin(const SceneOptions& options) {
  maxEntities_ = options.maxEntities;
  const uint32_t capacity = inLines(std::min(floorEntities, maxEntities_));
  return layOutWorking(capacity) && layOutPublished(capacity);
}

/// Has room for so many slots; twice as much as before where it can be had.
bool Entities::growWorking(uint32_t slots) {
  if (slots <= workingBlock_.capacity) return true;
  uint32_t capacity = workingBlock_.capacity;
  while (capacity < slots) capacity *= 2;
  capacity = std::min(capacity, inLines(maxEntities_));
  return layOutWorking(capacity) || layOutWorking(inLines(slots));
}

/// Has room for the slots of the working state.
bool Entities::growPublished() {
  if (slots_ <= publishedBlock_.capacity) return true;
  return layOutPublished(workingBlock_.capacity) || layOutPublished(inLines(slots_));
}

bool Entities::layOutWorking(uint32_t capacity) {
  Block block;
  block.capacity = capacity;
  EntityColumns columns;
  Links links;
  DirtySet::Line* lines = nullptr;
  uint64_t* summary = nullptr;
  const bool done =
      takeBlock(memory_, block.memory, block.bytes, block.guards, [&](core::Arena& arena) {
        takeAll(arena, columns, capacity);
        links.firstChild = arena.allocate<uint32_t>(capacity);
        links.next = arena.allocate<uint32_t>(capacity);
        links.previous = arena.allocate<uint32_t>(capacity);
        lines = arena.allocate<DirtySet::Line>(DirtySet::linesOf(capacity));
        summary = arena.allocate<uint64_t>(DirtySet::summaryWordsOf(capacity));
      });
  if (!done) return false;
  // Not only what slots in use have: those that a reset ended may be dirty yet.
  const uint32_t before = workingBlock_.capacity;
  copyAll(columns, working_, before);
  copy(links.firstChild, links_.firstChild, before);
  copy(links.next, links_.next, before);
  copy(links.previous, links_.previous, before);
  copy(lines, lines_, DirtySet::linesOf(before));
  copy(summary, summary_, DirtySet::summaryWordsOf(before));
  if (workingBlock_.memory != nullptr) memory_.release(memory_.context, workingBlock_.memory);
  workingBlock_ = block;
  working_ = columns;
  links_ = links;
  lines_ = lines;
  summary_ = summary;
  dirty_.place(lines, summary, capacity);
  return true;
}

bool Entities::layOutPublished(uint32_t capacity) {
  Block block;
  block.capacity = capacity;
  EntityColumns columns;
  const bool done = takeBlock(memory_, block.memory, block.bytes, block.guards,
                              [&](core::Arena& arena) { takeAll(arena, columns, capacity); });
  if (!done) return false;
  copyAll(columns, published_, publishedBlock_.capacity);
  if (publishedBlock_.memory != nullptr) memory_.release(memory_.context, publishedBlock_.memory);
  publishedBlock_ = block;
  published_ = columns;
  ++epoch_;
  return true;
}

}  // namespace skyflock::scene
