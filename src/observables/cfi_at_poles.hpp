// SPDX-License-Identifier: BSD-3-Clause
// What the outcomes of counting add to the classical Fisher information without a rotation: there
// p_m = rho_mm is known as the start is, and vanishes where the start has no m.
#pragma once

#include <Eigen/Core>
#include <vector>

#include "observables/atomic_state.hpp"

namespace pairtwist {

struct FisherTerm {
  double value;
  double error;  ///< what errors of the coherences leave open
};

/// Whether the weights of a state are those of its start.
bool has_weights_of_start(const AtomicState& state);

/// The sum of p'_m²/p_m over all outcomes at angle 0, and so at pi; where p_m = 0 its limit there,
/// 4 <m|J_y rho J_y|m>. Of a state that has the weights of its start.
/// rho: every m from -N/2 to N/2; raising: [i] <m+1|J_+|m>; error: of v.
FisherTerm fisher_at_a_pole(const AtomicState& state, const Eigen::MatrixXcd& rho,
                            const std::vector<double>& raising, double error);

}  // namespace pairtwist
