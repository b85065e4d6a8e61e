#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <type_traits>

#include "layout/schema.h"

// What life_layout.inl says, as C++.

namespace skyflock::life {

using namespace layout;

namespace constants {
#define SF_CONSTANT(type, name, value, unit, doc) inline constexpr type name = value;
#include "layout/begin.h"
#include "life/life_layout.inl"
#include "layout/end.h"
}  // namespace constants

#define SF_ENUM(Name, doc) enum class Name : uint32_t {
#define SF_ENUMERATOR(Name, name, value, doc) name = (value),
#define SF_ENUM_END(Name) \
  }                       \
  ;
#include "layout/begin.h"
#include "life/life_layout.inl"
#include "layout/end.h"

/// The genes, in the order in which they stand everywhere.
enum class Gene : uint32_t {
#define SF_GENE(name, least, most, usual, unit, doc) name,
#include "layout/begin.h"
#include "life/life_layout.inl"
#include "layout/end.h"
};

/// Range and default of a gene.
struct GeneRange {
  const char* name;
  float least, most, usual;
};

inline constexpr GeneRange kGeneRanges[] = {
#define SF_GENE(name, least, most, usual, unit, doc) {#name, least, most, usual},
#include "layout/begin.h"
#include "life/life_layout.inl"
#include "layout/end.h"
};
static_assert(std::size(kGeneRanges) == constants::geneCount);

/// Every option of a world, at its default.
struct LifeOptions {
#define SF_OPTION(type, name, usual, least, most, unit, doc) type name = usual;
#include "layout/begin.h"
#include "life/life_layout.inl"
#include "layout/end.h"
};

/// Range and place of an option.
struct OptionInfo {
  const char* name;
  double least, most;
  size_t offset;
  bool isInteger;
};

inline constexpr OptionInfo kLifeOptions[] = {
#define SF_OPTION(type, name, usual, least, most, unit, doc) \
  {#name, least, most, offsetof(LifeOptions, name), std::is_integral_v<type>},
#include "layout/begin.h"
#include "life/life_layout.inl"
#include "layout/end.h"
};

#define SF_RECORD(Name, bytes, doc) struct Name {
#define SF_FIELD(Name, type, name, unit, doc) type name;
#define SF_FIELD_ARRAY(Name, type, name, count, unit, doc) type name[count];
#define SF_RECORD_END(Name) \
  }                         \
  ;
#include "layout/begin.h"
#include "life/life_layout.inl"
#include "layout/end.h"

#define SF_RECORD(Name, bytes, doc) static_assert(sizeof(Name) == (bytes));
#include "layout/begin.h"
#include "life/life_layout.inl"
#include "layout/end.h"

/// Differs whenever the layout does; compared when a module is loaded and a frame is read.
inline constexpr uint32_t layoutId = [] {
  uint32_t id = 2166136261u;
#define SF_FOLD(...) id = layout::foldText(id, #__VA_ARGS__);
#define SF_CONSTANT(type, name, value, unit, doc) SF_FOLD(type name = value)
#define SF_ENUMERATOR(Name, name, value, doc) SF_FOLD(Name name = value)
#define SF_OPTION(type, name, usual, least, most, unit, doc) SF_FOLD(type name usual least most)
#define SF_GENE(name, least, most, usual, unit, doc) SF_FOLD(name least most usual)
#define SF_RECORD(Name, bytes, doc) SF_FOLD(Name bytes)
#define SF_FIELD(Name, type, name, unit, doc) SF_FOLD(Name type name)
#define SF_FIELD_ARRAY(Name, type, name, count, unit, doc) SF_FOLD(Name type name[count])
#include "layout/begin.h"
#include "life/life_layout.inl"
#include "layout/end.h"
#undef SF_FOLD
  return id;
}();

/// Differs whenever a snapshot's layout does: the options, the genes and the records in it. What
/// else crosses a thread or a language may change, and snapshots can be read all the same.
inline constexpr uint32_t snapshotLayoutId = [] {
  uint32_t id = 2166136261u;
  const auto saved = [](const char* record) {
    return layout::beginsWith(record, "Snapshot") || layout::beginsWith(record, "TribeSetup");
  };
#define SF_FOLD(...) id = layout::foldText(id, #__VA_ARGS__);
#define SF_OPTION(type, name, usual, least, most, unit, doc) SF_FOLD(type name)
#define SF_GENE(name, least, most, usual, unit, doc) SF_FOLD(name)
#define SF_RECORD(Name, bytes, doc) \
  if (saved(#Name)) SF_FOLD(Name bytes)
#define SF_FIELD(Name, type, name, unit, doc) \
  if (saved(#Name)) SF_FOLD(Name type name)
#define SF_FIELD_ARRAY(Name, type, name, count, unit, doc) \
  if (saved(#Name)) SF_FOLD(Name type name[count])
#include "layout/begin.h"
#include "life/life_layout.inl"
#include "layout/end.h"
#undef SF_FOLD
  return id;
}();

}  // namespace skyflock::life
