// SPDX-License-Identifier: BSD-3-Clause
// The atoms at t = 0: the amplitudes C_m over the window of m that matters. Plain numbers; what
// becomes of them later is AtomicState's business.
#pragma once

#include <complex>
#include <cstdint>
#include <memory>
#include <vector>

#include "observables/moment_weights.hpp"
#include "pairtwist/model.hpp"
#include "physics/dd_math.hpp"

namespace pairtwist {

using ExtendedComplex = physics::ComplexDD<double>;

struct BellAmplitudes;  // bell_amplitudes.hpp

/// The initial amplitudes C_m over a window of m, everything outside dropped for its small weight.
struct AtomicStart {
  std::int64_t atoms = 0;
  std::int64_t two_m_lo = 0;                    ///< 2m of the window's first entry; steps of 2
  std::vector<ExtendedComplex> extended;        ///< [i]  C_m, m = two_m_lo/2 + i
  std::vector<std::complex<double>> amplitude;  ///< the same, rounded
  double dropped_weight = 0.0;  ///< bound on the sum of |C_m|² outside; 0: nothing is outside
  /// Of |C_m C_m'| over pairs that are one and two apart, of which one or both are outside.
  double dropped_coherence = 0.0;
  bool symmetric = false;      ///< C_m = C_-m exactly: the even sector
  bool antisymmetric = false;  ///< C_m = -C_-m exactly: the odd sector
  MomentWeights moments;
  std::shared_ptr<const BellAmplitudes> bell;  ///< without a tilt; where they are asked for

  std::int64_t dim() const { return static_cast<std::int64_t>(amplitude.size()); }
  std::int64_t two_m(std::int64_t i) const { return two_m_lo + 2 * i; }
  /// The sectors |m| = k + odd/2 that the window touches: k = first_sector() and the following.
  std::int64_t first_sector() const;
  std::int64_t sector_count() const;
};

/// theta is the double nearest pi/2: taken as the equator itself, cos²(theta/2) = 1/2.
bool on_equator(const Atoms& atoms);

/// The start is symmetric whatever its amplitudes' values: the +x state and the Dicke state m = 0.
/// A file may be symmetric too, or antisymmetric, which only its amplitudes tell (AtomicStart).
bool known_symmetric(const Atoms& atoms);

/// C_m of a coherent spin state sqrt(binom(N, N/2+m)) cos(theta/2)^{N/2+m} sin(theta/2)^{N/2-m}
/// e^{i phi (N/2-m)}, of a Dicke state (a single m, as at theta = 0 and pi) or of a file.
///
/// The window of a coherent spin state is the smallest one outside of which the weight, and across
/// the edges of which the coherence |C_m C_m+1|, is at most `dropped_weight_allowed`; 0 keeps all
/// m. A relative error of an amplitude is about 2^-104 for each step from the largest one. Takes
/// O(window) work and does not overflow at any N.
///
/// file_amplitudes: C_m for m = -N/2 ... N/2, for AtomsState::file only; kept whole and normalised.
/// Throws UsageError if they are not N + 1 numbers of norm 1 (to 1e-8), or if no state m is there.
AtomicStart atomic_start(const Atoms& atoms, std::int64_t n_atoms, double dropped_weight_allowed,
                         const std::vector<std::complex<double>>* file_amplitudes);

/// The same with every m from -N/2 to N/2 in its window; what it lacks is empty. Of a start of
/// which nothing was dropped.
AtomicStart on_every_m(const AtomicStart& start, const Atoms& atoms);

/// [i]  |C_m| for every m from -N/2 to N/2; 0 outside of the window.
std::vector<double> moduli_of_every_m(const AtomicStart& start);

}  // namespace pairtwist
