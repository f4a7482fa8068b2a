// SPDX-License-Identifier: BSD-3-Clause
#include "stages/solved_scan.hpp"

#include <algorithm>
#include <stdexcept>

#include "solve/reduction.hpp"

namespace pairtwist::stages {

SolvedScan::SolvedScan(const std::string& toml)
    : job_(parse_config(toml, "benchmark")),
      evaluator_(backend_, 1, backend_.memory_budget() / backend_.slots(), job_.solve, nullptr) {
  const Scan scan(job_);
  WorkPlanner planner(job_, {});
  for (std::size_t i = 0; i < scan.size(); ++i) {
    Point point = scan.point(i);
    PointWork work = planner.work(point);
    tasks_.push_back({std::move(point), std::move(work)});
  }
  evaluation_.n_times = static_cast<std::int64_t>(scan.time().size());
  for (const std::string& name : job_.output.quantities)
    evaluation_.quantities.push_back(find_quantity(name));
  for (const Task& task : tasks_) {
    evaluation_.tasks.push_back(&task);
    for (const double time : scan.time()) evaluation_.times.push_back(time * task.point.time_scale);
  }
  evaluate();
  if (batch().points.size() != tasks_.size())
    throw std::logic_error("the points of a benchmark are to be one batch");
  for (std::int64_t p = 0; p < evaluation_.size(); ++p) {
    const Status status = evaluation_.status(p, OverTime::all);
    if (status != Status::good && status != Status::below_precision)
      throw std::logic_error("a point of a benchmark failed");
  }
}

engines::BatchView SolvedScan::solve() {
  backend_.cpu().submit(0, batch());
  return backend_.cpu().wait(0);
}

void SolvedScan::evaluate() {
  evaluation_.prepare();
  evaluator_.evaluate(0, evaluation_);
}

void SolvedScan::reduce(const engines::BatchView& view) {
  std::vector<Destination> destinations;
  for (std::size_t q = 0; q < evaluation_.quantities.size(); ++q)
    destinations.push_back({evaluation_.quantities[q],
                            static_cast<std::size_t>(evaluation_.width(0, q)), evaluation_.of(0, q),
                            evaluation_.states_of(0, q), evaluation_.at_most_of(0, q)});
  for (const Destination& to : destinations)
    std::fill(to.states.begin(), to.states.end(), ValueState::untried);
  reduce_stretch({.batch = batch(),
                  .view = view,
                  .b = 0,
                  .first = 0,
                  .count = evaluation_.n_times,
                  .photon_rounding = {}},
                 tasks_.front(), destinations, {.tolerance = job_.solve.tolerance});
}

}  // namespace pairtwist::stages
