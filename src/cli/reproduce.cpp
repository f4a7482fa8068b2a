// SPDX-License-Identifier: BSD-3-Clause
// pairtwist reproduce: the stored config of a result solved once more, and every number held
// against the file's.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "backend/host_memory.hpp"
#include "backend/simd_level.hpp"
#include "cli/check_report.hpp"
#include "cli/commands.hpp"
#include "cli/interruption.hpp"
#include "cli/orderly_stop.hpp"
#include "cli/progress.hpp"
#include "cli/result_again.hpp"
#include "cli/text.hpp"
#include "pairtwist/error.hpp"
#include "pairtwist/version.hpp"
#include "plan/plan.hpp"
#include "solve/point_check.hpp"
#include "solve/row_comparison.hpp"
#include "solve/run_scan.hpp"

namespace pairtwist::cli {
namespace {

/// The file's own, where this machine has it; --backend decides.
BackendChoice backend_for(const VerifyOptions& options, const Maker& maker) {
  if (const auto asked = backend_asked_for(options)) return *asked;
  if (maker.backend == "cpu") return BackendChoice::cpu;
  if (maker.backend == "cuda" && cuda_status().problem.empty()) return BackendChoice::cuda;
  return BackendChoice::automatic;
}

/// The CPU's SIMD level is the file's where this machine has that, unless the environment says
/// another.
void take_simd_level(const std::string& name) {
  const std::vector<SimdLevel> levels = simd_levels();
  if (std::ranges::find(levels, name, &SimdLevel::name) == levels.end()) return;
  constexpr int keep_what_is_set = 0;
  ::setenv("PAIRTWIST_SIMD", name.c_str(), keep_what_is_set);
}

/// Why bits may differ; "" if they must not.
std::string another_maker(const Maker& maker, const Backend& backend) {
  const auto differs = [](std::string_view what, std::string_view there, std::string_view here) {
    return there == here ? std::string()
                         : fmt::format("the file is of {} {}, this is {}", what, there, here);
  };
  for (const std::string& why :
       {differs("version", maker.version, version), differs("commit", maker.git_commit, git_commit),
        differs("build", maker.build, build_description),
        differs("backend", maker.backend, backend.name()),
        differs("SIMD level", maker.simd, backend.simd())})
    if (!why.empty()) return why;
  if (!maker.merged.empty())
    return fmt::format("trajectories {} were added up apart, and rounded so", maker.merged);
  if (backend.name() != "cpu" && maker.device != backend.device())
    return differs("device", maker.device, backend.device());
  if (git_commit == "unknown" || git_commit.ends_with("-dirty"))
    return fmt::format("the commit is {}, which does not tell one build from another", git_commit);
  return "";
}

/// Those that were solved at all: a result joined with --partial lacks some.
PointSet points_there(const ResultRows& rows) {
  PointSet there;
  PointRange range{0, 0};
  rows.for_each_status([&](std::size_t point, std::int8_t status) {
    if (static_cast<Status>(status) == Status::missing) return;
    if (range.count > 0 && range.first + range.count == point) {
      ++range.count;
      return;
    }
    if (range.count > 0) there.add(range);
    range = {point, 1};
  });
  if (range.count > 0) there.add(range);
  return there;
}

struct Outcome {
  std::string why_values;  ///< "" where bits are compared
  std::size_t points = 0, missing = 0;
  std::size_t values = 0, other_bits = 0;
  std::size_t looked_closer = 0;  ///< points
  std::vector<std::string> faults;
  std::vector<Tally> tallies;

