// SPDX-License-Identifier: BSD-3-Clause
// SHA-256 against published values.
#include <gtest/gtest.h>

#include "io/sha256.hpp"
#include "io_support.hpp"
#include "pairtwist/error.hpp"

namespace pairtwist {
namespace {

using io_test::message_of;
using io_test::TempFolder;

TEST(Sha256, IsThatOfThePublishedExamples) {
  const TempFolder folder;
  io_test::write_file(folder.file("empty"), "");
  EXPECT_EQ(sha256_of_file(folder.file("empty")),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  io_test::write_file(folder.file("abc"), "abc");  // FIPS 180-2, B.1
  EXPECT_EQ(sha256_of_file(folder.file("abc")),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  io_test::write_file(folder.file("long"), std::string(1'000'000, 'a'));  // B.3
  EXPECT_EQ(sha256_of_file(folder.file("long")),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256, SaysWhatCannotBeRead) {
  const TempFolder folder;
  const std::string missing = folder.file("missing");
  EXPECT_NE(message_of<IoError>([&] { sha256_of_file(missing); }).find(missing), std::string::npos);
  EXPECT_THROW(sha256_of_file(folder.path()), IoError);
}

}  // namespace
}  // namespace pairtwist
