// SPDX-License-Identifier: BSD-3-Clause
// A scan whose points cost very different things, dealt to shards.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <stdexcept>
#include <vector>

#include "scan/deal.hpp"
#include "support/dealt_shards.hpp"

namespace pairtwist {
namespace {

using Cost = std::function<double(std::size_t)>;
using Sizes = std::vector<std::size_t>;

CostMap map_of(const Sizes& shape, const Cost& cost, std::size_t most = 4096) {
  return {shape, most, [&](const Sizes& points) {
            std::vector<double> costs;
            for (const std::size_t point : points) costs.push_back(cost(point));
            return costs;
          }};
}

using test::dearest;

TEST(Deal, GivesEachPointOnce) {
  for (const Sizes& shape : {Sizes{}, Sizes{3}, Sizes{7, 9}, Sizes{50, 1, 247}})
    for (const std::size_t shards : {1, 2, 3, 16, 100}) {
      const CostMap costs =
          map_of(shape, [](std::size_t point) { return std::pow(1.0 + point % 50, 3); });
      const Deal deal{costs.points(), costs};
      PointSet left = PointSet::all(deal.points);
      std::size_t dealt = 0;
      for (std::size_t index = 0; index < shards; ++index) {
        const PointSet own = shard_points(deal, {index, shards});
        dealt += own.size();
        left = left.without(own);
      }
      EXPECT_TRUE(left.empty());
      EXPECT_EQ(dealt, deal.points);
    }
}

TEST(Deal, WithoutCostsIsByNumber) {
  for (std::size_t index = 0; index < 5; ++index)
    EXPECT_EQ(shard_points(Deal{777, std::nullopt}, {index, 5}), shard_points(777, {index, 5}));
  // A folder of parts that an earlier version began is dealt like this: it must not change.
  EXPECT_EQ(shard_points(12, {0, 3}).ranges(),
            (std::vector<PointRange>{{1, 1}, {3, 1}, {7, 1}, {11, 1}}));
}

/// The dear values of an axis, whichever it is and whether or not the number of shards divides its
/// length, of few points and of many.
TEST(Deal, MakesShardsCostAlike) {
  double worst_by_number = 1.0;
  for (const std::size_t shards : {10, 16})
    for (const std::size_t dear_axis : {0, 1, 2})
      for (const Sizes& shape : {Sizes{20, 16, 10}, Sizes{25, 20, 32}}) {
        std::size_t stride = 1;
        for (std::size_t axis = dear_axis + 1; axis < 3; ++axis) stride *= shape[axis];
        const Cost cost = [&](std::size_t point) {
          const std::size_t place = point / stride % shape[dear_axis];
          return std::pow(
              100.0, 2.0 * static_cast<double>(place) / static_cast<double>(shape[dear_axis] - 1));
        };
        const CostMap costs = map_of(shape, cost);
        const std::string what = testing::PrintToString(shape) + ", axis " +
                                 std::to_string(dear_axis) + ", " + std::to_string(shards);
        const double by_number = dearest({costs.points(), std::nullopt}, cost, shards);
        const double by_cost = dearest({costs.points(), costs}, cost, shards);
        EXPECT_LT(by_cost, 1.06) << what;
        if (by_number > 1.1) EXPECT_LT(by_cost, by_number) << what;
        worst_by_number = std::max(worst_by_number, by_number);
        EXPECT_NEAR(dearest_shard({costs.points(), costs}, costs, shards), by_cost, 0.05) << what;
        EXPECT_NEAR(dearest_shard({costs.points(), std::nullopt}, costs, shards), by_number, 0.1)
            << what;
      }
  EXPECT_GT(worst_by_number, 1.2);
}

/// What is counted need not be what is true: each shard has as many points of each price.
TEST(Deal, GivesEachShardAsManyPointsOfEachPrice) {
  const Cost cost = [](std::size_t point) { return point % 10 == 3 ? 1000.0 : 1.0; };
  const CostMap costs = map_of({40, 100}, cost);
  for (std::size_t index = 0; index < 16; ++index) {
    std::size_t dear = 0;
    const PointSet own = shard_points(Deal{costs.points(), costs}, {index, 16});
    for (const PointRange& range : own.ranges())
      for (std::size_t i = 0; i < range.count; ++i)
        if (cost(range.first + i) > 1.0) ++dear;
    EXPECT_EQ(own.size(), 250U);
    EXPECT_EQ(dear, 25U);
  }
}

TEST(Deal, OfPointsThatAreCountedAlikeIsByChance) {
  // Costs nothing counts, along an axis that the number of shards divides.
  const CostMap costs = map_of(
      {1000, 16}, [](std::size_t) { return 1.0; }, 100'000);
  const double found = dearest(
      {costs.points(), costs}, [](std::size_t point) { return point % 16 == 5 ? 100.0 : 1.0; }, 16);
  EXPECT_LT(found, 1.4);
}

TEST(Deal, ThereIsNoShardBeyondTheLast) {
  const CostMap costs = map_of({10}, [](std::size_t point) { return 1.0 + point; });
  EXPECT_THROW(shard_points(Deal{10, costs}, {3, 3}), std::invalid_argument);
}

/// No list of points: a thousand million of them take what their runs take.
TEST(Deal, OfAThousandMillionPointsIsDoneInNoTime) {
  const Cost cost = [](std::size_t point) {
    const std::size_t row = point / 31'623;
    return std::pow(10.0, 3.0 * static_cast<double>(row) / 31'622.0);
  };
  const CostMap costs = map_of({31'623, 31'623}, cost);
  const Deal deal{costs.points(), costs};
  const PointSet own = shard_points(deal, {123, 1000});
  EXPECT_NEAR(static_cast<double>(own.size()), 1e6, 1e4);
  EXPECT_LT(own.ranges().size(), 520U);
  EXPECT_LT(dearest_shard(deal, costs, 1000), 1.02);
}

}  // namespace
}  // namespace pairtwist
