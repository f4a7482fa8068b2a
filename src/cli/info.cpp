// SPDX-License-Identifier: BSD-3-Clause
// pairtwist info: what a result file, or a scan in parts, says about itself.
#include <fmt/format.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "cli/commands.hpp"
#include "cli/text.hpp"
#include "cli/unfinished.hpp"
#include "io/child_read.hpp"
#include "io/json_text.hpp"
#include "io/losses.hpp"
#include "io/parts_header.hpp"
#include "io/result_reader.hpp"
#include "io/visible_text.hpp"
#include "pairtwist/error.hpp"
#include "text/counted.hpp"

namespace pairtwist::cli {
namespace {

/// Of a result file, to be printed.
std::string result_info(const FileOptions& options) {
  if (options.failed) {
    const std::vector<FailedPoint> points = read_failed_points(options.file);
    if (options.json) return failed_points_json(points) + "\n";
    const std::string name = visible(options.file);
    if (points.empty()) return name + ": every point is good\n";
    return fmt::format("{}: {} with losses\n{}", name,
                       counted(static_cast<std::int64_t>(points.size()), "point"),
                       failed_points_text(points));
  }
  const ResultSummary summary = read_result_summary(options.file);
  return options.json ? summary_json(summary) + "\n" : summary_text(summary);
}

}  // namespace

int info(const FileOptions& options) {
  std::error_code ignored;
  if (std::filesystem::is_directory(options.file, ignored))
    return parts_info(options.file, options.json);
  const std::string parts = parts_path(options.file);
  if (!std::filesystem::exists(options.file, ignored) &&
      std::filesystem::is_directory(parts, ignored))
    return parts_info(parts, options.json);
  if (const std::string in_work = in_work_text(options.file); !in_work.empty()) {
    if (options.json)
      fmt::print("{}\n", json_text(nlohmann::ordered_json{
                             {"path", options.file}, {"unfinished", true}, {"done", 0}}));
    else
      fmt::print("{}\n", in_work);
    return static_cast<int>(Exit::done);
  }
  const Texts text = read_in_child(options.file, [&] { return Texts{result_info(options)}; });
  fmt::print("{}", text.at(0));
  return static_cast<int>(Exit::done);
}

}  // namespace pairtwist::cli
