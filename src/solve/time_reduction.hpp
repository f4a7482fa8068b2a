// SPDX-License-Identifier: BSD-3-Clause
// From the samples of one point to its row: everything, the last value, or extrema.
#pragma once

#include <cstdint>

#include "pairtwist/job.hpp"
#include "solve/columns.hpp"
#include "solve/evaluation.hpp"
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

}  // namespace pairtwist
