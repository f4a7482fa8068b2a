// SPDX-License-Identifier: BSD-3-Clause
// pairtwist reproduce: the stored config of a result solved once more, and every number held
// against the file's.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "backend/host_memory.hpp"
#include "backend/host_threads.hpp"
#include "backend/simd_level.hpp"
#include "cli/commands.hpp"
#include "cli/interruption.hpp"
#include "cli/orderly_stop.hpp"
#include "cli/progress.hpp"
#include "cli/reproduce_report.hpp"
#include "cli/result_again.hpp"
#include "io/visible_text.hpp"
#include "pairtwist/error.hpp"
#include "pairtwist/version.hpp"
#include "plan/plan.hpp"
#include "solve/batch_room.hpp"
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
    return there == here
               ? std::string()
               : fmt::format("the file is of {} {}, this is {}", what, visible(there), here);
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

/// Where two samples are alike, or a level is hardly passed, other rounding finds another time.
void look_closer(const std::vector<std::size_t>& points, const ResultRows& rows, PointCheck& closer,
                 const VerifyOptions& options, Reproduction& outcome) {
  if (points.empty()) return;
  Progress progress(static_cast<std::int64_t>(points.size()), options.quiet);
  closer.tell(progress.meter());
  for (const std::size_t point : points) {
    const CheckedPoint checked = closer.check(rows.read({point, 1}));
    if (!checked.fault.empty()) outcome.faults.push_back(checked.fault);
    ++outcome.looked_closer;
  }
  closer.tell(nullptr);
}

}  // namespace

int reproduce(const VerifyOptions& options) {
  const std::string& path = options.config.config;
  const ResultAgain result = read_result_again(path);
  const Maker maker = maker_of(ResultRows(path, result.layout, Coordinates::rounded));
  take_simd_level(maker.simd);
  const std::unique_ptr<Backend> backend =
      make_backend(backend_for(options, maker), options.threads, options.config.devices);
  make_plan(result.job, result.scan, batch_room(*backend, host_threads(options.threads)),
            available_host_memory(), result.readers);

  Reproduction outcome;
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
  PointCheck closer(result.job, result.scan, result.layout,
                    {*backend, options.threads, result.readers, &stop.drop()});
  try {
    if (!points.empty()) {
      Progress progress(static_cast<std::int64_t>(points.size()), options.quiet, 0,
                        result.job.solve.max_seconds);
      SolveOptions solve;
      solve.progress = [&](const ScanReport& so_far) {
        progress.update(so_far);
        outcome.compared = static_cast<std::size_t>(so_far.done);
      };
      solve.stop = &stop.drop();
      solve.meter = progress.meter();
      solve.only = points;
      run_scan(result.job, result.scan, *backend, options.threads, result.readers, comparison,
               solve);
    }
    look_closer(comparison.undecided(), rows, closer, options, outcome);
  } catch (const Interrupted&) {
    throw Interrupted(interruption_text(options, outcome, comparison));
  }
  outcome.tallies = comparison.tallies();
  outcome.values = comparison.values();
  outcome.other_bits = comparison.other_bits();
  add_tallies(outcome.tallies, closer.tallies());

  print_report(options, result, outcome, *backend);
  return static_cast<int>(outcome.reproduced() ? Exit::done : Exit::some_failed);
}

}  // namespace pairtwist::cli
