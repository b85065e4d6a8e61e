#pragma once

#include <cstdint>

#include "state/state_layout.h"

namespace skyflock::state {

/// Ends the store: what the engine holds may be half done from here on, and nobody may ask it for
/// anything again. On WebAssembly JavaScript throws in the call that led here.
/// @param amount what was asked for: bytes of memory, or the nodes that are the most
[[noreturn]] void fail(StateFailure failure, uint64_t amount);

}  // namespace skyflock::state
