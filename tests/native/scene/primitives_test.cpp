#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <numbers>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "scene/primitives.h"

namespace skyflock::scene {
namespace {

using namespace constants;

using Point = std::array<double, 3>;

Point operator-(const Point& a, const Point& b) { return {a[0] - b[0], a[1] - b[1], a[2] - b[2]}; }
double dot(const Point& a, const Point& b) { return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]; }
Point cross(const Point& a, const Point& b) {
  return {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
}
double length(const Point& a) { return std::sqrt(dot(a, a)); }
Point point(const float* numbers) { return {numbers[0], numbers[1], numbers[2]}; }

struct Mesh {
  MeshKind kind;
  std::vector<Vertex> vertices;
  std::vector<uint32_t> indices;

  Point at(size_t corner) const { return point(vertices[indices[corner]].position); }
  /// Twice as long as the triangle is large.
  Point faceNormal(size_t first) const {
    return cross(at(first + 1) - at(first), at(first + 2) - at(first));
  }
  double area() const {
    double sum = 0;
    for (size_t i = 0; i < indices.size(); i += 3) sum += length(faceNormal(i)) / 2;
    return sum;
  }
  double volume() const {
    double sum = 0;
    for (size_t i = 0; i < indices.size(); i += 3) sum += dot(at(i), faceNormal(i)) / 6;
    return sum;
  }
};

Mesh make(MeshKind kind, std::vector<float> given = {}) {
  given.resize(meshParameters);
  const Outcome outcome = checkParameters(static_cast<uint32_t>(kind), given.data());
  EXPECT_TRUE(outcome.ok());
  const PrimitiveSize size = primitiveSize(kind, given.data());
  Mesh mesh = {kind, std::vector<Vertex>(size.vertices + 1),
               std::vector<uint32_t>(size.indices + 1)};
  constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();
  for (Vertex& vertex : mesh.vertices) {
    vertex = {{kNaN, kNaN, kNaN}, {kNaN, kNaN, kNaN}, {kNaN, kNaN}, 7};
  }
  for (uint32_t& index : mesh.indices) index = none;
  writePrimitive(kind, given.data(), mesh.vertices.data(), mesh.indices.data());
  EXPECT_EQ(mesh.vertices.back().color, 7u) << "nothing is written behind the last vertex";
  EXPECT_EQ(mesh.indices.back(), none) << "nothing is written behind the last index";
  mesh.vertices.pop_back();
  mesh.indices.pop_back();
  return mesh;
}

/// Solids of all kinds, from the coarsest to fine ones.
std::vector<Mesh> solids() {
  std::vector<Mesh> meshes = {make(MeshKind::cube), make(MeshKind::cube, {2, 0.3f, 5})};
  for (const float segments : {3.0f, 4.0f, 5.0f, 24.0f, 101.0f, 256.0f}) {
    for (const float rings : {2.0f, 3.0f, 16.0f, 77.0f}) {
      meshes.push_back(make(MeshKind::sphere, {1.5f, segments, rings}));
    }
    meshes.push_back(make(MeshKind::cylinder, {0.7f, 2.0f, segments}));
    meshes.push_back(make(MeshKind::cone, {0.7f, 2.0f, segments}));
    meshes.push_back(make(MeshKind::cone, {3.0f, 0.1f, segments}));
  }
  return meshes;
}

std::vector<Mesh> surfaces() {
  std::vector<Mesh> meshes = solids();
  meshes.push_back(make(MeshKind::plane));
  meshes.push_back(make(MeshKind::plane, {2, 7, 13}));
  return meshes;
}

std::string nameOf(const Mesh& mesh) {
  return "kind " + std::to_string(static_cast<uint32_t>(mesh.kind)) + " of " +
         std::to_string(mesh.vertices.size()) + " vertices";
}

/// How often each edge is gone along, by the places of its ends; zeros of both signs are one.
using Edges = std::map<std::pair<Point, Point>, int>;

Edges edgesOf(const Mesh& mesh) {
  Edges edges;
  for (size_t i = 0; i < mesh.indices.size(); ++i) {
    ++edges[{mesh.at(i), mesh.at(i % 3 == 2 ? i - 2 : i + 1)}];
  }
  return edges;
}

TEST(ScenePrimitives, HaveAsManyVerticesAndIndicesAsTheySay) {
  const std::tuple<Mesh, size_t, size_t> known[] = {
      {make(MeshKind::cube), 24, 36},
      {make(MeshKind::sphere), 2 * 24 + 25 * 15, 24 * 2 * 3 + 24 * 14 * 6},
      {make(MeshKind::sphere, {1, 3, 2}), 10, 18},
      {make(MeshKind::grid), 44, 44},
      {make(MeshKind::grid, {1, 1000}), 4004, 4004},
      {make(MeshKind::plane), 4, 6},
      {make(MeshKind::plane, {1, 1, 256}), 257 * 257, 256 * 256 * 6},
      {make(MeshKind::cylinder), 25 * 2 + 25 * 2, 24 * 12},
      {make(MeshKind::cone), 24 + 25 + 25, 24 * 6},
  };
  for (const auto& [mesh, vertices, indices] : known) {
    EXPECT_EQ(mesh.vertices.size(), vertices) << nameOf(mesh);
    EXPECT_EQ(mesh.indices.size(), indices) << nameOf(mesh);
    std::vector<bool> used(vertices);
    for (const uint32_t index : mesh.indices) {
      ASSERT_LT(index, vertices) << nameOf(mesh);
      used[index] = true;
    }
    EXPECT_EQ(std::count(used.begin(), used.end(), false), 0) << nameOf(mesh);
  }
}

TEST(ScenePrimitives, TrianglesGoCounterClockwiseAsSeenFromOutside) {
  for (const Mesh& mesh : surfaces()) {
    for (size_t i = 0; i < mesh.indices.size(); i += 3) {
      const Point normal = mesh.faceNormal(i);
      ASSERT_GT(length(normal), 0.0) << nameOf(mesh) << ", index " << i;
      // The middle is inside of all solids, and below none of a plane.
      if (mesh.kind != MeshKind::plane) {
        ASSERT_GT(dot(normal, mesh.at(i)), 0.0) << nameOf(mesh) << ", index " << i;
      }
      for (size_t corner = i; corner < i + 3; ++corner) {
        const Point vertex = point(mesh.vertices[mesh.indices[corner]].normal);
        ASSERT_GT(dot(normal, vertex), 0.0) << nameOf(mesh) << ", index " << corner;
      }
    }
  }
}

TEST(ScenePrimitives, NormalsAreUnitVectors) {
  for (const Mesh& mesh : surfaces()) {
    for (const Vertex& vertex : mesh.vertices) {
      ASSERT_NEAR(length(point(vertex.normal)), 1.0, 3e-7) << nameOf(mesh);
    }
  }
  for (const Vertex& vertex : make(MeshKind::grid).vertices) {
    EXPECT_EQ(length(point(vertex.normal)), 0.0) << "lines have none";
  }
}

TEST(ScenePrimitives, NormalsOfRoundSidesAreThoseOfTheRoundBody) {
  for (const Vertex& vertex : make(MeshKind::sphere, {2, 24, 16}).vertices) {
    for (int axis = 0; axis < 3; ++axis) {
      EXPECT_NEAR(vertex.normal[axis], vertex.position[axis] / 2, 1e-6);
    }
  }
  // A cone's side is met at a right angle by its normals: along the line to the point, and around.
  const Mesh cone = make(MeshKind::cone, {3, 4, 24});
  const Point top = {0, 2, 0};
  for (size_t i = 24; i < 24 + 25; ++i) {
    const Point at = point(cone.vertices[i].position);
    const Point normal = point(cone.vertices[i].normal);
    EXPECT_NEAR(dot(normal, top - at), 0.0, 3e-6);
    EXPECT_NEAR(dot(normal, {at[2], 0, -at[0]}), 0.0, 3e-6);
  }
  // At the point they stand in the middle between those of their triangle's other corners.
  for (size_t i = 0; i < 24; ++i) {
    const Point normal = point(cone.vertices[i].normal);
    const Point left = point(cone.vertices[24 + i].normal);
    const Point right = point(cone.vertices[25 + i].normal);
    EXPECT_NEAR(dot(normal, left), dot(normal, right), 1e-6);
    EXPECT_GT(dot(normal, left), dot(left, right));
  }
}

TEST(ScenePrimitives, SolidsAreClosed) {
  for (const Mesh& mesh : solids()) {
    const Edges edges = edgesOf(mesh);
    for (const auto& [edge, times] : edges) {
      ASSERT_EQ(times, 1) << nameOf(mesh);
      ASSERT_TRUE(edges.contains({edge.second, edge.first})) << nameOf(mesh);
    }
    // Euler's formula for what is like a sphere.
    std::map<Point, int> places;
    for (const uint32_t index : mesh.indices) ++places[point(mesh.vertices[index].position)];
    EXPECT_EQ(places.size() + mesh.indices.size() / 3, edges.size() / 2 + 2) << nameOf(mesh);
  }
}

TEST(ScenePrimitives, APlaneIsOpenAlongItsFourSidesOnly) {
  const Edges edges = edgesOf(make(MeshKind::plane, {2, 3, 5}));
  int open = 0;
  for (const auto& [edge, times] : edges) {
    EXPECT_EQ(times, 1);
    if (edges.contains({edge.second, edge.first})) continue;
    ++open;
    const bool isSide = std::abs(edge.first[0]) == 1.0 || std::abs(edge.first[2]) == 1.5;
    EXPECT_TRUE(isSide);
  }
  EXPECT_EQ(open, 4 * 5);
}

TEST(ScenePrimitives, BoundsAreWhatTheParametersSay) {
  const std::pair<Mesh, Point> known[] = {
      {make(MeshKind::cube, {2, 3, 0.5f}), {1, 1.5, 0.25}},
      {make(MeshKind::sphere, {2.5f, 24, 16}), {2.5, 2.5, 2.5}},
      {make(MeshKind::grid, {6, 7}), {3, 0, 3}},
      {make(MeshKind::plane, {2, 3, 5}), {1, 0, 1.5}},
      {make(MeshKind::cylinder, {2, 5, 12}), {2, 2.5, 2}},
      {make(MeshKind::cone, {2, 5, 12}), {2, 2.5, 2}},
  };
  for (const auto& [mesh, half] : known) {
    for (size_t axis = 0; axis < 3; ++axis) {
      double least = 0;
      double most = 0;
      for (const Vertex& vertex : mesh.vertices) {
        least = std::min<double>(least, vertex.position[axis]);
        most = std::max<double>(most, vertex.position[axis]);
      }
      EXPECT_EQ(least, -half[axis]) << nameOf(mesh) << ", axis " << axis;
      EXPECT_EQ(most, half[axis]) << nameOf(mesh) << ", axis " << axis;
    }
  }
}

TEST(ScenePrimitives, AreaAndVolumeOfFlatSidedOnesAreExact) {
  const Mesh cube = make(MeshKind::cube, {2, 3, 0.5f});
  EXPECT_DOUBLE_EQ(cube.volume(), 3.0);
  EXPECT_DOUBLE_EQ(cube.area(), 2 * (6 + 1 + 1.5));
  EXPECT_NEAR(make(MeshKind::plane, {2, 3, 7}).area(), 6.0, 1e-5);
  for (const double segments : {3.0, 24.0, 256.0}) {
    const double polygon = segments / 2 * std::sin(2 * std::numbers::pi / segments) * 0.49;
    const auto count = static_cast<float>(segments);
    EXPECT_NEAR(make(MeshKind::cylinder, {0.7f, 2, count}).volume(), polygon * 2, 1e-5);
    EXPECT_NEAR(make(MeshKind::cone, {0.7f, 2, count}).volume(), polygon * 2 / 3, 1e-5);
  }
}

TEST(ScenePrimitives, AreaAndVolumeOfRoundOnesComeFourTimesNearerWithTwiceTheParts) {
  using std::numbers::pi;
  struct Round {
    MeshKind kind;
    double area, volume;
  };
  // Radius 1, height 2.
  const Round rounds[] = {
      {MeshKind::sphere, 4 * pi, 4 * pi / 3},
      {MeshKind::cylinder, 6 * pi, 2 * pi},
      {MeshKind::cone, pi * (1 + std::sqrt(5.0)), 2 * pi / 3},
  };
  for (const auto& [kind, area, volume] : rounds) {
    double lastArea = 0;
    double lastVolume = 0;
    for (const float segments : {16.0f, 32.0f, 64.0f, 128.0f}) {
      const Mesh mesh = kind == MeshKind::sphere ? make(kind, {1, segments, segments / 2})
                                                 : make(kind, {1, 2, segments});
      const double lacksArea = area - mesh.area();
      const double lacksVolume = volume - mesh.volume();
      EXPECT_GT(lacksArea, 0.0) << "it lies within the round body";
      EXPECT_GT(lacksVolume, 0.0);
      if (lastArea > 0) {
        EXPECT_NEAR(lastArea / lacksArea, 4.0, 0.2) << nameOf(mesh);
        EXPECT_NEAR(lastVolume / lacksVolume, 4.0, 0.2) << nameOf(mesh);
      }
      lastArea = lacksArea;
      lastVolume = lacksVolume;
    }
    EXPECT_LT(lastArea / area, 1e-3);
    EXPECT_LT(lastVolume / volume, 2e-3);
  }
}

TEST(ScenePrimitives, PlacesOnTheTextureLieInItAndAreNeverMirrored) {
  std::vector<Mesh> meshes = surfaces();
  meshes.push_back(make(MeshKind::grid));
  for (const Mesh& mesh : meshes) {
    for (const Vertex& vertex : mesh.vertices) {
      for (const float share : vertex.uv) {
        ASSERT_GE(share, 0.0f) << nameOf(mesh);
        ASSERT_LE(share, 1.0f) << nameOf(mesh);
      }
      ASSERT_EQ(vertex.color, 0xffffffffu);
    }
    if (mesh.kind == MeshKind::grid) continue;
    for (size_t i = 0; i < mesh.indices.size(); i += 3) {
      const auto* a = mesh.vertices[mesh.indices[i]].uv;
      const auto* b = mesh.vertices[mesh.indices[i + 1]].uv;
      const auto* c = mesh.vertices[mesh.indices[i + 2]].uv;
      const double turn = double{b[0] - a[0]} * (c[1] - a[1]) - double{b[1] - a[1]} * (c[0] - a[0]);
      ASSERT_GT(turn, 0.0) << nameOf(mesh) << ", index " << i;
    }
  }
}

TEST(ScenePrimitives, AGridIsLinesFromSideToSide) {
  const Mesh grid = make(MeshKind::grid, {6, 4});
  std::map<std::pair<double, double>, int> lines;
  for (size_t i = 0; i < grid.indices.size(); i += 2) {
    const Point along = grid.at(i + 1) - grid.at(i);
    EXPECT_EQ(along[1], 0.0);
    EXPECT_EQ(length(along), 6.0);
    const bool alongX = along[0] != 0.0;
    EXPECT_TRUE(along[0] == 0.0 || along[2] == 0.0);
    ++lines[{alongX ? 1 : 0, grid.at(i)[alongX ? 2 : 0]}];
  }
  EXPECT_EQ(lines.size(), 10u);
  for (const double at : {-3.0, -1.5, 0.0, 1.5, 3.0}) {
    EXPECT_EQ((lines[{0, at}]), 1);
    EXPECT_EQ((lines[{1, at}]), 1);
  }
}

TEST(ScenePrimitives, NoNumberIsLostAtTheEndsOfTheRange) {
  for (const float size : {1e9f, 1e-30f, 1e-44f}) {
    const float other = size > 1 ? 1e-44f : 1e9f;
    for (const Mesh& mesh :
         {make(MeshKind::cone, {size, other, 7}), make(MeshKind::cone, {size, size, 7}),
          make(MeshKind::cylinder, {size, other, 7}), make(MeshKind::sphere, {size, 7, 7}),
          make(MeshKind::cube, {size, other, size})}) {
      for (const Vertex& vertex : mesh.vertices) {
        for (const float number : vertex.position) ASSERT_LE(std::abs(number), 1e9f);
        ASSERT_NEAR(length(point(vertex.normal)), 1.0, 1e-6) << nameOf(mesh) << " of " << size;
      }
    }
  }
}

}  // namespace
}  // namespace skyflock::scene
