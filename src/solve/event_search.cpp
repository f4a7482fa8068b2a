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
  const Curve& samples = curve.samples;
  const std::size_t k = curve.reached;
  if (k < samples.size())
    at_samples_ =
        Crossing{samples.times[k - 1], known[k - 1], samples.times[k], known[k], curve.level};
  for (std::size_t i = 0; i < k; ++i)
    if (may_reach(samples, i, curve.level, curve.peak_margin))
      peaks_.emplace_back(samples, i, edges, known[i > 0 ? i - 1 : 0], curve.level,
                          curve.peak_margin);
  look();
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
  open_ = std::ranges::any_of(peaks_, [](const LevelPeak& peak) { return !peak.certain(); });
  const std::optional<Crossing> beside = peaks_.empty() ? std::nullopt : peaks_.back().crossing();
  if (beside)
    cross(*beside, peaks_.back().sample(), peaks_.back().taken());
  else if (at_samples_)
    cross(*at_samples_, curve_.reached, {});
  peaks_.clear();
}

void EventSearch::look() {
  if (!crossing_) decide();
  wanted_.clear();
  taken_ = 0;
  for (const LevelPeak& peak : peaks_)
    std::ranges::copy(peak.wanted(), std::back_inserter(wanted_));
  if (crossing_) std::ranges::copy(crossing_->wanted(), std::back_inserter(wanted_));
}

void EventSearch::take(double value, bool known) {
  std::size_t i = taken_++;
  if (crossing_) return crossing_->take(value, known);
  auto peak = peaks_.begin();
  for (; i >= peak->wanted().size(); ++peak) i -= peak->wanted().size();
  peak->take(value, known);
}

void EventSearch::go_on() {
  for (LevelPeak& peak : peaks_)
    if (!peak.done()) peak.go_on();
  if (crossing_) crossing_->go_on();
  look();
}

double EventSearch::found() const {
  return crossing_ ? crossing_->found() : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace pairtwist
