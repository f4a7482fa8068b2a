// SPDX-License-Identifier: BSD-3-Clause
#include "solve/run_scan.hpp"

#include <omp.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "backend/host_threads.hpp"
#include "pairtwist/error.hpp"
#include "plan/batches.hpp"
#include "solve/batch_line.hpp"
#include "solve/batch_room.hpp"
#include "solve/evaluator.hpp"
#include "solve/file_turns.hpp"
#include "solve/some_points.hpp"
#include "solve/stretches.hpp"

namespace pairtwist {
namespace {

constexpr std::int64_t rows_of_lines = std::int64_t{128} << 20;  // bytes, of all together

class Run {
 public:
  Run(const Job& job, const Scan& scan, Backend& backend, int threads, const StateReaders& readers,
      ResultSink& sink, const SolveOptions& options, Arithmetic arithmetic)
      : job_(job),
        scan_(scan),
        backend_(backend),
        options_(options),
        points_(options.only.empty() ? PointSet::all(scan.size()) : options.only),
        layout_(result_layout(job, scan)),
        threads_(host_threads(threads)),
        files_(sink),
        planner_(job, files_.of(readers), arithmetic) {}

  ScanReport run() {
    const Lines lines = lines_worth_having();
    const bool all = lines.count > 1 ? run_lines(lines) : run_one();
    files_.finish();
    if (!all) throw Interrupted("the scan was interrupted; the batches under way were finished");
    return report_;
  }

 private:
  BatchSizer sizer_for(const BatchRoom& room) const {
    return {job_, static_cast<std::int64_t>(scan_.time().size()), room};
  }
  LineTools tools_with(Evaluator& evaluator, const BatchSizer& sizer) {
    return {job_, scan_, options_, layout_, planner_, evaluator, sizer};
  }
  struct Lines {
    int count = 1;
    std::size_t points_of_stretch = 0;
  };
  Lines lines_worth_having();
  std::size_t points_of_stretch(int lines, double operations_of_point) const;
  bool run_one();
  bool run_lines(const Lines& lines);
  void take(FinishedBatch batch);

  const Job& job_;
  const Scan& scan_;
  Backend& backend_;
  const SolveOptions& options_;
  PointSet points_;
  ResultLayout layout_;
  int threads_;
  FileTurns files_;
  WorkPlanner planner_;
  std::optional<double> average_cost_;  ///< of a point, once some were looked at
  ScanReport report_;
};

/// What one thread does for a batch, from its points to its rows, keeps the others waiting. Where
/// points are so cheap that this shows, each thread has a line of its own; else all threads work on
/// each batch, and the last of few dear points does not leave them idle.
Run::Lines Run::lines_worth_having() {
  constexpr std::size_t points_of_line = 512;
  constexpr double cheap = 3e7;            // operations, some ten milliseconds
  constexpr std::int64_t in_a_batch = 32;  // points that memory allows at least
  const int lines = std::min(backend_.lines(), threads_);
  if (lines < 2 || points_.size() < points_of_line * static_cast<std::size_t>(lines)) return {};
  const std::int64_t budget = backend_.memory_budget();
  const SomePoints some =
      look_at_some(job_, scan_, points_, sizer_for(batch_room(backend_, threads_)), planner_);
  average_cost_ = some.average_cost;
  if (some.most_operations > cheap || some.most_bytes > budget / (in_a_batch * lines)) return {};
  if (options_.meter != nullptr)
    options_.meter->expect_in_all(some.average_cost * static_cast<double>(points_.size()));
  return {lines, points_of_stretch(lines, some.most_operations)};
}

/// Several stretches for each line, so that all end at about the same time; none of more than a
/// second, since one that is begun is solved to its end; all in work no more points than the two
/// batches of a single line have.
std::size_t Run::points_of_stretch(int lines, double operations_of_point) const {
  constexpr double stretches_of_line = 8.0;
  constexpr double most_operations = 1e9;
  constexpr double most_in_work = 16384.0;
  const double most =
      std::min({static_cast<double>(points_.size()) / (stretches_of_line * lines),
                most_operations / std::max(operations_of_point, 1.0), most_in_work / lines});
  return static_cast<std::size_t>(std::max(most, 16.0));
}

bool Run::run_one() {
  const BatchSizer sizer = sizer_for(batch_room(backend_, threads_));
  Evaluator evaluator(backend_, threads_, sizer.slot_budget(), job_.solve, options_.stop,
                      options_.meter);
  LineTools tools = tools_with(evaluator, sizer);
  tools.slots = backend_.slots();
  tools.threads = threads_;
  tools.finish = options_.finish;
  tools.meter = options_.meter;
  tools.average_cost = average_cost_;
  BatchLine line(tools, 0);
  return line.solve(points_, [this](FinishedBatch batch) { take(std::move(batch)); });
}

bool Run::run_lines(const Lines& lines) {
  BatchRoom room = batch_room(backend_, 1);
  room.slots = lines.count;
  room.rows = rows_of_lines / lines.count;
  const BatchSizer sizer = sizer_for(room);
  Evaluator evaluator(backend_, 1, sizer.slot_budget(), job_.solve, options_.stop, options_.meter);
  Stretches stretches(points_, lines.points_of_stretch, lines.count, options_.finish,
                      [this](FinishedBatch batch) { take(std::move(batch)); });
  // A parallel region inside of this one has one thread.
#pragma omp parallel num_threads(lines.count)
  try {
    BatchLine line(tools_with(evaluator, sizer), omp_get_thread_num());
    while (const auto stretch = stretches.next()) {
      std::vector<FinishedBatch> batches;
      line.solve(stretch->points,
                 [&](FinishedBatch batch) { batches.push_back(std::move(batch)); });
      stretches.done(*stretch, std::move(batches));
    }
  } catch (...) {
    stretches.fail();
  }
  return stretches.end();
}

/// Batches come in the order of their points, one at a time.
void Run::take(FinishedBatch batch) {
  files_.write(std::move(batch.blocks));
  for (const auto& [status, points] : batch.report.statuses) report_.statuses[status] += points;
  report_.done += batch.report.done;
  report_.failed += batch.report.failed;
  report_.timed_out += batch.report.timed_out;
  report_.coarse += batch.report.coarse;
  if (options_.meter != nullptr)
    options_.meter->finish(report_.done, batch.cost.all,
                           batch.cost.solution + batch.cost.evaluation);
  if (options_.progress) options_.progress(report_);
}

}  // namespace

ScanReport run_scan(const Job& job, const Scan& scan, Backend& backend, int threads,
                    const StateReaders& readers, ResultSink& sink, const SolveOptions& options,
                    Arithmetic arithmetic) {
  return Run(job, scan, backend, threads, readers, sink, options, arithmetic).run();
}

}  // namespace pairtwist
