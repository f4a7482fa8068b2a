// SPDX-License-Identifier: BSD-3-Clause
#include "cli/run_report.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstdint>
#include <new>
#include <nlohmann/json.hpp>

#include "cli/text.hpp"
#include "io/event_notes.hpp"
#include "io/json_text.hpp"
#include "io/lost_extrema.hpp"
#include "io/timed_out.hpp"
#include "pairtwist/error.hpp"
#include "text/counted.hpp"

namespace pairtwist::cli {
namespace {

std::string failures_text(const ScanReport& report) {
  std::string text;
  for (const auto& [status, points] : report.statuses)
    if (status != Status::good) text += fmt::format(", {} {}", points, to_string(status));
  return text;
}

/// Of points whose extrema lie far beyond all samples.
std::string coarse_text(std::int64_t points, std::int64_t samples) {
  return fmt::format(
      "at {} a largest or smallest value lies between the samples, beyond all of them by more than "
      "5 % of the range: {} samples are few, and a peak that is narrower than their distance may "
      "be missed; more time.samples (or time.values) would tell",
      counted(points, "point"), count_text(samples));
}

/// What the file lacks and where; not what is undefined, which is no loss.
void say_losses(const std::string& path) {
  try {
    for (const std::string& sentence : what_is_lost(path)) say(sentence);
    for (const EventNote& event : read_event_notes(path))
      if (event.at_start) say(event_note_text(event));
  } catch (const std::bad_alloc&) {
    say(fmt::format(
        "{}: is complete; what it lacks, if anything, was not looked for, since there is no memory "
        "left: `pairtwist info` does",
        path));
  }
}

ScanReport report_of(const ScanTotals& totals) {
  ScanReport report{totals.points, {}, totals.failed};
  report.coarse = totals.coarse;
  for (const auto& [status, points] : totals.statuses)
    report.statuses[static_cast<Status>(status)] = points;
  return report;
}

/// What has become of the rows.
std::string end_text(const ScanOutput::Outcome& outcome, const std::string& path,
                     const RunOptions& options) {
  if (outcome.end == ScanOutput::End::written) return path;
  const std::string done = fmt::format("{}: shard {} is done", parts_path(path), options.shard);
  if (outcome.end == ScanOutput::End::being_merged)
    return fmt::format("{}: all points are there, and another process joins them",
                       parts_path(path));
  return fmt::format("{}; of the scan {} are there by now", done,
                     counted(outcome.totals.points, "point"));
}

void print_json(const std::string& path, const ScanReport& report, const Backend& backend,
                double seconds) {
  nlohmann::ordered_json statuses = nlohmann::ordered_json::object();
  for (const auto& [status, points] : report.statuses)
    statuses[std::string(to_string(status))] = points;
  const nlohmann::ordered_json json = {{"file", path},
                                       {"points", report.done},
                                       {"failed", report.failed},
                                       {"timed_out", report.timed_out},
                                       {"status", statuses},
                                       {"seconds", seconds},
                                       {"backend", backend.name()},
                                       {"device", backend.device()},
                                       {"simd", backend.simd()}};
  fmt::print("{}\n", json_text(json));
}

}  // namespace

int report_run(const RunInputs& run, const std::string& path, const SolvedRows& solved,
               double seconds) {
  const RunOptions& options = run.options;
  const ScanReport& solved_now = solved.report;
  const ScanOutput::Outcome& outcome = solved.outcome;
  ScanReport report = outcome.merged ? report_of(outcome.totals) : solved_now;
  const bool written = outcome.end == ScanOutput::End::written;
  TimedOut timed_out;
  if (std::isfinite(run.job.solve.max_seconds) && written) {
    timed_out = read_timed_out(path);
    report.timed_out = static_cast<std::int64_t>(timed_out.points.size());
  }
  if (!options.quiet || report.failed > 0)
    say(fmt::format("{}: {}{} in {}{}", end_text(outcome, path, options),
                    counted(report.done, "point"),
                    solved_now.done == report.done
                        ? ""
                        : fmt::format(", {} of them now", count_text(solved_now.done)),
                    duration_text(seconds), failures_text(report)));
  if (!timed_out.text.empty())
    say(timed_out.text);
  else if (report.timed_out > 0)  // of a shard
    say(timed_out_text(count_text(report.timed_out) + " of them", to_toml(run.job)));
  if (written && !options.quiet) say_losses(path);
  if (report.coarse > 0 && !options.quiet)
    say(coarse_text(report.coarse, static_cast<std::int64_t>(run.scan.time().size())));
  if (!outcome.left_over.empty())
    say(fmt::format(
        "{}: is no longer needed, but holds what is none of its parts; look, and remove it",
        outcome.left_over));
  if (options.config.json) print_json(path, report, run.backend, seconds);
  return static_cast<int>(report.failed > 0 ? Exit::some_failed : Exit::done);
}

}  // namespace pairtwist::cli
