#pragma once

#include <cstdint>

namespace skyflock::core {

/// Folds a word into a hash. From MurmurHash3's finaliser (Austin Appleby, public domain).
constexpr uint32_t mixWord(uint32_t hash, uint32_t word) {
  hash ^= word;
  hash *= 0x85ebca6bu;
  hash ^= hash >> 13;
  hash *= 0xc2b2ae35u;
  return hash ^ (hash >> 16);
}

/// A hash of a set of records: the sum of the records' hashes, so that their order does not show.
/// Two independent halves of 32 bits, which JavaScript can compute without big integers.
struct StateHash {
  uint32_t lo = 0;
  uint32_t hi = 0;

  /// Adds a record of words. The halves differ in where they start and in what they see of a word.
  constexpr void addRecord(const uint32_t* words, int count) {
    uint32_t first = 0x2545f491u;
    uint32_t second = 0x9e3779b9u;
    for (int i = 0; i < count; ++i) {
      first = mixWord(first, words[i]);
      second = mixWord(second + 0x7f4a7c15u, words[i]);
    }
    lo += first;
    hi += second;
  }

  constexpr void add(const StateHash& other) {
    lo += other.lo;
    hi += other.hi;
  }

  constexpr bool operator==(const StateHash&) const = default;
};

/// The hash as 16 hexadecimal digits, high half first, and a terminating 0.
struct HashText {
  char digits[17];
};

constexpr HashText toText(const StateHash& hash) {
  HashText text = {};
  for (int i = 0; i < 16; ++i) {
    const uint32_t half = i < 8 ? hash.hi : hash.lo;
    text.digits[i] = "0123456789abcdef"[half >> (28 - 4 * (i % 8)) & 15];
  }
  return text;
}

}  // namespace skyflock::core
