// SPDX-License-Identifier: BSD-3-Clause
// Standard errors of what formulas make of means over groups of trajectories, and what is left of
// the bias of formulas that are not linear: the jackknife (docs/physics.md, 5).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace pairtwist {

class Jackknife {
 public:
  /// all: values from the mean over all groups.
  explicit Jackknife(std::span<const double> all);

  /// The same values from the mean over all groups but one; of each group once.
  void add(std::span<const double> without);

  /// Of value i: without its bias of first order in 1/n, and its standard error.
  double value(std::size_t i) const;
  double error(std::size_t i) const;

 private:
  std::vector<double> all_;
  std::vector<double> sum_, squares_;  ///< of the differences from all
  double groups_ = 0.0;
};

}  // namespace pairtwist
