// The life engine on one thread.

#include "bindings/bind_host.h"

EMSCRIPTEN_BINDINGS(skyflock_life) {
  skyflock::bindings::bind_host<skyflock::bindings::LifeHost>("LifeHost");
}
