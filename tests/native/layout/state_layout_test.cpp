#include "state/state_layout.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <vector>

namespace skyflock::state {
namespace {

struct FieldPlace {
  std::string record, field;
  size_t offset, bytes;
};

const std::vector<FieldPlace> kFields = {
#define SF_FIELD(Name, type, name, unit, doc) {#Name, #name, offsetof(Name, name), sizeof(type)},
#include "layout/begin.h"
#include "state/state_layout.inl"
#include "layout/end.h"
};

struct RecordSize {
  std::string name;
  size_t bytes;
};

const std::vector<RecordSize> kRecords = {
#define SF_RECORD(Name, bytes, doc) {#Name, sizeof(Name)},
#include "layout/begin.h"
#include "state/state_layout.inl"
#include "layout/end.h"
};

TEST(StateLayout, FieldsFillTheirRecordsWithoutGaps) {
  for (const RecordSize& record : kRecords) {
    size_t at = 0;
    for (const FieldPlace& field : kFields) {
      if (field.record != record.name) continue;
      EXPECT_EQ(field.offset, at) << record.name << "." << field.field;
      at += field.bytes;
    }
    EXPECT_EQ(at, record.bytes) << record.name;
  }
}

TEST(StateLayout, FlagsAreBitsOfTheirOwnAndFitAByte) {
  uint32_t all = 0;
#define SF_ENUMERATOR(Name, name, value, doc)     \
  if (std::string(#Name) == "ChangeFlag") {       \
    EXPECT_EQ((value) & ((value)-1), 0) << #name; \
    EXPECT_EQ(all& uint32_t{value}, 0u) << #name; \
    all |= uint32_t{value};                       \
  }
#include "layout/begin.h"
#include "state/state_layout.inl"
#include "layout/end.h"
  EXPECT_LE(all, 0xffu);
}

TEST(StateLayout, SegmentsOfKeysAndOfIndicesNeverMeet) {
  EXPECT_EQ(constants::segmentIndex & constants::maxNodes, 0u);
  EXPECT_GT(constants::none, constants::maxNodes);
}

}  // namespace
}  // namespace skyflock::state
