// SPDX-License-Identifier: BSD-3-Clause
// The light of the diagonal blocks of Gaussian light: known from the start and the pump alone,
// whichever way the coherences are solved.
#pragma once

#include <span>
#include <vector>

#include "physics/gaussian_photons.hpp"
#include "solve/evaluation.hpp"

namespace pairtwist {

/// [k][sector of the start]  At these absolute times, which do not decrease. Of a method whose
/// blocks are Gaussian (MethodTraits::gaussian_blocks). Not a number where a phase is lost that
/// matters.
std::vector<physics::LightAxes> light_axes(const Task& task, std::span<const double> times);

}  // namespace pairtwist
