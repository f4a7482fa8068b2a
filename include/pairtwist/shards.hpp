// SPDX-License-Identifier: BSD-3-Clause
// A scan dealt to several workers.
#pragma once

#include <cstddef>

#include "pairtwist/point_set.hpp"

namespace pairtwist {

/// Worker `index` of `count`, from 0 on.
struct Shard {
  std::size_t index = 0;
  std::size_t count = 1;
};

/// Its points of a scan of `points`. Runs of neighbours are dealt in rounds, in another order in
/// each, so that the shards cost alike also where the cost follows an axis: up to 256 runs for each
/// shard. Depends on nothing else; all shards together have each point once. Throws
/// std::invalid_argument unless index < count.
PointSet shard_points(std::size_t points, const Shard& shard);

}  // namespace pairtwist
