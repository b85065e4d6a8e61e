#include "scene/mesh_store.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <initializer_list>
#include <limits>
#include <string>
#include <vector>

#include "scene/test_memory.h"

namespace skyflock::scene {
namespace {

using namespace constants;

constexpr uint32_t kTriangles = static_cast<uint32_t>(MeshMode::triangles);
constexpr uint32_t kVertices = static_cast<uint32_t>(MeshData::vertices);
constexpr uint32_t kIndices = static_cast<uint32_t>(MeshData::indices);
constexpr uint32_t kCube = static_cast<uint32_t>(MeshKind::cube);
constexpr uint32_t kSphere = static_cast<uint32_t>(MeshKind::sphere);
constexpr float kUsual[meshParameters] = {};

Vertex at(float x, float y, float z, uint32_t color = 0xffffffffu) {
  return {{x, y, z}, {0, 1, 0}, {0, 0}, color};
}

/// A store of 8 meshes and 2000 vertices.
class SceneMeshStore : public testing::Test {
 protected:
  SceneMeshStore() {
    SceneOptions options;
    options.maxMeshes = 8;
    options.maxVertices = 2000;
    EXPECT_TRUE(store.begin(options));
  }

  Outcome sendVertices(uint32_t mesh, const std::vector<Vertex>& vertices, uint32_t first = 0) {
    return store.part(mesh, kVertices, first, static_cast<uint32_t>(vertices.size()),
                      reinterpret_cast<const uint32_t*>(vertices.data()));
  }
  Outcome sendIndices(uint32_t mesh, const std::vector<uint32_t>& indices, uint32_t first = 0) {
    return store.part(mesh, kIndices, first, static_cast<uint32_t>(indices.size()), indices.data());
  }
  /// A triangle of the script's own.
  void makeTriangle(uint32_t mesh, float size = 1) {
    ASSERT_TRUE(store.beginCustom(mesh, kTriangles, 3, 3).ok());
    ASSERT_TRUE(sendVertices(mesh, {at(0, 0, 0), at(size, 0, 0), at(0, size, 0)}).ok());
    ASSERT_TRUE(sendIndices(mesh, {0, 1, 2}).ok());
    ASSERT_TRUE(store.endCustom(mesh).ok());
  }
  void expectRefusal(const Outcome& outcome, RefusalKind kind, uint32_t detail) {
    EXPECT_TRUE(outcome.refused);
    EXPECT_EQ(outcome.kind, kind);
    EXPECT_EQ(outcome.detail, detail);
  }
  MeshState state(uint32_t mesh) {
    store.publish();
    return static_cast<MeshState>(store.published()[mesh].state);
  }
  std::string hash() {
    core::StateHash sum;
    store.addTo(sum);
    return core::toText(sum).digits;
  }

