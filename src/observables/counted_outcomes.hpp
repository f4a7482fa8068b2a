// SPDX-License-Identifier: BSD-3-Clause
// From the probabilities of counting atoms at an angle, as trigonometric polynomials of it, to the
// Fisher information with its error. Once, for the formula of a state and for devices that hold
// many of them.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numbers>

#include "observables/fisher_term.hpp"
#include "physics/host_device.hpp"

namespace pairtwist {

/// Whether it is a multiple of pi, as far as doubles can say: no rotation, or an exchange of m and
/// -m. x: CountingTables::x.
PT_HD bool is_pole(double x) {
  return ::fabs(x) >= 0.5 * std::numbers::pi - 4.0 * std::numeric_limits<double>::epsilon();
}

/// One state at all angles: its polynomials (CountingSeries) there. of_even and of_odd have, column
/// by column, for each outcome i = 0 ... N/2 what the frequencies of one parity add to p - at_zero
/// at every angle, then to p'.
struct CountedState {
  std::int64_t atoms;
  std::int64_t angles;
  const double* x;             ///< [angle]  CountingTables::x
  const double* raising;       ///< [i]  CountingTables::raising
  const double* of_even;       ///< [i][2 angles]
  const double* of_odd;        ///< [i][2 angles]
  const double* even_at_zero;  ///< [i]  CountingSeries::Coefficients::at_zero
  const double* odd_at_zero;   ///< [i]
  bool even_sector;            ///< rho is sure to be in it
  double error;                ///< what v and rounding leave open of p
};

/// p and p' of one outcome, and what they may be off by.
struct Outcome {
  double p, slope;
  double p_error, slope_error;
  double most;  ///< the square root of what p may be
};

/// Of outcome i = 0 ... N; near: of the rotated outcome, how much lies where rho is if it vanishes
/// at x = 0.
PT_HD Outcome outcome_at(const CountedState& s, std::int64_t angle, double near, std::int64_t i) {
  const std::int64_t count = s.atoms + 1;
  const bool mirrored = 2 * i >= count;
  const std::int64_t row = mirrored ? count - 1 - i : i;
  const double sign = mirrored ? -1.0 : 1.0;
  const bool vanishes = s.even_sector && i % 2 == 1;
  const double at_zero = vanishes ? 0.0 : s.even_at_zero[row] + sign * s.odd_at_zero[row];
  const double length = vanishes ? near : 1.0;
  const std::int64_t at = row * 2 * s.angles + angle;
  Outcome out;
  out.p = at_zero + s.of_even[at] + sign * s.of_odd[at];
  out.slope = s.of_even[at + s.angles] + sign * s.of_odd[at + s.angles];
  out.p_error = s.error * length * length;
  out.slope_error = s.error * length * static_cast<double>(s.atoms);
  out.most = ::sqrt(std::max(out.p, 0.0) + out.p_error);
  return out;
}

/// p'²/p of one outcome. It is no larger than 4 <m|J_y rho J_y|m>, and that, since rho is positive,
/// than the square of `reach`, <m+1|J_+|m> sqrt p_{m+1} + <m|J_+|m-1> sqrt p_{m-1}: a p that is
/// lost in rounding leaves at most that open.
PT_HD FisherTerm term_of(const Outcome& at, double reach) {
  const double most = reach * reach;
  const double slope = ::fabs(at.slope);
  const double value = at.p > 0.0 ? std::min(slope * slope / at.p, most) : 0.0;
  if (at.p <= at.p_error) return {value, most};
  const double up = slope + at.slope_error;
  const double down = std::max(slope - at.slope_error, 0.0);
  const double high = up * up / (at.p - at.p_error);
  const double low = down * down / (at.p + at.p_error);
  return {value, std::min(most, std::max(high - value, value - low))};
}

/// The sum over all outcomes at one angle.
PT_HD FisherTerm fisher_of_outcomes(const CountedState& s, std::int64_t angle) {
  const double near = std::min(1.0, 0.5 * static_cast<double>(s.atoms) * ::fabs(s.x[angle]));
  FisherTerm sum{0.0, 0.0};
  double below = 0.0;
  Outcome at = outcome_at(s, angle, near, 0);
  for (std::int64_t i = 0; i <= s.atoms; ++i) {
    double reach = 0.0;
    if (i > 0) reach += s.raising[i - 1] * below;
    Outcome above = at;
    if (i < s.atoms) {
      above = outcome_at(s, angle, near, i + 1);
      reach += s.raising[i] * above.most;
    }
    const FisherTerm term = term_of(at, reach);
    sum.value += term.value;
    sum.error += term.error;
    below = at.most;
    at = above;
  }
  return sum;
}

}  // namespace pairtwist
