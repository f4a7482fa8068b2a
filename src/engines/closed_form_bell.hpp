// The sum S of the Bell correlator in double, of points that stay in the even sector and have real
// amplitudes: which samples this is enough for, and double-double need not be taken, is seen
// afterwards from S itself. With the same rule as closed_form_block.hpp.
#pragma once

#include "engines/closed_form_sums.hpp"

namespace pairtwist::engines {

struct BellBlock {
  SumsBlock samples;  ///< without weights and sums; near_resonance: infinite
  /// [sector]  observables/bell_amplitudes.hpp, rounded: s_m A_m + s_-m A_-m, and |A_m| + |A_-m|.
  const double* x;
  const double* y;
  const double* modulus;
  double* tracks;  ///< bell_scratch(sectors) doubles
  double* re;      ///< [n_times]  of S
  double* im;
  double* terms;  ///< [n_times]  the sum of all terms' moduli
};

/// All sectors at the times of a chunk (ClosedFormSums::Track).
inline std::int64_t bell_scratch(std::int64_t sectors) { return 8 * samples_of_chunk * sectors; }

}  // namespace pairtwist::engines
