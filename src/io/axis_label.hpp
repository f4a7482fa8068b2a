// SPDX-License-Identifier: BSD-3-Clause
// Units and plain names of scanned keys, which are in the config's tables, and of times, as the
// result file's attributes.
#pragma once

#include <string>

#include "pairtwist/job.hpp"

namespace pairtwist {

struct AxisLabel {
  std::string units;
  std::string long_name;
  std::string symbol;  ///< matplotlib mathtext
};

/// `key` is a whole config key, "model.eta.abs".
AxisLabel axis_label(const std::string& key, const Job& job);

/// Units of absolute times: the inverse of the rate unit.
std::string absolute_time_units(const Job& job);

/// Units of times as the config gives them: absolute, or "tau_Q", "tau_C".
std::string config_time_units(const Job& job);

/// Throws UsageError for a rate_unit that readers of netCDF conventions would take for a calendar
/// time and convert (xarray: anything with "since", and the bare words days ... nanoseconds).
void check_rate_unit(const std::string& rate_unit);

}  // namespace pairtwist
