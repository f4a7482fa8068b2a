// SPDX-License-Identifier: BSD-3-Clause
#include "solve/batch_line.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "engines/run_tasks.hpp"
#include "io/result_variables.hpp"
#include "io/row_blocks.hpp"
#include "solve/time_reduction.hpp"

namespace pairtwist {
namespace {

bool has_values(Status status) {
  return status == Status::good || status == Status::below_precision || status == Status::partly;
}

}  // namespace

BatchLine::BatchLine(const LineTools& tools, int first_slot)
    : tools_(tools),
      first_slot_(first_slot),
      sizer_(tools.sizer),
      pace_(tools.options.batch_seconds, 16 * static_cast<std::int64_t>(tools.threads)),
      in_work_(static_cast<std::size_t>(tools.slots)) {
  const Job& job = tools_.job;
  if (keeps_trajectory_means(job)) kept_means_ = trajectory_means(job, tools_.scan);
  for (const std::string& name : job.output.quantities) requested_.push_back(find_quantity(name));
  for (const EventSpec& event : job.output.events) {
    const Quantity* quantity = find_quantity(event.quantity);
    if (std::find(of_events_.begin(), of_events_.end(), quantity) == of_events_.end())
      of_events_.push_back(quantity);
  }
}

BatchLine::~BatchLine() {
  for (int slot = 0; slot < tools_.slots; ++slot) tools_.evaluator.abandon(first_slot_ + slot);
}

bool BatchLine::solve(const PointSet& points, const std::function<void(FinishedBatch)>& give) {
  PointsAhead ahead(tools_.job, tools_.scan, points, sizer_, tools_.planner, tools_.threads,
                    tools_.options.stop, tools_.meter, tools_.average_cost,
                    tools_.options.dear_last);
  const auto finish = [&](int slot) {
    if (in_work_[slot].busy) give(finish_batch(slot));
  };
  last_finish_ = Clock::now();
  int oldest = 0;
  for (; !ahead.empty(); oldest = (oldest + 1) % tools_.slots) {
    finish(oldest);
    if (tools_.finish != nullptr && tools_.finish->raised()) break;
    begin_batch(oldest, ahead);
  }
  for (int i = 0; i < tools_.slots; ++i) finish((oldest + i) % tools_.slots);
  return ahead.empty();
}

Evaluation BatchLine::evaluation_of(const std::vector<Task>& tasks,
                                    const std::vector<const Quantity*>& quantities,
                                    bool all_times) const {
  const std::vector<double>& time = tools_.scan.time();
  Evaluation evaluation;
  evaluation.quantities = quantities;
  evaluation.sampled = tools_.job.solve.trajectories > 0;
  evaluation.keeps_means = keeps_trajectory_means(tools_.job);
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
  if (tools_.job.output.over_time == OverTime::extrema)
    for (const Quantity* quantity : quantities)
      evaluation.extrema_alone.push_back(
          std::find(of_events_.begin(), of_events_.end(), quantity) == of_events_.end() ? 1 : 0);
  evaluation.prepare();
  return evaluation;
}

void BatchLine::begin_batch(int slot, PointsAhead& points) {
  const Job& job = tools_.job;
  Evaluator& evaluator = tools_.evaluator;
  BatchInWork& batch = in_work_[slot];
  batch = {};
  batch.busy = true;
  batch.started = Clock::now();
  sizer_.start_next();
  std::vector<PointsAhead::Prepared> taken;
  const auto joins = [&](const PointsAhead::Prepared& next) {
    return taken.empty() || taken.front().price == next.price;
  };
  while (!points.empty() && sizer_.points() < pace_.most() && joins(points.front()) &&
         sizer_.add(points.front().bytes))
    taken.push_back(points.take());
  for (PointsAhead::Prepared& point : taken) {
    batch.points.add({point.index, 1});
    batch.cost += point.task.cost;
    batch.tasks.push_back(std::move(point.task));
  }
  if (job.base.pump.switch_off_at_max_qfi)
    batch.pump_ends =
        switch_off_at_max_qfi(batch.tasks, job.solve.tolerance, evaluator, first_slot_ + slot);

  const bool all_times = job.output.over_time != OverTime::final;
  std::vector<const Quantity*> quantities = requested_;
  if (all_times)
    for (const Quantity* quantity : of_events_)
      if (std::find(requested_.begin(), requested_.end(), quantity) == requested_.end())
        quantities.push_back(quantity);
  batch.samples = evaluation_of(batch.tasks, quantities, all_times);
  batch.samples.at_samples = true;
  evaluator.begin(first_slot_ + slot, batch.samples);
}

FinishedBatch BatchLine::finish_batch(int slot) {
  const Job& job = tools_.job;
  const OutputSpec& output = job.output;
  Evaluator& evaluator = tools_.evaluator;
  const int place = first_slot_ + slot;
  BatchInWork& batch = in_work_[slot];
  evaluator.finish(place);
  Columns columns(tools_.layout, 0, batch.tasks.size());
  batch.extrema = output.over_time == OverTime::extrema
                      ? find_extrema(batch.samples, requested_.size(), job.solve.tolerance,
                                     tools_.threads, evaluator, place)
                      : Extrema();
  if (!of_events_.empty()) {
    const auto write = [&](const Evaluation& samples) {
      batch.events = write_events(output.events, job.solve.tolerance, samples, batch.extrema,
                                  evaluator, place, columns);
    };
    if (output.over_time == OverTime::final) {
      Evaluation samples = evaluation_of(batch.tasks, of_events_, true);
      evaluator.evaluate(place, samples);
      write(samples);
    } else {
      write(batch.samples);
    }
  }
  const double runtime = std::chrono::duration<double>(Clock::now() - batch.started).count() /
                         static_cast<double>(batch.tasks.size());
  std::vector<Status> statuses(batch.tasks.size());
  struct Nothing {};
  engines::run_short_tasks<Nothing>(
      batch.samples.size(), tools_.threads,
      [&](std::int64_t p, Nothing&) { statuses[p] = write_point(batch, p, runtime, columns); });
  FinishedBatch finished{split_rows(columns.take(), batch.points), {}, batch.cost};
  ScanReport& report = finished.report;
  report.done = batch.samples.size();
  std::int64_t p = 0;
  for (RowBlock& block : finished.blocks) {
    for (const std::int64_t end = p + static_cast<std::int64_t>(block.count); p < end; ++p) {
      ++report.statuses[statuses[p]];
      if (batch.timed_out(p)) ++report.timed_out;
      if (output.over_time == OverTime::extrema && has_values(statuses[p]) &&
          beyond_samples(batch.samples, batch.extrema, requested_.size(), job.solve.tolerance, p))
        ++block.coarse;
      if (!has_values(statuses[p]) || lacks_a_quantity(batch.samples, p)) ++block.failed;
    }
    report.failed += static_cast<std::int64_t>(block.failed);
    report.coarse += static_cast<std::int64_t>(block.coarse);
  }
  batch.busy = false;
  const Clock::time_point now = Clock::now();
  pace_.took(report.done, std::chrono::duration<double>(now - last_finish_).count());
  last_finish_ = now;
  return finished;
}

Status BatchLine::write_point(const BatchInWork& batch, std::int64_t p, double runtime,
                              Columns& columns) const {
  const Task& task = batch.tasks[p];
  // What was lost of a quantity that an event alone asks for is told by the event.
  const std::size_t told = requested_.empty() ? batch.samples.quantities.size() : requested_.size();
  Status status = batch.samples.status_of_first(p, told, tools_.job.output.over_time);
  if (status == Status::good && !batch.events.undecided.empty() && batch.events.undecided[p] != 0)
    status = Status::partly;
  const bool extrema = tools_.job.output.over_time == OverTime::extrema;
  if (batch.pump_end(p) == PumpEnd::no_maximum) status = Status::no_maximum;
  if (batch.pump_end(p) == PumpEnd::timed_out) status = Status::not_converged;
  if (has_values(status) && extrema) {
    write_extrema(batch.samples, batch.extrema, requested_.size(), p, columns);
  } else if (has_values(status)) {
    write_quantities(batch.samples, requested_.size(), p, tools_.layout, columns);
  } else {
    write_failure(tools_.job.output, status, p, columns);
  }
  if (batch.samples.keeps_means)
    std::ranges::copy(batch.samples.kept_of_point(p),
                      columns.row(trajectory_means_name, p).begin());
  columns.value("tau_Q", p) = task.point.tau_Q;
  if (columns.has("kappa")) columns.value("kappa", p) = task.point.parameters.model.kappa;
  if (columns.has("time_scale")) columns.value("time_scale", p) = task.point.time_scale;
  if (columns.has("switch_off_time") && batch.pump_end(p) == PumpEnd::found)
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
bool BatchLine::lacks_a_quantity(const Evaluation& samples, std::int64_t p) const {
  for (std::size_t q = 0; q < requested_.size(); ++q) {
    const std::span<const ValueState> states = samples.states_of(p, q);
    const auto lacks_all = [](ValueState state) {
      return missed(state) && state != ValueState::partly;
    };
    if (!states.empty() && std::all_of(states.begin(), states.end(), lacks_all)) return true;
  }
  return false;
}

}  // namespace pairtwist
