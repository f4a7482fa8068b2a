// pairtwist info: what a result file says about itself.
#include <fmt/format.h>

#include "cli/commands.hpp"
#include "io/losses.hpp"
#include "io/result_reader.hpp"
#include "pairtwist/error.hpp"

namespace pairtwist::cli {

int info(const FileOptions& options) {
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
