// SPDX-License-Identifier: BSD-3-Clause
// What the joint method needs of a point.
#pragma once

#include <complex>
#include <cstdint>

namespace pairtwist::engines {

struct JointPoint {
  double U;
  double W0;
  double detuning;
  double tunnelling;
  double tilt;
  double kerr;
  double kappa;
  double thermal_photons;
  double two_photon_loss;
  double dephasing;
  double stop;                  ///< where the integration ends, whichever samples are asked for
  std::uint32_t first_segment;  ///< into the batch's segments
  std::uint32_t segments;
  std::int64_t first_light;  ///< into the batch's lights: <n|rho|k> at t = 0, levels × levels
  std::int32_t levels;

  bool lossless() const { return kappa == 0.0 && two_photon_loss == 0.0 && dephasing == 0.0; }
};

}  // namespace pairtwist::engines
