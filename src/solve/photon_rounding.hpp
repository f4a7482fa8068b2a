// What rounding leaves uncertain of photon moments. It is relative to the light that has been there
// and has not decayed: a cavity off resonance that empties again by interference leaves it behind.
#pragma once

#include <span>
#include <vector>

#include "observables/atomic_state.hpp"
#include "plan/point_work.hpp"
#include "solve/evaluation.hpp"

namespace pairtwist {

/// Whether a task's blocks are solved without mean fields.
bool in_laboratory(const Task& task);

/// [k][sector]: the largest amplitude that a sector's light can have had up to times[k], of the
/// start light and of the field that the pump makes, as decay has left it since.
std::vector<double> reached_amplitudes(const Task& task, std::span<const double> times);

/// By how much the mean <a†a> and <a†²a²> of a state of an integrated method may be off, from its
/// sectors' reached amplitudes A. The laboratory frame rounds the light itself, to eps A² and
/// eps A⁴; elsewhere it is a mean field that is rounded, to eps A. eps was measured where the
/// answer is known (docs/physics.md, 4).
PhotonMoments rounding_of_photons(const AtomicState& state, const Task& task,
                                  std::span<const double> reached);

}  // namespace pairtwist
