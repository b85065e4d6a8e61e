#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <random>

#include "scene/draw_list.h"
#include "scene/draw_scene.h"

// What is drawn, worked out in double precision as simply as it can be: one entity after the other, by recursion.

namespace skyflock::scene::tests {

using Place = std::array<double, 3>;
/// Three rows of four.
using Affine = std::array<double, 12>;

inline Place placeBy(const Affine& m, const Place& p) {
  Place out;
  for (size_t r = 0; r < 3; ++r) {
    out[r] = m[4 * r] * p[0] + m[4 * r + 1] * p[1] + m[4 * r + 2] * p[2] + m[4 * r + 3];
  }
  return out;
}

/// v turned by a unit quaternion: v + 2 u x (u x v + w v).
inline Place turned(const double* q, const Place& v) {
  const auto cross = [](const Place& a, const Place& b) {
    return Place{a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
  };
  const Place u = {q[0], q[1], q[2]};
  Place inner = cross(u, v);
  for (size_t k = 0; k < 3; ++k) inner[k] += q[3] * v[k];
  const Place outer = cross(u, inner);
  return {v[0] + 2 * outer[0], v[1] + 2 * outer[1], v[2] + 2 * outer[2]};
}

inline Affine ownMatrix(const DrawScene& scene, uint32_t slot) {
  const EntityColumns& c = scene.columns;
  double q[4];
  for (int k = 0; k < 4; ++k) q[k] = static_cast<double>(c.orientation[k][slot]);
  Affine m{};
  for (size_t column = 0; column < 3; ++column) {
    Place axis{};
    axis[column] = static_cast<double>(c.scale[column][slot]);
    const Place turnedAxis = turned(q, axis);
    for (size_t row = 0; row < 3; ++row) m[4 * row + column] = turnedAxis[row];
  }
  for (size_t row = 0; row < 3; ++row) {
    m[4 * row + 3] = static_cast<double>(c.position[row][slot]);
  }
  return m;
}

inline bool isAlive(const DrawScene& scene, uint32_t slot) {
  return (scene.columns.flags[slot] & constants::entityAlive) != 0;
}

/// A living entity's living parent, or none.
inline uint32_t livingParent(const DrawScene& scene, uint32_t slot) {
  const uint32_t parent = scene.columns.parents[slot];
  return parent < scene.slots() && isAlive(scene, slot) && isAlive(scene, parent) ? parent
                                                                                  : constants::none;
}

inline Affine worldMatrix(const DrawScene& scene, uint32_t slot) {
  const Affine own = ownMatrix(scene, slot);
  const uint32_t parent = livingParent(scene, slot);
  if (parent == constants::none) return own;
  const Affine p = worldMatrix(scene, parent);
  Affine m{};
  for (size_t r = 0; r < 3; ++r) {
    for (size_t c = 0; c < 4; ++c) {
      m[4 * r + c] = p[4 * r] * own[c] + p[4 * r + 1] * own[4 + c] + p[4 * r + 2] * own[8 + c] +
                     (c == 3 ? p[4 * r + 3] : 0.0);
    }
  }
  return m;
}

inline bool isActive(const DrawScene& scene, uint32_t slot) {
  constexpr uint32_t kBoth = constants::entityAlive | constants::entityActive;
  if ((scene.columns.flags[slot] & kBoth) != kBoth) return false;
  const uint32_t parent = livingParent(scene, slot);
  return parent == constants::none || isActive(scene, parent);
}

/// Whether anything is drawn of it, be there a camera or not.
inline bool isDrawable(const DrawScene& scene, uint32_t slot) {
  if (!isActive(scene, slot)) return false;
  const uint32_t mesh = scene.columns.looks[slot] & 0xffff;
  return mesh < scene.meshes.size() && scene.meshes[mesh].state >= 2 &&
         scene.meshes[mesh].vertices != 0;
}

/// Whether a pass draws such entities at all.
inline bool drawsSlot(const DrawPass& pass, const DrawScene& scene, uint32_t slot) {
  const uint32_t own = scene.columns.cameras[slot];
  const bool isScreen = pass.kind == static_cast<uint32_t>(CameraKind::screen);
  return own == constants::none ? !isScreen : own == pass.camera;
}

/// Clip coordinates of a place of the world.
inline std::array<double, 4> clip(const float* matrix, const Place& p) {
  std::array<double, 4> out;
  for (size_t row = 0; row < 4; ++row) {
    out[row] = static_cast<double>(matrix[row]) * p[0] +
               static_cast<double>(matrix[4 + row]) * p[1] +
               static_cast<double>(matrix[8 + row]) * p[2] + static_cast<double>(matrix[12 + row]);
  }
  return out;
}

/// Whether a place is to be seen, and not just at the very edge.
inline bool isInside(const float* matrix, const Place& p, double margin = 1e-4) {
  const auto c = clip(matrix, p);
  const double most = c[3] * (1 - margin);
  return c[3] > 0 && std::abs(c[0]) < most && std::abs(c[1]) < most && std::abs(c[2]) < most;
}

/// Random numbers of a test.
class Dice {
 public:
  explicit Dice(uint32_t seed) : engine_(seed) {}
  float between(float least, float most) {
    return least + (most - least) * (static_cast<float>(engine_() >> 8) * 0x1p-24f);
  }
  uint32_t below(uint32_t count) { return static_cast<uint32_t>(engine_()) % count; }
  bool oneIn(uint32_t count) { return below(count) == 0; }
  /// Writes a unit quaternion.
  void turn(float* q) {
    double square = 0;
    for (int k = 0; k < 4; ++k) {
      q[k] = between(-1.0f, 1.0f);
      square += static_cast<double>(q[k]) * static_cast<double>(q[k]);
    }
    if (square < 0.01) q[3] = 1.0f;
    if (square < 0.01) square = 1;
    for (int k = 0; k < 4; ++k)
      q[k] = static_cast<float>(static_cast<double>(q[k]) / std::sqrt(square));
  }

 private:
  std::mt19937 engine_;
};

/// Places entities of a scene anywhere within `reach`, each turned and scaled another way.
inline void scatter(DrawScene& scene, Dice& dice, float reach) {
  for (uint32_t slot = 0; slot < scene.slots(); ++slot) {
    scene.place(slot, dice.between(-reach, reach), dice.between(-reach, reach),
                dice.between(-reach, reach));
    float q[4];
    dice.turn(q);
    scene.turn(slot, q[0], q[1], q[2], q[3]);
    scene.setScale(slot, dice.between(-2.0f, 2.0f), dice.between(0.1f, 2.0f),
                   dice.between(0.1f, 2.0f));
  }
}

/// Gives about two thirds of them a parent among those before.
inline void raiseFamilies(DrawScene& scene, Dice& dice) {
  for (uint32_t slot = 1; slot < scene.slots(); ++slot) {
    scene.columns.parents[slot] = dice.oneIn(3) ? constants::none : dice.below(slot);
  }
}

}  // namespace skyflock::scene::tests
