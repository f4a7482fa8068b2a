// SPDX-License-Identifier: BSD-3-Clause
// pairtwist plan: what a run would do and cost.
#include "plan/plan.hpp"

#include <fmt/format.h>
#include <omp.h>

#include <algorithm>
#include <chrono>
#include <limits>
#include <nlohmann/json.hpp>

#include "backend/backend.hpp"
#include "backend/host_memory.hpp"
#include "cli/commands.hpp"
#include "cli/pilot.hpp"
#include "cli/read_job.hpp"
#include "cli/slurm_script.hpp"
#include "cli/text.hpp"
#include "io/file_readers.hpp"
#include "io/json_text.hpp"
#include "io/lost_to_rounding.hpp"
#include "io/start_files.hpp"
#include "model/methods.hpp"
#include "pairtwist/error.hpp"
#include "plan/cost_hints.hpp"
#include "plan/scan_costs.hpp"
#include "solve/batch_room.hpp"
#include "text/counted.hpp"
#include "text/sizes.hpp"

namespace pairtwist::cli {
namespace {

/// A shorter scan may be as dear as it likes.
constexpr double worth_a_hint = 3.0;

struct Arithmetic {
  std::int64_t in_double;
  std::int64_t in_double_double;
};

/// How the points of the closed form are solved.
Arithmetic arithmetic(const Plan& plan) {
  const auto found = plan.methods.find(to_string(Method::closed_form));
  const std::int64_t points = found != plan.methods.end() ? found->second : 0;
  return {plan.in_double, points - plan.in_double};
}

/// A batch is in work in each slot, one at a time on each device; what that computes is copied to
/// the host.
std::int64_t host_bytes(const Plan& plan, const Backend& backend) {
  return backend.slots() * (plan.batch_bytes + plan.rows_bytes);
}

/// A job of eight threads finds its place sooner than one of a whole machine, and there may be more
/// here than on a node.
int threads_of(const PlanOptions& options) {
  constexpr int most_of_a_worker = 8;
  if (options.threads > 0) return options.threads;
  return options.slurm ? std::min(omp_get_max_threads(), most_of_a_worker) : omp_get_max_threads();
}

/// For the pilot of a script one device, as a worker has, or the CPU where there is none.
std::unique_ptr<Backend> backend_of(const PlanOptions& options, const Job& job, int threads) {
  if (!options.slurm) return make_backend(job.solve.backend, threads, options.config.devices);
  BackendChoice choice = job.solve.backend;
  if (options.cpus) choice = BackendChoice::cpu;
  if (options.gpus) choice = BackendChoice::automatic;
  const bool device = choice != BackendChoice::cpu && !cuda_status().devices.empty();
  return make_backend(choice, threads, device ? std::vector<int>{0} : std::vector<int>{});
}

/// A count that stays at the largest number.
std::string many_text(std::int64_t count) {
  const bool more = count == std::numeric_limits<std::int64_t>::max();
  return (more ? "more than " : "") + count_text(count);
}

/// Of the file. Compression makes numbers smaller, or leaves them; a pilot of a few points, of
/// which each number has a chunk of its own, does not show it.
std::int64_t disk_bytes(const Plan& plan, const PilotEstimate& pilot) {
  auto of_numbers = static_cast<double>(plan.disk_bytes);
  if (pilot.row_bytes)
    of_numbers = std::min(of_numbers, *pilot.row_bytes * static_cast<double>(plan.points));
  constexpr double most = 9e18;
  return static_cast<std::int64_t>(
      std::min(most, static_cast<double>(pilot.empty_bytes) + of_numbers));
}

/// Behind points of the pilot that rounding left without a value: what would help.
std::string help_text(const Job& job, const ScanReport& report) {
  if (!report.statuses.contains(Status::below_precision)) return "";
  const Point first = Scan(job).point(0);
  const Method method = method_of(job.solve.method, first.parameters);
  const std::string help = help_with_rounding(job, method, first, 0.0);
  return help.empty() ? "" : "; " + help;
}

void print_text(const Job& job, const Plan& plan, const PilotEstimate& pilot,
                const CostEstimate& dear, const Backend& backend) {
  fmt::print("points       {} with {} sample times each\n", count_text(plan.points),
             count_text(plan.samples));
  if (plan.counted < plan.points)
    fmt::print("counted      {} of them; the others are taken to be like these\n",
               count_text(plan.counted));
  fmt::print("coherences   {} to solve of {} (symmetry, demand, weight)\n", many_text(plan.solved),
             many_text(plan.coherences));
  fmt::print("sectors      {} cavity amplitudes\n", count_text(plan.sectors));
  const Arithmetic exact = arithmetic(plan);
  for (const auto& [method, points] : plan.methods)
    fmt::print("method       {}: {}{}\n", method, counted(points, "point"),
               method != to_string(Method::closed_form)
                   ? ""
                   : fmt::format(" ({} in double, {} in double-double)",
                                 count_text(exact.in_double), count_text(exact.in_double_double)));
  if (job.solve.trajectories > 0)
    fmt::print("trajectories {} of each point\n", count_text(job.solve.trajectories));
  fmt::print("backend      {} ({})\n", backend.name(), backend.device());
  fmt::print("batches      {} of up to {}\n", count_text(plan.batches),
             counted(plan.largest_batch, "point"));
  const bool on_device = backend.name() == "cuda";
  fmt::print("host memory  {} of batches and rows; the pilot took {}{}\n",
             bytes_text(host_bytes(plan, backend)), pilot.stopped ? "at least " : "",
             bytes_text(pilot.host_bytes));
  fmt::print("device memory {}\n",
             on_device ? bytes_text(backend.slots() * plan.batch_bytes / 2) : "none");
  fmt::print("disk         {} {} (numbers before compression: {})\n",
             pilot.row_bytes ? "about" : "at most about", bytes_text(disk_bytes(plan, pilot)),
             bytes_text(plan.disk_bytes));
  if (pilot.most_seconds)
    fmt::print("time         {} to {} (pilot, stopped when {} % of {} were done)\n",
               duration_text(pilot.seconds), duration_text(*pilot.most_seconds),
               percent_text(pilot.share), counted(pilot.points, "point"));
  else if (pilot.stopped)
    fmt::print("time         more than {} for {} of {} points (pilot, then stopped)\n",
               duration_text(pilot.seconds), count_text(pilot.points), count_text(plan.points));
  else
    fmt::print("time         about {} (pilot of {})\n", duration_text(pilot.seconds),
               counted(pilot.points, "point"));
  if (const std::string failures = failures_text(pilot.report); !failures.empty())
    fmt::print("failed       {}{}\n", failures, help_text(job, pilot.report));
  constexpr double worth_a_word = 0.7;
  if (pilot.processor_share < worth_a_word)
    fmt::print(
        "busy         others use these processors: of the time that it wanted one the pilot had "
        "one for {0} %, and an idle machine takes about {0} % of these times\n",
        percent_text(pilot.processor_share));
  for (const CostHint& hint : dear.hints) fmt::print("dear         {}\n", hint_text(hint));
  if (dear.longest_call) fmt::print("waits        {}\n", call_text(*dear.longest_call));
}

void print_json(const Job& job, const Plan& plan, const PilotEstimate& pilot,
                const CostEstimate& dear, const Backend& backend) {
  const Arithmetic exact = arithmetic(plan);
  nlohmann::ordered_json json = {
      {"points", plan.points},
      {"points_counted", plan.counted},
      {"samples", plan.samples},
      {"coherences", plan.coherences},
      {"coherences_to_solve", plan.solved},
      {"sectors", plan.sectors},
      {"methods", plan.methods},
      {"in_double", exact.in_double},
      {"in_double_double", exact.in_double_double},
      {"trajectories", job.solve.trajectories},
      {"backend", backend.name()},
      {"device", backend.device()},
      {"batches", plan.batches},
      {"largest_batch", plan.largest_batch},
      {"host_bytes", host_bytes(plan, backend)},
      {"pilot_host_bytes", pilot.host_bytes},
      {"device_bytes", backend.name() == "cuda" ? backend.slots() * plan.batch_bytes / 2 : 0},
      {"disk_bytes_uncompressed", plan.disk_bytes},
      {"seconds", pilot.seconds},
      {"pilot_points", pilot.points},
      {"pilot_stopped", pilot.stopped},
      {"pilot_failed", pilot.report.failed},
      {"processor_share", pilot.processor_share}};
  for (const CostHint& hint : dear.hints)
    json["dear"].push_back({{"what", hint.what}, {"without", hint.without}, {"share", hint.share}});
  if (const auto& call = dear.longest_call)
    json["waits"] = {
        {"quantity", call->quantity}, {"rows", call->rows}, {"seconds", call->seconds}};
  if (pilot.most_seconds) json["seconds_at_most"] = *pilot.most_seconds;
  if (pilot.stopped) json["pilot_share"] = pilot.share;
  if (pilot.row_bytes) json["disk_bytes"] = disk_bytes(plan, pilot);
  fmt::print("{}\n", json_text(json));
}

}  // namespace

int plan(const PlanOptions& options) {
  if (options.slurm) check_slurm(options);
  const auto [job, stored] = read_job(options.config);
  const Scan scan(job);
  const int threads = threads_of(options);
  const std::unique_ptr<Backend> backend = backend_of(options, job, threads);
  const StateReaders readers = file_readers(start_files(job, stored));
  const auto started = std::chrono::steady_clock::now();
  const Plan plan =
      make_plan(job, scan, batch_room(*backend, threads), available_host_memory(), readers);
  const std::chrono::duration<double> planning = std::chrono::steady_clock::now() - started;
  const PilotEstimate pilot = fly_pilot(job, scan, *backend, threads, readers);
  if (options.slurm) {
    fmt::print(
        "{}",
        slurm_script(options, {.plan = plan,
                               .pilot = pilot,
                               .planning_seconds = planning.count(),
                               .host_bytes = std::max(host_bytes(plan, *backend), pilot.host_bytes),
                               .threads = threads,
                               .pilot_device = backend->device(),
                               .pilot_on_device = backend->name() == "cuda",
                               .costs = unequal_costs(job, scan, readers)}));
    return static_cast<int>(Exit::done);
  }
  const CostEstimate dear =
      pilot.seconds > worth_a_hint ? estimate_cost(job, scan, readers) : CostEstimate{};
  if (options.config.json)
    print_json(job, plan, pilot, dear, *backend);
  else
    print_text(job, plan, pilot, dear, *backend);
  return static_cast<int>(Exit::done);
}

}  // namespace pairtwist::cli
