// SPDX-License-Identifier: BSD-3-Clause
// With J_y = Z J_x Z†, Z = diag((-i)^i), and the eigenvectors of J_x as columns of Q,
//
//   p_m(angle) = sum over mu, nu of Q_m,mu Q_m,nu e^{-i angle (mu-nu)} T_mu,nu,  T = Q^T (Z† rho Z)
//   Q.
//
// The real part of rho alone matters. <m|-mu> = (-1)^i <m|mu> leaves mu, nu >= 0 and four matrices
// over them, from the rows of even and of odd i: ee, oo (symmetric), eo and its transpose oe.
#include "observables/counting.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <span>

#include "observables/ladder.hpp"
#include "observables/spin_eigenvectors.hpp"
#include "physics/double_double.hpp"

namespace pairtwist {
namespace {

/// angle - pi/2 less the nearest multiple of pi.
double from_quarter_turn(double angle) {
  constexpr double pi = std::numbers::pi;
  constexpr double pi_rest = 0x1.1a62633145c07p-53;  // pi itself less its double
  const double turns = std::nearbyint(angle / pi - 0.5) + 0.5;
  const physics::DD<double> whole = physics::DD<double>(pi, pi_rest) * turns;
  return (-whole + angle).hi;
}

CountingTables::Frequencies frequencies(std::int64_t atoms, std::int64_t first,
                                        const std::vector<double>& x) {
  CountingTables::Frequencies result;
  for (std::int64_t q = first; q <= atoms; q += 2) result.q.push_back(q);
  const auto angles = static_cast<Eigen::Index>(x.size());
  const auto columns = static_cast<Eigen::Index>(result.q.size());
  result.cosines.resize(2 * angles, columns);
  result.sines.resize(2 * angles, columns);
  for (Eigen::Index k = 0; k < columns; ++k) {
    const auto q = static_cast<double>(result.q[k]);
    for (Eigen::Index a = 0; a < angles; ++a) {
      const double half_sine = std::sin(0.5 * q * x[a]);
      const double sine = std::sin(q * x[a]);
      result.cosines(a, k) = -2.0 * half_sine * half_sine;
      result.cosines(angles + a, k) = -q * sine;
      result.sines(a, k) = sine;
      result.sines(angles + a, k) = q * std::cos(q * x[a]);
    }
  }
  return result;
}

/// The rows first, first + 2, ...
Eigen::MatrixXd every_other_row(const Eigen::MatrixXd& matrix, Eigen::Index first) {
  return matrix(Eigen::seq(first, Eigen::last, 2), Eigen::all);
}

/// Combinations of the four matrices that go with cos and sin of mu - nu (mu > nu) and of mu + nu;
/// diagonals halved, since every other pair stands for two. Row-major: (mu, nu).
struct Pairs {
  using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  Matrix cos_difference, sin_difference, cos_sum, sin_sum;
};

/// Z† rho Z, its real part, for rows and columns i of these parities; factors of i have gone into
/// what eo goes with.
Eigen::MatrixXd turned_block(const Eigen::MatrixXcd& rho, Eigen::Index row, Eigen::Index column) {
  Eigen::MatrixXd block((rho.rows() + 1 - row) / 2, (rho.cols() + 1 - column) / 2);
  for (Eigen::Index k = 0; k < block.cols(); ++k)
    for (Eigen::Index i = 0; i < block.rows(); ++i) {
      const double sign = (i + k) % 2 == 0 ? 1.0 : -1.0;
      block(i, k) = sign * rho(2 * i + row, 2 * k + column).real();
    }
  return block;
}

Pairs pairs_of(const CountingTables& tables, const Eigen::MatrixXcd& rho) {
  const Eigen::MatrixXd& e = tables.even_rows;
  const Eigen::MatrixXd& o = tables.odd_rows;
  const Eigen::MatrixXd ee = e.transpose() * (turned_block(rho, 0, 0) * e);
  const Eigen::MatrixXd oo = o.transpose() * (turned_block(rho, 1, 1) * o);
  const Eigen::MatrixXd eo = e.transpose() * (turned_block(rho, 0, 1) * o);

  Pairs pairs{ee + oo, eo.transpose() - eo, ee - oo, eo + eo.transpose()};
  pairs.cos_difference.diagonal() *= 0.5;
  pairs.cos_sum.diagonal() *= 0.5;
  pairs.sin_sum.diagonal() *= 0.5;
  return pairs;
}

/// Of one outcome, as functions of the angle itself.
struct Polynomial {
  std::vector<double> cosines, sines;  ///< [q]
};

void add_pairs(const Pairs& pairs, std::span<const double> outcome, double sign, std::int64_t odd,
               Polynomial& out) {
  std::fill(out.cosines.begin(), out.cosines.end(), 0.0);
  std::fill(out.sines.begin(), out.sines.end(), 0.0);
  const auto count = static_cast<std::int64_t>(outcome.size());
  for (std::int64_t k = 0; k < count; ++k) {
    const double* const cos_difference = pairs.cos_difference.row(k).data();
    const double* const sin_difference = pairs.sin_difference.row(k).data();
    const double* const cos_sum = pairs.cos_sum.row(k).data();
    const double* const sin_sum = pairs.sin_sum.row(k).data();
    double* const cos_down = out.cosines.data() + k;
    double* const sin_down = out.sines.data() + k;
    double* const cos_up = out.cosines.data() + k + odd;
    double* const sin_up = out.sines.data() + k + odd;
    const double of_k = outcome[static_cast<std::size_t>(k)];
    for (std::int64_t l = 0; l <= k; ++l) {
      const double weight = of_k * outcome[static_cast<std::size_t>(l)];
      const double turned = sign * weight;
      cos_down[-l] += weight * cos_difference[l];
      sin_down[-l] += weight * sin_difference[l];
      cos_up[l] += turned * cos_sum[l];
      sin_up[l] += turned * sin_sum[l];
    }
  }
}

/// The same as a function of x: by a quarter of a turn more, q times.
void store(const Polynomial& of_angle, const CountingTables::Frequencies& frequencies,
           CountingSeries::Coefficients& out, Eigen::Index i) {
  const bool with_sines = out.sines.size() > 0;
  double at_zero = 0.0;
  for (Eigen::Index k = 0; k < out.cosines.rows(); ++k) {
    const auto q = static_cast<std::size_t>(frequencies.q[k]);
    const double c = of_angle.cosines[q];
    const double s = of_angle.sines[q];
    const double sign = q % 4 < 2 ? 1.0 : -1.0;
    out.cosines(k, i) = sign * (q % 2 == 0 ? c : s);
    if (with_sines) out.sines(k, i) = sign * (q % 2 == 0 ? s : -c);
    at_zero += out.cosines(k, i);
  }
  out.at_zero[i] = at_zero;
}

}  // namespace

CountingTables::CountingTables(std::int64_t n_atoms, const std::vector<double>& angles)
    : atoms(n_atoms) {
  for (const double angle : angles) x.push_back(from_quarter_turn(angle));
  even = frequencies(atoms, 0, x);
  odd = frequencies(atoms, 1, x);
  const Eigen::MatrixXd vectors = spin_x_eigenvectors(atoms);
  even_rows = every_other_row(vectors, 0);
  odd_rows = every_other_row(vectors, 1);
  outcomes = 2.0 * vectors.topRows(atoms / 2 + 1).transpose();
  if (atoms % 2 == 0) outcomes.row(0) *= 0.5;
  for (std::int64_t i = 0; i <= atoms; ++i)
    raising.push_back(raising_element(atoms, 2 * i - atoms));
}

double rounding_of_counting(std::int64_t atoms) {
  // Against long double: up to three of the last place of 1 for few atoms, 3.5 for a thousand.
  return 0x1p-52 * (3.0 + 0.125 * std::sqrt(static_cast<double>(atoms)));
}

CountingSeries counting_series(const CountingTables& tables, const Eigen::MatrixXcd& rho,
                               bool even_sector) {
  const Pairs pairs = pairs_of(tables, rho);
  const Eigen::Index rows = tables.outcomes.cols();
  const auto sized = [&](const CountingTables::Frequencies& frequencies) {
    const auto count = static_cast<Eigen::Index>(frequencies.q.size());
    return CountingSeries::Coefficients{
        Eigen::MatrixXd(count, rows),
        even_sector ? Eigen::MatrixXd() : Eigen::MatrixXd(count, rows), Eigen::VectorXd(rows)};
  };
  CountingSeries series{sized(tables.even), sized(tables.odd)};
  const auto frequencies = static_cast<std::size_t>(tables.atoms) + 1;
  Polynomial polynomial{std::vector<double>(frequencies), std::vector<double>(frequencies)};
  for (Eigen::Index i = 0; i < rows; ++i) {
    const std::span outcome(tables.outcomes.col(i).data(),
                            static_cast<std::size_t>(tables.outcomes.rows()));
    add_pairs(pairs, outcome, i % 2 == 0 ? 1.0 : -1.0, tables.atoms % 2, polynomial);
    store(polynomial, tables.even, series.even, i);
    store(polynomial, tables.odd, series.odd, i);
  }
  return series;
}

}  // namespace pairtwist
