// SPDX-License-Identifier: BSD-3-Clause
#include "solve/event_search.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

namespace pairtwist {

EventSearch::EventSearch(const EventCurve& curve, std::span<const double> known,
                         std::span<const double> edges)
    : curve_(curve) {
  if (curve.undefined_at && curve.reached == 0) {
    cross({.before = *curve.undefined_at,
           .value_before = std::numeric_limits<double>::quiet_NaN(),
           .after = curve.samples.times[0],
           .value_after = known[0],
           .level = curve.level,
           .undefined_before = true},
          0, {});
    look();
    return;
  }
  CurveGoal goal{.level = curve.level, .margin = curve.peak_margin};
  if (curve.reached < curve.samples.size()) goal.until = curve.samples.times[curve.reached];
  std::vector<double> middles = unresolved_middles(curve.samples, edges, curve.level, goal);
  if (middles.empty()) {
    begin(known, edges);
  } else {
    resolved_ = std::make_unique<ResolvedCurve>(curve.samples, edges, goal, std::move(middles));
    known_.assign(known.begin(), known.end());
    resolving_ = true;
  }
  look();
}

/// Beside and before the samples that are known by now.
void EventSearch::begin(std::span<const double> known, std::span<const double> edges) {
  const Curve& samples = curve_.samples;
  const std::size_t k = curve_.reached;
  if (k < samples.size())
    at_samples_ =
        Crossing{samples.times[k - 1], known[k - 1], samples.times[k], known[k], curve_.level};
  for (std::size_t i = 0; i < k; ++i)
    if (may_reach(samples, i, edges, curve_.level, curve_.peak_margin, possible_rise))
      peaks_.emplace_back(samples, i, edges, known[i > 0 ? i - 1 : 0], curve_.level,
                          curve_.peak_margin);
}

/// With values between the samples, of which one may have reached the level earlier.
void EventSearch::begin_resolved() {
  resolving_ = false;
  open_ = !resolved_->certain();
  const Curve samples = curve_.samples;
  curve_.samples = resolved_->curve();
  std::vector<double> known;
  std::size_t sample = 0;
  for (std::size_t i = 0; i < curve_.samples.size() && sample < known_.size(); ++i) {
    const bool between = curve_.samples.times[i] != samples.times[sample];
    known.push_back(between ? curve_.samples.values[i] : known_[sample++]);
    if (known.back() >= curve_.level) break;
  }
  const bool is_reached = !known.empty() && known.back() >= curve_.level;
  curve_.reached = known.size() - (is_reached ? 1 : 0);
  begin(known, resolved_->edges());
}

/// The exact form costs as much as it is asked for times; other ways start anew each time.
void EventSearch::cross(const Crossing& crossing, std::size_t sample,
                        std::span<const PeakNode> taken) {
  if (curve_.each_time_costs) {
    crossing_.emplace(crossing);
    return;
  }
  const Curve& samples = curve_.samples;
  std::vector<PeakNode> nodes(taken.begin(), taken.end());
  for (std::size_t i = sample > PeakSearch::reach ? sample - PeakSearch::reach : 0;
       i < std::min(sample + PeakSearch::reach, samples.size()); ++i)
    if (std::isfinite(samples.at(i))) nodes.push_back({samples.times[i], samples.at(i)});
  std::ranges::sort(nodes, {}, &PeakNode::time);
  crossing_.emplace(crossing, nodes, curve_.crossing_margin);
}

/// Of what the maxima have come to by now.
void EventSearch::decide() {
  const auto first = std::ranges::find_if(
      peaks_, [](const LevelPeak& peak) { return peak.done() && peak.crossing(); });
  if (first != peaks_.end()) peaks_.erase(std::next(first), peaks_.end());
  if (!std::ranges::all_of(peaks_, &LevelPeak::done)) return;
  open_ |= std::ranges::any_of(peaks_, [](const LevelPeak& peak) { return !peak.certain(); });
  const std::optional<Crossing> beside = peaks_.empty() ? std::nullopt : peaks_.back().crossing();
  if (beside)
    cross(*beside, peaks_.back().sample(), peaks_.back().taken());
  else if (at_samples_)
    cross(*at_samples_, curve_.reached, {});
  peaks_.clear();
}

void EventSearch::look() {
  if (resolving_ && resolved_->done()) begin_resolved();
  if (!resolving_ && !crossing_) decide();
  wanted_.clear();
  taken_ = 0;
  if (resolving_) wanted_.assign(resolved_->wanted().begin(), resolved_->wanted().end());
  for (const LevelPeak& peak : peaks_)
    std::ranges::copy(peak.wanted(), std::back_inserter(wanted_));
  if (crossing_) std::ranges::copy(crossing_->wanted(), std::back_inserter(wanted_));
}

void EventSearch::take(double value, bool known) {
  std::size_t i = taken_++;
  // A bound counts where it lies below the level.
  if (resolving_)
    return resolved_->take(known ? value : std::numeric_limits<double>::quiet_NaN(),
                           value < curve_.level ? value : std::numeric_limits<double>::infinity());
  if (crossing_) return crossing_->take(value, known);
  auto peak = peaks_.begin();
  for (; i >= peak->wanted().size(); ++peak) i -= peak->wanted().size();
  peak->take(value, known);
}

void EventSearch::go_on() {
  if (resolving_) resolved_->go_on();
  for (LevelPeak& peak : peaks_)
    if (!peak.done()) peak.go_on();
  if (crossing_) crossing_->go_on();
  look();
}

double EventSearch::found() const {
  return crossing_ ? crossing_->found() : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace pairtwist
