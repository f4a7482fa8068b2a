// SPDX-License-Identifier: BSD-3-Clause
// The probabilities p_m of counting atoms after the rotation e^{i angle J_y}, and their
// derivatives, as trigonometric polynomials of the angle: what of it is the same for every state.
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <vector>

namespace pairtwist {

/// Angles are counted from pi/2, where the even sector has its zeros: x = angle - pi/2 - k pi with
/// |x| <= pi/2. Half a turn more exchanges the outcomes m and -m, which no Fisher information sees.
struct CountingTables {
  CountingTables(std::int64_t n_atoms, const std::vector<double>& angles);

  /// Polynomials have one coefficient for each frequency q = 0 ... N; those of even q are kept
  /// before those of odd q, each increasing.
  struct Frequencies {
    std::vector<std::int64_t> q;
    /// (2 angles, q): row a has cos(qx) - 1 and row angles + a its derivative -q sin(qx), x of
    /// angle a; and the same of sin(qx) and q cos(qx).
    Eigen::MatrixXd cosines, sines;
  };

  std::int64_t angles() const { return static_cast<std::int64_t>(x.size()); }

  std::int64_t atoms;
  std::vector<double> x;  ///< [angle]
  Frequencies even, odd;
  Eigen::MatrixXd even_rows;  ///< (rows of even i, mu): <m|mu>, i = m + N/2 (spin_eigenvectors.hpp)
  Eigen::MatrixXd odd_rows;   ///< (rows of odd i, mu)
  /// (mu, i) for i = 0 ... N/2: <m|mu> and <m|-mu> together, each with a half for mu = 0.
  Eigen::MatrixXd outcomes;
  std::vector<double> raising;  ///< [i]  <m+1|J_+|m>; 0 for the last
};

/// The p_m of one state: p_m(x) = at_zero + sum over q of c_q (cos(qx) - 1) + s_q sin(qx).
struct CountingSeries {
  struct Coefficients {
    Eigen::MatrixXd cosines, sines;  ///< (q, i) for i = 0 ... N/2; no sines in the even sector
    Eigen::VectorXd at_zero;         ///< [i]  sum of the cosines: their part of p at x = 0
  };
  Coefficients even, odd;
};

/// Whether rho is in the even sector: all along, or since nothing has dephased or turned yet.
inline bool in_even_sector(bool stays_there, bool symmetric_start, double time) {
  return stays_there || (time == 0.0 && symmetric_start);
}

/// What rounding may put p_m off by.
double rounding_of_counting(std::int64_t atoms);

/// rho: (N + 1, N + 1), of which the real part is all that matters. even_sector: rho is sure to be
/// in it, so that p_m(x) = p_m(-x), and p_m(0) = 0 exactly where N/2 + m is odd (not so in
/// at_zero).
CountingSeries counting_series(const CountingTables& tables, const Eigen::MatrixXcd& rho,
                               bool even_sector);

}  // namespace pairtwist
