// SPDX-License-Identifier: BSD-3-Clause
// Sums from coherences by a team: some samples of four sectors with their light, any numbers.
#pragma once

#include <cmath>
#include <vector>

#include "engines/coherence_sums.inl"

namespace pairtwist::test {

class CoherenceProblem {
 public:
  CoherenceProblem() {
    for (int k = 0; k < sectors; ++k) amplitudes_[k] = {0.1 * (k + 1), 0.0};
    for (std::size_t i = 0; i < coherence_.size(); ++i)
      coherence_[i] = std::cos(static_cast<double>(i));
    for (std::size_t i = 0; i < photons_.size(); ++i) photons_[i] = static_cast<double>(1 + i % 7);
  }

  /// By one member; parts and sums are shared.
  template <class Team>
  void solve(const Team& team) {
    engines::CoherenceBlock block{};
    block.pairs = pairs;
    block.weights = {.wanted = wanted,
                     .symmetric = false,
                     .plus = weights_,
                     .plus_z = weights_,
                     .plus2 = weights_,
                     .crossing = weights_,
                     .share = shares_,
                     .weight = shares_};
    block.of_pairs = {amplitudes_, amplitudes_, shares_, shares_, shares_};
    block.coherence = coherence_.data();
    block.row_pairs = pairs.count();
    block.photons = photons_.data();
    block.row_sectors = sectors;
    block.n_times = samples;
    block.first = 1;
    block.count = samples - 1;
    block.parts_of_sample = parts_of_sample;
    block.parts = parts_.data();
    block.places = SumPlaces(wanted);
    block.sums = sums.data();
    engines::CoherenceSums(block).run(team);
  }

  static constexpr int samples = 6;
  static constexpr int sectors = 4;
  std::vector<double> sums = std::vector<double>(moment_sums * samples);

 private:
  static constexpr int parts_of_sample = 3;
  static constexpr std::uint32_t wanted = want_moments | want_light | want_every_pair;
  static constexpr physics::PairIndex pairs{
      .k_lo = 0, .sectors = sectors, .demand = physics::every_pair, .odd = 1};
  std::vector<double> coherence_ = std::vector<double>(2 * samples * pairs.count());
  std::vector<double> photons_ = std::vector<double>(2 * samples * sectors);
  std::vector<engines::PartOfSums> parts_ =
      std::vector<engines::PartOfSums>(parts_of_sample * (samples - 1));
  PairWeight weights_[sectors] = {
      {0.3, 0.1, 0.2, 0.1}, {0.2, 0.1, 0.1, 0.3}, {0.1, 0.2, 0.2, 0.1}, {0.3, 0.3, 0.1, 0.2}};
  physics::ComplexDD<double> amplitudes_[sectors];
  double shares_[sectors] = {1.0, 0.5, 0.3, 0.25};
};

}  // namespace pairtwist::test
