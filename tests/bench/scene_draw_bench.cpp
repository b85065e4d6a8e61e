// How long a draw list takes natively: one line of JSON a case, medians in ms.
//   scene_draw_bench [ENTITIES [FRAMES]]

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <vector>

#include "core/hash.h"
#include "scene/draw_list.h"
#include "scene/draw_scene.h"

namespace {

using namespace skyflock;
using namespace skyflock::scene;
using namespace skyflock::scene::constants;

double nowMilliseconds() {
  using namespace std::chrono;
  return duration<double, std::milli>(steady_clock::now().time_since_epoch()).count();
}

float randomShare(uint32_t slot, uint32_t purpose) {
  return static_cast<float>(core::mixWord(core::mixWord(1, slot), purpose) >> 8) * 0x1p-24f;
}

/// Entities in a cube of 100 u around the origin, each turned another way.
void scatter(DrawScene& scene, uint32_t slots) {
  for (uint32_t slot = 0; slot < slots; ++slot) {
    scene.place(slot, randomShare(slot, 0) * 100.0f - 50.0f, randomShare(slot, 1) * 100.0f - 50.0f,
                randomShare(slot, 2) * 100.0f - 50.0f);
    const float angle = randomShare(slot, 3);
    scene.turn(slot, 0.0f, 0.6f * angle, 0.8f * angle, 1.0f - angle * angle * 0.5f);
  }
}

CameraState cameraAt(float z, float field) {
  CameraState camera;
  camera.exists = camera.active = 1;
  camera.position[2] = z;
  camera.field = field;
  return camera;
}

void measure(const char* name, DrawScene& scene, uint32_t frames, uint32_t fields) {
  TestMemory memory;
  DrawList list(memory.memory());
  std::vector<double> times;
  for (uint32_t frame = 0; frame < frames + 5; ++frame) {
    list.note(dirtyEntities, fields);
    const DrawInput input = scene.input();
    const double before = nowMilliseconds();
    if (list.make(input) == DrawOutcome::refused) std::exit(1);
    if (frame >= 5) times.push_back(nowMilliseconds() - before);
  }
  std::sort(times.begin(), times.end());
  std::printf(
      "{\"case\": \"%s\", \"medianMs\": %.4f, \"leastMs\": %.4f, \"instances\": %u, \"groups\": "
      "%u, "
      "\"culled\": %u, \"bytes\": %zu}\n",
      name, times[times.size() / 2], times[0], list.instanceCount(), list.groupCount(),
      list.culled(), list.room());
}

}  // namespace

int main(int argc, char** argv) {
  const auto slots = static_cast<uint32_t>(argc > 1 ? std::atoi(argv[1]) : 100000);
  const auto frames = static_cast<uint32_t>(argc > 2 ? std::atoi(argv[2]) : 200);
  if (slots < 1 || frames < 1) return 2;
  constexpr uint32_t kMoved = fieldPosition | fieldOrientation;
  DrawScene scene(slots);
  scatter(scene, slots);
  measure("all seen, default camera", scene, frames, kMoved);
  scene.cameras[0] = cameraAt(200.0f, 0.9f);
  measure("all seen", scene, frames, kMoved);
  measure("all seen, everything new", scene, frames, DrawList::kAllFields);
  scene.cameras[0] = cameraAt(0.0f, 2.0f);
  measure("a part seen", scene, frames, kMoved);
  scene.cameras[0] = cameraAt(200.0f, 0.9f);
  for (uint32_t slot = 0; slot < slots; ++slot) scene.setLooks(slot, slot % 3);
  measure("all seen, three meshes in turn", scene, frames, kMoved);
  for (uint32_t slot = 0; slot < slots; ++slot) scene.setLooks(slot, slot * 3 / slots);
  measure("all seen, three meshes in rows", scene, frames, kMoved);
  for (uint32_t slot = 0; slot < slots; ++slot) scene.setLooks(slot, 0);
  for (uint32_t slot = 0; slot < slots / 10; ++slot) scene.columns.colors[slot * 10] = 0x80ffffffu;
  measure("all seen, a tenth transparent", scene, frames, kMoved);
  for (uint32_t slot = 0; slot < slots; ++slot) scene.columns.colors[slot] = 0x80ffffffu;
  measure("all seen, all transparent", scene, frames, kMoved);
  for (uint32_t slot = 0; slot < slots; ++slot) scene.columns.colors[slot] = 0xffffffffu;
  for (uint32_t slot = 0; slot < slots; ++slot) {
    if (slot % 10 != 0) scene.columns.parents[slot] = slot / 10 * 10;
  }
  measure("all seen, nine tenths children", scene, frames, kMoved);
  measure("all seen, nine tenths children, everything new", scene, frames, DrawList::kAllFields);
  scene.meshes[0].center[1] = 0.1f;
  for (uint32_t slot = 0; slot < slots; ++slot) scene.columns.parents[slot] = none;
  measure("all seen, a mesh whose middle is elsewhere", scene, frames, kMoved);
  return 0;
}
