// SPDX-License-Identifier: BSD-3-Clause
// The von Neumann entropy of the atoms, in nats.
#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

#include "observables/density_matrix.hpp"
#include "observables/formulas.hpp"

namespace pairtwist::formulas {
namespace {

/// What rho_A is off by in the Frobenius norm: |C_m C_m'| times what its coherence is off by, whose
/// squares add up to no more than the largest one's; and what eigenvalues are rounded by.
double error_of_state(const CoherenceError& coherences, double dim) {
  double error = coherences.of_one();
  if (std::isfinite(coherences.each))
    error = std::max(error, coherences.each + coherences.absolute);
  return error + 0x1p-51 * std::sqrt(dim);
}

/// What -Σ l ln l may be off by, of eigenvalues from the smallest on whose errors have squares that
/// add up to error² (Hoffman and Wielandt). Large ones move it by its slope, |1 + ln l| at most
/// over the error, and together by error times the root of the sum of its squares. Of s small ones
/// each moves it by h(|δ|) at most, h(x) = -x ln x, since |h(x) - h(y)| <= h(|x - y|) up to 1/2;
/// together, since h is concave, by s h(error/√s). Wherever they are divided that holds.
double error_of_entropy(std::span<const double> eigenvalues, double error) {
  const auto dim = static_cast<double>(eigenvalues.size());
  if (!(error < 0.1)) return std::log(dim);
  const auto all_small = [&](double s) {
    return s > 0.0 ? std::sqrt(s) * error * (0.5 * std::log(s) - std::log(error)) : 0.0;
  };
  double least = all_small(dim);
  double squares = 0.0;
  double small = dim;
  for (std::size_t i = eigenvalues.size(); i-- > 0 && eigenvalues[i] > 2.0 * error;) {
    const double slope = std::max(std::abs(1.0 + std::log(eigenvalues[i] - error)),
                                  std::abs(1.0 + std::log(eigenvalues[i] + error)));
    squares += slope * slope;
    small -= 1.0;
    least = std::min(least, error * std::sqrt(squares) + all_small(small));
  }
  return least;
}

}  // namespace

/// -Tr rho ln rho.
Verdict entropy(const AtomicState& state, std::span<double> out) {
  const Eigen::MatrixXcd rho = state.even_sector() ? even_matrix(state) : density_matrix(state);
  out[0] = std::numeric_limits<double>::quiet_NaN();
  if (!rho.allFinite()) return {};
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXcd> solver(rho, Eigen::EigenvaluesOnly);
  const auto& eigenvalues = solver.eigenvalues();
  double sum = 0.0;
  for (const double value : eigenvalues)
    if (value > 0.0) sum -= value * std::log(value);
  // Rounding may leave a pure state with an eigenvalue beyond 1. No state has less than 0, which is
  // therefore nearer than what the sum has come to.
  out[0] = std::max(sum, 0.0);
  if (!(state.tolerance() > 0.0)) return {};
  const double error =
      error_of_state(state.coherence_error(), static_cast<double>(eigenvalues.size()));
  const std::span<const double> values(eigenvalues.data(),
                                       static_cast<std::size_t>(eigenvalues.size()));
  return {.error = error_of_entropy(values, error) / state.tolerance()};
}

}  // namespace pairtwist::formulas
