// SPDX-License-Identifier: BSD-3-Clause
#include "solve/run_scan.hpp"

#include <omp.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

#include "engines/run_tasks.hpp"
#include "io/result_variables.hpp"
#include "io/row_blocks.hpp"
#include "pairtwist/error.hpp"
#include "plan/batches.hpp"
#include "solve/batch_pace.hpp"
#include "solve/columns.hpp"
#include "solve/evaluator.hpp"
#include "solve/events.hpp"
#include "solve/extrema.hpp"
#include "solve/file_turns.hpp"
#include "solve/points_ahead.hpp"
#include "solve/switch_off.hpp"
#include "solve/time_reduction.hpp"

namespace pairtwist {
namespace {

using Clock = std::chrono::steady_clock;

bool has_values(Status status) {
  return status == Status::good || status == Status::below_precision || status == Status::partly;
}

/// Some points, from preparation to rows. Stays where it is while the evaluator holds on to
/// `samples`.
struct BatchInWork {
  bool busy = false;
  PointSet points;
  std::vector<Task> tasks;
  std::vector<bool> has_maximum;  ///< only for switch_off = "max_qfi"
  FoundEvents events;             ///< empty without events
  Evaluation samples;             ///< at all times, or at the last one
  Extrema extrema;                ///< only for over_time = "extrema"
  Clock::time_point started;
  PointCost cost;  ///< of all of them

  /// Whether solve.max_seconds ended the point, at its samples or between them.
  bool timed_out(std::int64_t p) const {
    const auto one = [p](const std::vector<char>& of) {
      return !of.empty() && of[static_cast<std::size_t>(p)] != 0;
    };
    return one(samples.timed_out) || one(events.timed_out) || one(extrema.timed_out);
  }
};

class Run {
 public:
  Run(const Job& job, const Scan& scan, Backend& backend, int threads, const StateReaders& readers,
      ResultSink& sink, const SolveOptions& options)
      : job_(job),
        scan_(scan),
        options_(options),
        layout_(result_layout(job, scan)),
        threads_(threads > 0 ? threads : omp_get_max_threads()),
        files_(sink),
        planner_(job, files_.of(readers)),
        sizer_(job, static_cast<std::int64_t>(scan.time().size()),
               {backend.memory_budget(), backend.slots(), threads_}),
        points_(job, scan, options.only, sizer_, planner_, threads_, options.stop, options.meter),
        evaluator_(backend, threads_, sizer_.slot_budget(), job.solve, options.stop, options.meter),
        pace_(options.batch_seconds, 16 * static_cast<std::int64_t>(threads_)),
        in_work_(static_cast<std::size_t>(backend.slots())) {
    if (keeps_trajectory_means(job)) kept_means_ = trajectory_means(job, scan);
    for (const std::string& name : job.output.quantities) requested_.push_back(find_quantity(name));
    for (const EventSpec& event : job.output.events) {
      const Quantity* quantity = find_quantity(event.quantity);
      if (std::find(of_events_.begin(), of_events_.end(), quantity) == of_events_.end())
        of_events_.push_back(quantity);
    }
  }

  /// A batch in work in every slot: while the backend solves some, the host reduces the oldest, so
  /// that rows are written in their order.
  ScanReport run() {
    const auto slots = static_cast<int>(in_work_.size());
    int oldest = 0;
    for (; !points_.empty(); oldest = (oldest + 1) % slots) {
      finish_batch(oldest);
      if (options_.finish != nullptr && options_.finish->raised()) break;
      begin_batch(oldest);
    }
    for (int i = 0; i < slots; ++i) finish_batch((oldest + i) % slots);
    files_.finish();
    if (!points_.empty())
      throw Interrupted("the scan was interrupted; the batches under way were finished");
    return report_;
  }

 private:
  void begin_batch(int slot);
  void finish_batch(int slot);
  Evaluation evaluation_of(const std::vector<Task>& tasks,
                           const std::vector<const Quantity*>& quantities, bool all_times) const;
  Status write_point(const BatchInWork& batch, std::int64_t p, double runtime,
                     Columns& columns) const;
  bool lacks_a_quantity(const Evaluation& samples, std::int64_t p) const;

