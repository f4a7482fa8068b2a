#include "support/run_job.hpp"

#include <algorithm>

#include "io/file_readers.hpp"

namespace pairtwist::test {
namespace {

class KeepingSink final : public ResultSink {
 public:
  KeepingSink(const ResultLayout& layout, JobResult& result) : layout_(layout), result_(result) {}

  void write(std::size_t variable, std::size_t first_point, std::size_t n_points,
             const void* rows) override {
    const Variable& v = layout_.variables[variable];
    const std::size_t row = layout_.row_size(v);
    if (v.type == DataType::float64)
      keep(result_.numbers[v.name], row, first_point, n_points, rows);
    if (v.type == DataType::int32) keep(result_.integers[v.name], row, first_point, n_points, rows);
    if (v.type == DataType::int8) keep(result_.flags[v.name], row, first_point, n_points, rows);
  }

 private:
  template <class T>
  void keep(std::vector<T>& all, std::size_t row, std::size_t first, std::size_t count,
            const void* rows) {
    if (all.size() < (first + count) * row) all.resize((first + count) * row);
    const T* values = static_cast<const T*>(rows);
    std::copy(values, values + count * row, all.begin() + static_cast<std::ptrdiff_t>(first * row));
  }

  const ResultLayout& layout_;
  JobResult& result_;
};

}  // namespace

JobResult run_config(const std::string& toml, Backend& backend, const std::string& name) {
  const Job job = parse_config(toml, name);
  const Scan scan(job);
  const ResultLayout layout = result_layout(job, scan);
  JobResult result;
  KeepingSink sink(layout, result);
  SolveOptions options;
  options.threads = 2;
  result.report = run_scan(job, scan, backend, file_readers(), sink, options);
  return result;
}

}  // namespace pairtwist::test
