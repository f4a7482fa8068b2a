// SPDX-License-Identifier: BSD-3-Clause
// A batch of points for one method: flat arrays, the same that a device copies as they are.
// Every point brings its own number of sectors, pairs and its own sample times; all have as many
// times.
#pragma once

#include <algorithm>
#include <complex>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "engines/block_kinds.hpp"
#include "engines/fock_block.hpp"
#include "engines/fock_cutoff.hpp"
#include "engines/gaussian_light.hpp"
#include "engines/joint_point.hpp"
#include "engines/metering.hpp"
#include "observables/atomic_state.hpp"
#include "observables/fisher_term.hpp"
#include "observables/moment_sums.hpp"
#include "pairtwist/scan.hpp"
#include "pairtwist/stop_flag.hpp"
#include "physics/coherent.hpp"
#include "physics/pair_index.hpp"
#include "plan/coherence_bound.hpp"
#include "plan/state_readers.hpp"

namespace pairtwist {

struct CountingTables;  // observables/counting.hpp

}  // namespace pairtwist

namespace pairtwist::engines {

/// How the methods with photon levels are to treat a point.
struct FockStart {
  bool moving = false;                  ///< the frame, of the Fock method's blocks of pairs
  const LightDensity* light = nullptr;  ///< in that frame
  /// Of diagonal blocks in the laboratory frame, where those of pairs move; nullptr: all in one.
  const LightDensity* laboratory_light = nullptr;
};

/// For how few photons a point is to be solved.
struct FaintLight {
  std::span<const double> scales;  ///< Batch::photon_scales of the point; none: 1 throughout
  /// GaussianLight::log_scale, of the Gaussian method only.
  double log_scale = std::numeric_limits<double>::infinity();
};

/// A point whose atoms the backend rotates and counts (Backend::counts).
struct CountingPoint {
  const CountingTables* tables;
  double dephasing, tilt;
  bool stays_even;  ///< AtomicState::even_sector
};

/// How many trajectories a lossy state is the mean of; none: the density matrix itself. Number j is
/// of group j mod kTrajectoryGroups.
struct Trajectories {
  std::int64_t count = 0;
  std::uint64_t seed = 0;
  std::int64_t first = 0;  ///< number of the first one, of group 0
};

struct Batch {
  Method method = Method::closed_form;
  double tolerance = 0.0;  ///< of the integrated methods, on v
  /// Beyond which a phase counts as lost.
  double phase_error = std::numeric_limits<double>::infinity();
  double most_steps = 0.0;                         ///< of an integrated block
  std::vector<GaussianLight> lights;               ///< [p]  of the Gaussian method
  std::vector<FockPoint> fock_points;              ///< [2 p + diagonal]  of the Fock method
  std::vector<JointPoint> joint_points;            ///< [p]  of the joint method
  std::vector<double> light_matrices;              ///< what their first_light is of
  FockLimits limits;                               ///< of the methods with a cutoff
  Trajectories trajectories;                       ///< of the joint method
  std::vector<std::size_t> scan_points;            ///< [p]  their numbers in the scan
  std::vector<physics::CoherentPoint> points;      ///< [p]
  std::vector<physics::CoherentSegment> segments;  ///< point p's from points[p].first_segment on
  std::vector<physics::PairIndex> pairs;           ///< [p]
  std::vector<CoherenceSize> sizes;                ///< [p]
  std::vector<std::int64_t> sector_offset = {0};   ///< [p], and the total last
  std::vector<std::int64_t> pair_offset = {0};     ///< [p], and the total last
  /// [p], and the total last: elements of rho_A, of a method without blocks
  std::vector<std::int64_t> density_offset = {0};
  std::vector<double> times;  ///< [p][k]  absolute, not decreasing in k
  /// [p][k]  s <= 1: at these times <a†a> and <a†²a²> are wanted to within the tolerance times
  /// s + <a†a> and s² + <a†²a²>. Later samples are never helped by more than what decays before
  /// them: s_k <= s_j e^{kappa (t_j - t_k)} for j > k, in the laboratory frame s_k <= s_j.
  std::vector<double> photon_scales;
  std::int64_t n_times = 0;
  std::vector<const AtomicStart*> starts;  ///< [p]  whose weights sums have; nullptr: no sums
  std::uint32_t want_sums = 0;             ///< WantedSums bits
  bool want_coherence = true;              ///< v as complex double; without blocks, rho_A
  bool want_extended = false;              ///< v as complex double-double
  /// [p], or empty: nobody wants to know what counting atoms gives. Of methods with blocks.
  std::vector<CountingPoint> counting;
  std::vector<double> coherence_errors;  ///< [p][k]  CoherenceError::of_one, with `counting`
  bool want_photons = false;  ///< photon moments of the sectors; no formula reads them one by one
  /// Photon numbers 0, 1, ... of which the sectors' P(n) is wanted, 0: none. Of the Fock method, in
  /// the laboratory frame, beside the moments; without blocks, P(n) of the one sector that a point
  /// then counts as.
  std::int64_t distribution_levels = 0;
  /// StopFlag::address() or nullptr. Once it is raised nobody wants the values any more.
  const int* stop = nullptr;
  SolveClock* clock = nullptr;  ///< told when it is begun to be solved, or nullptr
  WorkMeter* meter = nullptr;   ///< told how far it is, or nullptr
  double cost = 0.0;            ///< of what the meter expects in all, solving this
  double evaluation = 0.0;      ///< and making values of it
  /// Of the closed form: doubles are enough; blocks of light are not wanted.
  bool in_double = false;

