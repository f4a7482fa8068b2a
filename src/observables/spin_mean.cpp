// SPDX-License-Identifier: BSD-3-Clause
#include <cmath>

#include "observables/formulas.hpp"

namespace pairtwist::formulas {

/// (<J_x>, <J_y>, <J_z>), from <J_+> = <J_x> + i <J_y>. Of a symmetric start the last two vanish
/// exactly.
void spin_mean(const SumSeries& series, std::span<double> out, std::span<Verdict>) {
  const MomentWeights& start = series.start->moments;
  for (std::size_t k = 0; k < series.size(); ++k) {
    const std::complex<double> lost(series.sum(lost_plus_re, k), series.sum(lost_plus_im, k));
    const std::complex<double> plus = (start.start_plus - lost) * outer_factor(series, k, 1);
    out[3 * k] = plus.real();
    out[3 * k + 1] = plus.imag();
    out[3 * k + 2] = series.z(k);
  }
}

}  // namespace pairtwist::formulas
