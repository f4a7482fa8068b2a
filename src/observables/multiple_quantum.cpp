// SPDX-License-Identifier: BSD-3-Clause
// The spectrum of multiple-quantum coherences: how much of rho_A is m - m' = q apart.
#include <algorithm>

#include "observables/density_matrix.hpp"
#include "observables/formulas.hpp"

namespace pairtwist::formulas {

/// I_q = sum over m of |rho[m, m-q]|², q = 0 ... N; I_-q = I_q, and I_0 + 2 sum I_q = Tr rho².
Verdict multiple_quantum(const AtomicState& state, std::span<double> out) {
  const Eigen::MatrixXcd rho = density_matrix(state);
  std::fill(out.begin(), out.end(), 0.0);
  for (Eigen::Index q = 0; q < rho.rows(); ++q)
    out[static_cast<std::size_t>(q)] = rho.diagonal(q).squaredNorm();
  return {};
}

}  // namespace pairtwist::formulas
