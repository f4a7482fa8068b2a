// SPDX-License-Identifier: BSD-3-Clause
// The text of a batch script; that Slurm takes it, scripts/test-slurm.sh shows.
#include <gtest/gtest.h>

#include "plan/batch_script.hpp"

namespace pairtwist {
namespace {

BatchScript small() {
  BatchScript script;
  script.printed_by = {"pairtwist", "plan", "mine.toml", "--slurm"};
  script.remarks = {"12 points"};
  script.name = "mine";
  script.program = "/opt/pairtwist";
  script.run = {"run", "/home/me/mine.toml", "--backend=cpu"};
  script.result = "/home/me/mine.h5";
  script.threads = 4;
  script.shape = {.shards = 3,
                  .wall = 90'000,
                  .stop = 7200,
                  .lead = 120,
                  .joining = 10,
                  .restarts = 10,
                  .memory_mib = 600,
                  .wall_is_the_most = false};
  return script;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t first = 0, end = 0; (end = text.find('\n', first)) != std::string::npos;
       first = end + 1)
    lines.push_back(text.substr(first, end - first));
  return lines;
}

std::vector<std::string> directives_of(const std::string& text) {
  std::vector<std::string> found;
  for (const std::string& line : lines_of(text))
    if (line.starts_with("#SBATCH ")) found.push_back(line.substr(8));
  return found;
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST(BatchScript, AsksForWhatTheShapeSays) {
  const std::vector<std::string> expected = {
      "--job-name=mine",   "--array=0-2",       "--nodes=1",         "--ntasks=1",
      "--cpus-per-task=4", "--mem=600M",        "--time=1-01:00:00", "--signal=B:USR1@120",
      "--requeue",         "--open-mode=append"};
  EXPECT_EQ(directives_of(batch_script(small())), expected);
}

TEST(BatchScript, AWorkerHasItsShardThreadsAndTime) {
  const std::string text = batch_script(small());
  EXPECT_TRUE(has(text,
                  "command=(/opt/pairtwist run /home/me/mine.toml --backend=cpu "
                  "--output=/home/me/mine.h5 --threads=4 --max-hours=2.0000)\n"));
  EXPECT_TRUE(has(text, "--shard \"$SLURM_ARRAY_TASK_ID/3\""));
  EXPECT_TRUE(has(text, "${SLURM_RESTART_COUNT:-0} >= 10"));
}

TEST(BatchScript, OneDeviceForEachWorker) {
  BatchScript script = small();
  EXPECT_FALSE(has(batch_script(script), "gpu"));
  script.on_device = true;
  EXPECT_TRUE(has(batch_script(script), "#SBATCH --gres=gpu:1\n"));
}

TEST(BatchScript, NoTextBecomesADirectiveOrALine) {
  const std::string hostile = "-x\n#SBATCH --mem=0\ntouch hacked\n$(touch hacked)`touch hacked`'\"";
  const BatchScript plain = small();
  BatchScript script = small();
  script.printed_by = {"pairtwist", "plan", hostile};
  script.remarks = {hostile};
  script.name = hostile;
  script.program = hostile;
  script.run = {"run", hostile, "--set=title=" + hostile};
  script.result = "/tmp/" + hostile;
  const std::string text = batch_script(script);
  EXPECT_EQ(lines_of(text).size(), lines_of(batch_script(plain)).size());
  std::vector<std::string> expected = directives_of(batch_script(plain));
  expected[0] = "--job-name=xSBATCH--mem0touchhackedtouchhackedtouchhacked";
  EXPECT_EQ(directives_of(text), expected);
}

TEST(BatchScript, ANamelessJobIsCalledAfterTheProgram) {
  BatchScript script = small();
  script.name = "--$()\n";
  EXPECT_TRUE(has(batch_script(script), "#SBATCH --job-name=pairtwist\n"));
}

}  // namespace
}  // namespace pairtwist
