#include "runtime/program.h"

namespace skyflock::runtime {

bool runSerially(const Program& program, PartTimes* times, float* thenTimes,
                 double (*nowMilliseconds)()) {
  const auto now = [&] { return nowMilliseconds != nullptr ? nowMilliseconds() : 0.0; };
  for (uint32_t s = 0; s < program.stepCount; ++s) {
    const Step& step = program.steps[s];
    double begin = now();
    if (step.part != nullptr || step.piece != nullptr) {
      for (uint32_t part = 0; part < program.parts; ++part) {
        if (step.part != nullptr) step.part(program.context, part);
        const uint32_t pieces = step.pieces != nullptr ? step.pieces(program.context, part) : 0;
        for (uint32_t k = 0; k < pieces; ++k) step.piece(program.context, part, k);
        const double end = now();
        if (times != nullptr) times[part].compute[s] = static_cast<float>(end - begin);
        begin = end;
      }
    }
    const bool goesOn = step.then == nullptr || step.then(program.context);
    if (thenTimes != nullptr) thenTimes[s] = static_cast<float>(now() - begin);
    if (!goesOn) return false;
  }
  return true;
}

}  // namespace skyflock::runtime
