// SPDX-License-Identifier: BSD-3-Clause
#include "solve/peak_search.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "solve/peak_polynomial.hpp"

namespace pairtwist {
namespace {

/// So many halves of a bracket come to the square root of what a double can tell.
constexpr int most_rounds = 90;
constexpr double narrowest = 1e-8;  // of the first bracket

/// Of what a polynomial's error is said to be, which may be too little by a few.
constexpr double margins = 10.0;

/// Of what its values differ by: a polynomial that is off by more does not follow the curve, and
/// nothing is known of how high that goes.
constexpr double followed_share = 0.05;

/// In the tolerance, of which a margin is a fifth: by so much a maximum must lie above an end to be
/// another one, and a value may differ from what a polynomial says.
constexpr double margins_of_tolerance = 5.0;

/// How far f may be above its value at an end, which p has without an error, and which p falls
/// from: its error grows from 0 there, in units of the piece by no more than `error` in a quarter
/// of it.
double beyond_end(const PeakPolynomial::Jet& end, double error) {
  const double rise = 4.0 * error - std::abs(end.slope);
  if (rise <= 0.0) return 0.0;
  return end.bend < 0.0 ? rise * rise / (-2.0 * end.bend) : error;
}

}  // namespace

PeakSearch::PeakSearch(std::span<const PeakNode> nodes, std::size_t best, double from, double to,
                       std::span<const double> edges, double margin)
    : nodes_(nodes.begin(), nodes.end()),
      best_(best),
      from_(from),
      to_(to),
      first_width_(to - from),
      margin_(margin) {
  if (from_ == nodes_[best_].time || to_ == nodes_[best_].time) end_ = nodes_[best_];
  for (const double edge : edges)
    if (edge > nodes_.front().time && edge < nodes_.back().time) edges_.push_back(edge);
  look();
}

/// At an end the slope is 0 as often as not, and what rises there by a few margins is the
/// polynomial's own error, or that of the values.
void PeakSearch::finish(PeakNode found) {
  done_ = true;
  found_ = found.value > best().value ? found : best();
  const auto is_equal = [&](const PeakNode& node) {
    return found_.value <= node.value + margins_of_tolerance * margin_;
  };
  if (end_ && is_equal(*end_)) found_ = *end_;
  // Of a plateau that begins there the first is taken.
  if (is_edge(best().time) && best().time < found_.time && is_equal(best())) found_ = best();
}

bool PeakSearch::is_edge(double time) const {
  return std::ranges::find(edges_, time) != edges_.end();
}

/// The neighbours are as large: there is nothing to find between them.
bool PeakSearch::flat() const {
  const bool left =
      from_ == best().time || (best_ > 0 && best().value - nodes_[best_ - 1].value <= margin_);
  const bool right = to_ == best().time || (best_ + 1 < nodes_.size() &&
                                            best().value - nodes_[best_ + 1].value <= margin_);
  return left && right;
}

/// Behind the end of a pump values are the same but for rounding, and the largest of them says
/// nothing of a peak before it.
void PeakSearch::go_to_end_of_plateau() {
  const auto as_large = [&](std::size_t i) {
    return nodes_[i].time >= from_ && nodes_[i].time <= to_ &&
           best().value - nodes_[i].value <= margin_;
  };
  const auto falls = [&](std::size_t i) {
    return nodes_[i].time >= from_ && nodes_[i].time <= to_ && !as_large(i);
  };
  std::size_t first = best_;
  while (first > 0 && as_large(first - 1)) --first;
  std::size_t last = best_;
  while (last + 1 < nodes_.size() && as_large(last + 1)) ++last;
  if (first > 0 && falls(first - 1))
    best_ = first;
  else if (last + 1 < nodes_.size() && falls(last + 1))
    best_ = last;
}

/// Nodes within the smooth stretch that the piece is part of, those nearest to the best one first.
std::vector<PeakNode> PeakSearch::around(const Piece& piece) const {
  std::vector<PeakNode> chosen;
  chosen.reserve(PeakPolynomial::most_nodes);
  chosen.push_back(best());
  std::size_t left = best_;
  std::size_t right = best_ + 1;
  const auto smooth = [&](double time) {
    return std::ranges::none_of(edges_, [&](double edge) {
      return (time < edge && edge <= piece.from) || (time > edge && edge >= piece.to);
    });
  };
  while (chosen.size() < PeakPolynomial::most_nodes) {
    const bool can_left = left > 0 && smooth(nodes_[left - 1].time);
    const bool can_right = right < nodes_.size() && smooth(nodes_[right].time);
    if (!can_left && !can_right) break;
    const bool left_is_nearer = can_left && can_right ? best().time - nodes_[left - 1].time <=
                                                            nodes_[right].time - best().time
                                                      : can_left;
    chosen.push_back(left_is_nearer ? nodes_[--left] : nodes_[right++]);
  }
  return chosen;
}

std::optional<PeakSearch::Guess> PeakSearch::guess_within(const Piece& piece) const {
  constexpr std::size_t fewest_nodes = 5;
  const std::vector<PeakNode> chosen = around(piece);
  if (chosen.size() < fewest_nodes) return std::nullopt;
  // In units of the piece, so that no power overflows.
  const double unit = piece.to - piece.from;
  const double origin = best().time;
  std::array<double, PeakPolynomial::most_nodes> x{};
  std::array<double, PeakPolynomial::most_nodes> y{};
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    x[i] = (chosen[i].time - origin) / unit;
    y[i] = chosen[i].value - best().value;
  }
  const PeakPolynomial p(std::span<const double>(x).first(chosen.size()),
                         std::span<const double>(y).first(chosen.size()));
  const double from = (piece.from - origin) / unit;
  const double to = (piece.to - origin) / unit;
  const auto at = p.peak(from, to, from == 0.0, to == 0.0, p.count());
  if (!at) return std::nullopt;
  const PeakPolynomial::Jet jet = p.at(*at, p.count());
  double error = 0.0;
  for (const double there : {0.5 * from, *at, 0.5 * to}) error = std::max(error, p.error(there));
  if (rounds_ > 0) error = std::max(error, p.error_beside_three(*at));
  if (*at == 0.0 && (from == 0.0 || to == 0.0)) {
    // A polynomial that is off by much of what it falls says nothing of how it begins.
    const double fall = std::abs(p.at(from == 0.0 ? to : from, p.count()).value);
    if (error < 0.01 * fall) error = beyond_end(jet, error);
  }
  const auto [smallest, largest] =
      std::ranges::minmax(std::span<const double>(y).first(chosen.size()));
  Guess guess{{origin + *at * unit, best().value + jet.value},
              error,
              0.0,
              -jet.bend / (unit * unit),
              largest - smallest};
  if (error <= margin_) return guess;
  const auto lower = p.peak(from, to, from == 0.0, to == 0.0, p.count() - 2);
  if (!lower) return std::nullopt;
  guess.other_degree = std::abs(*at - *lower) * unit;
  return guess;
}

