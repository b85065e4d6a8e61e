// The life engine on one thread.

#include "bindings/bind_host.h"

namespace skyflock::bindings {

struct LifeHost : life::Host {
  LifeHost() : Host({.nowMilliseconds = emscripten_get_now}) {}
};

}  // namespace skyflock::bindings

EMSCRIPTEN_BINDINGS(skyflock_life) {
  using namespace skyflock;
  using Host = bindings::LifeHost;
  bindings::bindHost<Host>("LifeHost")
      .function("setPartitions", bindings::call<Host, &Host::setPartitions>)
      .function("criticalPathMilliseconds",
                bindings::call<Host, &life::World::criticalPathMilliseconds>);
}
