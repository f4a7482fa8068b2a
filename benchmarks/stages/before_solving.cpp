// SPDX-License-Identifier: BSD-3-Clause
// What is done for each point before it is solved: its parameters, its work, the plan of a scan.
#include <benchmark/benchmark.h>

#include <stdexcept>

#include "backend/host_memory.hpp"
#include "plan/plan.hpp"
#include "plan/point_work.hpp"
#include "stages/configs.hpp"

namespace pairtwist::stages {
namespace {

void points(benchmark::State& state) {
  const Job job = parse_config(map_of_qfi, "benchmark");
  const Scan scan(job);
  std::size_t i = 0;
  for (auto _ : state) benchmark::DoNotOptimize(scan.point(i++ % scan.size()));
  state.counters["points/s"] =
      benchmark::Counter(static_cast<double>(i), benchmark::Counter::kIsRate);
}
BENCHMARK(points)->Name("point");

void work(benchmark::State& state) {
  const Job job = parse_config(map_of_qfi, "benchmark");
  const Point point = Scan(job).point(0);
  WorkPlanner planner(job, {});
  for (auto _ : state) benchmark::DoNotOptimize(planner.work(point));
  state.counters["points/s"] =
      benchmark::Counter(1.0, benchmark::Counter::kIsIterationInvariantRate);
}
BENCHMARK(work)->Name("work_of_a_point");

/// All of `pairtwist plan` but its pilot.
void plan(benchmark::State& state) {
  const Job job = parse_config(map_of_qfi, "benchmark");
  for (auto _ : state) {
    const Scan scan(job);
    const Plan plan = make_plan(job, scan, {std::int64_t{128} << 20}, available_host_memory(), {});
    if (plan.points != 1000000) throw std::logic_error("a million points were to be planned");
  }
  state.counters["points/s"] =
      benchmark::Counter(1e6, benchmark::Counter::kIsIterationInvariantRate);
}
BENCHMARK(plan)->Name("plan_of_a_million_points")->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace pairtwist::stages
