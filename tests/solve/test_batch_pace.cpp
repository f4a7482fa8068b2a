// SPDX-License-Identifier: BSD-3-Clause
// Sizes of batches from what the ones before have taken.
#include <gtest/gtest.h>

#include <limits>

#include "solve/batch_pace.hpp"

namespace pairtwist {
namespace {

TEST(BatchPace, WithoutALimitThereIsNone) {
  BatchPace pace(0.0, 16);
  EXPECT_EQ(pace.most(), std::numeric_limits<std::int64_t>::max());
  pace.took(10, 1e6);
  EXPECT_EQ(pace.most(), std::numeric_limits<std::int64_t>::max());
}

TEST(BatchPace, ComesToTheTimeAskedFor) {
  BatchPace pace(5.0, 16);
  constexpr double a_point = 0.01;
  for (int batch = 0; batch < 10; ++batch)
    pace.took(pace.most(), a_point * static_cast<double>(pace.most()));
  EXPECT_NEAR(static_cast<double>(pace.most()) * a_point, 5.0, 0.02);
}

TEST(BatchPace, GrowsStepByStepAndShrinksAtOnce) {
  BatchPace pace(5.0, 16);
  pace.took(16, 0.0);
  EXPECT_EQ(pace.most(), 64);
  pace.took(64, 1e-9);
  EXPECT_EQ(pace.most(), 256);
  pace.took(256, 256.0);
  EXPECT_EQ(pace.most(), 5);
  pace.took(5, 500.0);
  EXPECT_EQ(pace.most(), 1);
}

}  // namespace
}  // namespace pairtwist
