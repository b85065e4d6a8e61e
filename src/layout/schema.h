#pragma once

#include <cstdint>

// The vocabulary of the layout files (src/<system>/<system>_layout.inl). A layout file says once
// what crosses a thread, a language or a file: constants, enums, options, genes and records, each
// with its unit and meaning. C++ expands it here, the layout printer (layout/printer) to
// TypeScript.
//
//   SF_CONSTANT(type, name, value, unit, doc)
//   SF_ENUM(Name, doc)  SF_ENUMERATOR(Name, name, value, doc)  SF_ENUM_END(Name)
//   SF_OPTION(type, name, usual, least, most, unit, doc)
//   SF_GENE(name, least, most, usual, unit, doc)
//   SF_RECORD(Name, bytes, doc)  SF_FIELD(Name, type, name, unit, doc)
//   SF_FIELD_ARRAY(Name, type, name, count, unit, doc)  SF_RECORD_END(Name)
//   SF_FIELD_LINE(Name, type, name, unit, doc): a field with which a cache line begins
//
// and, in the meteor system alone, rows of its tables:
//
//   SF_METEOR_TYPE(name, r, g, b, glowR, glowG, glowB, glowLeast, glowMost, size, debris, doc)
//   SF_STAR_COLOR(name, share, r, g, b)  SF_QUALITY(name, meteors, stars, trail, points, doc)
//
// Define the macros you want, then include layout/begin.h (which makes the others expand to
// nothing), the layout file, and layout/end.h (which undefines them all).

namespace skyflock::layout {

using f32 = float;
using f64 = double;
using i64 = int64_t;
using u32 = uint32_t;
using i32 = int32_t;
using u16 = uint16_t;
using i16 = int16_t;
using u8 = uint8_t;
using i8 = int8_t;

/// Bytes of a cache line: words that different threads write stand on different ones.
inline constexpr uint32_t kCacheLine = 64;

/// A name or a unit in a table: null in a module that has no words (core/status.h).
constexpr const char* word([[maybe_unused]] const char* text) {
#if defined(SKYFLOCK_WORDLESS)
  return nullptr;
#else
  return text;
#endif
}

/// FNV-1a over a text; folds the text of a layout into its id.
constexpr uint32_t foldText(uint32_t hash, const char* text) {
  while (*text != '\0') hash = (hash ^ static_cast<uint8_t>(*text++)) * 16777619u;
  return hash;
}

/// Whether a text begins with another.
constexpr bool beginsWith(const char* text, const char* with) {
  while (*with != '\0') {
    if (*text++ != *with++) return false;
  }
  return true;
}

}  // namespace skyflock::layout
