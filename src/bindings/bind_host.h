#pragma once

#include <emscripten/bind.h>
#include <emscripten/emscripten.h>

#include "bindings/call.h"

// What JavaScript sees of every kind of host. Records and options cross as bytes and numbers at
// fixed addresses; a call carries numbers only.

namespace skyflock::bindings {

inline uint32_t layout_id() { return life::layoutId; }

template <typename Host>
uint32_t hash_low(Host& host) {
  return host.world().hash().lo;
}
template <typename Host>
uint32_t hash_high(Host& host) {
  return host.world().hash().hi;
}

template <typename Host>
emscripten::class_<Host> bind_host(const char* name) {
  using life::FoundOutcome;
  using life::World;
  emscripten::function("layoutId", &layout_id);
  emscripten::enum_<FoundOutcome>("FoundOutcome")
      .value("founded", FoundOutcome::founded)
      .value("refused", FoundOutcome::refused)
      .value("noMemory", FoundOutcome::noMemory);
  return emscripten::class_<Host>(name)
      .template constructor<>()
      .function("optionsAddress", call<Host, &Host::options>)
      .function("tribesAddress", call<Host, &Host::tribes>)
      .function("labelsAddress", call<Host, &Host::labels>)
      .function("setLabelBytes", call<Host, &Host::set_label_bytes>)
      .function("commandAddress", call<Host, &Host::command>)
      .function("message", call<Host, &Host::message>)
      .function("found", call<Host, &Host::found>)
      .function("requestedEntities", call<Host, &Host::requested_entities>)
      .function("refusedBytes", call<Host, &Host::refused_bytes>)
      .function("reserveSnapshot", call<Host, &Host::reserve_snapshot>)
      .function("restore", call<Host, &Host::restore>)
      .function("snapshotBytes", call<Host, &World::snapshot_bytes>)
      .function("save", call<Host, &Host::save>)
      .function("tribeCount", call<Host, &Host::tribe_count>)
      .function("step", call<Host, &Host::step>)
      .function("enqueue", call<Host, &Host::enqueue>)
      .function("writeFrame", call<Host, &Host::write_frame>)
      .function("frameBytes", call<Host, &Host::frame_bytes>)
      .function("gatherStats", call<Host, &World::gather_stats>)
      .function("inspect", call<Host, &World::inspect>)
      .function("phaseMillisecondsAddress", call<Host, &World::phase_milliseconds>)
      .function("pick", call<Host, &World::pick>)
      .function("select", call<Host, &World::select>)
      .function("hashPhases", call<Host, &World::set_phase_hashing>)
      .function("tick", call<Host, &World::tick>)
      .function("population", call<Host, &World::population>)
      .function("hashLow", &hash_low<Host>)
      .function("hashHigh", &hash_high<Host>);
}

}  // namespace skyflock::bindings
