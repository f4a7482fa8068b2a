// pairtwist info: what a result file says about itself.
#include <fmt/format.h>

#include "cli/commands.hpp"
#include "io/result_reader.hpp"
#include "pairtwist/error.hpp"

namespace pairtwist::cli {

int info(const FileOptions& options) {
  const ResultSummary summary = read_result_summary(options.file);
  if (options.json)
    fmt::print("{}\n", summary_json(summary));
  else
    fmt::print("{}", summary_text(summary));
  return static_cast<int>(Exit::done);
}

}  // namespace pairtwist::cli
