#include "core/core_layout.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <string>

#include "layout/printer/layout_printer.h"

namespace skyflock::core {
namespace {

size_t lineOf(size_t offset) { return offset / layout::kCacheLine; }

TEST(CoreLayout, WordsOfDifferentThreadsStandOnLinesOfTheirOwn) {
  const size_t fixed = lineOf(offsetof(RingHeader, capacity));
  const size_t writers = lineOf(offsetof(RingHeader, dropped));
  const size_t readers = lineOf(offsetof(RingHeader, read));
  EXPECT_EQ(lineOf(offsetof(RingHeader, written)), writers);
  EXPECT_NE(fixed, writers);
  EXPECT_NE(writers, readers);
  EXPECT_NE(lineOf(sizeof(RingHeader)), readers);
  EXPECT_NE(lineOf(offsetof(TripleBufferHeader, magic)),
            lineOf(offsetof(TripleBufferHeader, control)));
  EXPECT_NE(lineOf(offsetof(TripleBufferHeader, control)),
            lineOf(offsetof(TripleBufferHeader, slots)));
  EXPECT_EQ(sizeof(TripleBufferSlot), layout::kCacheLine);
}

TEST(CoreLayout, ASleepersFlagStandsOnTheLineOfTheIndexItsWakerStores) {
  EXPECT_EQ(lineOf(offsetof(RingHeader, readerSleeps)), lineOf(offsetof(RingHeader, written)));
  EXPECT_EQ(lineOf(offsetof(RingHeader, writerSleeps)), lineOf(offsetof(RingHeader, read)));
}

TEST(CoreLayout, PrintsFieldsThatBeginALineByTheirOffsets) {
  const std::string text = layout::printCoreLayout();
  EXPECT_NE(text.find("  written: " + std::to_string(offsetof(RingHeader, written)) + ",\n"),
            std::string::npos);
  EXPECT_NE(
      text.find("  control: " + std::to_string(offsetof(TripleBufferHeader, control)) + ",\n"),
      std::string::npos);
}

}  // namespace
}  // namespace skyflock::core
