// SPDX-License-Identifier: BSD-3-Clause
// The jackknife against what it is known to give: of a mean the mean and its standard error, of a
// square without its bias.
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>

#include "solve/jackknife.hpp"

namespace pairtwist {
namespace {

constexpr std::array<double, 5> groups = {1.0, 3.0, -2.0, 4.0, 0.5};

double mean_without(std::size_t left_out) {
  double sum = 0.0;
  for (std::size_t g = 0; g < groups.size(); ++g) sum += g == left_out ? 0.0 : groups[g];
  return sum / (groups.size() - 1.0);
}

TEST(Jackknife, GivesMeanAndStandardErrorAndNoBias) {
  double mean = 0.0;
  for (const double each : groups) mean += each / groups.size();
  double variance = 0.0;
  for (const double each : groups)
    variance += (each - mean) * (each - mean) / (groups.size() - 1.0);
  const std::array all = {mean, mean * mean};
  Jackknife jackknife(all);
  for (std::size_t g = 0; g < groups.size(); ++g) {
    const double without = mean_without(g);
    jackknife.add(std::array{without, without * without});
  }
  EXPECT_NEAR(jackknife.value(0), mean, 1e-14);
  EXPECT_NEAR(jackknife.error(0), std::sqrt(variance / groups.size()), 1e-14);
  // E[mean²] is the square of the expectation and the variance of the mean.
  EXPECT_NEAR(jackknife.value(1), mean * mean - variance / groups.size(), 1e-14);
}

TEST(Jackknife, OfWhatAGroupDoesNotHaveIsNoNumber) {
  const std::array all = {1.0};
  Jackknife jackknife(all);
  jackknife.add(std::array{1.5});
  jackknife.add(std::array{std::numeric_limits<double>::quiet_NaN()});
  EXPECT_TRUE(std::isnan(jackknife.error(0)));
}

}  // namespace
}  // namespace pairtwist
