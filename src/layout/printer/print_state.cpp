#include <cstddef>

#include "layout/printer/layout_printer.h"
#include "state/state_layout.h"

// The state system's layout in TypeScript: state_layout.inl, expanded once more.

namespace skyflock::layout {

using namespace state;

std::string printStateLayout() {
  TypeScriptPrinter out;
  out.head("npm run layout",
           "// Everything of the state system that crosses between JavaScript and the engine.");
  out.line("");
  out.comment("Differs whenever the layout does; compared when the module is loaded.");
  out.line("export const LAYOUT_ID: number = " + numberText(layoutId) + ";");
#define SF_CONSTANT(type, name, value, unit, doc) \
  out.constant(#name, numberText(static_cast<type>(value)), unit, doc);
#include "layout/begin.h"
#include "state/state_layout.inl"
#include "layout/end.h"
#define SF_ENUM(Name, doc) out.beginEnum(#Name, doc);
#define SF_ENUMERATOR(Name, name, value, doc) out.enumerator(#name, value, doc);
#define SF_ENUM_END(Name) out.endEnum(#Name);
#include "layout/begin.h"
#include "state/state_layout.inl"
#include "layout/end.h"
#define SF_RECORD(Name, bytes, doc) out.beginRecord(#Name, bytes, doc);
#define SF_FIELD(Name, type, name, unit, doc) \
  out.field(#type, #name, offsetof(Name, name), 0, unit, doc);
#define SF_RECORD_END(Name) out.endRecord();
#include "layout/begin.h"
#include "state/state_layout.inl"
#include "layout/end.h"
  return out.text();
}

}  // namespace skyflock::layout
