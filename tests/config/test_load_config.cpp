// SPDX-License-Identifier: BSD-3-Clause
// Config files that cannot be read, are too large, or would crash the TOML parser.
#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>

#include "config/text_limits.hpp"
#include "config_support.hpp"

namespace pairtwist {
namespace {

using config_test::contains;
using config_test::minimal;
using config_test::refusal;

class ConfigLoad : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
    folder_ = std::filesystem::temp_directory_path() /
              (std::string("pairtwist_") + test->test_suite_name() + test->name() +
               std::to_string(::getpid()));
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  template <class Exception>
  static std::string message_of(const std::filesystem::path& path) {
    try {
      read_config(path.string());
    } catch (const Exception& error) {
      return error.what();
    }
    ADD_FAILURE() << path << " was accepted";
    return {};
  }

  std::filesystem::path folder_;
};

TEST_F(ConfigLoad, MissingFileIsAnIoError) {
  const std::string message = message_of<IoError>(folder_ / "none.toml");
  EXPECT_TRUE(contains(message, "none.toml: cannot read the config: No such file"));
}

TEST_F(ConfigLoad, DirectoryIsAnIoError) {
  EXPECT_TRUE(contains(message_of<IoError>(folder_), "it is a directory"));
}

TEST_F(ConfigLoad, HugeFileIsRefusedBeforeItIsRead) {
  const auto path = folder_ / "huge.toml";
  std::ofstream(path) << minimal();
  std::filesystem::resize_file(path, 100'000'000);
  const auto start = std::chrono::steady_clock::now();
  const std::string message = message_of<UsageError>(path);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(1));
  EXPECT_TRUE(contains(message, "found 100000000 bytes, allowed for the config: at most 4194304"));
}

TEST_F(ConfigLoad, EndlessFileIsRefused) {
  EXPECT_TRUE(contains(message_of<UsageError>("/dev/zero"), "more than 4194304 bytes"));
}

TEST_F(ConfigLoad, LineNumbersSurviveWindowsLineEnds) {
  const auto path = folder_ / "crlf.toml";
  std::ofstream(path) << "[model]\r\natoms = 2\r\nkapa = 1\r\n";
  EXPECT_TRUE(contains(message_of<UsageError>(path), "crlf.toml:3: model.kapa: unknown key"));
}

TEST(ConfigTextLimits, LongDottedKey) {
  std::string key = "a";
  for (int i = 1; i < 100'000; ++i) key += ".a";
  for (const std::string& text :
       {minimal(key + " = 1\n"), minimal("[" + key + "]\n"), minimal("[[" + key + "]]\n"),
        minimal("U = { " + key + " = 1 }\n")}) {
    EXPECT_TRUE(
        contains(refusal(text), "fig.toml:5: found a dotted key of more than 16 parts, allowed"));
  }
  std::string spaced = "a";
  for (int i = 1; i < 100'000; ++i) spaced += " . 'a'";
  EXPECT_TRUE(contains(refusal(minimal(spaced + " = 1\n")), "more than 16 parts"));
}

TEST(ConfigTextLimits, DeepNesting) {
  for (const char* open : {"[", "{a=", "[{a="}) {
    std::string text = "U = ";
    for (int i = 0; i < 100'000; ++i) text += open;
    EXPECT_TRUE(contains(refusal(minimal(text)), "fig.toml:5: found arrays or tables nested"));
  }
}

TEST(ConfigTextLimits, StringsAndCommentsMayHoldAnything) {
  const std::string dots(1000, '.');
  const std::string brackets(1000, '[');
  const auto accepted = [](const std::string& text) {
    EXPECT_NO_THROW(config::check_text_limits(text, "fig.toml", true)) << text.substr(0, 80);
    EXPECT_NO_THROW(parse_config(text + "\n" + minimal(), "fig.toml")) << text.substr(0, 80);
  };
  for (const std::string& harmless : {dots, brackets}) {
    accepted("# " + harmless);
    accepted("title = \"" + harmless + "\"");
    accepted("title = \"\\\"" + harmless + "\\\\\"");
    accepted("title = '" + harmless + "\\'");
    accepted("title = \"\"\"\n" + harmless + "\n\\\"\"\" \"\" " + harmless + "\"\"\"\"\"");
    accepted("title = '''\n" + harmless + "\n'' " + harmless + "'''''");
    accepted("title = \"\" # " + harmless);
  }
}

TEST(ConfigTextLimits, AreNoFalseAlarmInArrays) {
  std::string values = "0.5";
  for (int i = 1; i < 1000; ++i) values += ", " + std::to_string(i) + ".5";
  EXPECT_NO_THROW(parse_config(
      minimal("[scan]\naxes = [{ key = \"model.U\", values = [" + values + "] }]"), "fig.toml"));
}

TEST(ConfigTextLimits, StringsDoNotHideWhatFollowsThem) {
  std::string key = "a";
  for (int i = 1; i < 100; ++i) key += ".a";
  for (const char* before :
       {"title = \"\"\"x\"\"\"\"\"\n", "title = '''x'''''\n", "title = \"\"\n", "title = ''\n",
        "title = \"\\\\\"\n", "title = '\\'\n", "# \"\"\"\n", "title = \"'\"\n",
        "title = [\"\"\"x\"\"\"\", {", "title = ['''x'''', {"}) {
    EXPECT_THROW(config::check_text_limits(before + key + " = 1", "fig.toml", true), UsageError)
        << before;
  }
}

}  // namespace
}  // namespace pairtwist
