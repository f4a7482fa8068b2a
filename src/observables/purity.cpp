// SPDX-License-Identifier: BSD-3-Clause
#include <algorithm>
#include <cmath>
#include <vector>

#include "observables/bell_amplitudes.hpp"
#include "observables/density_matrix.hpp"
#include "observables/formulas.hpp"

namespace pairtwist::formulas {

/// Tr rho_A², where dephasing leaves exp(-dephasing (m-m')² t) of |v_mm'|².
Verdict purity(const AtomicState& state, std::span<double> out) {
  if (!state.blocks()) {
    out[0] = density_matrix(state).squaredNorm();
    return {};
  }
  const AtomicStart& start = state.start();
  const std::int64_t sectors = start.sector_count();
  const std::int64_t offset = 2 * start.first_sector() + start.atoms % 2;
  std::vector<double> kept;  // [m - m'], what dephasing leaves
  for (std::int64_t d = 0; d < 2 * sectors + offset; ++d) {
    const auto difference = static_cast<double>(d);
    kept.push_back(std::exp(-state.dephasing() * state.time() * (difference * difference)));
  }
  out[0] = squares_of(
      pair_sums_of(start), sectors, offset, all_of_them,
      [&](std::int64_t k, std::int64_t l) { return std::norm(state.photon_factor(k, l)); },
      [&](std::int64_t d) { return kept[static_cast<std::size_t>(d)]; });
  return {};
}

/// The same where nothing dephases: what the engine has summed up.
void purity_from_sums(const SumSeries& series, std::span<double> out, std::span<Verdict>) {
  std::copy_n(series.of(squared_moduli), series.size(), out.begin());
}

}  // namespace pairtwist::formulas