std::optional<PeakSearch::Guess> PeakSearch::guess() const {
  const double here = best().time;
  if ((best_ == 0 && from_ < here) || (best_ + 1 == nodes_.size() && here < to_))
    return std::nullopt;  // nothing is known on that side
  const Piece whole = {best_ > 0 ? nodes_[best_ - 1].time : here,
                       best_ + 1 < nodes_.size() ? nodes_[best_ + 1].time : here};
  if (!is_edge(here)) return guess_within(whole);
  std::optional<Guess> found;
  for (const Piece& piece : {Piece{whole.from, here}, Piece{here, whole.to}}) {
    if (!(piece.from < piece.to)) continue;
    std::optional<Guess> one = guess_within(piece);
    if (!one) return std::nullopt;
    if (!found || one->peak.value > found->peak.value) std::swap(found, one);
    if (one) {
      found->error = std::max(found->error, one->error);
      found->range = std::min(found->range, one->range);
    }
  }
  return found;
}

void PeakSearch::want(double time) {
  const bool there = std::ranges::find(nodes_, time, &PeakNode::time) != nodes_.end() ||
                     std::ranges::find(wanted_, time) != wanted_.end();
  if (!there && time >= from_ && time <= to_) wanted_.push_back(time);
}

void PeakSearch::want_evenly() {
  const double left = best_ > 0 ? std::max(from_, nodes_[best_ - 1].time) : from_;
  const double right = best_ + 1 < nodes_.size() ? std::min(to_, nodes_[best_ + 1].time) : to_;
  const double here = best().time;
  for (const double share : {1.0 / 3.0, 2.0 / 3.0}) {
    want(here + (left - here) * share);
    want(here + (right - here) * share);
  }
}

