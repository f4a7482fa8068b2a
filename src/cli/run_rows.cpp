// SPDX-License-Identifier: BSD-3-Clause
#include "cli/run_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <utility>

#include "cli/progress.hpp"
#include "cli/progress_line.hpp"
#include "cli/text.hpp"
#include "pairtwist/error.hpp"
#include "solve/run_scan.hpp"
#include "text/counted.hpp"

namespace pairtwist::cli {
namespace {

constexpr double longest_batch = 5.0;  // seconds: what an interruption waits for

/// Solves what is left. What an error leaves of it is kept, and the message says so.
/// notes: said if that takes long.
ScanReport solve_rest(const RunInputs& run, const OrderlyStop& stop, ScanOutput& output,
                      std::vector<std::string> notes) {
  const auto solved_before = static_cast<std::int64_t>(output.present());
  const auto kept = [&]() -> std::string {
    const std::int64_t points = output.keep();
    // The first batch had no end.
    if (!output.in_parts()) return "no point was solved by then, and nothing was kept";
    return fmt::format("{} of {} points of the scan are in {}; the same command goes on from there",
                       count_text(points), count_text(static_cast<std::int64_t>(run.scan.size())),
                       parts_path(output.path()));
  };
  try {
    Progress progress(solved_before + static_cast<std::int64_t>(output.todo().size()),
                      run.options.quiet, solved_before, run.job.solve.max_seconds,
                      std::move(notes));
    SolveOptions solve;
    solve.progress = [&](const ScanReport& so_far) { progress.update(so_far); };
    solve.stop = &stop.drop();
    solve.meter = progress.meter();
    solve.finish = &stop.finish();
    solve.only = output.todo();
    solve.batch_seconds = std::min(run.job.output.part_seconds / 3.0, longest_batch);
    solve.dear_last = true;
    return run_scan(run.job, run.scan, run.backend, run.options.threads, run.readers, output,
                    solve);
  } catch (const Interrupted& interruption) {
    if (!stop.time_is_up() && !output.in_parts()) throw;
    throw Interrupted(fmt::format("{}; {}", stop.reason(), kept()));
  } catch (const Error& error) {
    if (!output.in_parts() || error.code() == Exit::io) throw;
    throw Error(error.code(), fmt::format("{}; {}", error.what(), kept()));
  }
}

/// Writes what is left of the rows, and joins parts.
ScanOutput::Outcome finish(ScanOutput& output, const Scan& scan, const OrderlyStop& stop,
                           const ProgressLine&) {
  try {
    return output.finish();
  } catch (const Interrupted&) {
    throw Interrupted(fmt::format(
        "{} while its parts were joined; all of its points ({}) are in {}; the same command joins "
        "them",
        stop.reason(), count_text(static_cast<std::int64_t>(scan.size())),
        parts_path(output.path())));
  }
}

}  // namespace

SolvedRows solve_rows(const RunInputs& run, const OrderlyStop& stop, const FileWork& work,
                      std::vector<std::string> notes, ScanOutput& output) {
  SolvedRows solved;
  try {
    if (!output.todo().empty()) solved.report = solve_rest(run, stop, output, std::move(notes));
    solved.outcome = finish(output, run.scan, stop, file_progress(work, run.options.quiet));
  } catch (const IoError& error) {
    if (!output.in_parts()) throw;
    throw IoError(fmt::format("{}; what is in {} is kept, and the same command goes on from there",
                              error.what(), parts_path(output.path())));
  }
  return solved;
}

}  // namespace pairtwist::cli
