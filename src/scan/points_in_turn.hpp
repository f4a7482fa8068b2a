// SPDX-License-Identifier: BSD-3-Clause
// The points of a set, a few after a few.
#pragma once

#include <algorithm>
#include <cstddef>
#include <utility>

#include "pairtwist/point_set.hpp"

namespace pairtwist {

class PointsInTurn {
 public:
  explicit PointsInTurn(PointSet points) : points_(std::move(points)), left_(points_.size()) {}

  std::size_t left() const { return left_; }

  /// The next `count` points, or all that are left.
  PointSet next(std::size_t count) {
    PointSet found;
    while (found.size() < count && left_ > 0) {
      const PointRange& range = points_.ranges()[range_];
      const std::size_t taken = std::min(count - found.size(), range.count - within_);
      found.add({range.first + within_, taken});
      within_ += taken;
      left_ -= taken;
      if (within_ == range.count) {
        ++range_;
        within_ = 0;
      }
    }
    return found;
  }

 private:
  PointSet points_;
  std::size_t left_;
  std::size_t range_ = 0;   ///< where the points that are left begin
  std::size_t within_ = 0;  ///< the same, in that range
};

}  // namespace pairtwist
