#include <cstddef>

#include "layout/printer/layout_printer.h"
#include "life/life_layout.h"
#include "life/scenes.h"

// The life system's layout in TypeScript: life_layout.inl, expanded once more, and the scenes.

namespace skyflock::layout {

namespace {

using namespace life;

#define SKYFLOCK_LAYOUT_FILE "life/life_layout.inl"
#include "layout/printer/print_file.inl"

void printGenes(TypeScriptPrinter& out) {
  out.line("");
  out.comment("The genes, in the order in which they stand everywhere.");
  out.line("export const GENES = [");
#define SF_GENE(name, least, most, usual, unit, doc)                                        \
  out.line("  { name: " + quoted(#name) + ranged(numberText(least), numberText(most)) +     \
           ", byDefault: " + numberText(usual) + withUnit(unit) + ", doc: " + quoted(doc) + \
           " },");
#include "layout/begin.h"
#include "life/life_layout.inl"
#include "layout/end.h"
  out.line("] as const;");
  out.line("export type GeneName = (typeof GENES)[number]['name'];");
}

void printTribe(TypeScriptPrinter& out, const Scene::Tribe& tribe) {
  const TribeSetup& setup = tribe.setup;
  std::string genes;
  for (const float gene : setup.genes) genes += (genes.empty() ? "" : ", ") + numberText(gene);
  out.line("      { name: " + quoted(tribe.name) + ", share: " + numberText(setup.share) +
           ", pattern: " + numberText(setup.pattern) + ", hue: " + numberText(setup.hue) +
           ", genes: [" + genes + "] },");
}

void printScenes(TypeScriptPrinter& out) {
  out.line("");
  out.comment("The named worlds, the default one first. Genes stand in gene order.");
  out.line("export const SCENES = [");
  for (const Scene& scene : scenes()) {
    out.line("  {");
    out.line("    name: " + quoted(scene.name) + ",");
    out.line("    summary: " + quoted(scene.summary) + ",");
    out.line("    options: { ...DEFAULT_OPTIONS" + changedOptions(scene.options, kLifeOptions) +
             " },");
    out.line("    tribes: [");
    for (uint32_t t = 0; t < scene.tribeCount; ++t) printTribe(out, scene.tribes[t]);
    out.line("    ],");
    out.line("  },");
  }
  out.line("] as const;");
  out.line("export type SceneName = (typeof SCENES)[number]['name'];");
}

}  // namespace

std::string printLifeLayout() {
  TypeScriptPrinter out;
  out.head("npm run layout",
           "// Everything of the life system that crosses a thread, a language or a file. A number "
           "of type\n"
           "// f32 is the shortest decimal that Math.fround turns into the engine's value.");
  out.line("");
  out.comment(
      "Differs whenever the layout does; compared when a module is loaded and a frame is read.");
  out.line("export const LAYOUT_ID: number = " + numberText(layoutId) + ";");
  out.line("");
  out.comment("Differs whenever a snapshot's layout does.");
  out.line("export const SNAPSHOT_LAYOUT_ID: number = " + numberText(snapshotLayoutId) + ";");
  printConstants(out);
  printEnums(out);
  printGenes(out);
  printOptions(out, "LifeOptions", "a world");
  printRecords(out);
  printScenes(out);
  return out.text();
}

}  // namespace skyflock::layout
