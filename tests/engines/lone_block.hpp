// SPDX-License-Identifier: BSD-3-Clause
// One block of the Fock method in the laboratory frame, solved by itself: for tests of what the
// engine does inside.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "engines/fock_laboratory.inl"

namespace pairtwist::engines::test {

struct LoneBlock {
  std::string name;
  FockPoint point;
  std::vector<physics::CoherentSegment> pump;
  int l;                                   ///< the block (0, l) of sectors
  std::vector<double> light = {1.0, 0.0};  ///< <n|R(0)|k>, re and im
};

inline FockPoint point(double stop, int terms) {
  FockPoint p{};
  p.stop = stop;
  p.levels = 1;
  p.populated = 1;
  p.terms = terms;
  return p;
}

inline physics::CoherentSegment segment(double until, double re, double im) {
  physics::CoherentSegment s{};
  s.until = until;
  s.eta_re = re;
  s.eta_im = im;
  return s;
}

struct Solved {
  std::vector<double> values;  ///< of each sample two numbers
  FockOutcome outcome;
};

/// samples: equally spaced; solved: how often before; edge: of the solution before, FockItem::edge.
template <class Team>
Solved solve(const LoneBlock& block, int cutoff, int solved, double tolerance, int samples,
             double edge = 0.0) {
  FockPoint p = block.point;
  p.segments = static_cast<std::uint32_t>(block.pump.size());
  const auto count = static_cast<std::size_t>(samples);
  std::vector<double> times(count), scales(count, 1.0);
  for (int i = 0; i < samples; ++i) times[static_cast<std::size_t>(i)] = p.stop * (i + 1) / samples;
  std::vector<double> roots = {0.0};
  for (int n = 0; n < cutoff + 20; ++n) roots.push_back(std::sqrt(n));
  std::vector<double> coherence(2 * count), photons(2 * count);
  FockInput input{};
  input.points = &p;
  input.segments = block.pump.data();
  input.times = times.data();
  input.photon_scales = scales.data();
  input.lights = block.light.data();
  input.roots = roots.data() + 1;
  input.n_times = samples;
  input.tolerance = tolerance;
  input.phase_error = 10.0 * tolerance;  // as of an attempt at solve.tolerance = 100 tolerance
  input.now = {coherence.data(), photons.data(), nullptr};
  input.pairs = input.sectors = 1;
  FockItem item{};
  item.l = block.l;
  item.cutoff = cutoff;
  item.solved = solved;
  item.edge = edge;
  std::vector<double> scratch(static_cast<std::size_t>(fock_scratch(cutoff, false, 1, true)));
  FockOutcome outcome{};
  solve_laboratory<double>({.input = &input,
                            .items = &item,
                            .count = 1,
                            .scratch = scratch.data(),
                            .outcomes = &outcome},
                           Team{});
  EXPECT_EQ(outcome.failed, 0);
  return {item.l == 0 ? photons : coherence, outcome};
}

inline double largest_change(const std::vector<double>& a, const std::vector<double>& b) {
  double change = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i)
    change = std::max(change, std::abs(a[i] - b[i]) / (1.0 + std::abs(b[i])));
  return change;
}

}  // namespace pairtwist::engines::test
