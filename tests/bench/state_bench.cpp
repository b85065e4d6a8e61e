// The native twin of tests/bench/state-engine.ts: prints one line of JSON with medians.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <vector>

#include "state/engine.h"

namespace {

using namespace skyflock::state;

constexpr uint32_t kPaths = 10000;
constexpr uint32_t kRounds = 400;

double nowMicroseconds() {
  using namespace std::chrono;
  return duration<double, std::micro>(steady_clock::now().time_since_epoch()).count();
}

/// Paths of three keys, ten to a parent.
std::vector<uint32_t> makePaths(Engine& engine) {
  std::vector<uint32_t> paths;
  for (uint32_t i = 0; i < kPaths; ++i) {
    const uint32_t outer = engine.intern(rootNode, i / 100);
    paths.push_back(engine.intern(engine.intern(outer, 1000 + i / 10 % 10), 2000 + i % 10));
    engine.retain(paths.back());
  }
  return paths;
}

/// Writes a new value to each of the first `rows` of the paths, from `from` on; microseconds.
double timeBatch(Engine& engine, const std::vector<uint32_t>& paths, uint32_t from, uint32_t rows,
                 uint32_t round) {
  const double begin = nowMicroseconds();
  engine.reserve(rows, 0);
  InputRows& input = engine.input();
  const Tag tag = round % 2 == 0 ? Tag::booleanTrue : Tag::booleanFalse;
  for (uint32_t row = 0; row < rows; ++row) {
    input.ids.data()[row] = paths[from + row];
    input.tags.data()[row] = static_cast<uint8_t>(tag);
    input.payloads.data()[row] = 0;
  }
  engine.process(rows);
  return nowMicroseconds() - begin;
}

double medianBatch(Engine& engine, const std::vector<uint32_t>& paths, uint32_t rows) {
  std::vector<double> times;
  for (uint32_t round = 0; round < kRounds; ++round) {
    times.push_back(timeBatch(engine, paths, 0, rows, round));
  }
  std::sort(times.begin(), times.end());
  return times[times.size() / 2];
}

bool neverEqual(uint32_t, uint32_t) { return false; }

}  // namespace

int main() {
  Engine plain(false, neverEqual);
  const std::vector<uint32_t> paths = makePaths(plain);
  for (uint32_t from = 0; from < kPaths; from += 1000) timeBatch(plain, paths, from, 1000, 0);
  const size_t bytes = plain.room();
  const double shadow = medianBatch(plain, paths, 1000);

  Engine pairs(false, neverEqual);
  const std::vector<uint32_t> paired = makePaths(pairs);
  for (uint32_t i = 0; i < kPaths / 2; ++i) {
    pairs.graph(Graph::sync).link(paired[i], paired[i + kPaths / 2]);
  }
  for (uint32_t from = 0; from < kPaths; from += 1000) timeBatch(pairs, paired, from, 1000, 1);
  std::printf(
      "{\"entries\":%u,\"entryBytes\":%zu,\"shadow1000Us\":%.2f,\"pairs1Us\":%.3f,"
      "\"pairs100Us\":%.2f,\"pairs1000Us\":%.2f}\n",
      kPaths, bytes, shadow, medianBatch(pairs, paired, 1), medianBatch(pairs, paired, 100),
      medianBatch(pairs, paired, 1000));
  return 0;
}
