// SPDX-License-Identifier: BSD-3-Clause
// The first time at which a curve reaches a level: beside maxima of samples that do not, or before
// the first sample that does.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "solve/crossing_search.hpp"
#include "solve/level_peak.hpp"
#include "solve/resolved_curve.hpp"
#include "solve/sample_peaks.hpp"

namespace pairtwist {

/// A curve, upwards, and the level that is waited for.
struct EventCurve {
  Curve samples;
  double level;
  std::size_t reached;     ///< the first sample at the level or beyond, or their number
  double peak_margin;      ///< to which maxima are looked for
  double crossing_margin;  ///< how far beyond the level the value may lie that is found
  bool each_time_costs;    ///< else solving the curve does, for however many times
  /// The last time before the samples, if it is undefined there: nothing is looked for between, but
  /// where the first sample has reached the level.
  std::optional<double> undefined_at = {};
};

class EventSearch {
 public:
  /// known: of the samples up to `reached`, as CrossingSearch::take has it; edges: as PeakSearch
  /// has them. Both are read here alone, the samples until it is done. It may be moved.
  EventSearch(const EventCurve& curve, std::span<const double> known,
              std::span<const double> edges);

  bool done() const { return wanted_.empty(); }
  /// As of CrossingSearch, but in any order, and perhaps twice.
  std::span<const double> wanted() const { return wanted_; }
  void take(double value, bool known);
  void go_on();

  /// Once it is done: not a number where the level is not reached, or nobody knows.
  double found() const;
  /// Then, whether values that were lost beside or between the samples may have reached it.
  bool open() const { return open_ || crossing_; }

 private:
  void begin(std::span<const double> known, std::span<const double> edges);
  void begin_resolved();
  void cross(const Crossing& crossing, std::size_t sample, std::span<const PeakNode> taken);
  void decide();
  void look();

  EventCurve curve_;
  std::unique_ptr<ResolvedCurve> resolved_;  ///< where the samples are few
  std::vector<double> known_;                ///< of the samples, until it is resolved
  bool resolving_ = false;
  std::optional<Crossing> at_samples_;
  std::vector<LevelPeak> peaks_;  ///< in order of time; none once the crossing is looked for
  std::optional<CrossingSearch> crossing_;
  bool open_ = false;
  std::vector<double> wanted_;
  std::size_t taken_ = 0;
};

}  // namespace pairtwist
