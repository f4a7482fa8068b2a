// SPDX-License-Identifier: BSD-3-Clause
// Samples that are too few for a curve: where they do not tell what lies between two of them, and
// it might be what is looked for, the middle is asked for, too.
#pragma once

#include <cstddef>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include "solve/sample_peaks.hpp"

namespace pairtwist {

/// What a curve is resolved for.
struct CurveGoal {
  std::optional<double> level;  ///< that it may reach; else the largest of its values
  double margin;                ///< what a value may be off by
  double until = std::numeric_limits<double>::infinity();  ///< what comes later is of no interest
};

/// Middles of the intervals between samples that may hold a value of the level or more though the
/// samples do not show it: polynomials through the samples around them are off by more than the
/// margin, and by a good part of what these samples differ by. An interval with an edge, or beside
/// lost samples, is none: searches look there anyway. `level` and what it is compared with upwards.
/// Of `fresh` samples (indices, in order) only intervals are looked at that see one of them; all,
/// if there are none.
std::vector<double> unresolved_middles(const Curve& curve, std::span<const double> edges,
                                       double level, const CurveGoal& goal,
                                       std::span<const std::size_t> fresh = {});

/// A copy of samples that grows until it is resolved, or a few times have halved the intervals.
class ResolvedCurve {
 public:
  /// edges: as PeakSearch has them. middles: the unresolved ones of these samples.
  ResolvedCurve(const Curve& samples, std::span<const double> edges, const CurveGoal& goal,
                std::vector<double> middles);

  bool done() const { return wanted_.empty(); }
  std::span<const double> wanted() const { return wanted_; }
  /// The value, upwards, at each of wanted() in order; not finite where it is lost, and then what
  /// it is at most.
  void take(double value, double at_most = std::numeric_limits<double>::infinity());
  /// After all of them.
  void go_on();

  /// With sign 1, and valid as long as this is, and unmoved.
  Curve curve() const { return {times_, values_, 1.0}; }
  std::span<const double> edges() const { return edges_; }
  double largest() const;
  /// Whether nothing that was asked for and lost may be what is looked for.
  bool certain() const { return certain_; }

 private:
  double level() const { return goal_.level ? *goal_.level : largest() - goal_.margin; }
  void want(std::vector<double> middles);

  std::vector<double> times_, values_;
  std::vector<double> edges_;
  CurveGoal goal_;
  std::size_t most_values_;
  int rounds_ = 0;
  bool certain_ = true;
  std::vector<double> wanted_;
  std::vector<PeakNode> taken_;
};

}  // namespace pairtwist
