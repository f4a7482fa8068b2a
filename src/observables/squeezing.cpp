// SPDX-License-Identifier: BSD-3-Clause
// Spin squeezing: the smallest variance of J in the plane perpendicular to <J>, and its two ratios.
//
// With phi the angle of <J_x>, <J_y>, and x', y' the axes turned by it,
//
//   <J_x'²>, <J_y'²> = (j(j+1) - <J_z²>)/2 ± Re A/2,    A = e^{-2 i phi} <J_+²>,
//   <J_x'J_y' + J_y'J_x'> = Im A,    <J_x'J_z + J_zJ_x'> + i <J_y'J_z + J_zJ_y'> = B,
//   B = e^{-i phi} <J_+J_z + J_zJ_+>.
//
// A variance of N/4 comes out of moments of N²/4: <J_y'²> is what it was at the start, and half of
// what |<J_+²>| - Re A has become since, a sum over 1 - v while nothing turns.
#include <algorithm>
#include <cmath>
#include <limits>

#include "observables/formulas.hpp"

namespace pairtwist::formulas {
namespace {

// Not std::complex: its products ask each time whether they are numbers, which costs more than they
// do.
using Complex = physics::Complex<double>;

struct Squeezing {
  double variance;       ///< the smallest perpendicular to <J>
  double length;         ///< |<J>|
  double along_x = 0.0;  ///< <J_x> beyond its error, where <J> has no other direction at any time
  double variance_error = 0.0;
  double angle_error = 0.0;  ///< of the direction of <J>, and relative of its length
  Trust trust = Trust::good;
};

Complex parts(const std::complex<double>& z) { return {z.real(), z.imag()}; }
double size_of(Complex a) { return std::sqrt(norm(a)); }

/// What all times have in common.
struct Start {
  explicit Start(const SumSeries& series)
      : of(series.start->moments),
        plus(parts(of.start_plus)),
        plus_z(parts(of.start_plus_z)),
        plus2(parts(of.start_plus2)),
        full(size_of(plus2)),
        rounding(0x1p-50 * (of.size_plus + size_of(plus) + of.size_z)),
        stays_along_x(series.blocks && of.symmetric && series.tilt() == 0.0) {}

  const MomentWeights& of;
  Complex plus, plus_z, plus2;
  double full;      ///< |<J_+²>|
  double rounding;  ///< of <J>
  /// C_m = C_-m, and real: the terms of m and of -m - 1 in <J_+> are each other's conjugates.
  bool stays_along_x;
};

/// No variance where <J> = 0, or is no longer than its rounding error: no direction is
/// perpendicular to it.
Squeezing squeezing_of(const SumSeries& series, const Start& start, std::size_t k) {
  const auto sum = [&](MomentSum re) {
    return Complex{series.sum(re, k), series.sum(MomentSum(re + 1), k)};
  };
  const Complex g1 = parts(outer_factor(series, k, 1));
  const Complex g2 = parts(outer_factor(series, k, 2));
  const Complex plus = g1 * (start.plus - sum(lost_plus_re));
  const double along = size_of(plus);
  const double z = series.z(k);
  const double length = std::sqrt(along * along + z * z);
  if (length <= start.rounding) {
    const double undefined = std::numeric_limits<double>::quiet_NaN();
    return {.variance = undefined, .length = undefined, .trust = Trust::undefined};
  }
  // A direction along z leaves phi free.
  const Complex back = along > 0.0 ? Complex{plus.re / along, -plus.im / along} : Complex{1.0, 0.0};

  const Complex turned2 = back * back * g2;
  const Complex lost2 = turned2 * sum(lost_plus2_re);
  const double full = start.full;
  const Complex a = turned2 * start.plus2;
  // |<J_+²>| of the start minus Re A; exactly what was lost if nothing turned.
  const bool turns = a.re != full;
  const double risen = (turns ? full - a.re : 0.0) + lost2.re;
  const double start_variance = start.of.start_variance + 0.5 * series.moved(lost_z2, k);
  const double y_y = start_variance + 0.5 * risen;
  const double x_x = start_variance + full - 0.5 * risen;
  const double x_y = 0.5 * (a.im - lost2.im);
  const Complex b = back * g1 * (start.plus_z - sum(lost_plus_z_re)) * 0.5;

  // In the plane: e1 = (-<J_z>, 0, |<J_+>|)/length, e2 along y'. Neither has a mean.
  const double down = z / length;
  const double across = along / length;
  const double e1_e1 =
      down * down * x_x - 2.0 * down * across * b.re + across * across * series.z2(k);
  const double e1_e2 = across * b.im - down * x_y;
  const double half_difference = 0.5 * (e1_e1 - y_y);
  const double variance =
      0.5 * (e1_e1 + y_y) - std::sqrt(half_difference * half_difference + e1_e2 * e1_e2);

  // Errors of v go into both moments; those of <J>'s direction turn the plane.
  const double error = series.coherence_error(k);
  const double angle = error * series.size_plus() / length;
  const double turned =
      2.0 * (std::abs(x_y) + std::abs(b.re) + std::abs(b.im)) + angle * (x_x + full);
  const bool known = start.stays_along_x && along > start.rounding + error * series.size_plus();
  return {.variance = variance,
          .length = length,
          .along_x = known ? plus.re : 0.0,
          .variance_error = error * (series.size_plus2() + series.size_plus_z()) + angle * turned,
          .angle_error = angle};
}

Verdict verdict_on(const Squeezing& s, const SumSeries& series, double value, double error) {
  return {.trust = s.trust, .error = error / (series.tolerance * std::max(1.0, value))};
}

}  // namespace

/// xi_R² = N min Var(J_perp)/|<J>|².
void squeezing_wineland(const SumSeries& series, std::span<double> out,
                        std::span<Verdict> verdicts) {
  const auto n = static_cast<double>(series.start->atoms);
  const Start start(series);
  for (std::size_t k = 0; k < series.size(); ++k) {
    const Squeezing s = squeezing_of(series, start, k);
    const double over_length = n / s.length / s.length;
    out[k] = over_length * s.variance;
    verdicts[k] = verdict_on(s, series, out[k],
                             over_length * s.variance_error + 2.0 * out[k] * s.angle_error);
    verdicts[k].divisor = s.along_x;
  }
}

/// xi_S² = 4 min Var(J_perp)/N.
void squeezing_kitagawa_ueda(const SumSeries& series, std::span<double> out,
                             std::span<Verdict> verdicts) {
  const auto n = static_cast<double>(series.start->atoms);
  const Start start(series);
  for (std::size_t k = 0; k < series.size(); ++k) {
    const Squeezing s = squeezing_of(series, start, k);
    out[k] = 4.0 * s.variance / n;
    verdicts[k] = verdict_on(s, series, out[k], 4.0 / n * s.variance_error);
  }
}

}  // namespace pairtwist::formulas
