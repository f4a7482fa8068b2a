// SPDX-License-Identifier: BSD-3-Clause
// Costs of a scan's points, known from some of them.
#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <stdexcept>
#include <vector>

#include "scan/cost_map.hpp"

namespace pairtwist {
namespace {

/// Counts a cost that is a function of the point's number, and remembers whom it was asked for.
CostMap::Count counted(const std::function<double(std::size_t)>& cost,
                       std::vector<std::size_t>* asked = nullptr) {
  return [cost, asked](const std::vector<std::size_t>& points) {
    if (asked != nullptr) *asked = points;
    std::vector<double> costs;
    for (const std::size_t point : points) costs.push_back(cost(point));
    return costs;
  };
}

TEST(CostMap, OfFewPointsKnowsEach) {
  const auto cost = [](std::size_t point) { return 1.0 + static_cast<double>(point * point); };
  const CostMap costs({3, 1, 7}, 100, counted(cost));
  EXPECT_EQ(costs.points(), 21U);
  EXPECT_EQ(costs.nodes(), (std::vector<std::size_t>{3, 1, 7}));
  for (std::size_t point = 0; point < 21; ++point)
    EXPECT_NEAR(costs.cost(point) / cost(point), 1.0, 0.05) << point;
  EXPECT_NEAR(costs.spread(), 401.0, 20.0);
}

TEST(CostMap, OfASinglePoint) {
  const CostMap costs({}, 100, counted([](std::size_t) { return 8.0; }));
  EXPECT_EQ(costs.points(), 1U);
  EXPECT_EQ(costs.spread(), 1.0);
}

TEST(CostMap, OfManyPointsLooksAtSomeOfEachAxis) {
  // Grows along the slow axis by a factor of 100, and is four times as dear at each second value of
  // a short one.
  const auto cost = [](std::size_t point) {
    const std::size_t slow = point / 2000;
    return std::pow(100.0, static_cast<double>(slow) / 1999.0) *
           (point / 1000 % 2 == 0 ? 1.0 : 4.0);
  };
  std::vector<std::size_t> asked;
  const CostMap costs({2000, 2, 1000}, 4096, counted(cost, &asked));
  EXPECT_LE(asked.size(), 4096U);
  EXPECT_GE(asked.size(), 2048U);
  EXPECT_EQ(costs.nodes()[1], 2U);
  EXPECT_EQ(std::set<std::size_t>(asked.begin(), asked.end()).size(), asked.size());
  EXPECT_EQ(asked.front(), 0U);
  EXPECT_EQ(asked.back(), 3'999'999U);
  for (std::size_t point = 0; point < 4'000'000; point += 997)
    EXPECT_NEAR(costs.cost(point) / cost(point), 1.0, 0.12) << point;
}

TEST(CostMap, IsWhatWasKeptOfIt) {
  const CostMap costs({5, 300}, 100,
                      counted([](std::size_t point) { return 0.25 + static_cast<double>(point); }));
  const CostMap again({5, 300}, costs.nodes(), costs.levels());
  for (std::size_t point = 0; point < 1500; ++point)
    EXPECT_EQ(costs.cost(point), again.cost(point));
}

TEST(CostMap, TakesCostsThatAreNoNumbers) {
  const CostMap costs({4}, 100, counted([](std::size_t point) {
                        return std::vector{0.0, 1.0, HUGE_VAL, std::nan("")}[point];
                      }));
  EXPECT_LT(costs.cost(0), 1e-300);
  EXPECT_NEAR(costs.cost(1), 1.0, 0.05);
  EXPECT_GT(costs.cost(2), 1e300);
  EXPECT_EQ(costs.cost(3), costs.cost(2));
}

TEST(CostMap, RefusesWhatDoesNotGoWithTheShape) {
  using Sizes = std::vector<std::size_t>;
  EXPECT_NO_THROW(CostMap({4, 6}, Sizes{2, 3}, std::vector<int>(6)));
  EXPECT_THROW(CostMap({4, 6}, Sizes{6}, std::vector<int>(6)), std::invalid_argument);
  EXPECT_THROW(CostMap({4, 6}, Sizes{2, 3}, std::vector<int>(5)), std::invalid_argument);
  EXPECT_THROW(CostMap({4, 6}, Sizes{6, 1}, std::vector<int>(6)), std::invalid_argument);
  EXPECT_THROW(CostMap({4, 6}, Sizes{0, 3}, std::vector<int>()), std::invalid_argument);
  EXPECT_THROW(CostMap({4, 6}, Sizes{2, 3}, std::vector<int>{0, 0, 0, 0, 0, 1 << 20}),
               std::invalid_argument);
}

}  // namespace
}  // namespace pairtwist
