#include <cstdio>
#include <cstring>
#include <string>

#include "layout/printer/layout_printer.h"

// layout_printer FILE: prints web/generated/FILE.ts.

namespace {

using namespace skyflock;

struct File {
  const char* name;
  std::string (*print)();
};

constexpr File kFiles[] = {
    {"core-layout", layout::print_core_layout},   {"watch-layout", layout::print_watch_layout},
    {"life-layout", layout::print_life_layout},   {"meteor-layout", layout::print_meteor_layout},
    {"meteor-names", layout::print_meteor_names}, {"state-layout", layout::print_state_layout},
};

}  // namespace

int main(int count, char** words) {
  for (const File& file : kFiles) {
    if (count != 2 || std::strcmp(words[1], file.name) != 0) continue;
    const std::string text = file.print();
    const bool written = std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
    return written && std::fflush(stdout) == 0 ? 0 : 1;
  }
  std::fputs("usage: layout_printer FILE > web/generated/FILE.ts; there are\n", stderr);
  for (const File& file : kFiles) std::fprintf(stderr, "  %s\n", file.name);
  return 2;
}
