#include "scene/mesh_store.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "core/assert.h"
#include "core/math.h"
#include "core/simd/f32x4.h"
#include "scene/primitives.h"

namespace skyflock::scene {

using namespace constants;
using core::F4;
using core::I4;
using core::mixWord;

namespace {

static_assert(sizeof(Vertex) == 4 * vertexWords);

/// Words of a vertex that are numbers; a colour is the last one.
constexpr uint32_t kNumbers = vertexWords - 1;
/// Rounding makes no square of a distance smaller by more than this makes the radius larger.
constexpr float kRadiusMargin = 1.000001f;

constexpr uint32_t kState(MeshState state) { return static_cast<uint32_t>(state); }

/// How many indices make one of what a mesh is made of.
uint32_t cornersOf(uint32_t mode) { return 3 - mode; }

uint32_t bytesOf(uint32_t vertices, uint32_t indices) {
  const uint64_t bytes = uint64_t{vertices} * sizeof(Vertex) + uint64_t{indices} * 4;
  return static_cast<uint32_t>(std::min<uint64_t>(bytes, 0xffffffffu));
}

/// Whether all numbers of some vertices are finite and no larger than they may be, from their bits: without the sign,
/// those of larger numbers are larger, infinity's are larger still, and NaN's are the largest.
bool areNumbers(const uint32_t* words, uint32_t vertices) {
  const I4 largest = I4::splat(std::bit_cast<uint32_t>(largestCoordinate));
  // What is larger makes a difference below 0: its upper bit.
  I4 differences = I4::splat(0);
  for (size_t i = 0; i < vertices; ++i) {
    const uint32_t* vertex = words + i * vertexWords;
    differences = differences | (largest - (I4::load(vertex) & 0x7fffffff)) |
                  (largest - (I4::load(vertex + 4) & 0x7fffffff));
  }
  return !any(differences < 0);
}
static_assert(kNumbers == 8);

/// The largest of some indices.
uint32_t largestOf(const uint32_t* indices, uint32_t count) {
  uint32_t largest = 0;
  for (uint32_t i = 0; i < count; ++i) largest = std::max(largest, indices[i]);
  return largest;
}

/// Bounds of a mesh, and whether it can be seen through. Neither the order of the vertices nor the sign of a zero shows.
void writeBounds(MeshEntry& entry, const Vertex* vertices) {
  // A lane is an axis; what stands behind the place goes along in the last one, and counts for nothing.
  F4 least = F4::load(vertices[0].position);
  F4 most = least;
  uint32_t colors = 0xffffffffu;
  for (uint32_t i = 0; i < entry.vertices; ++i) {
    const F4 at = F4::load(vertices[i].position);
    least = pmin(least, at);
    most = pmax(most, at);
    colors &= vertices[i].color;
  }
  least = least + 0.0f;
  most = most + 0.0f;
  const F4 center = (least + most) * 0.5f;
  float lanes[4];
  least.store(lanes);
  std::copy_n(lanes, 3, entry.least);
  most.store(lanes);
  std::copy_n(lanes, 3, entry.most);
  center.store(lanes);
  std::copy_n(lanes, 3, entry.center);
  float farthest = 0.0f;
  for (uint32_t i = 0; i < entry.vertices; ++i) {
    const float x = vertices[i].position[0] - lanes[0];
    const float y = vertices[i].position[1] - lanes[1];
    const float z = vertices[i].position[2] - lanes[2];
    const float square = (x * x + y * y) + z * z;
    farthest = farthest < square ? square : farthest;
  }
  entry.radius = core::squareRoot(farthest) * kRadiusMargin;
  entry.seeThrough = colors >> 24 == 255 ? 0 : 1;
}

/// Folds words in four strands, word i into strand i modulo 4: a processor mixes them at a time.
uint32_t foldWords(uint32_t hash, const uint32_t* words, size_t count) {
  uint32_t a = hash, b = hash + 1, c = hash + 2, d = hash + 3;
  size_t i = 0;
  for (; i + 4 <= count; i += 4) {
    a = mixWord(a, words[i]);
    b = mixWord(b, words[i + 1]);
    c = mixWord(c, words[i + 2]);
    d = mixWord(d, words[i + 3]);
  }
  for (; i < count; ++i) a = mixWord(a, words[i]);
  return mixWord(mixWord(mixWord(a, b), c), d);
}

}  // namespace

bool MeshStore::begin(const SceneOptions& options) {
  const uint32_t meshes = options.maxMeshes;
  maxVertices_ = options.maxVertices;
  maxIndices_ = maxVertices_ * 3;
  // The working and the published state may have another range each for every mesh.
  return working_.reserve(meshes) && published_.reserve(meshes) && notes_.reserve(meshes) &&
         dirty_.reserve((meshes + 31) / 32) && vertexRanges_.begin(maxVertices_, meshes * 2) &&
         indexRanges_.begin(maxIndices_, meshes * 2) &&
         vertices_.reserveRaw(floorVertices, maxVertices_) &&
         indices_.reserveRaw(floorVertices * 3, maxIndices_);
}

Outcome MeshStore::make(uint32_t mesh, uint32_t kind, const float parameters[meshParameters]) {
  float checked[meshParameters];
  std::copy_n(parameters, meshParameters, checked);
  const Outcome outcome = checkParameters(kind, checked);
  if (!outcome.ok()) return outcome;
  const auto known = static_cast<MeshKind>(kind);
  const PrimitiveSize size = primitiveSize(known, checked);
  const Outcome placed = place(mesh, known, size.mode, size.vertices, size.indices);
  if (!placed.ok()) return placed;
  MeshEntry& entry = working_[mesh];
  std::copy_n(checked, meshParameters, entry.parameters);
  writePrimitive(known, checked, &vertices_[entry.firstVertex], &indices_[entry.firstIndex]);
  ready(mesh);
  return Outcome::done();
}

Outcome MeshStore::beginCustom(uint32_t mesh, uint32_t mode, uint32_t vertices, uint32_t indices) {
  if (mode > static_cast<uint32_t>(MeshMode::points)) {
    return Outcome::refusal(RefusalKind::outOfRange, mode);
  }
  if (vertices == 0 || indices == 0 || indices % cornersOf(mode) != 0) {
    return Outcome::refusal(RefusalKind::badMesh, mesh);
  }
  return place(mesh, MeshKind::custom, static_cast<MeshMode>(mode), vertices, indices);
}

Outcome MeshStore::part(uint32_t mesh, uint32_t data, uint32_t first, uint32_t count,
                        const uint32_t* words) {
  if (mesh >= working_.capacity() || working_[mesh].state != kState(MeshState::filling)) {
    return Outcome::refusal(RefusalKind::unknownMesh, mesh);
  }
  const bool isVertices = data == static_cast<uint32_t>(MeshData::vertices);
  if (!isVertices && data != static_cast<uint32_t>(MeshData::indices)) {
    return Outcome::refusal(RefusalKind::outOfRange, data);
  }
  const MeshEntry& entry = working_[mesh];
  uint32_t& came = isVertices ? notes_[mesh].vertices : notes_[mesh].indices;
  if (first > came) return Outcome::refusal(RefusalKind::outOfRange, first);
  if (count > (isVertices ? entry.vertices : entry.indices) - first) {
    return Outcome::refusal(RefusalKind::outOfRange, count);
  }
  if (count == 0) return Outcome::done();
  if (isVertices) {
    if (!areNumbers(words, count)) return Outcome::refusal(RefusalKind::notFinite);
    std::memcpy(vertices_.data() + entry.firstVertex + first, words,
                size_t{count} * sizeof(Vertex));
  } else {
    std::memcpy(indices_.data() + entry.firstIndex + first, words, size_t{count} * 4);
  }
  came = std::max(came, first + count);
  return Outcome::done();
}

Outcome MeshStore::endCustom(uint32_t mesh) {
  if (mesh >= working_.capacity() || working_[mesh].state != kState(MeshState::filling)) {
    return Outcome::refusal(RefusalKind::unknownMesh, mesh);
  }
  const MeshEntry& entry = working_[mesh];
  const Notes& notes = notes_[mesh];
  const bool isWhole = notes.vertices == entry.vertices && notes.indices == entry.indices;
  if (!isWhole || largestOf(&indices_[entry.firstIndex], entry.indices) >= entry.vertices) {
    return Outcome::refusal(RefusalKind::badMesh, mesh);
  }
  ready(mesh);
  return Outcome::done();
}

Outcome MeshStore::release(uint32_t mesh) {
  if (mesh >= working_.capacity() || working_[mesh].state == kState(MeshState::free) ||
      working_[mesh].state == kState(MeshState::released)) {
    return Outcome::refusal(RefusalKind::unknownMesh, mesh);
  }
  if (working_[mesh].entities == 0) {
    end(mesh);
  } else {
    working_[mesh].state = kState(MeshState::released);
    markDirty(mesh);
  }
  return Outcome::done();
}

void MeshStore::reset() {
  for (uint32_t mesh = 0; mesh < working_.capacity(); ++mesh) {
    if (working_[mesh].state != kState(MeshState::free)) end(mesh);
  }
}

void MeshStore::addEntity(uint32_t mesh) {
  SKYFLOCK_ASSERT_HEAVY(isKnown(mesh), "an entity gets a mesh that is whole");
  published_[mesh].entities = ++working_[mesh].entities;
}

void MeshStore::removeEntity(uint32_t mesh) {
  MeshEntry& entry = working_[mesh];
  SKYFLOCK_ASSERT_HEAVY(isKnown(mesh) && entry.entities != 0, "an entity gives back what it had");
  published_[mesh].entities = --entry.entities;
  if (entry.entities == 0 && entry.state == kState(MeshState::released)) end(mesh);
}

uint32_t MeshStore::publish() {
  const uint32_t copies = dirtyCount_;
  for (uint32_t word = 0; dirtyCount_ != 0; ++word) {
    for (uint32_t bits = dirty_[word]; bits != 0; bits &= bits - 1) {
      const uint32_t mesh = word * 32 + static_cast<uint32_t>(std::countr_zero(bits));
      const MeshEntry& now = working_[mesh];
      const MeshEntry& before = published_[mesh];
      const bool isGone = now.version != before.version || now.state == kState(MeshState::free);
      if (before.state != kState(MeshState::free) && isGone) give(before);
      published_[mesh] = now;
      --dirtyCount_;
    }
    dirty_[word] = 0;
  }
  return copies;
}

void MeshStore::addTo(core::StateHash& hash) {
  for (uint32_t mesh = 0; mesh < published_.capacity(); ++mesh) {
    const MeshEntry& entry = published_[mesh];
    if (entry.state < kState(MeshState::ready)) continue;
    uint32_t record[7 + meshParameters] = {5,          mesh,           entry.kind,
                                           entry.mode, entry.vertices, entry.indices};
    for (uint32_t i = 0; i < meshParameters; ++i) {
      record[6 + i] = std::bit_cast<uint32_t>(entry.parameters[i]);
    }
    record[6 + meshParameters] = fold(mesh);
    hash.addRecord(record, 7 + meshParameters);
  }
}

size_t MeshStore::room() const {
  return working_.room() + published_.room() + notes_.room() + dirty_.room() + vertices_.room() +
         indices_.room() + vertexRanges_.room() + indexRanges_.room();
}

/// Finds room for a mesh, and writes its record as one that is filling.
Outcome MeshStore::place(uint32_t mesh, MeshKind kind, MeshMode mode, uint32_t vertices,
                         uint32_t indices) {
  if (mesh >= working_.capacity()) return Outcome::refusal(RefusalKind::tooMany, mesh);
  if (working_[mesh].state != kState(MeshState::free)) {
    return Outcome::refusal(RefusalKind::takenMesh, mesh);
  }
  const uint32_t firstVertex = vertexRanges_.find(vertices);
  if (firstVertex == Ranges::kNowhere) return Outcome::refusal(RefusalKind::tooMany, vertices);
  const uint32_t firstIndex = indexRanges_.find(indices);
  if (firstIndex == Ranges::kNowhere) return Outcome::refusal(RefusalKind::tooMany, indices);
  const uint32_t vertexRoom = vertices_.capacity();
  const uint32_t indexRoom = indices_.capacity();
  const bool hasRoom = vertices_.reserveRaw(firstVertex + vertices, maxVertices_) &&
                       indices_.reserveRaw(firstIndex + indices, maxIndices_);
  if (vertices_.capacity() != vertexRoom || indices_.capacity() != indexRoom) ++epoch_;
  if (!hasRoom) return Outcome::refusal(RefusalKind::memory, bytesOf(vertices, indices));

  vertexRanges_.take(firstVertex, vertices);
  indexRanges_.take(firstIndex, indices);
  MeshEntry entry = {};
  entry.state = kState(MeshState::filling);
  entry.kind = static_cast<uint32_t>(kind);
  entry.mode = static_cast<uint32_t>(mode);
  entry.version = working_[mesh].version + 1;
  entry.firstVertex = firstVertex;
  entry.vertices = vertices;
  entry.firstIndex = firstIndex;
  entry.indices = indices;
  working_[mesh] = entry;
  notes_[mesh].vertices = notes_[mesh].indices = 0;
  markDirty(mesh);
  ++meshCount_;
  vertexCount_ += vertices;
  indexCount_ += indices;
  return Outcome::done();
}

/// All of a mesh is there.
void MeshStore::ready(uint32_t mesh) {
  MeshEntry& entry = working_[mesh];
  writeBounds(entry, &vertices_[entry.firstVertex]);
  entry.state = kState(MeshState::ready);
  markDirty(mesh);
}

/// A mesh is no more. Its version stays, for the next one's.
void MeshStore::end(uint32_t mesh) {
  const MeshEntry entry = working_[mesh];
  --meshCount_;
  vertexCount_ -= entry.vertices;
  indexCount_ -= entry.indices;
  const MeshEntry& shown = published_[mesh];
  if (shown.state == kState(MeshState::free) || shown.version != entry.version) give(entry);
  working_[mesh] = {};
  working_[mesh].version = entry.version;
  published_[mesh].entities = 0;
  markDirty(mesh);
}

void MeshStore::markDirty(uint32_t mesh) {
  uint32_t& word = dirty_[mesh / 32];
  const uint32_t bit = 1u << (mesh % 32);
  if ((word & bit) == 0) ++dirtyCount_;
  word |= bit;
}

void MeshStore::give(const MeshEntry& entry) {
  vertexRanges_.give(entry.firstVertex, entry.vertices);
  indexRanges_.give(entry.firstIndex, entry.indices);
}

uint32_t MeshStore::fold(uint32_t mesh) {
  const MeshEntry& entry = published_[mesh];
  Notes& notes = notes_[mesh];
  if (notes.foldVersion != entry.version) {
    const auto* words = reinterpret_cast<const uint32_t*>(&vertices_[entry.firstVertex]);
    notes.fold = foldWords(0, words, size_t{entry.vertices} * vertexWords);
    notes.fold = foldWords(notes.fold, &indices_[entry.firstIndex], entry.indices);
    notes.foldVersion = entry.version;
  }
  return notes.fold;
}

}  // namespace skyflock::scene
