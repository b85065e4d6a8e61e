#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

// Prints what a layout file says (layout/schema.h) as TypeScript.

namespace skyflock::layout {

/// The shortest decimal number without an exponent that reads back as the same f32.
std::string numberText(float value);
std::string numberText(uint32_t value);
std::string numberText(int32_t value);
/// Likewise, as the same f64.
std::string numberText(double value);

/// Builds the text of a TypeScript module, declaration by declaration.
class TypeScriptPrinter {
 public:
  /// The head comment: the command that makes the file, and what the file says.
  void head(std::string_view command, std::string_view about);
  /// A line of code as it stands.
  void line(std::string_view code);
  /// A comment before what follows: `doc`, and the unit when there is one.
  void comment(std::string_view doc, std::string_view unit = "", int indent = 0);

  /// `export const SPELT_LIKE_THIS = value;` for a name spelt likeThis.
  void constant(std::string_view name, std::string_view value, std::string_view unit,
                std::string_view doc);

  /// An object of the enumerators by name, and the union of their values under the same name.
  void beginEnum(std::string_view name, std::string_view doc);
  void enumerator(std::string_view name, uint32_t value, std::string_view doc);
  void endEnum(std::string_view name);

  /// An object of a record's size and of the byte offset of each of its fields.
  void beginRecord(std::string_view name, size_t bytes, std::string_view doc);
  /// `count` is 0 for a field that is no array.
  void field(std::string_view type, std::string_view name, size_t offset, size_t count,
             std::string_view unit, std::string_view doc);
  void endRecord();

  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

/// A string literal: in single quotes unless there is one inside.
std::string quoted(std::string_view text);

/// web/generated/core-layout.ts.
std::string printCoreLayout();
/// web/generated/watch-layout.ts.
std::string printWatchLayout();
/// web/generated/life-layout.ts.
std::string printLifeLayout();
/// web/generated/meteor-layout.ts.
std::string printMeteorLayout();
/// web/generated/meteor-names.ts.
std::string printMeteorNames();
/// web/generated/state-layout.ts.
std::string printStateLayout();
/// web/generated/scene-layout.ts.
std::string printSceneLayout();

}  // namespace skyflock::layout