  bool by_bits() const { return why_values.empty(); }
  bool reproduced() const { return faults.empty() && totals_of(tallies).beyond == 0; }
};

void print_text(const VerifyOptions& options, const ResultAgain& result, const Outcome& outcome,
                const Backend& backend) {
  fmt::print("{}: {} solved again on {} ({}, {})\n", options.config.config,
             points_text(static_cast<std::int64_t>(outcome.points)), backend.name(),
             backend.device(), backend.simd());
  if (outcome.missing > 0)
    fmt::print("  {} are missing in the file, and were left out\n",
               points_text(static_cast<std::int64_t>(outcome.missing)));
  if (outcome.by_bits())
    fmt::print("  bits compared: same build, backend and SIMD level\n");
  else
    fmt::print("  values compared, within solve.tolerance = {:g} of either side: {}\n",
               result.job.solve.tolerance, outcome.why_values);
  if (outcome.looked_closer > 0)
    fmt::print(
        "  {} with other times of extrema or events: their quantities were looked at there\n",
        points_text(static_cast<std::int64_t>(outcome.looked_closer)));
  fmt::print("{}", tallies_text(outcome.tallies, result.scan, outcome.by_bits()));
  for (const std::string& fault : outcome.faults) fmt::print("  {}\n", fault);
  const std::string bits =
      outcome.other_bits == 0
          ? fmt::format("all {} numbers have the same bits",
                        count_text(static_cast<std::int64_t>(outcome.values)))
          : fmt::format("{} of {} numbers have other bits",
                        count_text(static_cast<std::int64_t>(outcome.other_bits)),
                        count_text(static_cast<std::int64_t>(outcome.values)));
  if (outcome.reproduced())
    fmt::print("reproduced: {}\n", bits);
  else if (outcome.by_bits())
    fmt::print("NOT REPRODUCED: {}{}\n", bits,
               outcome.faults.empty() ? "" : ", and the file is not of its config");
  else
    fmt::print("NOT REPRODUCED: {} values are beyond the tolerance{}\n",
               totals_of(outcome.tallies).beyond,
               outcome.faults.empty() ? "" : ", and the file is not of its config");
}

void print_json(const VerifyOptions& options, const ResultAgain& result, const Outcome& outcome,
                const Backend& backend) {
  const nlohmann::ordered_json json = {
      {"file", options.config.config},
      {"reproduced", outcome.reproduced()},
      {"compared", outcome.by_bits() ? "bits" : "values"},
      {"why", outcome.by_bits() ? "same build, backend and SIMD level" : outcome.why_values},
      {"tolerance", result.job.solve.tolerance},
      {"points", outcome.points},
      {"missing", outcome.missing},
      {"numbers", outcome.values},
      {"numbers_with_other_bits", outcome.other_bits},
      {"points_looked_at_closer", outcome.looked_closer},
      {"backend", backend.name()},
      {"device", backend.device()},
      {"simd", backend.simd()},
      {"variables", tallies_json(outcome.tallies, result.job)},
      {"faults", outcome.faults}};
  fmt::print("{}\n", json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace));
}

}  // namespace

int reproduce(const VerifyOptions& options) {
  const std::string& path = options.config.config;
  const ResultAgain result = read_result_again(path);
  const Maker maker = maker_of(ResultRows(path, result.layout, Coordinates::rounded));
  take_simd_level(maker.simd);
  const std::unique_ptr<Backend> backend =
      make_backend(backend_for(options, maker), options.threads, options.config.devices);
  make_plan(result.job, result.scan, {backend->memory_budget(), backend->slots()},
            available_host_memory(), result.readers);

  Outcome outcome;
  outcome.why_values = another_maker(maker, *backend);
  const ResultRows rows(path, result.layout,
                        outcome.by_bits() ? Coordinates::bits : Coordinates::rounded);
  outcome.faults = rows.differences();
  const PointSet points = points_there(rows);
  outcome.points = points.size();
  outcome.missing = result.scan.size() - points.size();

  watch_for_interruption();
  const OrderlyStop stop([] { return false; }, std::nullopt);
  RowComparison comparison(result.job, result.scan, result.layout,
                           {.read = [&](const PointRange& range) { return rows.read(range); },
                            .has = [&](std::size_t variable) { return rows.has(variable); }},
                           outcome.by_bits());
  if (!points.empty()) {
    Progress progress(static_cast<std::int64_t>(points.size()), options.quiet);
    SolveOptions solve;
    solve.progress = [&](const ScanReport& so_far) { progress.update(so_far); };
    solve.stop = &stop.drop();
    solve.meter = progress.meter();
    solve.only = points;
    run_scan(result.job, result.scan, *backend, options.threads, result.readers, comparison, solve);
  }
  outcome.tallies = comparison.tallies();
  outcome.values = comparison.values();
  outcome.other_bits = comparison.other_bits();

  // Where two samples are alike, or a level is hardly passed, other rounding finds another time.
  PointCheck closer(result.job, result.scan, result.layout,
                    {*backend, options.threads, result.readers, &stop.drop()});
  for (const std::size_t point : comparison.undecided()) {
    const RowBlock row = rows.read({point, 1});
    const std::string fault = closer.fault_of(row);
    if (fault.empty())
      closer.check(row);
    else
      outcome.faults.push_back(fault);
    ++outcome.looked_closer;
  }
  add_tallies(outcome.tallies, closer.tallies());

  if (options.config.json)
    print_json(options, result, outcome, *backend);
  else
    print_text(options, result, outcome, *backend);
  return static_cast<int>(outcome.reproduced() ? Exit::done : Exit::some_failed);
}

}  // namespace pairtwist::cli
