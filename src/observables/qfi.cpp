#include "observables/qfi.hpp"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>
#include <limits>

#include "observables/density_matrix.hpp"
#include "observables/formulas.hpp"
#include "observables/ladder.hpp"

namespace pairtwist {
double qfi_general(const AtomicState& state) {
  // One empty row on either side: J_y leads out of the window.
  const AtomicStart& start = state.start();
  const std::int64_t dim = state.dim();
  const std::int64_t n = state.atoms();
  Eigen::MatrixXcd matrix = Eigen::MatrixXcd::Zero(dim + 2, dim + 2);
  matrix.block(1, 1, dim, dim) = density_matrix(state);
  if (!matrix.allFinite()) return std::numeric_limits<double>::quiet_NaN();
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXcd> solver(matrix);
  const Eigen::MatrixXcd& vectors = solver.eigenvectors();

  // 2i J_y = J_+ - J_- applied to the eigenvectors.
  Eigen::MatrixXcd applied = Eigen::MatrixXcd::Zero(dim + 2, dim + 2);
  for (std::int64_t row = 0; row < dim + 1; ++row) {
    const double element = raising_element(n, start.two_m(row - 1));
    applied.row(row + 1) += element * vectors.row(row);
    applied.row(row) -= element * vectors.row(row + 1);
  }
  const Eigen::MatrixXcd twice_spin = vectors.adjoint() * applied;

  double sum = 0.0;
  for (std::int64_t j = 0; j < dim + 2; ++j) {
    // Rounding may leave an eigenvalue of 0 just below it; (l_i - l_j)²/(l_i + l_j) <= l_i + l_j.
    const double lj = std::max(solver.eigenvalues()[j], 0.0);
    for (std::int64_t i = 0; i < j; ++i) {
      const double li = std::max(solver.eigenvalues()[i], 0.0);
      if (li + lj > 0.0) sum += (li - lj) * (li - lj) / (li + lj) * std::norm(twice_spin(i, j));
    }
  }
  return sum;  // 2 × (each pair twice) × (1/4 from the doubled J_y)
}

/// F_Q = 4 <J_y²> = 2 (j(j+1) - <J_z²> - Re <J_+²>), exact in the even sector only
/// (docs/physics.md, 7): what it was at the start, and twice what <J_+²> and <J_z²>
/// have lost.
void formulas::qfi_short(const SumSeries& series, std::span<double> out, std::span<Verdict>) {
  const double at_start = 4.0 * series.start->moments.start_y_squared();
  const double* lost = series.of(lost_plus2_re);
  for (std::size_t k = 0; k < out.size(); ++k)
    out[k] = at_start + 2.0 * (lost[k] + series.moved(lost_z2, k));
}

Verdict formulas::qfi(const AtomicState& state, std::span<double> out) {
  if (state.even_sector() &&
      state.blocks()) {  // which of a start from a file only its amplitudes tell
    double sums[moment_sums] = {};
    sum_state(state, want_plus2, sums);
    out[0] = 4.0 * state.start().moments.start_y_squared() + 2.0 * sums[lost_plus2_re];
  } else {
    out[0] = qfi_general(state);
  }
  return {};
}

}  // namespace pairtwist
