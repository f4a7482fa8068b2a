// SPDX-License-Identifier: BSD-3-Clause
// What reproduce found, for people and as JSON.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "backend/backend.hpp"
#include "cli/check_report.hpp"
#include "cli/commands.hpp"
#include "cli/result_again.hpp"
#include "solve/row_comparison.hpp"
#include "solve/tally.hpp"

namespace pairtwist::cli {

/// What came of it, and how far it has come.
struct Reproduction {
  std::string why_values;  ///< "" where bits are compared
  std::size_t points = 0, missing = 0;
  std::size_t compared = 0;  ///< of `points`, so far
  std::size_t values = 0, other_bits = 0;
  std::size_t looked_closer = 0;  ///< points
  std::vector<std::string> faults;
  std::vector<Tally> tallies;

  bool by_bits() const { return why_values.empty(); }
  bool reproduced() const { return faults.empty() && totals_of(tallies).beyond == 0; }
};

/// To stdout.
void print_report(const VerifyOptions& options, const ResultAgain& result,
                  const Reproduction& outcome, const Backend& backend);

/// Of one that was interrupted: what had been found by then.
std::string interruption_text(const VerifyOptions& options, const Reproduction& outcome,
                              const RowComparison& comparison);

}  // namespace pairtwist::cli
