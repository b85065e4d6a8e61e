#pragma once

#include <emscripten/bind.h>

#include "bindings/life_host.h"

namespace skyflock::bindings {

/// A method as one of Host's, though its base may have it.
template <typename Host, typename Result, typename Base, typename... Arguments>
constexpr auto of(Result (Base::*method)(Arguments...)) {
  return static_cast<Result (Host::*)(Arguments...)>(method);
}
template <typename Host, typename Result, typename Base, typename... Arguments>
constexpr auto of(Result (Base::*method)(Arguments...) const) {
  return static_cast<Result (Host::*)(Arguments...) const>(method);
}

/// What every kind of host has.
template <typename Host>
emscripten::class_<Host> bind_host(const char* name) {
  using emscripten::enum_;
  emscripten::function("layoutId", &layout_id);
  enum_<FoundOutcome>("FoundOutcome")
      .value("founded", FoundOutcome::founded)
      .value("refused", FoundOutcome::refused)
      .value("noMemory", FoundOutcome::noMemory);
  return emscripten::class_<Host>(name)
      .template constructor<>()
      .function("optionsAddress", of<Host>(&Host::options_address))
      .function("tribesAddress", of<Host>(&Host::tribes_address))
      .function("labelsAddress", of<Host>(&Host::labels_address))
      .function("setLabelBytes", of<Host>(&Host::set_label_bytes))
      .function("commandAddress", of<Host>(&Host::command_address))
      .function("message", of<Host>(&Host::message))
      .function("found", of<Host>(&Host::found))
      .function("requestedEntities", of<Host>(&Host::requested_entities))
      .function("refusedBytes", of<Host>(&Host::refused_bytes))
      .function("reserveSnapshot", of<Host>(&Host::reserve_snapshot))
      .function("restore", of<Host>(&Host::restore))
      .function("snapshotBytes", of<Host>(&Host::snapshot_bytes))
      .function("save", of<Host>(&Host::save))
      .function("tribeCount", of<Host>(&Host::tribe_count))
      .function("step", of<Host>(&Host::step))
      .function("enqueue", of<Host>(&Host::enqueue))
      .function("writeFrame", of<Host>(&Host::write_frame))
      .function("frameBytes", of<Host>(&Host::frame_bytes))
      .function("gatherStats", of<Host>(&Host::gather_stats))
      .function("inspect", of<Host>(&Host::inspect))
      .function("phaseMillisecondsAddress", of<Host>(&Host::phase_milliseconds_address))
      .function("pick", of<Host>(&Host::pick))
      .function("select", of<Host>(&Host::select))
      .function("hashPhases", of<Host>(&Host::hash_phases))
      .function("tick", of<Host>(&Host::tick))
      .function("population", of<Host>(&Host::population))
      .function("hashLow", of<Host>(&Host::hash_low))
      .function("hashHigh", of<Host>(&Host::hash_high));
}

}  // namespace skyflock::bindings
