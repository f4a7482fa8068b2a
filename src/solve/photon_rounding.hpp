// SPDX-License-Identifier: BSD-3-Clause
// What rounding leaves uncertain of photon moments. It is relative to the light that has been there
// and has not decayed: a cavity off resonance that empties again by interference leaves it behind.
#pragma once

#include <span>
#include <vector>

#include "observables/atomic_state.hpp"
#include "solve/evaluation.hpp"

namespace pairtwist {

/// Whether a task's photons come from blocks that are solved without mean fields.
bool in_laboratory(const Task& task);

/// [k]  For a task of an integrated method at these times, not decreasing.
std::vector<PhotonRounding> photon_rounding(const Task& task, std::span<const double> times);

}  // namespace pairtwist
