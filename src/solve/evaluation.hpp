// What is evaluated, and the answer: the values of some quantities of some points at given times.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "pairtwist/observables.hpp"
#include "pairtwist/results.hpp"
#include "plan/point_work.hpp"

namespace pairtwist {

struct Task {
  Point point;
  PointWork work;
};

/// All points have the same number of times.
struct Evaluation {
  std::vector<const Task*> tasks;           ///< [p]
  std::vector<const Quantity*> quantities;  ///< [q]
  std::vector<double> times;                ///< [p][k]  absolute, not decreasing in k
  std::int64_t n_times = 0;

  std::vector<std::int64_t> point_offset;  ///< [p], total last: values a point has at one time
  std::vector<double> values;              ///< [p][q][k][...]
  std::vector<Status> status;              ///< [p]
  std::vector<double> change;  ///< [p]  largest change of a quantity with the cutoff, over its
                               ///< tolerance; 0 for methods without
  std::vector<std::int32_t> cutoff;  ///< [p]  largest of its blocks; 0: none
  std::vector<double> tail;          ///< [p]  largest of its blocks

  std::int64_t size() const { return static_cast<std::int64_t>(tasks.size()); }
  /// Values of quantity q at one time.
  std::int64_t width(std::int64_t p, std::size_t q) const;
  /// Values of point p and quantity q, time after time; of one time; of a scalar.
  std::span<double> of(std::int64_t p, std::size_t q);
  std::span<const double> of(std::int64_t p, std::size_t q) const;
  std::span<const double> at(std::int64_t p, std::size_t q, std::int64_t k) const;
  double value(std::int64_t p, std::size_t q, std::int64_t k) const { return of(p, q)[k]; }

  /// Sizes the answer for tasks, quantities and n_times; times are the caller's.
  void prepare();
  /// All of point p is NaN, and why.
  void fail(std::int64_t p, Status why);
  /// So is, at time k, what is divided by a photon number.
  void drop_faint(std::int64_t p, std::int64_t k);
};

}  // namespace pairtwist
