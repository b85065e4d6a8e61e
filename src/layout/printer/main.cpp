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
    {"core-layout", layout::printCoreLayout},   {"watch-layout", layout::printWatchLayout},
    {"life-layout", layout::printLifeLayout},   {"meteor-layout", layout::printMeteorLayout},
    {"meteor-names", layout::printMeteorNames}, {"state-layout", layout::printStateLayout},
    {"scene-layout", layout::printSceneLayout},
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
