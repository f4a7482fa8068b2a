// SPDX-License-Identifier: BSD-3-Clause
#include "support/run_job.hpp"

#include <utility>
#include <variant>

#include "io/file_readers.hpp"
#include "pairtwist/memory_sink.hpp"
#include "solve/run_scan.hpp"

namespace pairtwist::test {

JobResult run_config(const std::string& toml, Backend& backend, const std::string& name) {
  const Job job = parse_config(toml, name);
  const Scan scan(job);
  MemorySink sink(result_layout(job, scan));
  const ResultLayout layout = sink.layout();
  JobResult result;
  result.report = run_scan(job, scan, backend, 2, file_readers(), sink);
  RowBlock rows = std::move(sink).release();
  for (std::size_t v = 0; v < rows.columns.size(); ++v) {
    const std::string& variable = layout.variables[v].name;
    if (auto* numbers = std::get_if<std::vector<double>>(&rows.columns[v]))
      result.numbers[variable] = std::move(*numbers);
    if (auto* flags = std::get_if<std::vector<std::int8_t>>(&rows.columns[v]))
      result.flags[variable] = std::move(*flags);
    if (auto* integers = std::get_if<std::vector<std::int32_t>>(&rows.columns[v]))
      result.integers[variable] = std::move(*integers);
  }
  return result;
}

}  // namespace pairtwist::test
