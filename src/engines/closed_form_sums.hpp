// SPDX-License-Identifier: BSD-3-Clause
// The innermost work of the closed form in double on the host: the sums that quantities are made
// of, taken where the coherences are. Nothing of a point is written to memory but its sums, and v
// itself where it is asked for.
// Compiled once per SIMD level like closed_form_block.hpp, with the same rule: plain pointers only.
#pragma once

#include <cstdint>

#include "observables/moment_sums.hpp"
#include "physics/coherent_point.hpp"
#include "physics/pair_index.hpp"

namespace pairtwist::engines {

/// Some samples of one stretch of constant pump.
struct SampleChunk {
  std::uint32_t segment;
  double from;         ///< the stretch's start, absolute
  std::int64_t first;  ///< sample
  std::int64_t count;
  double spacing;  ///< where it is even, e^{-lambda t} goes on by multiplication; else 0
};

/// [sector]  observables/bell_amplitudes.hpp, rounded: s_m A_m + s_-m A_-m, A_m + A_-m, and |A_m| +
/// |A_-m|.
struct BellView {
  const double* x = nullptr;
  const double* y = nullptr;
  const double* modulus = nullptr;
};

struct SumsBlock {
  physics::CoherentPoint point;
  const physics::CoherentSegment* segments;
  const SampleChunk* chunks;  ///< in order of time
  std::int64_t n_chunks;
  const double* times;  ///< absolute, not decreasing
  std::int64_t n_times;
  /// |lambda|² below which 1/lambda costs more digits than there are to spare.
  double near_resonance;

  physics::PairIndex pairs;
  std::int64_t sectors;
  MomentWeightsView weights;
  BellView bell;  ///< for want_bell

  /// [n_times][row_pairs][2]  v of every pair by PairIndex::rank; nullptr: not wanted.
  double* coherence;
  std::int64_t row_pairs;

  double* scratch;  ///< sums_scratch(sectors) doubles
  /// Where every pair is asked for: tracks_scratch(sectors) doubles, aligned, or what a team shares
  /// (ClosedFormPairsTeam::scratch).
  double* tracks;
  SumPlaces places;
  double* sums;  ///< [places.count][n_times]
};

/// Numbers kept of each sector while a stretch is under way.
inline constexpr int numbers_of_sector = 30;

/// All sectors at the times of a chunk.
inline std::int64_t tracks_scratch(std::int64_t sectors) { return 8 * samples_of_chunk * sectors; }

inline std::int64_t sums_scratch(std::int64_t sectors) {
  constexpr std::int64_t widest = 8;
  return numbers_of_sector * ((sectors + widest - 1) / widest * widest);
}

}  // namespace pairtwist::engines
