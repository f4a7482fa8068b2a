// SPDX-License-Identifier: BSD-3-Clause
#include "solve/reduction.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <limits>
#include <numeric>
#include <optional>

#include "observables/atomic_state.hpp"
#include "observables/counting.hpp"
#include "observables/formulas.hpp"
#include "pairtwist/job.hpp"
#include "plan/batches.hpp"
#include "solve/coherence_error.hpp"
#include "solve/jackknife.hpp"
#include "solve/light_axes.hpp"
#include "solve/photon_scales.hpp"
#include "solve/strictness.hpp"

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

/// The arrays of one solution of a batch.
struct Solution {
  const double* sums;
  const std::complex<double>* coherence;
  const FisherTerm* counted;
  const double* distribution;
  const std::complex<double>* density;
  bool reported = true;  ///< else for comparison, with whatever it is worth
};

/// What the formulas read of a stretch.
class StretchReader {
 public:
  StretchReader(const SolvedStretch& stretch, const Task& task,
                std::span<const Destination> destinations, const Measure& measure)
      : s_(stretch), task_(task), tolerance_(measure.tolerance), places_(stretch.batch.want_sums) {
    // The closed form in double is good enough for whatever is not a quotient of small numbers.
    const engines::Batch& batch = stretch.batch;
    const bool over_photon_numbers = std::any_of(
        destinations.begin(), destinations.end(),
        [&](const Destination& to) { return to.quantity->demand(task.point).distribution; });
    if (traits(batch.method).gaussian_blocks && over_photon_numbers)
      light_ = light_axes(
          task, std::span(batch.times).subspan(first(), static_cast<std::size_t>(stretch.count)));
    const bool of_small_numbers =
        std::any_of(destinations.begin(), destinations.end(),
                    [](const Destination& to) { return to.quantity->of_small_numbers; });
    if (traits(batch.method).exact && !of_small_numbers) return;
    errors_ = errors_at(batch.tolerance);
    if (!measure.strictest) least_ = errors_at(least_tolerance);
  }

  std::span<const CoherenceError> errors() const { return errors_; }
  /// What the strictest solution would leave of an error at time k.
  double gain(std::size_t k) const {
    if (errors_.empty()) return 1.0;
    // The closed form would be solved in double-double.
    const double least = s_.batch.in_double ? 0.0 : least_[k].of_one();
    return least / errors_[k].of_one();
  }

  Solution now() const {
    const engines::BatchView& view = s_.view;
    return {view.sums, view.coherence, view.counted, view.distribution, view.density};
  }
  /// At the cutoff before.
  Solution before() const {
    const engines::BatchView& view = s_.view;
    return {.sums = view.sums_before,
            .coherence = view.coherence_before,
            .counted = view.counted_before,
            .distribution = view.distribution_before,
            .density = view.density_before,
            .reported = false};
  }
  /// The present one without a group of trajectories, which has no blocks.
  Solution without(std::int64_t group) const {
    const engines::Batch& batch = s_.batch;
    const std::int64_t states = group * batch.size() * batch.n_times;
    Solution solution = now();
    solution.sums = s_.view.sums_without + states * places_.count;
    solution.distribution = s_.view.distribution_without + states * batch.distribution_levels;
    solution.density = s_.view.density_without + group * batch.n_times * batch.total_density();
    return solution;
  }

  SumSeries series(const Solution& solution) const {
    const engines::Batch& batch = s_.batch;
    const double* sums = solution.sums;
    const bool exact = !solution.reported || !traits(batch.method).faint_light;
    const std::size_t count = static_cast<std::size_t>(s_.count);
    return {.point = &task_.point,
            .start = task_.work.start.get(),
            .times = std::span(batch.times).subspan(first(), count),
            .sums = sums + places_.count * s_.b * batch.n_times + s_.first,
            .stride = static_cast<std::size_t>(batch.n_times),
            .places = places_,
            .photon_scales = exact ? std::span<const double>{}
                                   : std::span(batch.photon_scales).subspan(first(), count),
            .photon_rounding =
                !solution.reported || s_.photon_rounding.empty()
                    ? std::span<const PhotonRounding>{}
                    : s_.photon_rounding.subspan(static_cast<std::size_t>(s_.first), count),
            .tolerance = solution.reported ? tolerance_ : 0.0,
            .coherence_errors = errors_,
            .blocks = traits(batch.method).blocks};
  }

