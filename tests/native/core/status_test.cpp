#include "core/status.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>

namespace skyflock::core {
namespace {

std::string valueText(double value) {
  const std::string message = Status::outOfRange("v", value, 0, 1, "").message;
  return message.substr(5, message.find(';') - 5);
}

TEST(Status, IsWellWithoutAMessage) {
  EXPECT_TRUE(Status{}.ok());
  EXPECT_FALSE(Status::failure("No.").ok());
}

TEST(Status, SaysASentenceOfItsOwn) {
  EXPECT_STREQ(Status::failure("The world is full.").message, "The world is full.");
  EXPECT_STREQ(Status::failure("seed", "is fixed.").message, "seed is fixed.");
}

TEST(Status, NamesTheSettingTheValueTheRangeAndTheUnit) {
  EXPECT_STREQ(Status::outOfRange("turnRate", 31, 0.5, 30, "rad/s").message,
               "turnRate is 31; it must be from 0.5 to 30 rad/s.");
  EXPECT_STREQ(Status::outOfRange("seed", -1, 0, 4294967295.0, "").message,
               "seed is -1; it must be from 0 to 4294967295.");
}

TEST(Status, WritesNumbersAsPeopleDo) {
  EXPECT_EQ(valueText(0), "0");
  EXPECT_EQ(valueText(-0.25), "-0.25");
  EXPECT_EQ(valueText(1.5), "1.5");
  EXPECT_EQ(valueText(0.001), "0.001");
  EXPECT_EQ(valueText(1.999999999), "2") << "six places, rounded";
  EXPECT_EQ(valueText(static_cast<double>(0.35f)), "0.35");
  EXPECT_EQ(valueText(123456.000001), "123456.000001");
}

TEST(Status, WritesWhatIsNoUsualNumber) {
  EXPECT_EQ(valueText(std::nan("")), "not a number");
  EXPECT_EQ(valueText(std::numeric_limits<double>::infinity()), "beyond 1e15");
  EXPECT_EQ(valueText(-1e300), "-beyond 1e15");
}

TEST(Status, CutsWhatIsTooLong) {
  const std::string endless(1000, 'x');
  const Status status = Status::outOfRange(endless.c_str(), 1, 2, 3, endless.c_str());
  EXPECT_EQ(std::string(status.message), endless.substr(0, sizeof status.message - 1));
}

}  // namespace
}  // namespace skyflock::core
