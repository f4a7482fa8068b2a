// SPDX-License-Identifier: BSD-3-Clause
// pairtwist run: solves a scan and writes its result file. The order of things: what it takes is
// read and planned before the file has a place, and a signal has a meaning before that.
#include <fmt/format.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <optional>

#include "backend/backend.hpp"
#include "backend/host_memory.hpp"
#include "backend/host_threads.hpp"
#include "cli/commands.hpp"
#include "cli/interruption.hpp"
#include "cli/longer_limit.hpp"
#include "cli/orderly_stop.hpp"
#include "cli/progress_line.hpp"
#include "cli/read_job.hpp"
#include "cli/run_place.hpp"
#include "cli/run_report.hpp"
#include "cli/run_rows.hpp"
#include "cli/shard_option.hpp"
#include "cli/text.hpp"
#include "io/file_readers.hpp"
#include "io/file_work.hpp"
#include "io/parts_deal.hpp"
#include "io/provenance.hpp"
#include "io/scan_output.hpp"
#include "io/start_files.hpp"
#include "pairtwist/error.hpp"
#include "plan/cost_hints.hpp"
#include "plan/plan.hpp"
#include "plan/scan_costs.hpp"
#include "solve/batch_room.hpp"
#include "text/counted.hpp"

namespace pairtwist::cli {
namespace {

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
  const Plan plan = make_plan(job, scan, batch_room(*backend, host_threads(options.threads)),
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
                    stop.reason(), parts_path(path)));
  }
  // Workers that began together with this one may have completed the scan meanwhile.
  if (place->in_parts() && std::filesystem::exists(path) && !options.force &&
      !earlier_result(options, path, job, files)) {
    place.reset();
    if (was_done_before(options, path, job, files)) return static_cast<int>(Exit::done);
  }
  ScanOutput& output = *place;
  begun = &output;
  for (const std::string& message : output.messages())
    if (!options.quiet) say(message);
  if (earlier) go_on_from(*earlier, options, output, result_layout(job, scan));
  const RunInputs inputs = {job, scan, *backend, readers, options};
  const SolvedRows solved = solve_rows(inputs, stop, work, texts_of(dear.hints), output);
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - started;
  return report_run(inputs, path, solved, taken.count());
}

}  // namespace pairtwist::cli
