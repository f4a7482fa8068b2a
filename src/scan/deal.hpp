// SPDX-License-Identifier: BSD-3-Clause
// A scan dealt to several workers, by what its points cost where that differs much.
#pragma once

#include <cstddef>
#include <optional>

#include "pairtwist/point_set.hpp"
#include "pairtwist/shards.hpp"
#include "scan/cost_map.hpp"

namespace pairtwist {

struct Deal {
  std::size_t points = 0;
  std::optional<CostMap> costs;  ///< of these points; none: they are taken to cost alike
};

/// Points of one worker. Without costs as shard_points(points, shard) deals. With costs runs of
/// neighbours, again up to 256 or so for each shard, are put in order of their cost and dealt in
/// rounds, one to each shard, the dearest of a round to the shard that has had the least so far:
/// each shard gets as many runs, and as many of each price. Depends on nothing else; all shards
/// together have each point once. Throws std::invalid_argument unless index < count.
PointSet shard_points(const Deal& deal, const Shard& shard);

/// What the dearest of so many shards costs, over what they cost on average, counted with `costs`
/// however the points are dealt.
double dearest_shard(const Deal& deal, const CostMap& costs, std::size_t shards);

}  // namespace pairtwist
