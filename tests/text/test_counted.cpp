// SPDX-License-Identifier: BSD-3-Clause
#include <gtest/gtest.h>

#include "text/counted.hpp"

namespace pairtwist {
namespace {

TEST(Counted, OneIsNoPlural) {
  EXPECT_EQ(counted(1, "point"), "1 point");
  EXPECT_EQ(counted(0, "point"), "0 points");
  EXPECT_EQ(counted(10201, "point"), "10 201 points");
  EXPECT_EQ(counted(1, "batch", "es"), "1 batch");
  EXPECT_EQ(counted(2, "batch", "es"), "2 batches");
}

TEST(Counted, DigitsAreInGroupsOfThree) {
  EXPECT_EQ(count_text(999), "999");
  EXPECT_EQ(count_text(1000), "1 000");
  EXPECT_EQ(count_text(1234567), "1 234 567");
}

}  // namespace
}  // namespace pairtwist
