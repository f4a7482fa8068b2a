// SPDX-License-Identifier: BSD-3-Clause
// The sums of the closed form in double by a team: a chunk in the second stretch of the pump, all
// moments of four sectors and their light.
#pragma once

#include <limits>
#include <vector>

#include "engines/closed_form_team.inl"

namespace pairtwist::test {

class SumsProblem {
 public:
  /// By one member; scratch and sums are shared.
  template <class Team>
  void solve(const Team& team) {
    engines::SumsBlock block{};
    block.point.kappa = 0.7;
    block.point.two_W0 = 0.8;
    block.point.detuning = 0.4;
    block.point.U = 0.3;
    block.point.segments = 2;
    block.segments = segments_;
    block.chunks = &chunk_;
    block.n_chunks = 1;
    block.times = times_;
    block.n_times = samples;
    block.near_resonance = 0.5;  // of some sectors
    block.pairs = {
        .k_lo = 0, .sectors = sectors, .demand = physics::step1 | physics::step2, .odd = 1};
    block.sectors = sectors;
    block.weights = {.wanted = want_plus | want_plus_z | want_plus2 | want_light,
                     .symmetric = false,
                     .plus = pairs_,
                     .plus_z = pairs_,
                     .plus2 = pairs_,
                     .crossing = pairs_,
                     .share = shares_,
                     .weight = shares_};
    block.places = SumPlaces(block.weights.wanted);
    block.scratch = scratch_.data();
    block.sums = sums.data();
    engines::ClosedFormTeam<true>(block).run(team);
  }

  static constexpr int samples = 5;
  static constexpr int sectors = 4;
  std::vector<double> sums = std::vector<double>(moment_sums * samples);

 private:
  std::vector<double> scratch_ = std::vector<double>(engines::numbers_of_sector * sectors);
  double times_[samples] = {0.15, 0.2, 0.25, 0.3, 0.35};
  physics::CoherentSegment segments_[2] = {{0.15, 1.0, 0.5},
                                           {std::numeric_limits<double>::infinity(), -0.5, 0.0}};
  engines::SampleChunk chunk_ = {
      .segment = 1, .from = 0.15, .first = 0, .count = samples, .spacing = 0.05};
  PairWeight pairs_[sectors] = {
      {0.3, 0.1, 0.2, 0.1}, {0.2, 0.1, 0.1, 0.3}, {0.1, 0.2, 0.2, 0.1}, {0.3, 0.3, 0.1, 0.2}};
  double shares_[sectors] = {1.0, 0.5, 0.3, 0.25};
};

}  // namespace pairtwist::test
