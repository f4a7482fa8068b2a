// SPDX-License-Identifier: BSD-3-Clause
// The von Neumann entropy of the atoms, in nats.
#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>
#include <limits>

#include "observables/density_matrix.hpp"
#include "observables/formulas.hpp"

namespace pairtwist::formulas {

/// -Tr rho ln rho. An error e of rho moves each eigenvalue by no more than e, and so -l ln l by
/// some e (1 + |ln l|), or what is left of that where l is smaller than e.
Verdict entropy(const AtomicState& state, std::span<double> out) {
  const Eigen::MatrixXcd rho = state.even_sector() ? even_matrix(state) : density_matrix(state);
  out[0] = std::numeric_limits<double>::quiet_NaN();
  if (!rho.allFinite()) return {};
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXcd> solver(rho, Eigen::EigenvaluesOnly);
  const double error = state.coherence_error().of_one() + 0x1p-52;
  double sum = 0.0, sum_of_errors = 0.0;
  for (const double value : solver.eigenvalues()) {
    if (value > 0.0) sum -= value * std::log(value);
    sum_of_errors += 2.0 * error * (1.0 + std::abs(std::log(std::max(value, error))));
  }
  out[0] = sum;
  return {.error = state.tolerance() > 0.0 ? sum_of_errors / state.tolerance() : 0.0};
}

}  // namespace pairtwist::formulas
