// SPDX-License-Identifier: BSD-3-Clause
// pairtwist run: solves a scan and writes its result file.
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <new>
#include <nlohmann/json.hpp>
#include <optional>

#include "backend/backend.hpp"
#include "backend/host_memory.hpp"
#include "backend/host_threads.hpp"
#include "cli/commands.hpp"
#include "cli/interruption.hpp"
#include "cli/longer_limit.hpp"
#include "cli/orderly_stop.hpp"
#include "cli/progress.hpp"
#include "cli/progress_line.hpp"
#include "cli/read_job.hpp"
#include "cli/shard_option.hpp"
#include "cli/text.hpp"
#include "io/event_notes.hpp"
#include "io/file_readers.hpp"
#include "io/file_work.hpp"
#include "io/free_space.hpp"
#include "io/json_text.hpp"
#include "io/lost_extrema.hpp"
#include "io/output_file.hpp"
#include "io/parts_deal.hpp"
#include "io/provenance.hpp"
#include "io/result_reader.hpp"
#include "io/result_rows.hpp"
#include "io/scan_output.hpp"
#include "io/start_files.hpp"
#include "io/timed_out.hpp"
#include "pairtwist/error.hpp"
#include "plan/cost_hints.hpp"
#include "plan/plan.hpp"
#include "plan/scan_costs.hpp"
#include "solve/run_scan.hpp"
#include "text/counted.hpp"

namespace pairtwist::cli {
namespace {

namespace fs = std::filesystem;

constexpr double longest_batch = 5.0;  // seconds: what an interruption waits for

std::string output_path(const RunOptions& options) {
  if (!options.output.empty()) return options.output;
  if (options.config.config == from_stdin)
    throw UsageError(
        "run -: a config from standard input has no name to call the result after: "
        "give -o FILE");
  return fs::path(options.config.config).stem().string() + ".h5";
}

/// Throws if the result would take the place of what it is made from.
void spare_inputs(const std::string& path, const RunOptions& options, const Job& job) {
  for (const auto& [key, input] : {std::pair{"the config", options.config.config},
                                   {"light.path", job.base.light.file},
                                   {"atoms.path", job.base.atoms.file}}) {
    if (!input.empty()) spare_input(path, input, fmt::format("read as {}", key));
  }
}

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

/// The same, said, and what is left of the parts is removed.
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
      "be "
      "missed; more time.samples (or time.values) would tell",
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

/// --device, or with --shard one of several visible devices for each worker of a machine.
std::vector<int> devices_of(const RunOptions& options, const Job& job) {
  if (options.shard.empty() || !options.config.devices.empty() ||
      job.solve.backend == BackendChoice::cpu)
    return options.config.devices;
  const std::optional<int> rank = local_rank(std::getenv);
  const auto visible = static_cast<int>(cuda_status().devices.size());
  if (!rank || visible < 2) return options.config.devices;
  if (!options.quiet)
    say(fmt::format("worker {} on this machine: device {} of {}", *rank, *rank % visible, visible));
  return {*rank % visible};
}

std::string why(const OrderlyStop& stop) {
  return stop.time_is_up() ? "--max-hours: time is up" : "the scan was interrupted";
}

/// Solves what is left. What an error leaves of it is kept, and the message says so.
/// notes: said if that takes long.
ScanReport solve_rest(const Job& job, const Scan& scan, Backend& backend, const RunOptions& options,
                      const StateReaders& readers, const OrderlyStop& stop, ScanOutput& output,
                      std::vector<std::string> notes) {
  const auto solved_before = static_cast<std::int64_t>(output.present());
  const auto kept = [&]() -> std::string {
    const std::int64_t points = output.keep();
    // The first batch had no end.
    if (!output.in_parts()) return "no point was solved by then, and nothing was kept";
    return fmt::format("{} of {} points of the scan are in {}; the same command goes on from there",
                       count_text(points), count_text(static_cast<std::int64_t>(scan.size())),
                       parts_path(output.path()));
  };
  try {
    Progress progress(solved_before + static_cast<std::int64_t>(output.todo().size()),
                      options.quiet, solved_before, job.solve.max_seconds, std::move(notes));
    SolveOptions solve;
    solve.progress = [&](const ScanReport& so_far) { progress.update(so_far); };
    solve.stop = &stop.drop();
    solve.meter = progress.meter();
    solve.finish = &stop.finish();
    solve.only = output.todo();
    solve.batch_seconds = std::min(job.output.part_seconds / 3.0, longest_batch);
    solve.dear_last = true;
    return run_scan(job, scan, backend, options.threads, readers, output, solve);
  } catch (const Interrupted& interruption) {
    if (!stop.time_is_up() && !output.in_parts()) throw;
    throw Interrupted(fmt::format("{}; {}", why(stop), kept()));
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
        why(stop), count_text(static_cast<std::int64_t>(scan.size())), parts_path(output.path())));
  }
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

/// Of a scan that begins: what is there of one that goes on has its place already.
void look_for_space(const std::string& path, const Plan& plan, const RunOptions& options) {
  const std::optional<std::uintmax_t> space = free_space(path);
  std::error_code no_such_name;  // is told when the place for the file is made
  if (!space || fs::exists(parts_path(path), no_such_name)) return;
  const std::string warning = space_warning(path, plan.disk_bytes, *space);
  if (!warning.empty() && !options.quiet) say(warning);
}

/// Of work of that many operations, half a second or several of a core after the method: without
/// what it would be less. Whether it takes long the clock tells.
CostEstimate what_is_dear(const Job& job, const Scan& scan, const StateReaders& readers) {
  constexpr double some_work = 5e9;
  return estimate_cost(job, scan, readers, some_work);
}

std::vector<std::string> texts_of(const std::vector<CostHint>& hints) {
  std::vector<std::string> texts;
  for (const CostHint& hint : hints) texts.push_back(hint_text(hint));
  return texts;
}

}  // namespace

