// SPDX-License-Identifier: BSD-3-Clause
// The elements of rho_A from coherences, amplitudes, dephasing and tilt (atomic_state.hpp). Once,
// for formulas of a state and for devices that hold many of them.
#pragma once

#include <cmath>
#include <cstdint>

#include "physics/complex.hpp"
#include "physics/dd_math.hpp"
#include "physics/pair_index.hpp"

namespace pairtwist {

/// v_mm' with m in sector k, m' in sector l, without dephasing and tilt. coherence: by
/// PairIndex::rank, real and imaginary parts.
PT_HD physics::Complex<double> photon_factor(const physics::PairIndex& pairs,
                                             const double* coherence, std::int64_t k,
                                             std::int64_t l) {
  if (k == l) return {1.0, 0.0};
  const double* const v = coherence + 2 * (k > l ? pairs.rank(l, k) : pairs.rank(k, l));
  return {v[0], k > l ? -v[1] : v[1]};
}

/// store(m - m', what dephasing and tilt make of rho_A[m, m']), for m - m' = 0 ... count - 1. One
/// sine and cosine: their powers in double-double are good to the last digit of a double.
template <class Store>
PT_HD void for_outer_factors(double dephasing, double tilt, double time, std::int64_t count,
                             const Store& store) {
  const physics::ComplexDD<double> of_a_step = physics::expi(physics::two_prod(tilt, -time));
  physics::ComplexDD<double> turn = {1.0, 0.0};
  for (std::int64_t steps = 0; steps < count; ++steps) {
    const auto difference = static_cast<double>(steps);
    const double decay = ::exp(-0.5 * dephasing * time * (difference * difference));
    store(steps, physics::Complex<double>{decay * turn.re.hi, decay * turn.im.hi});
    turn = turn * of_a_step;
  }
}

/// rho_A[m, m'] from C_m v_mm' and C_m', without dephasing and tilt.
PT_HD physics::Complex<double> element_of(const physics::Complex<double>& of_row,
                                          const physics::Complex<double>& amplitude) {
  return of_row * physics::conj(amplitude);
}

}  // namespace pairtwist
