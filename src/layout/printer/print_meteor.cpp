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

std::string colorText(const Color& color) {
  return "[" + numberText(color.r) + ", " + numberText(color.g) + ", " + numberText(color.b) + "]";
}

void printTables(TypeScriptPrinter& out) {
  out.line("");
  out.comment(
      "How each MeteorType looks, in the order of its numbers. Colours are sRGB, 0 to 255; size "
      "and "
      "debris are times those of others.");
  out.line("export const METEOR_TYPES = [");
  for (size_t i = 0; i < std::size(kMeteorTypes); ++i) {
    const MeteorTypeInfo& type = kMeteorTypes[i];
    const MeteorLook& look = kMeteorLooks[i];
    out.line("  { name: " + quoted(type.name) + ", color: " + colorText(look.color) +
             ", glow: " + colorText(look.glow) + ", glowLeast: " + numberText(type.glowLeast) +
             ", glowMost: " + numberText(type.glowMost) + ", size: " + numberText(type.size) +
             ", debris: " + numberText(type.debris) + " },");
  }
  out.line("] as const;");
  out.line("");
  out.comment("Colours of stars, sRGB, 0 to 255, and the share of the stars that have each.");
  out.line("export const STAR_COLORS = [");
  for (size_t i = 0; i < std::size(kStarColors); ++i) {
    const StarColor& star = kStarColors[i];
    out.line("  { name: " + quoted(star.name) + ", share: " + numberText(star.share) +
             ", color: " + colorText(kStarLooks[i]) + " },");
  }
  out.line("] as const;");
  out.line("");
  out.comment(
      "The qualities, the lowest first: what of the options is theirs where a preset does not fix "
      "it. Counts are for REFERENCE_AREA; `trail` is a TrailStyle.");
  out.line("export const QUALITIES = [");
  for (const Quality& quality : kQualities) {
    out.line("  { name: " + quoted(quality.name) + ", meteors: " + numberText(quality.meteors) +
             ", stars: " + numberText(quality.stars) +
             ", trail: " + numberText(static_cast<uint32_t>(quality.trail)) +
             ", trailPoints: " + numberText(quality.trailPoints) + " },");
  }
  out.line("] as const;");
}

void printPresets(TypeScriptPrinter& out) {
  out.line("");
  out.comment(
      "The named showers, the default one first: the options that differ from the defaults, and "
      "the "
      "colours of each MeteorType, sRGB, 0 to 255.");
  out.line("export const PRESETS = [");
  for (const Preset& preset : presets()) {
    std::string options = changedOptions(preset.options, kMeteorOptions);
    if (!options.empty()) options = " " + options.substr(2) + " ";
    out.line("  {");
    out.line("    name: " + quoted(preset.name) + ",");
    out.line("    summary: " + quoted(preset.summary) + ",");
    out.line("    options: {" + options + "} as Partial<MeteorOptions>,");
    out.line("    looks: [");
    for (const MeteorLook& look : preset.looks) {
      out.line("      { color: " + colorText(look.color) + ", glow: " + colorText(look.glow) +
               " },");
    }
    out.line("    ],");
    out.line("  },");
  }
  out.line("] as const;");
}

/// `export const NAME = ['first', 'second'] as const;` of a table's names.
template <typename Table>
void printNames(TypeScriptPrinter& out, std::string_view name, std::string_view doc,
                const Table& table) {
  std::string names;
  for (const auto& entry : table) names += ", " + quoted(entry.name);
  out.line("");
  out.comment(doc);
  out.line("export const " + std::string(name) + " = [" + names.substr(2) + "] as const;");
}

}  // namespace

std::string printMeteorNames() {
  TypeScriptPrinter out;
  out.head(
      "npm run layout",
      "// What a page needs to know of the meteor system before any of it runs: the rest is in\n"
      "// meteor-layout.ts, which only the thread loads that a shower runs on.");
  out.line("");
  out.comment(
      "Differs whenever the layout does; compared when a module is loaded and a saved shower is "
      "read.");
  out.line("export const LAYOUT_ID: number = " + numberText(layoutId) + ";");
  out.line("");
  out.comment("The seed of who gives none.");
  out.line("export const DEFAULT_SEED = " + numberText(MeteorOptions{}.seed) + ";");
  printNames(out, "PRESET_NAMES", "The named showers, the default one first.", presets());
  out.line("export type PresetName = (typeof PRESET_NAMES)[number];");
  printNames(out, "QUALITY_NAMES", "From the cheapest on.", kQualities);
  out.line("export type QualityName = (typeof QUALITY_NAMES)[number];");
  printNames(out, "METEOR_TYPE_NAMES", "In the order of MeteorType's numbers.", kMeteorTypes);
  printNames(out, "STAR_COLOR_NAMES", "In the order of STAR_COLORS.", kStarColors);
  return out.text();
}

std::string printMeteorLayout() {
  TypeScriptPrinter out;
  out.head(
      "npm run layout",
      "// Everything of the meteor system that crosses a thread, a language or a file. A number "
      "of type\n"
      "// f32 is the shortest decimal that Math.fround turns into the engine's value.");
  printConstants(out);
  printEnums(out);
  printTables(out);
  printOptions(out, "MeteorOptions", "a shower");
  printRecords(out);
  printPresets(out);
  return out.text();
}

}  // namespace skyflock::layout
