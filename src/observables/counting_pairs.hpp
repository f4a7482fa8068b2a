// SPDX-License-Identifier: BSD-3-Clause
// From rho between eigenvectors of J_y (counting.cpp) to the polynomials of outcomes. Once, for the
// formula of a state and for devices that hold many of them.
#pragma once

#include <cstdint>

#include "physics/host_device.hpp"

namespace pairtwist {

/// Z† rho Z from rho, its real part, for element (i, k) of the rows and columns of one parity each;
/// factors of i have gone into what eo goes with.
PT_HD double turned(double rho, std::int64_t i, std::int64_t k) {
  return (i + k) % 2 == 0 ? rho : -rho;
}

/// Combinations of the four matrices that go with cos and sin of mu - nu (mu > nu) and of mu + nu,
/// at (mu, nu); diagonals halved, since every other pair stands for two.
struct CountingPair {
  double cos_difference, sin_difference, cos_sum, sin_sum;
};
/// eo, oe: the matrix of even and odd rows at (mu, nu) and at (nu, mu).
PT_HD CountingPair pair_of(double ee, double oo, double eo, double oe, bool diagonal) {
  const double share = diagonal ? 0.5 : 1.0;
  return {share * (ee + oo), oe - eo, share * (ee - oo), share * (eo + oe)};
}

/// Of all mu, nu >= 0: [mu][nu] each.
struct CountingPairs {
  const double* cos_difference;
  const double* sin_difference;
  const double* cos_sum;
  const double* sin_sum;
  std::int64_t count;  ///< of mu
  std::int64_t odd;    ///< 1 where they are 1/2, 3/2, ...
};

/// One outcome as a polynomial of the angle itself. Numbers: what has numbers by frequency q = 0
/// ... N, a pointer or one with a stride. outcome: [mu]  CountingTables::outcomes; sign: of <m|-mu>
/// against <m|mu>.
template <class Numbers>
PT_HD void add_pairs(const CountingPairs& pairs, const double* outcome, double sign,
                     std::int64_t frequencies, const Numbers& cosines, const Numbers& sines) {
  for (std::int64_t q = 0; q < frequencies; ++q) cosines[q] = 0.0;
  for (std::int64_t q = 0; q < frequencies; ++q) sines[q] = 0.0;
  for (std::int64_t k = 0; k < pairs.count; ++k) {
    const double* const cos_difference = pairs.cos_difference + k * pairs.count;
    const double* const sin_difference = pairs.sin_difference + k * pairs.count;
    const double* const cos_sum = pairs.cos_sum + k * pairs.count;
    const double* const sin_sum = pairs.sin_sum + k * pairs.count;
    const Numbers cos_down = cosines + k;
    const Numbers sin_down = sines + k;
    const Numbers cos_up = cosines + (k + pairs.odd);
    const Numbers sin_up = sines + (k + pairs.odd);
    const double of_k = outcome[k];
    for (std::int64_t l = 0; l <= k; ++l) {
      const double weight = of_k * outcome[l];
      const double turned_weight = sign * weight;
      cos_down[-l] += weight * cos_difference[l];
      sin_down[-l] += weight * sin_difference[l];
      cos_up[l] += turned_weight * cos_sum[l];
      sin_up[l] += turned_weight * sin_sum[l];
    }
  }
}

/// The coefficients of the frequencies first, first + 2, ... as a function of x, which is a quarter
/// of a turn away: q quarters in the phase. sines: nullptr where there are none. Returns the sum of
/// the cosines: their part of p at x = 0.
template <class Numbers>
PT_HD double coefficients_of(const Numbers& of_cos, const Numbers& of_sin, std::int64_t first,
                             std::int64_t count, double* cosines, double* sines) {
  double at_zero = 0.0;
  for (std::int64_t k = 0; k < count; ++k) {
    const std::int64_t q = first + 2 * k;
    const double c = of_cos[q];
    const double s = of_sin[q];
    const double sign = q % 4 < 2 ? 1.0 : -1.0;
    cosines[k] = sign * (q % 2 == 0 ? c : s);
    if (sines != nullptr) sines[k] = sign * (q % 2 == 0 ? s : -c);
    at_zero += cosines[k];
  }
  return at_zero;
}

}  // namespace pairtwist
