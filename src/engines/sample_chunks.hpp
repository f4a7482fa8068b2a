// A point's samples as the closed form in double takes them: chunk after chunk, each within one
// stretch of constant pump.
#pragma once

#include <span>
#include <vector>

#include "engines/closed_form_sums.hpp"

namespace pairtwist::engines {

/// Chunks end at multiples of samples_of_chunk, so that how times were divided does not show.
void list_chunks(const physics::CoherentPoint& point, const physics::CoherentSegment* segments,
                 std::span<const double> times, std::vector<SampleChunk>& chunks);

}  // namespace pairtwist::engines
