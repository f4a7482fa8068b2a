// SPDX-License-Identifier: BSD-3-Clause
// The sums of some samples of one point from its coherences and its blocks of light, wherever these
// are, by a team: a member takes some pairs of a sample, then some samples. What is added to what
// depends on the number of parts alone, not on how many members share the work.
#pragma once

#include <cmath>
#include <cstdint>

#include "observables/moment_sums.hpp"
#include "observables/pair_sums.hpp"
#include "physics/complex.hpp"
#include "physics/pair_index.hpp"

namespace pairtwist::engines {

/// What one part of the pairs of one sample adds up to.
struct PartOfSums {
  double moments[photon_mean];  ///< those before
  physics::ComplexDD<double> bell;
  double bell_terms;
  double squares;
};

struct CoherenceBlock {
  physics::PairIndex pairs;
  MomentWeightsView weights;
  PairSumsView of_pairs;  ///< for sums over every pair

  const double* coherence;  ///< [n_times][row_pairs][2]  v from the point's first pair on
  std::int64_t row_pairs;
  const double* photons;  ///< [n_times][row_sectors][2]  from its first sector on
  std::int64_t row_sectors;
  std::int64_t n_times;

  std::int64_t first;  ///< sample
  std::int64_t count;
  int parts_of_sample;  ///< 1: pairs are added up in their order
  PartOfSums* parts;    ///< [count][parts_of_sample], which the members share

  SumPlaces places;
  double* sums;  ///< [places.count][n_times]
};

class CoherenceSums {
 public:
  /// block: of all members alike.
  PT_HD explicit CoherenceSums(const CoherenceBlock& block) : b_(block) {}

  template <class Team>
  PT_HD void run(const Team& team) const {
    const auto samples = static_cast<int>(b_.count);
    if (wants(want_moments | want_every_pair)) {
      team.for_each(samples * b_.parts_of_sample, [&](int i) {
        take_part(b_.first + i / b_.parts_of_sample, i % b_.parts_of_sample, b_.parts[i]);
      });
      team.sync();
    }
    team.for_each(samples, [&](int i) { add_up(i); });
  }

 private:
  PT_HD bool wants(std::uint32_t bits) const { return (b_.weights.wanted & bits) != 0; }

  /// Its pairs are neighbours of those of the next part: members side by side read side by side.
  PT_HD void take_part(std::int64_t sample, int part, PartOfSums& out) const {
    const double* const row = b_.coherence + 2 * sample * b_.row_pairs;
    const auto v = [&](std::int64_t k, std::int64_t l) {
      const double* const value = row + 2 * b_.pairs.rank(k, l);
      return physics::Complex<double>{value[0], value[1]};
    };
    const Share share = {part, b_.parts_of_sample};
    const std::int64_t sectors = b_.pairs.sectors;
    const std::int64_t offset = 2 * b_.pairs.k_lo + b_.pairs.odd;  // m + m' = k + l + offset
    const auto all_of_it = [](std::int64_t) { return 1.0; };
    PartOfSums sums{};
    sum_moments(b_.weights, sectors, share, v, sums.moments);
    if (wants(want_bell)) {
      const auto extended = [&](std::int64_t k, std::int64_t l) {
        const physics::Complex<double> value = v(k, l);
        return physics::ComplexDD<double>{value.re, value.im};
      };
      const auto size = [&](std::int64_t k, std::int64_t l) {
        const physics::Complex<double> value = v(k, l);
        return ::fabs(value.re) + ::fabs(value.im);
      };
      BellSizes sizes;
      add_bell(b_.of_pairs, sectors, share, extended, sums.bell);
      add_bell_sizes(b_.of_pairs.modulus, sectors, offset, share, size, all_of_it, sizes);
      sums.bell_terms = sizes.terms;
    }
    if (wants(want_squares))
      sums.squares = squares_of(
          b_.of_pairs, sectors, offset, share,
          [&](std::int64_t k, std::int64_t l) { return norm(v(k, l)); }, all_of_it);
    out = sums;
  }

  PT_HD void add_up(int i) const {
    double found[moment_sums] = {};
    const PartOfSums* const parts = b_.parts + i * b_.parts_of_sample;
    physics::ComplexDD<double> bell = {0.0, 0.0};
    for (int p = 0; p < b_.parts_of_sample && wants(want_moments | want_every_pair); ++p) {
      const PartOfSums& part = parts[p];
      for (int s = 0; s < photon_mean; ++s) found[s] += part.moments[s];
      bell = bell + part.bell;
      found[bell_terms] += part.bell_terms;
      found[squared_moduli] += part.squares;
    }
    found[bell_re] = bell.re.hi;
    found[bell_im] = bell.im.hi;
    if (wants(want_light)) {
      const double* const row = b_.photons + 2 * (b_.first + i) * b_.row_sectors;
      sum_light(
          b_.weights, b_.pairs.sectors, [&](std::int64_t k) { return row[2 * k]; },
          [&](std::int64_t k) { return row[2 * k + 1]; }, found);
    }
    for (int s = 0; s < moment_sums; ++s)
      if (b_.places.of[s] >= 0) b_.sums[b_.places.of[s] * b_.n_times + b_.first + i] = found[s];
  }

  const CoherenceBlock& b_;
};

}  // namespace pairtwist::engines
