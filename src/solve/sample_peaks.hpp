// SPDX-License-Identifier: BSD-3-Clause
// Maxima of samples, beside which a curve may be larger still.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "solve/evaluation.hpp"
#include "solve/peak_search.hpp"

namespace pairtwist {

/// Samples of one quantity of one point, upwards: smallest values are looked for with sign = -1.
struct Curve {
  std::span<const double> times;
  std::span<const double> values;
  double sign;

  double at(std::size_t k) const { return sign * values[k]; }
  std::size_t size() const { return values.size(); }
};

/// Times at which the pump changes, where derivatives may jump.
std::vector<double> edges_of(const Task& task);

/// Whether a value of `level` or more may lie next to sample k: that is a maximum of the samples,
/// at an end to within the margin, and falls to one side by as much as it lies below the level.
bool may_reach(const Curve& curve, std::size_t k, double level, double margin);

/// The search for the maximum there, to `margin`.
PeakSearch peak_beside(const Curve& curve, std::size_t k, std::span<const double> edges,
                       double margin);

}  // namespace pairtwist
