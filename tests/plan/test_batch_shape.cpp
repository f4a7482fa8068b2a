// SPDX-License-Identifier: BSD-3-Clause
// How a scan is divided among jobs.
#include <gtest/gtest.h>

#include "plan/batch_shape.hpp"

namespace pairtwist {
namespace {

constexpr std::int64_t mib = std::int64_t{1} << 20;

TEST(BatchShape, AShortScanIsOneShardOfTenMinutes) {
  const BatchShape shape = shape_of({.points = 1000, .most_seconds = 5.0});
  EXPECT_EQ(shape.shards, 1);
  EXPECT_EQ(shape.wall, 600);
  EXPECT_FALSE(shape.wall_is_the_most);
}

TEST(BatchShape, AShardTakesAnHourAtMost) {
  const BatchShape shape =
      shape_of({.points = 1'000'000, .most_seconds = 100.0 * 3600.0, .planning_seconds = 500.0});
  EXPECT_EQ(shape.shards, 100);
  // An hour, a minute and 5 s to start, 3 min to end; in whole minutes.
  EXPECT_EQ(shape.wall, 3900);
  EXPECT_GE(shape.stop, 3600 + 60 + 5);
}

TEST(BatchShape, TheWorkersEndComesBeforeTheSignalAndThatBeforeSlurms) {
  for (const double seconds : {1.0, 1e3, 1e5, 1e9}) {
    const BatchShape shape =
        shape_of({.points = 1'000'000, .most_seconds = seconds, .result_bytes = 100'000 * mib});
    EXPECT_GT(shape.stop, 0);
    // A signal may come a minute early.
    EXPECT_LE(shape.stop + shape.joining, shape.wall - shape.lead - 60);
    EXPECT_GE(shape.lead, 60);
    EXPECT_EQ(shape.wall % 60, 0);
  }
}

TEST(BatchShape, NoMoreShardsThanPointsOrThanSlurmTakes) {
  EXPECT_EQ(shape_of({.points = 7, .most_seconds = 1e6}).shards, 7);
  EXPECT_EQ(shape_of({.points = 1'000'000'000, .most_seconds = 1e9}).shards, 1000);
}

TEST(BatchShape, ShardsAsAskedFor) {
  const BatchShape shape = shape_of({.points = 100, .most_seconds = 8000.0, .shards = 4});
  EXPECT_EQ(shape.shards, 4);
  EXPECT_GE(shape.stop, 2000);
  EXPECT_LT(shape.stop, 2400);
  EXPECT_EQ(shape_of({.points = 3, .most_seconds = 8000.0, .shards = 4}).shards, 3);
}

TEST(BatchShape, OfFewPointsAShardHasOneMoreThanItsShare) {
  // Three points of 3000 s in three shards, four in three: one of them has two.
  const BatchShape shape = shape_of({.points = 4, .most_seconds = 3.0 * 3600.0});
  EXPECT_EQ(shape.shards, 3);
  EXPECT_GE(shape.stop, 2 * 2700);
}

TEST(BatchShape, WhatTakesLongerThanADayIsStartedAgain) {
  const BatchShape shape = shape_of({.points = 2, .most_seconds = 10.0 * 86400.0});
  EXPECT_EQ(shape.wall, 86400);
  EXPECT_TRUE(shape.wall_is_the_most);
  EXPECT_GE(shape.restarts, 10 + 5);
}

TEST(BatchShape, OfWhatIsNotKnownADayIsAskedFor) {
  const BatchShape shape = shape_of({.points = 10, .most_seconds = std::nullopt});
  EXPECT_EQ(shape.shards, 10);
  EXPECT_EQ(shape.wall, 86400);
  EXPECT_TRUE(shape.wall_is_the_most);
}

TEST(BatchShape, MemoryIsAQuarterMoreAndTheRest) {
  EXPECT_EQ(shape_of({.host_bytes = 400 * mib}).memory_mib, 500 + 512);
  EXPECT_EQ(shape_of({.host_bytes = 400 * mib, .on_device = true}).memory_mib, 500 + 2048);
}

TEST(BatchShape, JoiningIsCountedIn) {
  const BatchShape small = shape_of({.points = 1000, .most_seconds = 3000.0});
  const BatchShape large =
      shape_of({.points = 1000, .most_seconds = 3000.0, .result_bytes = 60'000'000'000});
  EXPECT_EQ(large.joining, 6000);
  EXPECT_EQ(large.wall, small.wall + 6000);
  EXPECT_NEAR(static_cast<double>(large.stop), static_cast<double>(small.stop), 1.0);
}

}  // namespace
}  // namespace pairtwist
