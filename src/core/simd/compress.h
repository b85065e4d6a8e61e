#pragma once

#include <bit>
#include <cstdint>

#include "core/simd/f32x4.h"

namespace skyflock::core {

namespace detail {

/// For each of the sixteen masks, the bytes of its lanes packed to the front, then lane 0 again and
/// again: whoever reads beyond the end finds numbers that were really there.
struct CompressTable {
  alignas(16) uint8_t bytes[16][16];
  int32_t counts[16];

  constexpr CompressTable() : bytes(), counts() {
    for (int mask = 0; mask < 16; ++mask) {
      int at = 0;
      for (int lane = 0; lane < 4; ++lane) {
        if ((mask >> lane & 1) == 0) continue;
        for (int byte = 0; byte < 4; ++byte) {
          bytes[mask][at++] = static_cast<uint8_t>(4 * lane + byte);
        }
      }
      counts[mask] = at / 4;
      for (; at < 16; ++at) bytes[mask][at] = static_cast<uint8_t>(at % 4);
    }
  }
};

inline constexpr CompressTable kCompressTable;

}  // namespace detail

/// Writes the lanes whose mask is set, packed and in order, and returns how many there are. All
/// four words at `out` are written, so there must be room for them; those beyond the end repeat
/// lane 0.
SKYFLOCK_INLINE int compressStore(uint32_t* out, I4 v, M4 m) {
  const int mask = bits(m);
  shuffleBytes(v, detail::kCompressTable.bytes[mask]).store(out);
#if defined(__wasm__) || defined(__POPCNT__)
  return std::popcount(static_cast<uint32_t>(mask));
#else
  return detail::kCompressTable.counts[mask];
#endif
}

}  // namespace skyflock::core
