// P(n) = sum |C_m|² <n|R_mm|n>: as the method gave the diagonal blocks, or of coherent blocks, each
// of them Poissonian.
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

}  // namespace

Verdict photon_distribution(const AtomicState& state, std::span<double> out) {
  std::fill(out.begin(), out.end(), 0.0);
  if (!state.blocks()) {
    const std::span<const double> all = state.distribution_of_all();
    std::copy_n(all.begin(), std::min(out.size(), all.size()), out.begin());
    return {};
  }
  const bool coherent_blocks = !state.has_distribution();
  const std::vector<double> log_factorial = log_factorials(coherent_blocks ? out.size() : 0);
  double total = 0.0;
  for (std::int64_t i = 0; i < state.dim(); ++i) {
    const double weight = state.weight(i);
    total += weight;
    if (coherent_blocks) {
      add_poissonian(weight, state.photons(i).number, log_factorial, out);
      continue;
    }
    const std::span<const double> block = state.distribution(i);
    for (std::size_t n = 0; n < std::min(out.size(), block.size()); ++n)
      out[n] += weight * block[n];
  }
  for (double& probability : out) probability /= total;
  return {};
}

}  // namespace pairtwist::formulas
