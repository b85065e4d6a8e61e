#include "life/life_layout.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include "life/scenes.h"

namespace skyflock::life {
namespace {

struct FieldPlace {
  std::string record, field;
  size_t offset, bytes, alignment;
};

/// Every field of every record, in the order of the layout file.
std::vector<FieldPlace> allFields() {
  return {
#define SF_FIELD(Name, type, name, unit, doc) \
  {#Name, #name, offsetof(Name, name), sizeof(Name::name), alignof(type)},
#define SF_FIELD_ARRAY(Name, type, name, count, unit, doc) \
  {#Name, #name, offsetof(Name, name), sizeof(Name::name), alignof(type)},
#include "layout/begin.h"
#include "life/life_layout.inl"
#include "layout/end.h"
  };
}

struct RecordSize {
  std::string name;
  size_t bytes;
};

const std::vector<RecordSize> kRecords = {
#define SF_RECORD(Name, bytes, doc) {#Name, sizeof(Name)},
#include "layout/begin.h"
#include "life/life_layout.inl"
#include "layout/end.h"
};

TEST(LifeLayout, FieldsFillTheirRecordsWithoutGapsOrOverlaps) {
  // A gap would carry bytes of no meaning over a thread or into a file.
  for (const RecordSize& record : kRecords) {
    size_t at = 0;
    for (const FieldPlace& field : allFields()) {
      if (field.record != record.name) continue;
      EXPECT_EQ(field.offset, at) << record.name << "." << field.field;
      EXPECT_EQ(field.offset % field.alignment, 0u) << record.name << "." << field.field;
      at = field.offset + field.bytes;
    }
    EXPECT_EQ(at, record.bytes) << record.name;
  }
}

TEST(LifeLayout, RecordsThatStandInArraysKeepTheirFieldsAligned) {
  for (const RecordSize& record : kRecords) EXPECT_EQ(record.bytes % 4, 0u) << record.name;
  EXPECT_EQ(sizeof(Command) % alignof(double), 0u);
  EXPECT_EQ(sizeof(WorldStats) % alignof(double), 0u);
}

TEST(LifeLayout, ArraysHaveTheLengthsTheConstantsSay) {
  EXPECT_EQ(std::size(TribeSetup{}.genes), constants::geneCount);
  EXPECT_EQ(std::size(Inspection{}.genes), constants::geneCount);
  EXPECT_EQ(std::size(TribeStats{}.genes), constants::geneCount);
  EXPECT_EQ(std::size(GeneStats{}.histogram), constants::histogramBins);
  EXPECT_EQ(std::size(WorldStats{}.tribes), constants::maxTribes);
  EXPECT_EQ(std::size(WorldStats{}.phaseHashes), 2 * 8u);
}

struct Default {
  std::string name;
  double usual, least, most;
};

TEST(LifeLayout, EveryDefaultLiesWithinItsRange) {
  const Default defaults[] = {
#define SF_OPTION(type, name, usual, least, most, unit, doc) \
  {#name, double{usual}, double{least}, double{most}},
#define SF_GENE(name, least, most, usual, unit, doc) \
  {#name, double{usual}, double{least}, double{most}},
#include "layout/begin.h"
#include "life/life_layout.inl"
#include "layout/end.h"
  };
  std::set<std::string> names;
  for (const Default& one : defaults) {
    EXPECT_LT(one.least, one.most) << one.name;
    EXPECT_LE(one.least, one.usual) << one.name;
    EXPECT_GE(one.most, one.usual) << one.name;
    EXPECT_TRUE(names.insert(one.name).second) << one.name << " stands twice";
  }
}

TEST(LifeLayout, FoundingOptionsStandFirst) {
  ASSERT_LT(constants::foundingOptions, std::size(kLifeOptions));
  EXPECT_STREQ(kLifeOptions[0].name, "seed");
  EXPECT_STREQ(kLifeOptions[constants::foundingOptions - 1].name, "foodPatchSize");
}

TEST(LifeLayout, GhostZoneIsAsWideAsTheWidestSight) {
  EXPECT_GE(static_cast<float>(constants::ghostCells) * constants::cellSize, constants::maxVision);
  EXPECT_GE(static_cast<float>(constants::minColumns) * constants::cellSize,
            2 * constants::maxVision);
  EXPECT_EQ(constants::maxVision, kGeneRanges[static_cast<uint32_t>(Gene::vision)].most);
}

TEST(LifeLayout, EnumeratorsAreNumberedWithoutGaps) {
  struct One {
    std::string name;
    uint32_t value;
  };
  const One all[] = {
#define SF_ENUMERATOR(Name, name, value, doc) {#Name, value},
#include "layout/begin.h"
#include "life/life_layout.inl"
#include "layout/end.h"
  };
  for (size_t i = 1; i < std::size(all); ++i) {
    if (all[i].name != all[i - 1].name) continue;
    EXPECT_EQ(all[i].value, all[i - 1].value + 1) << all[i].name;
  }
}

TEST(LifeLayout, ScenesStayWithinTheRanges) {
  std::set<std::string> names;
  for (const Scene& scene : scenes()) {
    EXPECT_TRUE(names.insert(scene.name).second) << scene.name << " stands twice";
    EXPECT_EQ(findScene(scene.name), &scene);
    Founding founding = foundingOf(scene);
    EXPECT_STREQ(resolveFounding(founding).message, "") << scene.name;
  }
  EXPECT_EQ(findScene("nowhere"), nullptr);
}

TEST(LayoutId, ChangesWithEveryLetter) {
  constexpr uint32_t start = 2166136261u;
  const std::string text = "SF_FIELD(Command, f32, radius)";
  const uint32_t before = layout::foldText(start, text.c_str());
  EXPECT_EQ(layout::foldText(start, ""), start);
  for (size_t i = 0; i < text.size(); ++i) {
    std::string other = text;
    other[i] = static_cast<char>(other[i] + 1);
    EXPECT_NE(layout::foldText(start, other.c_str()), before) << other;
    EXPECT_NE(layout::foldText(start, text.substr(0, i).c_str()), before);
  }
}

TEST(LayoutId, IsFnv1a) { EXPECT_EQ(layout::foldText(2166136261u, "foobar"), 0xbf9cf968u); }

}  // namespace
}  // namespace skyflock::life
