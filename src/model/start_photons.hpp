// SPDX-License-Identifier: BSD-3-Clause
// How many photons there are at t = 0.
#pragma once

#include <complex>

#include "pairtwist/model.hpp"

namespace pairtwist {

/// Of the light at t = 0 so much is left out, over solve.tolerance: levels that are not solved.
inline constexpr double light_left_out = 1e-4;

/// <a†a> of the light at t = 0; infinite if it overflows. Not of light from a file: only who has
/// read that knows.
double mean_photons(const Light& light);

/// <a†a> and <a²> of thermal or squeezed light, whose mean is none; zero of any other light.
/// Squeezed vacuum S(zeta)|0>, zeta = r e^{i angle}: docs/physics.md, 3.
struct LightSpread {
  double nu = 0.0;
  std::complex<double> mu = 0.0;
  double broad = 0.0;   ///< nu + |mu|
  double narrow = 0.0;  ///< nu - |mu|, > -1/2, which no difference of the two would give
};
LightSpread light_spread(const Light& light);

}  // namespace pairtwist
