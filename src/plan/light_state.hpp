// Light at t = 0 in the Fock basis, on as many levels as matter.
#pragma once

#include "pairtwist/model.hpp"
#include "pairtwist/plan.hpp"

namespace pairtwist {

/// rho of `light` on the levels below which all but `negligible` of its population lies, at most
/// kLargestCutoff; of a pure state all but negligible², since amplitudes matter there. What is kept
/// is not scaled up. In the frame that moves with the mean fields coherent light is the vacuum.
/// Not for LightState::file.
LightDensity light_density(const Light& light, bool moving, double negligible);

}  // namespace pairtwist
