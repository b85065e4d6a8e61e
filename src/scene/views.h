#pragma once

#include <cstdint>

#include "core/hash.h"
#include "scene/columns.h"
#include "scene/memory.h"
#include "scene/outcome.h"

namespace skyflock::scene {

/// How a scene is looked at and lit: cameras, lights, what is around everything; a working and a published copy of each.
class Views {
 public:
  explicit Views(const Memory& memory)
      : working_(memory), published_(memory), dirtyLights_(memory) {}

  /// Room for options.maxLights lights. False when the memory is refused.
  [[nodiscard]] bool begin(const SceneOptions& options);
  /// No camera, no light, the usual environment.
  void reset();

  Outcome makeCamera(const CameraCommand& command);
  Outcome updateCamera(const CameraCommand& command);
  Outcome destroyCamera(const CameraCommand& command);
  Outcome setViewport(const CameraViewport& command);
  Outcome makeLight(const LightCommand& command);
  Outcome updateLight(const LightCommand& command);
  Outcome destroyLight(const LightCommand& command);
  Outcome setEnvironment(const EnvironmentCommand& command);

  bool isDirty() const { return dirtyCameras_ != 0 || dirtyLightCount_ != 0 || isDirtyAround_; }
  /// What is, is published; how many records it copied.
  uint32_t publish();
  /// Adds the published ones to a state's hash.
  void addTo(core::StateHash& hash) const;

  /// maxCameras of them.
  const CameraState* cameras() const { return publishedCameras_; }
  /// maxLights of them.
  const LightState* lights() const { return published_.data(); }
  uint32_t lightCapacity() const { return published_.capacity(); }
  const EnvironmentCommand& environment() const { return publishedAround_; }
  size_t room() const { return working_.room() + published_.room() + dirtyLights_.room(); }

 private:
  Outcome setCamera(const CameraCommand& command, CameraState camera);
  Outcome setLight(const LightCommand& command, LightState light);
  void markLight(uint32_t light);

  CameraState cameras_[constants::maxCameras];
  CameraState publishedCameras_[constants::maxCameras];
  GrowingArray<LightState> working_, published_;
  /// A bit a light.
  GrowingArray<uint32_t> dirtyLights_;
  EnvironmentCommand around_ = {}, publishedAround_ = {};
  /// A bit a camera.
  uint32_t dirtyCameras_ = 0;
  uint32_t dirtyLightCount_ = 0;
  bool isDirtyAround_ = false;
};

}  // namespace skyflock::scene
