// SPDX-License-Identifier: BSD-3-Clause
// Photon moments of the mixture of coherent states against the Fock-basis distribution, summed term
// by term in long double.
#include <gtest/gtest.h>

#include "support/made_state.hpp"

namespace pairtwist::testing {
namespace {

struct Light {
  long double n, mandel_q, g2;
};

/// P(n) = sum |C_m|² e^{-x} x^n/n!, x = |alpha_m|², and its moments.
Light from_distribution(const AtomicState& state) {
  long double first = 0, pairs = 0;
  for (std::int64_t i = 0; i < state.dim(); ++i) {
    const long double x = state.photons(i).number;
    long double poisson = std::exp(-x);
    for (int n = 0; n < 200; ++n) {
      const long double p = static_cast<long double>(state.weight(i)) * poisson;
      first += p * n;
      pairs += p * n * (n - 1);
      poisson *= x / (n + 1);
    }
  }
  return {first, (pairs + first - first * first) / first - 1, pairs / (first * first)};
}

TEST(Photons, MomentsOfTheDistribution) {
  std::mt19937_64 rng(51);
  for (std::int64_t atoms = 1; atoms <= 12; ++atoms) {
    for (const Start start : every_start) {
      SCOPED_TRACE(::testing::Message() << "N = " << atoms << ", " << name_of(start));
      MadeState made = random_state(rng, atoms, start, false);
      const AtomicState state = made.packed({.photons = true});
      const Light expected = from_distribution(state);
      EXPECT_NEAR(value_of("photon_number", state), static_cast<double>(expected.n), 1e-13);
      EXPECT_NEAR(value_of("mandel_q", state), static_cast<double>(expected.mandel_q), 1e-12);
      EXPECT_NEAR(value_of("g2", state), static_cast<double>(expected.g2), 1e-11);
      EXPECT_GE(value_of("mandel_q", state), 0.0);
      EXPECT_GE(value_of("g2", state), 1.0);
    }
  }
}

TEST(Photons, VacuumHasNoStatistics) {
  MadeState made(plain_point(4), 0.0, 0.0);
  EXPECT_EQ(value_of("photon_number", made.full()), 0.0);
  EXPECT_TRUE(std::isnan(value_of("mandel_q", made.full())));
  EXPECT_TRUE(std::isnan(value_of("g2", made.full())));
}

TEST(Photons, SmallDifferencesBetweenSectorsSurvive) {
  // |alpha|² = 1e4 (1 + 1e-12 k): a variance of 1e-16 out of 1e8.
  Point point = plain_point(2);
  const AtomicStart start = atomic_start(point.parameters.atoms, 2, 0.0, nullptr);
  const double x = 1e4 * (1.0 + 1e-10) * (1.0 + 1e-10);
  const PhotonMoments photons[] = {{1e4, 1e8}, {x, x * x}};
  const AtomicState state(point, start, {0, 2, 0, 0}, 1.0, {.photons = photons});
  // Two equally likely values that differ by 2e-6: Var = 1e-12.
  EXPECT_NEAR(value_of("mandel_q", state) / 1e-16, 1.0, 1e-4);
}

}  // namespace
}  // namespace pairtwist::testing
