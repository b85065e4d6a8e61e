#include "life/snapshot_format.h"

#include <algorithm>
#include <iterator>

#include "core/hash.h"
#include "core/simd/f32x4.h"

namespace skyflock::life {

namespace {

/// The checksum covers what follows it.
constexpr size_t kChecked = offsetof(SnapshotHeader, checksum) + sizeof(uint32_t);
constexpr size_t kOptions = std::size(kLifeOptions);

/// What a version differs in from the newest. A header that is shorter is filled up with zeros.
struct Format {
  uint32_t version;
  size_t headerBytes;
  uint32_t layoutId;
  bool byId;
  uint32_t checksumLanes;
};

constexpr Format kFormats[] = {
    {1, 56, constants::snapshotLayout1, false, 4},
    {2, sizeof(SnapshotHeader), snapshotLayoutId, true, 16},
};
static_assert(std::end(kFormats)[-1].version == constants::snapshotVersion);

/// The format of a version, or null.
const Format* format_of(uint32_t version) {
  const auto* format = std::find_if(std::begin(kFormats), std::end(kFormats),
                                    [&](const Format& f) { return f.version == version; });
  return format == std::end(kFormats) ? nullptr : format;
}

constexpr size_t aligned(size_t bytes) { return (bytes + 7) / 8 * 8; }

/// Folds the bytes, a number of words, into lanes that take a word each in turn: kVectors times
/// four.
template <size_t kVectors>
uint32_t checksum_of(std::span<const std::byte> bytes) {
  core::I4 lanes[kVectors];
  for (core::I4& four : lanes) four = core::I4::splat(0x9e3779b9u);
  const core::I4 prime = core::I4::splat(0x85ebca6bu);
  constexpr size_t kStep = kVectors * 16;
  const size_t whole = bytes.size() / kStep * kStep;
  for (size_t at = 0; at < whole; at += kStep) {
    for (size_t v = 0; v < kVectors; ++v) {
      const core::I4 mixed = (lanes[v] ^ core::I4::load(bytes.data() + at + 16 * v)) * prime;
      lanes[v] = mixed ^ mixed.shr<15>();
    }
  }
  uint32_t words[kVectors * 4];
  for (size_t v = 0; v < kVectors; ++v) lanes[v].store(words + 4 * v);
  uint32_t sum = static_cast<uint32_t>(bytes.size());
  for (const uint32_t word : words) sum = core::mix_word(sum, word);
  for (size_t at = whole; at < bytes.size(); at += 4) {
    uint32_t word = 0;
    std::memcpy(&word, bytes.data() + at, 4);
    sum = core::mix_word(sum, word);
  }
  return sum;
}

}  // namespace

core::Status refuse_snapshot(const char* why) { return core::Status::failure("The snapshot", why); }

void place_parts(SnapshotParts& parts, size_t headerBytes) {
  const SnapshotHeader& header = parts.header;
  parts.options = aligned(headerBytes);
  parts.tribes = parts.options + kOptions * sizeof(double);
  parts.totals = aligned(parts.tribes + header.tribeCount * sizeof(TribeSetup));
  parts.animals = parts.totals + sizeof(SnapshotTotals);
  parts.food = parts.animals + size_t{header.animalCount} * sizeof(SnapshotAnimal);
  parts.labels = parts.food + size_t{2} * header.cellCount * sizeof(float);
  parts.end = headerBytes == sizeof(SnapshotHeader) ? aligned(parts.labels + header.labelBytes)
                                                    : parts.labels;
}

uint32_t snapshot_checksum(std::span<const std::byte> snapshot) {
  const auto version = read_at<uint32_t>(snapshot, offsetof(SnapshotHeader, version));
  const std::span<const std::byte> checked = snapshot.subspan(kChecked);
  return format_of(version)->checksumLanes == 4 ? checksum_of<1>(checked) : checksum_of<4>(checked);
}

core::Status find_parts(std::span<const std::byte> snapshot, SnapshotParts& parts) {
  SnapshotHeader& header = parts.header;
  header = {};
  constexpr size_t kFirst = offsetof(SnapshotHeader, version) + sizeof(uint32_t);
  if (snapshot.size() < kFirst) return refuse_snapshot("is cut off within its header.");
  std::memcpy(&header, snapshot.data(), kFirst);
  if (header.magic != constants::snapshotMagic)
    return refuse_snapshot("is invalid: it begins with other bytes.");
  if (header.version > constants::snapshotVersion) {
    return refuse_snapshot("is of a later version of Skyflock; use that version to load it.");
  }
  const Format* format = format_of(header.version);
  if (format == nullptr) return refuse_snapshot("is of a version that never was.");
  if (snapshot.size() < format->headerBytes)
    return refuse_snapshot("is cut off within its header.");
  std::memcpy(&header, snapshot.data(), format->headerBytes);
  if (header.layoutId != format->layoutId || header.optionCount != kOptions) {
    return refuse_snapshot(
        "is of another layout of Skyflock's records; use the version that saved it.");
  }
  if (header.tribeCount > constants::maxTribes ||
      header.animalCount > constants::maxEntitiesLimit ||
      header.cellCount > constants::maxColumns * constants::maxColumns ||
      header.labelBytes > constants::maxLabelBytes) {
    return refuse_snapshot("is damaged: it counts more than a world can hold.");
  }
  place_parts(parts, format->headerBytes);
  parts.byId = format->byId;
  if (snapshot.size() < parts.end) {
    return refuse_snapshot("is cut off, or damaged: it is shorter than it says.");
  }
  if (snapshot.size() > parts.end) {
    return refuse_snapshot("is damaged: it is longer than it says.");
  }
  if (header.bytes != parts.end) {
    return refuse_snapshot("is damaged: its length is not what its counts come to.");
  }
  return {};
}

core::Status read_parts(std::span<const std::byte> snapshot, SnapshotParts& parts) {
  const core::Status status = find_parts(snapshot, parts);
  if (!status.ok()) return status;
  if (snapshot_checksum(snapshot.first(parts.end)) != parts.header.checksum) {
    return refuse_snapshot("is damaged: its checksum is wrong.");
  }
  return {};
}

}  // namespace skyflock::life
