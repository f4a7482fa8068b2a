// SPDX-License-Identifier: BSD-3-Clause
// What the coherences of a solved batch may be off by: from its tolerance and the phases that have
// gone by.
#pragma once

#include <cstdint>
#include <vector>

#include "engines/batch.hpp"
#include "observables/sum_series.hpp"
#include "solve/evaluation.hpp"

namespace pairtwist {

/// [k]  Of the batch's point b, which is `task`, at `count` of its times from `first` on, if the
/// integrated methods had solved it to within `tolerance` (engines::Batch::tolerance), on so many
/// levels (engines::BatchView::cutoff). levels: 0 before it is solved, and of methods without any.
std::vector<CoherenceError> coherence_errors(const engines::Batch& batch, std::int64_t b,
                                             const Task& task, std::int64_t first,
                                             std::int64_t count, double tolerance,
                                             std::int32_t levels);

}  // namespace pairtwist
