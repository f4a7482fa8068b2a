// SPDX-License-Identifier: BSD-3-Clause
// The order of the Fock method's integrator: with steps of fixed size the error of the whole matrix
// falls as the eighth power, in the interaction picture with all terms of the equation at work.
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "engines/moving_system.inl"

namespace pairtwist::engines {
namespace {

constexpr int cutoff = 6;
using Team = Alone<0>;
using System = MovingSystem<double, Team, 7>;

/// R and the scalar's log after `steps` equal steps to t = 0.4.
std::vector<double> evolved(int steps) {
  std::vector<double> roots = {0.0};
  for (int n = 0; n < cutoff + 4; ++n) roots.push_back(std::sqrt(n));
  std::vector<double> scratch(static_cast<std::size_t>(fock_scratch(cutoff, true)));
  System system(Team{}, cutoff, roots.data() + 1, scratch.data());
  for (int n = 0; n < cutoff; ++n)
    for (int k = 0; k < cutoff; ++k)
      system.set(n, k, {n == k ? 0.5 / (1 + n) : 0.1, 0.05 * (n - k)});
  const double start[field_parts] = {0.5, -0.3, 0.5, -0.3, 0.0, 0.0};
  for (int d = 0; d < field_parts; ++d) system.fields[d] = start[d];
  system.rates = {.omega_k = 5.0,
                  .omega_l = -3.0,
                  .kappa = 0.9,
                  .bath = 0.2,
                  .kerr = 0.6,
                  .two_photon = 0.3,
                  .pump_k = {1.1, 0.4},
                  .pump_l = {1.1, 0.4}};
  system.of_photons = false;
  system.rates_changed();
  system.restart(true);
  const double h = 0.4 / steps;
  for (int i = 0; i < steps; ++i) {
    system.attempt(h, 1.0);
    system.finish_step(h);
    system.accept(true, h);
  }
  std::vector<double> result;
  for (int n = 0; n < cutoff; ++n)
    for (int k = 0; k < cutoff; ++k) {
      result.push_back(system.at(n, k).re);
      result.push_back(system.at(n, k).im);
    }
  return result;
}

double distance(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += (a[i] - b[i]) * (a[i] - b[i]);
  return std::sqrt(sum);
}

TEST(FockOrder, StepsConvergeWithOrderEight) {
  const std::vector<double> exact = evolved(96);
  double before = distance(evolved(3), exact);
  for (const int steps : {6, 12}) {
    const double now = distance(evolved(steps), exact);
    const double order = std::log2(before / now);
    EXPECT_GT(order, 7.3) << steps << " steps: " << before << " -> " << now;
    EXPECT_LT(order, 9.5) << steps << " steps: " << before << " -> " << now;
    before = now;
  }
}

}  // namespace
}  // namespace pairtwist::engines
