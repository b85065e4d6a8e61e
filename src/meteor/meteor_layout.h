#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <type_traits>

#include "layout/schema.h"

// What meteor_layout.inl says, as C++.

namespace skyflock::meteor {

using namespace layout;

namespace constants {
#define SF_CONSTANT(type, name, value, unit, doc) inline constexpr type name = value;
#include "layout/begin.h"
#include "meteor/meteor_layout.inl"
#include "layout/end.h"
}  // namespace constants

#define SF_ENUM(Name, doc) enum class Name : uint32_t {
#define SF_ENUMERATOR(Name, name, value, doc) name = (value),
#define SF_ENUM_END(Name) \
  }                       \
  ;
#include "layout/begin.h"
#include "meteor/meteor_layout.inl"
#include "layout/end.h"

/// An sRGB colour, 0 to 255.
struct Color {
  uint32_t r, g, b;
};

/// What a MeteorType does to a meteor.
struct MeteorTypeInfo {
  const char* name;
  float glowLeast, glowMost;
  /// Times the size and the debris of others.
  float size, debris;
};

inline constexpr MeteorTypeInfo kMeteorTypes[] = {
#define SF_METEOR_TYPE(name, r, g, b, glowR, glowG, glowB, glowLeast, glowMost, size, debris, doc) \
  {word(#name), glowLeast, glowMost, size, debris},
#include "layout/begin.h"
#include "meteor/meteor_layout.inl"
#include "layout/end.h"
};

/// How a MeteorType looks; no rule asks.
struct MeteorLook {
  Color color, glow;
};

inline constexpr MeteorLook kMeteorLooks[] = {
#define SF_METEOR_TYPE(name, r, g, b, glowR, glowG, glowB, glowLeast, glowMost, size, debris, doc) \
  {{r, g, b}, {glowR, glowG, glowB}},
#include "layout/begin.h"
#include "meteor/meteor_layout.inl"
#include "layout/end.h"
};

/// A kind of star, and the share of the stars that are of it.
struct StarColor {
  const char* name;
  float share;
};

inline constexpr StarColor kStarColors[] = {
#define SF_STAR_COLOR(name, share, r, g, b) {word(#name), share},
#include "layout/begin.h"
#include "meteor/meteor_layout.inl"
#include "layout/end.h"
};

/// Their colours; no rule asks.
inline constexpr Color kStarLooks[] = {
#define SF_STAR_COLOR(name, share, r, g, b) {r, g, b},
#include "layout/begin.h"
#include "meteor/meteor_layout.inl"
#include "layout/end.h"
};

/// What a quality offers; counts are for referenceArea.
struct Quality {
  const char* name;
  uint32_t meteors, stars;
  TrailStyle trail;
  uint32_t trailPoints;
};

inline constexpr Quality kQualities[] = {
#define SF_QUALITY(name, meteors, stars, trail, points, doc) \
  {#name, meteors, stars, TrailStyle::trail, points},
#include "layout/begin.h"
#include "meteor/meteor_layout.inl"
#include "layout/end.h"
};

/// Every option of a shower, at its default. Each is a word.
struct MeteorOptions {
#define SF_OPTION(type, name, usual, least, most, unit, doc) type name = usual;
#include "layout/begin.h"
#include "meteor/meteor_layout.inl"
#include "layout/end.h"
};

/// Range and place of an option.
struct OptionInfo {
  const char* name;
  double least, most;
  const char* unit;
  size_t offset;
  bool isInteger;
};

inline constexpr OptionInfo kMeteorOptions[] = {
#define SF_OPTION(type, name, usual, least, most, unit, doc) \
  {word(#name), least, most, word(unit), offsetof(MeteorOptions, name), std::is_integral_v<type>},
#include "layout/begin.h"
#include "meteor/meteor_layout.inl"
#include "layout/end.h"
};
static_assert(sizeof(MeteorOptions) == 4 * std::size(kMeteorOptions));

#define SF_RECORD(Name, bytes, doc) struct Name {
#define SF_FIELD(Name, type, name, unit, doc) type name;
#define SF_FIELD_ARRAY(Name, type, name, count, unit, doc) type name[count];
#define SF_RECORD_END(Name) \
  }                         \
  ;
#include "layout/begin.h"
#include "meteor/meteor_layout.inl"
#include "layout/end.h"

#define SF_RECORD(Name, bytes, doc) static_assert(sizeof(Name) == (bytes));
#include "layout/begin.h"
#include "meteor/meteor_layout.inl"
#include "layout/end.h"
static_assert(std::size(ShowerState{}.frames) == constants::metricFrames);

/// Differs whenever the layout does; compared when a module is loaded and a saved shower is read.
inline constexpr uint32_t layoutId = [] {
  uint32_t id = 2166136261u;
#define SF_FOLD(...) id = layout::foldText(id, #__VA_ARGS__);
#define SF_CONSTANT(type, name, value, unit, doc) SF_FOLD(type name = value)
#define SF_ENUMERATOR(Name, name, value, doc) SF_FOLD(Name name = value)
#define SF_METEOR_TYPE(name, r, g, b, glowR, glowG, glowB, glowLeast, glowMost, size, debris, doc) \
  SF_FOLD(name glowLeast glowMost size debris)
#define SF_STAR_COLOR(name, share, r, g, b) SF_FOLD(name share)
#define SF_OPTION(type, name, usual, least, most, unit, doc) SF_FOLD(type name usual least most)
#define SF_RECORD(Name, bytes, doc) SF_FOLD(Name bytes)
#define SF_FIELD(Name, type, name, unit, doc) SF_FOLD(Name type name)
#define SF_FIELD_ARRAY(Name, type, name, count, unit, doc) SF_FOLD(Name type name[count])
#include "layout/begin.h"
#include "meteor/meteor_layout.inl"
#include "layout/end.h"
#undef SF_FOLD
  return id;
}();

}  // namespace skyflock::meteor
