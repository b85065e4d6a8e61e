// The life engine on one thread.

#include "bindings/bind_host.h"

EMSCRIPTEN_BINDINGS(skyflock_life) {
  using Host = skyflock::bindings::LifeHost;
  skyflock::bindings::bind_host<Host>("LifeHost")
      .function("setPartitions", &Host::set_partitions)
      .function("criticalPathMilliseconds", &Host::critical_path_milliseconds);
}
