// SPDX-License-Identifier: BSD-3-Clause
#include <gtest/gtest.h>

#include "text/sizes.hpp"

namespace pairtwist {
namespace {

TEST(Sizes, HaveTheUnitThatTheyHaveASizeIn) {
  EXPECT_EQ(bytes_text(std::int64_t{0}), "0 B");
  EXPECT_EQ(bytes_text(std::int64_t{248}), "248 B");
  EXPECT_EQ(bytes_text(std::int64_t{1024}), "1 KiB");
  EXPECT_EQ(bytes_text(1.2 * 1024), "1.2 KiB");
  EXPECT_EQ(bytes_text(1023.0 * 1024), "0.999 MiB");
  EXPECT_EQ(bytes_text(1.5 * 1073741824.0), "1.5 GiB");
  EXPECT_EQ(bytes_text(std::int64_t{1} << 50U), "1 PiB");
}

}  // namespace
}  // namespace pairtwist
