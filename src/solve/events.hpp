// SPDX-License-Identifier: BSD-3-Clause
// When quantities reach the levels that events wait for, between the samples too: of a batch all
// events of all points are searched for together.
#pragma once

#include <vector>

#include "pairtwist/job.hpp"
#include "solve/columns.hpp"
#include "solve/evaluator.hpp"
#include "solve/extrema.hpp"

namespace pairtwist {

/// What became of the search, of each point.
struct FoundEvents {
  std::vector<char> undecided;  ///< [p]  1: lost values leave an event open; it is NaN
  std::vector<char> timed_out;  ///< [p]  1: solve.max_seconds ended a look between the samples
};

/// Writes the times of all events of all points; `samples` holds every event's quantity at all
/// times, and `extrema`, those of the first quantities if these were looked for, may be values that
/// no sample shows. A time is right to what `tolerance` leaves of the value there; of the closed
/// form to rounding.
FoundEvents write_events(const std::vector<EventSpec>& events, double tolerance,
                         const Evaluation& samples, const Extrema& extrema, Evaluator& evaluator,
                         int slot, Columns& columns);

}  // namespace pairtwist
