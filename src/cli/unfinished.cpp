// SPDX-License-Identifier: BSD-3-Clause
#include "cli/unfinished.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <vector>

#include "cli/text.hpp"
#include "io/output_file.hpp"
#include "io/parts_header.hpp"
#include "io/parts_summary.hpp"
#include "io/visible_text.hpp"
#include "pairtwist/error.hpp"
#include "text/counted.hpp"

namespace pairtwist::cli {
namespace {

/// The folder of parts that `path` is or has beside it instead of a file; empty: none.
std::string parts_of(const std::string& path) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored))
    return result_of_parts(path).empty() ? "" : path;
  if (std::filesystem::exists(path, ignored)) return "";
  const std::string parts = parts_path(path);
  return std::filesystem::is_directory(parts, ignored) ? parts : "";
}

std::string count(std::size_t number) { return count_text(static_cast<std::int64_t>(number)); }

std::string way_out(const PartsSummary& summary) {
  const std::string merge = "`pairtwist merge " + visible(summary.folder);
  if (summary.done == summary.scan_points) return merge + "` joins them";
  std::string who = "the same `pairtwist run` goes on";
  for (const ShardSummary& shard : summary.shards)
    if (!shard.at_work.empty()) who = "at work: " + visible(shard.at_work);
  return who + ", and " + merge + " --partial -o OTHER.h5` joins what is there, with NaN elsewhere";
}

}  // namespace

std::string in_work_text(const std::string& path) {
  std::error_code ignored;
  if (std::filesystem::exists(path, ignored) || !parts_of(path).empty()) return "";
  const std::vector<std::string> files = files_in_work(path);
  if (files.empty()) return "";
  return fmt::format(
      "{} is being written by another process, in {}; none of its points is on the disk yet: the "
      "first part comes when a point is finished and output.part_seconds are over, or the whole of "
      "it",
      visible(path), visible(files.front()));
}

void refuse_unfinished(const std::string& path) {
  const std::string parts = parts_of(path);
  if (parts.empty()) {
    const std::string in_work = in_work_text(path);
    if (!in_work.empty()) throw IoError(in_work);
    return;
  }
  const PartsOfJob scan = read_parts_job(parts);
  const PartsSummary summary = summarize_parts(scan, list_parts(scan.folder, scan.header));
  throw IoError(fmt::format("{} is unfinished: {} of {} points are solved, in {}; {}",
                            visible(result_of_parts(parts)), count(summary.done),
                            count(summary.scan_points), visible(parts), way_out(summary)));
}

}  // namespace pairtwist::cli
