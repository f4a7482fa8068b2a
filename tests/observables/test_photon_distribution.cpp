// SPDX-License-Identifier: BSD-3-Clause
// P(n) against direct sums in long double: of coherent blocks, and of blocks whose distribution the
// method has given.
#include <gtest/gtest.h>

#include <numeric>

#include "support/made_state.hpp"

namespace pairtwist::testing {
namespace {

std::vector<double> distribution(const AtomicState& state, std::size_t photon_numbers) {
  std::vector<double> out(photon_numbers, -1.0);
  EXPECT_EQ(find_quantity("photon_distribution")->evaluate(state, out).trust, Trust::good);
  return out;
}

double sum(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

/// e^{-x} x^n / n!.
long double poissonian(long double x, std::size_t n) {
  if (x == 0) return n == 0;
  const auto k = static_cast<long double>(n);
  return std::exp(k * std::log(x) - x - std::lgamma(k + 1));
}

/// +x atoms whose blocks are coherent with the same mean.
std::vector<double> of_mean(double mean, std::size_t photon_numbers) {
  const Point point = plain_point(2);
  const AtomicStart start = atomic_start(point.parameters.atoms, 2, 0.0, nullptr);
  const physics::LightAxes light[] = {{{0.0, 0.0}, {0.0, mean}},
                                      {{0.0, 0.0}, {0.5 * mean, 0.5 * mean}}};
  return distribution({point, start, {0, 2, 0, 0}, 1.0, {.light = light}}, photon_numbers);
}

TEST(PhotonDistribution, OfCoherentBlocksIsAMixtureOfPoissonians) {
  std::mt19937_64 rng(71);
  for (std::int64_t atoms = 1; atoms <= 12; ++atoms) {
    for (const Start start : every_start) {
      SCOPED_TRACE(::testing::Message() << "N = " << atoms << ", " << name_of(start));
      MadeState made = random_state(rng, atoms, start, false);
      const AtomicState state = made.packed({.photons = true, .distribution = true});
      const std::vector<double> values = distribution(state, 200);
      for (std::size_t n = 0; n < values.size(); ++n) {
        long double expected = 0;
        for (std::int64_t i = 0; i < state.dim(); ++i)
          expected +=
              static_cast<long double>(state.weight(i)) * poissonian(state.photons(i).number, n);
        EXPECT_NEAR(values[n], static_cast<double>(expected), 1e-14) << n;
      }
      double mean = 0.0;
      for (std::size_t n = 0; n < values.size(); ++n) mean += static_cast<double>(n) * values[n];
      EXPECT_NEAR(sum(values), 1.0, 1e-13);
      EXPECT_NEAR(mean, value_of("photon_number", state), 1e-12);
      // The last number cuts the distribution off and changes nothing below.
      const std::vector<double> first = distribution(state, 3);
      EXPECT_TRUE(std::equal(first.begin(), first.end(), values.begin()));
    }
  }
}

TEST(PhotonDistribution, OfTheVacuumIsExact) {
  EXPECT_EQ(of_mean(0.0, 4), (std::vector<double>{1.0, 0.0, 0.0, 0.0}));
  EXPECT_EQ(of_mean(0.0, 1), (std::vector<double>{1.0}));
}

TEST(PhotonDistribution, OfFaintAndBrightLightNeitherOverflowsNorUnderflows) {
  EXPECT_EQ(of_mean(1e6, 1024), std::vector<double>(1024, 0.0));
  for (const double mean : {1e-300, 1e-20, 700.0, 750.0, 1000.0}) {
    const std::vector<double> values = of_mean(mean, 1024);
    for (std::size_t n = 0; n < values.size(); ++n) {
      // ln n! is a sum of up to 1023 logarithms of up to 7.
      const auto expected = static_cast<double>(poissonian(mean, n));
      EXPECT_NEAR(values[n], expected, 2e-11 * expected + 1e-300) << mean << ", " << n;
    }
  }
}

TEST(PhotonDistribution, IsTheGivenOneWhereThereIsOne) {
  std::mt19937_64 rng(72);
  constexpr std::int64_t levels = 5;
  for (std::int64_t atoms = 1; atoms <= 9; ++atoms) {
    for (const Start kind : every_start) {
      SCOPED_TRACE(::testing::Message() << "N = " << atoms << ", " << name_of(kind));
      const MadeState made = random_state(rng, atoms, kind, true);
      std::vector<double> given(static_cast<std::size_t>(made.start.sector_count() * levels));
      for (double& probability : given) probability = uniform(rng, 0.0, 0.2);
      const double nan = std::numeric_limits<double>::quiet_NaN();
      const std::vector<PhotonMoments> no_moments(
          static_cast<std::size_t>(made.start.sector_count()), {nan, nan});
      const AtomicState state(
          made.point, made.start,
          {made.start.first_sector(), made.start.sector_count(), 0,
           static_cast<std::uint32_t>(atoms % 2)},
          made.time,
          {.photons = no_moments.data(), .distribution = given.data(), .levels = levels});
      const std::vector<double> values = distribution(state, levels);
      for (std::int64_t n = 0; n < levels; ++n) {
        long double expected = 0;
        for (std::int64_t i = 0; i < state.dim(); ++i) {
          const std::int64_t sector = std::abs(made.start.two_m(i)) / 2 - made.start.first_sector();
          expected +=
              static_cast<long double>(state.weight(i)) *
              static_cast<long double>(given[static_cast<std::size_t>(sector * levels + n)]);
        }
        EXPECT_NEAR(values[static_cast<std::size_t>(n)], static_cast<double>(expected), 1e-15) << n;
      }
    }
  }
}

TEST(PhotonDistribution, SaysWhereRoundingIsMoreThanTheTolerance) {
  const Point point = plain_point(2);
  const AtomicStart start = atomic_start(point.parameters.atoms, 2, 0.0, nullptr);
  const physics::LightAxes light[] = {{{0.5, 0.5}, {1.0, 2.0}}, {{0.5, 0.5}, {2.0, 1.0}}};
  const auto trust = [&](double tolerance) {
    const AtomicState state(point, start, {0, 2, 0, 0}, 1.0,
                            {.tolerance = tolerance, .light = light});
    std::vector<double> out(5);
    return find_quantity("photon_distribution")->evaluate(state, out).trust;
  };
  EXPECT_EQ(trust(1e-13), Trust::good);
  EXPECT_EQ(trust(1e-14), Trust::below_precision);
}

TEST(PhotonDistribution, IsNormalisedByTheWeightOfTheWindow) {
  const Point point = plain_point(100);
  const AtomicStart start = atomic_start(point.parameters.atoms, 100, 1e-2, nullptr);
  ASSERT_GT(start.dropped_weight, 1e-4);
  const physics::PairIndex none{start.first_sector(), start.sector_count(), 0, 0};
  const auto sectors = static_cast<std::size_t>(start.sector_count());
  const std::vector<physics::LightAxes> coherent(sectors, {{0.0, 0.0}, {3.0, 0.0}});
  const std::vector<physics::LightAxes> squeezed(sectors, {{0.6, -0.2}, {3.0, 0.5}});
  for (const auto* light : {&coherent, &squeezed}) {
    const AtomicState state(point, start, none, 1.0, {.light = light->data()});
    EXPECT_NEAR(sum(distribution(state, 100)), 1.0, 1e-13);
  }

  std::vector<double> given;
  for (std::size_t k = 0; k < sectors; ++k) given.insert(given.end(), {0.5, 0.25, 0.25});
  const AtomicState other(point, start, none, 1.0, {.distribution = given.data(), .levels = 3});
  const std::vector<double> values = distribution(other, 3);
  EXPECT_NEAR(values[0], 0.5, 1e-14);
  EXPECT_NEAR(values[1], 0.25, 1e-14);
  EXPECT_NEAR(values[2], 0.25, 1e-14);
}

}  // namespace
}  // namespace pairtwist::testing
