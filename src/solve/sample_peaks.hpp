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

/// How far a curve may rise beside a maximum of its samples, in what these fall to one side of it.
constexpr double likely_rise = 1.0;
constexpr double possible_rise = 4.0;  ///< a narrow peak has samples on its flanks alone

/// Whether a value of `level` or more may lie next to sample k, if the curve rises by no more than
/// that: k is a maximum of the samples, at an end or beside an edge to within the margin.
bool may_reach(const Curve& curve, std::size_t k, std::span<const double> edges, double level,
               double margin, double rise);

/// Whether values pass through infinity between two of them: what they are divided by the square of
/// (Verdict::divisor; 0 of no value) changes its sign, and what is divided does not vanish with it.
bool has_pole(std::span<const double> values, std::span<const double> divisors);

/// The search for the maximum there, to `margin`.
PeakSearch peak_beside(const Curve& curve, std::size_t k, std::span<const double> edges,
                       double margin);

}  // namespace pairtwist
