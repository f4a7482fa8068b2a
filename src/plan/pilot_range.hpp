// SPDX-License-Identifier: BSD-3-Clause
// How long a scan takes, as far as a pilot tells that was stopped before its end.
#pragma once

#include <optional>

namespace pairtwist {

struct StoppedPilot {
  double cost_before = 0.0;  ///< of what it had solved to its end, as counted; and the time of that
  double seconds_before = 0.0;
  double cost = 0.0;         ///< of what it did of what it was stopped in
  double seconds = 0.0;      ///< and the time of that
  double share = 0.0;        ///< 0 ... 1: of what it was stopped in, how much that is
  double still = 0.0;        ///< seconds since it did anything of that
  double whole = 0.0;        ///< cost of the scan
  bool levels_open = false;  ///< a second solution is due, on levels that the first one will tell
};

struct TimeRange {
  double least = 0.0;          ///< seconds
  std::optional<double> most;  ///< none: nobody knows
};

TimeRange range_of(const StoppedPilot& pilot);

}  // namespace pairtwist
