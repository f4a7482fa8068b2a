// SPDX-License-Identifier: BSD-3-Clause
// A point's samples as the closed form in double takes them: chunk after chunk, each within one
// stretch of constant pump.
#pragma once

#include <span>
#include <vector>

#include "engines/batch.hpp"
#include "engines/closed_form_sums.hpp"

namespace pairtwist::engines {

/// Point p of the batch at some of its times, without weights, sums and near_resonance. `chunks`,
/// which must stay, end at multiples of samples_of_chunk, so that how times were divided does not
/// show.
SumsBlock sums_block(const Batch& batch, std::int64_t p, std::span<const double> times,
                     std::vector<SampleChunk>& chunks);

}  // namespace pairtwist::engines
