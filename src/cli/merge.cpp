// SPDX-License-Identifier: BSD-3-Clause
// pairtwist merge: joins the parts of a scan to a result file; results of trajectories go to
// merge_trajectories.cpp.
#include <fmt/format.h>

#include <filesystem>
#include <utility>

#include "backend/host_threads.hpp"
#include "cli/commands.hpp"
#include "cli/interruption.hpp"
#include "cli/progress_line.hpp"
#include "cli/text.hpp"
#include "io/merge_parts.hpp"
#include "io/output_file.hpp"
#include "io/parts_job.hpp"
#include "io/parts_start.hpp"
#include "io/result_writer.hpp"
#include "io/stored_config.hpp"
#include "pairtwist/error.hpp"
#include "text/counted.hpp"

namespace pairtwist::cli {
namespace {

namespace fs = std::filesystem;

std::string output_of(const MergeOptions& options, const std::string& folder) {
  if (!options.output.empty()) return options.output;
  std::string path = result_of_parts(folder);
  if (path.empty())
    throw UsageError(
        fmt::format("{}: is no FILE.parts, whose FILE would be written; name one with "
                    "-o",
                    folder));
  return path;
}

/// Refuses what is no folder of parts, and a result in its place.
void refuse_other_places(const MergeOptions& options, const std::string& folder) {
  std::error_code not_there;
  if (fs::is_regular_file(folder, not_there))
    throw UsageError(
        fmt::format("{0}: is a file, neither the folder of a scan's parts (FILE.parts) nor a "
                    "result; if it is a config, `pairtwist run {0}` solves it",
                    folder));
  if (options.output.empty() || !fs::equivalent(options.output, folder, not_there)) return;
  const std::string result = result_of_parts(folder);
  throw UsageError(fmt::format(
      "{}: is the folder of the parts that are to be joined; -o FILE names the result{}",
      options.output, result.empty() ? "" : fmt::format(": -o {}, say", result)));
}

/// A result has no parts any more; those that it was joined from may be beside it.
void refuse_partial_result(const std::string& path) {
  std::error_code not_there;
  const std::string parts = parts_path(path);
  throw UsageError(
      fmt::format("{}: is a result; --partial is for the parts of a scan, a folder{}", path,
                  fs::is_directory(parts, not_there)
                      ? fmt::format(": `pairtwist merge {} --partial -o OTHER.h5`", parts)
                      : ""));
}

/// What hinders a merge, with the way out.
void refuse(const FoundParts& found, const PartsOfJob& scan, bool partial) {
  if (!found.foreign.empty())
    throw IoError(fmt::format("{}: {} is of another config (and {} more); move it away",
                              scan.folder, found.foreign.front(), found.foreign.size() - 1));
  const std::size_t there = found.points().size();
  if (there == scan.header.points || partial) return;
  throw IoError(fmt::format(
      "{}: {}{} of {} points are missing; the command that began the scan "
      "solves them, --partial leaves them NaN",
      scan.folder, found.problems_text(), scan.header.points - there, scan.header.points));
}

/// What was asked for; `work` is told how far it is. Throws Interrupted.
int join(const MergeOptions& options, FileWork& work) {
  const std::string& folder = options.inputs.front();
  const std::string path = output_of(options, folder);
  const PartsOfJob scan = read_parts_job(folder);
  const std::optional<FileLock> lock = lock_for_merging(folder);
  if (!lock) throw IoError(fmt::format("{}: another process joins these parts", folder));
  FoundParts found = list_parts(folder, scan.header);
  check_parts(folder, found, scan.layout, PointSet::all(scan.header.points), &work);
  refuse(found, scan, options.partial);
  for (const std::string& problem : found.problems) say(fmt::format("{}: {}", folder, problem));

  FoundStarts starts = find_starts(folder, scan.header.identity.files);
  for (const std::string& message : starts.messages) say(message);

  ResultLayout layout = scan.layout;
  layout.start_files = std::move(starts.contents);
  layout.attributes.merge(merged_attributes(scan, found));
  const std::size_t missing = scan.header.points - found.points().size();
  if (missing > 0) {
    add_missing_status(layout);
    layout.attributes["missing_points"] = fmt::format("{}", missing);
  }
  remove_stale_files(path);
  ResultWriter writer(path, layout,
                      {.force = options.force, .threads = host_threads(0), .work = &work});
  merge_parts(folder, found, layout, writer, &work);
  writer.finish();

  // Elsewhere than where `run` would have put it, it is a copy.
  const bool in_its_place = missing == 0 && parts_path(path) == parts_path(result_of_parts(folder));
  const bool removed = in_its_place && remove_parts_folder(folder);
  const ScanTotals totals = found.totals();
  if (!options.quiet || missing > 0)
    say(fmt::format("{}: {} joined, {} missing, {} failed; {} is {}", path,
                    counted(totals.points, "point"), count_text(static_cast<std::int64_t>(missing)),
                    count_text(totals.failed), folder, removed ? "removed" : "kept"));
  return static_cast<int>(missing > 0 || totals.failed > 0 ? Exit::some_failed : Exit::done);
}

}  // namespace

int merge(const MergeOptions& options) {
  watch_for_interruption();
  const std::string& folder = options.inputs.front();
  const bool of_results = options.inputs.size() > 1 || has_hdf5_signature(folder);
  if (of_results && options.inputs.size() == 1 && options.partial) refuse_partial_result(folder);
  if (of_results) return merge_trajectories(options);
  refuse_other_places(options, folder);
  FileWork work(&interruption_flag());
  try {
    const ProgressLine line = file_progress(work, options.quiet);
    return join(options, work);
  } catch (const Interrupted&) {
    throw Interrupted(fmt::format(
        "{}: interrupted before its parts were joined; all of them are kept, and the same command "
        "joins them",
        folder));
  }
}

}  // namespace pairtwist::cli
