// SPDX-License-Identifier: BSD-3-Clause
// rho_A as a dense matrix, for the formulas that need all of it.
#pragma once

#include <Eigen/Core>

#include "observables/atomic_state.hpp"

namespace pairtwist {

/// (dim, dim) over the state's window of m; Hermitian to the last bit. Needs every pair.
Eigen::MatrixXcd density_matrix(const AtomicState& state);

/// The same of a state of the even sector, over (|m> + |-m>)/sqrt 2 from the outermost |m| in, and
/// |0> last: ((dim + 1)/2, (dim + 1)/2).
Eigen::MatrixXcd even_matrix(const AtomicState& state);

}  // namespace pairtwist
