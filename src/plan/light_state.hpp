// SPDX-License-Identifier: BSD-3-Clause
// Light at t = 0 in the Fock basis, on as many levels as matter.
#pragma once

#include "pairtwist/model.hpp"
#include "plan/state_readers.hpp"

namespace pairtwist {

/// rho of `light` on as many levels as a calculation with this tolerance needs: what is dropped is
/// 10^-4 of it in population, or of a pure state in amplitude, and 10^-2 of it in <a†²a²> over what
/// is kept: g2 of faint light is made of its highest levels. Of coherent light, 10^-30 in <a†²a²>:
/// a pump may take the rest away. What is kept is not scaled up. In the frame that moves with the
/// mean fields coherent light is the vacuum. Not for LightState::file. Throws UsageError if
/// kLargestCutoff levels do not do.
LightDensity light_density(const Light& light, bool moving, double tolerance);

/// <a†a>.
double mean_photons(const LightDensity& light);

}  // namespace pairtwist
