// SPDX-License-Identifier: BSD-3-Clause
// A file that appears once, complete: what is there before, after, and when a signal's handler ends
// the process in between.
#include <gtest/gtest.h>

#include <optional>

#include "io/output_file.hpp"
#include "io_support.hpp"
#include "pairtwist/error.hpp"

namespace pairtwist {
namespace {

using io_test::message_of;
using io_test::TempFolder;
using Names = std::vector<std::string>;

TEST(OutputFile, TheUnfinishedFileIsRemovedOnDemand) {
  const TempFolder folder;
  const OutputFile file(folder.file("result.h5"), false);
  ASSERT_EQ(folder.names().size(), 1U);
  remove_unfinished_file();
  EXPECT_TRUE(folder.names().empty());
  remove_unfinished_file();
}

TEST(OutputFile, WhatIsFinishedIsNotRemoved) {
  for (const bool force : {false, true}) {
    const TempFolder folder;
    OutputFile file(folder.file("result.h5"), force);
    file.publish();
    remove_unfinished_file();
    EXPECT_EQ(folder.names(), Names{"result.h5"});
  }
}

TEST(OutputFile, AFinishedFileThatFoundItsNameTakenIsNotRemoved) {
  const TempFolder folder;
  std::optional<OutputFile> file(std::in_place, folder.file("result.h5"), false);
  const Names temporary = folder.names();
  { OutputFile(folder.file("result.h5"), false).publish(); }
  const std::string message =
      message_of<IoError>([&] { file->publish(OutputFile::Nameless::kept); });
  // Not as what a killed process has left, which the next run would remove.
  std::string kept = temporary.front();
  kept.replace(kept.size() - 4, 4, ".kept");
  EXPECT_NE(message.find("kept as " + folder.file(kept)), std::string::npos) << message;
  remove_unfinished_file();
  file.reset();
  remove_stale_files(folder.file("result.h5"));
  EXPECT_EQ(folder.names(), (Names{kept, "result.h5"}));
}

// Of several processes that begin a scan together all but one find the text there.
TEST(OutputFile, AWholeTextThatFoundItsNameTakenLeavesNothing) {
  const TempFolder folder;
  const std::string path = folder.file("scan.json");
  std::optional<OutputFile> slow(std::in_place, path, false);
  write_whole_file(path, "the first", false);
  const std::string message = message_of<IoError>([&] { slow->publish(); });
  EXPECT_NE(message.find("scan.json"), std::string::npos) << message;
  slow.reset();
  EXPECT_EQ(folder.names(), Names{"scan.json"});
  EXPECT_EQ(read_whole_file(path), "the first");
}

TEST(OutputFile, EachOneAfterAnotherIsKnown) {
  const TempFolder folder;
  for (int i = 0; i < 3; ++i) {
    { const OutputFile given_up(folder.file("result.h5"), false); }
    message_of<IoError>([&] { OutputFile(folder.file("no/such/result.h5"), false); });
    EXPECT_TRUE(folder.names().empty());
    const OutputFile file(folder.file("result.h5"), false);
    remove_unfinished_file();
    EXPECT_TRUE(folder.names().empty());
  }
}

// A second one must not make the first one's name forgotten.
TEST(OutputFile, OfSeveralTheFirstIsRemoved) {
  const TempFolder first_folder;
  const TempFolder second_folder;
  const OutputFile first(first_folder.file("result.h5"), false);
  {
    const OutputFile second(second_folder.file("result.h5"), false);
    remove_unfinished_file();
    EXPECT_EQ(second_folder.names().size(), 1U);
  }
  EXPECT_TRUE(first_folder.names().empty());
  EXPECT_TRUE(second_folder.names().empty());
}

}  // namespace
}  // namespace pairtwist
