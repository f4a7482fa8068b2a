// SPDX-License-Identifier: BSD-3-Clause
// Rows into a result file.
#include <benchmark/benchmark.h>

#include <utility>

#include "io/result_writer.hpp"
#include "pairtwist/memory_sink.hpp"
#include "solve/run_scan.hpp"
#include "stages/configs.hpp"

namespace pairtwist::stages {
namespace {

/// A whole file in memory: opened, filled, closed.
void write(benchmark::State& state) {
  const Job job = parse_config(map_of_qfi, "benchmark", {R"(scan.axes=[
      { key = "model.kappa", logspace = [1.0, 1000.0, 100] },
      { key = "model.eta", linspace = [10.0, 400.0, 200] }])"});
  const Scan scan(job);
  const ResultLayout layout = result_layout(job, scan);
  MemorySink sink(layout);
  run_scan(job, scan, *make_cpu_backend(1), 1, {}, sink);
  const RowBlock rows = std::move(sink).release();
  for (auto _ : state) {
    ResultWriter writer = ResultWriter::in_memory(layout);
    writer.write(rows);
    writer.finish();
  }
  state.counters["points/s"] = benchmark::Counter(static_cast<double>(scan.size()),
                                                  benchmark::Counter::kIsIterationInvariantRate);
}
BENCHMARK(write)->Name("rows_of_20000_points")->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace pairtwist::stages
