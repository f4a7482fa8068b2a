// SPDX-License-Identifier: BSD-3-Clause
// What of the collective spin's moments belongs to the start alone: the weights with which each
// pair's coherence factor v enters (moment_sums.hpp), and the moments with all v = 1.
// Made once for each distinct start, and shared by all its points.
#pragma once

#include <complex>
#include <cstdint>
#include <optional>
#include <vector>

#include "observables/moment_sums.hpp"
#include "pairtwist/model.hpp"
#include "physics/complex.hpp"

namespace pairtwist {

struct AtomicStart;

struct MomentWeights {
  std::vector<PairWeight> plus;        ///< [k]  of the sectors (k, k+1), for <J_+>
  std::vector<PairWeight> plus_z;      ///< [k]  the same, for <J_+J_z + J_zJ_+>
  std::vector<PairWeight> plus2;       ///< [k]  of (k, k+2), for <J_+²>
  std::optional<PairWeight> crossing;  ///< of (0, 1), for <J_+²>: m = -1/2, m' = 3/2
  std::vector<double> share;           ///< [k]  MomentWeightsView
  std::vector<double> weight;          ///< [k]
  std::vector<double> up;              ///< [k]  |C_m|² of m = |m|
  std::vector<double> down;            ///< [k]  of m = -|m| < 0
  bool symmetric = false;              ///< C_m = C_-m, and real

  /// The moments at the start, of all m; the last two for good.
  std::complex<double> start_plus;
  std::complex<double> start_plus_z;
  std::complex<double> start_plus2;
  double z = 0.0;   ///< <J_z>
  double z2 = 0.0;  ///< <J_z²>
  /// (j(j+1) - <J_z²> - |<J_+²>|)/2, the smaller variance in the plane of x and y at the start if
  /// <J_+> lies along it; kept for itself, since N² cancels.
  double start_variance = 0.0;

  /// (j(j+1) - <J_z²> - Re <J_+²>)/2 = <J_y²> at the start.
  double start_y_squared() const {
    return start_variance + 0.5 * (std::abs(start_plus2) - start_plus2.real());
  }

  /// Sums of moduli: what a common relative error of all terms becomes at most.
  double size_z = 0.0;
  double size_plus = 0.0;
  double size_plus_z = 0.0;
  double size_plus2 = 0.0;

  MomentWeightsView view(std::uint32_t wanted) const;
};

/// Of all pairs within the start's window; the moments at the start are those of all m, from their
/// formulas where the start is a coherent spin state.
MomentWeights moment_weights(const AtomicStart& start, const Atoms& atoms);

}  // namespace pairtwist
