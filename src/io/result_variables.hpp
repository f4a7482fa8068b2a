// SPDX-License-Identifier: BSD-3-Clause
// The variables of a result file that batches fill, as data. Internal to result_layout().
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "pairtwist/results.hpp"

namespace pairtwist {

/// Where a largest or smallest value lies (the file's `qfi_max_place`, int8).
enum class ExtremumPlace : std::int8_t {
  none = 0,    ///< there is no such value
  inside = 1,  ///< between the first and the last sample
  start = 2,   ///< at the first, and larger, or smaller, than what follows
  end = 3,     ///< at the last: beyond it there may be more
  lost = 4,    ///< not known: values that were lost may lie beyond all others
};
/// With a finite solve.max_seconds, of each point (int8).
inline constexpr std::string_view timed_out_name = "timed_out";

/// Behind `qfi_max` and `qfi_min`.
inline constexpr std::string_view place_suffix = "_place";

/// Quantities (or their extrema), events, then the records of every point, in the order that
/// result_layout() documents. Throws UsageError for extrema of a quantity that is not a scalar.
std::vector<Variable> result_variables(const Job& job, const Scan& scan);

}  // namespace pairtwist
