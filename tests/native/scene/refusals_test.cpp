#include <gtest/gtest.h>

#include <bit>
#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "scene/test_scene.h"

// Every way in which a command may be refused.

namespace skyflock::scene {
namespace {

using namespace constants;
using tests::furnished;
using tests::optionsFor;
using tests::Records;
using tests::TestScene;

constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();
constexpr float kInfinity = std::numeric_limits<float>::infinity();

uint32_t number(RefusalKind kind) { return static_cast<uint32_t>(kind); }

struct Refused {
  std::string name;
  RefusalKind kind;
  SceneOp op;
  uint32_t detail;
  Records records;
};

template <typename Command>
Records one(Command command, const std::function<void(Command&)>& change) {
  change(command);
  return Records().add(command);
}

Records entityWith(
    SceneOp op, uint32_t slot, uint32_t fields,
    const std::function<void(EntityCommand&)>& change = [](EntityCommand&) {}) {
  return one<EntityCommand>(Records::entity(op, slot, 1, fields), change);
}
Records cameraWith(
    SceneOp op, uint32_t index, uint32_t fields,
    const std::function<void(CameraCommand&)>& change = [](CameraCommand&) {}) {
  return one<CameraCommand>(Records::camera(op, index, fields), change);
}
Records lightWith(
    SceneOp op, uint32_t index, uint32_t fields,
    const std::function<void(LightCommand&)>& change = [](LightCommand&) {}) {
  return one<LightCommand>(Records::light(op, index, fields), change);
}
Records viewportOf(uint32_t index, float x, float y, float width, float height) {
  CameraViewport command = {};
  command.head = Records::head(SceneOp::cameraViewport);
  command.camera = index;
  command.x = x;
  command.y = y;
  command.width = width;
  command.height = height;
  return Records().add(command);
}
Records environmentOf(float fogNear, float fogFar) {
  EnvironmentCommand command = {};
  command.head = Records::head(SceneOp::environment);
  command.fogNear = fogNear;
  command.fogFar = fogFar;
  return Records().add(command);
}
Records raw(uint32_t head, uint32_t more, uint32_t following) {
  Records records;
  records.words.assign(size_t{16} * (1 + following), 0);
  records.words[0] = head;
  records.words[1] = more;
  return records;
}
Records partOf(uint32_t mesh, uint32_t data, uint32_t count, const std::vector<uint32_t>& words) {
  MeshPart command = {};
  command.head = Records::head(SceneOp::meshPart, 0, data);
  command.more = Records::partRecords(words);
  command.mesh = mesh;
  command.count = count;
  return Records().add(command).part(words);
}

uint32_t bits(float value) { return std::bit_cast<uint32_t>(value); }

/// Every way in which a command may be refused, but for those of memory and publishing.
std::vector<Refused> refusedCommands() {
  using enum RefusalKind;
  using enum SceneOp;
  std::vector<Refused> all = {
      {"operation 0", unknownOp, static_cast<SceneOp>(0), 0, raw(0, 0, 0)},
      {"operation 200 with what follows it", unknownOp, static_cast<SceneOp>(200), 200,
       raw(200, 2, 2)},
      {"an end of an update with records behind it", malformed, endUpdate, 1,
       raw(Records::head(endUpdate), 1, 1)},
      {"a reset with records behind it", malformed, SceneOp::reset, 3,
       raw(Records::head(SceneOp::reset), 3, 3)},
      {"more records than a command can have", malformed, setRun, mostMore + 1,
       raw(Records::head(setRun, fieldColor), mostMore + 1, 0)},
      {"a field that is none", malformed, create, 0x100, entityWith(create, 20, 0x100)},
      {"a field that is none in an update", malformed, update, 0x8001,
       entityWith(update, 3, 0x8001)},
      {"a destroy with fields", malformed, destroy, 1, entityWith(destroy, 3, 1)},
      {"a run without a field", malformed, setRun, 0,
       Records().setRun(0, 0, 0, std::vector<float>{})},
      {"a run of two fields", malformed, setRun, 3,
       Records().setRun(3, 0, 0, std::vector<float>{})},
      {"a run of meshes", malformed, setRun, fieldMesh,
       Records().setRun(fieldMesh, 0, 1, std::vector<uint32_t>{0})},
      {"a run with too few values", malformed, setRun, 1,
       Records().setRun(fieldPosition, 0, 6, std::vector<float>(16))},
      {"a run with too many values", malformed, setRun, 2,
       Records().setRun(fieldPosition, 0, 5, std::vector<float>(17))},
      {"a run of more than there are numbers", malformed, setRun, 1,
       Records().setRun(fieldOrientation, 0, 0x40000001, std::vector<float>(4, 1.0f))},
      {"a list with too few values", malformed, setList, 3,
       Records().setList(fieldOrientation, {0, 1, 2, 3, 4}, {1, 1, 1, 1, 1},
                         std::vector<float>(16))},
      {"a list of a destroy with a field", malformed, destroyList, 1,
       raw(Records::head(destroyList, 1), 0, 0)},
      {"a part with too few words", malformed, meshPart, 1,
       partOf(5, 0, 3, std::vector<uint32_t>(16))},
      {"a camera's field that is none", malformed, updateCamera, constants::cameraViewport,
       cameraWith(updateCamera, 0, constants::cameraViewport)},
      {"a destroyed camera with fields", malformed, destroyCamera, 1,
       cameraWith(destroyCamera, 0, 1)},
      {"a light's field that is none", malformed, updateLight, 0x80,
       lightWith(updateLight, 0, 0x80)},
      {"a destroyed light with fields", malformed, destroyLight, 1, lightWith(destroyLight, 0, 1)},

      {"a place that is not finite", notFinite, update, 0,
       entityWith(update, 3, 0xff, [](EntityCommand& c) { c.position[2] = kNaN; })},
      {"a place too far", notFinite, update, 0,
       entityWith(update, 3, fieldPosition, [](EntityCommand& c) { c.position[0] = 1.1e9f; })},
      {"an orientation of 0", notFinite, update, 0,
       entityWith(update, 3, 0xff, [](EntityCommand& c) { c.orientation[3] = 0.0f; })},
      {"an orientation that is not finite", notFinite, create, 0,
       entityWith(create, 20, fieldOrientation,
                  [](EntityCommand& c) { c.orientation[0] = -kInfinity; })},
      {"a scale that is not finite", notFinite, update, 0,
       entityWith(update, 3, 0xff, [](EntityCommand& c) { c.scale[1] = kInfinity; })},
      {"a camera's place that is not finite", notFinite, updateCamera, 0,
       cameraWith(updateCamera, 0, 0x3f, [](CameraCommand& c) { c.position[1] = kNaN; })},
      {"a camera without an orientation", notFinite, makeCamera, 0,
       cameraWith(makeCamera, 1, cameraOrientation,
                  [](CameraCommand& c) { c.orientation[3] = 0; })},
      {"a camera's field of view that is not finite", notFinite, updateCamera, 0,
       cameraWith(updateCamera, 0, cameraField, [](CameraCommand& c) { c.field = kNaN; })},
      {"a camera's depths that are not finite", notFinite, updateCamera, 0,
       cameraWith(updateCamera, 0, cameraDepth, [](CameraCommand& c) { c.far = kInfinity; })},
      {"a viewport that is not finite", notFinite, SceneOp::cameraViewport, 0,
       viewportOf(0, kNaN, 0, 1, 1)},
      {"a light's direction of 0", notFinite, updateLight, 0,
       lightWith(updateLight, 0, 0x7f, [](LightCommand& c) { c.direction[2] = 0; })},
      {"a light's place that is not finite", notFinite, updateLight, 0,
       lightWith(updateLight, 0, 0x7f, [](LightCommand& c) { c.position[2] = kNaN; })},
      {"a light's intensity that is not finite", notFinite, updateLight, 0,
       lightWith(updateLight, 0, 0x7f, [](LightCommand& c) { c.intensity = kNaN; })},
      {"a light's range that is not finite", notFinite, updateLight, 0,
       lightWith(updateLight, 0, 0x7f, [](LightCommand& c) { c.range = kInfinity; })},
      {"a light's cone that is not finite", notFinite, updateLight, 0,
       lightWith(updateLight, 0, 0x7f, [](LightCommand& c) { c.inner = kNaN; })},
      {"fog that is not finite", notFinite, SceneOp::environment, 0, environmentOf(kNaN, 5)},

      {"an active of 2 in a run", outOfRange, setRun, 2,
       Records().setRun(fieldActive, 0, 1, std::vector<uint32_t>{2})},
      {"an active of 2 in a list", outOfRange, setList, 2,
       Records().setList(fieldActive, {0}, {1}, std::vector<uint32_t>{2})},
      {"a camera of no kind", outOfRange, makeCamera, 3,
       cameraWith(makeCamera, 1, cameraKind, [](CameraCommand& c) { c.head |= 3u << 9; })},
      {"a field of view too wide", outOfRange, updateCamera, bits(3.2f),
       cameraWith(updateCamera, 0, 0x3f, [](CameraCommand& c) { c.field = 3.2f; })},
      {"a height of 0", outOfRange, updateCamera, bits(0.0f),
       cameraWith(updateCamera, 0, cameraField | cameraKind,
                  [](CameraCommand& c) {
                    c.head |= static_cast<uint32_t>(CameraKind::orthographic) << 9;
                    c.field = 0.0f;
                  })},
      {"a near of 0", outOfRange, updateCamera, bits(0.0f),
       cameraWith(updateCamera, 0, cameraDepth, [](CameraCommand& c) { c.near = 0.0f; })},
      {"a far that is nearer than near", outOfRange, updateCamera, bits(1.0f),
       cameraWith(updateCamera, 0, cameraDepth, [](CameraCommand& c) { c.far = 1.0f; })},
      {"a viewport left of the picture", outOfRange, SceneOp::cameraViewport, bits(-0.1f),
       viewportOf(0, -0.1f, 0, 1, 1)},
      {"a viewport without a height", outOfRange, SceneOp::cameraViewport, bits(0.0f),
       viewportOf(0, 0, 0, 1, 0)},
      {"a viewport beyond the picture", outOfRange, SceneOp::cameraViewport, bits(0.6f),
       viewportOf(0, 0.5f, 0, 0.6f, 1)},
      {"a light of no kind", outOfRange, makeLight, 3,
       lightWith(makeLight, 1, 0, [](LightCommand& c) { c.head |= 3u << 9; })},
      {"a light below 0", outOfRange, updateLight, bits(-1.0f),
       lightWith(updateLight, 0, 0x7f, [](LightCommand& c) { c.intensity = -1.0f; })},
      {"a light of no range", outOfRange, updateLight, bits(0.0f),
       lightWith(updateLight, 0, 0x7f, [](LightCommand& c) { c.range = 0.0f; })},
      {"a cone that is full beyond its edge", outOfRange, updateLight, bits(0.3f),
       lightWith(updateLight, 0, 0x7f, [](LightCommand& c) { c.inner = 0.3f; })},
      {"a cone wider than a half", outOfRange, updateLight, bits(1.6f),
       lightWith(updateLight, 0, 0x7f, [](LightCommand& c) { c.outer = 1.6f; })},
      {"fog that ends before it begins", outOfRange, SceneOp::environment, bits(5.0f),
       environmentOf(5, 4)},
      {"fog that begins behind the camera", outOfRange, SceneOp::environment, bits(-1.0f),
       environmentOf(-1, 4)},
      {"fog that ends behind the camera", outOfRange, SceneOp::environment, bits(-1.0f),
       environmentOf(0, -1)},
      {"a texture without a width", outOfRange, makeTexture, 0,
       Records().add(Records::texture(makeTexture, 1, 0, 4))},
      {"a texture too high", outOfRange, makeTexture, 16385,
       Records().add(Records::texture(makeTexture, 1, 4, 16385))},

      {"a slot beyond maxEntities", tooMany, create, 100, entityWith(create, 100, 0)},
      {"an entity of a camera that can't be", tooMany, update, maxCameras,
       entityWith(update, 3, 0xff,
                  [](EntityCommand& c) {
                    c.looks = 1u << 16;
                    c.camera = maxCameras;
                  })},
      {"a camera too many", tooMany, makeCamera, maxCameras, cameraWith(makeCamera, maxCameras, 0)},
      {"a light too many", tooMany, makeLight, 64, lightWith(makeLight, 64, 0)},
      {"a mesh too many", tooMany, makeMesh, 1024, Records().makeMesh(1024, MeshKind::cube)},
      {"a texture too many", tooMany, makeTexture, 256,
       Records().add(Records::texture(makeTexture, 256))},

      {"an update of nobody", staleEntity, update, 0, entityWith(update, 9, fieldColor)},
      {"a destroy of nobody", staleEntity, destroy, 0, entityWith(destroy, 4000000000u, 0)},
      {"a child that is nobody", staleEntity, setParent, 0, Records().setParent(9, 0)},
      {"a parent that is nobody", staleEntity, setParent, 0, Records().setParent(0, 9)},
      {"a parent of another generation", staleEntity, setParent, 0,
       Records().setParent(0, 3, 1, 2)},
      {"a run of nobody", staleEntity, setRun, 0,
       Records().setRun(fieldColor, 4294967295u, 1, std::vector<uint32_t>{0})},
      {"a run of another generation", staleEntity, setRun, 0,
       Records().setRun(fieldColor, 0, 1, std::vector<uint32_t>{0}, 2)},
      {"a list of nobody", staleEntity, setList, 0,
       Records().setList(fieldColor, {9}, {1}, std::vector<uint32_t>{0})},
      {"a destroyed list of nobody", staleEntity, destroyList, 0, Records().destroyList({9}, {1})},

      {"a slot that is taken", takenEntity, create, 0, entityWith(create, 3, 0)},
      {"a generation that was", takenEntity, create, 0,
       one<EntityCommand>(Records::entity(create, 20, 0), [](EntityCommand&) {})},
      {"a mesh that is not", unknownMesh, update, 7,
       entityWith(update, 3, fieldMesh | fieldColor, [](EntityCommand& c) { c.looks = 7; })},
      {"a mesh that is not whole", unknownMesh, update, 5,
       entityWith(update, 3, fieldMesh, [](EntityCommand& c) { c.looks = 5; })},
      {"a release of no mesh", unknownMesh, SceneOp::releaseMesh, 7, Records().releaseMesh(7)},
      {"a part of no mesh", unknownMesh, meshPart, 0, partOf(0, 1, 1, {0})},
      {"a mesh that is taken", takenMesh, makeMesh, 0, Records().makeMesh(0, MeshKind::cube)},
      {"an end of a mesh that lacks its parts", badMesh, endMesh, 5, Records().endMesh(5)},
      {"a texture that is not", unknownTexture, update, 1,
       entityWith(update, 3, fieldTexture | fieldColor,
                  [](EntityCommand& c) { c.looks = 2u << 16; })},
      {"a release of no texture", unknownTexture, releaseTexture, 1,
       Records().add(Records::texture(releaseTexture, 1))},
      {"a texture that is taken", takenTexture, makeTexture, 0,
       Records().add(Records::texture(makeTexture, 0))},
      {"a camera that is taken", unknownCamera, makeCamera, 0, cameraWith(makeCamera, 0, 0)},
      {"a camera that is not", unknownCamera, updateCamera, 1, cameraWith(updateCamera, 1, 1)},
      {"a camera that never can be", unknownCamera, destroyCamera, 4000000000u,
       cameraWith(destroyCamera, 4000000000u, 0)},
      {"a viewport of no camera", unknownCamera, SceneOp::cameraViewport, 1,
       viewportOf(1, 0, 0, 1, 1)},
      {"a light that is taken", unknownLight, makeLight, 0, lightWith(makeLight, 0, 0)},
      {"a light that is not", unknownLight, updateLight, 1, lightWith(updateLight, 1, 1)},
      {"a light that never can be", unknownLight, destroyLight, 4000000000u,
       lightWith(destroyLight, 4000000000u, 0)},
      {"a circle", parentCircle, setParent, 2, Records().setParent(0, 2)},
  };
  PickCommand pickCommand = {};
  pickCommand.head = Records::head(pick);
  pickCommand.y = kNaN;
  all.push_back({"a pick at no place", notFinite, pick, 0, Records().add(pickCommand)});
  return all;
}

TEST(SceneRefusals, WhatIsRefusedChangesNothingAndIsToldOf) {
  for (const Refused& refused : refusedCommands()) {
    SCOPED_TRACE(refused.name);
    TestScene test(optionsFor(100));
    test.publish(furnished());
    ASSERT_EQ(test.refused(), 0u);
    const core::StateHash before = test.scene.hash();
    const uint32_t skips = test.scene.header().skips;
    test.scene.clearCallbacks();
    const uint32_t commands = test.scene.header().commands;
    test.publish(refused.records);
    EXPECT_EQ(test.refused(), 1u);
    EXPECT_EQ(test.refused(refused.kind), 1u);
    const auto refusals = test.refusals();
    ASSERT_EQ(refusals.size(), 1u);
    EXPECT_EQ(refusals[0].head >> 8 & 0xff, static_cast<uint32_t>(refused.op));
    EXPECT_EQ(refusals[0].head >> 16 & 0xff, number(refused.kind));
    EXPECT_EQ(refusals[0].detail, refused.detail);
    EXPECT_EQ(refusals[0].times, 1u);
    EXPECT_EQ(refusals[0].update, 1u);
    // Nothing was even dirty, and the command counted.
    EXPECT_EQ(test.scene.header().skips, skips + 1);
    EXPECT_EQ(test.scene.hash(), before);
    EXPECT_EQ(test.scene.header().commands, commands + 2);
  }
}

}  // namespace
}  // namespace skyflock::scene
