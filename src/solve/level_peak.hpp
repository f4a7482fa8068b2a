// SPDX-License-Identifier: BSD-3-Clause
// A maximum of samples that lie below a level, beside which the curve may reach it.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "solve/crossing_search.hpp"
#include "solve/sample_peaks.hpp"

namespace pairtwist {

class LevelPeak {
 public:
  /// k: that sample; value_before: that of the one before it, as Crossing has it. The maximum is
  /// looked for to `margin`, but no longer than until it is known on which side of the level it is.
  LevelPeak(const Curve& curve, std::size_t k, std::span<const double> edges, double value_before,
            double level, double margin);

  bool done() const { return wanted_.empty(); }
  std::size_t sample() const { return sample_; }
  /// As those of CrossingSearch.
  std::span<const double> wanted() const { return wanted_; }
  void take(double value, bool known);
  void go_on();

  /// Once it is done: where the level is reached, or nothing. Then, unless it is certain, values
  /// that were lost may have reached it.
  std::optional<Crossing> crossing() const;
  bool certain() const { return certain_; }
  /// What was taken and known.
  std::span<const PeakNode> taken() const { return known_; }

 private:
  void look();

  PeakSearch peak_;
  std::size_t sample_;
  double level_;
  std::vector<PeakNode> below_;      ///< times from which on the level may be reached, and values
  std::optional<PeakNode> reached_;  ///< the first time at which it is known to be
  bool likely_;          ///< that it reaches the level, by what the samples beside it fall
  bool looked_ = false;  ///< between the samples
  bool certain_ = true;
  bool confirming_ = false;  ///< a polynomial has reached it: what is wanted is the value there
  std::vector<PeakNode> known_;
  std::vector<double> wanted_;
  std::size_t taken_ = 0;
};

}  // namespace pairtwist
