// pairtwist plan: what a run would do and cost.
#include "plan/plan.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "backend/backend.hpp"
#include "backend/host_memory.hpp"
#include "cli/commands.hpp"
#include "cli/pilot.hpp"
#include "cli/read_job.hpp"
#include "cli/text.hpp"
#include "io/file_readers.hpp"
#include "pairtwist/error.hpp"

namespace pairtwist::cli {
namespace {

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

void print_text(const Job& job, const Plan& plan, const PilotEstimate& pilot,
                const Backend& backend) {
  fmt::print("points       {} with {} sample times each\n", count_text(plan.points),
             count_text(plan.samples));
  fmt::print("coherences   {} to solve of {} (symmetry, demand, weight)\n", count_text(plan.solved),
             count_text(plan.coherences));
  fmt::print("sectors      {} cavity amplitudes\n", count_text(plan.sectors));
  const Arithmetic exact = arithmetic(plan);
  for (const auto& [method, points] : plan.methods)
    fmt::print("method       {}: {} points{}\n", method, count_text(points),
               method != to_string(Method::closed_form)
                   ? ""
                   : fmt::format(" ({} in double, {} in double-double)",
                                 count_text(exact.in_double), count_text(exact.in_double_double)));
  if (job.solve.trajectories > 0)
    fmt::print("trajectories {} of each point\n", count_text(job.solve.trajectories));
  fmt::print("backend      {} ({})\n", backend.name(), backend.device());
  fmt::print("batches      {} of up to {} points\n", count_text(plan.batches),
             count_text(plan.largest_batch));
  const bool on_device = backend.name() == "cuda";
  // A batch is in work in each slot, one at a time on each device; what that computes is copied to
  // the host.
  const std::int64_t solving = backend.slots() * plan.batch_bytes;
  fmt::print("host memory  {}\n", bytes_text(solving + backend.slots() * plan.rows_bytes));
  fmt::print("device memory {}\n", on_device ? bytes_text(solving / 2) : "none");
  fmt::print("disk         {} (numbers before compression: {})\n",
             pilot.disk_bytes ? "about " + bytes_text(*pilot.disk_bytes) : "not known",
             bytes_text(plan.disk_bytes));
  if (pilot.stopped)
    fmt::print("time         more than {} for {} of {} points (pilot, then stopped)\n",
               duration_text(pilot.seconds), count_text(pilot.points), count_text(plan.points));
  else
    fmt::print("time         about {} (pilot of {} points)\n", duration_text(pilot.seconds),
               count_text(pilot.points));
}

void print_json(const Job& job, const Plan& plan, const PilotEstimate& pilot,
                const Backend& backend) {
  const std::int64_t solving = backend.slots() * plan.batch_bytes;
  const Arithmetic exact = arithmetic(plan);
  nlohmann::ordered_json json = {{"points", plan.points},
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
                                 {"host_bytes", solving + backend.slots() * plan.rows_bytes},
                                 {"device_bytes", backend.name() == "cuda" ? solving / 2 : 0},
                                 {"disk_bytes_uncompressed", plan.disk_bytes},
                                 {"seconds", pilot.seconds},
                                 {"pilot_points", pilot.points},
                                 {"pilot_stopped", pilot.stopped}};
  if (pilot.disk_bytes) json["disk_bytes"] = *pilot.disk_bytes;
  fmt::print("{}\n", json.dump(2));
}

}  // namespace

int plan(const ConfigOptions& options, int threads) {
  const Job job = read_job(options);
  const Scan scan(job);
  const std::unique_ptr<Backend> backend =
      make_backend(job.solve.backend, threads, options.devices);
  const Plan plan = make_plan(job, scan, {backend->memory_budget(), backend->slots()},
                              available_host_memory(), file_readers());
  const PilotEstimate pilot = fly_pilot(job, scan, *backend, threads);
  if (options.json)
    print_json(job, plan, pilot, *backend);
  else
    print_text(job, plan, pilot, *backend);
  return static_cast<int>(Exit::done);
}

}  // namespace pairtwist::cli
