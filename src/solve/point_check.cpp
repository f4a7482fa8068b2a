// SPDX-License-Identifier: BSD-3-Clause
#include "solve/point_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "model/methods.hpp"
#include "solve/claimed_row.hpp"
#include "solve/difference.hpp"
#include "solve/placed_cells.hpp"

namespace pairtwist {
namespace {

/// How exactly the time of a crossing is found (solve/refine.hpp), over the distance of samples,
/// and what units of time round of it.
constexpr double of_bracket = 2e-13;
constexpr double of_time = 4e-15;

/// What one second solution says of a row.
class RowJudge {
 public:
  RowJudge(const Scan& one, const ResultLayout& layout, const std::vector<Claim>& claims,
           ClaimedRow& row, std::vector<Tally>& tallies, double tolerance, double second_tolerance)
      : point_(one.point(0)),
        layout_(layout),
        claims_(claims),
        row_(row),
        tallies_(tallies),
        tolerance_(tolerance),
        allowed_(1.0 + second_tolerance / tolerance) {}

  /// times: at which `solution` has values; nullptr: at the last one.
  void values(std::size_t c, const SecondSolution& solution, const CheckTimes* times);
  void extremum(std::size_t c, const SecondSolution& solution, const CheckTimes& times);
  void last(std::size_t c, const SecondSolution& solution, const CheckTimes& times);
  void crossing(std::size_t c, const SecondSolution& solution, const CheckTimes& times);

 private:
  double scale(const Claim& claim) const {
    return scale_of(claim.quantity->scale, point_.parameters.model.atoms);
  }
  void settle(std::size_t c, std::size_t value, const Comparison& comparison, double there,
              double here, const std::string& where, double rounding = 0.0);
  /// What rounded times make of a value at one of the times between the samples.
  double rounding_of_time(const Claim& claim, const SecondSolution& solution,
                          const CheckTimes& times, std::size_t place) const;
  /// The largest of the samples before a time, turned as `sign` says; whether all are known.
  std::pair<double, bool> highest(const Claim& claim, const SecondSolution& solution,
                                  const CheckTimes& times, double sign, double before) const;

  Point point_;
  const ResultLayout& layout_;
  const std::vector<Claim>& claims_;
  ClaimedRow& row_;
  std::vector<Tally>& tallies_;
  double tolerance_;
  double allowed_;
};

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

std::pair<double, bool> RowJudge::highest(const Claim& claim, const SecondSolution& solution,
                                          const CheckTimes& times, double sign,
                                          double before) const {
  double largest = -std::numeric_limits<double>::infinity();
  bool all = true;
  for (std::size_t k = 0; k < times.samples(); ++k) {
    const std::size_t place = times.sample(k);
    if (!(times.absolute()[place] < before)) continue;
    const double value = sign * solution.value(*claim.quantity, place);
    if (std::isnan(value))
      all &= solution.status(*claim.quantity, place) == Status::undefined;
    else
      largest = std::max(largest, value);
  }
  return {largest, all};
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
    const auto [highest_value, all] = highest(claim, solution, times, sign, no_number);
    const double excess =
        over_tolerance(highest_value - sign * there, scale(claim), there, tolerance_);
    if (excess > *comparison.difference) comparison.difference = excess;
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
    // Never: no sample may be beyond the level.
    const auto [largest, all] = highest(claim, solution, times, sign, no_number);
    const double excess = std::max(0.0, over(largest - level));
    if (all || excess > allowed_)
      settle(c, 0, {true, excess}, there, sign * largest, "never, by the file");
    return;
  }
  if (status != Status::good || there < 0.0 || there > times.absolute().back()) {
    settle(c, 0, {true, no_number}, there, there, "no such time");
    return;
  }
  const std::size_t place = times.place_of(there);
  const double value = sign * solution.value(*claim.quantity, place);
  if (std::isnan(value)) return;
  const double missed = place == 0 ? level - value : std::abs(value - level);
  const auto [largest, all] = highest(claim, solution, times, sign, there);
  const double excess = std::max({0.0, over(missed), over(largest - level)});
  if (all || excess > allowed_)
    settle(c, 0, {true, excess}, there, there,
           fmt::format("{} = {:g} there", claim.quantity->name, sign * value),
           rounding_of_time(claim, solution, times, place));
}

/// Times that the row names, which lie between the samples.
std::vector<double> named_times(const std::vector<Claim>& claims, const ClaimedRow& row,
                                double stop) {
  std::vector<double> times;
  for (const Claim& claim : claims) {
    if (claim.kind == ClaimKind::values || claim.kind == ClaimKind::last) continue;
    const double time = row.time(claim);
    if (time >= 0.0 && time <= stop) times.push_back(time);
  }
  return times;
}

/// Every quantity that one of these claims is of, once.
template <class Wanted>
std::vector<std::string> quantities_of(const std::vector<Claim>& claims, const Wanted& wanted) {
  std::vector<std::string> names;
  for (const Claim& claim : claims) {
    const std::string name(claim.quantity->name);
    if (wanted(claim) && std::ranges::find(names, name) == names.end()) names.push_back(name);
  }
  return names;
}

}  // namespace

