// SPDX-License-Identifier: BSD-3-Clause
#include "solve/crossing_search.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

#include "solve/peak_polynomial.hpp"

namespace pairtwist {
namespace {

constexpr double ulp = std::numeric_limits<double>::epsilon();

/// Of the bracket. Beside lost values a time is no better known than where a maximum is.
constexpr double narrowest = 1e-13;
constexpr double narrowest_beside_lost = 1e-8;

/// Values in a bracket whose lower end is lost.
constexpr int many_beside_lost = 31;

}  // namespace

CrossingSearch::CrossingSearch(const Crossing& crossing)
    : c_(crossing),
      first_width_(crossing.after - crossing.before),
      decided_(!std::isnan(crossing.value_before)) {
  look();
}

CrossingSearch::CrossingSearch(const Crossing& crossing, std::span<const PeakNode> nodes,
                               double margin)
    : c_(crossing),
      first_width_(crossing.after - crossing.before),
      many_(true),
      margin_(margin),
      decided_(!std::isnan(crossing.value_before)),
      nodes_(nodes.begin(), nodes.end()) {
  look();
}

double CrossingSearch::found() const {
  return decided_ ? c_.after : std::numeric_limits<double>::quiet_NaN();
}

bool CrossingSearch::is_known(double time) const {
  return std::ranges::find(nodes_, time, &PeakNode::time) != nodes_.end();
}

bool CrossingSearch::narrow_enough() const {
  const double width = c_.after - c_.before;
  if (width <= narrowest * first_width_ || width <= 4.0 * ulp * std::abs(c_.after)) return true;
  if (!many_) return false;
  if (!decided_) return width <= narrowest_beside_lost * first_width_;
  return is_known(c_.before) && c_.value_after - c_.level <= margin_ &&
         c_.level - c_.value_before <= margin_;
}

/// Where a straight line through both ends reaches the level; the middle where there is none.
double CrossingSearch::secant() const {
  const double rise = c_.value_after - c_.value_before;
  const double middle = 0.5 * (c_.before + c_.after);
  if (!std::isfinite(rise) || rise <= 0.0) return middle;
  const double at = c_.before + (c_.level - c_.value_before) / rise * (c_.after - c_.before);
  return at > c_.before && at < c_.after ? at : middle;
}

/// By a polynomial through the nodes nearest to the secant's time, those first.
CrossingSearch::Guess CrossingSearch::guess() const {
  constexpr std::size_t fewest_nodes = 5;
  const double origin = secant();
  const double unit = c_.after - c_.before;
  const Guess by_line{origin, 0.25 * unit};
  std::vector<PeakNode> nearest = nodes_;
  std::ranges::sort(nearest, {},
                    [&](const PeakNode& node) { return std::abs(node.time - origin); });
  const std::size_t count = std::min(nearest.size(), PeakPolynomial::most_nodes);
  if (count < fewest_nodes) return by_line;
  // In units of the bracket, so that no power overflows.
  std::array<double, PeakPolynomial::most_nodes> x{};
  std::array<double, PeakPolynomial::most_nodes> y{};
  for (std::size_t i = 0; i < count; ++i) {
    x[i] = (nearest[i].time - origin) / unit;
    y[i] = nearest[i].value - c_.level;
  }
  const PeakPolynomial p(std::span<const double>(x).first(count),
                         std::span<const double>(y).first(count));
  double below = (c_.before - origin) / unit;
  double above = (c_.after - origin) / unit;
  if (!(p.at(below, count).value < 0.0 && p.at(above, count).value >= 0.0)) return by_line;
  for (int i = 0; i < 60; ++i) {
    const double middle = 0.5 * (below + above);
    (p.at(middle, count).value < 0.0 ? below : above) = middle;
  }
  const double slope = p.at(above, count).slope;
  const double error = (p.error(above) + 0.25 * margin_) / slope;
  if (!(slope > 0.0 && error < 0.25)) return {origin + above * unit, by_line.error};
  return {origin + above * unit, error * unit};
}

void CrossingSearch::want(double time) {
  if (time > c_.before && time < c_.after) wanted_.push_back(time);
}

void CrossingSearch::want_evenly(int parts) {
  for (int i = 1; i < parts; ++i) want(c_.before + (c_.after - c_.before) * i / parts);
}

/// What shrinks the bracket in any case, and to what the guess leaves open where it is right.
void CrossingSearch::want_many() {
  want_evenly(decided_ ? 4 : many_beside_lost + 1);
  if (decided_) {
    const Guess guessed = guess();
    want(guessed.time);
    for (const double times : {1.0, 8.0, 64.0})
      for (const double sign : {-1.0, 1.0}) want(guessed.time + sign * times * guessed.error);
  }
  std::ranges::sort(wanted_);
  wanted_.erase(std::unique(wanted_.begin(), wanted_.end()), wanted_.end());
}

void CrossingSearch::look() {
  wanted_.clear();
  taken_.clear();
  taken_known_.clear();
  if (narrow_enough()) return;
  if (c_.undefined_before)
    want_evenly(many_beside_lost + 1);
  else if (many_)
    want_many();
  else  // every third step the middle, so that a flat or broken end cannot stall it
    wanted_.push_back(rounds_ % 3 == 2 ? 0.5 * (c_.before + c_.after) : secant());
}

void CrossingSearch::take(double value, bool known) {
  const double time = wanted_[taken_.size()];
  taken_.push_back(value);
  taken_known_.push_back(known);
  if (many_ && known)
    nodes_.insert(std::ranges::lower_bound(nodes_, time, {}, &PeakNode::time), {time, value});
}

/// Whether it is undefined at all times before the first that is at the level.
bool CrossingSearch::reached_from_before(std::size_t reached) const {
  if (!c_.undefined_before) return false;
  for (std::size_t i = 0; i < reached; ++i)
    if (taken_known_[i] == 0 || !std::isnan(taken_[i])) return false;
  return true;
}

void CrossingSearch::go_on() {
  ++rounds_;
  std::size_t reached = 0;
  while (reached < taken_.size() && !(taken_[reached] >= c_.level)) ++reached;
  if (reached_from_before(reached)) {
    c_.after = c_.before;
    decided_ = true;
    wanted_.clear();
    return;
  }
  c_.undefined_before = false;
  const bool down = reached < taken_.size();
  if (down) {
    c_.after = wanted_[reached];
    c_.value_after = taken_[reached];
  }
  if (reached > 0) {
    c_.before = wanted_[reached - 1];
    c_.value_before = taken_[reached - 1];
    decided_ = !std::isnan(c_.value_before);
  }
  if (!many_) {  // the Illinois rule: an end that stays twice is drawn half way to the level
    const int side = down ? 1 : -1;
    if (side == last_side_ && down) c_.value_before = c_.level - 0.5 * (c_.level - c_.value_before);
    if (side == last_side_ && !down) c_.value_after = c_.level + 0.5 * (c_.value_after - c_.level);
    last_side_ = side;
  }
  look();
}

}  // namespace pairtwist
