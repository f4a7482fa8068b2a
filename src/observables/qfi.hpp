// The quantum Fisher information of J_y in its general form; the short one, of the even sector, is
// formulas::qfi_short.
#pragma once

#include "observables/atomic_state.hpp"

namespace pairtwist {

/// [P 5], F_Q = 2 sum (l_i - l_j)²/(l_i + l_j) |<i|J_y|j>|² over the eigenpairs of rho_A. Reads
/// every pair; O(window³). NaN if some coherence is not finite.
double qfi_general(const AtomicState& state);

}  // namespace pairtwist
