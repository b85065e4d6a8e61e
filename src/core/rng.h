#pragma once

#include <cstdint>

#include "core/simd/f32x4.h"

// Random numbers that are counters: what is drawn follows from the seed, the tick, the purpose and
// the animal, not from how often or in which order one draws. The first three make a key; the key
// and a counter (the animal's id) make the number.

namespace skyflock::core {

/// A bijective mix of 32 bits with little bias. Constants: Chris Wellons, Hash
/// Prospector, https://github.com/skeeto/hash-prospector (the triple of shifts 16, 15, 15).
constexpr uint32_t mix32(uint32_t x) {
  x ^= x >> 16;
  x *= 0x21f0aaadu;
  x ^= x >> 15;
  x *= 0x735a2d97u;
  x ^= x >> 15;
  return x;
}

SKYFLOCK_INLINE I4 mix32(I4 x) {
  x = x ^ x.shr<16>();
  x = x * 0x21f0aaad;
  x = x ^ x.shr<15>();
  x = x * 0x735a2d97;
  return x ^ x.shr<15>();
}

/// 2^32 divided by the golden ratio: keeps small counters apart and away from the mix's fixed point
/// 0.
inline constexpr uint32_t kGolden = 0x9e3779b9u;

/// Key of all draws of one purpose in one tick.
constexpr uint32_t randomKey(uint32_t seed, uint32_t tick, uint32_t purpose) {
  return mix32(mix32(mix32(seed + kGolden) ^ tick) + purpose * kGolden);
}

/// A counter's part of a draw, which the draws of several purposes share.
constexpr uint32_t mixCounter(uint32_t counter) { return mix32(counter + kGolden); }

SKYFLOCK_INLINE I4 mixCounter(I4 counter) { return mix32(counter + kGolden); }

/// 32 random bits.
constexpr uint32_t randomBits(uint32_t key, uint32_t counter) {
  return mix32(mixCounter(counter) ^ key);
}

/// The same for four counters that were mixed before; the keys may differ from lane to lane.
SKYFLOCK_INLINE I4 randomBitsMixed(I4 key, I4 mixed) { return mix32(mixed ^ key); }

/// A random multiple of 2^-24 in [0, 1).
constexpr float randomUnit(uint32_t key, uint32_t counter) {
  return static_cast<float>(randomBits(key, counter) >> 8) * (1.0f / 16777216.0f);
}

SKYFLOCK_INLINE F4 randomUnitMixed(I4 key, I4 mixed) {
  return randomBitsMixed(key, mixed).shr<8>().toF4() * (1.0f / 16777216.0f);
}

SKYFLOCK_INLINE F4 randomUnitMixed(uint32_t key, I4 mixed) {
  return randomUnitMixed(I4::splat(key), mixed);
}

SKYFLOCK_INLINE F4 randomUnit(uint32_t key, I4 counter) {
  return randomUnitMixed(key, mixCounter(counter));
}

}  // namespace skyflock::core
