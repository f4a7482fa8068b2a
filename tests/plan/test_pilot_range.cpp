// SPDX-License-Identifier: BSD-3-Clause
// What a pilot says that was stopped.
#include <gtest/gtest.h>

#include <limits>

#include "plan/pilot_range.hpp"

namespace pairtwist {
namespace {

TEST(PilotRange, IsAroundWhatItsShareMakesLikely) {
  StoppedPilot pilot{.cost = 2.0, .seconds = 10.0, .share = 0.02, .whole = 100.0};
  TimeRange range = range_of(pilot);
  EXPECT_EQ(range.least, 250.0);
  EXPECT_EQ(range.most, 1500.0);
  // Points that have come to their end.
  pilot.cost_before = 3.0;
  pilot.seconds_before = 5.0;
  range = range_of(pilot);
  EXPECT_EQ(range.least, 150.0);
  EXPECT_EQ(range.most, 600.0);
}

TEST(PilotRange, IsNoShorterThanThePilot) {
  const TimeRange range = range_of({.cost = 99.0, .seconds = 10.0, .share = 0.99, .whole = 100.0});
  EXPECT_EQ(range.least, 10.0);
  EXPECT_NEAR(*range.most, 30.3, 0.1);
}

TEST(PilotRange, HasNoUpperEndWhereNothingIsKnown) {
  const TimeRange range = range_of({.seconds = 10.0, .whole = 100.0});
  EXPECT_EQ(range.least, 10.0);
  EXPECT_FALSE(range.most);
  const double infinite = std::numeric_limits<double>::infinity();
  EXPECT_FALSE(range_of({.cost = 1.0, .seconds = 10.0, .share = 0.5, .whole = infinite}).most);
}

TEST(PilotRange, HasNoUpperEndBeforeASecondSolutionOnMoreLevels) {
  StoppedPilot pilot{
      .cost = 9.0, .seconds = 10.0, .share = 0.9, .whole = 10.0, .levels_open = true};
  EXPECT_EQ(range_of(pilot).least, 10.0);
  EXPECT_FALSE(range_of(pilot).most);
  pilot.cost_before = 1.0;  // of a point that had both
  EXPECT_TRUE(range_of(pilot).most);
}

/// A third was counted to be solving the point at its samples, and is done: the looks between them
/// have their time, and then nobody knows.
TEST(PilotRange, HasNoUpperEndWhereWhatWasCountedIsUsedUp) {
  StoppedPilot pilot{.cost = 1.0, .seconds = 10.0, .share = 1.0 / 3.0, .still = 6.0, .whole = 3.0};
  EXPECT_TRUE(range_of(pilot).most);
  pilot.still = 7.0;
  EXPECT_FALSE(range_of(pilot).most);
  EXPECT_EQ(range_of(pilot).least, 10.0);
}

}  // namespace
}  // namespace pairtwist
