#pragma once

#include <bit>
#include <cstdint>
#include <vector>

#include "core/hash.h"
#include "scene/scene_layout.h"

namespace skyflock::scene::tests {

/// What a stream's scene is founded with: the stream's own numbers go a little beyond these.
inline SceneOptions streamOptions(uint32_t entities) {
  SceneOptions options;
  options.maxEntities = entities;
  options.maxMeshes = 12;
  options.maxTextures = 6;
  options.maxLights = 9;
  options.maxVertices = 4096;
  return options;
}

/// Streams of commands that every kernel must make the same of, drawn from a seed by whole numbers alone: the twin of
/// tests/scenes/scene.ts, draw for draw.
class SceneStream {
 public:
  SceneStream(uint32_t seed, uint32_t entities)
      : seed_(seed),
        entities_(entities),
        generations_(entities + 3),
        alive_(entities + 3),
        parents_(entities + 3, constants::none) {}

  /// The records of the next update, its end among them.
  const std::vector<uint32_t>& next() {
    words_.clear();
    ++update_;
    const uint32_t count = 1 + below(60);
    for (uint32_t i = 0; i < count; ++i) command();
    record(op(SceneOp::endUpdate), {0, update_});
    return words_;
  }

 private:
  using Words = std::vector<uint32_t>;

  static constexpr uint32_t kNanBits = 0x7fc00000u;
  static constexpr uint32_t kRunFields[] = {constants::fieldPosition, constants::fieldOrientation,
                                            constants::fieldScale, constants::fieldColor,
                                            constants::fieldActive};
  static constexpr uint32_t kRunWords[] = {3, 4, 3, 1, 1};

  static uint32_t bits(float value) { return std::bit_cast<uint32_t>(value); }
  static uint32_t op(SceneOp one) { return static_cast<uint32_t>(one); }
  static uint32_t recordsOf(size_t words) {
    return static_cast<uint32_t>((words + constants::recordWords - 1) / constants::recordWords);
  }

  uint32_t draw() { return core::mixWord(seed_, ++drawn_); }
  uint32_t below(uint32_t most) { return draw() % most; }
  float share(uint32_t most, float parts) { return static_cast<float>(below(most)) / parts; }
  /// The bits of a number from -125 to 125.
  uint32_t number() {
    return bits(static_cast<float>(static_cast<int32_t>(below(4001)) - 2000) / 16.0f);
  }
  uint32_t slot() { return below(entities_ + 3); }

  void record(uint32_t head, const Words& words = {}) {
    const size_t at = words_.size();
    words_.resize(at + constants::recordWords);
    words_[at] = head;
    for (size_t i = 0; i < words.size(); ++i) words_[at + 1 + i] = words[i];
  }
  void part(const Words& words) {
    words_.insert(words_.end(), words.begin(), words.end());
    words_.resize(size_t{recordsOf(words_.size())} * constants::recordWords);
  }

  void command() {
    const uint32_t choice = below(64);
    if (choice < 13) {
      create(slot());
    } else if (choice < 14) {
      createRow();
    } else if (choice < 24) {
      updateEntity();
    } else if (choice < 27) {
      destroy();
    } else if (choice < 33) {
      setParent();
    } else if (choice < 38) {
      setRun();
    } else if (choice < 42) {
      setList();
    } else if (choice < 43) {
      destroyList();
    } else if (choice < 46) {
      makeMesh();
    } else if (choice < 47) {
      record(op(SceneOp::releaseMesh), {0, below(13)});
    } else if (choice < 49) {
      customMesh();
    } else if (choice < 51) {
      texture();
    } else if (choice < 54) {
      camera();
    } else if (choice < 55) {
      viewport();
    } else if (choice < 58) {
      light();
    } else if (choice < 59) {
      environment();
    } else if (choice < 60) {
      pick();
    } else if (choice < 62) {
      noise();
    } else if (choice < 63) {
      sometimesReset();
    } else {
      updateEntity();
    }
  }

  Words entityWords(uint32_t slot, uint32_t generation, bool isBad) {
    Words words = {constants::none, slot, generation};
    if (below(20) >= 18) words[0] = below(4);
    for (int i = 0; i < 10; ++i) words.push_back(number());
    if (isBad) words[3 + below(3)] = kNanBits;
    words.push_back(draw() | 0xf0000000u);
    const uint32_t texture = below(3);
    words.push_back(texture << 16 | below(8));
    return words;
  }

  void createRow() {
    const uint32_t first = slot();
    const uint32_t end = first + below(300);
    for (uint32_t at = first; at < (end < entities_ ? end : entities_); ++at) create(at);
  }

