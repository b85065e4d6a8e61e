#pragma once

#include "layout/schema.h"

// What watch_layout.inl says, as C++.

namespace skyflock::runtime::constants {

using layout::f64;

#define SF_CONSTANT(type, name, value, unit, doc) inline constexpr type name = value;
#include "layout/begin.h"
#include "runtime/watch_layout.inl"
#include "layout/end.h"

}  // namespace skyflock::runtime::constants
