// SPDX-License-Identifier: BSD-3-Clause
#include "observables/qfi.hpp"

#include <limits>

#include "observables/formulas.hpp"
#include "observables/spin_spectrum.hpp"

namespace pairtwist {

double qfi_general(const AtomicState& state) {
  const SpinSpectrum spectrum(state);
  if (!spectrum.finite()) return std::numeric_limits<double>::quiet_NaN();
  const Eigen::MatrixXcd spin = spectrum.twice_spin(SpinComponent::y);
  return fisher_sum(spectrum.values, spin, spin);
}

/// F_Q = 4 <J_y²> = 2 (j(j+1) - <J_z²> - Re <J_+²>), exact in the even sector only
/// (docs/physics.md, 6): what it was at the start, and twice what <J_+²> and <J_z²> have lost.
void formulas::qfi_short(const SumSeries& series, std::span<double> out, std::span<Verdict>) {
  const double at_start = 4.0 * series.start->moments.start_y_squared();
  const double* lost = series.of(lost_plus2_re);
  for (std::size_t k = 0; k < out.size(); ++k)
    out[k] = at_start + 2.0 * (lost[k] + series.moved(lost_z2, k));
}

Verdict formulas::qfi(const AtomicState& state, std::span<double> out) {
  // Of a start from a file only its amplitudes tell that it is in the even sector.
  if (state.even_sector() && state.blocks()) {
    double sums[moment_sums] = {};
    sum_state(state, want_plus2, sums);
    out[0] = 4.0 * state.start().moments.start_y_squared() + 2.0 * sums[lost_plus2_re];
  } else {
    out[0] = qfi_general(state);
  }
  return {};
}

}  // namespace pairtwist
