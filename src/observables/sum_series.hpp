// SPDX-License-Identifier: BSD-3-Clause
// What the formulas of most quantities read: the sums over coherences of one point at its times,
// whoever took them (moment_sums.hpp), with what stands outside of the blocks. A view: it
// owns nothing.
#pragma once

#include <cassert>
#include <complex>
#include <cstdint>
#include <span>

#include "observables/atomic_start.hpp"
#include "observables/moment_sums.hpp"
#include "observables/registry.hpp"
#include "pairtwist/scan.hpp"

namespace pairtwist {

/// What rounding leaves uncertain (docs/physics.md, 4), as means over the sectors: of <a†a> and
/// <a†²a²>; or, of mean fields, of what is uncertain of them to the second and fourth powers.
struct PhotonRounding {
  double second = 0.0;
  double fourth = 0.0;
  bool of_fields = false;
};

/// What v may be off by, of one point at one time: relative |v| + absolute.
struct CoherenceError {
  double relative = 0.0;  ///< as it counts in sums
  double absolute = 0.0;
  double each = 0.0;      ///< relative, of a single one
  double of_pairs = 0.0;  ///< relative, what sums over every pair round of each
  double of_one() const { return relative + absolute; }
};

struct SumSeries {
  const Point* point;
  const AtomicStart* start;
  std::span<const double> times;  ///< absolute
  const double* sums;             ///< [places][stride]
  std::size_t stride;             ///< at least as many as there are times
  SumPlaces places;
  /// [k]  s: the photon moments are as good, relative to themselves, as the tolerance asks where
  /// <a†a> >= s, below to that part of s and s². Empty where they are exact.
  std::span<const double> photon_scales;
  std::span<const PhotonRounding> photon_rounding;   ///< [k], or empty
  double tolerance = 0.0;                            ///< solve.tolerance, against which that counts
  std::span<const CoherenceError> coherence_errors;  ///< [k], or empty: none
  /// Dephasing and tilt stand outside of the blocks that the sums are of. Else they are in the
  /// sums, and coherence_errors are of the state as a whole, in its trace norm.
  bool blocks = true;

  std::size_t size() const { return times.size(); }
  /// Of one that the quantity demands, time after time.
  const double* of(MomentSum which) const {
    assert(places.of[which] >= 0);
    return sums + static_cast<std::size_t>(places.of[which]) * stride;
  }
  double sum(MomentSum which, std::size_t k) const { return of(which)[k]; }
  double coherence_error(std::size_t k) const {
    return coherence_errors.empty() ? 0.0 : coherence_errors[k].of_one();
  }
  double dephasing() const { return blocks ? point->parameters.model.dephasing : 0.0; }
  double tilt() const { return blocks ? point->parameters.model.tilt : 0.0; }

  /// <J_z> and <J_z²>.
  double z(std::size_t k) const { return start->moments.z - moved(lost_z, k); }
  double z2(std::size_t k) const { return start->moments.z2 - moved(lost_z2, k); }
  /// What is lost of a moment that no block loses.
  double moved(MomentSum which, std::size_t k) const {
    return places.of[which] < 0 ? 0.0 : sum(which, k);
  }
  /// What an error of 1 makes of the moments at most.
  double size_plus() const { return blocks ? start->moments.size_plus : 0.5 * atoms(); }
  double size_plus_z() const {
    return blocks ? start->moments.size_plus_z : 0.5 * atoms() * atoms();
  }
  double size_plus2() const {
    return blocks ? start->moments.size_plus2 : 0.25 * atoms() * (atoms() + 2.0);
  }
  double atoms() const { return static_cast<double>(start->atoms); }
};

/// The factor of rho_A[m, m+d] by dephasing and tilt, exp(-dephasing d² t/2 + i tilt d t).
std::complex<double> outer_factor(const SumSeries& series, std::size_t k, int d);

/// WantedSums bits: those that every engine gives; moves_z: of one that does not conserve J_z.
std::uint32_t wanted_sums(const Demand& demand, bool moves_z = false);

/// The sums over every pair that would do for this demand. They take nothing into account that
/// stands outside of the blocks, and of a Bell sum real amplitudes alone: none, where that does not
/// hold.
std::uint32_t every_pair_sums(const Demand& demand, const Point& point, const AtomicStart& start);

/// The sums of one state from its coherences and blocks: [MomentSum], zero before.
void sum_state(const AtomicState& state, std::uint32_t wanted, double* sums);

}  // namespace pairtwist
