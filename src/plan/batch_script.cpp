// SPDX-License-Identifier: BSD-3-Clause
#include "plan/batch_script.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "plan/shell_words.hpp"

namespace pairtwist {
namespace {

/// Slurm reads quotes, % and the like in a name; nobody misses them.
std::string job_name(const std::string& text) {
  constexpr std::size_t longest = 64;
  std::string name;
  for (const char letter : text) {
    const bool kept = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
                      (letter >= '0' && letter <= '9') || letter == '_' || letter == '.' ||
                      (letter == '-' && !name.empty());
    if (kept && name.size() < longest) name += letter;
  }
  return name.empty() ? "pairtwist" : name;
}

std::string clock_text(std::int64_t seconds) {
  const std::int64_t days = seconds / 86400;
  return fmt::format("{}{:02}:{:02}:{:02}", days > 0 ? fmt::format("{}-", days) : "",
                     seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
}

/// A comment is one line, whatever it says.
std::string comment(std::string text) {
  std::ranges::replace_if(
      text, [](unsigned char letter) { return letter < 0x20 || letter == 0x7f; }, ' ');
  return "# " + text + '\n';
}

std::string head(const BatchScript& script) {
  std::string text = "#!/bin/bash\n";
  text += comment("Printed by: " + shell_words(script.printed_by));
  for (const std::string& remark : script.remarks) text += comment(remark);
  return text;
}

std::string directives(const BatchScript& script) {
  const BatchShape& shape = script.shape;
  std::string text;
  const auto directive = [&](const std::string& words) { text += "#SBATCH " + words + '\n'; };
  directive("--job-name=" + job_name(script.name));
  directive(fmt::format("--array=0-{}", shape.shards - 1));
  directive("--nodes=1");
  directive("--ntasks=1");
  directive(fmt::format("--cpus-per-task={}", script.threads));
  if (script.on_device) directive("--gres=gpu:1");
  directive(fmt::format("--mem={}M", shape.memory_mib));
  directive("--time=" + clock_text(shape.wall));
  directive(fmt::format("--signal=B:USR1@{}", shape.lead));
  directive("--requeue");
  directive("--open-mode=append");
  return text;
}

std::string worker(const BatchScript& script) {
  std::vector<std::string> words = {script.program};
  words.insert(words.end(), script.run.begin(), script.run.end());
  words.push_back("--output=" + script.result);
  words.push_back(fmt::format("--threads={}", script.threads));
  words.push_back(
      fmt::format("--max-hours={:.4f}", static_cast<double>(script.shape.stop) / 3600.0));
  return fmt::format(R"(command=({})

worker='' told='' ended_by_slurm=''
trap 'told=yes; [[ -z $worker ]] || kill -USR1 "$worker"' USR1  # the time is nearly up
trap 'told=yes ended_by_slurm=yes' TERM                         # cancelled: all processes get it
"${{command[@]}}" --shard "$SLURM_ARRAY_TASK_ID/{}" &
worker=$!
# A signal ends the waiting, with its number and 128, not the worker.
while wait "$worker"; code=$?; ((code > 128)) && [[ -n $told ]]; do told=; done
)",
                     shell_words(words), script.shape.shards);
}

std::string requeue(const BatchScript& script) {
  return fmt::format(R"(
# 75: interrupted, and the same command goes on. What was cancelled or preempted, Slurm itself deals with.
if ((code == 75)) && [[ -z $ended_by_slurm ]]; then
  if ((${{SLURM_RESTART_COUNT:-0}} >= {})); then
    echo "shard $SLURM_ARRAY_TASK_ID: not done after $SLURM_RESTART_COUNT restarts; the same script goes on" >&2
  elif ! scontrol requeue "$SLURM_JOB_ID"; then
    echo "shard $SLURM_ARRAY_TASK_ID: not done, and Slurm does not start it again; the same script goes on" >&2
  fi
fi
exit "$code"
)",
                     script.shape.restarts);
}

std::string afterwards(const BatchScript& script) {
  const std::string info = shell_words({script.program, "info", script.result});
  const std::string merge = shell_words({script.program, "merge", script.result + ".parts"});
  return '\n' +
         comment(
             "The worker that finds the last point done joins the parts: no other job is needed.") +
         comment("How far it is:") + comment("  " + info) +
         comment("If the last worker was killed while it joined them (JOBID: the array's):") +
         comment(fmt::format("  sbatch --dependency=afterany:JOBID --mem={}M --time={} --wrap={}",
                             script.shape.memory_mib,
                             clock_text(std::max<std::int64_t>(600, 2 * script.shape.joining)),
                             shell_word("exec bash -c " + shell_word(merge))));
}

}  // namespace

std::string batch_script(const BatchScript& script) {
  return head(script) + directives(script) + '\n' + worker(script) + requeue(script) +
         afterwards(script);
}

}  // namespace pairtwist
