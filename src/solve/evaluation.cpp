// SPDX-License-Identifier: BSD-3-Clause
#include "solve/evaluation.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

#include "plan/batches.hpp"
#include "solve/peak_search.hpp"

namespace pairtwist {
namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

/// Numbers of one time from which on each is written by its formula (observables/formulas.hpp) or
/// lost in the end, and none is read before; of fewer, searches read some that nothing was found
/// for.
constexpr std::int64_t whole_matrix = 1024;

/// Of a vector with one element for each quantity and time of each point.
template <class V>
auto part_of(V& all, const Evaluation& e, std::int64_t p, std::size_t q) {
  const std::size_t first = static_cast<std::size_t>(p) * e.quantities.size() + q;
  const auto count = static_cast<std::size_t>(e.n_times);
  return all.empty() ? std::span(all) : std::span(all).subspan(first * count, count);
}

/// Of a vector laid out like the values, if it is there at all.
template <class V>
auto beside_values(V& all, const Evaluation& e, std::int64_t p, std::size_t q) {
  const std::span<const double> found = e.of(p, q);
  return all.empty() ? std::span(all)
                     : std::span(all).subspan(
                           static_cast<std::size_t>(found.data() - e.values.begin()), found.size());
}

}  // namespace

Status status_of(ValueState state) {
  switch (state) {
    case ValueState::good:
      return Status::good;
    case ValueState::undefined:
      return Status::undefined;
    case ValueState::too_small:
      return Status::too_small;
    case ValueState::partly:
      return Status::partly;
    case ValueState::below_precision:
      return Status::below_precision;
    case ValueState::few_photons:
      return Status::few_photons;
    case ValueState::diverged:
      return Status::diverged;
    case ValueState::out_of_memory:
      return Status::out_of_memory;
    default:
      return Status::not_converged;
  }
}

std::int64_t Evaluation::width(std::int64_t p, std::size_t q) const {
  return quantities[q]->values(tasks[p]->work.sizes());
}

std::span<const double> Evaluation::of(std::int64_t p, std::size_t q) const {
  std::int64_t before = point_offset[p];
  for (std::size_t i = 0; i < q; ++i) before += width(p, i);
  return std::span(values).subspan(static_cast<std::size_t>(n_times * before),
                                   static_cast<std::size_t>(n_times * width(p, q)));
}

std::span<double> Evaluation::of(std::int64_t p, std::size_t q) {
  return beside_values(values, *this, p, q);
}

std::span<const double> Evaluation::at(std::int64_t p, std::size_t q, std::int64_t k) const {
  const auto one = static_cast<std::size_t>(width(p, q));
  return of(p, q).subspan(static_cast<std::size_t>(k) * one, one);
}

std::span<const double> Evaluation::errors_of(std::int64_t p, std::size_t q) const {
  return beside_values(errors, *this, p, q);
}
std::span<double> Evaluation::errors_of(std::int64_t p, std::size_t q) {
  return beside_values(errors, *this, p, q);
}

std::span<double> Evaluation::kept_of_point(std::int64_t p) {
  const std::size_t each = kept.size() / tasks.size();
  return std::span(kept).subspan(static_cast<std::size_t>(p) * each, each);
}
std::span<const double> Evaluation::kept_of_point(std::int64_t p) const {
  const std::size_t each = kept.size() / tasks.size();
  return std::span(kept).subspan(static_cast<std::size_t>(p) * each, each);
}

std::span<ValueState> Evaluation::states_of(std::int64_t p, std::size_t q) {
  return part_of(states, *this, p, q);
}
std::span<const ValueState> Evaluation::states_of(std::int64_t p, std::size_t q) const {
  return part_of(states, *this, p, q);
}
std::span<double> Evaluation::at_least_of(std::int64_t p, std::size_t q) {
  return part_of(at_least, *this, p, q);
}
std::span<const double> Evaluation::at_least_of(std::int64_t p, std::size_t q) const {
  return part_of(at_least, *this, p, q);
}
std::span<double> Evaluation::at_most_of(std::int64_t p, std::size_t q) {
  return part_of(at_most, *this, p, q);
}
std::span<const double> Evaluation::at_most_of(std::int64_t p, std::size_t q) const {
  return part_of(at_most, *this, p, q);
}

