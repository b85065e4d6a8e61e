#include <cstdint>
#include <cstdlib>
#include <new>

#include "meteor/shower.h"

// The meteor engine as exports of a module without a script of its own: one call a frame, and
// everything there is to see in the block. An instance is one shower; its memory goes with it.

namespace {

using namespace skyflock::meteor;

alignas(Shower) std::byte showerMemory[sizeof(Shower)];
Shower* shower = nullptr;
MeteorOptions given;
std::byte* saved = nullptr;
uint32_t savedBytes = 0;

uint32_t address(const void* place) {
  return static_cast<uint32_t>(reinterpret_cast<uintptr_t>(place));
}

Shower& made() {
  if (shower == nullptr) shower = new (showerMemory) Shower();
  return *shower;
}

}  // namespace

#define METEOR_EXPORT(name) extern "C" __attribute__((export_name(#name)))

METEOR_EXPORT(layoutId) uint32_t meteorLayoutId() { return layoutId; }

/// Where options are given before `found` and `configure`.
METEOR_EXPORT(options) uint32_t meteorOptions() { return address(&given); }

/// 1 when the shower of the given options stands.
METEOR_EXPORT(found) uint32_t meteorFound() {
  skyflock::core::Status status;
  return made().found(given, status) ? 1 : 0;
}

/// The address of so many bytes for a saved shower, or 0 when they are refused.
METEOR_EXPORT(reserve) uint32_t meteorReserve(uint32_t bytes) {
  std::free(saved);
  saved = static_cast<std::byte*>(std::malloc(bytes));
  savedBytes = saved == nullptr ? 0 : bytes;
  return address(saved);
}

/// 1 when the shower stands that was saved in the reserved bytes, which are given back.
METEOR_EXPORT(restore) uint32_t meteorRestore() {
  skyflock::core::Status status;
  const bool done = made().restore({saved, savedBytes}, status);
  std::free(saved);
  saved = nullptr;
  savedBytes = 0;
  return done ? 1 : 0;
}

/// The block's address, which a step, `spawn`, `configure` and `restore` may change.
METEOR_EXPORT(block) uint32_t meteorBlock() { return address(shower->block()); }

METEOR_EXPORT(step) uint32_t meteorStep(float dt, float speedMultiplier) {
  return shower->step(dt, speedMultiplier);
}
METEOR_EXPORT(advance) void meteorAdvance(float dt, float speedMultiplier) {
  shower->advance(dt, speedMultiplier);
}
METEOR_EXPORT(pack) uint32_t meteorPack() { return shower->pack(); }

METEOR_EXPORT(spawn) uint32_t meteorSpawn() { return shower->spawn(); }

/// 1 when the given options hold.
METEOR_EXPORT(configure) uint32_t meteorConfigure() {
  skyflock::core::Status status;
  return shower->configure(given, status) ? 1 : 0;
}
