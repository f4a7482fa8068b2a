// SPDX-License-Identifier: BSD-3-Clause
// Sets of points as ranges, against sets of numbers; scans dealt to shards.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>
#include <stdexcept>
#include <vector>

#include "pairtwist/point_set.hpp"
#include "pairtwist/shards.hpp"

namespace pairtwist {
namespace {

std::set<std::size_t> numbers(const PointSet& points) {
  std::set<std::size_t> all;
  for (const PointRange& range : points.ranges())
    for (std::size_t i = 0; i < range.count; ++i) all.insert(range.first + i);
  return all;
}

std::vector<std::size_t> some_numbers(std::mt19937& random) {
  std::vector<std::size_t> chosen;
  for (std::size_t i = 0; i < 40; ++i)
    if (random() % 3 != 0) chosen.push_back(i);
  return chosen;
}

TEST(PointSet, IsASetOfNumbers) {
  std::mt19937 random(3);
  for (int round = 0; round < 500; ++round) {
    const std::vector<std::size_t> a = some_numbers(random);
    const std::vector<std::size_t> b = some_numbers(random);
    const PointSet points(a);
    EXPECT_EQ(numbers(points), std::set<std::size_t>(a.begin(), a.end()));
    EXPECT_EQ(points.size(), a.size());
    std::set<std::size_t> rest(a.begin(), a.end());
    for (const std::size_t i : b) rest.erase(i);
    EXPECT_EQ(numbers(points.without(PointSet(b))), rest);
    // Ranges are as few as can be, so that equal sets are equal.
    EXPECT_EQ(points.without(PointSet(b)),
              PointSet(std::vector<std::size_t>(rest.begin(), rest.end())));
  }
}

TEST(PointSet, KnowsWhatItHoldsAndWhere) {
  std::mt19937 random(4);
  for (int round = 0; round < 200; ++round) {
    const std::vector<std::size_t> chosen = some_numbers(random);
    const PointSet points(chosen);
    for (std::size_t i = 0; i < 45; ++i)
      EXPECT_EQ(points.contains(i), std::ranges::binary_search(chosen, i)) << i;
    std::vector<std::size_t> places;
    std::vector<std::size_t> expected;
    for (std::size_t place = 0; place < chosen.size(); ++place) {
      if (random() % 2 == 0) continue;
      places.push_back(place);
      expected.push_back(chosen[place]);
    }
    EXPECT_EQ(points.at(places), expected);
    EXPECT_THROW(points.at({chosen.size()}), std::out_of_range);
  }
  EXPECT_THROW(PointSet::all(3).at({1, 0}), std::out_of_range);
  EXPECT_FALSE(PointSet().contains(0));
}

TEST(PointSet, RangesMayOverlapAndComeInAnyOrder) {
  const PointSet points({PointRange{7, 3}, {0, 2}, {8, 5}, {2, 1}, {20, 0}});
  EXPECT_EQ(points.ranges(), (std::vector<PointRange>{{0, 3}, {7, 6}}));
  EXPECT_EQ(points.size(), 9U);
  EXPECT_TRUE(PointSet::all(0).empty());
}

TEST(PointSet, RefusesNumbersThatDoNotIncrease) {
  EXPECT_THROW(PointSet(std::vector<std::size_t>{1, 1}), std::invalid_argument);
  EXPECT_THROW(PointSet(std::vector<std::size_t>{2, 1}), std::invalid_argument);
}

TEST(Shards, TogetherHaveEachPointOnce) {
  for (const std::size_t points : {0, 1, 5, 64, 1000, 12345})
    for (const std::size_t count : {1, 2, 3, 7, 100}) {
      PointSet left = PointSet::all(points);
      std::size_t dealt = 0;
      for (std::size_t index = 0; index < count; ++index) {
        const PointSet own = shard_points(points, {index, count});
        dealt += own.size();
        left = left.without(own);
      }
      EXPECT_TRUE(left.empty());
      EXPECT_EQ(dealt, points);
    }
}

/// Cost that follows an axis: the fastest one, of any length, or the slowest.
TEST(Shards, CostAlike) {
  constexpr std::size_t points = 40'000;
  for (const std::size_t count : {2, 4, 5, 8, 16})
    for (const std::size_t length : {2, 4, 5, 8, 10, 16, 100, 40'000}) {
      std::vector<double> costs;
      for (std::size_t index = 0; index < count; ++index) {
        double cost = 0.0;
        for (const std::size_t i : numbers(shard_points(points, {index, count}))) {
          const double value = static_cast<double>(i % length) / static_cast<double>(length);
          cost += value * value * value;
        }
        costs.push_back(cost);
      }
      const auto [least, most] = std::ranges::minmax(costs);
      EXPECT_LT(most / least, 1.35) << count << " shards, axis of " << length;
    }
}

TEST(Shards, ThereIsNoShardBeyondTheLast) {
  EXPECT_THROW(shard_points(10, {3, 3}), std::invalid_argument);
}

}  // namespace
}  // namespace pairtwist