std::span<double> Evaluation::divisors_of(std::int64_t p, std::size_t q) {
  return part_of(divisors, *this, p, q);
}
std::span<const double> Evaluation::divisors_of(std::int64_t p, std::size_t q) const {
  return part_of(divisors, *this, p, q);
}

void Evaluation::prepare() {
  point_offset.assign(1, 0);
  bool any_matrix = false;
  for (const Task* task : tasks) {
    std::int64_t of_point = 0;
    for (const Quantity* quantity : quantities) {
      const std::int64_t numbers = quantity->values(task->work.sizes());
      any_matrix |= numbers >= whole_matrix;
      of_point += numbers;
    }
    point_offset.push_back(point_offset.back() + of_point);
  }
  values.resize(static_cast<std::size_t>(n_times * point_offset.back()));
  if (!any_matrix) std::ranges::fill(values, not_a_number);
  for (std::int64_t p = 0; any_matrix && p < size(); ++p)
    for (std::size_t q = 0; q < quantities.size(); ++q)
      if (width(p, q) < whole_matrix) std::ranges::fill(of(p, q), not_a_number);
  errors.assign(sampled ? values.size() : 0, not_a_number);
  kept.assign(keeps_means ? tasks.size() * static_cast<std::size_t>(n_times * trajectory_sets *
                                                                    kept_means.size())
                          : 0,
              not_a_number);
  const std::size_t states_there =
      tasks.size() * quantities.size() * static_cast<std::size_t>(n_times);
  states.assign(states_there, ValueState::untried);
  const bool bounded = std::any_of(quantities.begin(), quantities.end(),
                                   [](const Quantity* quantity) { return quantity->logarithm; });
  at_least.assign(bounded ? states_there : 0, -std::numeric_limits<double>::infinity());
  at_most.assign(bounded ? states_there : 0, std::numeric_limits<double>::infinity());
  const bool any_poles = std::any_of(quantities.begin(), quantities.end(),
                                     [](const Quantity* quantity) { return quantity->has_poles; });
  divisors.assign(any_poles ? states_there : 0, 0.0);
  change.assign(tasks.size(), 0.0);
  cutoff.assign(tasks.size(), 0);
  timed_out.assign(tasks.size(), 0);
  tail.assign(tasks.size(), 0.0);
}

void Evaluation::lose(std::int64_t p, std::size_t q, std::int64_t k, ValueState why) {
  const auto one = static_cast<std::size_t>(width(p, q));
  const auto values_there = of(p, q).subspan(static_cast<std::size_t>(k) * one, one);
  std::fill(values_there.begin(), values_there.end(), not_a_number);
  if (sampled) {
    const auto errors_there = errors_of(p, q).subspan(static_cast<std::size_t>(k) * one, one);
    std::fill(errors_there.begin(), errors_there.end(), not_a_number);
  }
  const std::span<const double> bounds = at_most_of(p, q);
  if (why == ValueState::below_precision && !bounds.empty()) why = swamped(bounds[k]);
  states_of(p, q)[k] = why;
}

void Evaluation::lose(std::int64_t p, ValueState why) {
  for (std::size_t q = 0; q < quantities.size(); ++q)
    for (std::int64_t k = 0; k < n_times; ++k) lose(p, q, k, why);
}

/// Between what the values at the times of one quantity of one point lie.
class Evaluation::Between {
 public:
  Between(const Evaluation& e, std::int64_t p, std::size_t q)
      : values_(e.of(p, q)), at_least_(e.at_least_of(p, q)), at_most_(e.at_most_of(p, q)) {}

