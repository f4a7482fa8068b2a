// SPDX-License-Identifier: BSD-3-Clause
// What is said of the room for a result before anything is solved.
#include <gtest/gtest.h>

#include <string>

#include "io/free_space.hpp"
#include "io_support.hpp"
#include "pairtwist/error.hpp"

namespace pairtwist {
namespace {

constexpr std::int64_t gib = std::int64_t{1} << 30;

TEST(FreeSpace, IsThatOfTheFolderOfTheFile) {
  const io_test::TempFolder folder;
  EXPECT_GT(free_space(folder.file("result.h5")).value_or(0), 0U);
  EXPECT_TRUE(free_space("result.h5").has_value());
  EXPECT_FALSE(free_space(folder.file("nowhere/result.h5")).has_value());
}

TEST(FreeSpace, IsNoMatterWhereNumbersFitAsTheyAre) {
  EXPECT_EQ(space_warning("a.h5", 0, 0), "");
  EXPECT_EQ(space_warning("a.h5", gib, gib), "");
}

TEST(FreeSpace, IsSaidToBeLittleWhereTheyMayNotFit) {
  EXPECT_EQ(space_warning("a.h5", 3 * gib, gib),
            "a.h5: 3 GiB of numbers are to be written, and 1 GiB are free there, which may be too "
            "little, unless they compress: fewer points, samples or quantities, or -o FILE where "
            "there is room");
  EXPECT_NE(space_warning("a.h5", 1000 * gib, gib), "");
  // In units that they have a size in.
  EXPECT_EQ(space_warning("a.h5", 248, 100)
                .find("a.h5: 248 B of numbers are to be written, and "
                      "100 B are free there"),
            0U);
}

TEST(FreeSpace, IsRefusedWhereTheyCannotFit) {
  try {
    space_warning("a.h5", 1100 * gib, gib);
    FAIL() << "accepted";
  } catch (const IoError& error) {
    const std::string text = error.what();
    EXPECT_NE(text.find("a.h5: 1.07 TiB of numbers"), std::string::npos) << text;
    EXPECT_NE(text.find("-o FILE where there is room"), std::string::npos) << text;
  }
  EXPECT_THROW(space_warning("a.h5", 1, 0), IoError);
}

}  // namespace
}  // namespace pairtwist