  /// |lambda|² below which a sector of point p keeps to its propagator, in double.
  double near_resonance(std::int64_t p) const;
  bool counts() const { return !counting.empty(); }
  /// Whether some point's light starts with a spread.
  bool spreads() const { return std::ranges::any_of(points, &physics::CoherentPoint::spread); }
  /// Whether v is kept where it is solved for, be it wanted on the host or not.
  bool keeps_coherence() const { return want_coherence || counts(); }
  /// Whether pairs are solved at all.
  bool needs_pairs() const {
    return keeps_coherence() || (want_sums & (want_moments | want_every_pair)) != 0;
  }
  /// Whether blocks of light are. P(n) of a sector comes with its moments.
  bool needs_photons() const {
    return want_photons || (want_sums & want_light) != 0 || distribution_levels > 0;
  }
  /// Those of want_sums that point p has the pairs for: points of one batch may ask for different
  /// things.
  std::uint32_t sums_of(std::int64_t p) const;
  /// By whoever solves it, first of all and last of all. One that was told to stop is not solved:
  /// what it has done stays its share.
  void begin() const {
    if (clock != nullptr) clock->begin();
    if (meter != nullptr) meter->begin(size(), cost);
  }
  void end() const {
    if (clock != nullptr) clock->end();
    if (meter != nullptr && !StopFlag::raised_at(stop)) meter->end(cost);
  }
  std::int64_t size() const { return static_cast<std::int64_t>(points.size()); }
  std::int64_t total_sectors() const { return sector_offset.back(); }
  std::int64_t total_pairs() const { return pair_offset.back(); }
  std::int64_t total_density() const { return density_offset.back(); }

  /// Adds a point with its n_times sample times. All points are added before the first solve.
  /// fock: of the Fock method only.
  void add(const Point& point, const physics::PairIndex& index, std::span<const double> at_times,
           const FaintLight& faint = {}, const FockStart& fock = {},
           const AtomicStart* start = nullptr);
  /// Room for so many points, of n_times each.
  void reserve(std::int64_t points);
  /// Puts it behind light_matrices; FockPoint::first_light of it.
  std::int64_t add_light(const LightDensity& light);
};

/// 0, √0, √1, ... as far as any cutoff within the limits needs them (FockInput::roots).
std::vector<double> level_roots(const FockLimits& limits);

/// What a backend returns of a batch; valid until the slot's next submit.
struct BatchView {
  const double* sums = nullptr;                     ///< [p][SumPlaces of Batch::want_sums][k]
  const std::complex<double>* coherence = nullptr;  ///< [k][pair_offset[p] + rank]
  const FisherTerm* counted = nullptr;              ///< [p][k][angle]  of a batch that counts()
  const ExtendedComplex* extended = nullptr;        ///< [k][pair_offset[p] + rank]
  const PhotonMoments* photons = nullptr;           ///< [k][sector_offset[p] + sector]
  const double* distribution = nullptr;             ///< [k][sector_offset[p] + sector][n]  P(n)
  const std::complex<double>* density = nullptr;    ///< [k][density_offset[p] + i dim + j]
  /// [p]  of methods without blocks: what rounding leaves of the state, in its norm; or nullptr
  const double* state_rounding = nullptr;
  /// [p][k]  of methods without blocks; or nullptr
  const PhotonRounding* photon_rounding = nullptr;
  const std::int32_t* failed = nullptr;  ///< [p]  BlockKind bits, or nullptr
  /// Of the methods with a cutoff: the same at the cutoff before, and [p] the largest cutoff and
  /// tail.
  const double* sums_before = nullptr;
  const std::complex<double>* coherence_before = nullptr;
  const FisherTerm* counted_before = nullptr;
  const double* distribution_before = nullptr;
  const std::complex<double>* density_before = nullptr;
  const std::int32_t* cutoff = nullptr;
  const double* tail = nullptr;
  /// Of trajectories: for each of their groups, one after another, the same without it.
  const double* sums_without = nullptr;
  const double* distribution_without = nullptr;
  const std::complex<double>* density_without = nullptr;

  /// BlockKind bits of the blocks of the batch's point p that gave up.
  std::int32_t gave_up(std::int64_t p) const { return failed != nullptr ? failed[p] : 0; }
};

}  // namespace pairtwist::engines
