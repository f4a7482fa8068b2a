// SPDX-License-Identifier: BSD-3-Clause
// P(n) of a displaced squeezed thermal state (docs/physics.md, 6).
//
// Such light is the product of two real Gaussians along the axes of its squeezing: with the
// normally ordered variances A_j > -1/2 about a mean whose squared components are x_j,
//
//   sum_n P(n) s^n = prod_j (1 + (1-s) A_j)^{-1/2} exp[-(1-s) x_j / (1 + (1-s) A_j)],   j = 1, 2.
//
// The logarithm of each factor has d/ds = q_j/(2 (1 - q_j s)) + u_j/(1 - q_j s)²,
// q_j = A_j/(1 + A_j), u_j = x_j/(1 + A_j)², which is a recurrence for P:
//
//   n P(n) = sum_j [q_j/2 S_j(n) + u_j T_j(n)],
//
//   S_j(n) = P(n-1) + q_j S_j(n-1),   T_j(n) = S_j(n) + q_j T_j(n-1).
//
// No term is negative but those of a squeezed axis, q_j > -1, and what these take away from the
// others is of their size: an error stays as large as it was made (measured: 2^-46 in 1024 numbers
// of light with |x| <= 31² and a squeezing of up to 8).
#pragma once

#include <cmath>

#include "physics/host_device.hpp"

namespace pairtwist::physics {

/// Light of one block on the axes of its squeezing.
struct LightAxes {
  double spread[2];  ///< <d²> along each axis, normally ordered: 0 of coherent light
  double mean[2];    ///< the mean's component, squared

  PT_HD bool coherent() const { return spread[0] == 0.0 && spread[1] == 0.0; }
};

/// What rounding makes of the numbers below at most.
inline constexpr double rounding_of_photon_numbers = 0x1p-45;

/// Calls take(n, P(n)) for n = 0 ... count - 1.
template <class Take>
PT_HD void photon_numbers(const LightAxes& light, int count, const Take& take) {
  double q[2], u[2];
  double sum_s[2] = {0.0, 0.0};
  double sum_t[2] = {0.0, 0.0};
  double log_scale = 0.0;  // of p: P(0) of bright light underflows
  for (int j = 0; j < 2; ++j) {
    const double above = 1.0 + light.spread[j];
    q[j] = light.spread[j] / above;
    u[j] = light.mean[j] / above / above;
    log_scale -= light.mean[j] / above + 0.5 * ::log1p(light.spread[j]);
  }
  double p = 1.0;
  double scale = ::exp(log_scale);
  for (int n = 0;; ++n) {
    // Not a number stays one, whatever else there is to multiply.
    take(n, p * scale);
    if (n + 1 >= count) return;
    double next = 0.0;
    double largest = 0.0;
    for (int j = 0; j < 2; ++j) {
      sum_s[j] = p + q[j] * sum_s[j];
      sum_t[j] = sum_s[j] + q[j] * sum_t[j];
      next += 0.5 * q[j] * sum_s[j] + u[j] * sum_t[j];
      largest = ::fmax(largest, ::fmax(::fabs(sum_s[j]), ::fabs(sum_t[j])));
    }
    p = next / (n + 1);
    if (::fmax(largest, ::fabs(p)) < 0x1p400) continue;
    constexpr double less = 0x1p-400;
    p *= less;
    for (int j = 0; j < 2; ++j) {
      sum_s[j] *= less;
      sum_t[j] *= less;
    }
    log_scale += 400.0 * 0.693147180559945309417;
    scale = ::exp(log_scale);
  }
}

}  // namespace pairtwist::physics
