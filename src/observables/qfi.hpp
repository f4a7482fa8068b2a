// The quantum Fisher information of J_y in its two forms. Which one holds, formulas::qfi decides.
#pragma once

#include "observables/atomic_state.hpp"

namespace pairtwist {

/// F_Q = 4 Tr[rho_A J_y²], exact in the even sector only (docs/physics.md, 7). Reads the pairs
/// |m - m'| = 2; O(window). Relative error a few 2^-53 (N² |1 - v|/F_Q + sqrt(N)).
double qfi_even_sector(const AtomicState& state);

/// [P 5], F_Q = 2 sum (l_i - l_j)²/(l_i + l_j) |<i|J_y|j>|² over the eigenpairs of rho_A. Reads
/// every pair; O(window³). NaN if some coherence is not finite.
double qfi_general(const AtomicState& state);

}  // namespace pairtwist
