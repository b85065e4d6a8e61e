#include <cstddef>

#include "layout/layout_printer.h"
#include "life/life_layout.h"
#include "life/scenes.h"

// The life system's layout in TypeScript: life_layout.inl, expanded once more, and the scenes.

namespace skyflock::layout {

namespace {

using namespace life;

std::string ranged(std::string_view least, std::string_view most) {
  return ", least: " + std::string(least) + ", most: " + std::string(most);
}

std::string unit_and_doc(std::string_view unit, std::string_view doc) {
  return ", unit: " + quoted(unit) + ", doc: " + quoted(doc) + " },";
}

void print_constants(TypeScriptPrinter& out) {
#define SF_CONSTANT(type, name, value, unit, doc) \
  out.constant(#name, number_text(static_cast<type>(value)), unit, doc);
#include "layout/begin.h"
#include "life/life_layout.inl"
#include "layout/end.h"
}

void print_enums(TypeScriptPrinter& out) {
#define SF_ENUM(Name, doc) out.begin_enum(#Name, doc);
#define SF_ENUMERATOR(Name, name, value, doc) out.enumerator(#name, value, doc);
#define SF_ENUM_END(Name) out.end_enum(#Name);
#include "layout/begin.h"
#include "life/life_layout.inl"
#include "layout/end.h"
}

void print_genes(TypeScriptPrinter& out) {
  out.line("");
  out.comment("The genes, in the order in which they stand everywhere.");
  out.line("export const GENES = [");
#define SF_GENE(name, least, most, usual, unit, doc)                                      \
  out.line("  { name: " + quoted(#name) + ranged(number_text(least), number_text(most)) + \
           ", byDefault: " + number_text(usual) + unit_and_doc(unit, doc));
#include "layout/begin.h"
#include "life/life_layout.inl"
#include "layout/end.h"
  out.line("] as const;");
  out.line("export type GeneName = (typeof GENES)[number]['name'];");
}

void print_options(TypeScriptPrinter& out) {
#define SF_NUMBER(type, value) number_text(static_cast<type>(value))
  out.line("");
  out.comment("Every option of a world.");
  out.line("export interface LifeOptions {");
#define SF_OPTION(type, name, usual, least, most, unit, doc)                                  \
  out.comment(doc " From " + SF_NUMBER(type, least) + " to " + SF_NUMBER(type, most) + "; " + \
                  SF_NUMBER(type, usual) + " by default.",                                    \
              unit, 2);                                                                       \
  out.line("  readonly " #name ": number;");
#include "layout/begin.h"
#include "life/life_layout.inl"
#include "layout/end.h"
  out.line("}");

  out.line("");
  out.comment("The options, in the order in which they stand everywhere.");
  out.line("export const OPTIONS = [");
#define SF_OPTION(type, name, usual, least, most, unit, doc)           \
  out.line("  { name: " + quoted(#name) + ", type: " + quoted(#type) + \
           ", byDefault: " + SF_NUMBER(type, usual) +                  \
           ranged(SF_NUMBER(type, least), SF_NUMBER(type, most)) + unit_and_doc(unit, doc));
#include "layout/begin.h"
#include "life/life_layout.inl"
#include "layout/end.h"
  out.line("] as const;");

  out.line("");
  out.comment("Every option at its default.");
  out.line("export const DEFAULT_OPTIONS: LifeOptions = {");
#define SF_OPTION(type, name, usual, least, most, unit, doc) \
  out.line("  " #name ": " + SF_NUMBER(type, usual) + ",");
#include "layout/begin.h"
#include "life/life_layout.inl"
#include "layout/end.h"
  out.line("};");
#undef SF_NUMBER
}

void print_records(TypeScriptPrinter& out) {
#define SF_RECORD(Name, bytes, doc) out.begin_record(#Name, bytes, doc);
#define SF_FIELD(Name, type, name, unit, doc) \
  out.field(#type, #name, offsetof(Name, name), 0, unit, doc);
#define SF_FIELD_ARRAY(Name, type, name, count, unit, doc) \
  out.field(#type, #name, offsetof(Name, name), count, unit, doc);
#define SF_RECORD_END(Name) out.end_record();
#include "layout/begin.h"
#include "life/life_layout.inl"
#include "layout/end.h"
}

/// The options of a scene that differ from the defaults, as `name: value` pairs.
std::string changed_options(const LifeOptions& options) {
  const LifeOptions usual;
  std::string out;
  for (const OptionInfo& option : kLifeOptions) {
    const auto at = [&](const LifeOptions& of) {
      return reinterpret_cast<const std::byte*>(&of) + option.offset;
    };
    const auto text = [&](const LifeOptions& of) {
      return option.isInteger ? number_text(*reinterpret_cast<const uint32_t*>(at(of)))
                              : number_text(*reinterpret_cast<const float*>(at(of)));
    };
    if (text(options) != text(usual)) out += ", " + std::string(option.name) + ": " + text(options);
  }
  return out;
}

void print_tribe(TypeScriptPrinter& out, const Scene::Tribe& tribe) {
  const TribeSetup& setup = tribe.setup;
  std::string genes;
  for (const float gene : setup.genes) genes += (genes.empty() ? "" : ", ") + number_text(gene);
  out.line("      { name: " + quoted(tribe.name) + ", share: " + number_text(setup.share) +
           ", pattern: " + number_text(setup.pattern) + ", hue: " + number_text(setup.hue) +
           ", genes: [" + genes + "] },");
}

void print_scenes(TypeScriptPrinter& out) {
  out.line("");
  out.comment("The named worlds, the default one first. Genes stand in gene order.");
  out.line("export const SCENES = [");
  for (const Scene& scene : scenes()) {
    out.line("  {");
    out.line("    name: " + quoted(scene.name) + ",");
    out.line("    summary: " + quoted(scene.summary) + ",");
    out.line("    options: { ...DEFAULT_OPTIONS" + changed_options(scene.options) + " },");
    out.line("    tribes: [");
    for (uint32_t t = 0; t < scene.tribeCount; ++t) print_tribe(out, scene.tribes[t]);
    out.line("    ],");
    out.line("  },");
  }
  out.line("] as const;");
  out.line("export type SceneName = (typeof SCENES)[number]['name'];");
}

}  // namespace

std::string print_life_layout() {
  TypeScriptPrinter out;
  out.head("npm run layout",
           "// Everything of the life system that crosses a thread, a language or a file. A number "
           "of type\n"
           "// f32 is the shortest decimal that Math.fround turns into the engine's value.");
  out.line("");
  out.comment(
      "Differs whenever the layout does; compared when a module is loaded and a frame is read.");
  out.line("export const LAYOUT_ID: number = " + number_text(layoutId) + ";");
  out.line("");
  out.comment("Differs whenever a snapshot's layout does.");
  out.line("export const SNAPSHOT_LAYOUT_ID: number = " + number_text(snapshotLayoutId) + ";");
  print_constants(out);
  print_enums(out);
  print_genes(out);
  print_options(out);
  print_records(out);
  print_scenes(out);
  return out.text();
}

}  // namespace skyflock::layout