  void create(uint32_t slot) {
    const bool isBad = below(16) == 0;
    const uint32_t fields = isBad ? constants::fieldPosition
                                  : below(256) & ~(constants::fieldMesh | constants::fieldTexture);
    const bool isFree = alive_[slot] == 0 && slot < entities_;
    const uint32_t generation = generations_[slot] + 1;
    const uint32_t head = op(SceneOp::create) | below(2) << 8 | fields << 16;
    record(head, entityWords(slot, generation, isBad));
    if (isBad || !isFree) return;
    alive_[slot] = 1;
    generations_[slot] = generation;
    parents_[slot] = constants::none;
  }

  void updateEntity() {
    const uint32_t at = slot();
    const uint32_t fields = below(32) == 0 ? below(65536) : below(256);
    const uint32_t generation = generations_[at] + (below(16) == 0 ? 1 : 0);
    const bool isBad = below(16) == 0;
    const Words words = entityWords(at, generation, isBad);
    record(op(SceneOp::update) | below(4) << 8 | fields << 16, words);
  }

  void destroy() {
    const uint32_t at = slot();
    record(op(SceneOp::destroy), {0, at, generations_[at]});
    end(at);
  }

  /// Notes that an entity ends, and all that follow it.
  void end(uint32_t slot) {
    Words ending = {slot};
    for (size_t at = 0; at < ending.size(); ++at) {
      alive_[ending[at]] = 0;
      for (uint32_t child = 0; child < entities_; ++child) {
        if (alive_[child] != 0 && parents_[child] == ending[at]) ending.push_back(child);
      }
    }
  }

  void setParent() {
    const uint32_t at = slot();
    const bool isFree = below(8) == 0;
    const uint32_t parent = isFree ? constants::none : slot();
    record(op(SceneOp::setParent),
           {0, at, generations_[at], parent, isFree ? 0 : generations_[parent]});
    if (alive_[at] == 0 || (!isFree && alive_[parent] == 0)) return;
    for (uint32_t above = parent; above != constants::none; above = parents_[above]) {
      if (above == at) return;
    }
    parents_[at] = parent;
  }

  Words values(uint32_t kind, uint32_t count) {
    Words words;
    for (uint32_t i = 0; i < count * kRunWords[kind]; ++i) {
      words.push_back(kind < 3 ? number() : kind == 3 ? draw() | 0xff000000u : below(2));
    }
    if (!words.empty() && below(16) == 0) {
      words[below(static_cast<uint32_t>(words.size()))] = kNanBits;
    }
    return words;
  }

  void setRun() {
    const uint32_t kind = below(5);
    const uint32_t first = slot();
    const uint32_t count = below(90);
    const Words all = values(kind, count);
    const uint32_t more = recordsOf(all.size()) + (below(64) == 0 ? 1 : 0);
    record(op(SceneOp::setRun) | kRunFields[kind] << 16, {more, first, generations_[first], count});
    part(all);
  }

  Words slots(uint32_t count) {
    Words all;
    for (uint32_t i = 0; i < count; ++i) all.push_back(slot());
    return all;
  }

  void setList() {
    const uint32_t kind = below(5);
    const uint32_t count = below(24);
    const Words all = slots(count);
    Words generations;
    for (const uint32_t at : all)
      generations.push_back(generations_[at] + (below(32) == 0 ? 1 : 0));
    const Words given = values(kind, count);
    const uint32_t more = recordsOf(all.size()) * 2 + recordsOf(given.size());
    record(op(SceneOp::setList) | kRunFields[kind] << 16, {more, count});
    part(all);
    part(generations);
    part(given);
  }

  void destroyList() {
    const Words all = slots(below(6));
    Words generations;
    for (const uint32_t at : all) generations.push_back(generations_[at]);
    record(op(SceneOp::destroyList), {all.empty() ? 0u : 2u, static_cast<uint32_t>(all.size())});
    part(all);
    part(generations);
    for (const uint32_t at : all) end(at);
  }

  void makeMesh() {
    const uint32_t kind = 1 + below(6);
    const uint32_t size = bits(share(16, 4.0f));
    const uint32_t second = bits(share(12, 1.0f));
    const uint32_t third = bits(share(12, 1.0f));
    record(op(SceneOp::makeMesh) | kind << 8, {0, below(9), size, second, third});
  }

