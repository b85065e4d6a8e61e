#include "scene/light_choice.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "scene/draw_model.h"

namespace skyflock::scene::tests {
namespace {

using namespace constants;

LightState lightOf(LightKind kind, float x = 0.0f, float range = 1.0f) {
  LightState light;
  light.exists = light.active = 1;
  light.kind = kind;
  light.position[0] = x;
  light.range = range;
  return light;
}

std::vector<DrawLight> choose(const std::vector<LightState>& lights) {
  constexpr float kEye[3] = {};
  std::vector<DrawLight> drawn(lightsDrawn);
  drawn.resize(
      chooseLights(lights.data(), static_cast<uint32_t>(lights.size()), kEye, drawn.data()));
  return drawn;
}

TEST(SceneLightChoice, DirectionalLightsComeFirstThenThoseThatReachNearest) {
  std::vector<LightState> lights = {
      lightOf(LightKind::point, 10.0f, 2.0f), lightOf(LightKind::spot, 30.0f, 25.0f),
      lightOf(LightKind::directional), lightOf(LightKind::point, 3.0f, 1.0f),
      lightOf(LightKind::directional)};
  lights[4].color = 7;
  const auto drawn = choose(lights);
  ASSERT_EQ(drawn.size(), 5u);
  EXPECT_EQ(drawn[0].kind, static_cast<uint32_t>(LightKind::directional));
  EXPECT_EQ(drawn[1].color, 7u);
  EXPECT_EQ(drawn[2].position[0], 3.0f);
  EXPECT_EQ(drawn[3].position[0], 30.0f);
  EXPECT_EQ(drawn[4].position[0], 10.0f);
}

TEST(SceneLightChoice, AgreesWithASortOfAllOfThem) {
  for (uint32_t seed = 0; seed < 100; ++seed) {
    Dice dice(seed);
    std::vector<LightState> lights;
    struct Choice {
      bool isDirectional;
      float gap;
      size_t number;
    };
    std::vector<Choice> model;
    for (size_t i = 0; i < 64; ++i) {
      LightState light =
          lightOf(dice.oneIn(8) ? LightKind::directional : LightKind::point,
                  static_cast<float>(dice.below(20)), static_cast<float>(1 + dice.below(6)));
      light.color = static_cast<uint32_t>(i);
      if (dice.oneIn(5)) light.active = 0;
      if (dice.oneIn(5)) light.exists = 0;
      if (dice.oneIn(9)) light.intensity = 0.0f;
      lights.push_back(light);
      if (light.active == 0 || light.exists == 0 || !(light.intensity > 0.0f)) continue;
      const bool isDirectional = light.kind == LightKind::directional;
      model.push_back({isDirectional, isDirectional ? 0.0f : light.position[0] - light.range, i});
    }
    std::stable_sort(model.begin(), model.end(), [](const Choice& a, const Choice& b) {
      return a.isDirectional != b.isDirectional ? a.isDirectional : a.gap < b.gap;
    });
    model.resize(std::min<size_t>(model.size(), lightsDrawn));
    const auto drawn = choose(lights);
    ASSERT_EQ(drawn.size(), model.size());
    for (size_t i = 0; i < drawn.size(); ++i) EXPECT_EQ(drawn[i].color, model[i].number) << seed;
  }
}

TEST(SceneLightChoice, MoreDirectionalOnesThanAreDrawnEndWithTheLast) {
  const auto drawn = choose(std::vector<LightState>(40, lightOf(LightKind::directional)));
  EXPECT_EQ(drawn.size(), static_cast<size_t>(lightsDrawn));
}

TEST(SceneLightChoice, ASpotHasTheCosinesOfItsAngles) {
  LightState light = lightOf(LightKind::spot);
  light.inner = 0.3f;
  light.outer = 1.2f;
  const auto drawn = choose({light});
  EXPECT_NEAR(drawn[0].cosInner, std::cos(0.3f), 1e-6f);
  EXPECT_NEAR(drawn[0].cosOuter, std::cos(1.2f), 1e-6f);
  EXPECT_EQ(drawn[0].direction[1], -1.0f);
}

}  // namespace
}  // namespace skyflock::scene::tests
