#pragma once

#include <emscripten/bind.h>
#include <emscripten/emscripten.h>

#include "bindings/call.h"

// What JavaScript sees of every kind of host. Records and options cross as bytes and numbers at
// fixed addresses; a call carries numbers only.

namespace skyflock::bindings {

inline uint32_t layoutId() { return life::layoutId; }

template <typename Host>
uint32_t hashLow(Host& host) {
  return host.world().hash().lo;
}
template <typename Host>
uint32_t hashHigh(Host& host) {
  return host.world().hash().hi;
}

template <typename Host>
emscripten::class_<Host> bindHost(const char* name) {
  using life::FoundOutcome;
  using life::World;
  emscripten::function("layoutId", &layoutId);
  emscripten::enum_<FoundOutcome>("FoundOutcome")
      .value("founded", FoundOutcome::founded)
      .value("refused", FoundOutcome::refused)
      .value("noMemory", FoundOutcome::noMemory);
  return emscripten::class_<Host>(name)
      .template constructor<>()
      .function("optionsAddress", call<Host, &Host::options>)
      .function("tribesAddress", call<Host, &Host::tribes>)
      .function("labelsAddress", call<Host, &Host::labels>)
      .function("setLabelBytes", call<Host, &Host::setLabelBytes>)
      .function("commandAddress", call<Host, &Host::command>)
      .function("setStrategy", call<Host, &Host::setStrategy>)
      .function("message", call<Host, &Host::message>)
      .function("foundEmpty", call<Host, &Host::foundEmpty>)
      .function("spawnFounders", call<Host, &World::spawnFounders>)
      .function("requestedEntities", call<Host, &Host::requestedEntities>)
      .function("refusedBytes", call<Host, &Host::refusedBytes>)
      .function("reserveSnapshot", call<Host, &Host::reserveSnapshot>)
      .function("restore", call<Host, &Host::restore>)
      .function("snapshotBytes", call<Host, &World::snapshotBytes>)
      .function("save", call<Host, &Host::save>)
      .function("tribeCount", call<Host, &Host::tribeCount>)
      .function("step", call<Host, &Host::step>)
      .function("enqueue", call<Host, &Host::enqueue>)
      .function("writeFrame", call<Host, &Host::writeFrame>)
      .function("frameBytes", call<Host, &Host::frameBytes>)
      .function("gatherStats", call<Host, &World::gatherStats>)
      .function("inspect", call<Host, &World::inspect>)
      .function("phaseMillisecondsAddress", call<Host, &World::phaseMilliseconds>)
      .function("pick", call<Host, &World::pick>)
      .function("query", call<Host, &World::query>)
      .function("select", call<Host, &World::select>)
      .function("hashPhases", call<Host, &World::setPhaseHashing>)
      .function("tick", call<Host, &World::tick>)
      .function("population", call<Host, &World::population>)
      .function("hashLow", &hashLow<Host>)
      .function("hashHigh", &hashHigh<Host>);
}

}  // namespace skyflock::bindings
