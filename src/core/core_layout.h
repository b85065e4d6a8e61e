#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

#include "layout/schema.h"

// What core_layout.inl says, as C++.

namespace skyflock::core {

using namespace layout;

/// A u32 that two threads share.
using a32 = std::atomic<uint32_t>;
static_assert(sizeof(a32) == sizeof(u32));

namespace constants {
#define SF_CONSTANT(type, name, value, unit, doc) inline constexpr type name = value;
#include "layout/begin.h"
#include "core/core_layout.inl"
#include "layout/end.h"
}  // namespace constants

#define SF_RECORD(Name, bytes, doc) struct Name {
#define SF_FIELD(Name, type, name, unit, doc) type name{};
#define SF_FIELD_LINE(Name, type, name, unit, doc) alignas(layout::kCacheLine) type name{};
#define SF_FIELD_ARRAY(Name, type, name, count, unit, doc) type name[count] = {};
#define SF_RECORD_END(Name) \
  }                         \
  ;
#include "layout/begin.h"
#include "core/core_layout.inl"
#include "layout/end.h"

#define SF_RECORD(Name, bytes, doc) static_assert(sizeof(Name) == (bytes));
#include "layout/begin.h"
#include "core/core_layout.inl"
#include "layout/end.h"

}  // namespace skyflock::core
