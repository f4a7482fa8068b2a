// SPDX-License-Identifier: BSD-3-Clause
// A point and its pump as plain numbers.
#pragma once

#include <cstdint>

#include "physics/host_device.hpp"

namespace pairtwist::physics {

/// What the equations need of one point; plain data, the same on host and device.
struct CoherentPoint {
  double U;
  /// Where it is 0 beside a transverse pump, the least that is none: coherent.hpp divides by it.
  double two_W0;
  double detuning;
  double kappa;
  double alpha0_re;
  double alpha0_im;
  double nu;  ///< of light about its mean (spread_light.hpp); 0 all three: coherent
  double mu_re;
  double mu_im;
  std::uint32_t first_segment;  ///< into the batch's segments
  std::uint32_t segments;
  /// From then on the phases of v are lost (coherent_bound.hpp).
  double known_until;

  PT_HD bool spread() const { return nu != 0.0 || mu_re != 0.0 || mu_im != 0.0; }
};

/// A stretch of constant pump, absolute times; the last of a point ends at +inf.
struct CoherentSegment {
  double until;
  double eta_re;
  double eta_im;
  double transverse_re;
  double transverse_im;

  PT_HD bool from_the_side() const { return transverse_re != 0.0 || transverse_im != 0.0; }
  PT_HD bool dark() const { return eta_re == 0.0 && eta_im == 0.0 && !from_the_side(); }
};

}  // namespace pairtwist::physics
