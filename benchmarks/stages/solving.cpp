// SPDX-License-Identifier: BSD-3-Clause
// What solves a point, method by method, and what makes quantities of that.
#include <benchmark/benchmark.h>

#include <cstdint>
#include <map>
#include <memory>
#include <stdexcept>

#include "pairtwist/memory_sink.hpp"
#include "solve/run_scan.hpp"
#include "stages/configs.hpp"
#include "stages/solved_scan.hpp"

namespace pairtwist::stages {
namespace {

using benchmark::Counter;

/// The backend's part of one point; the rest says how it is meant to be solved.
void solve(benchmark::State& state, const std::string& config, Method method, bool in_double) {
  SolvedScan scan(config);
  if (scan.batch().method != method || scan.batch().in_double != in_double)
    throw std::logic_error("a benchmark is not solved as its name says");
  for (auto _ : state) benchmark::DoNotOptimize(scan.solve());
  const std::int64_t blocks =
      scan.batch().total_pairs() + (scan.batch().want_photons ? scan.batch().total_sectors() : 0);
  state.counters["points/s"] = Counter(1.0, Counter::kIsIterationInvariantRate);
  state.counters["blocks/s"] =
      Counter(static_cast<double>(blocks), Counter::kIsIterationInvariantRate);
}
BENCHMARK_CAPTURE(solve, sums_in_double, qfi, Method::closed_form, true);
BENCHMARK_CAPTURE(solve, double_double, strict_qfi, Method::closed_form, false);
BENCHMARK_CAPTURE(solve, Bell, bell, Method::closed_form, false);
BENCHMARK_CAPTURE(solve, thermal_light, thermal, Method::closed_form, true);
BENCHMARK_CAPTURE(solve, integrated_thermal_light, integrated_thermal, Method::gaussian, false);
BENCHMARK_CAPTURE(solve, Kerr_in_the_laboratory, kerr_in_the_laboratory, Method::fock, false);
BENCHMARK_CAPTURE(solve, Kerr_in_the_moving_frame, kerr_in_the_moving_frame, Method::fock, false);

/// Quantities at all times of one point that was solved.
void reduce(benchmark::State& state, const std::string& config) {
  SolvedScan scan(config);
  const engines::BatchView view = scan.solve();
  for (auto _ : state) {
    scan.reduce(view);
    benchmark::ClobberMemory();
  }
  state.counters["points/s"] = Counter(1.0, Counter::kIsIterationInvariantRate);
}
BENCHMARK_CAPTURE(reduce, qfi_from_sums, qfi);
BENCHMARK_CAPTURE(reduce, Bell, bell);

/// Both, with all that stands between them.
void evaluate(benchmark::State& state, const std::string& config) {
  SolvedScan scan(config);
  for (auto _ : state) {
    scan.evaluate();
    benchmark::ClobberMemory();
  }
  state.counters["points/s"] = Counter(1.0, Counter::kIsIterationInvariantRate);
}
BENCHMARK_CAPTURE(evaluate, density_matrix, density_matrix);

/// A scan from its config to its values, as a caller has them that wants no file.
void scan_in_memory(benchmark::State& state, const std::string& config) {
  const Job job = parse_config(config, "benchmark");
  const Scan scan(job);
  const std::unique_ptr<Backend> backend = make_cpu_backend(1);
  for (auto _ : state) {
    MemorySink sink(result_layout(job, scan));
    const ScanReport report = run_scan(job, scan, *backend, 1, {}, sink);
    if (report.statuses != std::map<Status, std::int64_t>{{Status::good, report.done}})
      throw std::logic_error("a point of a benchmark failed");
  }
  state.counters["points/s"] =
      Counter(static_cast<double>(scan.size()), Counter::kIsIterationInvariantRate);
}
BENCHMARK_CAPTURE(scan_in_memory, three_photons, three_photons)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace pairtwist::stages