  void customMesh() {
    const uint32_t mesh = below(9);
    const uint32_t mode = below(3);
    const uint32_t vertices = 3 + below(8);
    const uint32_t indices = 6 * (1 + below(3));
    record(op(SceneOp::beginMesh) | mode << 8, {0, mesh, vertices, indices});
    Words numbers;
    for (uint32_t i = 0; i < vertices * constants::vertexWords; ++i) {
      const bool isColor = i % constants::vertexWords == constants::vertexWords - 1;
      numbers.push_back(isColor ? draw() | 0xfe000000u : number());
    }
    record(op(SceneOp::meshPart), {recordsOf(numbers.size()), mesh, 0, vertices});
    part(numbers);
    Words corners;
    for (uint32_t i = 0; i < indices; ++i) corners.push_back(below(vertices));
    if (below(16) == 0) corners[0] = vertices;
    record(op(SceneOp::meshPart) | 1 << 8, {recordsOf(indices), mesh, 0, indices});
    part(corners);
    record(op(SceneOp::endMesh), {0, mesh});
  }

  void texture() {
    const SceneOp one = below(3) == 0 ? SceneOp::releaseTexture : SceneOp::makeTexture;
    const uint32_t head = op(one) | below(2) << 8;
    const uint32_t number = below(7);
    const uint32_t width = below(300);
    record(head, {0, number, width, 1 + below(300)});
  }

  void camera() {
    constexpr SceneOp kOps[] = {SceneOp::makeCamera, SceneOp::updateCamera, SceneOp::updateCamera,
                                SceneOp::destroyCamera};
    const SceneOp one = kOps[below(4)];
    const uint32_t fields = one == SceneOp::destroyCamera ? 0 : below(64);
    uint32_t head = op(one) | below(2) << 8 | fields << 16;
    const uint32_t kinds = below(8) == 0 ? 4 : 3;
    head |= below(kinds) << 9;
    Words words = {0, below(5)};
    for (int i = 0; i < 7; ++i) words.push_back(number());
    const uint32_t near = below(64);
    words.push_back(bits(share(56, 16.0f)));
    words.push_back(bits(static_cast<float>(near) / 16.0f));
    words.push_back(bits(static_cast<float>(near + below(4096)) / 16.0f));
    record(head, words);
  }

  void viewport() {
    Words words = {0, 0};
    for (const uint32_t most : {5u, 5u, 9u, 9u}) words.push_back(bits(share(most, 8.0f)));
    words[1] = below(5);
    record(op(SceneOp::cameraViewport), words);
  }

  void light() {
    constexpr SceneOp kOps[] = {SceneOp::makeLight, SceneOp::makeLight, SceneOp::updateLight,
                                SceneOp::destroyLight};
    const SceneOp one = kOps[below(4)];
    const uint32_t fields = one == SceneOp::destroyLight ? 0 : below(128);
    uint32_t head = op(one) | below(2) << 8 | fields << 16;
    head |= below(3) << 9;
    Words words = {draw()};
    words.push_back(below(10));
    for (int i = 0; i < 6; ++i) words.push_back(number());
    words.push_back(bits(share(40, 8.0f)));
    words.push_back(bits(share(2000, 8.0f)));
    words.push_back(bits(share(13, 16.0f)));
    words.push_back(bits(share(28, 16.0f)));
    record(head, words);
  }

  void environment() {
    Words words = {0};
    for (int i = 0; i < 3; ++i) words.push_back(draw());
    words.push_back(bits(share(9, 1.0f)));
    words.push_back(bits(static_cast<float>(below(3) * 50)));
    record(op(SceneOp::environment), words);
  }

  void pick() {
    Words words = {0, draw()};
    for (int i = 0; i < 2; ++i) words.push_back(bits(share(17, 16.0f)));
    record(op(SceneOp::pick), words);
  }

  /// A record of anything.
  void noise() {
    Words words;
    for (uint32_t i = 0; i < constants::recordWords - 1; ++i) {
      const uint32_t word = draw();
      words.push_back(word >> below(32));
    }
    // What it takes along is not much, so that most of a stream is carried out.
    words[0] = below(4) == 0 ? below(12) : below(2) * 20000;
    record(draw(), words);
  }

  void sometimesReset() {
    if (below(24) != 0) return;
    record(op(SceneOp::reset));
    generations_.assign(generations_.size(), 0);
    alive_.assign(alive_.size(), 0);
  }

  uint32_t seed_, entities_;
  uint32_t drawn_ = 0, update_ = 0;
  Words words_;
  /// What is known of each slot: its last generation, whether its entity lives, its parent.
  Words generations_, alive_, parents_;
};

}  // namespace skyflock::scene::tests
