// SPDX-License-Identifier: BSD-3-Clause
// Full disks, size limits and directories that are missing or closed: an IoError that says so, no
// file left, and a program that ends as usual. Each in a process of its own, which ends by exit().
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <random>

#include "io/h5.hpp"
#include "io/result_writer.hpp"
#include "io/row_blocks.hpp"
#include "io_support.hpp"
#include "pairtwist/error.hpp"

namespace pairtwist {
namespace {

using io_test::axis;
using io_test::ChildResult;
using io_test::message_of;
using io_test::run_in_child;
using io_test::small_job;
using io_test::TempFolder;

constexpr int cannot_mount = 77;

/// 8 MB of numbers.
ResultLayout large_layout() {
  Job job = small_job();
  job.output.quantities = {"qfi", "spin_mean"};
  job.scan.axes = {axis("model.kappa", {}), axis("model.U", {0.0, 1.0, 2.0, 3.0, 4.0})};
  for (int i = 0; i < 8000; ++i) job.scan.axes[0].values.push_back(i);
  return result_layout(job, Scan(job));
}

/// Writes numbers that do not compress until something throws; says what.
std::string write_until_it_fails(const std::string& path) {
  try {
    ResultWriter writer(path, large_layout(), {});
    std::mt19937_64 random(5);
    for (std::size_t first = 0; first < writer.layout().points(); first += 100) {
      RowBlock block = blank_rows(writer.layout(), first, 100);
      io_test::fill_with_random_bits(block, random);
      writer.write(block);
    }
    writer.finish();
  } catch (const IoError& error) {
    return error.what();
  }
  return "";
}

/// 0 if the write failed with this reason, naming the file, and left the folder empty.
int expect_failure(const TempFolder& folder, const std::string& folder_path,
                   const std::string& reason) {
  const std::string path = folder_path + "/result.h5";
  const std::string message = write_until_it_fails(path);
  const bool good = message.find(path) != std::string::npos &&
                    message.find(reason) != std::string::npos && folder.names().empty();
  if (!good)
    std::fprintf(stderr, "\"%s\", files left: %zu\n", message.c_str(), folder.names().size());
  return good ? 0 : 1;
}

TEST(DiskErrors, FileSizeLimit) {
  // Met while the file is laid out, while rows are written, and only when it is closed.
  for (const rlim_t limit : {0, 1000, 5000, 60'000, 400'000, 3'000'000, 4'500'000}) {
    SCOPED_TRACE(limit);
    const TempFolder folder;
    const ChildResult child = run_in_child([&] {
      const rlimit size = {limit, limit};
      ::signal(SIGXFSZ, SIG_IGN);
      ::setrlimit(RLIMIT_FSIZE, &size);
      return expect_failure(folder, folder.path(), "File too large");
    });
    EXPECT_EQ(child.exit_code, 0) << child.messages;
    EXPECT_EQ(child.messages, "");
    EXPECT_TRUE(folder.names().empty());
  }
}

TEST(DiskErrors, FullDisk) {
  for (const char* size : {"size=64k", "size=1m", "size=3m"}) {
    SCOPED_TRACE(size);
    const TempFolder folder;
    const ChildResult child = run_in_child([&] {
      const bool mounted = ::unshare(CLONE_NEWNS) == 0 &&
                           ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
                           ::mount("tmpfs", folder.path().c_str(), "tmpfs", 0, size) == 0;
      return mounted ? expect_failure(folder, folder.path(), "No space left on device")
                     : cannot_mount;
    });
    if (child.exit_code == cannot_mount) GTEST_SKIP() << "this process may not mount a tmpfs";
    EXPECT_EQ(child.exit_code, 0) << child.messages;
    EXPECT_EQ(child.messages, "");
  }
}

TEST(DiskErrors, MissingDirectory) {
  const TempFolder folder;
  const std::string path = folder.file("no/such/result.h5");
  const std::string message = message_of<IoError>([&] { ResultWriter(path, large_layout(), {}); });
  EXPECT_NE(message.find(folder.file("no/such")), std::string::npos) << message;
  EXPECT_NE(message.find("No such file or directory"), std::string::npos) << message;
  EXPECT_TRUE(folder.names().empty());
}

TEST(DiskErrors, AMissingFileIsNotADirectoryToMake) {
  const TempFolder folder;
  const std::string path = folder.file("none.h5");
  EXPECT_EQ(message_of<IoError>([&] { h5::open_for_reading(path); }),
            "cannot read " + path + ": No such file or directory; check the spelling");
}

TEST(DiskErrors, ClosedDirectory) {
  const TempFolder folder;
  ::chmod(folder.path().c_str(), 0555);
  const ChildResult child = run_in_child([&] {
    constexpr uid_t nobody = 65534;  // root may write everywhere
    if (::geteuid() == 0 && ::setuid(nobody) != 0) return 2;
    const std::string message =
        message_of<IoError>([&] { ResultWriter(folder.file("result.h5"), large_layout(), {}); });
    const bool good = message.find(folder.path()) != std::string::npos &&
                      message.find("Permission denied") != std::string::npos;
    if (!good) std::fprintf(stderr, "%s\n", message.c_str());
    return good ? 0 : 1;
  });
  EXPECT_EQ(child.exit_code, 0) << child.messages;
  EXPECT_TRUE(folder.names().empty());
}

TEST(DiskErrors, WhatIsNoRegularFileIsNotReplaced) {
  const TempFolder folder;
  const std::string directory =
      message_of<IoError>([&] { ResultWriter(folder.path(), large_layout(), {.force = true}); });
  EXPECT_NE(directory.find("it is a directory"), std::string::npos) << directory;

  const std::string pipe = folder.file("pipe");
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  const std::string message =
      message_of<IoError>([&] { ResultWriter(pipe, large_layout(), {.force = true}); });
  EXPECT_NE(message.find("not a regular file"), std::string::npos) << message;
  EXPECT_EQ(folder.names(), std::vector<std::string>{"pipe"});
}

}  // namespace
}  // namespace pairtwist
