#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "core/hash.h"
#include "scene/scene.h"
#include "scene/scene_stream.h"

// Every build owes the hashes of tests/scenes/scene-hashes.txt, as do both kernels in JavaScript. With
// SKYFLOCK_PRINT_GOLDEN=1 the lines are printed anew instead.

namespace skyflock::scene::tests {
namespace {

using namespace constants;

struct Golden {
  uint32_t update = 0;
  std::string state, callbacks, draws;
};

using Stream = std::pair<uint32_t, uint32_t>;

std::map<Stream, std::vector<Golden>> readScenes() {
  std::ifstream file(SKYFLOCK_SOURCE_DIR "/tests/scenes/scene-hashes.txt");
  std::map<Stream, std::vector<Golden>> scenes;
  for (std::string line; std::getline(file, line);) {
    std::istringstream words(line.substr(0, line.find('#')));
    Stream stream;
    if (!(words >> stream.first)) continue;
    Golden golden;
    words >> stream.second >> golden.update >> golden.state >> golden.callbacks >> golden.draws;
    scenes[stream].push_back(golden);
  }
  return scenes;
}

uint32_t foldWords(uint32_t fold, const void* array, size_t bytes) {
  for (size_t at = 0; at < bytes; at += 4) {
    uint32_t word;
    std::memcpy(&word, static_cast<const char*>(array) + at, 4);
    fold = core::mixWord(fold, word);
  }
  return fold;
}

std::string foldText(uint32_t fold) {
  char text[9];
  std::snprintf(text, sizeof text, "%08x", fold);
  return text;
}

/// A scene that a stream is carried out in, and the folds of all its callbacks and of its draw lists.
class StreamedScene {
 public:
  StreamedScene(uint32_t seed, uint32_t entities) : stream_(seed, entities) {
    core::Status status;
    EXPECT_TRUE(scene_.found(streamOptions(entities), status)) << status.message;
  }

  void next() {
    const std::vector<uint32_t>& records = stream_.next();
    waiting_.insert(waiting_.end(), records.begin(), records.end());
    while (!waiting_.empty()) {
      const size_t all = waiting_.size() / recordWords;
      const auto count = static_cast<uint32_t>(std::min<size_t>(all, inboxRecords));
      std::memcpy(scene_.inbox(), waiting_.data(), size_t{count} * 64);
      const uint32_t done = scene_.decode(count);
      if (done == 0) break;
      waiting_.erase(waiting_.begin(),
                     waiting_.begin() + static_cast<ptrdiff_t>(done) * recordWords);
    }
    const size_t told = size_t{scene_.header().callbackCount} * 64;
    callbacks_ = foldWords(callbacks_, scene_.outbox(), told);
    scene_.clearCallbacks();
    draw(++update_);
  }

  std::string state() { return core::toText(scene_.hash()).digits; }
  std::string callbacks() const { return foldText(callbacks_); }
  std::string draws() const { return foldText(draws_); }

 private:
  /// Makes the draw list for a view that changes from update to update.
  void draw(uint32_t update) {
    const auto share = [&](uint32_t of, float parts) {
      return static_cast<float>(update % of) / parts;
    };
    DrawView& view = scene_.view();
    view.width = 320.0f + 40.0f * share(7, 1.0f);
    view.height = 240.0f;
    view.yaw = share(13, 4.0f);
    view.pitch = share(5, 4.0f) - 0.5f;
    view.zoom = 1.0f + share(3, 2.0f);
    view.panX = share(4, 8.0f);
    view.panY = share(3, 8.0f);
    scene_.draw();
    const DrawList& list = scene_.drawList();
    draws_ = foldWords(draws_, list.passes(), list.passCount() * sizeof(DrawPass));
    draws_ = foldWords(draws_, list.groups(), list.groupCount() * sizeof(DrawGroup));
    draws_ = foldWords(draws_, list.instances(), list.instanceCount() * sizeof(DrawInstance));
    draws_ = foldWords(draws_, list.instanceSlots(), size_t{list.instanceCount()} * 4);
    draws_ = foldWords(draws_, list.lights(), list.lightCount() * sizeof(DrawLight));
  }

  SceneStream stream_;
  Scene scene_;
  std::vector<uint32_t> waiting_;
  uint32_t callbacks_ = 0, draws_ = 0, update_ = 0;
};

TEST(GoldenScenes, EveryStreamReachesItsHashes) {
  const auto scenes = readScenes();
  ASSERT_GT(scenes.size(), 3u);
  const bool print = std::getenv("SKYFLOCK_PRINT_GOLDEN") != nullptr;
  for (const auto& [stream, hashes] : scenes) {
    StreamedScene scene(stream.first, stream.second);
    uint32_t update = 0;
    for (const Golden& golden : hashes) {
      for (; update < golden.update; ++update) scene.next();
      if (print) {
        std::printf("%u %u %u %s %s %s\n", stream.first, stream.second, update,
                    scene.state().c_str(), scene.callbacks().c_str(), scene.draws().c_str());
        continue;
      }
      const Golden reached = {update, scene.state(), scene.callbacks(), scene.draws()};
      const std::string where =
          "seed " + std::to_string(stream.first) + ", update " + std::to_string(update);
      EXPECT_EQ(reached.state, golden.state) << where;
      EXPECT_EQ(reached.callbacks, golden.callbacks) << where;
      EXPECT_EQ(reached.draws, golden.draws) << where;
    }
  }
}

}  // namespace
}  // namespace skyflock::scene::tests
