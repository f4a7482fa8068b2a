// SPDX-License-Identifier: BSD-3-Clause
#include "solve/strictness.hpp"

#include <algorithm>
#include <cmath>

namespace pairtwist {
namespace {

/// Of solve.tolerance, for a block's integration: errors of many blocks and steps add up.
constexpr double integration_share = 0.01;

/// Of solve.tolerance, for what a block's values may change with its cutoff before the quantities
/// themselves are compared.
constexpr double change_share = 0.1;

/// What cutoffs are compared to at the strictest: below, rounding makes them climb.
constexpr double least_change = 1e-14;

}  // namespace

double tolerance_of_steps(double tolerance, int powers, bool strictest) {
  if (strictest) return least_tolerance;
  return std::max(integration_share * tolerance * std::pow(0.1, powers), least_tolerance);
}

int finer_steps(double of_steps, double error) {
  constexpr double most = 4.0;  // a solution takes three times as long then
  const double powers = std::max(1.0, std::ceil(std::log10(error)));
  const bool enough = powers <= most && of_steps * std::pow(0.1, powers) > 10.0 * least_tolerance;
  return enough ? static_cast<int>(powers) : 0;
}

double change_with_cutoff(double tolerance, int attempt, bool strictest) {
  const double change = change_share * tolerance * std::pow(0.01, attempt);
  return strictest ? std::max(1e-4 * change, std::min(change, least_change)) : change;
}

/// A block that needs more steps takes minutes; what each of them rounds (measured: as many
/// oscillations of Gaussian light) adds up to solve.tolerance before that if it is small.
double most_steps(double tolerance) { return std::min(1e7, tolerance / 3e-16); }

}  // namespace pairtwist
