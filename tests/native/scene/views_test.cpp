#include "scene/views.h"

#include <gtest/gtest.h>

#include <cstdint>

#include "scene/test_scene.h"

namespace skyflock::scene {
namespace {

using namespace constants;
using tests::Records;
using tests::TestScene;

TEST(SceneViews, ACameraBeginsAsUsualForItsKind) {
  TestScene test;
  test.publish(
      Records()
          .add(Records::camera(SceneOp::makeCamera, 0))
          .add(Records::camera(SceneOp::makeCamera, 1, cameraKind, CameraKind::orthographic))
          .add(Records::camera(SceneOp::makeCamera, 15, cameraKind | cameraActive,
                               CameraKind::screen, false)));
  const CameraState* cameras = test.scene.views().cameras();
  EXPECT_EQ(cameras[0].exists, 1u);
  EXPECT_EQ(cameras[0].active, 1u);
  EXPECT_EQ(cameras[0].kind, CameraKind::perspective);
  EXPECT_EQ(cameras[0].field, 0.9f);
  EXPECT_EQ(cameras[0].near, 0.1f);
  EXPECT_EQ(cameras[0].far, 1000.0f);
  EXPECT_EQ(cameras[0].viewport[2], 1.0f);
  EXPECT_EQ(cameras[1].kind, CameraKind::orthographic);
  EXPECT_EQ(cameras[1].field, 10.0f);
  EXPECT_EQ(cameras[15].active, 0u);
  EXPECT_EQ(cameras[2].exists, 0u);
  EXPECT_EQ(test.refused(), 0u);
}

TEST(SceneViews, ACameraChangesInWhatIsGiven) {
  TestScene test;
  CameraCommand command = Records::camera(
      SceneOp::makeCamera, 3, cameraPosition | cameraOrientation | cameraField | cameraDepth);
  command.position[0] = 7.0f;
  command.orientation[1] = 1.0f;
  command.orientation[3] = 0.0f;
  test.publish(Records().add(command));
  const CameraState& camera = test.scene.views().cameras()[3];
  EXPECT_EQ(camera.position[0], 7.0f);
  EXPECT_EQ(camera.orientation[1], 1.0f);
  EXPECT_EQ(camera.field, 1.0f);
  EXPECT_EQ(camera.near, 1.0f);
  EXPECT_EQ(camera.far, 100.0f);

  // Another kind has another field, unless one is given with it.
  test.publish(Records().add(
      Records::camera(SceneOp::updateCamera, 3, cameraKind, CameraKind::orthographic)));
  EXPECT_EQ(camera.field, 10.0f);
  EXPECT_EQ(camera.position[0], 7.0f);
  CameraCommand high =
      Records::camera(SceneOp::updateCamera, 3, cameraField, CameraKind::orthographic);
  high.field = 500.0f;
  test.publish(Records().add(high).add(
      Records::camera(SceneOp::updateCamera, 3, cameraKind, CameraKind::orthographic)));
  EXPECT_EQ(camera.field, 500.0f);

  CameraViewport viewport = {};
  viewport.head = Records::head(SceneOp::cameraViewport);
  viewport.camera = 3;
  viewport.x = 0.5f;
  viewport.width = 0.5f;
  viewport.height = 1.0f;
  test.publish(Records().add(viewport));
  EXPECT_EQ(camera.viewport[0], 0.5f);
  EXPECT_EQ(camera.viewport[2], 0.5f);
  EXPECT_EQ(test.refused(), 0u);
  test.publish(Records().add(Records::camera(SceneOp::destroyCamera, 3)));
  EXPECT_EQ(camera.exists, 0u);
  // Its successor has nothing of it.
  test.publish(Records().add(Records::camera(SceneOp::makeCamera, 3)));
  EXPECT_EQ(camera.position[0], 0.0f);
  EXPECT_EQ(camera.viewport[0], 0.0f);
}

TEST(SceneViews, ALightStaysWhatItBeganAs) {
  TestScene test;
  test.publish(Records().add(Records::light(SceneOp::makeLight, 2, 0, LightKind::spot)));
  const LightState& light = test.scene.views().lights()[2];
  EXPECT_EQ(light.exists, 1u);
  EXPECT_EQ(light.active, 1u);
  EXPECT_EQ(light.kind, LightKind::spot);
  EXPECT_EQ(light.color, 0xffffffffu);
  EXPECT_EQ(light.direction[1], -1.0f);
  EXPECT_EQ(light.range, 20.0f);
  LightCommand command = Records::light(SceneOp::updateLight, 2, 0x7f, LightKind::point);
  command.head &= ~0x100u;
  test.publish(Records().add(command));
  EXPECT_EQ(light.kind, LightKind::spot);
  EXPECT_EQ(light.active, 0u);
  EXPECT_EQ(light.color, 0xff0000ffu);
  EXPECT_EQ(light.direction[2], -1.0f);
  EXPECT_EQ(light.intensity, 2.0f);
  EXPECT_EQ(light.range, 5.0f);
  EXPECT_EQ(light.inner, 0.1f);
  EXPECT_EQ(light.outer, 0.2f);
  test.publish(Records().add(Records::light(SceneOp::destroyLight, 2)));
  EXPECT_EQ(light.exists, 0u);
  EXPECT_EQ(test.refused(), 0u);
}

TEST(SceneViews, TheEnvironmentIsPublishedLikeAllElse) {
  TestScene test;
  const EnvironmentCommand& around = test.scene.views().environment();
  EXPECT_EQ(around.background, 0xff1c1410u);
  EXPECT_EQ(around.fogFar, 0.0f);
  EnvironmentCommand command = {};
  command.head = Records::head(SceneOp::environment);
  command.background = 5;
  command.fogNear = 1.0f;
  command.fogFar = 2.0f;
  test.send(Records().add(command));
  EXPECT_EQ(around.background, 0xff1c1410u);
  test.publish();
  EXPECT_EQ(around.background, 5u);
  EXPECT_EQ(around.fogFar, 2.0f);
  test.publish(Records().reset());
  EXPECT_EQ(around.background, 0xff1c1410u);
}

TEST(SceneViews, EachFieldOfEachRecordIsPartOfTheHash) {
  TestScene test;
  test.publish(Records()
                   .create(0)
                   .create(1)
                   .makeMesh(0, MeshKind::cube)
                   .add(Records::camera(SceneOp::makeCamera, 0))
                   .add(Records::light(SceneOp::makeLight, 0)));
  std::vector<core::StateHash> seen = {test.scene.hash()};
  const auto expectOther = [&](const Records& records) {
    test.publish(records);
    for (const core::StateHash& hash : seen) EXPECT_FALSE(test.scene.hash() == hash) << seen.size();
    seen.push_back(test.scene.hash());
  };
  for (uint32_t bit = 0; bit < 8; ++bit) {
    EntityCommand command = Records::entity(SceneOp::update, 0, 1, 1u << bit);
    command.position[2] = 5;
    command.orientation[0] = 1;
    command.scale[0] = 2;
    command.color = 1;
    command.camera = 3;
    command.looks = 1u << bit == fieldMesh ? 0 : 1u << 16;
    command.head &= ~0x100u;
    if (1u << bit == fieldTexture)
      test.publish(Records().add(Records::texture(SceneOp::makeTexture, 0)));
    expectOther(Records().add(command));
  }
  expectOther(Records().setParent(0, 1));
  for (const uint32_t bit :
       {cameraPosition, cameraOrientation, cameraField, cameraDepth, cameraKind, cameraActive}) {
    CameraCommand command =
        Records::camera(SceneOp::updateCamera, 0, bit, CameraKind::orthographic, false);
    command.position[0] = 1;
    command.orientation[1] = 1;
    expectOther(Records().add(command));
  }
  for (const uint32_t bit : {lightPosition, lightDirection, lightColor, lightIntensity, lightRange,
                             lightCone, lightActive}) {
    LightCommand command = Records::light(SceneOp::updateLight, 0, bit);
    command.position[0] = 1;
    command.head &= ~0x100u;
    expectOther(Records().add(command));
  }
  expectOther(Records().makeMesh(1, MeshKind::plane));
  expectOther(Records().add(Records::texture(SceneOp::makeTexture, 1)));
  EXPECT_EQ(test.refused(), 0u);
}

}  // namespace
}  // namespace skyflock::scene
