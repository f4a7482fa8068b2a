// SPDX-License-Identifier: BSD-3-Clause
// Where quantities are largest and smallest, between the samples too: each point's maxima are
// searched for from its samples, and what these leave open is evaluated again, all points together.
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "io/result_variables.hpp"
#include "solve/evaluator.hpp"

namespace pairtwist {

struct Extremum {
  double time = std::numeric_limits<double>::quiet_NaN();  ///< absolute
  double value = std::numeric_limits<double>::quiet_NaN();
  ExtremumPlace place = ExtremumPlace::none;
};

/// Of all points and the first quantities of an evaluation.
class Extrema {
 public:
  Extrema() = default;
  Extrema(std::size_t points, std::size_t quantities)
      : timed_out(points, 0), quantities_(quantities), found_(2 * points * quantities) {}

  std::size_t quantities() const { return quantities_; }

  std::vector<char> timed_out;  ///< [p]  1: solve.max_seconds ended a look between the samples

  Extremum& of(std::int64_t p, std::size_t q, bool smallest) {
    return found_[2 * (static_cast<std::size_t>(p) * quantities_ + q) + (smallest ? 1 : 0)];
  }
  const Extremum& of(std::int64_t p, std::size_t q, bool smallest) const {
    return const_cast<Extrema*>(this)->of(p, q, smallest);
  }

 private:
  std::size_t quantities_ = 0;
  std::vector<Extremum> found_;
};

/// Those of the first `quantities` of the samples, which are scalars. A value is right to
/// `tolerance` times the quantity's scale or, where it is larger, itself; of those that are equal
/// to within that the first is taken. Where values that were lost between the samples may lie
/// beyond it, it has none, and its place is `lost`.
Extrema find_extrema(const Evaluation& samples, std::size_t quantities, double tolerance,
                     int threads, Evaluator& evaluator, int slot);

/// Whether one of the point lies so far beyond all samples that these are few: by more than a
/// twentieth of the range of values, and than rounding explains.
bool beyond_samples(const Evaluation& samples, const Extrema& extrema, std::size_t quantities,
                    double tolerance, std::int64_t p);

}  // namespace pairtwist
