// SPDX-License-Identifier: BSD-3-Clause
#include "cli/slurm_script.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <optional>
#include <string_view>

#include "backend/backend.hpp"
#include "cli/text.hpp"
#include "io/posix_error.hpp"
#include "pairtwist/error.hpp"
#include "pairtwist/version.hpp"
#include "plan/batch_script.hpp"
#include "scan/deal.hpp"
#include "text/counted.hpp"
#include "text/sizes.hpp"

namespace pairtwist::cli {
namespace {

namespace fs = std::filesystem;

/// `plan` is within a factor 3, its docs say; a range of it has the factor in its upper end.
constexpr double margin = 3.0;

/// A failure of reading where one is, or of what it is in, throws std::filesystem_error; the path
/// of the program itself is always there.
std::string own_path() { return fs::read_symlink("/proc/self/exe").string(); }

std::optional<double> most_seconds(const PilotEstimate& pilot) {
  if (pilot.most_seconds) return pilot.most_seconds;
  if (pilot.stopped) return std::nullopt;
  return margin * pilot.seconds;
}

std::string whole_text(const PilotEstimate& pilot) {
  if (pilot.most_seconds)
    return fmt::format("{} to {}, the upper end counts (pilot, stopped)",
                       duration_text(pilot.seconds), duration_text(*pilot.most_seconds));
  if (pilot.stopped)
    return fmt::format("more than {}, how much more is not known (pilot, stopped)",
                       duration_text(pilot.seconds));
  return fmt::format("about {} (pilot of {}), times {:.0f} as a margin",
                     duration_text(pilot.seconds), counted(pilot.points, "point"), margin);
}

/// Of a shard that may not be done in its time. What is kept is whole points.
std::string longer_than_that(const WorkerFigures& figures, const BatchShape& shape) {
  const std::optional<double> most = most_seconds(figures.pilot);
  const auto points = static_cast<double>(figures.plan.points);
  const char* const way_out =
      "a restart begins it again: give --time and --max-hours below more, or set "
      "solve.max_seconds, which gives such points up.";
  if (!most)
    return fmt::format("Nobody knows whether a point is done in that time; if one is not, {}",
                       way_out);
  if (*most / points > static_cast<double>(shape.stop))
    return fmt::format("A single point may take longer than that, up to {} on average, and {}",
                       duration_text(*most / points), way_out);
  return fmt::format(
      "A shard may take longer than that. What is left then it goes on with after a restart, {} "
      "times at most.",
      shape.restarts);
}

std::vector<std::string> remarks_of(const PlanOptions& options, const WorkerFigures& figures,
                                    const BatchShape& shape, const std::string& deal) {
  const std::string workers = counted(shape.shards, "shard");
  std::vector<std::string> remarks = {
      fmt::format("pairtwist {}: {} in {}, each a task of the array with {}", version,
                  counted(figures.plan.points, "point"), workers,
                  counted(figures.threads, "thread")),
      fmt::format("time    of the scan on one worker ({}): {}", figures.pilot_device,
                  whole_text(figures.pilot)),
      fmt::format("        of a shard {}: start and work {}, joining the parts {}, an end in order "
                  "{}",
                  duration_text(static_cast<double>(shape.wall)),
                  duration_text(static_cast<double>(shape.stop)),
                  duration_text(static_cast<double>(shape.joining)),
                  duration_text(static_cast<double>(shape.wall - shape.stop - shape.joining))),
      fmt::format(
          "memory  {}, the larger of plan's batches and rows and what the pilot took, a quarter "
          "more, and {} for the rest",
          bytes_text(figures.host_bytes), options.gpus ? "2 GiB" : "512 MiB")};
  if (const std::string failures = failures_text(figures.pilot.report); !failures.empty())
    remarks.push_back("failed  " + failures);
  if (!deal.empty()) remarks.push_back(deal);
  if (options.gpus && !figures.pilot_on_device)
    remarks.emplace_back(
        "No CUDA device here: the times are those of this CPU. On a machine with one, plan says "
        "more.");
  if (shape.wall_is_the_most) remarks.push_back(longer_than_that(figures, shape));
  return remarks;
}

/// The words behind "pairtwist" that say what is solved; --flag=value, so that no value is taken
/// for an option.
std::vector<std::string> run_words(const PlanOptions& options, const std::string& backend) {
  std::vector<std::string> words = {"run", fs::absolute(options.config.config).string()};
  for (const std::string& key : options.config.unset) words.push_back("--unset=" + key);
  for (const std::string& setting : options.config.set) words.push_back("--set=" + setting);
  words.push_back("--backend=" + backend);
  return words;
}

fs::path result_of(const PlanOptions& options) {
  const fs::path by_config = fs::path(options.config.config).stem().string() + ".h5";
  return fs::absolute(options.output.empty() ? by_config : fs::path(options.output));
}

std::vector<std::string> command_line(const PlanOptions& options) {
  std::vector<std::string> words = {"pairtwist", "plan", options.config.config};
  for (const std::string& key : options.config.unset) words.push_back("--unset=" + key);
  for (const std::string& setting : options.config.set) words.push_back("--set=" + setting);
  words.emplace_back("--slurm");
  if (options.gpus) words.emplace_back("--gpus");
  if (options.cpus) words.emplace_back("--cpus");
  if (options.config.backend) words.push_back("--backend=" + *options.config.backend);
  if (options.shards) words.push_back(fmt::format("--shards={}", *options.shards));
  if (!options.output.empty()) words.push_back("--output=" + options.output);
  if (options.threads > 0) words.push_back(fmt::format("--threads={}", options.threads));
  return words;
}

}  // namespace

void check_slurm(const PlanOptions& options) {
  if (options.config.config == from_stdin)
    throw UsageError(
        "plan --slurm: the nodes cannot read standard input again; save the config in a file that "
        "they see");
  if (!options.config.devices.empty())
    throw UsageError(
        "plan --slurm: --device counts the devices of this machine; a job has those that Slurm "
        "gives it, one for each worker");
  if (options.gpus && !cuda_status().built)
    throw DeviceError("plan --slurm --gpus: the nodes would run this program, and " +
                      cuda_status().problem);
  // Else workers would find out, when the queue lets them.
  const fs::path folder = result_of(options).parent_path();
  if (::access((folder / ".").c_str(), W_OK | X_OK) != 0)
    throw posix_error("write in the directory", folder.string(), errno);
}

std::string slurm_script(const PlanOptions& options, const WorkerFigures& figures) {
  const bool on_device = options.gpus || figures.pilot_on_device;
  const fs::path stem = fs::path(options.config.config).stem();
  BatchScript script;
  ScanFigures scan = {.points = figures.plan.points,
                      .most_seconds = most_seconds(figures.pilot),
                      .planning_seconds = figures.planning_seconds,
                      .host_bytes = figures.host_bytes,
                      .result_bytes = figures.plan.disk_bytes,
                      .on_device = on_device,
                      .shards = options.shards};
  script.shape = shape_of(scan);
  std::string deal;
  if (figures.costs) {
    const auto shards = static_cast<std::size_t>(script.shape.shards);
    scan.shards = script.shape.shards;
    scan.dearest = dearest_shard({figures.costs->points(), figures.costs}, *figures.costs, shards);
    script.shape = shape_of(scan);
    deal = fmt::format(
        "deal    points cost very different things, and are dealt by that: as counted, the dearest "
        "shard has {:.2f} of the average (by number {:.2f})",
        scan.dearest,
        dearest_shard({figures.costs->points(), std::nullopt}, *figures.costs, shards));
  }
  script.printed_by = command_line(options);
  script.remarks = remarks_of(options, figures, script.shape, deal);
  script.name = stem.string();
  script.program = own_path();
  script.run = run_words(options, on_device ? "cuda" : "cpu");
  script.result = result_of(options).string();
  script.threads = figures.threads;
  script.on_device = on_device;
  return batch_script(script);
}

}  // namespace pairtwist::cli
