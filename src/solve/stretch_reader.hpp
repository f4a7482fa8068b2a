// SPDX-License-Identifier: BSD-3-Clause
// The way of quantities to what a batch of solved points holds.
#pragma once

#include <complex>
#include <cstdint>
#include <span>
#include <vector>

#include "observables/atomic_state.hpp"
#include "observables/sum_series.hpp"
#include "solve/coherence_error.hpp"
#include "solve/light_axes.hpp"
#include "solve/reduction.hpp"

namespace pairtwist {

/// The arrays of one solution of a batch.
struct Solution {
  const double* sums;
  const std::complex<double>* coherence;
  const FisherTerm* counted;
  const double* distribution;
  const std::complex<double>* density;
  bool reported = true;  ///< else for comparison, with whatever it is worth
};

/// What formulas read of a stretch: its sums, or its state at each time.
class StretchReader {
 public:
  StretchReader(const SolvedStretch& stretch, const Task& task,
                std::span<const Destination> destinations, const Measure& measure);

  std::span<const CoherenceError> errors() const { return errors_; }
  /// What the strictest solution would leave of an error at time k.
  double gain(std::size_t k) const;

  Solution now() const;
  /// At the cutoff before.
  Solution before() const;
  /// The present one without a group of trajectories, which has no blocks.
  Solution without(std::int64_t group) const;

  SumSeries series(const Solution& solution) const;
  AtomicState state(std::int64_t k, const Solution& solution) const;

 private:
  std::size_t first() const { return static_cast<std::size_t>(s_.b * s_.batch.n_times + s_.first); }
  std::vector<CoherenceError> errors_at(double tolerance) const;

  const SolvedStretch& s_;
  const Task& task_;
  double tolerance_;
  SumPlaces places_;
  std::vector<physics::LightAxes> light_;  ///< [k][sector of the start], where it is asked for
  std::vector<CoherenceError> errors_;     ///< [k]
  std::vector<CoherenceError> least_;      ///< [k]  of the strictest solution
};

}  // namespace pairtwist
