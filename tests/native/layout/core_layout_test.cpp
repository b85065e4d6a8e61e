#include "core/core_layout.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <string>

#include "layout/printer/layout_printer.h"

namespace skyflock::core {
namespace {

size_t line_of(size_t offset) { return offset / layout::kCacheLine; }

TEST(CoreLayout, WordsOfDifferentThreadsStandOnLinesOfTheirOwn) {
  const size_t fixed = line_of(offsetof(RingHeader, capacity));
  const size_t writers = line_of(offsetof(RingHeader, dropped));
  const size_t readers = line_of(offsetof(RingHeader, read));
  EXPECT_EQ(line_of(offsetof(RingHeader, written)), writers);
  EXPECT_NE(fixed, writers);
  EXPECT_NE(writers, readers);
  EXPECT_NE(line_of(sizeof(RingHeader)), readers);
  EXPECT_NE(line_of(offsetof(TripleBufferHeader, magic)),
            line_of(offsetof(TripleBufferHeader, control)));
  EXPECT_NE(line_of(offsetof(TripleBufferHeader, control)),
            line_of(offsetof(TripleBufferHeader, slots)));
  EXPECT_EQ(sizeof(TripleBufferSlot), layout::kCacheLine);
}

TEST(CoreLayout, ASleepersFlagStandsOnTheLineOfTheIndexItsWakerStores) {
  EXPECT_EQ(line_of(offsetof(RingHeader, readerSleeps)), line_of(offsetof(RingHeader, written)));
  EXPECT_EQ(line_of(offsetof(RingHeader, writerSleeps)), line_of(offsetof(RingHeader, read)));
}

TEST(CoreLayout, PrintsFieldsThatBeginALineByTheirOffsets) {
  const std::string text = layout::print_core_layout();
  EXPECT_NE(text.find("  written: " + std::to_string(offsetof(RingHeader, written)) + ",\n"),
            std::string::npos);
  EXPECT_NE(
      text.find("  control: " + std::to_string(offsetof(TripleBufferHeader, control)) + ",\n"),
      std::string::npos);
}

}  // namespace
}  // namespace skyflock::core
