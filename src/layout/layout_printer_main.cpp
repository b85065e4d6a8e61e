#include <cstdio>
#include <cstring>
#include <string>

#include "layout/layout_printer.h"

// layout_printer SYSTEM: prints web/generated/SYSTEM-layout.ts.

namespace {

using namespace skyflock;

struct System {
  const char* name;
  std::string (*print)();
};

constexpr System kSystems[] = {
    {"life", layout::print_life_layout},
    {"meteor", layout::print_meteor_layout},
    {"state", layout::print_state_layout},
};

}  // namespace

int main(int count, char** words) {
  for (const System& system : kSystems) {
    if (count != 2 || std::strcmp(words[1], system.name) != 0) continue;
    const std::string text = system.print();
    const bool written = std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
    return written && std::fflush(stdout) == 0 ? 0 : 1;
  }
  std::fputs("usage: layout_printer SYSTEM > web/generated/SYSTEM-layout.ts; there are\n", stderr);
  for (const System& system : kSystems) std::fprintf(stderr, "  %s\n", system.name);
  return 2;
}
