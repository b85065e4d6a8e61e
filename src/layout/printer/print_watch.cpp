#include "layout/printer/layout_printer.h"
#include "layout/schema.h"

// The watch's constants in TypeScript: watch_layout.inl, expanded once more.

namespace skyflock::layout {

std::string printWatchLayout() {
  TypeScriptPrinter out;
  out.head("npm run layout", "// For how long a thread may be silent before it counts as hung.");
  out.line("");
#define SF_CONSTANT(type, name, value, unit, doc) \
  out.constant(#name, numberText(static_cast<type>(value)), unit, doc);
#include "layout/begin.h"
#include "runtime/watch_layout.inl"
#include "layout/end.h"
  return out.text();
}

}  // namespace skyflock::layout
