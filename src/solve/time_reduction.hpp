// SPDX-License-Identifier: BSD-3-Clause
// From the samples of one point to its row: everything, the last value, extrema; and its events.
#pragma once

#include <cstdint>
#include <vector>

#include "pairtwist/job.hpp"
#include "solve/columns.hpp"
#include "solve/evaluator.hpp"
#include "solve/extrema.hpp"

namespace pairtwist {

/// Writes point p's values of the first `requested` quantities of the evaluation into row p of the
/// columns: all times, or the last one. layout: of the file, whose coordinates include the point's.
void write_quantities(const Evaluation& evaluation, std::size_t requested, std::int64_t p,
                      const ResultLayout& layout, Columns& columns);

/// Likewise with over_time = "extrema": these, and the last value.
void write_extrema(const Evaluation& evaluation, const Extrema& extrema, std::size_t requested,
                   std::int64_t p, Columns& columns);

/// The same of a point without values: all that was asked for is NaN, for this reason.
void write_failure(const OutputSpec& output, Status why, std::int64_t p, Columns& columns);

/// Writes the times of all events of all points; `samples` holds every event's quantity at all
/// times. Returns [p] whether lost values leave an event of the point open; it is NaN then.
std::vector<char> write_events(const std::vector<EventSpec>& events, const Evaluation& samples,
                               Evaluator& evaluator, int slot, Columns& columns);

}  // namespace pairtwist