int run(const RunOptions& options) {
  end_with_a_word_if_interrupted();
  const auto [job, stored] = read_job(options.config);
  const Scan scan(job);
  const std::string path = output_path(options);
  const Shard shard = options.shard.empty() ? Shard{} : read_shard(options.shard);
  spare_inputs(path, options, job);
  const std::vector<StartFile> files = start_files(job, stored);
  const std::optional<EarlierResult> earlier = earlier_result(options, path, job, files);
  if (!earlier && was_done_before(options, path, job, files)) return static_cast<int>(Exit::done);

  const std::unique_ptr<Backend> backend =
      make_backend(job.solve.backend, options.threads, devices_of(options, job));
  const StateReaders readers = file_readers(files);
  const FoundDeal found =
      find_deal({parts_path(path), scan_identity(job, files).sha256, scan.shape(), shard.count},
                [&, &job = job] { return unequal_costs(job, scan, readers); });
  const Plan plan = make_plan(
      job, scan, {backend->memory_budget(), backend->slots(), host_threads(options.threads)},
      available_host_memory(), readers, shard_points(found.deal, shard));
  look_for_space(path, plan, options);
  if (!options.quiet)
    say(fmt::format("{} on {} ({})", counted(static_cast<std::int64_t>(scan.size()), "point"),
                    backend->name(), backend->device()));
  if (found.begun_by_number && !options.quiet)
    say(
        fmt::format("{}: its {} shards were begun with their points dealt by number, not by cost; "
                    "they go on so",
                    parts_path(path), count_text(static_cast<std::int64_t>(shard.count))));

  CostEstimate dear;
  if (!options.quiet) dear = what_is_dear(job, scan, readers);
  if (dear.longest_call) say(call_text(*dear.longest_call));

  const PartOrigin origin = part_origin(backend->name(), backend->device(), backend->simd());
  if (earlier) refuse_other_maker(*earlier, origin, options, path);
  const auto started = std::chrono::steady_clock::now();
  watch_for_interruption();  // before there is anything that a signal would leave behind
  std::optional<ScanOutput> place;
  std::atomic<const ScanOutput*> begun = nullptr;
  OrderlyStop stop(
      [&] {
        const ScanOutput* const output = begun;
        return output != nullptr && output->in_parts();
      },
      options.max_hours);
  FileWork work(&stop.requested());
  ResultLayout layout = result_layout(job, scan);
  layout.attributes.merge(
      provenance_attributes(job, {backend->name(), backend->device(), backend->simd(), files}));
  layout.start_files = small_contents(files);
  try {
    const ProgressLine line = file_progress(work, options.quiet);
    place.emplace(ScanOutputOptions{.path = path,
                                    .force = options.force,
                                    .allow_mixed = options.allow_mixed,
                                    .goes_on = earlier.has_value(),
                                    .shard = shard,
                                    .costs = found.deal.costs,
                                    .part_seconds = job.output.part_seconds,
                                    .threads = host_threads(options.threads),
                                    .work = &work},
                  std::move(layout), parts_header(job, files, scan.size(), origin));
  } catch (const Interrupted&) {
    throw Interrupted(
        fmt::format("{} while parts were checked; what is in {} is kept, and the same command goes "
                    "on from there",
                    why(stop), parts_path(path)));
  }
  // Workers that began together with this one may have completed the scan meanwhile.
  if (place->in_parts() && fs::exists(path) && !options.force &&
      !earlier_result(options, path, job, files)) {
    place.reset();
    if (was_done_before(options, path, job, files)) return static_cast<int>(Exit::done);
  }
  ScanOutput& output = *place;
  begun = &output;
  for (const std::string& message : output.messages())
    if (!options.quiet) say(message);
  if (earlier) go_on_from(*earlier, options, output, result_layout(job, scan));
  ScanReport report;
  ScanOutput::Outcome outcome;
  try {
    if (!output.todo().empty())
      report =
          solve_rest(job, scan, *backend, options, readers, stop, output, texts_of(dear.hints));
    outcome = finish(output, scan, stop, file_progress(work, options.quiet));
  } catch (const IoError& error) {
    if (!output.in_parts()) throw;
    throw IoError(fmt::format("{}; what is in {} is kept, and the same command goes on from there",
                              error.what(), parts_path(path)));
  }
  const std::int64_t solved_now = report.done;
  if (outcome.merged) report = report_of(outcome.totals);
  TimedOut timed_out;
  if (std::isfinite(job.solve.max_seconds) && outcome.end == ScanOutput::End::written) {
    timed_out = read_timed_out(path);
    report.timed_out = static_cast<std::int64_t>(timed_out.points.size());
  }
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();

  if (!options.quiet || report.failed > 0)
    say(fmt::format(
        "{}: {}{} in {}{}", end_text(outcome, path, options), counted(report.done, "point"),
        solved_now == report.done ? "" : fmt::format(", {} of them now", count_text(solved_now)),
        duration_text(seconds), failures_text(report)));
  if (!timed_out.text.empty())
    say(timed_out.text);
  else if (report.timed_out > 0)  // of a shard
    say(timed_out_text(count_text(report.timed_out) + " of them", to_toml(job)));
  if (outcome.end == ScanOutput::End::written && !options.quiet) say_losses(path);
  if (report.coarse > 0 && !options.quiet)
    say(coarse_text(report.coarse, static_cast<std::int64_t>(scan.time().size())));
  if (!outcome.left_over.empty())
    say(fmt::format(
        "{}: is no longer needed, but holds what is none of its parts; look, and remove "
        "it",
        outcome.left_over));
  if (options.config.json) print_json(path, report, *backend, seconds);
  return static_cast<int>(report.failed > 0 ? Exit::some_failed : Exit::done);
}

}  // namespace pairtwist::cli
