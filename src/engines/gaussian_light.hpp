// SPDX-License-Identifier: BSD-3-Clause
// What the Gaussian method needs of a point besides the closed form's numbers.
#pragma once

namespace pairtwist::engines {

/// The light of a point at t = 0 beyond alpha_0, and its bath; plain data, the same on host and
/// device.
struct GaussianLight {
  double stop;          ///< where the integration ends, whichever samples are asked for
  double bath_photons;  ///< n_th
  double nu;            ///< <a†a> of the light about its mean
  double mu_re;         ///< <a²> about the mean
  double mu_im;
  /// ln s_0: moments are wanted for s = min(1, s_0 e^{-kappa t}) photons, whichever samples are
  /// asked for (Batch::photon_scales).
  double log_scale;
};

}  // namespace pairtwist::engines
