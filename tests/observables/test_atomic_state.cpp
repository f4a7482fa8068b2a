// SPDX-License-Identifier: BSD-3-Clause
// Coherences looked up by sector, with the factors of dephasing and tilt, in double and in
// double-double.
#include <gtest/gtest.h>

#include "observables/atomic_state.hpp"
#include "support/made_state.hpp"

namespace pairtwist::testing {
namespace {

double distance(const ExtendedComplex& a, const ExtendedComplex& b) {
  const ExtendedComplex d = a - b;
  return std::hypot(d.re.hi, d.im.hi);
}

TEST(AtomicState, AssemblesTheDensityMatrix) {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937_64 rng(seed);
    const auto atoms = static_cast<std::int64_t>(1 + seed % 9);
    const MadeState made = random_state(rng, atoms, Start::asymmetric_file, seed % 2 != 0);
    const AtomicState state = made.full();
    const oracle::Matrix expected = made.density_matrix();
    for (std::int64_t i = 0; i < state.dim(); ++i)
      for (std::int64_t j = 0; j < state.dim(); ++j)
        EXPECT_LT(std::abs(oracle::Complex(state.rho(i, j)) - expected(i, j)), 1e-15L)
            << i << " " << j;
  }
}

TEST(AtomicState, EqualSectorsAreNotLookedUp) {
  Point point = plain_point(4);
  point.parameters.model.dephasing = 0.25;
  point.parameters.model.tilt = 0.5;
  const AtomicStart start = atomic_start(point.parameters.atoms, 4, 0.0, nullptr);
  const AtomicState state(point, start, {0, 3, 0, 0}, 2.0, {});
  EXPECT_EQ(state.coherence(1, 1), 1.0);
  // m = 1, m' = -1: e^{-0.25 · 4 · 2/2} e^{-i 0.5 · 2 · 2}
  const auto expected = std::polar(std::exp(-1.0), -2.0);
  EXPECT_NEAR(std::abs(state.coherence(3, 1) - expected), 0.0, 1e-16);
  EXPECT_NEAR(std::abs(state.coherence(1, 3) - std::conj(expected)), 0.0, 1e-16);
  EXPECT_NEAR(
      distance(state.coherence_extended(3, 1), physics::expi(physics::DD<double>(-2.0)) *
                                                   physics::exp_decay(physics::DD<double>(-1.0))),
      0.0, 0x1p-100);
  EXPECT_FALSE(state.even_sector());
}

TEST(AtomicState, ExtendedRoundsToDouble) {
  std::mt19937_64 rng(7);
  for (const std::int64_t atoms : {5, 6}) {
    for (const bool outside : {false, true}) {
      const MadeState made = random_state(rng, atoms, Start::tilted, outside);
      const AtomicState state = made.full();
      for (std::int64_t i = 0; i < state.dim(); ++i) {
        for (std::int64_t j = 0; j < state.dim(); ++j) {
          const std::complex<double> v = state.coherence(i, j);
          EXPECT_LT(distance(state.coherence_extended(i, j), {v.real(), v.imag()}), 1e-15);
          EXPECT_LT(distance(state.coherence_extended(i, j), conj(state.coherence_extended(j, i))),
                    0x1p-104);
        }
      }
    }
  }
}

TEST(AtomicState, SectorsCountFromTheWindow) {
  std::mt19937_64 rng(3);
  Point point = plain_point(200);
  point.parameters.atoms.theta = 0.5;
  MadeState made(point, 1e-8, 1.0);
  made.set_random_coherences(rng, 3);
  made.set_random_light(rng);
  const AtomicState state = made.full();
  EXPECT_GT(made.start.first_sector(), 0);
  EXPECT_EQ(state.sector(0), 0);
  EXPECT_EQ(state.sector(state.dim() - 1), state.dim() - 1);
  EXPECT_EQ(state.coherence(2, 5), state.photon_factor(2, 5));
  EXPECT_EQ(state.coherence(5, 2), std::conj(state.photon_factor(2, 5)));
}

}  // namespace
}  // namespace pairtwist::testing
