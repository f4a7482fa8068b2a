// SPDX-License-Identifier: BSD-3-Clause
#include "solve/level_peak.hpp"

#include <cmath>
#include <limits>

namespace pairtwist {

LevelPeak::LevelPeak(const Curve& curve, std::size_t k, std::span<const double> edges,
                     double value_before, double level, double margin)
    : peak_(peak_beside(curve, k, edges, margin)),
      sample_(k),
      level_(level),
      likely_(may_reach(curve, k, edges, level, margin, likely_rise)) {
  if (k > 0) below_.push_back({curve.times[k - 1], value_before});
  below_.push_back({curve.times[k], curve.at(k)});
  look();
}

void LevelPeak::look() {
  wanted_.clear();
  taken_ = 0;
  if (reached_ || confirming_) return;
  if (!peak_.done()) {
    // Samples alone may say too little of how high it goes between them.
    const bool open = !(peak_.at_most() < level_) || (likely_ && !looked_);
    if (open) wanted_.assign(peak_.wanted().begin(), peak_.wanted().end());
    return;
  }
  if (!peak_.certain()) {
    certain_ = false;
  } else if (peak_.found().value >= level_) {
    confirming_ = true;
    wanted_.push_back(peak_.found().time);
  }
}

void LevelPeak::take(double value, bool known) {
  const double time = wanted_[taken_];
  if (known) known_.push_back({time, value});
  if (value >= level_) {
    if (!reached_ || time < reached_->time) reached_ = PeakNode{time, value};
  } else if (value < level_) {
    below_.push_back({time, value});
  } else if (confirming_) {
    certain_ = false;
  }
  constexpr double infinite = std::numeric_limits<double>::infinity();
  // What is lost below the level is of no interest.
  if (!confirming_)
    peak_.take(taken_, known && std::isfinite(value) ? value : std::nan(""),
               value < level_ ? -infinite : infinite);
  ++taken_;
}

void LevelPeak::go_on() {
  if (!reached_ && !confirming_) peak_.go_on();
  looked_ = true;
  look();
}

std::optional<Crossing> LevelPeak::crossing() const {
  if (!reached_) return std::nullopt;
  Crossing crossing{-std::numeric_limits<double>::infinity(), 0.0, reached_->time, reached_->value,
                    level_};
  for (const PeakNode& node : below_)
    if (node.time < reached_->time && node.time > crossing.before) {
      crossing.before = node.time;
      crossing.value_before = node.value;
    }
  return crossing;
}

}  // namespace pairtwist
