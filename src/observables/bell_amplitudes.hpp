// SPDX-License-Identifier: BSD-3-Clause
// What the Bell correlator needs of each sector before any coherence enters: the products of the
// +x amplitudes with the state's own, scaled so that the largest is about 1.
#pragma once

#include <vector>

#include "observables/atomic_start.hpp"
#include "observables/pair_sums.hpp"

namespace pairtwist {

/// With A_m = c_m C_m e^{-i tilt m t} / scale and s_m = (-1)^{N/2-m}, for |m| in sector k:
struct BellAmplitudes {
  std::vector<ExtendedComplex> x_sum;         ///< [k]  s_m A_m + s_-m A_-m
  std::vector<ExtendedComplex> y_sum;         ///< [k]  A_m + A_-m
  std::vector<ExtendedComplex> x_difference;  ///< [k]  s_m A_m - s_-m A_-m
  std::vector<ExtendedComplex> y_difference;  ///< [k]  A_m - A_-m
  std::vector<double> modulus;                ///< [k]  |A_m| + |A_-m|, and what underflow may hide
  double log_scale = 0.0;                     ///< ln(scale)
  bool real = true;                           ///< all of the sums are
  std::vector<double> x, y;                   ///< x_sum and y_sum, rounded, if they are
};

/// What sums over every pair read of a start; it must stay.
PairSumsView pair_sums_of(const AtomicStart& start);

/// c_m are the amplitudes of the coherent spin state along +x. For m = 0 all of it is in "m". turn
/// = tilt × t.
BellAmplitudes bell_amplitudes(const AtomicStart& start, const physics::DD<double>& turn);

/// ln c_m² = ln(binom(N, N/2+m) / 2^N) for |2m| = two_m; O(N).
double log_plus_x_weight(std::int64_t atoms, std::int64_t two_m);

}  // namespace pairtwist
