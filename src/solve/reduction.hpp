// SPDX-License-Identifier: BSD-3-Clause
// From what a backend found of one point to the values of quantities, and what they say about
// themselves.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engines/batch.hpp"
#include "engines/telling.hpp"
#include "observables/registry.hpp"
#include "solve/evaluation.hpp"

namespace pairtwist {

/// Some times of a point of a solved batch.
struct SolvedStretch {
  const engines::Batch& batch;
  const engines::BatchView& view;
  std::int64_t b;      ///< the point, of the batch
  std::int64_t first;  ///< time, of the batch
  std::int64_t count;
  std::span<const PhotonRounding> photon_rounding;  ///< [k]  of the batch's times, or empty
};

/// What the values of a stretch came to.
struct Judgement {
  double change = 0.0;    ///< the largest with the cutoff of what is settled, over its tolerance
  double rejected = 0.0;  ///< the same of what changes too much
  bool changing = false;  ///< some of that is of blocks that did not give up
  /// The largest error, over the tolerance, of what would be good if the coherences were better
  /// known; 0: of nothing.
  double imprecise = 0.0;
  /// [k]  Photons for which values are missing; infinite: none is. Empty: none at any time.
  std::vector<double> photons;

  /// Of other times of the same point: all but the photons.
  Judgement& operator|=(const Judgement& other);
};

/// Where the values of one quantity of one point go, at the stretch's times.
struct Destination {
  const Quantity* quantity;
  std::size_t width;  ///< values of one time
  std::span<double> values;
  std::span<ValueState> states;     ///< [k]
  std::span<double> at_least;       ///< [k], or empty
  std::span<double> at_most;        ///< [k], or empty
  std::span<double> errors = {};    ///< of the values, or empty
  std::span<double> divisors = {};  ///< [k], or empty
};

/// How to judge values.
struct Measure {
  double tolerance;          ///< solve.tolerance
  bool strictest = false;    ///< the coherences cannot be had any better
  std::int32_t gave_up = 0;  ///< engines::BlockKind bits: no value that reads these is good
  engines::Telling* telling = nullptr;  ///< told what share of the stretch is done, or nobody
};

/// engines::BlockKind bits of what a quantity of this demand is made of.
std::int32_t blocks_read(const Demand& demand);

/// Evaluates the quantities where their values are not settled yet; what is lost is NaN.
Judgement reduce_stretch(const SolvedStretch& stretch, const Task& task,
                         std::span<const Destination> destinations, const Measure& measure);

}  // namespace pairtwist
