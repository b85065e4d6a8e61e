#pragma once

#include <cstdint>

#include "scene/scene_layout.h"

namespace skyflock::scene {

/// Whether a command was carried out, and if not, why. What is refused has changed nothing.
struct [[nodiscard]] Outcome {
  bool refused = false;
  RefusalKind kind = RefusalKind::unknownOp;
  /// As RefusalKind says.
  uint32_t detail = 0;

  bool ok() const { return !refused; }

  static constexpr Outcome done() { return {}; }
  static constexpr Outcome refusal(RefusalKind kind, uint32_t detail = 0) {
    return {true, kind, detail};
  }
};

}  // namespace skyflock::scene
