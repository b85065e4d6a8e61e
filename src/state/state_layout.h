#pragma once

#include <cstddef>
#include <cstdint>

#include "layout/schema.h"

// What state_layout.inl says, as C++.

namespace skyflock::state {

using namespace layout;

namespace constants {
#define SF_CONSTANT(type, name, value, unit, doc) inline constexpr type name = value;
#include "layout/begin.h"
#include "state/state_layout.inl"
#include "layout/end.h"
}  // namespace constants

#define SF_ENUM(Name, doc) enum class Name : uint32_t {
#define SF_ENUMERATOR(Name, name, value, doc) name = (value),
#define SF_ENUM_END(Name) \
  }                       \
  ;
#include "layout/begin.h"
#include "state/state_layout.inl"
#include "layout/end.h"

#define SF_RECORD(Name, bytes, doc) struct Name {
#define SF_FIELD(Name, type, name, unit, doc) type name;
#define SF_RECORD_END(Name) \
  }                         \
  ;
#include "layout/begin.h"
#include "state/state_layout.inl"
#include "layout/end.h"

#define SF_RECORD(Name, bytes, doc) static_assert(sizeof(Name) == (bytes));
#define SF_FIELD(Name, type, name, unit, doc) \
  static_assert(offsetof(Name, name) % alignof(type) == 0);
#include "layout/begin.h"
#include "state/state_layout.inl"
#include "layout/end.h"

/// Differs whenever the layout does; compared when a module is loaded.
inline constexpr uint32_t layoutId = [] {
  uint32_t id = 2166136261u;
#define SF_FOLD(...) id = layout::foldText(id, #__VA_ARGS__);
#define SF_CONSTANT(type, name, value, unit, doc) SF_FOLD(type name = value)
#define SF_ENUMERATOR(Name, name, value, doc) SF_FOLD(Name name = value)
#define SF_RECORD(Name, bytes, doc) SF_FOLD(Name bytes)
#define SF_FIELD(Name, type, name, unit, doc) SF_FOLD(Name type name)
#include "layout/begin.h"
#include "state/state_layout.inl"
#include "layout/end.h"
#undef SF_FOLD
  return id;
}();

}  // namespace skyflock::state
