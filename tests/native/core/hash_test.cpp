#include "core/hash.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <bit>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/bit_patterns.h"
#include "core/hash4.h"

namespace skyflock::core {
namespace {

constexpr int kWords = 8;
using Record = std::array<uint32_t, kWords>;

std::vector<Record> someRecords(int count) {
  tests::BitPatterns patterns(7);
  std::vector<Record> records(static_cast<size_t>(count));
  for (Record& record : records) {
    for (uint32_t& word : record) word = patterns.next();
  }
  return records;
}

StateHash hashOf(const std::vector<Record>& records) {
  StateHash hash;
  for (const Record& record : records) hash.addRecord(record.data(), kWords);
  return hash;
}

TEST(StateHash, DoesNotDependOnTheOrder) {
  std::vector<Record> records = someRecords(1000);
  const StateHash before = hashOf(records);
  std::reverse(records.begin(), records.end());
  EXPECT_EQ(hashOf(records), before);
  std::rotate(records.begin(), records.begin() + 333, records.end());
  EXPECT_EQ(hashOf(records), before);
}

TEST(StateHash, OfPartsAddsUp) {
  const std::vector<Record> records = someRecords(1000);
  const auto middle = records.begin() + 123;
  StateHash sum = hashOf({records.begin(), middle});
  sum.add(hashOf({middle, records.end()}));
  EXPECT_EQ(sum, hashOf(records));
}

TEST(StateHash, BothHalvesSeeEverySingleBit) {
  std::vector<Record> records = someRecords(20);
  const StateHash before = hashOf(records);
  std::set<std::pair<uint32_t, uint32_t>> seen;
  for (Record& record : records) {
    for (uint32_t& word : record) {
      for (uint32_t bit = 0; bit < 32; ++bit) {
        word ^= 1u << bit;
        const StateHash after = hashOf(records);
        EXPECT_NE(after.lo, before.lo);
        EXPECT_NE(after.hi, before.hi);
        seen.insert({after.lo, after.hi});
        word ^= 1u << bit;
      }
    }
  }
  EXPECT_EQ(seen.size(), 20u * kWords * 32) << "two flips gave the same hash";
}

TEST(StateHash, SeesWordsThatChangePlacesWithinARecord) {
  const uint32_t one[2] = {1, 2};
  const uint32_t other[2] = {2, 1};
  StateHash a, b;
  a.addRecord(one, 2);
  b.addRecord(other, 2);
  EXPECT_NE(a.lo, b.lo);
  EXPECT_NE(a.hi, b.hi);
}

TEST(StateHash, TellsAnEmptyRecordFromNone) {
  StateHash zeros;
  const uint32_t words[3] = {};
  zeros.addRecord(words, 3);
  EXPECT_NE(zeros, StateHash{});
}

TEST(StateHash, IsWhatItAlwaysWas) {
  StateHash hash;
  const uint32_t words[4] = {1, 2, 0xffffffffu, 0x80000000u};
  hash.addRecord(words, 4);
  EXPECT_STREQ(toText(hash).digits, "08501c9564b12dcd");
}

TEST(StateHash, OfFourRecordsAtATimeIsThatOfEach) {
  std::minstd_rand random(11);
  const float numbers[4] = {-0.0f, 0.0f, 1.5f, -3e30f};
  StateHash expected;
  StateHash4 groups;
  for (int mask = 0; mask < 16; ++mask) {
    uint32_t words[3][4];
    for (auto& row : words) {
      for (uint32_t& word : row) word = static_cast<uint32_t>(random() * 2654435761u);
    }
    groups.begin();
    for (const auto& row : words) groups.word(I4::load(row));
    groups.word(F4::load(numbers));
    groups.end(M4::fromBits(mask));
    for (int k = 0; k < 4; ++k) {
      if ((mask >> k & 1) == 0) continue;
      const uint32_t number = std::bit_cast<uint32_t>(numbers[k] + 0.0f);
      const uint32_t record[] = {words[0][k], words[1][k], words[2][k], number};
      expected.addRecord(record, 4);
    }
  }
  EXPECT_EQ(groups.sum(), expected);
}

TEST(StateHash, TextHasSixteenDigitsHighHalfFirst) {
  StateHash hash;
  hash.hi = 0x0123abcd;
  hash.lo = 0x00000042;
  EXPECT_STREQ(toText(hash).digits, "0123abcd00000042");
  EXPECT_STREQ(toText(StateHash{}).digits, "0000000000000000");
}

}  // namespace
}  // namespace skyflock::core
