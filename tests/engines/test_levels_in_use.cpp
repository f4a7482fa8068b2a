// SPDX-License-Identifier: BSD-3-Clause
// Levels that follow the light: a block alone, on as many as it fills, beside the same on all of
// its levels, with light that grows, turns back within a step, comes from a bath, decays and is
// pumped again.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "engines/fock_laboratory.inl"

namespace pairtwist::engines {
namespace {

constexpr int cutoff = 64;
constexpr int samples = 40;
constexpr double tolerance = 1e-9;

/// Of a team that cannot do halves a series is on all levels.
struct OnAllLevels : Alone<0> {
  static constexpr bool halves = false;
};

struct Case {
  std::string name;
  FockPoint point;
  std::vector<physics::CoherentSegment> pump;
  int l;
};

FockPoint point(double stop, int terms) {
  FockPoint p{};
  p.stop = stop;
  p.levels = 1;
  p.populated = 1;
  p.terms = terms;
  return p;
}

physics::CoherentSegment segment(double until, double re, double im) {
  physics::CoherentSegment s{};
  s.until = until;
  s.eta_re = re;
  s.eta_im = im;
  return s;
}

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

/// Of each sample two numbers; solved: how often before.
template <class Team>
std::vector<double> values(const Case& c, int solved) {
  FockPoint p = c.point;
  p.segments = static_cast<std::uint32_t>(c.pump.size());
  std::vector<double> times(samples), scales(samples, 1.0), lights = {1.0, 0.0};
  for (int i = 0; i < samples; ++i) times[i] = p.stop * (i + 1) / samples;
  std::vector<double> roots = {0.0};
  for (int n = 0; n < cutoff + 20; ++n) roots.push_back(std::sqrt(n));
  std::vector<double> coherence(2 * samples), photons(2 * samples);
  FockInput input{};
  input.points = &p;
  input.segments = c.pump.data();
  input.times = times.data();
  input.photon_scales = scales.data();
  input.lights = lights.data();
  input.roots = roots.data() + 1;
  input.n_times = samples;
  input.tolerance = tolerance;
  input.now = {coherence.data(), photons.data(), nullptr};
  input.pairs = input.sectors = 1;
  FockItem item{};
  item.l = c.l;
  item.cutoff = cutoff;
  item.solved = solved;
  std::vector<double> scratch(static_cast<std::size_t>(fock_scratch(cutoff, false, 1, true)));
  FockOutcome outcome{};
  solve_laboratory<double>({.input = &input,
                            .items = &item,
                            .count = 1,
                            .scratch = scratch.data(),
                            .outcomes = &outcome},
                           Team{});
  EXPECT_EQ(outcome.failed, 0);
  return item.l == 0 ? photons : coherence;
}

double largest_change(const std::vector<double>& a, const std::vector<double>& b) {
  double change = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i)
    change = std::max(change, std::abs(a[i] - b[i]) / (1.0 + std::abs(b[i])));
  return change;
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
