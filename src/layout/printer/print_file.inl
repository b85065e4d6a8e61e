// How every layout file is printed: included once by each system's printer, inside of its
// namespace, after it defined SKYFLOCK_LAYOUT_FILE as the file's path in quotes.

std::string ranged(std::string_view least, std::string_view most) {
  return ", least: " + std::string(least) + ", most: " + std::string(most);
}

std::string withUnit(std::string_view unit) { return ", unit: " + quoted(unit); }

void printConstants(TypeScriptPrinter& out) {
#define SF_CONSTANT(type, name, value, unit, doc) \
  out.constant(#name, numberText(static_cast<type>(value)), unit, doc);
#include "layout/begin.h"
#include SKYFLOCK_LAYOUT_FILE
#include "layout/end.h"
}

void printEnums(TypeScriptPrinter& out) {
#define SF_ENUM(Name, doc) out.beginEnum(#Name, doc);
#define SF_ENUMERATOR(Name, name, value, doc) out.enumerator(#name, value, doc);
#define SF_ENUM_END(Name) out.endEnum(#Name);
#include "layout/begin.h"
#include SKYFLOCK_LAYOUT_FILE
#include "layout/end.h"
}

/// The options: an interface with a name, the list, and the defaults. `whose` ends a sentence.
void printOptions(TypeScriptPrinter& out, std::string_view interface, std::string_view whose) {
#define SF_NUMBER(type, value) numberText(static_cast<type>(value))
  out.line("");
  out.comment("Every option of " + std::string(whose) + ".");
  out.line("export interface " + std::string(interface) + " {");
#define SF_OPTION(type, name, usual, least, most, unit, doc)                                  \
  out.comment(doc " From " + SF_NUMBER(type, least) + " to " + SF_NUMBER(type, most) + "; " + \
                  SF_NUMBER(type, usual) + " by default.",                                    \
              unit, 2);                                                                       \
  out.line("  readonly " #name ": number;");
#include "layout/begin.h"
#include SKYFLOCK_LAYOUT_FILE
#include "layout/end.h"
  out.line("}");

  out.line("");
  out.comment("The options, in the order in which they stand everywhere.");
  out.line("export const OPTIONS = [");
#define SF_OPTION(type, name, usual, least, most, unit, doc)           \
  out.line("  { name: " + quoted(#name) + ", type: " + quoted(#type) + \
           ", byDefault: " + SF_NUMBER(type, usual) +                  \
           ranged(SF_NUMBER(type, least), SF_NUMBER(type, most)) + withUnit(unit) + " },");
#include "layout/begin.h"
#include SKYFLOCK_LAYOUT_FILE
#include "layout/end.h"
  out.line("] as const;");

  out.line("");
  out.comment("What each option is, apart from the list: only panels need it.");
  out.line("export const OPTION_DOCS: Readonly<Record<keyof " + std::string(interface) +
           ", string>> = {");
#define SF_OPTION(type, name, usual, least, most, unit, doc) \
  out.line("  " #name ": " + quoted(doc) + ",");
#include "layout/begin.h"
#include SKYFLOCK_LAYOUT_FILE
#include "layout/end.h"
  out.line("};");

  out.line("");
  out.comment("Every option at its default.");
  out.line("export const DEFAULT_OPTIONS = /* @__PURE__ */ Object.fromEntries(");
  out.line("  /* @__PURE__ */ OPTIONS.map(({ name, byDefault }) => [name, byDefault]),");
  out.line(") as unknown as " + std::string(interface) + ";");
#undef SF_NUMBER
}

void printRecords(TypeScriptPrinter& out) {
#define SF_RECORD(Name, bytes, doc) out.beginRecord(#Name, bytes, doc);
#define SF_FIELD(Name, type, name, unit, doc) \
  out.field(#type, #name, offsetof(Name, name), 0, unit, doc);
#define SF_FIELD_ARRAY(Name, type, name, count, unit, doc) \
  out.field(#type, #name, offsetof(Name, name), count, unit, doc);
#define SF_RECORD_END(Name) out.endRecord();
#include "layout/begin.h"
#include SKYFLOCK_LAYOUT_FILE
#include "layout/end.h"
}

/// Options that differ from the defaults, as `name: value` pairs.
template <typename Options, typename Infos>
std::string changedOptions(const Options& options, const Infos& infos) {
  const Options usual;
  std::string out;
  for (const auto& option : infos) {
    const auto at = [&](const Options& of) {
      return reinterpret_cast<const std::byte*>(&of) + option.offset;
    };
    const auto text = [&](const Options& of) {
      return option.isInteger ? numberText(*reinterpret_cast<const uint32_t*>(at(of)))
                              : numberText(*reinterpret_cast<const float*>(at(of)));
    };
    if (text(options) != text(usual)) out += ", " + std::string(option.name) + ": " + text(options);
  }
  return out;
}
