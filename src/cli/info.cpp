// pairtwist info: what a result file, or a scan in parts, says about itself.
#include <fmt/format.h>

#include <filesystem>

#include "cli/commands.hpp"
#include "io/losses.hpp"
#include "io/parts_header.hpp"
#include "io/result_reader.hpp"
#include "pairtwist/error.hpp"

namespace pairtwist::cli {

int info(const FileOptions& options) {
  std::error_code ignored;
  if (std::filesystem::is_directory(options.file, ignored))
    return parts_info(options.file, options.json);
  const std::string parts = parts_path(options.file);
  if (!std::filesystem::exists(options.file, ignored) &&
      std::filesystem::is_directory(parts, ignored))
    return parts_info(parts, options.json);
  if (options.failed) {
    const std::vector<FailedPoint> points = read_failed_points(options.file);
    if (options.json)
      fmt::print("{}\n", failed_points_json(points));
    else if (points.empty())
      fmt::print("{}: every point is good\n", options.file);
    else
      fmt::print("{}: {} points with losses\n{}", options.file, points.size(),
                 failed_points_text(points));
    return static_cast<int>(Exit::done);
  }
  const ResultSummary summary = read_result_summary(options.file);
  if (options.json)
    fmt::print("{}\n", summary_json(summary));
  else
    fmt::print("{}", summary_text(summary));
  return static_cast<int>(Exit::done);
}

}  // namespace pairtwist::cli
