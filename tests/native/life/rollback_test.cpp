#include "support/rollback.h"

#include <gtest/gtest.h>

#include <string>

#include "life/world_fixture.h"

namespace skyflock::tests {
namespace {

const auto kNothing = [](life::World&) {};

TEST(Rollback, DoesTheSameAgainInEveryPhase) {
  for (const life::Scene& scene : life::scenes()) {
    TestWorld world(smallFounding(scene.name, 700, 40, 36), 4);
    EXPECT_EQ(findRollbackDifference(*world, 3, 40, 25, 7, kNothing), RollbackDifference{})
        << scene.name;
  }
}

TEST(Rollback, IsCaughtWithThePhaseAndTheTickWhereItDiffersFirst) {
  TestWorld world(smallFounding("savanna", 700, 40, 36));
  const auto meddle = [](life::World& restored) {
    life::Command command = {};
    command.kind = static_cast<uint32_t>(life::CommandKind::setOption);
    while (std::string(life::kLifeOptions[command.index].name) != "turnRate") ++command.index;
    command.value = 0.5;
    ASSERT_TRUE(restored.enqueue(command).ok());
  };
  const RollbackDifference sense = {true, 40, static_cast<uint32_t>(life::Phase::sense)};
  EXPECT_EQ(findRollbackDifference(*world, 1, 40, 25, 2, meddle), sense);
}

}  // namespace
}  // namespace skyflock::tests
