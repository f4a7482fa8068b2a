// SPDX-License-Identifier: BSD-3-Clause
// What the outcomes of counting add to the classical Fisher information without a rotation: there
// p_m = rho_mm is known as the start is, and vanishes where the start has no m. Once, for the
// formula of a state and for devices that hold many of them.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

#include "observables/fisher_term.hpp"
#include "physics/host_device.hpp"

namespace pairtwist {

/// Products of amplitudes have all their digits from here on.
inline constexpr double least_weight = 1e-290;

/// The sum of p'_m²/p_m over all outcomes at angle 0, and so at pi; where p_m = 0 its limit there,
/// 4 <m|J_y rho J_y|m>. Of a state that has the weights of its start.
///
/// J_y|m> = (r_m|m+1> - r_{m-1}|m-1>)/2i, r the elements of J_+: p'_m = r_m Re rho_{m+1,m} -
/// r_{m-1} Re rho_{m-1,m}. A coherence is C_m C*_m' times v, so that p'_m has the factor |C_m| and
/// p'_m²/p_m is as good as v is, however small p_m may be.
///
/// c: [i]  |C_m| for every m from -N/2 to N/2, so many; raising: [i] <m+1|J_+|m>; re(i, k): of rho
/// there; error: of v.
template <class Re>
PT_HD FisherTerm fisher_at_a_pole(const double* c, std::int64_t count, const double* raising,
                                  const Re& re, double error) {
  const double of_v = error + 8.0 * std::numeric_limits<double>::epsilon();
  FisherTerm sum{0.0, 0.0};
  for (std::int64_t i = 0; i < count; ++i) {
    const bool below = i > 0;
    const bool above = i + 1 < count;
    const double down = below ? raising[i - 1] * c[i - 1] : 0.0;
    const double up = above ? raising[i] * c[i + 1] : 0.0;
    const double most = (down + up) * (down + up);
    FisherTerm term{0.0, most};
    if (c[i] == 0.0) {
      const double between = below && above ? raising[i - 1] * raising[i] * re(i - 1, i + 1) : 0.0;
      term = {std::max(down * down + up * up - 2.0 * between, 0.0), of_v * most};
    } else if (c[i] * c[i] >= least_weight) {
      const double slope =
          (above ? raising[i] * re(i + 1, i) : 0.0) - (below ? raising[i - 1] * re(i - 1, i) : 0.0);
      const double root = slope / c[i];
      const double off = of_v * (down + up);
      term = {root * root, std::min(2.0 * ::fabs(root) * off + off * off, most)};
    }
    sum.value += term.value;
    sum.error += term.error;
  }
  return sum;
}

}  // namespace pairtwist
