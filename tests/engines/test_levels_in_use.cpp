// SPDX-License-Identifier: BSD-3-Clause
// Levels that follow the light: a block alone, on as many as it fills, beside the same on all of
// its levels, with light that grows, turns back within a step, comes from a bath, decays and is
// pumped again.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "lone_block.hpp"

namespace pairtwist::engines {
namespace {

constexpr int cutoff = 64;
constexpr int samples = 40;
constexpr double tolerance = 1e-9;

/// Of a team that cannot do halves a series is on all levels.
struct OnAllLevels : Alone<0> {
  static constexpr bool halves = false;
};

using Case = test::LoneBlock;
using test::largest_change;
using test::point;
using test::segment;

std::vector<Case> cases() {
  using namespace physics::fock;
  FockPoint kerr = point(6.0, raising | bath);
  kerr.detuning = -0.1;
  kerr.kappa = 1.0;
  kerr.thermal_photons = 0.2;
  kerr.kerr = 0.05;
  FockPoint swinging = point(4.0, raising);
  swinging.two_W0 = 1.0;
  swinging.detuning = -3.0;
  swinging.kappa = 0.1;
  FockPoint heated = point(3.0, raising | bath);
  heated.kappa = 2.0;
  heated.thermal_photons = 1.5;
  FockPoint pulsed = point(5.0, raising | bath | two_photon);
  pulsed.kappa = 3.0;
  pulsed.two_photon_loss = 0.02;
  pulsed.two_W0 = 0.5;
  const physics::CoherentSegment dark = segment(1e300, 0.0, 0.0);
  return {
      {"Kerr cavity", kerr, {segment(1e300, 0.0, 2.0)}, 0},
      {"field that turns back", swinging, {segment(1e300, 5.0, 2.0)}, 2},
      {"field that turns back, its photons", swinging, {segment(1e300, 5.0, 2.0)}, 0},
      {"bath", heated, {dark}, 0},
      {"pulses",
       pulsed,
       {segment(0.6, 6.0, 0.0), segment(2.5, 0.0, 0.0), segment(3.2, 0.0, 5.0), dark},
       1},
  };
}

template <class Team>
std::vector<double> values(const Case& c, int solved) {
  return test::solve<Team>(c, cutoff, solved, tolerance, samples).values;
}

TEST(LevelsInUse, AreEnoughForTheToleranceAndMoreForTheCheck) {
  for (const Case& c : cases()) {
    SCOPED_TRACE(c.name);
    const std::vector<double> whole = values<OnAllLevels>(c, 0);
    EXPECT_GT(*std::max_element(whole.begin(), whole.end()), 0.1);
    const double first = largest_change(values<Alone<0>>(c, 0), whole);
    const double second = largest_change(values<Alone<0>>(c, 1), whole);
    EXPECT_GT(first, 0.0) << "on all levels it would be the same, bit by bit";
    EXPECT_LT(first, 10.0 * tolerance);
    EXPECT_LT(second, tolerance);
  }
}

}  // namespace
}  // namespace pairtwist::engines