PointCheck::PointCheck(const Job& job, const Scan& scan, const ResultLayout& layout,
                       CheckTools tools)
    : job_(job), scan_(scan), layout_(layout), tools_(tools), claims_(claims_of(job, layout)) {
  for (const Claim& claim : claims_)
    tallies_.push_back({.name = layout.variables[claim.variable].name});
}

std::string PointCheck::fault_of(const RowBlock& row) const {
  const Point point = scan_.point(row.first_point);
  const std::string place = scan_.describe(row.first_point);
  const std::string of = place.empty() ? "of the point" : "at " + place;
  for (const auto& [name, value] : {std::pair<std::string_view, double>{"tau_Q", point.tau_Q},
                                    {"kappa", point.parameters.model.kappa},
                                    {"time_scale", point.time_scale}}) {
    if (!layout_.has_variable(name)) continue;
    const double there = std::get<std::vector<double>>(row.columns[layout_.index_of(name)]).front();
    constexpr double rounding = 1e-12;  // of another build
    if (there == value || std::abs(there - value) <= rounding * std::abs(value)) continue;
    return fmt::format("{} {} is {} in the file, and {} by its config", name, of, there, value);
  }
  const auto code =
      std::get<std::vector<std::int8_t>>(row.columns[layout_.index_of("method")]).front();
  const Method by_config =
      method_of(point.parameters.method.value_or(job_.solve.method), point.parameters);
  if (static_cast<Method>(code) == by_config) return "";
  return fmt::format("method {} is {} in the file, and {} ({}) by its config", of, code,
                     static_cast<int>(by_config), to_string(by_config));
}

CheckedPoint PointCheck::check(const RowBlock& row) {
  ClaimedRow claimed(row, claims_);
  Job one = one_point(job_, scan_, row.first_point);
  if (one.base.pump.switch_off_at_max_qfi) {
    // Where the pump ends is part of what the file says; from there on any method can go.
    const Point point = Scan(one).point(0);
    const double unit =
        point.time_scale / (scan_.stop_is_scanned() ? point.parameters.time_stop : 1.0);
    one.base.pump.switch_off_at_max_qfi = false;
    one.base.pump.switch_off = claimed.numbers(layout_.index_of("switch_off_time")).front() / unit;
  }
  const Scan scan(one);
  const auto method = static_cast<Method>(
      std::get<std::vector<std::int8_t>>(row.columns[layout_.index_of("method")]).front());
  CheckedPoint checked{second_ways(one, method, tools_.readers), {}};
  const auto is_value = [](const Claim& claim) { return claim.kind == ClaimKind::values; };
  const bool last_alone = job_.output.over_time == OverTime::final;
  const CheckTimes times(scan, named_times(claims_, claimed, scan.point(0).stop));
  const auto judged = [&] {
    std::size_t count = 0;
    for (const Tally& tally : tallies_) count += tally.compared + tally.lost;
    return count;
  };
  for (const Way& way : checked.ways.ways) {
    if (claimed.left() == 0) break;
    const std::size_t before = judged();
    const Job second = job_in_way(one, way);
    RowJudge judge(scan, layout_, claims_, claimed, tallies_, job_.solve.tolerance, way.tolerance);
    if (last_alone) {
      const SecondSolution at_end(second, quantities_of(claims_, is_value), nullptr, tools_);
      for (std::size_t c = 0; c < claims_.size(); ++c)
        if (is_value(claims_[c])) judge.values(c, at_end, nullptr);
    }
    const std::vector<std::string> over_time =
        quantities_of(claims_, [&](const Claim& claim) { return !last_alone || !is_value(claim); });
    if (!over_time.empty()) {
      const SecondSolution solution(second, over_time, &times, tools_);
      for (std::size_t c = 0; c < claims_.size(); ++c) {
        if (claimed.left(c) == 0) continue;
        switch (claims_[c].kind) {
          case ClaimKind::values:
            if (!last_alone) judge.values(c, solution, &times);
            break;
          case ClaimKind::largest:
          case ClaimKind::smallest:
            judge.extremum(c, solution, times);
            break;
          case ClaimKind::last:
            judge.last(c, solution, times);
            break;
          case ClaimKind::crossing:
            judge.crossing(c, solution, times);
            break;
        }
      }
    }
    checked.judged.push_back(judged() - before);
  }
  for (std::size_t c = 0; c < claims_.size(); ++c) tallies_[c].unknown += claimed.left(c);
  return checked;
}

}  // namespace pairtwist
