// SPDX-License-Identifier: BSD-3-Clause
#include "solve/quantity_reducer.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

#include "observables/formulas.hpp"
#include "plan/batches.hpp"
#include "solve/photon_scales.hpp"

namespace pairtwist {
namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

/// The one place where values are looked at that are no numbers, of all methods and quantities:
/// where a formula does not call its value undefined, one that is infinite is beyond double
/// precision, and so is what a closed approximation makes of such numbers; any other was lost, with
/// a phase for example (physics::expi).
ValueState state_of(const Quantity& quantity, std::span<const double> values) {
  ValueState state = ValueState::good;
  for (const double value : values) {
    if (std::isfinite(value)) continue;
    if (std::isinf(value) || quantity.closed_approximation) return ValueState::diverged;
    state = ValueState::below_precision;
  }
  return state;
}

/// Over the tolerance times the scale or, where they are larger, the values; undefined and infinite
/// values do not count, unless it is rounding that decides whether there are photons to divide by.
double largest_change(const Quantity& quantity, std::span<const double> now,
                      std::span<const double> before, double scale, double tolerance) {
  double largest = 0.0;
  for (std::size_t i = 0; i < now.size(); ++i) {
    if (!std::isfinite(now[i])) continue;
    if (std::isfinite(before[i]))
      largest = std::max(
          largest, std::abs(now[i] - before[i]) / (tolerance * std::max(scale, std::abs(now[i]))));
    else if (quantity.over_photon_number)
      largest = std::numeric_limits<double>::infinity();
  }
  return largest;
}

bool all_numbers(std::span<const double> values) {
  // Each is not a number if one of its values is infinite or none; several, so that none waits for
  // the addition before.
  std::array<double, 8> sums{};
  std::size_t i = 0;
  for (; i + sums.size() <= values.size(); i += sums.size())
    for (std::size_t lane = 0; lane < sums.size(); ++lane) sums[lane] += values[i + lane] * 0.0;
  for (; i < values.size(); ++i) sums[0] += values[i] * 0.0;
  return std::accumulate(sums.begin(), sums.end(), 0.0) == 0.0;
}

}  // namespace

QuantityReducer::QuantityReducer(const StretchReader& reader, const SolvedStretch& stretch,
                                 const Task& task, const Destination& to, const Measure& measure,
                                 const Part& part)
    : reader_(reader),
      stretch_(stretch),
      to_(to),
      quantity_(*to.quantity),
      measure_(measure),
      demand_(quantity_.demand(task.point)),
      failed_((blocks_read(demand_) & measure.gave_up) != 0),
      scale_(scale_of(quantity_.scale, task.work.start->atoms)),
      compares_(traits(stretch.batch.method).has_cutoff),
      part_(part),
      untouched_(std::all_of(to.states.begin(), to.states.end(),
                             [](ValueState state) { return state == ValueState::untried; })) {}

void QuantityReducer::reduce(Judgement& judgement) {
  verdicts_.resize(to_.states.size());
  if (!untouched_) found_.resize(to_.values.size());
  const std::span<double> values = untouched_ ? to_.values : std::span(found_);
  evaluate(reader_.now(), values, verdicts_);
  add_errors_of_coherences();
  if (all_good()) {
    std::fill(to_.states.begin(), to_.states.end(), ValueState::good);
    if (!to_.divisors.empty())
      std::ranges::transform(verdicts_, to_.divisors.begin(), &Verdict::divisor);
    return;
  }
  if (compares_) {
    before_.resize(values.size());
    std::vector<Verdict> ignored(verdicts_.size());
    evaluate(reader_.before(), before_, ignored);
  }
  if (has_standard_error(quantity_, !to_.errors.empty())) estimate(values);
  for (std::size_t k = 0; k < to_.states.size(); ++k)
    if (!settled(to_.states[k])) settle(k, values.subspan(k * to_.width, to_.width), judgement);
}

void QuantityReducer::estimate(std::span<const double> values) {
  estimate_.emplace(values);
  std::vector<double> without(values.size());
  std::vector<Verdict> ignored(verdicts_.size());
  for (std::int64_t g = 0; g < kTrajectoryGroups; ++g) {
    evaluate(reader_.without(g), without, ignored);
    estimate_->add(without);
  }
}

void QuantityReducer::evaluate(const Solution& solution, std::span<double> values,
                               std::span<Verdict> verdicts) {
  if (quantity_.by_sums(demand_, stretch_.batch.want_sums)) {
    quantity_.of_sums(reader_.series(solution), values, verdicts);
    numbers_ = !may_be_taken_whole() || all_numbers(values);
    return;
  }
  numbers_ = true;
  for (std::size_t k = 0; k < verdicts.size(); ++k) {
    if (settled(to_.states[k])) continue;
    const std::span<double> of_time = values.subspan(k * to_.width, to_.width);
    verdicts[k] =
        quantity_.of_state(reader_.state(static_cast<std::int64_t>(k), solution), of_time);
    if (may_be_taken_whole())
      numbers_ = numbers_ && all_numbers(of_time);  // while a large matrix is in a cache
    tell(static_cast<double>(k + 1) / static_cast<double>(verdicts.size()));
  }
  passed_ += 1.0;
}

bool QuantityReducer::all_good() const {
  return may_be_taken_whole() && numbers_ &&
         std::ranges::all_of(verdicts_, [](const Verdict& each) {
           return each.trust == Trust::good && each.error <= 1.0;
         });
}

