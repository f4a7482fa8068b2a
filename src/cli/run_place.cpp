// SPDX-License-Identifier: BSD-3-Clause
#include "cli/run_place.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <system_error>
#include <utility>

#include "cli/text.hpp"
#include "io/free_space.hpp"
#include "io/json_text.hpp"
#include "io/output_file.hpp"
#include "io/result_reader.hpp"
#include "io/result_rows.hpp"
#include "io/scan_output.hpp"
#include "pairtwist/error.hpp"

namespace pairtwist::cli {
namespace {

namespace fs = std::filesystem;

/// Of a file of the job's config that other software has saved, perhaps not whole: what of it is
/// not as that makes it, if anything; throws if some of its points are not there.
std::string other_than_its_config(const std::string& path, const Job& job) {
  const ResultRows rows(path, result_layout(job, Scan(job)), Coordinates::rounded);
  if (rows.differences().empty()) return "";
  return fmt::format("is not as its config makes it: {}", rows.differences().front());
}

/// What to say if the file is there, whole and of this job, else ""; throws if it is of another.
std::string nothing_to_do(const std::string& path, const Job& job,
                          const std::vector<StartFile>& files) {
  std::error_code ignored;
  const fs::file_status status = fs::status(path, ignored);
  if (!fs::exists(status)) return "";
  if (!fs::is_regular_file(status))
    throw IoError(fmt::format("{}: exists and is no regular file; -o FILE writes elsewhere", path));
  ResultComparison found;
  try {
    found = compare_result(path, to_toml(job), files);
    if (found.difference.empty() && !found.protected_by_hash)
      found.difference = other_than_its_config(path, job);
  } catch (const IoError& error) {
    throw IoError(fmt::format("{}; --force overwrites it, -o FILE writes elsewhere", error.what()));
  }
  if (!found.difference.empty())
    throw IoError(fmt::format("{}: exists and {}; --force overwrites it, -o FILE writes elsewhere",
                              path, found.difference));
  return fmt::format("{}: complete, of the same config{}: nothing to do{}", path,
                     found.run_otherwise.empty()
                         ? ""
                         : fmt::format(", but for how it was solved ({})", found.run_otherwise),
                     found.protected_by_hash ? "" : " (its axes are not protected by a hash)");
}

}  // namespace

std::string output_path(const RunOptions& options) {
  if (!options.output.empty()) return options.output;
  if (options.config.config == from_stdin)
    throw UsageError(
        "run -: a config from standard input has no name to call the result after: "
        "give -o FILE");
  return fs::path(options.config.config).stem().string() + ".h5";
}

void spare_inputs(const std::string& path, const RunOptions& options, const Job& job) {
  for (const auto& [key, input] : {std::pair{"the config", options.config.config},
                                   {"light.path", job.base.light.file},
                                   {"atoms.path", job.base.atoms.file}}) {
    if (!input.empty()) spare_input(path, input, fmt::format("read as {}", key));
  }
}

bool was_done_before(const RunOptions& options, const std::string& path, const Job& job,
                     const std::vector<StartFile>& files) {
  const std::string done = options.force ? "" : nothing_to_do(path, job, files);
  if (done.empty()) return false;
  if (!options.quiet) say(done);
  // An end between the renaming of FILE and this has left them.
  if (remove_needless_parts(path, scan_identity(job, files)) && !options.quiet)
    say(parts_path(path) + ": was left of that scan; removed");
  if (options.config.json)
    fmt::print("{}\n", json_text(nlohmann::ordered_json{{"file", path}, {"nothing_to_do", true}}));
  return true;
}

void look_for_space(const std::string& path, const Plan& plan, const RunOptions& options) {
  const std::optional<std::uintmax_t> space = free_space(path);
  std::error_code no_such_name;  // is told when the place for the file is made
  if (!space || fs::exists(parts_path(path), no_such_name)) return;
  const std::string warning = space_warning(path, plan.disk_bytes, *space);
  if (!warning.empty() && !options.quiet) say(warning);
}

}  // namespace pairtwist::cli
