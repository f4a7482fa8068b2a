// SPDX-License-Identifier: BSD-3-Clause
#include "solve/resolved_curve.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "solve/peak_polynomial.hpp"

namespace pairtwist {
namespace {

constexpr std::size_t window_nodes = 6;
constexpr std::size_t fewest_nodes = 5;

/// Of the polynomial's error, up to which the curve may go beyond the samples beside an interval.
constexpr double margins = 4.0;
/// Of what the samples of a window differ by, from where on the error says that they are too few.
constexpr double unresolved_share = 0.05;

/// So many halves of an interval, and so many values beside as many as the samples.
constexpr int most_rounds = 3;
constexpr std::size_t further_values = 100;

bool evenly_spaced(std::span<const double> times) {
  const double step = times[1] - times[0];
  for (std::size_t k = 1; k + 1 < times.size(); ++k)
    if (std::abs(times[k + 1] - times[k] - step) > 1e-6 * step) return false;
  return true;
}

/// What samples leave open within an interval.
struct Doubt {
  double error = 0.0;  ///< of a polynomial through them, in the middle
  double range = 0.0;  ///< what they differ by
};

/// Of six values at even steps, from v on; outermost: the interval is their first or their last.
/// It is what doubt_of() finds, or a little more, for a tenth of the work.
Doubt even_doubt(const double* v, bool outermost) {
  const double fourth = v[0] - 4.0 * v[1] + 6.0 * v[2] - 4.0 * v[3] + v[4];
  const double other = v[1] - 4.0 * v[2] + 6.0 * v[3] - 4.0 * v[4] + v[5];
  const double most = std::max(std::abs(fourth), std::abs(other));
  const auto [smallest, largest] = std::minmax({v[0], v[1], v[2], v[3], v[4], v[5]});
  return {outermost ? 5.0 / 128.0 * most + 7.0 / 256.0 * std::abs(other - fourth)
                    : 3.0 / 128.0 * most + 3.0 / 256.0 * std::abs(other - fourth),
          largest - smallest};
}

/// The most that even_doubt() can find anywhere.
double most_even_error(std::span<const double> v) {
  double most = 0.0;
  for (std::size_t k = 0; k + 4 < v.size(); ++k) {
    const double fourth =
        std::abs(v[k] - 4.0 * v[k + 1] + 6.0 * v[k + 2] - 4.0 * v[k + 3] + v[k + 4]);
    most = fourth > most ? fourth : most;  // comparisons with NaN are false
  }
  return (5.0 / 128.0 + 14.0 / 256.0) * most;
}

/// Samples within one smooth stretch round an interval.
struct Window {
  std::size_t first, last;
};

Window window_of(const Curve& curve, std::span<const double> edges, std::size_t interval) {
  const auto smooth = [&](std::size_t from, std::size_t to) {
    return std::ranges::none_of(
        edges, [&](double edge) { return edge > curve.times[from] && edge < curve.times[to]; });
  };
  const auto is_edge = [&](std::size_t k) {
    return std::ranges::find(edges, curve.times[k]) != edges.end();
  };
  Window window{interval, interval + 1};
  // As many on both sides, or more on one where the other ends.
  for (bool grown = true; grown && window.last - window.first + 1 < window_nodes;) {
    grown = false;
    if (window.first > 0 && !is_edge(window.first) && smooth(window.first - 1, window.first) &&
        std::isfinite(curve.at(window.first - 1))) {
      --window.first;
      grown = true;
    }
    if (window.last - window.first + 1 < window_nodes && window.last + 1 < curve.size() &&
        !is_edge(window.last) && smooth(window.last, window.last + 1) &&
        std::isfinite(curve.at(window.last + 1))) {
      ++window.last;
      grown = true;
    }
  }
  return window;
}

/// Of samples at any times, with edges, or lost ones among them; none where they are very few.
Doubt doubt_of(const Curve& curve, std::span<const double> edges, std::size_t interval) {
  const double from = curve.times[interval];
  const double to = curve.times[interval + 1];
  if (!std::isfinite(curve.at(interval)) || !std::isfinite(curve.at(interval + 1)) ||
      std::ranges::any_of(edges, [&](double edge) { return edge > from && edge < to; }))
    return {};
  const Window window = window_of(curve, edges, interval);
  const std::size_t count = window.last - window.first + 1;
  if (count < fewest_nodes) return {};
  const double middle = 0.5 * (from + to);
  std::array<std::size_t, window_nodes> nearest{};
  for (std::size_t i = 0; i < count; ++i) nearest[i] = window.first + i;
  std::ranges::sort(nearest.begin(), nearest.begin() + static_cast<std::ptrdiff_t>(count), {},
                    [&](std::size_t k) { return std::abs(curve.times[k] - middle); });
  // In units of the interval, so that no power overflows.
  std::array<double, window_nodes> x{};
  std::array<double, window_nodes> y{};
  for (std::size_t i = 0; i < count; ++i) {
    x[i] = (curve.times[nearest[i]] - middle) / (to - from);
    y[i] = curve.at(nearest[i]) - curve.at(interval);
  }
  const std::span<const double> values = std::span<const double>(y).first(count);
  const auto [smallest, largest] = std::ranges::minmax(values);
  return {PeakPolynomial(std::span<const double>(x).first(count), values).error(0.0),
          largest - smallest};
}

/// Whether one of the samples is in the window round the interval, or may be.
bool sees_any(std::size_t interval, std::span<const std::size_t> samples) {
  const std::size_t first = interval + 2 > window_nodes ? interval + 2 - window_nodes : 0;
  const auto found = std::ranges::lower_bound(samples, first);
  return found != samples.end() && *found < interval + window_nodes;
}

bool is_finite(double value) { return std::isfinite(value); }

}  // namespace

std::vector<double> unresolved_middles(const Curve& curve, std::span<const double> edges,
                                       double level, const CurveGoal& goal,
                                       std::span<const std::size_t> fresh) {
  std::vector<double> middles;
  const std::size_t size = curve.size();
  if (size < fewest_nodes) return middles;
  const bool even = size >= window_nodes && edges.empty() && evenly_spaced(curve.times);
  const bool whole = even && std::ranges::all_of(curve.values, is_finite);
  // Most curves need no more than a comparison for each of their intervals.
  const double reach =
      even ? margins * most_even_error(curve.values) : std::numeric_limits<double>::infinity();
  for (std::size_t k = 0; k + 1 < size && curve.times[k] < goal.until; ++k) {
    const double beside = std::max(curve.at(k), curve.at(k + 1));
    if (whole && !(beside + reach >= level)) continue;
    if (!fresh.empty() && !sees_any(k, fresh)) continue;
    const std::size_t first = even ? std::min(k > 2 ? k - 2 : 0, size - window_nodes) : 0;
    const bool all_there =
        whole ||
        (even && std::ranges::all_of(curve.values.subspan(first, window_nodes), is_finite));
    if (all_there && !(beside + reach >= level)) continue;
    const Doubt doubt = all_there ? even_doubt(&curve.values[first], k == 0 || k + 2 == size)
                                  : doubt_of(curve, edges, k);
    if (doubt.error > goal.margin && doubt.error > unresolved_share * doubt.range &&
        beside + margins * doubt.error >= level)
      middles.push_back(0.5 * (curve.times[k] + curve.times[k + 1]));
  }
  return middles;
}

ResolvedCurve::ResolvedCurve(const Curve& samples, std::span<const double> edges,
                             const CurveGoal& goal, std::vector<double> middles)
    : times_(samples.times.begin(), samples.times.end()),
      edges_(edges.begin(), edges.end()),
      goal_(goal),
      most_values_(2 * samples.size() + further_values) {
  values_.reserve(samples.size());
  for (std::size_t k = 0; k < samples.size(); ++k) values_.push_back(samples.at(k));
  want(std::move(middles));
}

double ResolvedCurve::largest() const {
  double largest = -std::numeric_limits<double>::infinity();
  for (const double value : values_)  // comparisons with NaN are false
    if (value > largest) largest = value;
  return largest;
}

void ResolvedCurve::want(std::vector<double> middles) {
  wanted_ = std::move(middles);
  if (times_.size() + wanted_.size() > most_values_) wanted_.clear();
}

void ResolvedCurve::take(double value, double at_most) {
  if (!std::isfinite(value) && !(at_most < level())) certain_ = false;
  taken_.push_back({wanted_[taken_.size()], value});
}

void ResolvedCurve::go_on() {
  ++rounds_;
  for (const PeakNode& node : taken_) {
    if (!std::isfinite(node.value)) continue;
    const auto at = std::ranges::lower_bound(times_, node.time);
    values_.insert(values_.begin() + (at - times_.begin()), node.value);
    times_.insert(at, node.time);
  }
  std::vector<std::size_t> fresh;
  for (const PeakNode& node : taken_) {
    if (!std::isfinite(node.value)) continue;
    const auto at = std::ranges::lower_bound(times_, node.time);
    fresh.push_back(static_cast<std::size_t>(at - times_.begin()));
  }
  taken_.clear();
  wanted_.clear();
  // Nothing is in doubt that was not before, where none of these is seen.
  if (rounds_ < most_rounds && certain_ && !fresh.empty())
    want(unresolved_middles(curve(), edges_, level(), goal_, fresh));
}

}  // namespace pairtwist
