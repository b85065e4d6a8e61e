#pragma once

#include "scene/memory.h"

namespace skyflock::scene {

/// The memory of the program that the scene runs in.
Memory systemMemory();

}  // namespace skyflock::scene
