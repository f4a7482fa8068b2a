// SPDX-License-Identifier: BSD-3-Clause
// P(n) = sum |C_m|² <n|R_mm|n>: as the method gave the diagonal blocks, or of Gaussian ones, which
// their means and spreads determine; coherent blocks are Poissonian.
#include <algorithm>
#include <cmath>
#include <vector>

#include "observables/formulas.hpp"

namespace pairtwist::formulas {
namespace {

/// ln n!, n = 0 ... count - 1.
std::vector<double> log_factorials(std::size_t count) {
  std::vector<double> result(count, 0.0);
  for (std::size_t n = 1; n < count; ++n)
    result[n] = result[n - 1] + std::log(static_cast<double>(n));
  return result;
}

/// Adds weight · e^{-mean} mean^n / n!, by logarithms: mean^n may overflow.
void add_poissonian(double weight, double mean, const std::vector<double>& log_factorial,
                    std::span<double> out) {
  if (mean == 0.0) {
    out[0] += weight;
    return;
  }
  const double log_mean = std::log(mean);
  for (std::size_t n = 0; n < out.size(); ++n)
    out[n] += weight * std::exp(static_cast<double>(n) * log_mean - mean - log_factorial[n]);
}

/// Of Gaussian blocks.
Verdict of_light(const AtomicState& state, std::span<double> out) {
  const bool coherent = state.light(0).coherent();  // all are, or none is
  const std::vector<double> log_factorial = log_factorials(coherent ? out.size() : 0);
  const auto sectors = static_cast<std::size_t>(state.start().sector_count());
  std::vector<double> weights(sectors);
  std::vector<const physics::LightAxes*> lights(sectors);
  for (std::int64_t i = 0; i < state.dim(); ++i) {
    const physics::LightAxes& light = state.light(i);
    if (coherent)
      add_poissonian(state.weight(i), light.mean[0] + light.mean[1], log_factorial, out);
    weights[state.sector(i)] += state.weight(i);
    lights[state.sector(i)] = &light;
  }
  if (coherent) return {};
  for (std::size_t s = 0; s < sectors; ++s) {
    if (weights[s] == 0.0) continue;
    physics::photon_numbers(*lights[s], static_cast<int>(out.size()),
                            [&](int n, double probability) {
                              out[static_cast<std::size_t>(n)] += weights[s] * probability;
                            });
  }
  const bool enough =
      state.tolerance() == 0.0 || physics::rounding_of_photon_numbers <= state.tolerance();
  return {.trust = enough ? Trust::good : Trust::below_precision};
}

/// Empty levels are empty, not a little less by rounding.
void without_negative(std::span<double> probabilities) {
  for (double& probability : probabilities)
    if (probability < 0.0) probability = 0.0;
}

}  // namespace

Verdict photon_distribution(const AtomicState& state, std::span<double> out) {
  std::fill(out.begin(), out.end(), 0.0);
  if (!state.blocks()) {
    const std::span<const double> all = state.distribution_of_all();
    std::copy_n(all.begin(), std::min(out.size(), all.size()), out.begin());
    without_negative(out);
    return {};
  }
  Verdict verdict;
  double total = 0.0;
  for (std::int64_t i = 0; i < state.dim(); ++i) total += state.weight(i);
  if (state.has_distribution()) {
    for (std::int64_t i = 0; i < state.dim(); ++i) {
      const std::span<const double> block = state.distribution(i);
      for (std::size_t n = 0; n < std::min(out.size(), block.size()); ++n)
        out[n] += state.weight(i) * block[n];
    }
  } else {
    verdict = of_light(state, out);
  }
  for (double& probability : out) probability /= total;
  without_negative(out);
  return verdict;
}

}  // namespace pairtwist::formulas
