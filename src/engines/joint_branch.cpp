// SPDX-License-Identifier: BSD-3-Clause
#include "engines/joint_branch.hpp"

namespace pairtwist::engines {

JointJump JointRates::at(double x) const {
  double rest = x * total();
  int last = 0;  // that comes at all: rounding may leave some of the rest behind it
  for (int which = 0; which < joint_jumps; ++which) {
    if (of[which] == 0.0) continue;
    last = which;
    rest -= of[which];
    if (rest < 0.0) break;
  }
  return static_cast<JointJump>(last);
}

JointRates jump_rates(const JointPoint& point, const JointChain& chain,
                      const std::vector<std::vector<double>>& population) {
  double photons = 0.0, pairs = 0.0, spin = 0.0;
  for (std::int32_t s = 0; s < chain.sites(); ++s) {
    double of_site = 0.0;
    for (std::size_t level = 0; level < population[s].size(); ++level) {
      const auto n = static_cast<double>(level);
      of_site += population[s][level];
      photons += n * population[s][level];
      pairs += n * (n - 1.0) * population[s][level];
    }
    spin += chain.m[s] * chain.m[s] * of_site;
  }
  const double bath = point.kappa * point.thermal_photons;
  JointRates rates;
  rates.of[jump_loss] = (point.kappa + bath) * photons;
  rates.of[jump_heating] = bath * (photons + 1.0);
  rates.of[jump_pair_loss] = point.two_photon_loss * pairs;
  rates.of[jump_dephasing] = point.dephasing * spin;
  return rates;
}

void JointBranch::jump(JointJump which, std::span<const double> m) {
  switch (which) {
    case jump_pair_loss:
      state_.lower();
      [[fallthrough]];
    case jump_loss:
      state_.lower();
      break;
    case jump_heating:
      state_.raise();
      break;
    case jump_dephasing:
      state_.multiply(m);
      break;
  }
  state_.normalise();
  survival_ = survival_before_ = 1.0;
}

}  // namespace pairtwist::engines
