// SPDX-License-Identifier: BSD-3-Clause
// With J_y = Z J_x Z†, Z = diag((-i)^i), and the eigenvectors of J_x as columns of Q,
//
//   p_m(angle) = sum over mu, nu of Q_m,mu Q_m,nu e^{-i angle (mu-nu)} T_mu,nu,  T = Q^T (Z† rho Z)
//   Q.
//
// The real part of rho alone matters. <m|-mu> = (-1)^i <m|mu> leaves mu, nu >= 0 and four matrices
// over them, from the rows of even and of odd i: ee, oo (symmetric), eo and its transpose oe.
#include "observables/counting.hpp"

#include <cmath>
#include <numbers>

#include "observables/counting_pairs.hpp"
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

/// CountingPairs, each row-major: (mu, nu).
struct PairMatrices {
  using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  Matrix cos_difference, sin_difference, cos_sum, sin_sum;
};

/// Z† rho Z, its real part, for rows and columns i of these parities.
Eigen::MatrixXd turned_block(const Eigen::MatrixXcd& rho, Eigen::Index row, Eigen::Index column) {
  Eigen::MatrixXd block((rho.rows() + 1 - row) / 2, (rho.cols() + 1 - column) / 2);
  for (Eigen::Index k = 0; k < block.cols(); ++k)
    for (Eigen::Index i = 0; i < block.rows(); ++i)
      block(i, k) = turned(rho(2 * i + row, 2 * k + column).real(), i, k);
  return block;
}

PairMatrices pairs_of(const CountingTables& tables, const Eigen::MatrixXcd& rho) {
  const Eigen::MatrixXd& e = tables.even_rows;
  const Eigen::MatrixXd& o = tables.odd_rows;
  const Eigen::MatrixXd ee = e.transpose() * (turned_block(rho, 0, 0) * e);
  const Eigen::MatrixXd oo = o.transpose() * (turned_block(rho, 1, 1) * o);
  const Eigen::MatrixXd eo = e.transpose() * (turned_block(rho, 0, 1) * o);

  const Eigen::Index count = ee.rows();
  PairMatrices pairs;
  for (auto* matrix :
       {&pairs.cos_difference, &pairs.sin_difference, &pairs.cos_sum, &pairs.sin_sum})
    matrix->resize(count, count);
  for (Eigen::Index k = 0; k < count; ++k)
    for (Eigen::Index l = 0; l < count; ++l) {
      const CountingPair pair = pair_of(ee(k, l), oo(k, l), eo(k, l), eo(l, k), k == l);
      pairs.cos_difference(k, l) = pair.cos_difference;
      pairs.sin_difference(k, l) = pair.sin_difference;
      pairs.cos_sum(k, l) = pair.cos_sum;
      pairs.sin_sum(k, l) = pair.sin_sum;
    }
  return pairs;
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
  const PairMatrices matrices = pairs_of(tables, rho);
  const CountingPairs pairs{matrices.cos_difference.data(), matrices.sin_difference.data(),
                            matrices.cos_sum.data(),        matrices.sin_sum.data(),
                            matrices.cos_sum.rows(),        tables.atoms % 2};
  const Eigen::Index rows = tables.outcomes.cols();
  const auto sized = [&](const CountingTables::Frequencies& frequencies) {
    const auto count = static_cast<Eigen::Index>(frequencies.q.size());
    return CountingSeries::Coefficients{
        Eigen::MatrixXd(count, rows),
        even_sector ? Eigen::MatrixXd() : Eigen::MatrixXd(count, rows), Eigen::VectorXd(rows)};
  };
  CountingSeries series{sized(tables.even), sized(tables.odd)};
  const std::int64_t frequencies = tables.atoms + 1;
  std::vector<double> of_cos(static_cast<std::size_t>(frequencies));
  std::vector<double> of_sin(of_cos.size());
  const auto store = [&](Eigen::Index i, std::int64_t first, CountingSeries::Coefficients& out) {
    out.at_zero[i] =
        coefficients_of(of_cos.data(), of_sin.data(), first, out.cosines.rows(),
                        out.cosines.col(i).data(), even_sector ? nullptr : out.sines.col(i).data());
  };
  for (Eigen::Index i = 0; i < rows; ++i) {
    add_pairs(pairs, tables.outcomes.col(i).data(), i % 2 == 0 ? 1.0 : -1.0, frequencies,
              of_cos.data(), of_sin.data());
    store(i, 0, series.even);
    store(i, 1, series.odd);
  }
  return series;
}

}  // namespace pairtwist
