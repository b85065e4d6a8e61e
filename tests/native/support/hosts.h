#pragma once

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <iterator>
#include <string>
#include <vector>

#include "life/founding.h"
#include "life/host.h"

// What hosts take of a machine, under a test's hand.

namespace skyflock::tests {

/// Memory that is refused where a test says so: by the bytes asked for, and by how often some were.
struct ScantMemory {
  static inline std::function<bool(size_t bytes, size_t number)> refuses;
  static inline std::vector<size_t> asked;

  /// All is given from here on.
  static void reset() {
    refuses = nullptr;
    asked.clear();
  }
  static void* allocate(size_t bytes) {
    asked.push_back(bytes);
    if (refuses != nullptr && refuses(bytes, asked.size() - 1)) return nullptr;
    return std::aligned_alloc(64, bytes);
  }
};

/// Bytes that a host asks for to have a world of this founding.
inline size_t worldBytes(life::Founding founding, uint32_t maxEntities, uint32_t partitions) {
  founding.options.maxEntities = maxEntities;
  if (!life::resolveFounding(founding).ok()) return 0;
  return (life::World::bytesNeeded(founding, partitions) + 63) / 64 * 64;
}

inline double& optionOf(life::Host& host, const char* name) {
  uint32_t index = 0;
  while (std::strcmp(life::kLifeOptions[index].name, name) != 0) ++index;
  return host.options()[index];
}

/// Puts the wishes of a founding where a host reads them.
inline void wish(life::Host& host, const life::Founding& founding) {
  for (uint32_t i = 0; i < std::size(life::kLifeOptions); ++i) {
    host.options()[i] = life::readOption(founding.options, i);
  }
  std::memcpy(host.tribes(), founding.tribes, sizeof founding.tribes);
}

inline std::string refusalOf(size_t bytes, const char* what) {
  return std::string(what) + ": " + std::to_string(bytes) + " bytes of memory were refused";
}

}  // namespace skyflock::tests
