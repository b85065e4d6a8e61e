#include "meteor/meteor_layout.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "layout/layout_printer.h"
#include "meteor/presets.h"
#include "meteor/shower.h"

namespace skyflock::meteor {
namespace {

TEST(MeteorLayout, TheFileInTheTreeIsFresh) {
  const std::string path = SKYFLOCK_SOURCE_DIR "/web/generated/meteor-layout.ts";
  std::ifstream file(path, std::ios::binary);
  ASSERT_TRUE(file) << path;
  std::ostringstream text;
  text << file.rdbuf();
  EXPECT_TRUE(text.str() == layout::print_meteor_layout())
      << path << " is stale: run npm run layout";
}

TEST(MeteorLayout, DefaultsAndPresetsAreInRange) {
  EXPECT_TRUE(Shower::check(MeteorOptions{}).ok());
  for (const Preset& preset : presets()) {
    EXPECT_TRUE(Shower::check(preset.options).ok()) << preset.name;
    EXPECT_EQ(find_preset(preset.name), &preset);
  }
  EXPECT_EQ(find_preset("drizzle"), nullptr);
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
