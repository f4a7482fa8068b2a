// SPDX-License-Identifier: BSD-3-Clause
#include "solve/row_judge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <span>

#include "solve/placed_cells.hpp"

namespace pairtwist {
namespace {

/// How exactly the time of a crossing is found (solve/refine.hpp), over the distance of samples,
/// and what units of time round of it.
constexpr double of_bracket = 2e-13;
constexpr double of_time = 4e-15;

/// Before that lie all times.
constexpr double forever = std::numeric_limits<double>::infinity();

/// What is held against levels at one time; NaN where it is not known. The Bell correlator is -inf
/// where its sum vanishes: a value as any other here.
double value_for_levels(const Quantity& quantity, const SecondSolution& solution,
                        std::size_t place) {
  const double value = solution.values(quantity.variables.front(), place).front();
  const bool vanishes = solution.status(quantity, place) == Status::undefined && std::isinf(value);
  return vanishes ? value : solution.value(quantity, place);
}

}  // namespace

void RowJudge::judge(std::size_t c, const SecondSolution& solution, const CheckTimes& times) {
  switch (claims_[c].kind) {
    case ClaimKind::values:
      values(c, solution, &times);
      break;
    case ClaimKind::largest:
    case ClaimKind::smallest:
      extremum(c, solution, times);
      break;
    case ClaimKind::last:
      last(c, solution, times);
      break;
    case ClaimKind::crossing:
      crossing(c, solution, times);
      break;
  }
}

void RowJudge::settle(std::size_t c, std::size_t value, const Comparison& comparison, double there,
                      double here, const std::string& where, double rounding) {
  if (!comparison.difference) return;
  row_.set_judged(c, value);
  if (!comparison.claimed)
    ++tallies_[c].lost;
  else
    tallies_[c].count({row_.point(), where, there, here, *comparison.difference},
                      allowed_ + rounding);
}

void RowJudge::values(std::size_t c, const SecondSolution& solution, const CheckTimes* times) {
  const Claim& claim = claims_[c];
  const Variable& variable = layout_.variables[claim.variable];
  const std::span<const double> there = row_.numbers(claim);
  const PlacedCells cells(layout_, solution.layout(), variable.extra);
  const std::size_t samples = variable.over_time ? times->samples() : 1;
  for (std::size_t k = 0; k < samples; ++k) {
    const std::size_t place = times != nullptr && variable.over_time ? times->sample(k) : 0;
    const Status status = row_.status(claim, k);
    const Status second = solution.status(*claim.quantity, place);
    const std::span<const double> here = solution.values(variable.name, place);
    const double turned =
        claim.sign_is_free ? sign_between(there.subspan(k * cells.all(), cells.all()), here) : 1.0;
    for (std::size_t cell = 0; cell < cells.all(); ++cell) {
      const std::size_t value = k * cells.all() + cell;
      if (row_.judged(c, value)) continue;
      const std::optional<std::size_t> own = cells.own(cell);
      // The file has room for what this point's N does not have.
      if (!own && std::isnan(there[value])) {
        row_.set_judged(c, value);
        continue;
      }
      const double wanted = own ? turned * here[*own] : std::numeric_limits<double>::quiet_NaN();
      const Comparison comparison =
          own ? compare({there[value], status}, {wanted, second}, scale(claim), tolerance_)
              : Comparison{true, no_number};
      // Only the worst are put into words.
      const bool worst =
          comparison.difference && *comparison.difference >= tallies_[c].worst.difference;
      settle(c, value, comparison, there[value], wanted,
             worst ? place_of_value(layout_, variable, cells, k, cell) : "");
    }
  }
}

RowJudge::Highest RowJudge::highest(const Claim& claim, const SecondSolution& solution,
                                    const CheckTimes& times, double sign, double level,
                                    double before) const {
  Highest highest;
  std::size_t k = 0;  // of the samples
  for (std::size_t place = first_defined(claim, solution, times, 0);
       place < times.absolute().size() && times.absolute()[place] < before; ++place) {
    while (k < times.samples() && times.sample(k) < place) ++k;
    const double value = sign * value_for_levels(*claim.quantity, solution, place);
    if (value > highest.value) {
      highest.value = value;
      highest.place = place;
    }
    const bool is_sample = k < times.samples() && times.sample(k) == place;
    if (!std::isnan(value) || !is_sample) continue;
    const Status status = solution.status(*claim.quantity, place);
    // What is too small lies below 0.
    const bool below = status == Status::too_small && sign > 0.0 && level >= 0.0;
    highest.all &= status == Status::undefined || below;
  }
  return highest;
}

/// The place; where the quantity is not defined there, that of the first sample behind at which it
/// is: an event at the start says that it is at its level from there on.
std::size_t RowJudge::first_defined(const Claim& claim, const SecondSolution& solution,
                                    const CheckTimes& times, std::size_t place) const {
  const auto is_defined = [&](std::size_t at) {
    return solution.status(*claim.quantity, at) != Status::undefined ||
           !std::isnan(value_for_levels(*claim.quantity, solution, at));
  };
  if (is_defined(place)) return place;
  for (std::size_t k = 0; k < times.samples(); ++k)
    if (times.sample(k) > place && is_defined(times.sample(k))) return times.sample(k);
  return place;
}

double RowJudge::rounding_of_time(const Claim& claim, const SecondSolution& solution,
                                  const CheckTimes& times, std::size_t place) const {
  const std::size_t before = place > 0 ? place - 1 : place;
  const std::size_t after = std::min(place + 1, times.absolute().size() - 1);
  const double change =
      std::abs(solution.value(*claim.quantity, after) - solution.value(*claim.quantity, before));
  const double distance = times.absolute()[after] - times.absolute()[before];
  if (!std::isfinite(change) || !(distance > 0.0)) return 0.0;
  const double moved = change * (of_bracket + of_time * times.absolute()[place] / distance);
  return over_tolerance(moved, scale(claim), solution.value(*claim.quantity, place), tolerance_);
}

void RowJudge::extremum(std::size_t c, const SecondSolution& solution, const CheckTimes& times) {
  const Claim& claim = claims_[c];
  const double there = row_.numbers(claim).front();
  const double time = row_.time(claim);
  if (std::isnan(there) != std::isnan(time) || time < 0.0 || time > times.absolute().back()) {
    settle(c, 0, {true, no_number}, there, time, "no such time");
    return;
  }
  if (std::isnan(there)) {
    settle(c, 0, {false, 0.0}, there, there, "");
    return;
  }
  const std::size_t place = times.place_of(time);
  const double sign = claim.kind == ClaimKind::largest ? 1.0 : -1.0;
  const Status second = solution.status(*claim.quantity, place);
  const double here = solution.values(claim.quantity->variables.front(), place).front();
  const bool undefined = second == Status::undefined && here == there;
  Comparison comparison =
      undefined ? Comparison{true, 0.0}
                : compare({there, Status::good}, {here, second}, scale(claim), tolerance_);
  // Where samples are lost, and may have held it, it is the largest of the others.
  if (comparison.difference && row_.status(claim) != Status::partly) {
    const Highest other = highest(claim, solution, times, sign, sign * there, forever);
    const double excess =
        over_tolerance(other.value - sign * there, scale(claim), there, tolerance_);
    if (other.place != place && excess > *comparison.difference) {
      settle(c, 0, {comparison.claimed, excess}, there, sign * other.value,
             fmt::format("at t = {:g}, not {:g}", times.absolute()[other.place], time),
             rounding_of_time(claim, solution, times, place));
      return;
    }
  }
  settle(c, 0, comparison, there, here, fmt::format("at t = {:g}", time),
         rounding_of_time(claim, solution, times, place));
}

void RowJudge::last(std::size_t c, const SecondSolution& solution, const CheckTimes& times) {
  const Claim& claim = claims_[c];
  const double there = row_.numbers(claim).front();
  const std::size_t place = times.sample(times.samples() - 1);
  const double here = solution.values(claim.quantity->variables.front(), place).front();
  // The status is of the extrema, too: a last value that is not there claims nothing.
  const Comparison comparison =
      std::isnan(there) || (!std::isfinite(there) && there == here)
          ? Comparison{!std::isnan(there), 0.0}
          : compare({there, Status::good}, {here, solution.status(*claim.quantity, place)},
                    scale(claim), tolerance_);
  settle(c, 0, comparison, there, here, "");
}

void RowJudge::crossing(std::size_t c, const SecondSolution& solution, const CheckTimes& times) {
  const Claim& claim = claims_[c];
  const double there = row_.time(claim);
  const Status status = row_.status(claim);
  const double sign = claim.event->below ? -1.0 : 1.0;
  const double level = sign * level_of(*claim.event, point_.parameters.model.atoms);
  const auto over = [&](double difference) {
    return over_tolerance(difference, scale(claim), level, tolerance_);
  };
  if (std::isnan(there)) {
    if (status != Status::good) {
      settle(c, 0, {false, 0.0}, there, there, "");
      return;
    }
    // Never: nothing may be beyond the level.
    const Highest found = highest(claim, solution, times, sign, level, forever);
    const double excess = std::max(0.0, over(found.value - level));
    if (found.all || excess > allowed_)
      settle(c, 0, {true, excess}, there, sign * found.value,
             fmt::format("never, by the file; at t = {:g}", times.absolute()[found.place]));
    return;
  }
  if (status != Status::good || there < 0.0 || there > times.absolute().back()) {
    settle(c, 0, {true, no_number}, there, there, "no such time");
    return;
  }
  const std::size_t place = times.place_of(there);
  const std::size_t defined = first_defined(claim, solution, times, place);
  const double value = sign * value_for_levels(*claim.quantity, solution, defined);
  if (std::isnan(value)) return;
  const bool from_start = place == 0 || defined != place;
  const double missed = from_start ? level - value : std::abs(value - level);
  const Highest before = highest(claim, solution, times, sign, level, there);
  const double excess = std::max({0.0, over(missed), over(before.value - level)});
  if (before.all || excess > allowed_)
    settle(c, 0, {true, excess}, there, there,
           fmt::format("{} = {:g} there", claim.quantity->name, sign * value),
           rounding_of_time(claim, solution, times, place));
}

}  // namespace pairtwist
