#include <cstddef>

#include "layout/printer/layout_printer.h"
#include "scene/scene_layout.h"

// The scene system's layout in TypeScript: scene_layout.inl, expanded once more.

namespace skyflock::layout {

namespace {

using namespace scene;

#define SKYFLOCK_LAYOUT_FILE "scene/scene_layout.inl"
#include "layout/printer/print_file.inl"

}  // namespace

std::string printSceneLayout() {
  TypeScriptPrinter out;
  out.head(
      "npm run layout",
      "// Everything of the scene system that crosses a thread, a language or a file. A number of "
      "type\n"
      "// f32 is the shortest decimal that Math.fround turns into the engine's value.");
  out.line("");
  out.comment(
      "Differs whenever the layout does; compared when a module is loaded and a recording is "
      "played.");
  out.line("export const LAYOUT_ID: number = " + numberText(layoutId) + ";");
  printConstants(out);
  printEnums(out);
  printOptions(out, "SceneOptions", "a scene");
  printRecords(out);
  return out.text();
}

}  // namespace skyflock::layout
