#include "scene/camera_view.h"

#include "core/math.h"

namespace skyflock::scene {

using namespace constants;
using core::F4;

namespace {

constexpr float kTurnsPerRadian = 0.15915494f;
/// The default camera's vertical field of view. Unit: rad.
constexpr float kDefaultField = 0.9f;
/// Most that the default camera frames; its matrix stays finite, whatever chains of scales there are. Unit: u.
constexpr float kLargestRadius = 1e15f;
/// Share by which what a camera sees is widened where spheres are looked at, so that no rounding leaves one out.
constexpr float kSlack = 1e-5f;

float clamp(float v, float least, float most) { return v < least ? least : v > most ? most : v; }

/// A number of a view: `usual` where it is NaN, else within its range.
float within(float v, float least, float most, float usual) {
  return v == v ? clamp(v, least, most) : usual;
}

float dot(const float* a, const float* b) { return (a[0] * b[0] + a[1] * b[1]) + a[2] * b[2]; }

/// Width through height of a camera's part of the picture.
float aspectOf(const float* viewport, const DrawView& view) {
  const float width = view.width * viewport[2];
  const float height = view.height * viewport[3];
  return width > 0.0f && height > 0.0f ? clamp(width / height, 1e-4f, 1e4f) : 1.0f;
}

void setField(CameraView& view, float field, float aspect) {
  const core::SinCos<float> angle = core::sincosTurns(field * (0.5f * kTurnsPerRadian));
  view.slope[1] = angle.sin / angle.cos;
  view.slope[0] = view.slope[1] * aspect;
  for (int k = 0; k < 2; ++k) {
    view.cosine[k] = 1.0f / core::squareRoot(1.0f + view.slope[k] * view.slope[k]);
  }
}

/// Row `row` of the matrix: `factor` times how far along `axis` from the eye, plus `more`.
void setRow(CameraView& view, int row, const float* axis, float factor, float more) {
  for (int k = 0; k < 3; ++k) view.matrix[4 * k + row] = axis[k] * factor;
  view.matrix[12 + row] = more - dot(axis, view.eye) * factor;
}

/// The matrix, once everything else is known.
void setMatrix(CameraView& view) {
  const float near = view.near;
  const float far = view.far;
  for (int k = 0; k < 3; ++k) view.middle[k] = view.eye[k];
  if (view.kind == CameraKind::perspective) {
    setRow(view, 0, view.right, 1.0f / view.slope[0], 0.0f);
    setRow(view, 1, view.up, 1.0f / view.slope[1], 0.0f);
    setRow(view, 2, view.forward, (far + near) / (far - near),
           -((2.0f * far) * near / (far - near)));
    setRow(view, 3, view.forward, 1.0f, 0.0f);
    return;
  }
  const float across = 1.0f / view.half[0];
  const float along = 1.0f / view.half[1];
  if (view.kind == CameraKind::screen) {
    setRow(view, 0, view.right, across, -1.0f);
    setRow(view, 1, view.up, -along, 1.0f);
    for (int k = 0; k < 3; ++k) {
      view.middle[k] = (view.eye[k] + view.right[k] * view.half[0]) + view.up[k] * view.half[1];
    }
  } else {
    setRow(view, 0, view.right, across, 0.0f);
    setRow(view, 1, view.up, along, 0.0f);
  }
  setRow(view, 2, view.forward, 2.0f / (far - near), -((far + near) / (far - near)));
  for (int k = 0; k < 3; ++k) view.matrix[4 * k + 3] = 0.0f;
  view.matrix[15] = 1.0f;
}

}  // namespace

DrawView usableView(const DrawView& view) {
  DrawView usable = {};
  usable.width = within(view.width, 0.0f, 1e6f, 0.0f);
  usable.height = within(view.height, 0.0f, 1e6f, 0.0f);
  usable.yaw = within(view.yaw, -1e5f, 1e5f, 0.0f);
  usable.pitch = within(view.pitch, -1.5f, 1.5f, 0.0f);
  usable.zoom = view.zoom > 0.0f ? clamp(view.zoom, 1e-3f, 1e3f) : 1.0f;
  usable.panX = within(view.panX, -1e3f, 1e3f, 0.0f);
  usable.panY = within(view.panY, -1e3f, 1e3f, 0.0f);
  return usable;
}

CameraView cameraView(const CameraState& camera, uint32_t number, const DrawView& view) {
  CameraView made;
  made.camera = number;
  made.kind = camera.kind;
  for (int k = 0; k < 4; ++k) made.viewport[k] = camera.viewport[k];
  const float x = camera.orientation[0], y = camera.orientation[1], z = camera.orientation[2];
  const float w = camera.orientation[3];
  const float x2 = x + x, y2 = y + y, z2 = z + z;
  const float xx = x * x2, xy = x * y2, xz = x * z2, yy = y * y2, yz = y * z2, zz = z * z2;
  const float wx = w * x2, wy = w * y2, wz = w * z2;
  made.right[0] = 1.0f - (yy + zz);
  made.right[1] = xy + wz;
  made.right[2] = xz - wy;
  made.up[0] = xy - wz;
  made.up[1] = 1.0f - (xx + zz);
  made.up[2] = yz + wx;
  made.forward[0] = -(xz + wy);
  made.forward[1] = -(yz - wx);
  made.forward[2] = -(1.0f - (xx + yy));
  for (int k = 0; k < 3; ++k) made.eye[k] = camera.position[k];
  made.near = camera.near;
  made.far = camera.far;
  if (made.kind == CameraKind::perspective) {
    setField(made, camera.field, aspectOf(made.viewport, view));
  } else if (made.kind == CameraKind::orthographic) {
    made.half[1] = camera.field * 0.5f;
    made.half[0] = made.half[1] * aspectOf(made.viewport, view);
  } else {
    const float width = view.width * made.viewport[2];
    const float height = view.height * made.viewport[3];
    made.half[0] = (width >= 1.0f ? width : 1.0f) * 0.5f;
    made.half[1] = (height >= 1.0f ? height : 1.0f) * 0.5f;
    made.near = -made.far;
  }
  setMatrix(made);
  return made;
}

CameraView defaultCameraView(const SceneBounds& bounds, const DrawView& view) {
  CameraView made;
  const core::SinCos<float> yaw = core::sincosTurns(view.yaw * kTurnsPerRadian);
  const core::SinCos<float> pitch = core::sincosTurns(view.pitch * kTurnsPerRadian);
  const float back[3] = {yaw.sin * pitch.cos, pitch.sin, yaw.cos * pitch.cos};
  made.right[0] = yaw.cos;
  made.right[1] = 0.0f;
  made.right[2] = -yaw.sin;
  made.up[0] = -(pitch.sin * yaw.sin);
  made.up[1] = pitch.cos;
  made.up[2] = -(pitch.sin * yaw.cos);
  for (int k = 0; k < 3; ++k) made.forward[k] = -back[k];
  setField(made, kDefaultField, aspectOf(made.viewport, view));
  const float radius =
      bounds.radius > leastScale ? clamp(bounds.radius, 0.0f, kLargestRadius) : 1.0f;
  const float side = made.slope[0] < made.slope[1] ? made.slope[0] * made.cosine[0]
                                                   : made.slope[1] * made.cosine[1];
  const float distance = radius / side / view.zoom;
  const float height = (2.0f * made.slope[1]) * distance;
  const float panX = view.panX * height;
  const float panY = view.panY * height;
  for (int k = 0; k < 3; ++k) {
    made.eye[k] =
        ((bounds.middle[k] - made.right[k] * panX) - made.up[k] * panY) + back[k] * distance;
  }
  const float nearest = distance - radius * 1.01f;
  const float least = distance * 0.01f;
  made.near = nearest > least ? nearest : least;
  made.far = distance + radius * 1.01f;
  setMatrix(made);
  return made;
}

Sight::Sight(const CameraView& view) {
  for (int k = 0; k < 3; ++k) {
    middle[k] = F4::splat(view.middle[k]);
    right[k] = F4::splat(view.right[k]);
    up[k] = F4::splat(view.up[k]);
    forward[k] = F4::splat(view.forward[k]);
  }
  for (int k = 0; k < 2; ++k) {
    cosine[k] = F4::splat(view.cosine[k] * (1.0f - kSlack));
    sine[k] = F4::splat(view.slope[k] * view.cosine[k]);
    half[k] = F4::splat(view.half[k] * view.cosine[k] * (1.0f + kSlack));
  }
  const float nearSize = view.near < 0.0f ? -view.near : view.near;
  near = F4::splat(view.near - nearSize * kSlack);
  far = F4::splat(view.far + view.far * kSlack);
}

}  // namespace skyflock::scene
