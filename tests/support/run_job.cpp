#include "support/run_job.hpp"

#include <algorithm>

#include "io/file_readers.hpp"

namespace pairtwist::test {
namespace {

class KeepingSink final : public ResultSink {
 public:
  KeepingSink(const ResultLayout& layout, JobResult& result) : layout_(layout), result_(result) {}

  void write(const RowBlock& block) override {
    for (std::size_t v = 0; v < block.columns.size(); ++v) {
      const std::string& name = layout_.variables[v].name;
      const std::size_t first = block.first_point * layout_.row_size(layout_.variables[v]);
      if (const auto* numbers = std::get_if<std::vector<double>>(&block.columns[v]))
        keep(result_.numbers[name], first, *numbers);
      if (const auto* flags = std::get_if<std::vector<std::int8_t>>(&block.columns[v]))
        keep(result_.flags[name], first, *flags);
      if (const auto* integers = std::get_if<std::vector<std::int32_t>>(&block.columns[v]))
        keep(result_.integers[name], first, *integers);
    }
  }

 private:
  template <class T>
  void keep(std::vector<T>& all, std::size_t first, const std::vector<T>& values) {
    all.resize(std::max(all.size(), first + values.size()));
    std::copy(values.begin(), values.end(), all.begin() + static_cast<std::ptrdiff_t>(first));
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
