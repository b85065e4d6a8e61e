#include "scene/camera_view.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "scene/draw_model.h"

namespace skyflock::scene::tests {
namespace {

using namespace constants;

DrawView viewOf(float width, float height) {
  DrawView view = {};
  view.width = width;
  view.height = height;
  view.zoom = 1.0f;
  return view;
}

CameraState cameraOf(CameraKind kind, Dice& dice) {
  CameraState camera;
  camera.exists = camera.active = 1;
  camera.kind = kind;
  for (float& v : camera.position) v = dice.between(-30.0f, 30.0f);
  dice.turn(camera.orientation);
  camera.field =
      kind == CameraKind::perspective ? dice.between(0.1f, 2.5f) : dice.between(1.0f, 40.0f);
  camera.near = dice.between(0.1f, 2.0f);
  camera.far = dice.between(20.0f, 300.0f);
  return camera;
}

/// A place so far to the right, up and along the view of a camera.
Place placeBefore(const CameraState& camera, double right, double up, double depth) {
  double q[4];
  for (int k = 0; k < 4; ++k) q[k] = static_cast<double>(camera.orientation[k]);
  Place place = turned(q, {right, up, -depth});
  for (size_t k = 0; k < 3; ++k) place[k] += static_cast<double>(camera.position[k]);
  return place;
}

TEST(SceneCameraView, APerspectiveCameraSeesItsFieldFromNearToFar) {
  Dice dice(1);
  for (int i = 0; i < 200; ++i) {
    const CameraState camera = cameraOf(CameraKind::perspective, dice);
    const float width = dice.between(100.0f, 3000.0f);
    const CameraView view = cameraView(camera, 3, viewOf(width, 900.0f));
    EXPECT_EQ(view.camera, 3u);
    const double slope = std::tan(static_cast<double>(camera.field) / 2);
    const double aspect = static_cast<double>(width) / 900;
    for (const double share : {-1.0, -0.3, 0.0, 0.8}) {
      for (const double depth :
           {static_cast<double>(camera.near), static_cast<double>(camera.far)}) {
        const auto c = clip(view.matrix, placeBefore(camera, share * slope * aspect * depth,
                                                     -share * slope * depth, depth));
        // What the places and the eye lose in f32.
        const double tolerance = 3e-5 * (depth + 60) / std::min(1.0, slope * std::min(1.0, aspect));
        EXPECT_NEAR(c[3], depth, tolerance);
        EXPECT_NEAR(c[0], share * depth, tolerance);
        EXPECT_NEAR(c[1], -share * depth, tolerance);
        EXPECT_NEAR(c[2], depth == static_cast<double>(camera.near) ? -depth : depth,
                    2 * tolerance);
      }
    }
  }
}

TEST(SceneCameraView, AnOrthographicCameraSeesItsHeight) {
  Dice dice(2);
  for (int i = 0; i < 200; ++i) {
    const CameraState camera = cameraOf(CameraKind::orthographic, dice);
    const CameraView view = cameraView(camera, 0, viewOf(1000.0f, 500.0f));
    const auto half = static_cast<double>(camera.field) / 2;
    const auto c =
        clip(view.matrix, placeBefore(camera, half * 2, -half, static_cast<double>(camera.far)));
    const double tolerance = 3e-5 * (1 + 100 / half);
    EXPECT_EQ(c[3], 1.0);
    EXPECT_NEAR(c[0], 1.0, tolerance);
    EXPECT_NEAR(c[1], -1.0, tolerance);
    EXPECT_NEAR(c[2], 1.0, 1e-3);
  }
}

TEST(SceneCameraView, AScreenCameraCountsPixelsFromTheUpperLeftCornerOfItsViewport) {
  CameraState camera;
  camera.kind = CameraKind::screen;
  camera.viewport[0] = 0.5f;
  camera.viewport[2] = 0.5f;
  const CameraView view = cameraView(camera, 1, viewOf(800.0f, 300.0f));
  const auto at = [&](double x, double y, double z) { return clip(view.matrix, {x, y, z}); };
  EXPECT_NEAR(at(0, 0, 0)[0], -1, 1e-6);
  EXPECT_NEAR(at(0, 0, 0)[1], 1, 1e-6);
  EXPECT_NEAR(at(400, 300, 0)[0], 1, 1e-6);
  EXPECT_NEAR(at(400, 300, 0)[1], -1, 1e-6);
  EXPECT_NEAR(at(200, 75, 0)[0], 0, 1e-6);
  EXPECT_NEAR(at(200, 75, 0)[1], 0.5, 1e-6);
  // Towards the viewer is nearer.
  EXPECT_LT(at(0, 0, 5)[2], at(0, 0, 0)[2]);
  EXPECT_LT(std::abs(at(0, 0, 999)[2]), 1);
  EXPECT_LT(std::abs(at(0, 0, -999)[2]), 1);
}

TEST(SceneCameraView, ACameraTurnedToAPlaceHasItInTheMiddleOfItsPicture) {
  Dice dice(3);
  for (int i = 0; i < 200; ++i) {
    CameraState camera = cameraOf(CameraKind::perspective, dice);
    const Place target = {static_cast<double>(dice.between(-20.0f, 20.0f)),
                          static_cast<double>(dice.between(-20.0f, 20.0f)),
                          static_cast<double>(dice.between(-20.0f, 20.0f))};
    Place back;
    double distance = 0;
    for (size_t k = 0; k < 3; ++k) {
      back[k] = static_cast<double>(camera.position[k]) - target[k];
      distance += back[k] * back[k];
    }
    distance = std::sqrt(distance);
    // Around y by yaw, then around x by pitch: q = (0, sin, 0, cos) * (sin, 0, 0, cos).
    const double yaw = std::atan2(back[0], back[2]) / 2;
    const double pitch = -std::asin(back[1] / distance) / 2;
    camera.orientation[0] = static_cast<float>(std::cos(yaw) * std::sin(pitch));
    camera.orientation[1] = static_cast<float>(std::sin(yaw) * std::cos(pitch));
    camera.orientation[2] = static_cast<float>(-std::sin(yaw) * std::sin(pitch));
    camera.orientation[3] = static_cast<float>(std::cos(yaw) * std::cos(pitch));
    const CameraView view = cameraView(camera, 0, viewOf(1600.0f, 900.0f));
    for (size_t k = 0; k < 3; ++k) {
      EXPECT_NEAR(static_cast<double>(view.forward[k]), -back[k] / distance, 1e-5);
    }
    const auto c = clip(view.matrix, target);
    EXPECT_NEAR(c[3], distance, 1e-3);
    EXPECT_NEAR(c[0] / c[3], 0, 2e-3);
    EXPECT_NEAR(c[1] / c[3], 0, 2e-3);
    EXPECT_GT(view.up[1], -1e-6f);
  }
}

TEST(SceneCameraView, TheDefaultCameraFramesTheSceneFromAllSidesInEveryShape) {
  Dice dice(4);
  for (int i = 0; i < 300; ++i) {
    SceneBounds bounds;
    for (float& v : bounds.middle) v = dice.between(-50.0f, 50.0f);
    bounds.radius = dice.between(0.5f, 40.0f);
    DrawView view = viewOf(dice.between(50.0f, 2000.0f), dice.between(50.0f, 2000.0f));
    view.yaw = dice.between(-7.0f, 7.0f);
    view.pitch = dice.between(-1.5f, 1.5f);
    const CameraView made = defaultCameraView(bounds, view);
    EXPECT_EQ(made.camera, none);
    double nearestEdge = 0;
    for (int k = 0; k < 100; ++k) {
      const Place way = turned(std::array<double, 4>{0, 0, 0, 1}.data(),
                               {static_cast<double>(dice.between(-1.0f, 1.0f)),
                                static_cast<double>(dice.between(-1.0f, 1.0f)),
                                static_cast<double>(dice.between(-1.0f, 1.0f))});
      const double l = std::sqrt(way[0] * way[0] + way[1] * way[1] + way[2] * way[2]);
      if (l < 0.01) continue;
      Place place;
      for (size_t axis = 0; axis < 3; ++axis) {
        place[axis] = static_cast<double>(bounds.middle[axis]) +
                      way[axis] / l * static_cast<double>(bounds.radius);
      }
      EXPECT_TRUE(isInside(made.matrix, place, -1e-3));
      const auto c = clip(made.matrix, place);
      nearestEdge = std::max({nearestEdge, std::abs(c[0] / c[3]), std::abs(c[1] / c[3])});
    }
    // And no farther away than it has to be.
    EXPECT_GT(nearestEdge, 0.6);
    EXPECT_NEAR(clip(made.matrix,
                     {static_cast<double>(bounds.middle[0]), static_cast<double>(bounds.middle[1]),
                      static_cast<double>(bounds.middle[2])})[0],
                0, 1e-2);
  }
}

TEST(SceneCameraView, TheDefaultCamerasZoomAndPanMoveThePicture) {
  SceneBounds bounds;
  bounds.radius = 2.0f;
  DrawView view = viewOf(1000.0f, 500.0f);
  const Place up = {0, 1, 0};
  const auto height = [&] {
    const auto c = clip(defaultCameraView(bounds, view).matrix, up);
    return c[1] / c[3];
  };
  const double before = height();
  view.zoom = 2.0f;
  EXPECT_NEAR(height(), before * 2, 1e-5);
  view.zoom = 1.0f;
  view.panX = 0.25f;
  view.panY = -0.5f;
  // A picture's height is 2 in clip space upwards, and 1 to the side of a picture twice as wide.
  const auto c = clip(defaultCameraView(bounds, view).matrix, {0, 0, 0});
  EXPECT_NEAR(c[0] / c[3], 0.25, 1e-5);
  EXPECT_NEAR(c[1] / c[3], -1.0, 1e-5);
}

TEST(SceneCameraView, AViewThatCantBeUsedIsMadeUsable) {
  constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  for (const float bad : {kNan, kInfinity, -kInfinity, -1.0f, 0.0f, 3e38f}) {
    DrawView view = {};
    view.width = view.height = view.yaw = view.pitch = view.zoom = view.panX = view.panY = bad;
    const DrawView usable = usableView(view);
    Dice dice(5);
    SceneBounds bounds;
    bounds.radius = 1e30f;
    const CameraView views[] = {defaultCameraView(bounds, usable), defaultCameraView({}, usable),
                                cameraView(cameraOf(CameraKind::perspective, dice), 0, usable),
                                cameraView(cameraOf(CameraKind::orthographic, dice), 0, usable),
                                cameraView(cameraOf(CameraKind::screen, dice), 0, usable)};
    for (const CameraView& made : views) {
      for (const float v : made.matrix) EXPECT_TRUE(std::isfinite(v)) << bad;
      for (const float v : made.eye) EXPECT_TRUE(std::isfinite(v)) << bad;
      EXPECT_LT(made.near, made.far);
    }
  }
}

TEST(SceneCameraView, NoSphereThatReachesIntoThePictureIsLeftOut) {
  Dice dice(6);
  uint32_t seen = 0;
  uint32_t leftOut = 0;
  for (int i = 0; i < 10000; ++i) {
    const auto kind = static_cast<CameraKind>(dice.below(3));
    const CameraState camera = cameraOf(kind, dice);
    const CameraView view =
        cameraView(camera, 0, viewOf(dice.between(100.0f, 2000.0f), dice.between(100.0f, 2000.0f)));
    const Sight sight(view);
    const float reach = kind == CameraKind::screen ? 3000.0f : 200.0f;
    float middle[3];
    for (float& v : middle) v = dice.between(-reach, reach);
    const float radius = dice.between(0.0f, reach * 0.2f);
    core::F4 depth;
    const bool sees =
        core::all(sight.sees(core::F4::splat(middle[0]), core::F4::splat(middle[1]),
                             core::F4::splat(middle[2]), core::F4::splat(radius), depth));
    bool isThere = false;
    for (int k = 0; k < 200 && !isThere; ++k) {
      Place place;
      double square = 0;
      for (double& v : place) {
        v = static_cast<double>(dice.between(-1.0f, 1.0f));
        square += v * v;
      }
      if (k == 0) square = 1e9;
      const double l = square > 1 ? std::sqrt(square) : 1;
      for (size_t axis = 0; axis < 3; ++axis) {
        place[axis] =
            static_cast<double>(middle[axis]) + place[axis] / l * static_cast<double>(radius);
      }
      isThere = isInside(view.matrix, place);
    }
    if (isThere) {
      EXPECT_TRUE(sees) << "sphere " << i;
      ++seen;
    }
    if (!sees) ++leftOut;
  }
  EXPECT_GT(seen, 300u);
  EXPECT_GT(leftOut, 1000u);
}

TEST(SceneCameraView, ASphereBeyondASideIsNotSeen) {
  CameraState camera;
  camera.field = 1.5707964f;
  const Sight sight(cameraView(camera, 0, viewOf(100.0f, 100.0f)));
  core::F4 depth;
  // Radius 1: in the middle, on the left side's plane, beyond it, behind the camera.
  const core::M4 sees = sight.sees(core::F4::set(0, -10, -12, 0), core::F4::splat(0.0f),
                                   core::F4::set(-10, -10, -10, 2), core::F4::splat(1.0f), depth);
  EXPECT_EQ(core::bits(sees), 3);
  EXPECT_EQ(depth.lane<1>(), 10.0f);
}

}  // namespace
}  // namespace skyflock::scene::tests
