// The life engine on many threads: module instances on workers of their own, over one memory.

#include <emscripten/em_js.h>

#include "bindings/bind_host.h"
#include "life/threaded_host.h"
#ifdef SKYFLOCK_FAULTS
#include "life/faults.h"
#endif

// Only the workers' instances have a guard that works: workers/pool.worker.ts gives it.
EM_JS(int, skyflock_guard, (uintptr_t part, uintptr_t context, uint32_t index),
      { throw new Error("a part of a program runs on a worker, never on the coordinator"); });

namespace skyflock::bindings {

bool guarded(void (*part)(void*, uint32_t), void* context, uint32_t index) {
  return skyflock_guard(reinterpret_cast<uintptr_t>(part), reinterpret_cast<uintptr_t>(context),
                        index) != 0;
}

struct ThreadedLifeHost : life::ThreadedHost {
#ifdef SKYFLOCK_FAULTS
  ThreadedLifeHost() : ThreadedHost({{emscripten_get_now}, guarded, life::faults::withFault}) {}
  void inject(uint32_t kind, uint32_t tick, uint32_t step, uint32_t partition, uint32_t times) {
    life::faults::inject(static_cast<life::faults::Kind>(kind), tick, step, partition, times);
  }
#else
  ThreadedLifeHost() : ThreadedHost({{emscripten_get_now}, guarded}) {}
#endif
  uint32_t address() const { return addressOf(this); }
};

}  // namespace skyflock::bindings

/// Called by a worker in its own instance of the module, on the stack it was given.
extern "C" EMSCRIPTEN_KEEPALIVE void skyflock_serve(skyflock::bindings::ThreadedLifeHost* host,
                                                    uint32_t worker, uint32_t generation) {
  host->serve(worker, generation);
}

EMSCRIPTEN_BINDINGS(skyflock_life_threads) {
  using namespace skyflock::bindings;
  using skyflock::life::RunOutcome;
  using Host = ThreadedLifeHost;
  emscripten::enum_<RunOutcome>("RunOutcome")
      .value("ended", RunOutcome::ended)
      .value("refused", RunOutcome::refused)
      .value("failed", RunOutcome::failed)
      .value("hung", RunOutcome::hung)
      .value("overrun", RunOutcome::overrun);
  auto host = bindHost<Host>("LifeHost");
  host.function("setWorkers", call<Host, &Host::setWorkers>)
      .function("changeWorkers", call<Host, &Host::changeWorkers>)
      .function("attend", call<Host, &Host::attend>)
      .function("address", call<Host, &Host::address>)
      .function("workers", call<Host, &Host::workers>)
      .function("mostWorkers", call<Host, &Host::mostWorkers>)
      .function("stackTop", call<Host, &Host::stackTop>)
      .function("harmAddress", call<Host, &Host::harm>)
      .function("generation", call<Host, &Host::generation>)
      .function("present", call<Host, &Host::present>)
      .function("replace", call<Host, &Host::replace>)
      .function("dismiss", call<Host, &Host::dismiss>)
      .function("resume", call<Host, &Host::resume>)
      .function("framesAddress", call<Host, &Host::frames>)
      .function("beatAddress", call<Host, &Host::beat>)
      .function("frameAddress", call<Host, &Host::frame>)
      .function("culprit", call<Host, &Host::culprit>)
      .function("reportsAddress", call<Host, &Host::reports>)
      .function("runMilliseconds", call<Host, &Host::runMilliseconds>);
#ifdef SKYFLOCK_FAULTS
  host.function("inject", call<Host, &Host::inject>);
#endif
}