  AtomicState state(std::int64_t k, const Solution& solution) const {
    const engines::Batch& batch = s_.batch;
    const engines::BatchView& view = s_.view;
    const std::int64_t time = s_.first + k;
    const std::int64_t pair = time * batch.total_pairs() + batch.pair_offset[s_.b];
    const std::int64_t sector = time * batch.total_sectors() + batch.sector_offset[s_.b];
    const std::int64_t levels = batch.distribution_levels;
    const std::int64_t angles = batch.counts() ? task_.work.tables.counting->angles() : 0;
    const auto at = [](const auto* array, bool wanted, std::int64_t offset) {
      return wanted ? array + offset : nullptr;
    };
    return {
        task_.point,
        *task_.work.start,
        task_.work.pairs,
        batch.times[s_.b * batch.n_times + time],
        {.coherence = at(solution.coherence, batch.want_coherence, pair),
         .extended = batch.want_extended ? view.extended + pair : nullptr,
         .counted = at(solution.counted, batch.counts(), (s_.b * batch.n_times + time) * angles),
         .distribution = at(solution.distribution, levels > 0, sector * levels),
         .levels = levels,
         .blocks = traits(batch.method).blocks,
         .density = at(solution.density, batch.want_coherence && batch.total_density() > 0,
                       time * batch.total_density() + batch.density_offset[s_.b]),
         .coherence_error = errors_.empty() ? CoherenceError{} : errors_[k],
         .tolerance = tolerance_,
         .light = at(light_.data(), !light_.empty(), k * task_.work.start->sector_count())},
        &task_.work.tables};
  }

 private:
  std::size_t first() const { return static_cast<std::size_t>(s_.b * s_.batch.n_times + s_.first); }
  std::vector<CoherenceError> errors_at(double tolerance) const {
    if (s_.view.state_rounding != nullptr)
      return {static_cast<std::size_t>(s_.count),
              CoherenceError{.absolute = tolerance + s_.view.state_rounding[s_.b]}};
    const std::int32_t levels = s_.view.cutoff != nullptr ? s_.view.cutoff[s_.b] : 0;
    return coherence_errors(s_.batch, s_.b, task_, s_.first, s_.count, tolerance, levels);
  }

  const SolvedStretch& s_;
  const Task& task_;
  double tolerance_;
  SumPlaces places_;
  std::vector<physics::LightAxes> light_;  ///< [k][sector of the start], where it is asked for
  std::vector<CoherenceError> errors_;     ///< [k]
  std::vector<CoherenceError> least_;      ///< [k]  of the strictest solution
};

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

/// Which of so many quantities.
struct Part {
  std::size_t number, count;
};

/// What is found of one quantity, and how good it is.
class QuantityReducer {
 public:
  QuantityReducer(const StretchReader& reader, const SolvedStretch& stretch, const Task& task,
                  const Destination& to, const Measure& measure, const Part& part)
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

