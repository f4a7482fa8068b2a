// From what a backend found of one point to the values of quantities, and what they say about
// themselves.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "engines/batch.hpp"
#include "pairtwist/observables.hpp"
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
};

/// Where the values of one quantity of one point go, at the stretch's times.
struct Destination {
  const Quantity* quantity;
  std::size_t width;  ///< values of one time
  std::span<double> values;
};

/// Evaluates the quantities and says for each time [k] how good they are; nothing if all are, and
/// were compared with nothing. If `wanted` is not empty,
/// those alone that are divided by a photon number, at the times [k] of which it is true: all else
/// stays as it is.
std::vector<Judgement> reduce_stretch(const SolvedStretch& stretch, const Task& task,
                                      std::span<const Destination> destinations, double tolerance,
                                      std::span<const char> wanted);

}  // namespace pairtwist
