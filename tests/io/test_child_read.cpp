// SPDX-License-Identifier: BSD-3-Clause
// Readers that die, loop or take all memory: an error with the file's name, here.
#include <gtest/gtest.h>

#include <csignal>
#include <new>
#include <string>
#include <vector>

#include "io/child_read.hpp"
#include "io/visible_text.hpp"
#include "io_support.hpp"
#include "pairtwist/error.hpp"

namespace pairtwist {
namespace {

using io_test::message_of;

constexpr ReadLimits small = {.cpu_seconds = 1, .bytes = std::uint64_t{64} << 20};

TEST(ChildRead, BringsBackWhatWasRead) {
  const std::string large(3'000'000, 'x');
  const Texts texts = read_in_child("a.h5", [&] {
    return Texts{"", large, std::string("a\0b", 3)};
  });
  EXPECT_EQ(texts, (Texts{"", large, std::string("a\0b", 3)}));
  EXPECT_EQ(unpacked<double>(packed(std::vector<double>{1.5, -0.0})),
            (std::vector<double>{1.5, -0.0}));
}

TEST(ChildRead, ErrorsAreTheSameErrors) {
  EXPECT_EQ(message_of<UsageError>(
                [] { read_in_child("a.h5", []() -> Texts { throw UsageError("no state"); }); }),
            "no state");
  EXPECT_EQ(message_of<IoError>(
                [] { read_in_child("a.h5", []() -> Texts { throw IoError("not there"); }); }),
            "not there");
}

TEST(ChildRead, ADeathIsAnErrorWithTheName) {
  const std::string message = message_of<IoError>([] {
    read_in_child("a.h5", []() -> Texts {
      ::raise(SIGKILL);
      return {};
    });
  });
  EXPECT_NE(message.find("a.h5 cannot be read"), std::string::npos) << message;
}

TEST(ChildRead, ALoopEnds) {
  const std::string message = message_of<IoError>([] {
    read_in_child("a.h5", small, []() -> Texts {
      for (volatile bool forever = true; forever;) {
      }
      return {};
    });
  });
  EXPECT_NE(message.find("after 1 s of processor time"), std::string::npos) << message;
}

#ifndef __SANITIZE_ADDRESS__  // whose own allocator ends the process
TEST(ChildRead, MemoryIsBounded) {
  const std::string message = message_of<IoError>([] {
    read_in_child("a.h5", small, [] { return Texts{std::string(std::size_t{1} << 30, 'x')}; });
  });
  EXPECT_NE(message.find("a.h5 cannot be read: it takes more memory"), std::string::npos)
      << message;
}
#endif

TEST(VisibleText, WritesOutWhatCommands) {
  EXPECT_EQ(visible("Gr\u00f6\u00dfe \u03ba"), "Gr\u00f6\u00dfe \u03ba");
  EXPECT_EQ(visible("a\x1b[31m\n\xc2\x9b\x7f"), "a\\x1b[31m\\x0a\\u{9b}\\x7f");
  EXPECT_EQ(visible("\xe2\x80\xae\xff\xc0\x80"), "\\u{202e}\\xff\\xc0\\x80");
  EXPECT_EQ(visible_lines("a\n\tb\r"), "a\n\tb\\x0d");
}

}  // namespace
}  // namespace pairtwist
