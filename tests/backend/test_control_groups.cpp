// SPDX-License-Identifier: BSD-3-Clause
// Limits on memory as batch systems set them, from folders made like the kernel's.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "backend/control_groups.hpp"

namespace pairtwist {
namespace {

namespace fs = std::filesystem;

class ControlGroups : public ::testing::Test {
 protected:
  void SetUp() override { fs::create_directories(root_); }
  void TearDown() override { fs::remove_all(root_); }

  void write(const std::string& path, const std::string& text) const {
    fs::create_directories((root_ / path).parent_path());
    std::ofstream(root_ / path) << text << '\n';
  }
  std::optional<std::int64_t> left(const std::string& membership) const {
    return control_groups_leave(membership, root_.string());
  }

 private:
  fs::path root_ = fs::temp_directory_path() / ("control_groups_" + std::to_string(getpid()));
};

TEST_F(ControlGroups, NoneIsNoLimit) {
  EXPECT_EQ(left(""), std::nullopt);
  EXPECT_EQ(left("0::/\n"), std::nullopt);
  write("memory.max", "max");
  EXPECT_EQ(left("0::/\n"), std::nullopt);
}

TEST_F(ControlGroups, TheLimitOfAJobHoldsForItsTasks) {
  // As Slurm has it: the job is limited, the task below it says "max".
  write("slurm/job_7/memory.max", "1000");
  write("slurm/job_7/memory.current", "300");
  write("slurm/job_7/step_0/task_0/memory.max", "max");
  write("slurm/job_7/step_0/task_0/memory.current", "200");
  EXPECT_EQ(left("0::/slurm/job_7/step_0/task_0\n"), 700);
}

TEST_F(ControlGroups, TheLeastOfAllCounts) {
  write("a/memory.max", "1000");
  write("a/memory.current", "900");
  write("a/b/memory.max", "500");
  write("a/b/memory.current", "100");
  EXPECT_EQ(left("0::/a/b\n"), 100);
}

TEST_F(ControlGroups, FilesKeptInMemoryAreFree) {
  write("a/memory.max", "1000");
  write("a/memory.current", "900");
  write("a/memory.stat", "anon 100\ninactive_file 600\nactive_file 200");
  EXPECT_EQ(left("0::/a\n"), 700);
}

TEST_F(ControlGroups, VersionOne) {
  write("memory/slurm/uid_0/job_7/memory.limit_in_bytes", "1000");
  write("memory/slurm/uid_0/job_7/memory.usage_in_bytes", "400");
  write("memory/slurm/uid_0/job_7/memory.stat", "inactive_file 1\ntotal_inactive_file 100");
  write("memory/slurm/uid_0/job_7/step_0/memory.limit_in_bytes", "9223372036854771712");
  const std::string membership =
      "8:pids:/\n4:cpuset,memory:/slurm/uid_0/job_7/step_0\n0::/elsewhere\n";
  EXPECT_EQ(left(membership), 700);
}

TEST_F(ControlGroups, APathOfOutsideTheContainer) {
  write("memory.max", "1000");
  write("memory.current", "1");
  EXPECT_EQ(left("0::/not/to/be/seen\n"), 999);
}

}  // namespace
}  // namespace pairtwist
