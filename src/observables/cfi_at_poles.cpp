// SPDX-License-Identifier: BSD-3-Clause
#include "observables/cfi_at_poles.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace pairtwist {
namespace {

/// Products of amplitudes have all their digits from here on.
constexpr double least_weight = 1e-290;

/// [i]  |C_m| for every m from -N/2 to N/2.
std::vector<double> moduli(const AtomicStart& start) {
  std::vector<double> all(static_cast<std::size_t>(start.atoms) + 1);
  const auto first = static_cast<std::size_t>((start.two_m(0) + start.atoms) / 2);
  for (std::size_t i = 0; i < start.amplitude.size(); ++i)
    all[first + i] = std::abs(start.amplitude[i]);
  return all;
}

}  // namespace

bool has_weights_of_start(const AtomicState& state) {
  return state.blocks() || state.time() == 0.0;
}

/// J_y|m> = (r_m|m+1> - r_{m-1}|m-1>)/2i, r the elements of J_+: p'_m = r_m Re rho_{m+1,m} -
/// r_{m-1} Re rho_{m-1,m}. A coherence is C_m C*_m' times v, so that p'_m has the factor |C_m| and
/// p'_m²/p_m is as good as v is, however small p_m may be.
FisherTerm fisher_at_a_pole(const AtomicState& state, const Eigen::MatrixXcd& rho,
                            const std::vector<double>& raising, double error) {
  const std::vector<double> c = moduli(state.start());
  const double of_v = error + 8.0 * std::numeric_limits<double>::epsilon();
  FisherTerm sum{0.0, 0.0};
  for (std::size_t i = 0; i < c.size(); ++i) {
    const bool below = i > 0;
    const bool above = i + 1 < c.size();
    const auto at = static_cast<Eigen::Index>(i);
    const double down = below ? raising[i - 1] * c[i - 1] : 0.0;
    const double up = above ? raising[i] * c[i + 1] : 0.0;
    const double most = (down + up) * (down + up);
    FisherTerm term{0.0, most};
    if (c[i] == 0.0) {
      const double between =
          below && above ? raising[i - 1] * raising[i] * rho(at - 1, at + 1).real() : 0.0;
      term = {std::max(down * down + up * up - 2.0 * between, 0.0), of_v * most};
    } else if (c[i] * c[i] >= least_weight) {
      const double slope = (above ? raising[i] * rho(at + 1, at).real() : 0.0) -
                           (below ? raising[i - 1] * rho(at - 1, at).real() : 0.0);
      const double root = slope / c[i];
      const double off = of_v * (down + up);
      term = {root * root, std::min(2.0 * std::abs(root) * off + off * off, most)};
    }
    sum.value += term.value;
    sum.error += term.error;
  }
  return sum;
}

}  // namespace pairtwist
