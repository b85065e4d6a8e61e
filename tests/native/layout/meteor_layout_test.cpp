#include "meteor/meteor_layout.h"

#include <gtest/gtest.h>

#include "meteor/presets.h"
#include "meteor/shower.h"

namespace skyflock::meteor {
namespace {

TEST(MeteorLayout, DefaultsAndPresetsAreInRange) {
  EXPECT_TRUE(Shower::check(MeteorOptions{}).ok());
  for (const Preset& preset : presets()) {
    EXPECT_TRUE(Shower::check(preset.options).ok()) << preset.name;
    EXPECT_EQ(findPreset(preset.name), &preset);
  }
  EXPECT_EQ(findPreset("drizzle"), nullptr);
}

TEST(MeteorLayout, TablesFollowTheirEnums) {
  EXPECT_STREQ(kMeteorTypes[static_cast<uint32_t>(MeteorType::cool)].name, "cool");
  EXPECT_STREQ(kMeteorTypes[static_cast<uint32_t>(MeteorType::warm)].name, "warm");
  EXPECT_STREQ(kMeteorTypes[static_cast<uint32_t>(MeteorType::bright)].name, "bright");
  float shares = 0.0f;
  for (const StarColor& color : kStarColors) shares += color.share;
  EXPECT_FLOAT_EQ(shares, 1.0f);
}

}  // namespace
}  // namespace skyflock::meteor
