#include "scene/views.h"

#include <bit>

#include "scene/numbers.h"

namespace skyflock::scene {

using namespace constants;

namespace {

constexpr uint32_t kCameraFields =
    cameraPosition | cameraOrientation | cameraField | cameraDepth | cameraKind | cameraActive;
constexpr uint32_t kLightFields = lightPosition | lightDirection | lightColor | lightIntensity |
                                  lightRange | lightCone | lightActive;

struct Range {
  float least, most;
  bool holds(float value) const { return value >= least && value <= most; }
};
constexpr Range kAngles = {leastAngle, mostAngle};
constexpr Range kHeights = {leastHeight, mostHeight};
constexpr Range kIntensities = {0.0f, mostIntensity};

constexpr float usualField(CameraKind kind) {
  return kind == CameraKind::perspective ? 0.9f : 10.0f;
}

constexpr EnvironmentCommand kUsualAround = {static_cast<uint32_t>(SceneOp::environment),
                                             0,
                                             0xff1c1410u,
                                             0xff504640u,
                                             0xff1c1410u,
                                             0.0f,
                                             0.0f,
                                             {}};

constexpr Outcome kNotFinite = Outcome::refusal(RefusalKind::notFinite);

Outcome outOfRange(float value) {
  return Outcome::refusal(RefusalKind::outOfRange, std::bit_cast<uint32_t>(value));
}

uint32_t fieldsOf(uint32_t head) { return head >> 16; }
bool activeOf(uint32_t head) { return (head >> 8 & 1) != 0; }
uint32_t kindOf(uint32_t head) { return head >> 9 & 127; }

template <uint32_t kCount>
void copyNumbers(float (&to)[kCount], const float (&from)[kCount]) {
  for (uint32_t i = 0; i < kCount; ++i) to[i] = from[i];
}

}  // namespace

bool Views::begin(const SceneOptions& options) {
  const uint32_t lights = options.maxLights;
  if (!working_.reserve(lights) || !published_.reserve(lights) ||
      !dirtyLights_.reserve((lights + 31) / 32)) {
    return false;
  }
  around_ = publishedAround_ = kUsualAround;
  return true;
}

void Views::reset() {
  for (uint32_t camera = 0; camera < maxCameras; ++camera) {
    if (cameras_[camera].exists == 0) continue;
    cameras_[camera] = {};
    dirtyCameras_ |= 1u << camera;
  }
  for (uint32_t light = 0; light < working_.capacity(); ++light) {
    if (working_[light].exists == 0) continue;
    working_[light] = {};
    markLight(light);
  }
  around_ = kUsualAround;
  isDirtyAround_ = true;
}

Outcome Views::makeCamera(const CameraCommand& command) {
  if (command.camera >= maxCameras) return Outcome::refusal(RefusalKind::tooMany, command.camera);
  if (cameras_[command.camera].exists != 0) {
    return Outcome::refusal(RefusalKind::unknownCamera, command.camera);
  }
  CameraState camera;
  camera.exists = 1;
  camera.active = 1;
  return setCamera(command, camera);
}

Outcome Views::updateCamera(const CameraCommand& command) {
  if (command.camera >= maxCameras || cameras_[command.camera].exists == 0) {
    return Outcome::refusal(RefusalKind::unknownCamera, command.camera);
  }
  return setCamera(command, cameras_[command.camera]);
}

Outcome Views::destroyCamera(const CameraCommand& command) {
  if (fieldsOf(command.head) != 0) {
    return Outcome::refusal(RefusalKind::malformed, fieldsOf(command.head));
  }
  if (command.camera >= maxCameras || cameras_[command.camera].exists == 0) {
    return Outcome::refusal(RefusalKind::unknownCamera, command.camera);
  }
  cameras_[command.camera] = {};
  dirtyCameras_ |= 1u << command.camera;
  return Outcome::done();
}

/// Sets what a command says of a camera that is otherwise as given, if all of it holds.
Outcome Views::setCamera(const CameraCommand& command, CameraState camera) {
  const uint32_t fields = fieldsOf(command.head);
  if ((fields & ~kCameraFields) != 0) return Outcome::refusal(RefusalKind::malformed, fields);
  if ((fields & cameraActive) != 0) camera.active = activeOf(command.head) ? 1 : 0;
  if ((fields & cameraKind) != 0) {
    const uint32_t kind = kindOf(command.head);
    if (kind > static_cast<uint32_t>(CameraKind::screen)) {
      return Outcome::refusal(RefusalKind::outOfRange, kind);
    }
    // What a field says is another thing for another kind.
    if (camera.kind != static_cast<CameraKind>(kind)) {
      camera.kind = static_cast<CameraKind>(kind);
      camera.field = usualField(camera.kind);
    }
  }
  if ((fields & cameraPosition) != 0) {
    if (!areNumbers(command.position, 3)) return kNotFinite;
    copyNumbers(camera.position, command.position);
  }
  if ((fields & cameraOrientation) != 0) {
    if (!areNumbers(command.orientation, 4)) return kNotFinite;
    copyNumbers(camera.orientation, command.orientation);
    if (!makeUnit4(camera.orientation)) return kNotFinite;
  }
  if ((fields & cameraField) != 0) {
    if (!isNumber(command.field)) return kNotFinite;
    const Range& range = camera.kind == CameraKind::perspective ? kAngles : kHeights;
    if (!range.holds(command.field)) return outOfRange(command.field);
    camera.field = command.field;
  }
  if ((fields & cameraDepth) != 0) {
    if (!isNumber(command.near) || !isNumber(command.far)) return kNotFinite;
    if (!(command.near >= leastDepth)) return outOfRange(command.near);
    if (!(command.far > command.near)) return outOfRange(command.far);
    camera.near = command.near;
    camera.far = command.far;
  }
  cameras_[command.camera] = camera;
  dirtyCameras_ |= 1u << command.camera;
  return Outcome::done();
}

Outcome Views::setViewport(const CameraViewport& command) {
  if (command.camera >= maxCameras || cameras_[command.camera].exists == 0) {
    return Outcome::refusal(RefusalKind::unknownCamera, command.camera);
  }
  const float sides[4] = {command.x, command.y, command.width, command.height};
  if (!areNumbers(sides, 4)) return kNotFinite;
  for (int axis = 0; axis < 2; ++axis) {
    const float from = sides[axis];
    const float size = sides[axis + 2];
    if (!(from >= 0.0f)) return outOfRange(from);
    if (!(size > 0.0f) || !(from + size <= 1.0f)) return outOfRange(size);
  }
  copyNumbers(cameras_[command.camera].viewport, sides);
  dirtyCameras_ |= 1u << command.camera;
  return Outcome::done();
}

Outcome Views::makeLight(const LightCommand& command) {
  if (command.light >= working_.capacity()) {
    return Outcome::refusal(RefusalKind::tooMany, command.light);
  }
  if (working_[command.light].exists != 0) {
    return Outcome::refusal(RefusalKind::unknownLight, command.light);
  }
  const uint32_t kind = kindOf(command.head);
  if (kind > static_cast<uint32_t>(LightKind::spot)) {
    return Outcome::refusal(RefusalKind::outOfRange, kind);
  }
  LightState light;
  light.exists = 1;
  light.active = 1;
  light.kind = static_cast<LightKind>(kind);
  return setLight(command, light);
}

Outcome Views::updateLight(const LightCommand& command) {
  if (command.light >= working_.capacity() || working_[command.light].exists == 0) {
    return Outcome::refusal(RefusalKind::unknownLight, command.light);
  }
  return setLight(command, working_[command.light]);
}

Outcome Views::destroyLight(const LightCommand& command) {
  if (fieldsOf(command.head) != 0) {
    return Outcome::refusal(RefusalKind::malformed, fieldsOf(command.head));
  }
  if (command.light >= working_.capacity() || working_[command.light].exists == 0) {
    return Outcome::refusal(RefusalKind::unknownLight, command.light);
  }
  working_[command.light] = {};
  markLight(command.light);
  return Outcome::done();
}

/// Sets what a command says of a light that is otherwise as given, if all of it holds.
Outcome Views::setLight(const LightCommand& command, LightState light) {
  const uint32_t fields = fieldsOf(command.head);
  if ((fields & ~kLightFields) != 0) return Outcome::refusal(RefusalKind::malformed, fields);
  if ((fields & lightActive) != 0) light.active = activeOf(command.head) ? 1 : 0;
  if ((fields & lightColor) != 0) light.color = command.color;
  if ((fields & lightPosition) != 0) {
    if (!areNumbers(command.position, 3)) return kNotFinite;
    copyNumbers(light.position, command.position);
  }
  if ((fields & lightDirection) != 0) {
    if (!areNumbers(command.direction, 3)) return kNotFinite;
    copyNumbers(light.direction, command.direction);
    if (!makeUnit3(light.direction)) return kNotFinite;
  }
  if ((fields & lightIntensity) != 0) {
    if (!isNumber(command.intensity)) return kNotFinite;
    if (!kIntensities.holds(command.intensity)) return outOfRange(command.intensity);
    light.intensity = command.intensity;
  }
  if ((fields & lightRange) != 0) {
    if (!isNumber(command.range)) return kNotFinite;
    if (!(command.range > 0.0f)) return outOfRange(command.range);
    light.range = command.range;
  }
  if ((fields & lightCone) != 0) {
    if (!isNumber(command.inner) || !isNumber(command.outer)) return kNotFinite;
    if (!(command.outer >= 0.0f && command.outer <= widestCone)) return outOfRange(command.outer);
    if (!(command.inner >= 0.0f && command.inner <= command.outer))
      return outOfRange(command.inner);
    light.inner = command.inner;
    light.outer = command.outer;
  }
  working_[command.light] = light;
  markLight(command.light);
  return Outcome::done();
}

Outcome Views::setEnvironment(const EnvironmentCommand& command) {
  if (!isNumber(command.fogNear) || !isNumber(command.fogFar)) return kNotFinite;
  if (!(command.fogNear >= 0.0f)) return outOfRange(command.fogNear);
  const bool hasFog = command.fogFar > 0.0f;
  if (!hasFog && command.fogFar != 0.0f) return outOfRange(command.fogFar);
  if (hasFog && !(command.fogNear < command.fogFar)) return outOfRange(command.fogNear);
  around_ = kUsualAround;
  around_.background = command.background;
  around_.ambient = command.ambient;
  around_.fog = command.fog;
  around_.fogNear = command.fogNear;
  around_.fogFar = command.fogFar;
  isDirtyAround_ = true;
  return Outcome::done();
}

uint32_t Views::publish() {
  uint32_t copies = 0;
  for (uint32_t bits = dirtyCameras_; bits != 0; bits &= bits - 1, ++copies) {
    const auto camera = static_cast<uint32_t>(std::countr_zero(bits));
    publishedCameras_[camera] = cameras_[camera];
  }
  dirtyCameras_ = 0;
  for (uint32_t word = 0; dirtyLightCount_ != 0; ++word) {
    for (uint32_t bits = dirtyLights_[word]; bits != 0; bits &= bits - 1, ++copies) {
      const uint32_t light = word * 32 + static_cast<uint32_t>(std::countr_zero(bits));
      published_[light] = working_[light];
      --dirtyLightCount_;
    }
    dirtyLights_[word] = 0;
  }
  if (isDirtyAround_) {
    publishedAround_ = around_;
    ++copies;
  }
  isDirtyAround_ = false;
  return copies;
}

void Views::markLight(uint32_t light) {
  uint32_t& word = dirtyLights_[light / 32];
  const uint32_t bit = 1u << (light % 32);
  if ((word & bit) == 0) ++dirtyLightCount_;
  word |= bit;
}

}  // namespace skyflock::scene