  double low(std::size_t k) const { return std::isnan(values_[k]) ? at_least_[k] : values_[k]; }
  double high(std::size_t k) const { return std::isnan(values_[k]) ? at_most_[k] : values_[k]; }
  /// What the largest value is at least.
  double largest() const {
    double found = low(0);
    for (std::size_t k = 1; k < values_.size(); ++k) found = std::max(found, low(k));
    return found;
  }
  /// Whether next to sample k a search may find `largest` or more (find_extrema): the sample may
  /// be a maximum, and what it falls to its neighbours may be missing above it, too. One that is
  /// not known and lies below is no matter.
  bool may_be_beside(std::size_t k, double largest) const {
    if (std::isnan(values_[k]) && high(k) < largest) return false;
    double drop = 0.0;
    for (const std::size_t beside : {k - 1, k + 1}) {
      if (beside >= values_.size()) continue;  // k - 1 of the first one, too
      if (low(beside) > high(k)) return false;
      if (std::isfinite(low(beside))) drop = std::max(drop, high(k) - low(beside));
    }
    return high(k) + drop >= largest;
  }

 private:
  std::span<const double> values_;
  std::span<const double> at_least_, at_most_;
};

void Evaluation::leave_out_what_decides_nothing(std::int64_t p) {
  for (std::size_t q = 0; q < extrema_alone.size(); ++q) {
    if (extrema_alone[q] == 0 || at_most.empty()) continue;
    const std::span<const double> values_there = of(p, q);
    // What is bounded from above may be the smallest, but where nothing can lie below another.
    if (std::ranges::find(values_there, -std::numeric_limits<double>::infinity()) ==
        values_there.end())
      continue;
    const Between between(*this, p, q);
    const double largest = between.largest();
    const std::span<ValueState> states_there = states_of(p, q);
    // The polynomials of a search want the samples around a maximum.
    std::vector<char> wanted(states_there.size(), 0);
    for (std::size_t k = 0; k < wanted.size(); ++k) {
      if (!between.may_be_beside(k, largest)) continue;
      const std::size_t first = k - std::min(k, PeakSearch::reach);
      const std::size_t last = std::min(k + PeakSearch::reach, wanted.size() - 1);
      std::fill(wanted.begin() + static_cast<std::ptrdiff_t>(first),
                wanted.begin() + static_cast<std::ptrdiff_t>(last) + 1, 1);
    }
    for (std::size_t k = 0; k + 1 < wanted.size(); ++k)
      if (states_there[k] == ValueState::imprecise && wanted[k] == 0 && between.high(k) < largest)
        states_there[k] = ValueState::below_precision;
  }
}

Status Evaluation::status(std::int64_t p, std::size_t q, OverTime over_time) const {
  const std::span<const ValueState> states_there = states_of(p, q);
  if (std::none_of(states_there.begin(), states_there.end(), missed)) return Status::good;
  double decides = -std::numeric_limits<double>::infinity();
  if (over_time == OverTime::extrema)
    for (const double value : of(p, q)) decides = std::max(decides, value);
  const std::span<const double> bounds = at_most_of(p, q);
  bool any_left = false;
  Status found = Status::good;
  for (std::int64_t k = 0; k < n_times; ++k) {
    const bool hidden = k + 1 < n_times && !bounds.empty() && bounds[k] < decides;
    if (!missed(states_there[k]) || hidden) {
      any_left = true;
      continue;
    }
    const Status why = status_of(states_there[k]);
    if (found != Status::good && found != why) return Status::partly;
    found = why;
  }
  return any_left && found != Status::good ? Status::partly : found;
}

Status Evaluation::status_of_first(std::int64_t p, std::size_t count, OverTime over_time) const {
  std::optional<Status> found;
  for (std::size_t q = 0; q < count; ++q) {
    const Status of_this = status(p, q, over_time);
    if (found && *found != of_this) return Status::partly;
    found = of_this;
  }
  return found.value_or(Status::good);
}

}  // namespace pairtwist