  const Job& job_;
  const Scan& scan_;
  const SolveOptions& options_;
  ResultLayout layout_;
  int threads_;
  FileTurns files_;
  WorkPlanner planner_;
  BatchSizer sizer_;
  PointsAhead points_;
  Evaluator evaluator_;
  BatchPace pace_;
  Clock::time_point last_finish_ = Clock::now();
  TrajectoryMeans kept_means_;
  std::vector<const Quantity*> requested_;
  std::vector<const Quantity*> of_events_;
  std::vector<BatchInWork> in_work_;  ///< [slot]
  ScanReport report_;
};

Evaluation Run::evaluation_of(const std::vector<Task>& tasks,
                              const std::vector<const Quantity*>& quantities,
                              bool all_times) const {
  const std::vector<double>& time = scan_.time();
  Evaluation evaluation;
  evaluation.quantities = quantities;
  evaluation.sampled = job_.solve.trajectories > 0;
  evaluation.keeps_means = keeps_trajectory_means(job_);
  evaluation.kept_means = kept_means_;
  evaluation.n_times = all_times ? static_cast<std::int64_t>(time.size()) : 1;
  evaluation.tasks.reserve(tasks.size());
  evaluation.times.resize(tasks.size() * static_cast<std::size_t>(evaluation.n_times));
  auto next_times = evaluation.times.begin();
  for (const Task& task : tasks) {
    evaluation.tasks.push_back(&task);
    next_times = std::transform(time.end() - evaluation.n_times, time.end(), next_times,
                                [scale = task.point.time_scale](double t) { return t * scale; });
  }
  if (job_.output.over_time == OverTime::extrema)
    for (const Quantity* quantity : quantities)
      evaluation.extrema_alone.push_back(
          std::find(of_events_.begin(), of_events_.end(), quantity) == of_events_.end() ? 1 : 0);
  evaluation.prepare();
  return evaluation;
}

void Run::begin_batch(int slot) {
  BatchInWork& batch = in_work_[slot];
  batch = {};
  batch.busy = true;
  batch.started = Clock::now();
  sizer_.start_next();
  while (!points_.empty() && sizer_.points() < pace_.most() && sizer_.add(points_.front().bytes)) {
    PointsAhead::Prepared point = points_.take();
    batch.points.add({point.index, 1});
    batch.cost += point.task.cost;
    batch.tasks.push_back(std::move(point.task));
  }
  if (job_.base.pump.switch_off_at_max_qfi)
    batch.has_maximum = switch_off_at_max_qfi(batch.tasks, job_.solve.tolerance, evaluator_, slot);

  const bool all_times = job_.output.over_time != OverTime::final;
  std::vector<const Quantity*> quantities = requested_;
  if (all_times)
    for (const Quantity* quantity : of_events_)
      if (std::find(requested_.begin(), requested_.end(), quantity) == requested_.end())
        quantities.push_back(quantity);
  batch.samples = evaluation_of(batch.tasks, quantities, all_times);
  batch.samples.at_samples = true;
  evaluator_.begin(slot, batch.samples);
}

void Run::finish_batch(int slot) {
  BatchInWork& batch = in_work_[slot];
  if (!batch.busy) return;
  evaluator_.finish(slot);
  Columns columns(layout_, 0, batch.tasks.size());
  if (!of_events_.empty()) {
    if (job_.output.over_time == OverTime::final) {
      Evaluation samples = evaluation_of(batch.tasks, of_events_, true);
      evaluator_.evaluate(slot, samples);
      batch.events = write_events(job_.output.events, job_.solve.tolerance, samples, evaluator_,
                                  slot, columns);
    } else {
      batch.events = write_events(job_.output.events, job_.solve.tolerance, batch.samples,
                                  evaluator_, slot, columns);
    }
  }
  if (job_.output.over_time == OverTime::extrema)
    batch.extrema = find_extrema(batch.samples, requested_.size(), job_.solve.tolerance, threads_,
                                 evaluator_, slot);
  const double runtime = std::chrono::duration<double>(Clock::now() - batch.started).count() /
                         static_cast<double>(batch.tasks.size());
  std::vector<Status> statuses(batch.tasks.size());
  struct Nothing {};
  engines::run_short_tasks<Nothing>(batch.samples.size(), threads_, [&](std::int64_t p, Nothing&) {
    statuses[p] = write_point(batch, p, runtime, columns);
  });
  std::vector<RowBlock> blocks = split_rows(columns.take(), batch.points);
  std::int64_t p = 0;
  for (RowBlock& block : blocks) {
    for (const std::int64_t end = p + static_cast<std::int64_t>(block.count); p < end; ++p) {
      ++report_.statuses[statuses[p]];
      if (batch.timed_out(p)) ++report_.timed_out;
      if (!has_values(statuses[p]) || lacks_a_quantity(batch.samples, p)) ++block.failed;
    }
    report_.failed += static_cast<std::int64_t>(block.failed);
  }
  files_.write(std::move(blocks));
  report_.done += batch.samples.size();
  if (options_.meter != nullptr)
    options_.meter->finish(report_.done, batch.cost.all, batch.cost.solution);
  batch.busy = false;
  const Clock::time_point now = Clock::now();
  pace_.took(batch.samples.size(), std::chrono::duration<double>(now - last_finish_).count());
  last_finish_ = now;
  if (options_.progress) options_.progress(report_);
}

Status Run::write_point(const BatchInWork& batch, std::int64_t p, double runtime,
                        Columns& columns) const {
  const Task& task = batch.tasks[p];
  Status status = batch.samples.status(p, job_.output.over_time);
  if (status == Status::good && !batch.events.undecided.empty() && batch.events.undecided[p] != 0)
    status = Status::partly;
  const bool extrema = job_.output.over_time == OverTime::extrema;
  if (!batch.has_maximum.empty() && !batch.has_maximum[p]) status = Status::no_maximum;
  if (has_values(status) && extrema) {
    write_extrema(batch.samples, batch.extrema, requested_.size(), p, columns);
  } else if (has_values(status)) {
    write_quantities(batch.samples, requested_.size(), p, layout_, columns);
  } else {
    write_failure(job_.output, status, p, columns);
  }
  if (batch.samples.keeps_means)
    std::ranges::copy(batch.samples.kept_of_point(p),
                      columns.row(trajectory_means_name, p).begin());
  columns.value("tau_Q", p) = task.point.tau_Q;
  if (columns.has("kappa")) columns.value("kappa", p) = task.point.parameters.model.kappa;
  if (columns.has("time_scale")) columns.value("time_scale", p) = task.point.time_scale;
  if (columns.has("switch_off_time") && status != Status::no_maximum)
    columns.value("switch_off_time", p) = task.point.segments.front().until;
  columns.set_flag("status", p, static_cast<std::int8_t>(status));
  columns.set_flag("method", p, static_cast<std::int8_t>(task.work.method));
  if (columns.has(timed_out_name))
    columns.set_flag(timed_out_name, p, batch.timed_out(p) ? std::int8_t{1} : std::int8_t{0});
  columns.set_integer("cutoff", p, batch.samples.cutoff[p]);
  columns.value("tail_population", p) = batch.samples.tail[p];
  columns.value("error_estimate", p) = std::max(task.work.error_estimate, batch.samples.change[p]);
  columns.value("runtime", p) = runtime;
  return status;
}

/// Every value of some requested quantity is lost.
bool Run::lacks_a_quantity(const Evaluation& samples, std::int64_t p) const {
  for (std::size_t q = 0; q < requested_.size(); ++q) {
    const std::span<const ValueState> states = samples.states_of(p, q);
    if (!states.empty() && std::all_of(states.begin(), states.end(), missed)) return true;
  }
  return false;
}

}  // namespace

ScanReport run_scan(const Job& job, const Scan& scan, Backend& backend, int threads,
                    const StateReaders& readers, ResultSink& sink, const SolveOptions& options) {
  return Run(job, scan, backend, threads, readers, sink, options).run();
}

}  // namespace pairtwist