void QuantityReducer::tell(double share) const {
  if (measure_.telling == nullptr) return;
  const bool estimated = has_standard_error(quantity_, !to_.errors.empty());
  const double passes = 1.0 + (compares_ ? 1.0 : 0.0) + (estimated ? kTrajectoryGroups : 0.0);
  measure_.telling->reached((static_cast<double>(part_.number) + (passed_ + share) / passes) /
                            static_cast<double>(part_.count));
}

void QuantityReducer::add_errors_of_coherences() {
  const std::span<const CoherenceError> errors = reader_.errors();
  if (errors.empty() || !demand_.coherences() || demand_.extended) return;
  for (std::size_t k = 0; k < verdicts_.size(); ++k)
    verdicts_[k].error = std::max(verdicts_[k].error, error_of_coherences(k));
}

void QuantityReducer::settle(std::size_t k, std::span<double> now, Judgement& judgement) {
  const Verdict& verdict = verdicts_[k];
  ValueState& state = to_.states[k];
  if (!to_.at_most.empty()) {
    to_.at_least[k] = verdict.at_least;
    to_.at_most[k] = verdict.at_most;
  }
  state = judge(k, now, judgement);
  const bool any =
      state == ValueState::good || state == ValueState::undefined || state == ValueState::partly;
  if (state == ValueState::good && !to_.divisors.empty()) to_.divisors[k] = verdict.divisor;
  const bool estimated = state == ValueState::good && estimate_;
  for (std::size_t i = 0; i < to_.width; ++i) {
    const std::size_t at = k * to_.width + i;
    to_.values[at] = estimated ? estimate_->value(at) : any ? now[i] : not_a_number;
    if (estimate_) to_.errors[at] = estimated ? estimate_->error(at) : not_a_number;
  }
}

ValueState QuantityReducer::judge(std::size_t k, std::span<double> now, Judgement& judgement) {
  const Verdict& verdict = verdicts_[k];
  // No cutoff wins back what even the best coherences would leave of it.
  const bool swamps = !failed_ && verdict.trust == Trust::good && hopeless(k, verdict.error);
  if (swamps && !lose_hopeless(k, now)) return swamped(verdict.at_most);
  if (compares_) {
    const double change =
        largest_change(quantity_, now, std::span(before_).subspan(k * to_.width, to_.width), scale_,
                       measure_.tolerance);
    double& largest = change > 1.0 ? judgement.rejected : judgement.change;
    largest = std::max(largest, change);
    if (change > 1.0 && !failed_) {
      judgement.changing = true;
      return ValueState::changing;
    }
  }
  // What was found too faint waits for a solution of its own, whatever this one comes to.
  if (failed_)
    return to_.states[k] == ValueState::too_faint ? ValueState::too_faint : ValueState::changing;
  if (verdict.trust == Trust::undefined) return ValueState::undefined;
  if (verdict.trust == Trust::below_precision) return swamped(verdict.at_most);
  if (verdict.trust == Trust::hidden) return ValueState::few_photons;
  if (verdict.trust == Trust::few_photons) return too_faint(k, judgement);
  const ValueState state = state_of(quantity_, now);
  const bool others_good = swamps && state == ValueState::below_precision;
  if (state != ValueState::good && !others_good) return state;
  if (estimate_ && !has_error(k)) return ValueState::below_precision;
  if (verdict.error <= 1.0) return others_good ? ValueState::partly : state;
  judgement.imprecise = std::max(judgement.imprecise, verdict.error);
  return ValueState::imprecise;
}

bool QuantityReducer::hopeless(std::size_t k, double error) const {
  return error > 1.0 && (measure_.strictest || error * reader_.gain(k) > 1.0);
}

bool QuantityReducer::lose_hopeless(std::size_t k, std::span<double> now) {
  if (quantity_.errors_of_values == nullptr) return false;
  std::vector<double> errors(now.size());
  quantity_.errors_of_values(reader_.state(static_cast<std::int64_t>(k), reader_.now()), errors);
  double largest = reader_.errors().empty() ? 0.0 : error_of_coherences(k);
  bool any_left = false;
  for (std::size_t i = 0; i < now.size(); ++i) {
    if (hopeless(k, errors[i])) {
      now[i] = not_a_number;
      continue;
    }
    any_left = true;
    largest = std::max(largest, errors[i]);
  }
  verdicts_[k].error = largest;
  return any_left && !hopeless(k, largest);
}

bool QuantityReducer::has_error(std::size_t k) const {
  for (std::size_t i = 0; i < to_.width; ++i)
    if (!std::isfinite(estimate_->error(k * to_.width + i))) return false;
  return true;
}

ValueState QuantityReducer::too_faint(std::size_t k, Judgement& judgement) {
  const SumSeries series = reader_.series(reader_.now());
  const double photons = std::abs(series.sum(photon_mean, k));
  const double scale =
      smaller_scale(photons, series.photon_scales[k], stretch_.batch.limits.change);
  // No scale wins back what rounding has taken, and cutoffs would grow on it.
  const double off_by = formulas::rounding_of_pairs(series, k, 2.0 * scale);
  if (off_by > kHighestTolerance) return ValueState::few_photons;
  if (off_by > measure_.tolerance) return ValueState::below_precision;
  judgement.photons.resize(to_.states.size(), std::numeric_limits<double>::infinity());
  judgement.photons[k] = photons;
  return ValueState::too_faint;
}

}  // namespace pairtwist
