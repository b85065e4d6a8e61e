#pragma once

#include <bit>
#include <cstdint>
#include <cstring>

#include "core/simd/f32x4.h"

// The scalar twin beside the backend of this build, in a namespace of its own:
// skyflock::core_scalar.

#if !defined(SKYFLOCK_SIMD_SCALAR) && defined(__SSE4_1__)
#define SKYFLOCK_HAS_SCALAR_TWIN 1
#define core core_scalar
#include "core/simd/f32x4_scalar.h"
#undef core
#else
#define SKYFLOCK_HAS_SCALAR_TWIN 0
#endif
