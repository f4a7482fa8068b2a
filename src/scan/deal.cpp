// SPDX-License-Identifier: BSD-3-Clause
#include "scan/deal.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>

#include "scan/shuffle.hpp"

namespace pairtwist {
namespace {

constexpr std::size_t most_runs = 256;  // of a shard, about

/// Run number `number` of a scan that is cut into runs of this length.
PointRange run_at(std::size_t number, std::size_t length, std::size_t points) {
  const std::size_t first = std::min(number * length, points);
  return {first, std::min(length, points - first)};
}

/// Calls `deal_out`(shard, run) for all runs of all shards, in increasing order.
template <class DealOut>
void deal_by_number(std::size_t points, std::size_t shards, const DealOut& deal_out) {
  const std::size_t length = std::max<std::size_t>(1, points / shards / most_runs);
  for (std::size_t round = 0; round * shards * length < points; ++round) {
    // Were it the same in each round, a shard would get all the expensive values of an axis whose
    // length the number of shards divides.
    const std::vector<std::size_t> order = random_order(round, shards);
    for (std::size_t i = 0; i < shards; ++i)
      deal_out(order[i], run_at(round * shards + i, length, points));
  }
}

/// Of a deal by cost, whose runs are together no more than some millions: all workers put them in
/// order.
std::size_t priced_length(std::size_t points, std::size_t shards) {
  constexpr std::size_t fewest_runs = 4;
  constexpr std::size_t together = std::size_t{1} << 22;
  const std::size_t runs = std::clamp(together / shards, fewest_runs, most_runs);
  return std::max<std::size_t>(1, points / shards / runs);
}

/// Of a run of points, from at most so many of them. They lie at distances that no axis has.
double cost_of_run(const CostMap& costs, const PointRange& run) {
  constexpr std::size_t most = 32;
  const std::size_t counted = std::min(run.count, most);
  double cost = 0.0;
  for (std::size_t i = 0; i < counted; ++i) {
    constexpr double golden = 0.618033988749895;
    const double along = golden * (static_cast<double>(i) + 0.5);
    const std::size_t place = run.count <= most
                                  ? i
                                  : static_cast<std::size_t>((along - std::floor(along)) *
                                                             static_cast<double>(run.count));
    cost += costs.cost(run.first + place);
  }
  return cost * (static_cast<double>(run.count) / static_cast<double>(counted));
}

/// Likewise, the dearest first.
template <class DealOut>
void deal_by_cost(const CostMap& costs, std::size_t shards, const DealOut& deal_out) {
  const std::size_t points = costs.points();
  const std::size_t length = priced_length(points, shards);
  struct Run {
    double cost;
    std::uint64_t number;
    std::uint64_t
        random;  ///< among those that cost the same: neighbours differ in what is not seen
  };
  std::vector<Run> runs((points + length - 1) / length);
  for (std::size_t i = 0; i < runs.size(); ++i) {
    std::uint64_t state = i;
    runs[i] = {cost_of_run(costs, run_at(i, length, points)), i, next_random(state)};
  }
  std::ranges::sort(runs, [](const Run& a, const Run& b) {
    if (a.cost != b.cost) return a.cost > b.cost;
    return a.random != b.random ? a.random < b.random : a.number < b.number;
  });

  std::vector<double> had(shards, 0.0);
  std::vector<std::size_t> order;
  for (std::size_t round = 0; round * shards < runs.size(); ++round) {
    // Of shards that have had as much chance decides, here too.
    order = random_order(round, shards);
    std::ranges::stable_sort(order, {}, [&](std::size_t shard) { return had[shard]; });
    const std::size_t behind = std::min(runs.size(), (round + 1) * shards);
    for (std::size_t i = round * shards; i < behind; ++i) {
      const std::size_t shard = order[i - round * shards];
      had[shard] += runs[i].cost;
      deal_out(shard, run_at(runs[i].number, length, points));
    }
  }
}

}  // namespace

PointSet shard_points(std::size_t points, const Shard& shard) {
  return shard_points(Deal{points, std::nullopt}, shard);
}

PointSet shard_points(const Deal& deal, const Shard& shard) {
  if (shard.index >= shard.count) throw std::invalid_argument("shard_points: no such shard");
  if (shard.count == 1) return PointSet::all(deal.points);
  std::vector<PointRange> own;
  const auto take = [&](std::size_t index, const PointRange& run) {
    if (index == shard.index) own.push_back(run);
  };
  if (deal.costs)
    deal_by_cost(*deal.costs, shard.count, take);
  else
    deal_by_number(deal.points, shard.count, take);
  return PointSet(std::move(own));
}

double dearest_shard(const Deal& deal, const CostMap& costs, std::size_t shards) {
  std::vector<double> had(shards, 0.0);
  const auto count = [&](std::size_t index, const PointRange& run) {
    if (run.count > 0) had[index] += cost_of_run(costs, run);
  };
  if (deal.costs)
    deal_by_cost(*deal.costs, shards, count);
  else
    deal_by_number(deal.points, shards, count);
  const double all = std::accumulate(had.begin(), had.end(), 0.0);
  return all > 0.0 ? std::ranges::max(had) / (all / static_cast<double>(shards)) : 1.0;
}

}  // namespace pairtwist
