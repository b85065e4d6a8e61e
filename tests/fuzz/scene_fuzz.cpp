#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "scene/scene.h"

// Fuzzes a scene's commands (libFuzzer): whatever comes, nothing is read or written that is none of the scene's, every
// number that is published is finite, and how the commands were cut into batches does not show.
//
// Random records would only ever find the checks of their sizes. So most are tamed: their operation is one that there
// is, their numbers are small, and they have as many continuation records as they should.

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace skyflock::fuzz {
namespace {

using namespace scene;
using namespace scene::constants;

constexpr uint32_t kWords = recordWords;
/// More would be slow, and finds nothing more.
constexpr uint32_t kMostRecords = 600;

void require(bool condition, const char* what) {
  if (condition) return;
  std::fprintf(stderr, "%s\n", what);
  std::abort();
}

/// Memory that refuses now and then, as the input says.
struct Refusing {
  uint32_t pattern = 0;
  uint32_t asked = 0;

  operator Memory() {
    return {[](void* context, size_t bytes) -> void* {
              auto& self = *static_cast<Refusing*>(context);
              if ((self.pattern >> (self.asked++ % 32) & 1) != 0) return nullptr;
              return std::aligned_alloc(64, (bytes + 63) / 64 * 64);
            },
            [](void*, void* block) { std::free(block); }, this};
  }
};

/// The input, byte for byte and word for word; 0 behind its end.
class Input {
 public:
  Input(const uint8_t* data, size_t size) : data_(data), size_(size) {}
  bool isEmpty() const { return at_ >= size_; }
  uint32_t byte() { return at_ < size_ ? data_[at_++] : 0; }
  uint32_t word() {
    uint32_t word = 0;
    const size_t count = std::min<size_t>(4, size_ - std::min(at_, size_));
    std::memcpy(&word, data_ + std::min(at_, size_), count);
    at_ += 4;
    return word;
  }
  float number() {
    const uint32_t kind = byte();
    if (kind == 0) {
      const uint32_t bits = word();
      float any;
      std::memcpy(&any, &bits, sizeof any);
      return any;
    }
    return (static_cast<float>(kind) - 128.0f) / 8.0f;
  }

 private:
  const uint8_t* data_;
  size_t size_;
  size_t at_ = 0;
};

using Records = std::vector<uint32_t>;

void addNumber(Records& records, float number) {
  uint32_t bits;
  std::memcpy(&bits, &number, sizeof bits);
  records.push_back(bits);
}

void fillRecord(Records& records) {
  records.resize((records.size() + kWords - 1) / kWords * kWords);
}

uint32_t recordsOf(uint32_t words) { return (words + kWords - 1) / kWords; }

/// Slots and generations of the few that there are.
uint32_t slotOf(Input& input) {
  const uint32_t byte = input.byte();
  return byte == 255 ? input.word() : byte == 254 ? input.word() % 4000 : byte % 100;
}
uint32_t generationOf(Input& input) { return input.byte() % 4; }

constexpr uint32_t kRunFields[] = {fieldPosition, fieldOrientation, fieldScale, fieldColor,
                                   fieldActive};

/// Continuation records with a field's values.
void addValues(Records& records, Input& input, uint32_t field, uint32_t count) {
  for (uint32_t i = 0; i < count * runWords(field); ++i) {
    if (field == fieldColor || field == fieldActive) {
      records.push_back(input.byte() % 3);
    } else {
      addNumber(records, input.number());
    }
  }
  fillRecord(records);
}

void addRun(Records& records, Input& input) {
  const uint32_t field = kRunFields[input.byte() % 5];
  const uint32_t count = input.byte() % 80;
  records.insert(records.end(),
                 {static_cast<uint32_t>(SceneOp::setRun) | field << 16,
                  recordsOf(count * runWords(field)), slotOf(input), generationOf(input), count});
  fillRecord(records);
  addValues(records, input, field, count);
}

void addList(Records& records, Input& input, SceneOp op) {
  const uint32_t field = op == SceneOp::setList ? kRunFields[input.byte() % 5] : 0;
  const uint32_t count = input.byte() % 40;
  records.insert(records.end(), {static_cast<uint32_t>(op) | field << 16,
                                 2 * recordsOf(count) + recordsOf(count * runWords(field)), count});
  fillRecord(records);
  for (uint32_t i = 0; i < count; ++i) records.push_back(slotOf(input));
  fillRecord(records);
  for (uint32_t i = 0; i < count; ++i) records.push_back(generationOf(input));
  fillRecord(records);
  addValues(records, input, field, count);
}

void addMeshPart(Records& records, Input& input) {
  const uint32_t data = input.byte() % 2;
  const uint32_t count = input.byte() % 12;
  const uint32_t words = data == 0 ? count * vertexWords : count;
  records.insert(records.end(), {static_cast<uint32_t>(SceneOp::meshPart) | data << 8,
                                 recordsOf(words), input.byte() % 8, input.byte() % 8, count});
  fillRecord(records);
  for (uint32_t i = 0; i < words; ++i) {
    if (data == 0) {
      addNumber(records, input.number());
    } else {
      records.push_back(input.byte() % 12);
    }
  }
  fillRecord(records);
}

/// A record of one operation, whose words are small where they count something and numbers elsewhere.
void addSingle(Records& records, Input& input, SceneOp op) {
  const size_t begin = records.size();
  records.push_back(static_cast<uint32_t>(op) | (input.word() & 0x00ff0700u) |
                    input.byte() % 2 << 8);
  switch (op) {
    case SceneOp::create:
    case SceneOp::update:
    case SceneOp::destroy:
      records.insert(records.end(), {input.byte() % 20, slotOf(input), generationOf(input)});
      break;
    case SceneOp::setParent: {
      const uint32_t slot = slotOf(input);
      const uint32_t generation = generationOf(input);
      const uint32_t parent = slotOf(input);
      records.insert(records.end(), {0, slot, generation, parent, generationOf(input)});
      break;
    }
    case SceneOp::makeLight:
    case SceneOp::updateLight:
    case SceneOp::destroyLight:
      records.insert(records.end(), {input.word(), input.byte() % 12});
      break;
    case SceneOp::beginMesh:
      records.insert(records.end(), {0, input.byte() % 8, input.byte() % 12, input.byte() % 24});
      break;
    case SceneOp::environment:
      records.insert(records.end(), {0, input.word(), input.word(), input.word()});
      break;
    default:
      records.insert(records.end(), {0, input.byte() % 20});
  }
  const bool isEmpty =
      op == SceneOp::destroy || op == SceneOp::destroyCamera || op == SceneOp::destroyLight;
  if (isEmpty) records[begin] &= 0xffffu;
  if (op == SceneOp::makeTexture)
    records.insert(records.end(), {1 + input.byte(), 1 + input.byte()});
  while (records.size() % kWords != 0) addNumber(records, input.number());
  // What an entity looks like.
  if (op == SceneOp::create || op == SceneOp::update) {
    records.back() = (input.byte() % 9 == 8 ? 0xffffu : input.byte() % 8) | (input.byte() % 6)
                                                                                << 16;
  }
}

void addCommand(Records& records, Input& input) {
  const uint32_t kind = input.byte();
  if (kind >= 250) {
    const uint32_t count = 1 + input.byte() % 3;
    for (uint32_t i = 0; i < count * kWords; ++i) records.push_back(input.word());
    return;
  }
  const auto op = static_cast<SceneOp>(1 + kind % 25);
  switch (op) {
    case SceneOp::setRun:
      return addRun(records, input);
    case SceneOp::setList:
    case SceneOp::destroyList:
      return addList(records, input, op);
    case SceneOp::meshPart:
      return addMeshPart(records, input);
    default:
      return addSingle(records, input, op);
  }
}

void checkPublished(const Scene& scene) {
  require(scene.entities().intact(), "something wrote between the columns");
  const EntityColumns& columns = scene.entities().published();
  uint32_t alive = 0;
  for (uint32_t slot = 0; slot < scene.entities().publishedSlots(); ++slot) {
    if ((columns.flags[slot] & entityAlive) == 0) continue;
    ++alive;
    for (const float* column : columns.position) {
      require(std::abs(column[slot]) <= largestCoordinate, "a place is none");
    }
    float length = 0.0f;
    for (const float* column : columns.orientation) length += column[slot] * column[slot];
    require(length > 0.1f && length < 10.0f, "an orientation is none");
    const uint32_t parent = columns.parents[slot];
    require(parent == none || (columns.flags[parent] & entityAlive) != 0, "a parent has ended");
    const uint32_t mesh = meshOf(columns.looks[slot]);
    require(mesh == kNoMesh || scene.meshes().published()[mesh].state >= 2, "a mesh is gone");
  }
  require(alive == scene.header().entities, "entities are counted wrong");
}

void checkDrawn(const Scene& scene) {
  const DrawList& list = scene.drawList();
  for (uint32_t i = 0; i < list.groupCount(); ++i) {
    const DrawGroup& group = list.groups()[i];
    require(group.first + group.count <= list.instanceCount(),
            "a group has instances that are not");
    require(scene.meshes().published()[group.mesh].state >= 2, "a mesh that is gone is drawn");
  }
  for (uint32_t i = 0; i < list.instanceCount(); ++i) {
    for (const float number : list.instances()[i].matrix) {
      require(std::isfinite(number), "a matrix is not finite");
    }
  }
}

/// Sends records in batches of so many, draws, picks and asks for the hash between them.
void play(Scene& scene, const Records& records, uint32_t atATime, Input input) {
  const auto count = static_cast<uint32_t>(records.size() / kWords);
  for (uint32_t at = 0; at < count;) {
    const uint32_t batch = std::min(atATime, count - at);
    std::memcpy(scene.inbox(), records.data() + size_t{at} * kWords, size_t{batch} * kWords * 4);
    const uint32_t done = scene.decode(batch);
    require(done <= batch, "more is done than there was");
    at += done;
    if (done == 0) {
      // The first command needs more than a batch, or is never whole.
      if (atATime >= count) break;
      atATime = atATime * 2 + 1;
    }
    const uint32_t what = input.byte();
    if (what % 3 == 0) {
      scene.view().width = input.number() * 100.0f;
      scene.view().height = input.number() * 100.0f;
      scene.view().yaw = input.number();
      scene.view().zoom = input.number();
      scene.draw();
      checkDrawn(scene);
    }
    if (what % 5 == 0) {
      PickHit hit;
      scene.pick(input.number(), input.number(), hit);
    }
    if (what % 7 == 0) scene.clearCallbacks();
    if (what % 11 == 0) checkPublished(scene);
  }
  checkPublished(scene);
}

void run(const uint8_t* data, size_t size) {
  Input input(data, size);
  SceneOptions options;
  options.maxEntities = 1 + input.byte() * 16;
  options.maxMeshes = 1 + input.byte() % 10;
  options.maxTextures = 1 + input.byte() % 6;
  options.maxLights = 1 + input.byte() % 10;
  options.maxVertices = 1024 + input.byte() * 32;
  const uint32_t atATime = 1 + input.byte();
  const bool isRefusing = input.byte() % 4 == 0;
  const uint32_t pattern = input.word();

  Records records;
  while (!input.isEmpty() && records.size() / kWords < kMostRecords) addCommand(records, input);
  records.insert(records.end(), {static_cast<uint32_t>(SceneOp::endUpdate), 0, 77});
  fillRecord(records);

  core::Status status;
  Refusing refusing;
  Scene first{refusing};
  require(first.found(options, status), status.message);
  if (isRefusing) refusing.pattern = pattern;
  play(first, records, atATime, Input(data, size));
  if (isRefusing) return;
  Scene second;
  require(second.found(options, status), status.message);
  play(second, records, inboxRecords, Input(data, 0));
  require(first.hash() == second.hash(), "it shows how commands were cut into batches");
  require(first.header().commands == second.header().commands, "commands are counted otherwise");
}

}  // namespace
}  // namespace skyflock::fuzz

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  skyflock::fuzz::run(data, size);
  return 0;
}
