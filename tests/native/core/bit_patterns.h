#pragma once

#include <bit>
#include <cstdint>
#include <iterator>

namespace skyflock::tests {

/// Values at which operations on f32 differ from each other.
inline constexpr uint32_t kSpecialBits[] = {
    0x00000000,                                      // 0
    0x80000000,                                      // -0
    0x00000001, 0x80000001, 0x007fffff, 0x807fffff,  // smallest and largest denormal
    0x00800000, 0x80800000,                          // smallest normal
    0x3f800000, 0xbf800000, 0x3f000000, 0xbf000000,  // 1, 1/2
    0x3fc00000, 0xbfc00000,                          // 3/2: a tie of rounding
    0x4b000000, 0xcb000000, 0x4affffff, 0xcaffffff,  // 2^23, and a half below it
    0x4effffff, 0xceffffff, 0x4f000000, 0xcf000000,  // around 2^31
    0x7f7fffff, 0xff7fffff,                          // largest
    0x7f800000, 0xff800000,                          // infinities
    0x7fc00000, 0xffc00001, 0x7f800001,              // not a number
};

/// A stream of bit patterns for tests: a quarter of them special values, a quarter small numbers
/// that are often equal to each other, half anything. By xorshift32, so that it owes nothing to
/// core/rng.h.
class BitPatterns {
 public:
  explicit BitPatterns(uint32_t seed) : state_(seed) {}

  uint32_t random() {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 17;
    state_ ^= state_ << 5;
    return state_;
  }

  uint32_t next() {
    const uint32_t choice = random();
    switch (choice >> 16 & 3) {
      case 0:
        return kSpecialBits[(choice & 0xffff) % std::size(kSpecialBits)];
      case 1:
        return std::bit_cast<uint32_t>((static_cast<float>(choice & 63) - 32.0f) * 0.25f);
      default:
        return random();
    }
  }

 private:
  uint32_t state_;
};

inline bool isNanBits(uint32_t bits) { return (bits & 0x7fffffffu) > 0x7f800000u; }

}  // namespace skyflock::tests
