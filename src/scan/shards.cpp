// SPDX-License-Identifier: BSD-3-Clause
#include "pairtwist/shards.hpp"

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <stdexcept>
#include <utility>
#include <vector>

namespace pairtwist {
namespace {

constexpr std::size_t runs_per_shard = 256;

/// SplitMix64 (Steele, Lea, Flood 2014): the deal must be the same with every standard library.
std::uint64_t next_random(std::uint64_t& state) {
  state += 0x9e3779b97f4a7c15U;
  std::uint64_t z = state;
  z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
  z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
  return z ^ (z >> 31U);
}

/// Which shard gets which run of a round. Were it the same in each, a shard would get all the
/// expensive values of an axis whose length the number of shards divides.
std::vector<std::size_t> order_of_round(std::size_t round, std::size_t shards) {
  std::vector<std::size_t> order(shards);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::uint64_t state = round;
  for (std::size_t i = shards; i > 1; --i) std::swap(order[i - 1], order[next_random(state) % i]);
  return order;
}

}  // namespace

PointSet shard_points(std::size_t points, const Shard& shard) {
  if (shard.index >= shard.count) throw std::invalid_argument("shard_points: no such shard");
  if (shard.count == 1) return PointSet::all(points);
  const std::size_t run = std::max<std::size_t>(1, points / shard.count / runs_per_shard);
  PointSet own;
  for (std::size_t round = 0; round * shard.count * run < points; ++round) {
    const std::vector<std::size_t> order = order_of_round(round, shard.count);
    const auto place = static_cast<std::size_t>(std::find(order.begin(), order.end(), shard.index) -
                                                order.begin());
    const std::size_t first = (round * shard.count + place) * run;
    if (first < points) own.add({first, std::min(run, points - first)});
  }
  return own;
}

}  // namespace pairtwist
