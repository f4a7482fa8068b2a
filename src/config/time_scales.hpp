// SPDX-License-Identifier: BSD-3-Clause
// The two time scales of the paper, without the fourth powers that would overflow on the way.
#pragma once

#include <cmath>
#include <limits>

namespace pairtwist::config {

/// tau_Q = (9/(4 N W0² |eta|⁴))^{1/6}, [P 9]; +inf if eta = 0 or W0 = 0.
inline double tau_Q(double atoms, double W0, double eta_abs) {
  if (W0 == 0.0 || eta_abs == 0.0) return std::numeric_limits<double>::infinity();
  const double eta_root = std::cbrt(eta_abs);
  return std::cbrt(1.5 / std::sqrt(atoms)) / (std::cbrt(std::abs(W0)) * eta_root * eta_root);
}

/// tau_C = 1/(2 √N |W0| |alpha|²), [P D4]; +inf if alpha = 0 or W0 = 0.
inline double tau_C(double atoms, double W0, double alpha_abs) {
  if (W0 == 0.0 || alpha_abs == 0.0) return std::numeric_limits<double>::infinity();
  return 0.5 / std::sqrt(atoms) / alpha_abs / alpha_abs / std::abs(W0);
}

}  // namespace pairtwist::config