  void reduce(Judgement& judgement) {
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

 private:
  /// What the groups of trajectories say of these values.
  void estimate(std::span<const double> values) {
    estimate_.emplace(values);
    std::vector<double> without(values.size());
    std::vector<Verdict> ignored(verdicts_.size());
    for (std::int64_t g = 0; g < kTrajectoryGroups; ++g) {
      evaluate(reader_.without(g), without, ignored);
      estimate_->add(without);
    }
  }

  void evaluate(const Solution& solution, std::span<double> values, std::span<Verdict> verdicts) {
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

  bool may_be_taken_whole() const { return untouched_ && !compares_; }

  /// Nothing to say of any time: what nearly all stretches come to.
  bool all_good() const {
    return may_be_taken_whole() && numbers_ &&
           std::ranges::all_of(verdicts_, [](const Verdict& each) {
             return each.trust == Trust::good && each.error <= 1.0;
           });
  }

  /// share: of this time that the quantity is evaluated.
  void tell(double share) const {
    if (measure_.telling == nullptr) return;
    const bool estimated = has_standard_error(quantity_, !to_.errors.empty());
    const double passes = 1.0 + (compares_ ? 1.0 : 0.0) + (estimated ? kTrajectoryGroups : 0.0);
    measure_.telling->reached((static_cast<double>(part_.number) + (passed_ + share) / passes) /
                              static_cast<double>(part_.count));
  }

  /// Where a formula says nothing of them, its value is off by no more than they are.
  void add_errors_of_coherences() {
    const std::span<const CoherenceError> errors = reader_.errors();
    if (errors.empty() || !demand_.coherences() || demand_.extended) return;
    for (std::size_t k = 0; k < verdicts_.size(); ++k)
      verdicts_[k].error = std::max(verdicts_[k].error, error_of_coherences(k));
  }
  double error_of_coherences(std::size_t k) const {
    return reader_.errors()[k].of_one() / measure_.tolerance;
  }

  void settle(std::size_t k, std::span<double> now, Judgement& judgement) {
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

  ValueState judge(std::size_t k, std::span<double> now, Judgement& judgement) {
    const Verdict& verdict = verdicts_[k];
    // No cutoff wins back what even the best coherences would leave of it.
    const bool swamps = !failed_ && verdict.trust == Trust::good && hopeless(k, verdict.error);
    if (swamps && !lose_hopeless(k, now)) return swamped(verdict.at_most);
    if (compares_) {
      const double change =
          largest_change(quantity_, now, std::span(before_).subspan(k * to_.width, to_.width),
                         scale_, measure_.tolerance);
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

  /// Whether an error of a value at time k is too large, and stays so.
  bool hopeless(std::size_t k, double error) const {
    return error > 1.0 && (measure_.strictest || error * reader_.gain(k) > 1.0);
  }

  /// Of several values those that are swamped become NaN, and the verdict is of the others; false
  /// where there are none.
  bool lose_hopeless(std::size_t k, std::span<double> now) {
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

  /// Nothing says how good a value is that some of the trajectories do not have.
  bool has_error(std::size_t k) const {
    for (std::size_t i = 0; i < to_.width; ++i)
      if (!std::isfinite(estimate_->error(k * to_.width + i))) return false;
    return true;
  }

  ValueState too_faint(std::size_t k, Judgement& judgement) {
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

  const StretchReader& reader_;
  const SolvedStretch& stretch_;
  const Destination& to_;
  const Quantity& quantity_;
  const Measure& measure_;
  Demand demand_;
  bool failed_;
  double scale_;
  bool compares_;
  Part part_;
  double passed_ = 0.0;  ///< how often it has been evaluated
  bool untouched_;
  bool numbers_ = true;  ///< all that was evaluated last, where it may be taken whole
  std::vector<Verdict> verdicts_;
  std::vector<double> found_, before_;
  std::optional<Jackknife> estimate_;
};

}  // namespace

std::int32_t blocks_read(const Demand& demand) {
  using namespace engines;
  std::int32_t kinds = 0;
  if (demand.photons || demand.distribution) kinds |= diagonal_blocks;
  if (demand.step1 || demand.plus_z) kinds |= neighbours;
  // Of odd N m = -1/2 and 3/2, whose sectors are neighbours, are two apart.
  if (demand.step2) kinds |= neighbours | two_apart;
  if (demand.every_pair()) kinds |= pairs_of_sectors;
  return kinds;
}

Judgement& Judgement::operator|=(const Judgement& other) {
  change = std::max(change, other.change);
  rejected = std::max(rejected, other.rejected);
  changing |= other.changing;
  imprecise = std::max(imprecise, other.imprecise);
  return *this;
}

Judgement reduce_stretch(const SolvedStretch& stretch, const Task& task,
                         std::span<const Destination> destinations, const Measure& measure) {
  const StretchReader reader(stretch, task, destinations, measure);
  Judgement judgement;
  for (std::size_t q = 0; q < destinations.size(); ++q)
    QuantityReducer(reader, stretch, task, destinations[q], measure, {q, destinations.size()})
        .reduce(judgement);
  return judgement;
}

}  // namespace pairtwist
