#include <cstddef>

#include "core/core_layout.h"
#include "layout/printer/layout_printer.h"

// The ring's and the triple buffer's layout in TypeScript: core_layout.inl, expanded once more.

namespace skyflock::layout {

using namespace core;

std::string printCoreLayout() {
  TypeScriptPrinter out;
  out.head("npm run layout",
           "// The memory of rings and triple buffers, which threads of C++ and of JavaScript "
           "share. a32: a u32\n"
           "// that two threads share, each of whose steps is atomic.");
  out.line("");
#define SF_CONSTANT(type, name, value, unit, doc) \
  out.constant(#name, numberText(static_cast<type>(value)), unit, doc);
#include "layout/begin.h"
#include "core/core_layout.inl"
#include "layout/end.h"
#define SF_RECORD(Name, bytes, doc) out.beginRecord(#Name, bytes, doc);
#define SF_FIELD(Name, type, name, unit, doc) \
  out.field(#type, #name, offsetof(Name, name), 0, unit, doc);
#define SF_FIELD_LINE SF_FIELD
#define SF_FIELD_ARRAY(Name, type, name, count, unit, doc) \
  out.field(#type, #name, offsetof(Name, name), count, unit, doc);
#define SF_RECORD_END(Name) out.endRecord();
#include "layout/begin.h"
#include "core/core_layout.inl"
#include "layout/end.h"
  return out.text();
}

}  // namespace skyflock::layout
