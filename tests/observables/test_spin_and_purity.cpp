// SPDX-License-Identifier: BSD-3-Clause
// rho, purity and <J> against the dense oracle.
#include <gtest/gtest.h>

#include <array>

#include "support/made_state.hpp"

namespace pairtwist::testing {
namespace {

std::array<double, 3> spin_mean(const AtomicState& state) {
  std::array<double, 3> out{};
  find_quantity("spin_mean")->evaluate(state, out);
  return out;
}

TEST(SpinAndPurity, AgreeWithTheOracle) {
  std::mt19937_64 rng(41);
  for_random_states(rng, 12, [&](MadeState& made) {
    const std::int64_t atoms = made.start.atoms;
    const oracle::Spin spin(atoms);
    const oracle::Matrix rho = made.density_matrix();
    EXPECT_NEAR(value_of("purity", made.full()), static_cast<double>(oracle::mean(rho, rho)),
                1e-14);
    const auto mean = spin_mean(made.packed({.step1 = true}));
    EXPECT_NEAR(mean[0], static_cast<double>(oracle::mean(rho, spin.x)), 1e-13);
    EXPECT_NEAR(mean[1], static_cast<double>(oracle::mean(rho, spin.y)), 1e-13);
    EXPECT_NEAR(mean[2], static_cast<double>(oracle::mean(rho, spin.z)), 1e-13);
  });
}

TEST(SpinAndPurity, RhoIsWrittenRowByRow) {
  std::mt19937_64 rng(42);
  const MadeState made = random_state(rng, 5, Start::asymmetric_file, true);
  const oracle::Matrix expected = made.density_matrix();
  std::vector<double> out(2 * 36);
  EXPECT_EQ(find_quantity("rho")->evaluate(made.full(), out).trust, Trust::good);
  for (int i = 0; i < 6; ++i) {
    for (int j = 0; j < 6; ++j) {
      EXPECT_NEAR(out[6 * i + j], static_cast<double>(expected(i, j).real()), 1e-15);
      EXPECT_NEAR(out[36 + 6 * i + j], static_cast<double>(expected(i, j).imag()), 1e-15);
    }
  }
}

TEST(SpinAndPurity, SymmetricStatesPointAlongX) {
  std::mt19937_64 rng(43);
  for (const std::int64_t atoms : {1, 6, 101}) {
    MadeState made = random_state(rng, atoms, Start::plus_x, false);
    const auto mean = spin_mean(made.full());
    EXPECT_EQ(mean[1], 0.0);
    EXPECT_EQ(mean[2], 0.0);
    MadeState start(plain_point(atoms), 0.0, 0.0);
    EXPECT_NEAR(spin_mean(start.full())[0], 0.5 * static_cast<double>(atoms), 1e-12);
    EXPECT_NEAR(value_of("purity", start.full()), 1.0, 1e-14);
    // A tilt turns it about z, from x towards y.
    start.point.parameters.model.tilt = 0.5;
    start.time = 1.0;
    const auto turned = spin_mean(start.full());
    EXPECT_NEAR(turned[0], 0.5 * static_cast<double>(atoms) * std::cos(0.5), 1e-12);
    EXPECT_NEAR(turned[1], 0.5 * static_cast<double>(atoms) * std::sin(0.5), 1e-12);
    EXPECT_EQ(turned[2], 0.0);
  }
}

}  // namespace
}  // namespace pairtwist::testing
