// SPDX-License-Identifier: BSD-3-Clause
#include "cli/reproduce_report.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <nlohmann/json.hpp>

#include "cli/text.hpp"
#include "io/json_text.hpp"
#include "text/counted.hpp"

namespace pairtwist::cli {
namespace {

void print_text(const VerifyOptions& options, const ResultAgain& result,
                const Reproduction& outcome, const Backend& backend) {
  fmt::print("{}: {} solved again on {} ({}, {})\n", options.config.config,
             counted(static_cast<std::int64_t>(outcome.points), "point"), backend.name(),
             backend.device(), backend.simd());
  if (outcome.missing > 0)
    fmt::print("  {} are missing in the file, and were left out\n",
               counted(static_cast<std::int64_t>(outcome.missing), "point"));
  if (outcome.by_bits())
    fmt::print("  bits compared: same build, backend and SIMD level\n");
  else
    fmt::print("  values compared, within solve.tolerance = {:g} of either side: {}\n",
               result.job.solve.tolerance, outcome.why_values);
  if (outcome.looked_closer > 0)
    fmt::print(
        "  {} with other times of extrema or events: their quantities were looked at there\n",
        counted(static_cast<std::int64_t>(outcome.looked_closer), "point"));
  fmt::print("{}", tallies_text(outcome.tallies, result.scan, outcome.by_bits()));
  for (const std::string& fault : outcome.faults) fmt::print("  {}\n", fault);
  const std::string bits =
      outcome.other_bits == 0
          ? fmt::format("all {} numbers have the same bits",
                        count_text(static_cast<std::int64_t>(outcome.values)))
          : fmt::format("{} of {} numbers have other bits",
                        count_text(static_cast<std::int64_t>(outcome.other_bits)),
                        count_text(static_cast<std::int64_t>(outcome.values)));
  if (outcome.reproduced())
    fmt::print("reproduced: {}\n", bits);
  else if (outcome.by_bits())
    fmt::print("NOT REPRODUCED: {}{}\n", bits,
               outcome.faults.empty() ? "" : ", and the file is not of its config");
  else
    fmt::print("NOT REPRODUCED: {} values are beyond the tolerance{}\n",
               totals_of(outcome.tallies).beyond,
               outcome.faults.empty() ? "" : ", and the file is not of its config");
}

void print_json(const VerifyOptions& options, const ResultAgain& result,
                const Reproduction& outcome, const Backend& backend) {
  const nlohmann::ordered_json json = {
      {"file", options.config.config},
      {"reproduced", outcome.reproduced()},
      {"compared", outcome.by_bits() ? "bits" : "values"},
      {"why", outcome.by_bits() ? "same build, backend and SIMD level" : outcome.why_values},
      {"tolerance", result.job.solve.tolerance},
      {"points", outcome.points},
      {"missing", outcome.missing},
      {"numbers", outcome.values},
      {"numbers_with_other_bits", outcome.other_bits},
      {"points_looked_at_closer", outcome.looked_closer},
      {"backend", backend.name()},
      {"device", backend.device()},
      {"simd", backend.simd()},
      {"variables", tallies_json(outcome.tallies, result.job)},
      {"faults", outcome.faults}};
  fmt::print("{}\n", json_text(json));
}

}  // namespace

void print_report(const VerifyOptions& options, const ResultAgain& result,
                  const Reproduction& outcome, const Backend& backend) {
  if (options.config.json)
    print_json(options, result, outcome, backend);
  else
    print_text(options, result, outcome, backend);
}

std::string interruption_text(const VerifyOptions& options, const Reproduction& outcome,
                              const RowComparison& comparison) {
  return fmt::format(
      "reproduce was interrupted: {} of {} had been compared, {}; {} is as it was, and the same "
      "command begins anew",
      count_text(static_cast<std::int64_t>(outcome.compared)),
      counted(static_cast<std::int64_t>(outcome.points), "point"),
      outcome.by_bits() ? fmt::format("{} of {} numbers with other bits", comparison.other_bits(),
                                      comparison.values())
                        : fmt::format("{} of {} values beyond solve.tolerance",
                                      totals_of(comparison.tallies()).beyond,
                                      totals_of(comparison.tallies()).compared),
      options.config.config);
}

}  // namespace pairtwist::cli
