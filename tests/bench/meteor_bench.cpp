// The native twin of the browser benchmark of showers: runs a preset and prints one line of JSON.
//   meteor_bench PRESET SEED WARM_UP_FRAMES FRAMES

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "meteor/presets.h"
#include "meteor/shower.h"

namespace {

using namespace skyflock;

double nowMilliseconds() {
  using namespace std::chrono;
  return duration<double, std::milli>(steady_clock::now().time_since_epoch()).count();
}

int fail(const char* reason) {
  std::fprintf(stderr, "meteor_bench: %s\n", reason);
  return 2;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) return fail("PRESET SEED WARM_UP_FRAMES FRAMES");
  const meteor::Preset* preset = meteor::findPreset(argv[1]);
  if (preset == nullptr) return fail("there is no such preset");
  meteor::MeteorOptions options = preset->options;
  options.seed = static_cast<uint32_t>(std::atoi(argv[2]));
  const int warmUp = std::atoi(argv[3]);
  const int frames = std::atoi(argv[4]);
  if (warmUp < 0 || frames < 1) return fail("at least one frame must be measured");
  core::Status status;
  meteor::Shower shower;
  if (!shower.found(options, status)) return fail(status.message);
  constexpr auto kFrame = static_cast<float>(1.0 / 60.0);
  for (int i = 0; i < warmUp; ++i) shower.step(kFrame, 1.0f);
  std::vector<double> times;
  for (int i = 0; i < frames; ++i) {
    const double before = nowMilliseconds();
    shower.step(kFrame, 1.0f);
    times.push_back(nowMilliseconds() - before);
  }
  std::nth_element(times.begin(), times.begin() + frames / 2, times.end());
  std::printf("{\"medianMs\": %.5f, \"meteors\": %u, \"particles\": %u, \"x\": %.9g}\n",
              times[static_cast<size_t>(frames / 2)], shower.header().meteorCount,
              shower.header().particleCount,
              shower.meteors().empty() ? 0.0 : static_cast<double>(shower.meteors()[0].x));
  return 0;
}
