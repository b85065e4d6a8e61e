#include "layout/printer/layout_printer.h"

#include <gtest/gtest.h>

#include <bit>
#include <cstddef>
#include <cstdlib>
#include <string>

#include "core/bit_patterns.h"
#include "life/life_layout.h"

namespace skyflock::layout {
namespace {

TEST(LayoutPrinter, NumbersReadBackAsTheSameF32) {
  tests::BitPatterns patterns(11);
  for (int i = 0; i < 200000; ++i) {
    const uint32_t bits = patterns.next();
    if ((bits & 0x7f800000u) == 0x7f800000u) continue;
    const std::string text = numberText(std::bit_cast<float>(bits));
    // The way JavaScript reads it: as f64, then rounded.
    const auto back = static_cast<float>(std::strtod(text.c_str(), nullptr));
    ASSERT_EQ(std::bit_cast<uint32_t>(back), bits) << text;
  }
}

TEST(LayoutPrinter, NumbersAreShortAndPlain) {
  EXPECT_EQ(numberText(0.1f), "0.1");
  EXPECT_EQ(numberText(100000.0f), "100000");
  EXPECT_EQ(numberText(1.0f / 60.0f), "0.016666668");
  EXPECT_EQ(numberText(-0.5f), "-0.5");
  EXPECT_EQ(numberText(4294967295u), "4294967295");
  EXPECT_EQ(numberText(int32_t{-1048576}), "-1048576");
  EXPECT_EQ(numberText(0.99), "0.99");
  EXPECT_EQ(numberText(10000.0), "10000");
}

TEST(LayoutPrinter, QuotesWhatStandsInQuotes) {
  EXPECT_EQ(quoted("plain"), "'plain'");
  EXPECT_EQ(quoted("the kin's"), "\"the kin's\"");
  EXPECT_EQ(quoted("a\\b"), "'a\\\\b'");
  EXPECT_EQ(quoted("the kin's \"own\""), "\"the kin's \\\"own\\\"\"");
}

TEST(LayoutPrinter, SpellsConstantsInCapitals) {
  TypeScriptPrinter out;
  out.constant("maxTribes", "16", "tribes", "Most there are.");
  EXPECT_EQ(out.text(), "/** Most there are. Unit: tribes. */\nexport const MAX_TRIBES = 16;\n");
}

TEST(LayoutPrinter, PrintsOffsetsAsTheCompilerSeesThem) {
  const std::string text = printLifeLayout();
  const auto record = text.find("export const Command = {");
  ASSERT_NE(record, std::string::npos);
  const std::string body = text.substr(record, text.find("} as const;", record) - record);
  EXPECT_NE(body.find("  size: 32,\n"), std::string::npos);
  EXPECT_NE(body.find("  value: " + std::to_string(offsetof(life::Command, value)) + ",\n"),
            std::string::npos);
  EXPECT_NE(text.find("LAYOUT_ID: number = " + std::to_string(life::layoutId) + ";"),
            std::string::npos);
}

}  // namespace
}  // namespace skyflock::layout
