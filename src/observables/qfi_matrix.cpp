// SPDX-License-Identifier: BSD-3-Clause
// The quantum Fisher information of rotations about any axis: F(n) = n^T F n with the 3 × 3 matrix
// F of J_x, J_y, J_z, its largest value and where that is.
#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>
#include <limits>

#include "model/start_photons.hpp"
#include "observables/density_matrix.hpp"
#include "observables/formulas.hpp"
#include "observables/ladder.hpp"
#include "observables/qfi.hpp"
#include "observables/spin_spectrum.hpp"

namespace pairtwist {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// F_yy, F_yz, F_zz = 2 <J_a J_b + J_b J_a> from the bands of rho.
void add_moments(const AtomicState& state, const Eigen::MatrixXcd& rho, Eigen::Matrix3d& out) {
  const std::int64_t n = state.atoms();
  const AtomicStart& start = state.start();
  const double j = 0.5 * static_cast<double>(n);
  double y2 = 0.0, z2 = 0.0, yz = 0.0;
  for (Eigen::Index i = 0; i < rho.rows(); ++i) {
    const double m = state.m(i);
    const double element = raising_element(n, start.two_m(i));
    const double weight = rho(i, i).real();
    z2 += weight * m * m;
    y2 += 0.5 * weight * (j * (j + 1.0) - m * m);
    if (i + 1 < rho.rows()) yz += element * (2.0 * m + 1.0) * rho(i, i + 1).imag();
    if (i + 2 < rho.rows())
      y2 -= 0.5 * element * raising_element(n, start.two_m(i + 1)) * rho(i, i + 2).real();
  }
  out(1, 1) = 4.0 * y2;
  out(2, 2) = 4.0 * z2;
  out(1, 2) = out(2, 1) = 2.0 * yz;
}

/// J_x does not leave the even sector: [P 5] in it, over |m> + |-m> from the outermost m in, one
/// empty place before that.
double even_qfi_x(const AtomicState& state) {
  const Eigen::MatrixXcd even = even_matrix(state);
  const Eigen::Index dim = even.rows();
  Eigen::MatrixXcd padded = Eigen::MatrixXcd::Zero(dim + 1, dim + 1);
  padded.bottomRightCorner(dim, dim) = even;
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXcd> solver(padded);
  const Eigen::MatrixXcd& vectors = solver.eigenvectors();
  const bool centre = state.dim() % 2 == 1;  // m = 0 has no partner
  Eigen::MatrixXcd applied = Eigen::MatrixXcd::Zero(dim + 1, dim + 1);
  for (Eigen::Index row = 0; row < dim; ++row) {
    const double to_centre = centre && row + 1 == dim ? std::sqrt(2.0) : 1.0;
    const double element = to_centre * raising_element(state.atoms(), state.start().two_m(row - 1));
    applied.row(row + 1) += element * vectors.row(row);
    applied.row(row) += element * vectors.row(row + 1);
  }
  if (!centre)  // from -1/2 to 1/2
    applied.row(dim) += raising_element(state.atoms(), -1) * vectors.row(dim);
  const Eigen::MatrixXcd twice = vectors.adjoint() * applied;
  return fisher_sum(solver.eigenvalues().cwiseMax(0.0), twice, twice);
}

/// Of F's two largest eigenvalues, relative to N², what rounding leaves of their difference.
double rounding_of(std::int64_t atoms) { return 0x1p-50 * std::sqrt(static_cast<double>(atoms)); }

}  // namespace

Eigen::Matrix3d qfi_matrix_general(const AtomicState& state) {
  const SpinSpectrum spectrum(state);
  if (!spectrum.finite()) return Eigen::Matrix3d::Constant(nan);
  Eigen::MatrixXcd spins[3] = {spectrum.twice_spin(SpinComponent::x),
                               spectrum.twice_spin(SpinComponent::y),
                               spectrum.twice_spin(SpinComponent::z)};
  spins[1] *= std::complex<double>(0.0, -1.0);
  Eigen::Matrix3d matrix;
  for (int a = 0; a < 3; ++a)
    for (int b = a; b < 3; ++b)
      matrix(a, b) = matrix(b, a) = fisher_sum(spectrum.values, spins[a], spins[b]);
  return matrix;
}

Eigen::Matrix3d qfi_matrix_even(const AtomicState& state) {
  const Eigen::MatrixXcd rho = density_matrix(state);
  if (!rho.allFinite()) return Eigen::Matrix3d::Constant(nan);
  Eigen::Matrix3d matrix = Eigen::Matrix3d::Zero();
  add_moments(state, rho, matrix);
  matrix(0, 0) = even_qfi_x(state);
  return matrix;
}

Eigen::Matrix3d qfi_matrix(const AtomicState& state) {
  return state.even_sector() ? qfi_matrix_even(state) : qfi_matrix_general(state);
}

Verdict formulas::qfi_matrix(const AtomicState& state, std::span<double> out) {
  Eigen::Map<Eigen::Matrix3d>(out.data()) = pairtwist::qfi_matrix(state);
  return {};
}

Verdict formulas::qfi_optimal(const AtomicState& state, std::span<double> out) {
  const Eigen::Matrix3d matrix = pairtwist::qfi_matrix(state);
  out[0] = matrix.allFinite()
               ? Eigen::SelfAdjointEigenSolver<Eigen::Matrix3d>(matrix, Eigen::EigenvaluesOnly)
                     .eigenvalues()[2]
               : nan;
  return {};
}

/// Where the largest eigenvalue is not alone there is no direction; near there errors turn it by
/// what they are over the distance to the next one.
Verdict formulas::qfi_optimal_direction(const AtomicState& state, std::span<double> out) {
  std::fill(out.begin(), out.end(), nan);
  const Eigen::Matrix3d matrix = pairtwist::qfi_matrix(state);
  if (!matrix.allFinite()) return {};
  const Eigen::SelfAdjointEigenSolver<Eigen::Matrix3d> solver(matrix);
  const double n2 = scale_of(Scale::N_squared, state.atoms());
  const double distance = (solver.eigenvalues()[2] - solver.eigenvalues()[1]) / n2;
  const double rounding = rounding_of(state.atoms());
  // Light that is left out at the start makes two of them of one, too.
  if (distance <= rounding + light_left_out * state.tolerance()) return {.trust = Trust::undefined};
  Eigen::Vector3d direction = solver.eigenvectors().col(2);
  // Symmetry makes components of equal modulus: half of the largest tells them from none by more
  // than rounding can.
  Eigen::Index first = 0;
  while (std::abs(direction[first]) < 0.5 * direction.lpNorm<Eigen::Infinity>()) ++first;
  if (direction[first] < 0.0) direction = -direction;
  std::copy_n(direction.data(), 3, out.begin());
  // An element has at most N²/4 times a coherence, four times, and its conjugate.
  const double of_matrix =
      state.coherence_error().of_one() + 2.0 * state.start().dropped_coherence + rounding;
  const double error = of_matrix / distance;
  return {.error = state.tolerance() > 0.0 ? error / state.tolerance() : 0.0};
}

}  // namespace pairtwist
