// The native twin of the browser benchmark of scenes: prints one line of JSON with medians.
//   scene_bench [ROUNDS]

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <random>
#include <vector>

#include "scene/scene.h"

namespace {

using namespace skyflock;
using namespace skyflock::scene;
using namespace skyflock::scene::constants;

double nowMicroseconds() {
  using namespace std::chrono;
  return duration<double, std::micro>(steady_clock::now().time_since_epoch()).count();
}

double median(std::vector<double>& times) {
  const auto middle = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2);
  std::nth_element(times.begin(), middle, times.end());
  return *middle;
}

[[noreturn]] void fail(const char* reason) {
  std::fprintf(stderr, "scene_bench: %s\n", reason);
  std::exit(2);
}

/// A scene, and commands on their way to it.
class Bench {
 public:
  explicit Bench(uint32_t entities) : count_(entities) {
    SceneOptions options;
    options.maxEntities = std::max(entities, floorEntities);
    core::Status status;
    if (!scene.found(options, status)) fail(status.message);
    MakeMesh mesh = {};
    mesh.head = headOf(SceneOp::makeMesh) | static_cast<uint32_t>(MeshKind::cube) << 8;
    add(mesh);
    for (uint32_t slot = 0; slot < entities; ++slot) {
      EntityCommand command = entity(SceneOp::create, slot, fieldMesh | fieldPosition | fieldScale);
      place(command);
      add(command);
    }
    endUpdate();
    if (scene.header().entities != entities) fail("the entities did not come to be");
    scene.view().width = 1920;
    scene.view().height = 1080;
  }

  /// Changes fields of `entities` of them, every step-th one, in the working state.
  void change(uint32_t entities, uint32_t step, uint32_t fields = 0xff & ~fieldTexture) {
    for (uint32_t i = 0; i < entities; ++i) {
      EntityCommand command = entity(SceneOp::update, i * step, fields);
      place(command);
      add(command);
    }
    flush();
  }
  /// Moves all of them, by runs.
  void moveAll(float by) {
    constexpr uint32_t kRun = 40000;
    for (uint32_t first = 0; first < count_; first += kRun) {
      const uint32_t count = std::min(kRun, count_ - first);
      SetRun command = {};
      command.head = headOf(SceneOp::setRun, fieldPosition);
      command.more = (count * 3 + recordWords - 1) / recordWords;
      command.first = first;
      command.generation = 1;
      command.count = count;
      if (used_ + 1 + command.more > inboxRecords) flush();
      add(command);
      auto* values = scene.inbox() + size_t{used_} * recordWords;
      for (uint32_t i = 0; i < count; ++i) {
        const float numbers[3] = {place(first + i, 0) + by, place(first + i, 1),
                                  place(first + i, 2)};
        std::memcpy(values + size_t{i} * 3, numbers, sizeof numbers);
      }
      used_ += command.more;
      flush();
    }
  }

  void endUpdate() {
    EndUpdate command = {};
    command.head = headOf(SceneOp::endUpdate);
    command.update = ++update_;
    add(command);
    flush();
    scene.clearCallbacks();
  }

  template <typename Command>
  void add(const Command& command) {
    if (used_ == inboxRecords) flush();
    std::memcpy(scene.inbox() + size_t{used_++} * recordWords, &command, sizeof command);
  }
  /// Decodes what is in the inbox, and counts the time of it.
  void flush() {
    const double begin = nowMicroseconds();
    uint32_t done = 0;
    while (done < used_) {
      const uint32_t taken = scene.decode(used_ - done);
      if (taken == 0) fail("a command is not whole");
      done += taken;
      if (done < used_) {
        std::memmove(scene.inbox(), scene.inbox() + size_t{done} * recordWords,
                     size_t{used_ - done} * recordWords * 4);
        used_ -= done;
        done = 0;
      }
    }
    used_ = 0;
    decodeTime += nowMicroseconds() - begin;
  }

  static uint32_t headOf(SceneOp op, uint32_t fields = 0) {
    return static_cast<uint32_t>(op) | 1u << 8 | fields << 16;
  }
  static EntityCommand entity(SceneOp op, uint32_t slot, uint32_t fields) {
    EntityCommand command = {};
    command.head = headOf(op, fields);
    command.camera = none;
    command.index = slot;
    command.generation = 1;
    command.orientation[3] = 1.0f;
    command.scale[0] = command.scale[1] = command.scale[2] = 0.5f;
    command.color = 0xff00ffffu;
    return command;
  }
  void place(EntityCommand& command) const {
    for (uint32_t axis = 0; axis < 3; ++axis) command.position[axis] = place(command.index, axis);
  }
  /// In a cube of 100 an edge.
  static float place(uint32_t slot, uint32_t axis) {
    constexpr uint32_t kSteps[3] = {1, 47, 2209};
    return static_cast<float>(slot / kSteps[axis] % 47) * 2.0f;
  }

