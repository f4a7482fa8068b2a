// SPDX-License-Identifier: BSD-3-Clause
// When quantities reach the levels that events wait for, between the samples too: of a batch all
// events of all points are searched for together.
#pragma once

#include <vector>

#include "pairtwist/job.hpp"
#include "solve/columns.hpp"
#include "solve/evaluator.hpp"

namespace pairtwist {

/// Writes the times of all events of all points; `samples` holds every event's quantity at all
/// times. A time is right to what `tolerance` leaves of the value there; of the closed form to
/// rounding. Returns [p] whether lost values leave an event of the point open; it is NaN then.
std::vector<char> write_events(const std::vector<EventSpec>& events, double tolerance,
                               const Evaluation& samples, Evaluator& evaluator, int slot,
                               Columns& columns);

}  // namespace pairtwist
