// SPDX-License-Identifier: BSD-3-Clause
// Entropy and the spectrum of multiple-quantum coherences: against dense matrices, and their
// limits.
#include <gtest/gtest.h>

#include "support/made_state.hpp"

namespace pairtwist::testing {
namespace {

TEST(Entropy, AgreesWithTheOracle) {
  std::mt19937_64 rng(111);
  for_random_states(rng, 12, [&](MadeState& made) {
    const oracle::Real expected = oracle::entropy(made.density_matrix());
    EXPECT_NEAR(value_of("entropy", made.full()), static_cast<double>(expected), 1e-13);
  });
}

TEST(Entropy, OfAPureStateIsNoneAndOfAMixtureItsLogarithm) {
  for (const std::int64_t atoms : {1, 2, 7, 60, 61}) {
    MadeState made(plain_point(atoms), 0.0, 0.3);
    made.set_one_axis_twisting(1.0);
    Verdict verdict;
    const double found = values_of("entropy", made, &verdict)[0];
    EXPECT_GE(found, 0.0);  // an eigenvalue that rounding puts beyond 1 made it negative
    EXPECT_NEAR(found, 0.0, 1e-13);
    EXPECT_LT(verdict.error * made.tolerance, 1e-10);
  }
  // Two sectors of equal weight that the light tells apart: m = 1 and m = -1 stay together, m = 0
  // is the other half.
  std::vector<std::complex<double>> c = {0.5, std::sqrt(0.5), 0.5};
  Point point = plain_point(2);
  point.parameters.atoms.state = AtomsState::file;
  MadeState two(point, 0.0, 1.0, &c);
  two.set_coherence(0, 1, {0.0, 0.0});
  EXPECT_NEAR(value_of("entropy", two.full()), std::numbers::ln2, 1e-15);
  // Dephasing tells all of 2^N product states' m apart: the binomial distribution is left.
  Point dephased = plain_point(2);
  dephased.parameters.model.dephasing = 1e6;
  EXPECT_NEAR(value_of("entropy", MadeState(dephased, 0.0, 1.0).full()), 1.5 * std::numbers::ln2,
              1e-14);
}

/// Errors of coherences move it by no more than the verdict says.
TEST(Entropy, TheVerdictCoversErrorsOfCoherences) {
  std::mt19937_64 rng(112);
  for (int i = 0; i < 200; ++i) {
    const auto atoms = static_cast<std::int64_t>(2 + rng() % 20);
    MadeState made = random_state(rng, atoms, every_start[rng() % 5], rng() % 2 == 0);
    const double before = value_of("entropy", made.full());
    const double off = std::pow(10.0, uniform(rng, -12.0, -4.0));
    made.move_coherences(rng, off);
    Verdict verdict;
    const double after = values_of("entropy", made, &verdict)[0];
    EXPECT_LE(std::abs(after - before), verdict.error * made.tolerance) << atoms << " " << off;
  }
}

/// And is not far beyond the most that such errors can do: what a pure state's zeros take on.
TEST(Entropy, TheVerdictIsNoMoreCautiousThanItMustBe) {
  for (const std::int64_t atoms : {4, 10, 40}) {
    MadeState pure(plain_point(atoms), 0.0, 0.3);
    pure.set_one_axis_twisting(1.0);
    const double off = 1e-12;
    pure.coherence_error = {.absolute = off};
    Verdict verdict;
    values_of("entropy", pure, &verdict);
    // h(e/2) of one eigenvalue, where the largest gives way, is the least that it has to be.
    const double least = -0.5 * off * std::log(0.5 * off);
    EXPECT_GE(verdict.error * pure.tolerance, least);
    EXPECT_LE(verdict.error * pure.tolerance,
              3.0 * std::sqrt(static_cast<double>(pure.start.atoms + 1)) * least);
  }
  // All eigenvalues large: the logarithm does not make it any worse.
  Point dephased = plain_point(2);
  dephased.parameters.model.dephasing = 1e6;
  MadeState mixed(dephased, 0.0, 1.0);
  mixed.coherence_error = {.absolute = 1e-12};
  Verdict verdict;
  values_of("entropy", mixed, &verdict);
  EXPECT_LE(verdict.error * mixed.tolerance, 2e-12);
}

TEST(MultipleQuantum, AgreesWithTheOracle) {
  std::mt19937_64 rng(113);
  for_random_states(rng, 12, [&](MadeState& made) {
    const std::int64_t atoms = made.start.atoms;
    const oracle::Matrix rho = made.density_matrix();
    const std::vector<double> values = values_of("multiple_quantum", made);
    ASSERT_EQ(values.size(), static_cast<std::size_t>(atoms + 1));
    for (std::int64_t q = 0; q <= atoms; ++q) {
      long double up = 0, down = 0;
      for (std::int64_t i = 0; i <= atoms; ++i)
        for (std::int64_t k = 0; k <= atoms; ++k) {
          if (i - k == q) up += std::norm(rho(i, k));
          if (k - i == q) down += std::norm(rho(i, k));
        }
      EXPECT_NEAR(values[static_cast<std::size_t>(q)], static_cast<double>(up), 1e-15);
      EXPECT_NEAR(values[static_cast<std::size_t>(q)], static_cast<double>(down), 1e-15);
    }
  });
}

}  // namespace
}  // namespace pairtwist::testing
