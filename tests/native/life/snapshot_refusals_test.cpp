#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "support/snapshot_seal.h"
#include "support/snapshots.h"

// Holds the loader to the table that the kernels in WebAssembly and JavaScript are held to
// (tests/snapshots/refusals.txt, tests/web/fallback/snapshot-refusals.test.ts).

namespace skyflock::tests {
namespace {

std::vector<std::string> split(const std::string& text, char at) {
  std::vector<std::string> parts;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, at);) {
    const size_t begin = part.find_first_not_of(' ');
    const size_t end = part.find_last_not_of(' ');
    parts.push_back(begin == std::string::npos ? "" : part.substr(begin, end + 1 - begin));
  }
  return parts;
}

size_t placeOf(const life::SnapshotParts& parts, const std::string& name) {
  const std::pair<const char*, size_t> places[] = {{"header", 0},
                                                   {"options", parts.options},
                                                   {"tribes", parts.tribes},
                                                   {"totals", parts.totals},
                                                   {"animals", parts.animals},
                                                   {"food", parts.food},
                                                   {"labels", parts.labels},
                                                   {"end", parts.end}};
  for (const auto& [known, place] : places) {
    if (name == known) return place;
  }
  ADD_FAILURE() << "no part is called " << name;
  return 0;
}

template <typename Value>
void put(Bytes& bytes, size_t at, Value value) {
  ASSERT_LE(at + sizeof value, bytes.size());
  std::memcpy(bytes.data() + at, &value, sizeof value);
}

/// "animals+560 f32 nan"
void write(Bytes& bytes, const life::SnapshotParts& parts, const std::string& change) {
  std::istringstream words(change);
  std::string place, type, value;
  ASSERT_TRUE(words >> place >> type >> value) << change;
  const size_t sign = place.find_first_of("+-");
  ASSERT_NE(sign, std::string::npos) << change;
  const size_t at =
      placeOf(parts, place.substr(0, sign)) + static_cast<size_t>(std::stoll(place.substr(sign)));
  if (type == "u8") return put(bytes, at, static_cast<uint8_t>(std::stoul(value)));
  if (type == "u32") return put(bytes, at, static_cast<uint32_t>(std::stoul(value)));
  if (type == "i32") return put(bytes, at, static_cast<int32_t>(std::stol(value)));
  if (type == "i64") return put(bytes, at, static_cast<int64_t>(std::stoll(value)));
  if (type == "f32") return put(bytes, at, static_cast<float>(std::stod(value)));
  if (type == "f64") return put(bytes, at, std::stod(value));
  ADD_FAILURE() << "a change that can't be read: " << change;
}

std::string verdict(std::span<const std::byte> snapshot) {
  const Restored restored(snapshot, 2);
  return restored.world == nullptr ? restored.status.message : "loaded";
}

TEST(SnapshotRefusals, AreThoseOfTheTable) {
  const std::string labels = "The snapshot is damaged: its labels are not the names";
  std::ifstream lines(std::string(SKYFLOCK_SOURCE_DIR) + "/tests/snapshots/refusals.txt");
  int cases = 0;
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line[0] == '#') continue;
    const std::vector<std::string> cells = split(line, '|');
    ASSERT_EQ(cells.size(), 5u) << line;
    ++cases;
    Bytes bytes = readBytes("tests/snapshots/" + cells[1]);
    const life::SnapshotParts parts = partsOf(bytes);
    size_t length = bytes.size();
    for (const std::string& change : split(cells[3], ',')) {
      if (change.empty()) continue;
      if (change.starts_with("length ")) {
        length += static_cast<size_t>(std::stoll(change.substr(7)));
      } else {
        write(bytes, parts, change);
      }
    }
    if (cells[2] == "checksum") seal(bytes);
    if (cells[2] == "all") sealState(bytes.data(), parts);
    Bytes whole(length);
    if (length > 0) std::memcpy(whole.data(), bytes.data(), std::min(length, bytes.size()));
    // Labels are for whoever shows names; the engine carries them.
    const std::string owed = cells[4].starts_with(labels) ? "loaded" : cells[4];
    EXPECT_EQ(verdict(whole.span()), owed) << cells[0];
  }
  EXPECT_GT(cases, 90);
}

}  // namespace
}  // namespace skyflock::tests