  Scene scene;
  double decodeTime = 0.0;

 private:
  uint32_t count_;
  uint32_t used_ = 0, update_ = 0;
};

/// Nanoseconds of a command that changes one entity.
double commandTime(uint32_t entities, uint32_t rounds) {
  Bench bench(entities);
  std::mt19937 random(1);
  std::vector<double> times;
  for (uint32_t round = 0; round < rounds; ++round) {
    for (uint32_t i = 0; i < inboxRecords; ++i) {
      EntityCommand command =
          Bench::entity(SceneOp::update, random() % entities, fieldPosition | fieldOrientation);
      bench.place(command);
      bench.add(command);
    }
    bench.decodeTime = 0.0;
    bench.flush();
    times.push_back(bench.decodeTime * 1000.0 / inboxRecords);
    bench.endUpdate();
  }
  return median(times);
}

struct PublishTimes {
  double all, some, spread, moved, clean;
};

/// Microseconds of a publish: everything of all entities, of 5 % of them side by side, of
/// 5 % that are spread over all, places alone of these, and nothing.
PublishTimes publishTimes(uint32_t entities, uint32_t rounds) {
  Bench bench(entities);
  std::vector<double> all, some, spread, moved, clean;
  const auto timed = [&](std::vector<double>& times) {
    bench.decodeTime = 0.0;
    bench.endUpdate();
    times.push_back(bench.decodeTime);
  };
  for (uint32_t round = 0; round < rounds; ++round) {
    bench.change(entities, 1);
    timed(all);
    bench.change(entities / 20, 1);
    timed(some);
    bench.change(entities / 20, 20);
    timed(spread);
    bench.change(entities / 20, 20, fieldPosition);
    timed(moved);
    timed(clean);
  }
  return {median(all), median(some), median(spread), median(moved), median(clean)};
}

struct FrameTimes {
  double decode, publish, draw, all;
  uint32_t instances, memory;
  core::StateHash hash;
};

/// Microseconds of a frame in which every entity moves.
FrameTimes frameTimes(uint32_t entities, uint32_t rounds) {
  Bench bench(entities);
  std::vector<double> decode, publish, draw, all;
  bench.scene.draw();
  for (uint32_t round = 0; round < rounds; ++round) {
    bench.decodeTime = 0.0;
    bench.moveAll(static_cast<float>(round % 10) * 0.1f);
    decode.push_back(bench.decodeTime);
    bench.decodeTime = 0.0;
    bench.endUpdate();
    publish.push_back(bench.decodeTime);
    const double begin = nowMicroseconds();
    bench.scene.draw();
    draw.push_back(nowMicroseconds() - begin);
    all.push_back(decode.back() + publish.back() + draw.back());
  }
  return {median(decode),
          median(publish),
          median(draw),
          median(all),
          bench.scene.header().instanceCount,
          bench.scene.header().memory,
          bench.scene.hash()};
}

}  // namespace

int main(int argc, char** argv) {
  const int given = argc > 1 ? std::atoi(argv[1]) : 60;
  if (given < 1) fail("at least one round must be measured");
  const auto rounds = static_cast<uint32_t>(given);
  std::printf("{\"commandNs\": %.2f, \"commandNsMany\": %.2f", commandTime(1000, rounds),
              commandTime(100000, rounds));
  for (const uint32_t entities : {1000u, 100000u}) {
    const PublishTimes publish = publishTimes(entities, rounds);
    const FrameTimes frame = frameTimes(entities, rounds);
    std::printf(
        ", \"%u\": {\"publishAllUs\": %.2f, \"publishSomeUs\": %.2f, \"publishSpreadUs\": %.2f, "
        "\"publishMovedUs\": %.2f, \"publishCleanUs\": %.3f, "
        "\"moveDecodeUs\": %.2f, \"movePublishUs\": %.2f, \"moveDrawUs\": %.2f, "
        "\"moveFrameUs\": %.2f, \"instances\": %u, \"memoryMB\": %.2f, \"hash\": \"%s\"}",
        entities, publish.all, publish.some, publish.spread, publish.moved, publish.clean,
        frame.decode, frame.publish, frame.draw, frame.all, frame.instances,
        static_cast<double>(frame.memory) / 1e6, core::toText(frame.hash).digits);
  }
  std::printf("}\n");
  return 0;
}
