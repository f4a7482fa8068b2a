// SPDX-License-Identifier: BSD-3-Clause
// How far one value is from another, in units of what solve.tolerance allows.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "pairtwist/results.hpp"

namespace pairtwist {

inline constexpr double no_number = std::numeric_limits<double>::infinity();

/// solve.tolerance is relative to the scale of a quantity or, where that is larger, to its value.
inline double over_tolerance(double difference, double scale, double value, double tolerance) {
  return difference / (tolerance * std::max(scale, std::abs(value)));
}

/// A value and what the file, or the other solution, says of it.
struct Said {
  double value;
  Status status;
};

/// How a value of the file ends: its difference, infinite where one side cannot be right; none
/// where the other solution does not say.
struct Comparison {
  bool claimed = true;  ///< false: the file says itself that it is lost, and is not contradicted
  std::optional<double> difference;
};

/// there: in the file. Both statuses are those of a sample of one quantity.
inline Comparison compare(const Said& there, const Said& here, double scale, double tolerance) {
  const bool known =
      here.status == Status::good || (here.status == Status::partly && !std::isnan(here.value));
  switch (there.status) {
    case Status::partly:  // of a sample of several values, of which some are lost
      if (std::isnan(there.value)) return {false, 0.0};
      [[fallthrough]];
    case Status::good:
      if (std::isnan(there.value)) return {true, no_number};
      if (here.status == Status::undefined) return {true, no_number};
      if (!known) return {true, std::nullopt};
      if (there.value == here.value) return {true, 0.0};
      return {true,
              over_tolerance(std::abs(there.value - here.value), scale, here.value, tolerance)};
    case Status::undefined:
      if (std::isfinite(there.value) || known) return {true, no_number};
      return {false, 0.0};
    case Status::too_small:  // it lies below 0, where nobody asks how far
      if (!std::isnan(there.value)) return {true, no_number};
      if (known && here.value > 0.0)
        return {true, over_tolerance(here.value, scale, here.value, tolerance)};
      return {false, 0.0};
    default:
      if (!std::isnan(there.value)) return {true, no_number};
      return {false, 0.0};
  }
}

}  // namespace pairtwist
