// SPDX-License-Identifier: BSD-3-Clause
// How even the shards of a deal are.
#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>

#include "scan/deal.hpp"

namespace pairtwist::test {

/// What the dearest shard costs over the mean of all, counted point by point.
inline double dearest(const Deal& deal, const std::function<double(std::size_t)>& cost,
                      std::size_t shards) {
  double all = 0.0;
  double most = 0.0;
  for (std::size_t index = 0; index < shards; ++index) {
    double own = 0.0;
    const PointSet points = shard_points(deal, {index, shards});
    for (const PointRange& range : points.ranges())
      for (std::size_t i = 0; i < range.count; ++i) own += cost(range.first + i);
    all += own;
    most = std::max(most, own);
  }
  return most / (all / static_cast<double>(shards));
}

}  // namespace pairtwist::test
