// SPDX-License-Identifier: BSD-3-Clause
// What verify and reproduce found, for people and as JSON.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "pairtwist/scan.hpp"
#include "solve/tally.hpp"

namespace pairtwist::cli {

/// Sums of all, and the worst of them.
struct CheckTotals {
  std::size_t compared = 0, lost = 0, unknown = 0, beyond = 0;
  const Tally* worst = nullptr;  ///< none: nothing was compared
};
CheckTotals totals_of(const std::vector<Tally>& tallies);

/// Those of which no value was held against another.
std::vector<const Tally*> not_judged(const std::vector<Tally>& tallies);
/// "entropy (all lost or undefined in the file), g2 (lost in every other solution)"
std::string not_judged_text(const std::vector<const Tally*>& tallies);

/// "12 values of 20, the others not judged (8 lost or undefined in the file); ", of what went into
/// `totals`; empty where every value was judged.
std::string judged_text(const CheckTotals& totals);

/// A line each, indented, ending in a newline; `by_bits`: only those that differ.
std::string tallies_text(const std::vector<Tally>& tallies, const Scan& scan, bool by_bits);

/// Differences that are no number are null.
nlohmann::ordered_json tallies_json(const std::vector<Tally>& tallies, const Job& job);

/// Adds what was counted of the same claims elsewhere.
void add_tallies(std::vector<Tally>& to, const std::vector<Tally>& others);

}  // namespace pairtwist::cli
