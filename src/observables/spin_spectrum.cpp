// SPDX-License-Identifier: BSD-3-Clause
#include "observables/spin_spectrum.hpp"

#include <Eigen/Eigenvalues>

#include "observables/density_matrix.hpp"
#include "observables/ladder.hpp"

namespace pairtwist {

SpinSpectrum::SpinSpectrum(const AtomicState& state)
    : atoms(state.atoms()), two_m_lo(state.start().two_m(-1)) {
  const std::int64_t dim = state.dim();
  Eigen::MatrixXcd matrix = Eigen::MatrixXcd::Zero(dim + 2, dim + 2);
  matrix.block(1, 1, dim, dim) = density_matrix(state);
  if (!matrix.allFinite()) return;
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXcd> solver(matrix);
  // Rounding may leave an eigenvalue of 0 just below it; (l_i - l_j)²/(l_i + l_j) <= l_i + l_j.
  values = solver.eigenvalues().cwiseMax(0.0);
  vectors = solver.eigenvectors();
}

Eigen::MatrixXcd SpinSpectrum::twice_spin(SpinComponent component) const {
  const Eigen::Index rows = vectors.rows();
  Eigen::MatrixXcd applied = Eigen::MatrixXcd::Zero(rows, rows);
  if (component == SpinComponent::z) {
    for (Eigen::Index row = 0; row < rows; ++row)
      applied.row(row) = static_cast<double>(two_m_lo + 2 * row) * vectors.row(row);
    return vectors.adjoint() * applied;
  }
  // 2 J_x = J_+ + J_-, 2i J_y = J_+ - J_-.
  const double sign = component == SpinComponent::x ? 1.0 : -1.0;
  for (Eigen::Index row = 0; row + 1 < rows; ++row) {
    const double element = raising_element(atoms, two_m_lo + 2 * row);
    applied.row(row + 1) += element * vectors.row(row);
    applied.row(row) += sign * element * vectors.row(row + 1);
  }
  return vectors.adjoint() * applied;
}

double fisher_sum(const Eigen::VectorXd& values, const Eigen::MatrixXcd& twice_a,
                  const Eigen::MatrixXcd& twice_b) {
  double sum = 0.0;
  for (Eigen::Index j = 0; j < values.size(); ++j)
    for (Eigen::Index i = 0; i < j; ++i) {
      const double total = values[i] + values[j];
      const double difference = values[i] - values[j];
      if (total > 0.0)
        sum += difference * difference / total *
               (twice_a(i, j).real() * twice_b(i, j).real() +
                twice_a(i, j).imag() * twice_b(i, j).imag());
    }
  return sum;  // 2 × (each pair twice) × (1/4 of the doubled spins)
}

}  // namespace pairtwist
