// SPDX-License-Identifier: BSD-3-Clause
// The atomic state of one point at one time, assembled from the solved coherences:
// rho_A[m,m'] = C_m C*_m' v_mm' exp(-dephasing (m-m')² t/2 - i tilt (m-m') t)  (docs/physics.md,
// 2). A view: it owns nothing, and is what every formula of the registry reads.
#pragma once

#include <complex>
#include <cstdint>
#include <cstdlib>
#include <span>

#include "model/even_sector.hpp"
#include "observables/atomic_start.hpp"
#include "observables/fisher_term.hpp"
#include "observables/state_elements.hpp"
#include "observables/sum_series.hpp"
#include "pairtwist/scan.hpp"
#include "physics/dd_math.hpp"
#include "physics/gaussian_photons.hpp"
#include "physics/pair_index.hpp"

namespace pairtwist {

struct OutputTables;  // output_tables.hpp

/// Of the light of one block (m, m): <a†a> and <a†² a²>.
struct PhotonMoments {
  double number;
  double pairs;
};

/// What a method found for one point at one time.
struct SolvedValues {
  const std::complex<double>* coherence = nullptr;  ///< by PairIndex::rank; nullptr: none demanded
  const ExtendedComplex* extended = nullptr;        ///< the same in double-double, or nullptr
  const FisherTerm* counted = nullptr;              ///< [angle]  AtomicState::counted, or nullptr
  const PhotonMoments* photons = nullptr;           ///< [sector], or nullptr
  /// P(n) of the blocks, [sector][levels], of a method that solves for them; nullptr of others.
  const double* distribution = nullptr;
  std::int64_t levels = 0;
  /// Of a method with blocks. Else rho_A itself is there, [dim][dim], where it was demanded, and
  /// `distribution` is of all the light.
  bool blocks = true;
  const std::complex<double>* density = nullptr;
  CoherenceError coherence_error{};  ///< of `coherence`, beyond its last rounding
  /// s: the moments are as good, relative to themselves, as the tolerance asks where <a†a> >= s,
  /// below to that part of s and s². 0 where they are exact.
  double photon_scale = 0.0;
  PhotonRounding photon_rounding{};
  double tolerance = 0.0;                     ///< solve.tolerance, against which that counts
  const physics::LightAxes* light = nullptr;  ///< [sector] of the start, of Gaussian blocks
};

class AtomicState {
 public:
  /// The sectors of `pairs`, where there are any, are those of `start`. tables: what quantities
  /// over grids of the config read.
  AtomicState(const Point& point, const AtomicStart& start, const physics::PairIndex& pairs,
              double time, const SolvedValues& values, const OutputTables* tables = nullptr)
      : point_(&point),
        start_(&start),
        tables_(tables),
        pairs_(pairs),
        first_sector_(start.first_sector()),
        time_(time),
        values_(values) {}

  const Point& point() const { return *point_; }
  const AtomicStart& start() const { return *start_; }
  const OutputTables& tables() const { return *tables_; }
  std::int64_t atoms() const { return start_->atoms; }
  std::int64_t dim() const { return start_->dim(); }  ///< length of the window of m
  double m(std::int64_t i) const { return 0.5 * static_cast<double>(start_->two_m(i)); }
  double time() const { return time_; }  ///< absolute

  /// Outside of what was solved.
  double dephasing() const { return blocks() ? point_->parameters.model.dephasing : 0.0; }
  double tilt() const { return blocks() ? point_->parameters.model.tilt : 0.0; }

  /// Pi rho = rho holds exactly: symmetric start, no dephasing, no tilt.
  bool even_sector() const {
    return start_->symmetric && keeps_even_sector(point_->parameters.model);
  }
  /// Else rho_A was solved for as a whole: there are no coherence factors and no blocks of light.
  bool blocks() const { return values_.blocks; }
  std::complex<double> density(std::int64_t i, std::int64_t j) const {
    return values_.density[i * dim() + j];
  }
  bool has_extended() const { return values_.extended != nullptr; }
  const CoherenceError& coherence_error() const { return values_.coherence_error; }
  double photon_scale() const { return values_.photon_scale; }
  const PhotonRounding& photon_rounding() const { return values_.photon_rounding; }
  double tolerance() const { return values_.tolerance; }

  /// What counting atoms after each rotation gives, where a backend has found it; then no formula
  /// needs v for it. Errors are those of F itself.
  std::span<const FisherTerm> counted(std::size_t angles) const {
    return values_.counted != nullptr ? std::span(values_.counted, angles)
                                      : std::span<const FisherTerm>{};
  }

  /// rho_A[m, m]
  double weight(std::int64_t i) const {
    return blocks() ? std::norm(start_->amplitude[i]) : density(i, i).real();
  }

  /// The sector |m| of window index i, counted from the start's first sector.
  std::int64_t sector(std::int64_t i) const {
    return std::abs(start_->two_m(i)) / 2 - first_sector_;
  }

  /// The photons' part of a coherence, v_mm' with m in sector k, m' in sector l (counted as above):
  /// neither dephasing nor tilt. Needs the pair to have been demanded, unless k = l: v = 1.
  std::complex<double> photon_factor(std::int64_t k, std::int64_t l) const {
    // std::complex is an array of two doubles by definition.
    const physics::Complex<double> v =
        pairtwist::photon_factor(pairs_, reinterpret_cast<const double*>(values_.coherence), k, l);
    return {v.re, v.im};
  }

  /// The same in double-double; only with has_extended().
  ExtendedComplex photon_factor_extended(std::int64_t k, std::int64_t l) const {
    if (k == l) return {1.0, 0.0};
    if (k > l) return conj(values_.extended[pairs_.rank(l, k)]);
    return values_.extended[pairs_.rank(k, l)];
  }

  /// What dephasing and tilt make of rho_A[m, m'], m - m' = steps.
  std::complex<double> outer_factor(std::int64_t steps) const;

  /// v_mm' with dephasing and tilt; i, j window indices. Needs the pair to have been demanded.
  std::complex<double> coherence(std::int64_t i, std::int64_t j) const;
  ExtendedComplex coherence_extended(std::int64_t i, std::int64_t j) const;

  std::complex<double> rho(std::int64_t i, std::int64_t j) const {
    return start_->amplitude[i] * std::conj(start_->amplitude[j]) * coherence(i, j);
  }

  /// Photons of the block (m, m) with |m| in sector k, and of window index i.
  const PhotonMoments& block_photons(std::int64_t k) const { return values_.photons[k]; }
  const PhotonMoments& photons(std::int64_t i) const { return block_photons(sector(i)); }

  /// Of that block, where they are Gaussian: P(n) follows from it.
  const physics::LightAxes& light(std::int64_t i) const { return values_.light[sector(i)]; }

  /// <n|R_mm|n> of that block, n = 0, 1, ...; only with has_distribution().
  bool has_distribution() const { return values_.distribution != nullptr; }
  /// P(n) of all the light; only without blocks().
  std::span<const double> distribution_of_all() const {
    return {values_.distribution, static_cast<std::size_t>(values_.levels)};
  }
  std::span<const double> distribution(std::int64_t i) const {
    return {values_.distribution + sector(i) * values_.levels,
            static_cast<std::size_t>(values_.levels)};
  }

 private:
  const Point* point_;
  const AtomicStart* start_;
  const OutputTables* tables_;
  physics::PairIndex pairs_;
  std::int64_t first_sector_;
  double time_;
  SolvedValues values_;
};

}  // namespace pairtwist
