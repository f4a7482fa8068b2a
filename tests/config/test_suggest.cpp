// SPDX-License-Identifier: BSD-3-Clause
#include <gtest/gtest.h>

#include <vector>

#include "config/suggest.hpp"

namespace pairtwist::config {
namespace {

TEST(ConfigSuggest, EditDistance) {
  EXPECT_EQ(edit_distance("", ""), 0);
  EXPECT_EQ(edit_distance("abc", ""), 3);
  EXPECT_EQ(edit_distance("", "ab"), 2);
  EXPECT_EQ(edit_distance("kappa", "kappa"), 0);
  EXPECT_EQ(edit_distance("kapa", "kappa"), 1);
  EXPECT_EQ(edit_distance("kaqqa", "kappa"), 2);
  EXPECT_EQ(edit_distance("akppa", "kappa"), 1);  // neighbours swapped
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3);
}

TEST(ConfigSuggest, NearestOnlyIfClose) {
  const std::vector<std::string> names = {"atoms", "U", "W0", "kappa"};
  EXPECT_EQ(nearest("atom", names), "atoms");
  EXPECT_EQ(nearest("kapap", names), "kappa");
  EXPECT_EQ(nearest("w0", names), "W0");
  EXPECT_EQ(nearest("V", names), "");  // one letter is close to everything
  EXPECT_EQ(nearest("temperature", names), "");
  EXPECT_EQ(nearest(std::string(100'000, 'x'), names), "");
}

}  // namespace
}  // namespace pairtwist::config
