#include "scene/textures.h"

#include <bit>

namespace skyflock::scene {

bool Textures::begin(const SceneOptions& options) {
  const uint32_t count = options.maxTextures;
  return working_.reserve(count) && published_.reserve(count) && dirty_.reserve((count + 31) / 32);
}

Outcome Textures::make(const TextureCommand& command) {
  if (command.texture >= working_.capacity()) {
    return Outcome::refusal(RefusalKind::tooMany, command.texture);
  }
  for (const uint32_t side : {command.width, command.height}) {
    if (side == 0 || side > constants::mostPixels)
      return Outcome::refusal(RefusalKind::outOfRange, side);
  }
  TextureEntry& entry = working_[command.texture];
  if (entry.state != 0) return Outcome::refusal(RefusalKind::takenTexture, command.texture);
  entry = {1, command.width, command.height, command.head >> 8 & 1};
  ++count_;
  markDirty(command.texture);
  return Outcome::done();
}

Outcome Textures::release(uint32_t texture) {
  if (!isKnown(texture)) return Outcome::refusal(RefusalKind::unknownTexture, texture);
  working_[texture] = {};
  --count_;
  markDirty(texture);
  return Outcome::done();
}

void Textures::reset() {
  for (uint32_t texture = 0; texture < working_.capacity(); ++texture) {
    if (working_[texture].state == 0) continue;
    working_[texture] = {};
    markDirty(texture);
  }
  count_ = 0;
}

uint32_t Textures::publish() {
  const uint32_t copies = dirtyCount_;
  for (uint32_t word = 0; dirtyCount_ != 0; ++word) {
    for (uint32_t bits = dirty_[word]; bits != 0; bits &= bits - 1) {
      const uint32_t texture = word * 32 + static_cast<uint32_t>(std::countr_zero(bits));
      published_[texture] = working_[texture];
      --dirtyCount_;
    }
    dirty_[word] = 0;
  }
  return copies;
}

void Textures::markDirty(uint32_t texture) {
  uint32_t& word = dirty_[texture / 32];
  const uint32_t bit = 1u << (texture % 32);
  if ((word & bit) == 0) ++dirtyCount_;
  word |= bit;
}

}  // namespace skyflock::scene
