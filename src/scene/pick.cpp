#include "scene/pick.h"

#include <cstring>

#include "core/math.h"
#include "scene/draw_list.h"
#include "scene/draw_walk.h"

namespace skyflock::scene {

using namespace constants;
using core::F4;
using core::I4;

namespace {

struct Vector {
  float x, y, z;
};

Vector operator+(Vector a, Vector b) { return {a.x + b.x, a.y + b.y, a.z + b.z}; }
Vector operator-(Vector a, Vector b) { return {a.x - b.x, a.y - b.y, a.z - b.z}; }
Vector operator*(Vector a, float s) { return {a.x * s, a.y * s, a.z * s}; }
float dot(Vector a, Vector b) { return (a.x * b.x + a.y * b.y) + a.z * b.z; }
Vector cross(Vector a, Vector b) {
  return {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}
float length(Vector a) { return core::squareRoot(dot(a, a)); }
Vector vector(const float* v) { return {v[0], v[1], v[2]}; }

/// What a place of a camera's picture shows lies on a half-line.
struct Ray {
  Vector origin;
  /// A unit vector.
  Vector direction;
  /// From where on and up to where something is seen. Unit: u.
  float least, most;
};

/// Whether a place of the whole picture is in the camera's part of it.
bool holds(const CameraView& view, float x, float y) {
  const float* v = view.viewport;
  return x >= v[0] && y >= v[1] && x <= v[0] + v[2] && y <= v[1] + v[3];
}

Ray rayThrough(const CameraView& view, float x, float y) {
  const float across = (x - view.viewport[0]) / view.viewport[2] * 2.0f - 1.0f;
  const float along = 1.0f - (y - view.viewport[1]) / view.viewport[3] * 2.0f;
  const Vector right = vector(view.right);
  const Vector up = vector(view.up);
  const Vector forward = vector(view.forward);
  if (view.kind == CameraKind::perspective) {
    const Vector way = (forward + right * (across * view.slope[0])) + up * (along * view.slope[1]);
    const float l = length(way);
    return {vector(view.eye), way * (1.0f / l), view.near * l, view.far * l};
  }
  const bool isScreen = view.kind == CameraKind::screen;
  const Vector middle = (vector(view.middle) + right * (across * view.half[0])) +
                        up * ((isScreen ? -along : along) * view.half[1]);
  if (!isScreen) return {middle, forward, view.near, view.far};
  return {middle + forward * view.near, forward, 0.0f, view.far - view.near};
}

/// Where a ray meets the box of a mesh that a matrix puts into the world: where it enters it or, from within it or from
/// before what is seen, where it leaves it; less than 0: it misses it.
float meetBox(const Ray& ray, const float* m, const MeshEntry& mesh) {
  Vector axes[3];
  float sizes[3];
  int flat = -1;
  for (int k = 0; k < 3; ++k) {
    axes[k] = {m[k], m[4 + k], m[8 + k]};
    sizes[k] = length(axes[k]);
    if (sizes[k] >= leastScale) {
      axes[k] = axes[k] * (1.0f / sizes[k]);
    } else {
      if (flat >= 0) return -1.0f;
      flat = k;
    }
  }
  // What is flat is a box without height.
  if (flat >= 0) {
    const Vector normal = cross(axes[(flat + 1) % 3], axes[(flat + 2) % 3]);
    const float l = length(normal);
    if (!(l >= leastScale)) return -1.0f;
    axes[flat] = normal * (1.0f / l);
    sizes[flat] = 0.0f;
  }
  const Vector faces[3] = {cross(axes[1], axes[2]), cross(axes[2], axes[0]),
                           cross(axes[0], axes[1])};
  const float volume = dot(axes[0], faces[0]);
  if (!(volume >= leastScale || volume <= -leastScale)) return -1.0f;
  const Vector from = ray.origin - Vector{m[3], m[7], m[11]};
  float enter = -3e38f;
  float leave = 3e38f;
  for (int k = 0; k < 3; ++k) {
    const float origin = dot(from, faces[k]) / volume;
    const float way = dot(ray.direction, faces[k]) / volume;
    const float low = mesh.least[k] * sizes[k];
    const float high = mesh.most[k] * sizes[k];
    if (way == 0.0f) {
      if (origin < low || origin > high) return -1.0f;
      continue;
    }
    const float one = (low - origin) / way;
    const float other = (high - origin) / way;
    const float first = one < other ? one : other;
    const float second = one < other ? other : one;
    if (first > enter) enter = first;
    if (second < leave) leave = second;
  }
  if (!(enter <= leave)) return -1.0f;
  const float met = enter >= ray.least ? enter : leave;
  return met >= ray.least && met <= ray.most ? met : -1.0f;
}

/// Which of four spheres a ray comes near enough to.
int meetSpheres(const Ray& ray, const Spheres& s) {
  const F4 x = s.x - ray.origin.x, y = s.y - ray.origin.y, z = s.z - ray.origin.z;
  const F4 along = (x * ray.direction.x + y * ray.direction.y) + z * ray.direction.z;
  const F4 dx = x - along * ray.direction.x, dy = y - along * ray.direction.y;
  const F4 dz = z - along * ray.direction.z;
  // Widened, so that no rounding of what is far away leaves one out.
  const F4 reach = s.radius * 1.001f + core::abs(along) * 1e-5f;
  return core::bits((dx * dx + dy * dy) + dz * dz <= reach * reach);
}

}  // namespace

bool DrawList::pick(const DrawInput& input, float x, float y, PickHit& hit) {
  hit = {};
  if (!prepare(input)) return false;
  CameraView passes[kMaxPasses];
  const uint32_t passCount = findPasses(input, usableView(input.view), passes);
  for (uint32_t i = passCount; i-- > 0;) {
    const CameraView& pass = passes[i];
    if (!holds(pass, x, y)) continue;
    const Ray ray = rayThrough(pass, x, y);
    const bool isScreen = pass.kind == CameraKind::screen;
    float best = 0.0f;
    Spheres spheres(input, drawables_, transforms_);
    walk(input, drawables_, transforms_, pass, nullptr,
         [&](uint32_t first, int lanes, I4, F4 depth) {
           spheres.look(first);
           lanes &= meetSpheres(ray, spheres);
           if (lanes == 0) return;
           float depths[4];
           depth.store(depths);
           float matrices[4][12];
           float* const to[4] = {matrices[0], matrices[1], matrices[2], matrices[3]};
           storeMatrices(modelMatrices(loadPlacements(input.columns, first)), to);
           for (uint32_t lane = 0; lane < 4; ++lane) {
             if ((lanes >> lane & 1) == 0) continue;
             const uint32_t slot = first + lane;
             const uint32_t tag = drawables_.tags()[slot];
             const float* matrix =
                 (tag & Drawables::kNode) != 0 ? transforms_.node(slot).matrix : matrices[lane];
             const MeshEntry& mesh = input.meshes[input.columns.looks[slot] & 0xffffu];
             const float met = meetBox(ray, matrix, mesh);
             if (met < 0.0f) continue;
             // What is drawn later is above: of a screen camera's, what is nearer, and of equals the later slot.
             const float rank = isScreen ? depths[lane] : met;
             const bool isAbove = isScreen ? rank <= best : rank < best;
             if (hit.index != none && !isAbove) continue;
             best = rank;
             hit.index = slot;
             hit.distance = met;
           }
         });
    if (hit.index == none) continue;
    hit.generation = input.columns.generations[hit.index];
    const Vector point = ray.origin + ray.direction * hit.distance;
    hit.point[0] = point.x;
    hit.point[1] = point.y;
    hit.point[2] = point.z;
    return true;
  }
  return true;
}

}  // namespace skyflock::scene