/// From an end the curve may rise and fall again before the next sample, beside which the first
/// steps of a search would see nothing but a plateau.
void PeakSearch::want_from_the_end() {
  const double here = end_->time;
  const double there = from_ == here ? to_ : from_;
  for (const double share : {0.1, 1.0 / 3.0, 2.0 / 3.0}) want(here + (there - here) * share);
}

void PeakSearch::look() {
  wanted_.clear();
  const double left = best_ > 0 ? std::max(from_, nodes_[best_ - 1].time) : from_;
  const double right = best_ + 1 < nodes_.size() ? std::min(to_, nodes_[best_ + 1].time) : to_;
  for (const double edge : edges_)
    if (edge > left && edge < right) want(edge);
  if (wanted_.empty()) {
    if (!edges_.empty() && flat()) go_to_end_of_plateau();
    if (flat() || rounds_ >= most_rounds || right - left <= narrowest * first_width_) {
      finish(best());
      return;
    }
    const std::optional<Guess> guessed = guess();
    at_most_ = guessed && guessed->error <= followed_share * guessed->range
                   ? guessed->peak.value + margins * guessed->error
                   : std::numeric_limits<double>::infinity();
    if (guessed && guessed->error <= margin_) {
      // Of what turns faster than the samples follow they show a slow beat, as smooth as any curve.
      if (rounds_ == 0 && guessed->peak.time != best().time) {
        expected_ = guessed->peak;
        want(guessed->peak.time);
        return;
      }
      finish(guessed->peak);
      return;
    }
    if (rounds_ == 0 && end_) want_from_the_end();
    // What the polynomial says is tried where it is not off too far, and else the bracket shrinks.
    else if (guessed && rounds_ % 3 != 2) {
      const double bend = std::max(guessed->bend, 1e-300);
      const double wide = std::min(std::max(2.0 * guessed->other_degree, std::sqrt(margin_ / bend)),
                                   0.25 * (right - left));
      for (const double step : {-wide, 0.0, wide}) want(guessed->peak.time + step);
    } else {
      want_evenly();
    }
  }
  std::ranges::sort(wanted_);
  if (wanted_.empty()) finish(best());
}

void PeakSearch::take(std::size_t i, double value, double at_most) {
  const double time = wanted_[i];
  if (!std::isnan(value)) {
    taken_.push_back({time, value});
    return;
  }
  // No maximum beyond it, then; whether there is one on the way stays open.
  if (!(at_most < best().value)) certain_ = false;
  if (time < best().time) from_ = std::max(from_, time);
  if (time > best().time) to_ = std::min(to_, time);
}

void PeakSearch::go_on() {
  ++rounds_;
  if (!certain_) {  // nothing that is yet to come would change that
    finish(best());
    return;
  }
  const double before = best().time;
  if (expected_ && !taken_.empty() &&
      std::abs(taken_.front().value - expected_->value) <= margins_of_tolerance * margin_) {
    finish(taken_.front());
    return;
  }
  expected_.reset();
  for (const PeakNode& node : taken_)
    nodes_.insert(std::ranges::lower_bound(nodes_, node.time, {}, &PeakNode::time), node);
  taken_.clear();
  best_ =
      static_cast<std::size_t>(std::ranges::find(nodes_, before, &PeakNode::time) - nodes_.begin());
  // Samples beyond the bracket may be larger: they have searches of their own.
  for (std::size_t i = 0; i < nodes_.size(); ++i)
    if (nodes_[i].time >= from_ && nodes_[i].time <= to_ && nodes_[i].value > nodes_[best_].value)
      best_ = i;
  look();
}

}  // namespace pairtwist
