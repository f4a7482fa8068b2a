// SPDX-License-Identifier: BSD-3-Clause
// Eigenpairs of rho_A with the collective spin between them, of which quantum Fisher information is
// made: [P 5], F_ab = 2 sum over i, j of (l_i - l_j)²/(l_i + l_j) Re(<i|J_a|j> <j|J_b|i>).
#pragma once

#include <Eigen/Core>
#include <cstdint>

#include "observables/atomic_state.hpp"

namespace pairtwist {

enum class SpinComponent { x, y, z };

/// On a window of m with an empty place on either side, since J_x and J_y lead out of it. O(dim³).
struct SpinSpectrum {
  /// Reads every pair. finite() is false, and nothing else may be asked, if some element is not.
  explicit SpinSpectrum(const AtomicState& state);

  bool finite() const { return values.size() > 0; }
  /// (i, j): twice <i|J|j>, for y times the imaginary unit.
  Eigen::MatrixXcd twice_spin(SpinComponent component) const;

  std::int64_t atoms;
  std::int64_t two_m_lo;     ///< 2m of the first, empty place
  Eigen::VectorXd values;    ///< increasing, none below zero
  Eigen::MatrixXcd vectors;  ///< columns
};

/// F_ab as above from twice <i|J_a|j> and twice <i|J_b|j>.
double fisher_sum(const Eigen::VectorXd& values, const Eigen::MatrixXcd& twice_a,
                  const Eigen::MatrixXcd& twice_b);

}  // namespace pairtwist
