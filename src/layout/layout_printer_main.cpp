#include <cstdio>
#include <cstring>

#include "layout/layout_printer.h"

// layout_printer life: prints web/generated/life-layout.ts.

int main(int count, char** words) {
  if (count != 2 || std::strcmp(words[1], "life") != 0) {
    std::fputs("usage: layout_printer life > web/generated/life-layout.ts\n", stderr);
    return 2;
  }
  const std::string text = skyflock::layout::print_life_layout();
  const bool written = std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
  return written && std::fflush(stdout) == 0 ? 0 : 1;
}
