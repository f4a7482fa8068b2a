// SPDX-License-Identifier: BSD-3-Clause
// What a block's last change says of the next one (fock_cutoff.hpp), on cavities at random: three
// solutions each, the first with few levels, and the second change beside what was expected of it.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>

#include "engines/fock_cutoff.hpp"
#include "lone_block.hpp"

namespace pairtwist::engines {
namespace {

constexpr double tolerance = 1e-8;
constexpr int samples = 25;

/// With a bath or two-photon loss, Kerr or none, from the vacuum, a Fock state or mixed light.
test::LoneBlock random_block(std::mt19937& random) {
  const auto from = [&](double least, double most) {
    return std::uniform_real_distribution<double>(least, most)(random);
  };
  const auto one_of = [&](int n) { return std::uniform_int_distribution<int>(0, n - 1)(random); };
  using namespace physics::fock;
  FockPoint p = test::point(from(0.5, 4.0), raising | bath | two_photon);
  p.two_W0 = from(-2.0, 2.0);
  p.detuning = from(-4.0, 4.0);
  p.kappa = from(0.1, 3.0);
  p.thermal_photons = one_of(2) * from(0.0, 0.5);
  p.kerr = one_of(2) * from(-0.5, 0.5);
  p.two_photon_loss = one_of(2) * from(0.0, 0.3);
  test::LoneBlock block = {
      "", p, {test::segment(1e300, from(-4.0, 4.0), from(-4.0, 4.0))}, one_of(3)};
  if (const int levels = one_of(4); levels > 0) {
    block.point.levels = block.point.populated = levels;
    block.light.assign(static_cast<std::size_t>(2 * levels * levels), 0.0);
    for (int n = 0; n < levels; ++n)
      block.light[static_cast<std::size_t>(2 * (n * levels + n))] = 1.0 / levels;
  }
  return block;
}

TEST(LeftOfChange, IsMoreThanComesWithStillMoreLevels) {
  const char* given = std::getenv("PAIRTWIST_TEST_SEED");
  const unsigned seed = given != nullptr ? static_cast<unsigned>(std::atoi(given)) : 20261129U;
  RecordProperty("seed", static_cast<int>(seed));
  std::mt19937 random(seed);
  int believed = 0;
  double nearest = 0.0;
  for (int i = 0; i < 300; ++i) {
    const test::LoneBlock block = random_block(random);
    SCOPED_TRACE("block " + std::to_string(i) + ", PAIRTWIST_TEST_SEED=" + std::to_string(seed));
    FockItem item{};
    item.cutoff = std::uniform_int_distribution<int>(5, 24)(random);
    const FockLimits limits = {.change = 0.1 * tolerance, .ceiling = 512, .exact = 0};
    const test::Solved first = test::solve<Alone<0>>(block, item.cutoff, 0, tolerance, samples);
    ASSERT_EQ(judge(item, block.point, first.outcome, 0.0, 1.0, limits), FockVerdict::again);
    const test::Solved second =
        test::solve<Alone<0>>(block, item.cutoff, 1, tolerance, samples, item.edge);
    const double change = test::largest_change(second.values, first.values);
    const double left = left_of_change(item, second.outcome);
    if (!(left < 1.0)) continue;
    const int still_more = larger_cutoff(larger_cutoff(item.cutoff));
    const test::Solved third =
        test::solve<Alone<0>>(block, still_more, 2, tolerance, samples, second.outcome.edge);
    const double next = test::largest_change(third.values, second.values);
    // Below, what growing levels and the series leave out is as much.
    const double nothing = 0.3 * limits.change;
    EXPECT_LT(next, std::max(left * change, nothing));
    if (next < nothing) continue;
    nearest = std::max(nearest, next / (left * change));
    ++believed;
  }
  EXPECT_GT(believed, 20);
  RecordProperty("nearest", std::to_string(nearest));
  std::printf("%d times; the next change was at most %.3f of what was expected\n", believed,
              nearest);
}

}  // namespace
}  // namespace pairtwist::engines