  tests::TestMemory memory;
  MeshStore store{memory};
};

TEST_F(SceneMeshStore, ShowsAMeshOnceItIsPublished) {
  EXPECT_FALSE(store.isReady(3));
  ASSERT_TRUE(store.make(3, kCube, kUsual).ok());
  EXPECT_TRUE(store.isReady(3));
  EXPECT_EQ(store.published()[3].state, 0u);
  EXPECT_EQ(store.publish(), 1u);
  const MeshEntry& entry = store.published()[3];
  EXPECT_EQ(entry.state, static_cast<uint32_t>(MeshState::ready));
  EXPECT_EQ(entry.kind, kCube);
  EXPECT_EQ(entry.version, 1u);
  EXPECT_EQ(entry.vertices, 24u);
  EXPECT_EQ(entry.indices, 36u);
  EXPECT_EQ(entry.parameters[1], 1.0f) << "usual ones stand for 0";
  EXPECT_EQ(entry.most[2], 0.5f);
  EXPECT_NEAR(entry.radius, std::sqrt(0.75f), 2e-6f);
  EXPECT_FALSE(store.isDirty());
  EXPECT_EQ(store.publish(), 0u);
}

TEST_F(SceneMeshStore, TakesAMeshOfTheScriptsInParts) {
  ASSERT_TRUE(store.beginCustom(0, kTriangles, 4, 6).ok());
  EXPECT_FALSE(store.isReady(0));
  ASSERT_TRUE(sendVertices(0, {at(1, 2, 3), at(5, 2, 3)}).ok());
  ASSERT_TRUE(sendIndices(0, {0, 1, 2}).ok());
  ASSERT_TRUE(sendVertices(0, {at(1, 8, 3), at(5, 8, 3)}, 2).ok());
  expectRefusal(store.endCustom(0), RefusalKind::badMesh, 0);
  ASSERT_TRUE(sendIndices(0, {2, 1, 3}, 3).ok());
  ASSERT_TRUE(store.endCustom(0).ok());
  EXPECT_EQ(state(0), MeshState::ready);
  const MeshEntry& entry = store.published()[0];
  EXPECT_EQ(store.vertices()[entry.firstVertex + 3].position[1], 8.0f);
  EXPECT_EQ(store.indices()[entry.firstIndex + 5], 3u);
  EXPECT_EQ(entry.center[0], 3.0f);
  EXPECT_EQ(entry.center[1], 5.0f);
  EXPECT_EQ(entry.least[2], 3.0f);
}

TEST_F(SceneMeshStore, RefusesPartsThatDoNotFit) {
  expectRefusal(sendVertices(0, {at(0, 0, 0)}), RefusalKind::unknownMesh, 0);
  ASSERT_TRUE(store.beginCustom(0, kTriangles, 3, 3).ok());
  expectRefusal(sendVertices(99, {at(0, 0, 0)}), RefusalKind::unknownMesh, 99);
  expectRefusal(sendVertices(0, {at(0, 0, 0)}, 1), RefusalKind::outOfRange, 1);
  expectRefusal(sendVertices(0, std::vector<Vertex>(4, at(0, 0, 0))), RefusalKind::outOfRange, 4);
  expectRefusal(store.part(0, kIndices, 0, 0xffffffffu, nullptr), RefusalKind::outOfRange,
                0xffffffffu);
  expectRefusal(store.part(0, 2, 0, 0, nullptr), RefusalKind::outOfRange, 2);
  makeTriangle(1);
  expectRefusal(sendIndices(1, {0}), RefusalKind::unknownMesh, 1);
}

TEST_F(SceneMeshStore, RefusesNumbersThatAreNone) {
  ASSERT_TRUE(store.beginCustom(0, kTriangles, 3, 3).ok());
  const std::vector<Vertex> good = {at(1, 0, 0), at(0, 1, 0), at(0, 0, 1)};
  ASSERT_TRUE(sendVertices(0, good).ok());
  for (size_t vertex = 0; vertex < good.size(); ++vertex) {
    for (size_t word = 0; word < 8; ++word) {
      for (const float number :
           {std::nanf(""), -std::numeric_limits<float>::infinity(), 1.0001e9f}) {
        std::vector<Vertex> bad = {at(5, 5, 5), at(5, 5, 5), at(5, 5, 5)};
        std::memcpy(reinterpret_cast<float*>(&bad[vertex]) + word, &number, 4);
        expectRefusal(sendVertices(0, bad), RefusalKind::notFinite, 0);
      }
    }
  }
  std::vector<Vertex> largest = {at(1e9f, -1e9f, 0, 0xffc00000u)};
  EXPECT_TRUE(sendVertices(0, largest).ok()) << "a colour may be any word";
  ASSERT_TRUE(sendVertices(0, {good[0]}).ok());
  ASSERT_TRUE(sendIndices(0, {0, 1, 2}).ok());
  ASSERT_TRUE(store.endCustom(0).ok());
  store.publish();
  const Vertex* vertices = store.vertices() + store.published()[0].firstVertex;
  EXPECT_EQ(std::memcmp(vertices, good.data(), sizeof(Vertex) * 3), 0)
      << "what is refused changes nothing";
}

TEST_F(SceneMeshStore, RefusesAMeshThatDoesNotHoldTogetherUntilItDoes) {
  expectRefusal(store.beginCustom(0, kTriangles, 0, 3), RefusalKind::badMesh, 0);
  expectRefusal(store.beginCustom(0, kTriangles, 3, 0), RefusalKind::badMesh, 0);
  expectRefusal(store.beginCustom(0, kTriangles, 3, 4), RefusalKind::badMesh, 0);
  expectRefusal(store.beginCustom(0, static_cast<uint32_t>(MeshMode::lines), 3, 3),
                RefusalKind::badMesh, 0);
  expectRefusal(store.beginCustom(0, 3, 3, 3), RefusalKind::outOfRange, 3);
  EXPECT_FALSE(store.isDirty());
  ASSERT_TRUE(store.beginCustom(0, kTriangles, 3, 3).ok());
  ASSERT_TRUE(sendVertices(0, {at(0, 0, 0), at(1, 0, 0), at(0, 1, 0)}).ok());
  ASSERT_TRUE(sendIndices(0, {0, 1, 3}).ok());
  expectRefusal(store.endCustom(0), RefusalKind::badMesh, 0);
  EXPECT_FALSE(store.isKnown(0));
  ASSERT_TRUE(sendIndices(0, {0, 1, 2}).ok());
  EXPECT_TRUE(store.endCustom(0).ok());
  expectRefusal(store.endCustom(0), RefusalKind::unknownMesh, 0);
}

TEST_F(SceneMeshStore, RefusesNumbersThatAreTakenOrTooLarge) {
  makeTriangle(2);
  expectRefusal(store.make(2, kCube, kUsual), RefusalKind::takenMesh, 2);
  expectRefusal(store.beginCustom(2, kTriangles, 3, 3), RefusalKind::takenMesh, 2);
  expectRefusal(store.make(8, kCube, kUsual), RefusalKind::tooMany, 8);
  expectRefusal(store.beginCustom(0xffffffffu, kTriangles, 3, 3), RefusalKind::tooMany,
                0xffffffffu);
  expectRefusal(store.beginCustom(3, kTriangles, 2001, 3), RefusalKind::tooMany, 2001);
  expectRefusal(store.beginCustom(3, kTriangles, 3, 6003), RefusalKind::tooMany, 6003);
  expectRefusal(store.release(8), RefusalKind::unknownMesh, 8);
  expectRefusal(store.release(3), RefusalKind::unknownMesh, 3);
  EXPECT_EQ(store.meshCount(), 1u);
  EXPECT_EQ(store.vertexCount(), 3u);
  ASSERT_TRUE(store.beginCustom(3, kTriangles, 1997, 5997).ok()) << "what was refused took no room";
}

TEST_F(SceneMeshStore, AReleasedMeshLivesUntilItsLastEntityEnds) {
  makeTriangle(1);
  store.addEntity(1);
  store.addEntity(1);
  EXPECT_EQ(store.published()[1].entities, 2u);
  ASSERT_TRUE(store.release(1).ok());
  expectRefusal(store.release(1), RefusalKind::unknownMesh, 1);
  EXPECT_TRUE(store.isKnown(1));
  EXPECT_FALSE(store.isReady(1)) << "no other entity gets it";
  EXPECT_EQ(state(1), MeshState::released);
  store.removeEntity(1);
  EXPECT_EQ(state(1), MeshState::released);
  store.removeEntity(1);
  EXPECT_FALSE(store.isKnown(1));
  EXPECT_EQ(state(1), MeshState::free);
  EXPECT_EQ(store.meshCount(), 0u);
  EXPECT_EQ(store.vertexCount() + store.indexCount(), 0u);
}

TEST_F(SceneMeshStore, AMeshThatNoEntityHasEndsWithItsRelease) {
  makeTriangle(1);
  store.addEntity(1);
  store.removeEntity(1);
  EXPECT_TRUE(store.isReady(1)) << "the script may still want it";
  ASSERT_TRUE(store.release(1).ok());
  EXPECT_EQ(state(1), MeshState::free);
  ASSERT_TRUE(store.beginCustom(1, kTriangles, 3, 3).ok());
  expectRefusal(store.endCustom(1), RefusalKind::badMesh, 1);
  ASSERT_TRUE(store.release(1).ok()) << "one that is filling ends, too";
  EXPECT_EQ(store.meshCount(), 0u);
}

TEST_F(SceneMeshStore, WhatIsPublishedIsNotWrittenOverBeforeTheNextPublish) {
  makeTriangle(0, 1);
  store.publish();
  const MeshEntry shown = store.published()[0];
  const Vertex before = store.vertices()[shown.firstVertex + 1];
  ASSERT_TRUE(store.release(0).ok());
  makeTriangle(0, 7);
  makeTriangle(1, 8);
  EXPECT_EQ(store.published()[0].version, 1u);
  EXPECT_EQ(std::memcmp(&store.vertices()[shown.firstVertex + 1], &before, sizeof before), 0);
  store.publish();
  EXPECT_EQ(store.published()[0].version, 2u);
  EXPECT_NE(store.published()[0].firstVertex, shown.firstVertex);
  makeTriangle(2, 9);
  store.publish();
  EXPECT_EQ(store.published()[2].firstVertex, shown.firstVertex) << "its room is used again then";
  EXPECT_EQ(store.published()[2].firstIndex, shown.firstIndex);
}

TEST_F(SceneMeshStore, WhatWasNeverPublishedGivesItsRoomBackAtOnce) {
  for (uint32_t i = 0; i < 1000; ++i) {
    ASSERT_TRUE(store.beginCustom(0, kTriangles, 900, 900).ok()) << i;
    ASSERT_TRUE(store.release(0).ok());
  }
  EXPECT_EQ(store.vertexCapacity(), 1024u);
  store.publish();
  EXPECT_EQ(store.published()[0].version, 1000u);
}

TEST_F(SceneMeshStore, ResetEndsAllButWhatIsPublishedUntilTheNextPublish) {
  makeTriangle(0);
  ASSERT_TRUE(store.make(1, kSphere, kUsual).ok());
  store.addEntity(1);
  store.publish();
  const std::string before = hash();
  store.reset();
  EXPECT_FALSE(store.isKnown(1));
  EXPECT_EQ(store.meshCount(), 0u);
  EXPECT_EQ(store.published()[1].entities, 0u);
  EXPECT_EQ(hash(), before);
  makeTriangle(1);
  store.publish();
  EXPECT_EQ(store.published()[0].state, 0u);
  EXPECT_EQ(store.published()[1].version, 2u) << "a renderer sees that it is another";
  EXPECT_EQ(store.published()[1].entities, 0u);
  store.reset();
  store.publish();
  ASSERT_TRUE(store.beginCustom(0, kTriangles, 2000, 6000).ok()) << "all room is free again";
}

TEST_F(SceneMeshStore, TheHashIsThatOfWhatMeshesAreAndNotOfHowTheyCameToBe) {
  makeTriangle(0);
  ASSERT_TRUE(store.make(1, kSphere, kUsual).ok());
  store.publish();
  const std::string first = hash();
  store.reset();
  store.publish();
  EXPECT_EQ(hash(), "0000000000000000");
  makeTriangle(5);
  ASSERT_TRUE(store.make(1, kSphere, kUsual).ok());
  makeTriangle(0);
  ASSERT_TRUE(store.release(5).ok());
  store.publish();
  EXPECT_EQ(hash(), first);
  store.addEntity(0);
  ASSERT_TRUE(store.release(0).ok());
  store.publish();
  EXPECT_EQ(hash(), first) << "a released mesh is there as before";
  store.removeEntity(0);
  makeTriangle(0, 2);
  store.publish();
  EXPECT_NE(hash(), first);
}

TEST_F(SceneMeshStore, TheHashSeesEveryWordOfAMesh) {
  makeTriangle(0);
  store.publish();
  const std::string first = hash();
  for (uint32_t word = 0; word < 3 * vertexWords + 3; ++word) {
    store.reset();
    std::vector<Vertex> vertices = {at(0, 0, 0), at(1, 0, 0), at(0, 1, 0)};
    std::vector<uint32_t> indices = {0, 1, 2};
    if (word < 3 * vertexWords) {
      reinterpret_cast<uint32_t*>(vertices.data())[word] ^= 1;
    } else {
      indices[word - 3 * vertexWords] ^= word - 3 * vertexWords == 2 ? 2 : 1;
    }
    ASSERT_TRUE(store.beginCustom(0, kTriangles, 3, 3).ok());
    ASSERT_TRUE(sendVertices(0, vertices).ok());
    ASSERT_TRUE(sendIndices(0, indices).ok());
    ASSERT_TRUE(store.endCustom(0).ok());
    store.publish();
    EXPECT_NE(hash(), first) << "word " << word;
  }
}

TEST_F(SceneMeshStore, ItsSphereHoldsEveryVertex) {
  for (uint32_t seed = 0; seed < 200; ++seed) {
    std::vector<Vertex> vertices;
    const auto number = [&](uint32_t k) {
      const float unit = static_cast<float>(core::mixWord(seed, k) >> 8) / 16777216.0f - 0.5f;
      return unit * std::ldexp(1.0f, static_cast<int>(core::mixWord(seed, 99 + k % 3) % 40) - 20);
    };
    for (uint32_t i = 0; i < 30; ++i)
      vertices.push_back(at(number(3 * i), number(3 * i + 1), number(3 * i + 2)));
    ASSERT_TRUE(store.beginCustom(0, static_cast<uint32_t>(MeshMode::points), 30, 1).ok());
    ASSERT_TRUE(sendVertices(0, vertices).ok());
    ASSERT_TRUE(sendIndices(0, {0}).ok());
    ASSERT_TRUE(store.endCustom(0).ok());
    store.publish();
    const MeshEntry& entry = store.published()[0];
    double farthest = 0;
    for (const Vertex& vertex : vertices) {
      double square = 0;
      for (int axis = 0; axis < 3; ++axis) {
        EXPECT_GE(vertex.position[axis], entry.least[axis]);
        EXPECT_LE(vertex.position[axis], entry.most[axis]);
        square += std::pow(double{vertex.position[axis]} - double{entry.center[axis]}, 2);
      }
      farthest = std::max(farthest, std::sqrt(square));
    }
    EXPECT_LE(farthest, entry.radius);
    EXPECT_NEAR(farthest / entry.radius, 1.0, 2e-6);
    ASSERT_TRUE(store.release(0).ok());
  }
}

TEST_F(SceneMeshStore, TellsWhetherAVertexCanBeSeenThrough) {
  for (const uint32_t opacity : {255u, 254u, 0u}) {
    ASSERT_TRUE(store.beginCustom(0, kTriangles, 3, 3).ok());
    ASSERT_TRUE(sendVertices(0, {at(0, 0, 0), at(1, 0, 0, opacity << 24), at(0, 1, 0)}).ok());
    ASSERT_TRUE(sendIndices(0, {0, 1, 2}).ok());
    ASSERT_TRUE(store.endCustom(0).ok());
    store.publish();
    EXPECT_EQ(store.published()[0].seeThrough, opacity == 255 ? 0u : 1u);
    ASSERT_TRUE(store.release(0).ok());
  }
}

TEST_F(SceneMeshStore, KeepsItsMeshesWhenItsMemoryMoves) {
  makeTriangle(0, 3);
  store.publish();
  const std::string before = hash();
  EXPECT_EQ(store.epoch(), 0u);
  ASSERT_TRUE(store.make(1, kSphere, kUsual).ok());
  EXPECT_EQ(store.epoch(), 0u);
  ASSERT_TRUE(store.beginCustom(2, kTriangles, 1500, 3).ok());
  EXPECT_EQ(store.epoch(), 1u);
  EXPECT_EQ(store.vertices()[store.published()[0].firstVertex + 1].position[0], 3.0f);
  EXPECT_EQ(hash(), before);
}

TEST(SceneMeshStoreMemory, IsRefusedOrGivenBackWhole) {
  SceneOptions options;
  options.maxMeshes = 8;
  options.maxVertices = 100000;
  for (size_t left = 0;; ++left) {
    tests::TestMemory memory;
    bool begun = false;
    {
      memory.left = left;
      MeshStore store(memory);
      begun = store.begin(options);
    }
    EXPECT_EQ(memory.blocks, 0u);
    if (begun) break;
    ASSERT_LT(left, 100u);
  }
}

TEST(SceneMeshStoreMemory, RefusedToAMeshLeavesAllOthers) {
  SceneOptions options;
  options.maxMeshes = 8;
  options.maxVertices = 100000;
  tests::TestMemory memory;
  MeshStore store(memory);
  ASSERT_TRUE(store.begin(options));
  ASSERT_TRUE(store.make(0, kCube, kUsual).ok());
  store.publish();
  core::StateHash before;
  store.addTo(before);
  // Neither array, or the vertices' one alone. It tries twice for each: what it would like, and what it needs.
  for (const size_t left : {size_t{0}, size_t{1}}) {
    memory.left = left;
    const Outcome outcome = store.beginCustom(1, kTriangles, 2000, 6000);
    EXPECT_TRUE(outcome.refused);
    EXPECT_EQ(outcome.kind, RefusalKind::memory);
    EXPECT_EQ(outcome.detail, 2000u * 36 + 6000 * 4);
    EXPECT_FALSE(store.isDirty());
    EXPECT_EQ(store.meshCount(), 1u);
    EXPECT_EQ(store.vertexCount(), 24u);
    core::StateHash after;
    store.addTo(after);
    EXPECT_EQ(after, before);
  }
  EXPECT_EQ(store.epoch(), 1u) << "the vertices moved all the same";
  memory.left = 9;
  EXPECT_TRUE(store.beginCustom(1, kTriangles, 2000, 6000).ok());
}

}  // namespace
}  // namespace skyflock::scene
