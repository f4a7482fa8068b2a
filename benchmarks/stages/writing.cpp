// Rows into a result file.
#include <benchmark/benchmark.h>

#include "backend/backend.hpp"
#include "io/result_writer.hpp"
#include "stages/configs.hpp"

namespace pairtwist::stages {
namespace {

struct Rows {
  std::size_t variable, first, count;
  std::vector<char> bytes;
};

/// Keeps what a run writes.
class Keeper final : public ResultSink {
 public:
  explicit Keeper(const ResultLayout& layout) : layout_(layout) {}

  void write(std::size_t variable, std::size_t first, std::size_t count,
             const void* rows) override {
    const Variable& of = layout_.variables[variable];
    const std::size_t size = of.type == DataType::float64 ? 8 : of.type == DataType::int32 ? 4 : 1;
    const char* bytes = static_cast<const char*>(rows);
    kept_.push_back({variable, first, count, {bytes, bytes + count * layout_.row_size(of) * size}});
  }

  const std::vector<Rows>& kept() const { return kept_; }

 private:
  const ResultLayout& layout_;
  std::vector<Rows> kept_;
};

/// A whole file in memory: opened, filled, closed.
void write(benchmark::State& state) {
  const Job job = parse_config(map_of_qfi, "benchmark", {R"(scan.axes=[
      { key = "model.kappa", logspace = [1.0, 1000.0, 100] },
      { key = "model.eta", linspace = [10.0, 400.0, 200] }])"});
  const Scan scan(job);
  const ResultLayout layout = result_layout(job, scan);
  Keeper keeper(layout);
  SolveOptions options;
  options.threads = 1;
  run_scan(job, scan, *make_cpu_backend(1), {}, keeper, options);
  for (auto _ : state) {
    ResultWriter writer = ResultWriter::in_memory(layout);
    for (const Rows& rows : keeper.kept())
      writer.write(rows.variable, rows.first, rows.count, rows.bytes.data());
    writer.finish();
  }
  state.counters["points/s"] = benchmark::Counter(static_cast<double>(scan.size()),
                                                  benchmark::Counter::kIsIterationInvariantRate);
}
BENCHMARK(write)->Name("rows_of_20000_points")->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace pairtwist::stages
