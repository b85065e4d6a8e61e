// The native twin of the browser benchmark: runs a scene and prints one line of JSON.
//   native_bench SCENE ENTITIES SEED WARM_UP_TICKS TICKS [OPTION=VALUE ...]

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <vector>

#include "life/founding.h"
#include "life/scenes.h"

namespace {

using namespace skyflock;

double nowMilliseconds() {
  using namespace std::chrono;
  return duration<double, std::milli>(steady_clock::now().time_since_epoch()).count();
}

struct Free {
  void operator()(std::byte* memory) const { std::free(memory); }
};

/// Sets an option from "name=value"; false when there is no such option.
bool setOption(life::LifeOptions& options, const char* text) {
  const char* equals = std::strchr(text, '=');
  if (equals == nullptr) return false;
  const auto length = static_cast<size_t>(equals - text);
  for (uint32_t i = 0; i < std::size(life::kLifeOptions); ++i) {
    const char* name = life::kLifeOptions[i].name;
    if (std::strlen(name) != length || std::strncmp(name, text, length) != 0) continue;
    life::writeOption(options, i, std::atof(equals + 1));
    return true;
  }
  return false;
}

int fail(const char* reason) {
  std::fprintf(stderr, "native_bench: %s\n", reason);
  return 2;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 6) return fail("SCENE ENTITIES SEED WARM_UP_TICKS TICKS [OPTION=VALUE ...]");
  const life::Scene* scene = life::findScene(argv[1]);
  if (scene == nullptr) return fail("there is no such scene");
  life::Founding founding = life::foundingOf(*scene);
  founding.options.entities = static_cast<uint32_t>(std::atoi(argv[2]));
  founding.options.seed = static_cast<uint32_t>(std::atoi(argv[3]));
  const int warmUp = std::atoi(argv[4]);
  const int ticks = std::atoi(argv[5]);
  for (int i = 6; i < argc; ++i) {
    if (!setOption(founding.options, argv[i])) return fail("there is no such option");
  }
  core::Status status = life::resolveFounding(founding);
  if (!status.ok()) return fail(status.message);
  const size_t bytes = (life::World::bytesNeeded(founding) + 63) / 64 * 64;
  const std::unique_ptr<std::byte, Free> memory(
      static_cast<std::byte*>(std::aligned_alloc(64, bytes)));
  if (memory == nullptr) return fail("the memory was refused");
  life::World* world = life::World::found(founding, {memory.get(), bytes}, status);
  if (world == nullptr) return fail(status.message);

  for (int i = 0; i < warmUp; ++i) world->step();
  std::vector<double> milliseconds;
  for (int i = 0; i < ticks; ++i) {
    const double begin = nowMilliseconds();
    world->step();
    milliseconds.push_back(nowMilliseconds() - begin);
  }
  std::sort(milliseconds.begin(), milliseconds.end());
  std::printf(
      "{\"scene\":\"%s\",\"population\":%u,\"tick\":%u,\"hash\":\"%s\",\"medianMs\":%.6f,"
      "\"memoryBytes\":%zu}\n",
      scene->name, world->population(), world->tick(), core::toText(world->hash()).digits,
      milliseconds.empty() ? 0.0 : milliseconds[milliseconds.size() / 2], bytes);
  return 0;
}
