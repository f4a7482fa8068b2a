// SPDX-License-Identifier: BSD-3-Clause
// What is evaluated, and the answer: the values of some quantities of some points at given times.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "observables/registry.hpp"
#include "observables/trajectory_means.hpp"
#include "pairtwist/results.hpp"
#include "plan/point_cost.hpp"
#include "plan/point_work.hpp"
#include "solve/open_values.hpp"

namespace pairtwist {

/// What solving a point has taken so far, in seconds, with solve.max_seconds; nobody counts
/// without.
struct SpentTime {
  double alone = 0.0;   ///< for certain
  double beside = 0.0;  ///< about: its share of batches with other points
};

struct Task {
  Point point;
  PointWork work;
  std::size_t number = 0;  ///< of the point in its scan
  PointCost cost = {};     ///< about
  /// Of all evaluations together, whatever they are for; the evaluator's own record.
  mutable SpentTime spent = {};
};

/// What has become of the values of one quantity at one time.
enum class ValueState : std::uint8_t {
  untried,
  changing,   ///< still with the cutoff
  imprecise,  ///< errors of the coherences put it off too far
  too_faint,  ///< for fewer photons than the light was solved for
  // From here on it is settled, and from `undefined` on not a number, but for `partly`.
  good,
  undefined,  ///< by the quantity's definition; it may be infinite
  too_small,  ///< of a logarithm: lost, and below 0 for certain, where nobody asks how far
  partly,     ///< some of its values are lost to rounding, and NaN; the others are good
  below_precision,
  few_photons,  ///< for fewer photons no light is solved, or rounding hides them at any tolerance
  not_converged,
  diverged,
  out_of_memory,
};
inline bool settled(ValueState state) { return state >= ValueState::good; }
inline bool lost(ValueState state) { return state > ValueState::undefined; }
/// Whether someone would miss it.
inline bool missed(ValueState state) { return state > ValueState::too_small; }
/// Of a value that rounding swamps, and that lies below `at_most` if that is finite.
inline ValueState swamped(double at_most) {
  return at_most <= 0.0 ? ValueState::too_small : ValueState::below_precision;
}
/// Of a settled value, as the file tells it.
Status status_of(ValueState state);

/// All points have the same number of times.
struct Evaluation {
  std::vector<const Task*> tasks;           ///< [p]
  std::vector<const Quantity*> quantities;  ///< [q]
  /// [q]  Of this one nothing but its extrema and the last value is asked for; empty: of none.
  std::vector<char> extrema_alone;
  std::vector<double> times;  ///< [p][k]  absolute, not decreasing in k
  std::int64_t n_times = 0;
  bool at_samples = false;  ///< all that the cost of solving a point was counted for

  std::vector<std::int64_t> point_offset;  ///< [p], total last: values a point has at one time
  bool sampled = false;                    ///< from trajectories: values have standard errors
  OpenValues values;                       ///< [p][q][k][...]
  std::vector<double> errors;              ///< the same, if sampled; NaN of what has none
  std::vector<ValueState> states;          ///< [p][q][k]
  /// What else is kept of trajectories: [p][k][set][kept_means.size()]; NaN of points that failed.
  bool keeps_means = false;
  TrajectoryMeans kept_means;
  std::vector<double> kept;
  /// [p][q][k]  Verdict::at_least, at_most; empty if no quantity has them.
  std::vector<double> at_least;
  std::vector<double> at_most;
  /// [p][q][k]  Verdict::divisor of good values, else 0; empty if no quantity has poles.
  std::vector<double> divisors;
  std::vector<double> change;  ///< [p]  largest change of a quantity with the cutoff, over its
                               ///< tolerance; 0 for methods without
  std::vector<std::int32_t> cutoff;  ///< [p]  largest of its blocks; 0: none
  std::vector<double> tail;          ///< [p]  largest of its blocks
  std::vector<char> timed_out;       ///< [p]  1: given up for solve.max_seconds

  std::int64_t size() const { return static_cast<std::int64_t>(tasks.size()); }
  /// Values of quantity q at one time.
  std::int64_t width(std::int64_t p, std::size_t q) const;
  /// Values of point p and quantity q, time after time; of one time; of a scalar.
  std::span<double> of(std::int64_t p, std::size_t q);
  std::span<const double> of(std::int64_t p, std::size_t q) const;
  std::span<const double> at(std::int64_t p, std::size_t q, std::int64_t k) const;
  /// The same of errors; empty if there are none.
  std::span<double> errors_of(std::int64_t p, std::size_t q);
  std::span<const double> errors_of(std::int64_t p, std::size_t q) const;
  /// Of point p, if any are kept.
  std::span<double> kept_of_point(std::int64_t p);
  std::span<const double> kept_of_point(std::int64_t p) const;
  double value(std::int64_t p, std::size_t q, std::int64_t k) const { return of(p, q)[k]; }

  /// Of point p and quantity q, [k].
  std::span<ValueState> states_of(std::int64_t p, std::size_t q);
  std::span<const ValueState> states_of(std::int64_t p, std::size_t q) const;
  /// The same of at_least, at_most; empty if there are none.
  std::span<double> at_least_of(std::int64_t p, std::size_t q);
  std::span<const double> at_least_of(std::int64_t p, std::size_t q) const;
  std::span<double> at_most_of(std::int64_t p, std::size_t q);
  std::span<const double> at_most_of(std::int64_t p, std::size_t q) const;

  /// The same of divisors; empty if there are none.
  std::span<double> divisors_of(std::int64_t p, std::size_t q);
  std::span<const double> divisors_of(std::int64_t p, std::size_t q) const;

  /// Sizes the answer for tasks, quantities and n_times; times are the caller's.
  void prepare();
  /// The values of quantity q at time k are NaN, and why: of what rounding swamps, what is known
  /// to be of no interest is told apart.
  void lose(std::int64_t p, std::size_t q, std::int64_t k, ValueState why);
  /// All of point p is.
  void lose(std::int64_t p, ValueState why);
  /// Takes imprecise values of point p as lost that are no extremum, as far as what is known says.
  void leave_out_what_decides_nothing(std::int64_t p);
  /// Of the values of quantity q: good if none is missed, why they all are if there is one reason,
  /// and otherwise that some are. Where extrema alone are wanted, lost values that do not decide
  /// the maximum or the last value are no matter.
  Status status(std::int64_t p, std::size_t q, OverTime over_time) const;
  /// The same of all of the point's values.
  Status status(std::int64_t p, OverTime over_time) const {
    return status_of_first(p, quantities.size(), over_time);
  }
  /// Of the first `count` quantities alone.
  Status status_of_first(std::int64_t p, std::size_t count, OverTime over_time) const;

 private:
  class Between;
};

}  // namespace pairtwist
