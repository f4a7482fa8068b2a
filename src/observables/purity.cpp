// SPDX-License-Identifier: BSD-3-Clause
#include <algorithm>
#include <cmath>
#include <vector>

#include "observables/density_matrix.hpp"
#include "observables/formulas.hpp"

namespace pairtwist::formulas {

/// Tr rho_A² = sum over m, m' of |C_m C_m'|² |v_mm'|² exp(-dephasing (m-m')² t), sector by sector.
Verdict purity(const AtomicState& state, std::span<double> out) {
  if (!state.blocks()) {
    out[0] = density_matrix(state).squaredNorm();
    return {};
  }
  const AtomicStart& start = state.start();
  const auto sectors = static_cast<std::size_t>(start.sector_count());
  std::vector<double> up(sectors), down(sectors);  // weight of +|m| (and of 0), of -|m|
  for (std::int64_t i = 0; i < state.dim(); ++i) {
    auto& side = start.two_m(i) >= 0 ? up : down;
    side[static_cast<std::size_t>(state.sector(i))] = state.weight(i);
  }
  const std::int64_t two_m_first = 2 * start.first_sector() + start.atoms % 2;
  std::vector<double> kept;  // [m - m'], what dephasing leaves
  for (std::size_t d = 0; d < 2 * sectors + static_cast<std::size_t>(two_m_first); ++d) {
    const auto difference = static_cast<double>(d);
    kept.push_back(std::exp(-state.dephasing() * state.time() * (difference * difference)));
  }

  double sum = 0.0;
  for (std::size_t l = 0; l < sectors; ++l) {
    for (std::size_t k = 0; k <= l; ++k) {
      const double same = up[k] * up[l] + down[k] * down[l];
      const double opposite = up[k] * down[l] + down[k] * up[l];
      const double weight =
          same * kept[l - k] + opposite * kept[l + k + static_cast<std::size_t>(two_m_first)];
      const double both = k < l ? 2.0 : 1.0;
      sum += both * weight *
             std::norm(
                 state.photon_factor(static_cast<std::int64_t>(k), static_cast<std::int64_t>(l)));
    }
  }
  out[0] = sum;
  return {};
}

/// The same where nothing dephases: what the engine has summed up.
void purity_from_sums(const SumSeries& series, std::span<double> out, std::span<Verdict>) {
  std::copy_n(series.of(squared_moduli), series.size(), out.begin());
}

}  // namespace pairtwist::formulas
