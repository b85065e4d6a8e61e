#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <type_traits>

#include "layout/schema.h"

// What scene_layout.inl says, as C++.

namespace skyflock::scene {

using namespace layout;

namespace constants {
#define SF_CONSTANT(type, name, value, unit, doc) inline constexpr type name = value;
#include "layout/begin.h"
#include "scene/scene_layout.inl"
#include "layout/end.h"
}  // namespace constants

#define SF_ENUM(Name, doc) enum class Name : uint32_t {
#define SF_ENUMERATOR(Name, name, value, doc) name = (value),
#define SF_ENUM_END(Name) \
  }                       \
  ;
#include "layout/begin.h"
#include "scene/scene_layout.inl"
#include "layout/end.h"

/// Every option of a scene, at its default. Each is a word.
struct SceneOptions {
#define SF_OPTION(type, name, usual, least, most, unit, doc) type name = usual;
#include "layout/begin.h"
#include "scene/scene_layout.inl"
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

inline constexpr OptionInfo kSceneOptions[] = {
#define SF_OPTION(type, name, usual, least, most, unit, doc) \
  {word(#name), least, most, word(unit), offsetof(SceneOptions, name), std::is_integral_v<type>},
#include "layout/begin.h"
#include "scene/scene_layout.inl"
#include "layout/end.h"
};
static_assert(sizeof(SceneOptions) == 4 * std::size(kSceneOptions));

#define SF_RECORD(Name, bytes, doc) struct Name {
#define SF_FIELD(Name, type, name, unit, doc) type name;
#define SF_FIELD_ARRAY(Name, type, name, count, unit, doc) type name[count];
#define SF_RECORD_END(Name) \
  }                         \
  ;
#include "layout/begin.h"
#include "scene/scene_layout.inl"
#include "layout/end.h"

#define SF_RECORD(Name, bytes, doc) static_assert(sizeof(Name) == (bytes));
#define SF_FIELD(Name, type, name, unit, doc) \
  static_assert(offsetof(Name, name) % alignof(type) == 0);
#include "layout/begin.h"
#include "scene/scene_layout.inl"
#include "layout/end.h"

/// Differs whenever the layout does; compared when a module is loaded and a recording is played.
inline constexpr uint32_t layoutId = [] {
  uint32_t id = 2166136261u;
#define SF_FOLD(...) id = layout::foldText(id, #__VA_ARGS__);
#define SF_CONSTANT(type, name, value, unit, doc) SF_FOLD(type name = value)
#define SF_ENUMERATOR(Name, name, value, doc) SF_FOLD(Name name = value)
#define SF_OPTION(type, name, usual, least, most, unit, doc) SF_FOLD(type name usual least most)
#define SF_RECORD(Name, bytes, doc) SF_FOLD(Name bytes)
#define SF_FIELD(Name, type, name, unit, doc) SF_FOLD(Name type name)
#define SF_FIELD_ARRAY(Name, type, name, count, unit, doc) SF_FOLD(Name type name[count])
#include "layout/begin.h"
#include "scene/scene_layout.inl"
#include "layout/end.h"
#undef SF_FOLD
  return id;
}();

}  // namespace skyflock::scene
