// From what a backend found of one point at one time to the values of quantities, and what they say
// about themselves.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "engines/batch.hpp"
#include "pairtwist/observables.hpp"
#include "solve/evaluation.hpp"

namespace pairtwist {

/// A state of a solved batch: point b of the batch at its time k.
struct SolvedState {
  const engines::Batch& batch;
  const engines::BatchView& view;
  std::int64_t b;
  std::int64_t k;
  double photon_scale;  ///< with which the point was solved; 0 where moments are exact
  PhotonRounding photon_rounding;
};

/// The worst over all quantities.
struct Judgement {
  double change = 0.0;     ///< with the cutoff, over what solve.tolerance allows
  bool changed = false;    ///< by more than that, of some state
  bool diverged = false;   ///< numbers beyond double precision
  bool imprecise = false;  ///< some values are below precision
  /// Of a single state: the photon number for which a value is, unless moments are solved for as
  /// few; infinite: no value is.
  double photons = std::numeric_limits<double>::infinity();

  bool acceptable() const { return !changed && !diverged; }

  /// The worst of both, but for `photons`.
  Judgement& operator|=(const Judgement& other);
  friend bool operator==(const Judgement&, const Judgement&) = default;
};

/// Evaluates the quantities into `row`, one after another; if `faint`, those alone that are divided
/// by a photon number: the others stay as they are.
Judgement reduce_state(const SolvedState& state, const Task& task,
                       const std::vector<const Quantity*>& quantities, double tolerance, bool faint,
                       std::span<double> row);

}  // namespace pairtwist
