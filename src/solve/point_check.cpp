// SPDX-License-Identifier: BSD-3-Clause
#include "solve/point_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>

#include "model/methods.hpp"
#include "solve/claimed_row.hpp"
#include "solve/row_judge.hpp"

namespace pairtwist {
namespace {

/// Times between the samples: those that the row names, and where it does the middles, so that what
/// the samples did not show is not overlooked here, too.
std::vector<double> times_between(const std::vector<Claim>& claims, const ClaimedRow& row,
                                  const Scan& scan) {
  const Point point = scan.point(0);
  std::vector<double> times;
  bool claims_between = false;
  for (const Claim& claim : claims) {
    if (claim.kind == ClaimKind::values || claim.kind == ClaimKind::last) continue;
    claims_between = true;
    const double time = row.time(claim);
    if (time >= 0.0 && time <= point.stop) times.push_back(time);
  }
  if (!claims_between) return times;
  const std::vector<double>& samples = scan.time();
  for (std::size_t k = 0; k + 1 < samples.size(); ++k)
    times.push_back(0.5 * (samples[k] + samples[k + 1]) * point.time_scale);
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

/// The same equations, be it to another tolerance.
bool alike(const Way& a, const Way& b) {
  return a.another == b.another && a.method == b.method && a.frame == b.frame;
}

}  // namespace

PointCheck::PointCheck(const Job& job, const Scan& scan, const ResultLayout& layout,
                       CheckTools tools)
    : job_(job), scan_(scan), layout_(layout), tools_(tools), claims_(claims_of(job, layout)) {
  for (const Claim& claim : claims_)
    tallies_.push_back({.name = layout.variables[claim.variable].name});
}

Method PointCheck::method_in(const RowBlock& row) const {
  return static_cast<Method>(
      std::get<std::vector<std::int8_t>>(row.columns[layout_.index_of("method")]).front());
}

double PointCheck::number_in(const RowBlock& row, std::string_view name) const {
  return std::get<std::vector<double>>(row.columns[layout_.index_of(name)]).front();
}

std::string PointCheck::fault_of(const RowBlock& row) const {
  const Point point = scan_.point(row.first_point);
  const std::string place = scan_.describe(row.first_point);
  const std::string of = place.empty() ? "of the point" : "at " + place;
  for (const auto& [name, value] : {std::pair<std::string_view, double>{"tau_Q", point.tau_Q},
                                    {"kappa", point.parameters.model.kappa},
                                    {"time_scale", point.time_scale}}) {
    if (!layout_.has_variable(name)) continue;
    const double there = number_in(row, name);
    constexpr double rounding = 1e-12;  // of another build
    if (there == value || std::abs(there - value) <= rounding * std::abs(value)) continue;
    return fmt::format("{} {} is {} in the file, and {} by its config", name, of, there, value);
  }
  const int code = static_cast<int>(method_in(row));
  const Method by_config = method_of(job_.solve.method, point.parameters);
  if (method_in(row) == by_config) return "";
  return fmt::format("method {} is {} in the file, and {} ({}) by its config", of, code,
                     static_cast<int>(by_config), to_string(by_config));
}

Job PointCheck::job_of(const RowBlock& row) const {
  Job one = one_point(job_, scan_, row.first_point);
  if (!one.base.pump.switch_off_at_max_qfi) return one;
  // Where the pump ends is part of what the file says; from there on any method can go.
  const Point point = Scan(one).point(0);
  const double unit =
      point.time_scale / (scan_.stop_is_scanned() ? point.parameters.time_stop : 1.0);
  one.base.pump.switch_off_at_max_qfi = false;
  one.base.pump.switch_off = number_in(row, "switch_off_time") / unit;
  return one;
}

std::size_t PointCheck::judged() const {
  std::size_t count = 0;
  for (const Tally& tally : tallies_) count += tally.compared + tally.lost;
  return count;
}

bool PointCheck::take(const Way& way, const Job& one, double max_seconds, ClaimedRow& claimed) {
  const Scan scan(one);
  Job second = job_in_way(one, way);
  if (way.another) second.solve.max_seconds = max_seconds;
  const CheckTimes times(scan, times_between(claims_, claimed, scan));
  const auto is_value = [](const Claim& claim) { return claim.kind == ClaimKind::values; };
  const bool last_alone = job_.output.over_time == OverTime::final;
  RowJudge judge(scan, layout_, claims_, claimed, tallies_, job_.solve.tolerance, way.tolerance);
  bool in_time = true;
  const auto solve = [&](const std::vector<std::string>& quantities, const CheckTimes* at) {
    if (tools_.meter != nullptr) tools_.meter->go_on_from(points_);
    SecondSolution solution(second, way.arithmetic, quantities, at, tools_);
    in_time &= !solution.timed_out();
    return solution;
  };
  if (last_alone) {
    const SecondSolution at_end = solve(quantities_of(claims_, is_value), nullptr);
    for (std::size_t c = 0; c < claims_.size(); ++c)
      if (is_value(claims_[c])) judge.judge_last_alone(c, at_end);
  }
  const auto over_time = [&](const Claim& claim) { return !last_alone || !is_value(claim); };
  const std::vector<std::string> names = quantities_of(claims_, over_time);
  if (names.empty()) return in_time;
  const SecondSolution solution = solve(names, &times);
  for (std::size_t c = 0; c < claims_.size(); ++c)
    if (claimed.left(c) > 0 && over_time(claims_[c])) judge.judge(c, solution, times);
  return in_time;
}

CheckedPoint PointCheck::check(const RowBlock& row) {
  CheckedPoint checked{fault_of(row), {}, {}};
  if (checked.fault.empty()) {
    ClaimedRow claimed(row, claims_);
    const Job one = job_of(row);
    checked.ways = second_ways(one, method_in(row), tools_.readers);
    const double by_first = times_dearer * number_in(row, "runtime");
    const double max_seconds = by_first > tools_.patience ? by_first : tools_.patience;
    std::vector<Way> too_long;
    for (const Way& way : checked.ways.ways) {
      if (claimed.left() == 0) break;
      const std::size_t before = judged();
      const auto like_this = [&](const Way& other) { return alike(way, other); };
      if (std::ranges::none_of(too_long, like_this) && !take(way, one, max_seconds, claimed)) {
        too_long.push_back(way);
        checked.ways.passed_over.push_back(
            fmt::format("{} was given up after {:g} s", way.text, max_seconds));
      }
      checked.judged.push_back(judged() - before);
    }
    for (std::size_t c = 0; c < claims_.size(); ++c) tallies_[c].unknown += claimed.left(c);
  }
  ++points_;
  if (tools_.meter != nullptr) tools_.meter->go_on_from(points_);
  return checked;
}

}  // namespace pairtwist
