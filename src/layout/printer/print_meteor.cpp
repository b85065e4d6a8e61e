#include <cstddef>

#include "layout/printer/layout_printer.h"
#include "meteor/meteor_layout.h"
#include "meteor/presets.h"

// The meteor system's layout in TypeScript: meteor_layout.inl, expanded once more, and the presets.

namespace skyflock::layout {

namespace {

using namespace meteor;

#define SKYFLOCK_LAYOUT_FILE "meteor/meteor_layout.inl"
#include "layout/printer/print_file.inl"

std::string color_text(const Color& color) {
  return "[" + number_text(color.r) + ", " + number_text(color.g) + ", " + number_text(color.b) +
         "]";
}

void print_tables(TypeScriptPrinter& out) {
  out.line("");
  out.comment(
      "How each MeteorType looks, in the order of its numbers. Colours are sRGB, 0 to 255; size "
      "and "
      "debris are times those of others.");
  out.line("export const METEOR_TYPES = [");
  for (const MeteorTypeInfo& type : kMeteorTypes) {
    out.line("  { name: " + quoted(type.name) + ", color: " + color_text(type.color) +
             ", glow: " + color_text(type.glow) + ", glowLeast: " + number_text(type.glowLeast) +
             ", glowMost: " + number_text(type.glowMost) + ", size: " + number_text(type.size) +
             ", debris: " + number_text(type.debris) + " },");
  }
  out.line("] as const;");
  out.line("");
  out.comment("Colours of stars, sRGB, 0 to 255, and the share of the stars that have each.");
  out.line("export const STAR_COLORS = [");
  for (const StarColor& star : kStarColors) {
    out.line("  { name: " + quoted(star.name) + ", share: " + number_text(star.share) +
             ", color: " + color_text(star.color) + " },");
  }
  out.line("] as const;");
  out.line("");
  out.comment(
      "The qualities, the lowest first: what of the options is theirs where a preset does not fix "
      "it. Counts are for REFERENCE_AREA; `trail` is a TrailStyle.");
  out.line("export const QUALITIES = [");
  for (const Quality& quality : kQualities) {
    out.line("  { name: " + quoted(quality.name) + ", meteors: " + number_text(quality.meteors) +
             ", stars: " + number_text(quality.stars) +
             ", trail: " + number_text(static_cast<uint32_t>(quality.trail)) +
             ", trailPoints: " + number_text(quality.trailPoints) + " },");
  }
  out.line("] as const;");
}

void print_presets(TypeScriptPrinter& out) {
  out.line("");
  out.comment(
      "The named showers, the default one first: the options that differ from the defaults, and "
      "the "
      "colours of each MeteorType, sRGB, 0 to 255.");
  out.line("export const PRESETS = [");
  for (const Preset& preset : presets()) {
    std::string options = changed_options(preset.options, kMeteorOptions);
    if (!options.empty()) options = " " + options.substr(2) + " ";
    out.line("  {");
    out.line("    name: " + quoted(preset.name) + ",");
    out.line("    summary: " + quoted(preset.summary) + ",");
    out.line("    options: {" + options + "} as Partial<MeteorOptions>,");
    out.line("    looks: [");
    for (const Preset::Look& look : preset.looks) {
      out.line("      { color: " + color_text(look.color) + ", glow: " + color_text(look.glow) +
               " },");
    }
    out.line("    ],");
    out.line("  },");
  }
  out.line("] as const;");
}

/// `export const NAME = ['first', 'second'] as const;` of a table's names.
template <typename Table>
void print_names(TypeScriptPrinter& out, std::string_view name, std::string_view doc,
                 const Table& table) {
  std::string names;
  for (const auto& entry : table) names += ", " + quoted(entry.name);
  out.line("");
  out.comment(doc);
  out.line("export const " + std::string(name) + " = [" + names.substr(2) + "] as const;");
}

}  // namespace

std::string print_meteor_names() {
  TypeScriptPrinter out;
  out.head(
      "npm run layout",
      "// What a page needs to know of the meteor system before any of it runs: the rest is in\n"
      "// meteor-layout.ts, which only the thread loads that a shower runs on.");
  out.line("");
  out.comment(
      "Differs whenever the layout does; compared when a module is loaded and a saved shower is "
      "read.");
  out.line("export const LAYOUT_ID: number = " + number_text(layoutId) + ";");
  out.line("");
  out.comment("The seed of who gives none.");
  out.line("export const DEFAULT_SEED = " + number_text(MeteorOptions{}.seed) + ";");
  print_names(out, "PRESET_NAMES", "The named showers, the default one first.", presets());
  out.line("export type PresetName = (typeof PRESET_NAMES)[number];");
  print_names(out, "QUALITY_NAMES", "From the cheapest on.", kQualities);
  out.line("export type QualityName = (typeof QUALITY_NAMES)[number];");
  print_names(out, "METEOR_TYPE_NAMES", "In the order of MeteorType's numbers.", kMeteorTypes);
  print_names(out, "STAR_COLOR_NAMES", "In the order of STAR_COLORS.", kStarColors);
  return out.text();
}

std::string print_meteor_layout() {
  TypeScriptPrinter out;
  out.head(
      "npm run layout",
      "// Everything of the meteor system that crosses a thread, a language or a file. A number "
      "of type\n"
      "// f32 is the shortest decimal that Math.fround turns into the engine's value.");
  print_constants(out);
  print_enums(out);
  print_tables(out);
  print_options(out, "MeteorOptions", "a shower");
  print_records(out);
  print_presets(out);
  return out.text();
}

}  // namespace skyflock::layout
