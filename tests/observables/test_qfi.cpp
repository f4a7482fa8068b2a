// SPDX-License-Identifier: BSD-3-Clause
// F_Q in its two forms against the dense oracle, against exact one-axis twisting, and against each
// other; and which one is taken.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "observables/qfi.hpp"
#include "support/made_state.hpp"

namespace pairtwist::testing {
namespace {

double expected_qfi(const MadeState& made) {
  return static_cast<double>(oracle::qfi(made.density_matrix(), oracle::Spin(made.start.atoms).y));
}

TEST(Qfi, AgreesWithTheOracle) {
  std::mt19937_64 rng(11);
  for_random_states(rng, 12, [&](MadeState& made) {
    const std::int64_t atoms = made.start.atoms;
    EXPECT_NEAR(value_of("qfi", made.full()), expected_qfi(made),
                1e-13 * static_cast<double>(atoms * atoms));
  });
}

TEST(Qfi, BothFormsAgreeInTheEvenSector) {
  std::mt19937_64 rng(12);
  for (const std::int64_t atoms : {1, 2, 3, 4, 25, 60}) {
    for (const Start start : {Start::plus_x, Start::symmetric_file}) {
      const MadeState made = random_state(rng, atoms, start, false);
      const AtomicState state = made.full();
      ASSERT_TRUE(state.even_sector());
      EXPECT_NEAR(value_of("qfi", state), qfi_general(state),
                  1e-12 * static_cast<double>(atoms * atoms))
          << atoms << " " << name_of(start);
    }
  }
}

TEST(Qfi, DephasingTiltAndAsymmetryTakeTheGeneralForm) {
  // N = 4, one-axis twisting with U t = 0.67 and gamma_phi = 0.3: 4 Tr[rho J_y²] would say
  // 4 + 6 (1 - e^{-2 · 0.3 · 0.67} cos²(1.34)) = 9.79.
  Point point = plain_point(4);
  point.parameters.model.dephasing = 0.3;
  MadeState made(point, 0.0, 0.67);
  made.set_one_axis_twisting(1.0);
  const double short_form =
      4.0 * static_cast<double>(
                oracle::mean(made.density_matrix(), oracle::Spin(4).y * oracle::Spin(4).y));
  EXPECT_NEAR(short_form, 4.0 + 6.0 * (1.0 - std::exp(-0.402) * std::pow(std::cos(1.34), 2)),
              1e-14);
  EXPECT_NEAR(short_form, 9.79, 0.005);
  EXPECT_NEAR(value_of("qfi", made.full()), 6.65, 0.005);

  for (const double tilt : {0.0, 0.5}) {
    for (const double phi : {0.0, 0.5}) {
      Point other = plain_point(6);
      other.parameters.model.tilt = tilt;
      other.parameters.atoms.phi = phi;
      MadeState turned(other, 0.0, 0.8);
      turned.set_one_axis_twisting(1.0);
      const bool short_is_right = tilt == 0.0 && phi == 0.0;
      EXPECT_EQ(turned.full().even_sector(), short_is_right);
      EXPECT_EQ(find_quantity("qfi")->demand(other),
                short_is_right ? Demand{.step2 = true} : Demand{.all = true});
      EXPECT_NEAR(value_of("qfi", turned.full()), expected_qfi(turned), 1e-12);
    }
  }
}

std::vector<double> matrix_of(const MadeState& made) { return values_of("qfi_matrix", made); }

TEST(QfiMatrix, AgreesWithTheOracle) {
  std::mt19937_64 rng(15);
  for_random_states(rng, 10, [&](MadeState& made) {
    const std::int64_t atoms = made.start.atoms;
    const oracle::Matrix3 expected = oracle::qfi_matrix(made.density_matrix());
    const std::vector<double> matrix = matrix_of(made);
    const double allowed = 2e-13 * static_cast<double>(atoms * atoms);
    for (int a = 0; a < 9; ++a)
      EXPECT_NEAR(matrix[a], static_cast<double>(expected(a / 3, a % 3)), allowed) << a;
    EXPECT_NEAR(matrix[4], value_of("qfi", made.full()), allowed);
  });
}

TEST(QfiMatrix, BothFormsAgreeInTheEvenSector) {
  std::mt19937_64 rng(16);
  for (const std::int64_t atoms : {1, 2, 3, 4, 25, 60}) {
    for (const Start start : {Start::plus_x, Start::symmetric_file}) {
      const MadeState made = random_state(rng, atoms, start, false);
      const Eigen::Matrix3d even = qfi_matrix_even(made.full());
      EXPECT_LE((even - qfi_matrix_general(made.full())).cwiseAbs().maxCoeff(),
                1e-12 * static_cast<double>(atoms * atoms))
          << atoms << " " << name_of(start);
      EXPECT_EQ(even(0, 1), 0.0);
      EXPECT_EQ(even(0, 2), 0.0);
    }
  }
}

/// Spins along n: F = N (1 - n n^T), without a direction since two are as good.
TEST(QfiMatrix, OfCoherentStatesPointsAcross) {
  std::mt19937_64 rng(17);
  for (const std::int64_t atoms : {1, 5, 40}) {
    Point point = plain_point(atoms);
    point.parameters.atoms.theta = uniform(rng, 0.1, 3.0);
    point.parameters.atoms.phi = uniform(rng, -3.0, 3.0);
    const MadeState made(point, 0.0, 0.0);
    const double theta = point.parameters.atoms.theta, phi = point.parameters.atoms.phi;
    // Mode 2 with e^{i phi}: <J_+> ~ e^{-i (-phi)}: the azimuth is phi.
    const Eigen::Vector3d n(std::sin(theta) * std::cos(phi), std::sin(theta) * std::sin(phi),
                            std::cos(theta));
    const std::vector<double> matrix = matrix_of(made);
    for (int a = 0; a < 3; ++a)
      for (int b = 0; b < 3; ++b)
        EXPECT_NEAR(matrix[3 * a + b],
                    static_cast<double>(atoms) * ((a == b ? 1.0 : 0.0) - n[a] * n[b]),
                    1e-12 * static_cast<double>(atoms * atoms));
    EXPECT_NEAR(value_of("qfi_optimal", made.full()), static_cast<double>(atoms),
                1e-12 * static_cast<double>(atoms * atoms));
    Verdict verdict;
    const std::vector<double> direction = values_of("qfi_optimal_direction", made, &verdict);
    EXPECT_EQ(verdict.trust, Trust::undefined);
    EXPECT_TRUE(std::isnan(direction[0]));
  }
}

TEST(QfiMatrix, TheBestDirectionIsTheBest) {
  std::mt19937_64 rng(18);
  for (int i = 0; i < 60; ++i) {
    const auto atoms = static_cast<std::int64_t>(2 + rng() % 10);
    const MadeState made = random_state(rng, atoms, every_start[rng() % 5], rng() % 2 == 0);
    Verdict verdict;
    const std::vector<double> n = values_of("qfi_optimal_direction", made, &verdict);
    if (verdict.trust == Trust::undefined) continue;
    const double largest = std::max({std::abs(n[0]), std::abs(n[1]), std::abs(n[2])});
    EXPECT_GT(*std::ranges::find_if(n, [&](double c) { return std::abs(c) >= 0.5 * largest; }),
              0.0);
    const double best = value_of("qfi_optimal", made.full());
    const oracle::Spin spin(atoms);
    const oracle::Matrix rho = made.density_matrix();
    const auto along = [&](double x, double y, double z) {
      const oracle::Matrix generator =
          spin.x * oracle::Complex(x) + spin.y * oracle::Complex(y) + spin.z * oracle::Complex(z);
      return static_cast<double>(oracle::qfi(rho, generator));
    };
    const double n2 = static_cast<double>(atoms * atoms);
    EXPECT_NEAR(along(n[0], n[1], n[2]), best, 1e-12 * n2);
    EXPECT_NEAR(std::hypot(n[0], n[1], n[2]), 1.0, 1e-14);
    for (int k = 0; k < 10; ++k) {
      const double z = uniform(rng, -1.0, 1.0), phi = uniform(rng, 0.0, 6.3);
      const double r = std::sqrt(1 - z * z);
      EXPECT_LE(along(r * std::cos(phi), r * std::sin(phi), z), best + 1e-12 * n2);
    }
  }
}

TEST(QfiMatrix, NaNCoherencesGiveNaN) {
  for (const double dephasing : {0.0, 0.1}) {
    Point point = plain_point(4);
    point.parameters.model.dephasing = dephasing;
    MadeState made(point, 0.0, 1.0);
    made.set_coherence(0, 1, {std::nan(""), 0.0});
    EXPECT_TRUE(std::isnan(matrix_of(made)[0]));
    EXPECT_TRUE(std::isnan(value_of("qfi_optimal", made.full())));
    EXPECT_TRUE(std::isnan(values_of("qfi_optimal_direction", made)[2]));
    EXPECT_TRUE(std::isnan(value_of("entropy", made.full())));
  }
}

TEST(Qfi, OneAxisTwistingIsItsClosedForm) {
  for (const std::int64_t atoms : {2, 3, 10, 101, 1000}) {
    for (const double t : {0.0, 1e-4, 0.01, 0.3, 1.0}) {
      Point point = plain_point(atoms);
      point.parameters.model.U = 0.7;
      MadeState made(point, 0.0, t);
      made.set_one_axis_twisting(0.7);
      const double expected = value_of("qfi_oat", made.full());
      EXPECT_NEAR(value_of("qfi", made.full()), expected, 1e-11 * expected) << atoms << " " << t;
    }
  }
}

TEST(Qfi, AMillionAtomsKeepTheirDigits) {
  for (const double allowed : {1e-10, 1e-14}) {
    // Relative to F_Q itself, although F_Q << N² at first: what lies outside counts (m/sqrt N)²
    // times its weight, up to 70 at 1e-14.
    const double tolerance = 1e-11 + 70 * allowed;
    for (const double t : {0.0, 1e-7, 1e-5, 1e-4, 1e-3, 0.01}) {
      MadeState made(plain_point(1000000), allowed, t, nullptr, physics::step2);
      made.set_one_axis_twisting(1.0);
      const double expected = value_of("qfi_oat", made.full());
      EXPECT_NEAR(value_of("qfi", made.full()), expected, tolerance * expected)
          << t << " " << allowed;
    }
  }
}

TEST(Qfi, WindowsChangeItWithinWhatWasDropped) {
  std::mt19937_64 rng(14);
  for (const std::int64_t atoms : {40, 41, 120}) {
    for (const double theta : {std::numbers::pi / 2, 0.6}) {
      Point point = plain_point(atoms);
      point.parameters.atoms.theta = theta;
      const double allowed = 1e-10;
      MadeState all(point, 0.0, 0.05), window(point, allowed, 0.05);
      ASSERT_LT(window.start.dim(), all.start.dim());
      const std::int64_t shift = window.start.first_sector();
      all.set_one_axis_twisting(2.0);
      for (std::int64_t l = 1; l < all.start.sector_count(); ++l)  // some decoherence as well
        for (std::int64_t k = 0; k < l; ++k) {
          const auto d = static_cast<double>(l - k);
          const ExtendedComplex v = all.full().photon_factor_extended(k, l);
          all.set_coherence(k, l, v * physics::exp_decay(physics::DD<double>(-0.02 * d * d)));
        }
      for (std::int64_t l = 1; l < window.start.sector_count(); ++l)
        for (std::int64_t k = 0; k < l; ++k)
          window.set_coherence(k, l, all.full().photon_factor_extended(k + shift, l + shift));
      EXPECT_NEAR(value_of("qfi", window.full()), value_of("qfi", all.full()),
                  20 * allowed * static_cast<double>(atoms * atoms))
          << atoms << " " << theta;
    }
  }
}

TEST(Qfi, NaNCoherencesGiveNaN) {
  Point point = plain_point(4);
  point.parameters.model.dephasing = 0.1;
  MadeState made(point, 0.0, 1.0);
  made.set_coherence(0, 1, {std::nan(""), 0.0});
  EXPECT_TRUE(std::isnan(value_of("qfi", made.full())));
}

}  // namespace
}  // namespace pairtwist::testing
