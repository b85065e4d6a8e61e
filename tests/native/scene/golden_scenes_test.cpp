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
  std::string state, callbacks;
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
    words >> stream.second >> golden.update >> golden.state >> golden.callbacks;
    scenes[stream].push_back(golden);
  }
  return scenes;
}

/// A scene that a stream is carried out in, and the fold of all its callbacks.
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
    for (uint32_t i = 0; i < scene_.header().callbackCount * recordWords; ++i) {
      callbacks_ = core::mixWord(callbacks_, scene_.outbox()[i]);
    }
    scene_.clearCallbacks();
  }

  std::string state() { return core::toText(scene_.hash()).digits; }
  std::string callbacks() const {
    char text[9];
    std::snprintf(text, sizeof text, "%08x", callbacks_);
    return text;
  }

 private:
  SceneStream stream_;
  Scene scene_;
  std::vector<uint32_t> waiting_;
  uint32_t callbacks_ = 0;
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
        std::printf("%u %u %u %s %s\n", stream.first, stream.second, update, scene.state().c_str(),
                    scene.callbacks().c_str());
        continue;
      }
      EXPECT_EQ(scene.state(), golden.state) << "seed " << stream.first << ", update " << update;
    }
  }
}

}  // namespace
}  // namespace skyflock::scene::tests
