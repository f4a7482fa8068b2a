// rho_A as a dense matrix, for the formulas that need all of it.
#pragma once

#include <Eigen/Core>

#include "observables/atomic_state.hpp"

namespace pairtwist {

/// (dim, dim) over the state's window of m; Hermitian to the last bit. Needs every pair.
Eigen::MatrixXcd density_matrix(const AtomicState& state);

}  // namespace pairtwist
