// SPDX-License-Identifier: BSD-3-Clause
// Texts of a user as words of bash, as bash itself reads them.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>

#include "plan/shell_words.hpp"

namespace pairtwist {
namespace {

/// What bash makes of a line: its words, each ended by NUL in what printf prints.
std::vector<std::string> read_by_bash(const std::string& line) {
  const std::string path =
      std::filesystem::temp_directory_path() / fmt::format("shell_words_{}.sh", getpid());
  std::ofstream(path) << "words=(" << line << ")\nprintf '%s\\0' \"${words[@]}\"\n";
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(("bash " + path).c_str(), "r"), pclose);
  std::string said;
  std::array<char, 4096> buffer{};
  while (const std::size_t count = std::fread(buffer.data(), 1, buffer.size(), pipe.get()))
    said.append(buffer.data(), count);
  std::filesystem::remove(path);
  std::vector<std::string> words;
  for (std::size_t first = 0, end = 0; (end = said.find('\0', first)) != std::string::npos;
       first = end + 1)
    words.push_back(said.substr(first, end - first));
  return words;
}

TEST(ShellWords, PlainOnesStayAsTheyAre) {
  for (const char* word : {"/home/me/mine.toml", "--max-hours=0.5", "a-b_c.d", "3/8"})
    EXPECT_EQ(shell_word(word), word);
}

TEST(ShellWords, OthersAreQuoted) {
  EXPECT_EQ(shell_word(""), "''");
  EXPECT_EQ(shell_word("two words"), "'two words'");
  EXPECT_EQ(shell_word("it's"), "'it'\\''s'");
  EXPECT_EQ(shell_word("PATH=/tmp"), "'PATH=/tmp'");
  EXPECT_EQ(shell_word("a\nb'c"), "$'a\\012b\\'c'");
  EXPECT_EQ(shell_word("\x1b[31m"), "$'\\033[31m'");
}

TEST(ShellWords, BashReadsThemBack) {
  const std::vector<std::string> hostile = {"$(touch hacked)",
                                            "`touch hacked`",
                                            "a\n#SBATCH --mem=0\ntouch hacked\n",
                                            "'; touch hacked; '",
                                            "\"",
                                            "\\",
                                            "$'x'",
                                            "!!",
                                            "~",
                                            "*",
                                            "[0]=x",
                                            "-rf",
                                            "--",
                                            "{a,b}",
                                            "<(x)",
                                            "a\tb\r",
                                            "\x7f",
                                            "caf\xc3\xa9",
                                            "\xc2\x9b[31m",
                                            "\xff\xfe",
                                            "",
                                            " ",
                                            "a&b|c;d",
                                            "#x"};
  EXPECT_EQ(read_by_bash(shell_words(hostile)), hostile);
}

RC_GTEST_PROP(ShellWords, BashReadsAnyBack, ()) {
  const auto letter = rc::gen::inRange(1, 256);
  const auto made = *rc::gen::container<std::vector<std::vector<int>>>(
      20, rc::gen::container<std::vector<int>>(letter));
  std::vector<std::string> words;
  for (const std::vector<int>& letters : made) words.emplace_back(letters.begin(), letters.end());
  const std::string line = shell_words(words);
  RC_ASSERT(line.find('\n') == std::string::npos);
  RC_ASSERT(read_by_bash(line) == words);
}

}  // namespace
}  // namespace pairtwist
