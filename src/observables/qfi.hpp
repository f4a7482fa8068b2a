// SPDX-License-Identifier: BSD-3-Clause
// The quantum Fisher information of J_y in its general form (the short one, of the even sector, is
// formulas::qfi_short), and of all directions.
#pragma once

#include <Eigen/Core>

#include "observables/atomic_state.hpp"

namespace pairtwist {

/// [P 5], F_Q = 2 sum (l_i - l_j)²/(l_i + l_j) |<i|J_y|j>|² over the eigenpairs of rho_A. Reads
/// every pair; O(window³). NaN if some coherence is not finite.
double qfi_general(const AtomicState& state);

/// The same of x, y, z with one another, [P 5]; its element yy is qfi_general().
Eigen::Matrix3d qfi_matrix_general(const AtomicState& state);
/// Of a state of the even sector: J_y and J_z lead out of it, so that of them moments are enough,
/// and J_x does not mix with them.
Eigen::Matrix3d qfi_matrix_even(const AtomicState& state);
/// Whichever holds.
Eigen::Matrix3d qfi_matrix(const AtomicState& state);

}  // namespace pairtwist
