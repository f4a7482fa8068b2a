// SPDX-License-Identifier: BSD-3-Clause
// Both squeezing parameters against the covariance matrix of the dense oracle, against Kitagawa and
// Ueda's closed form of one-axis twisting, and where there is no direction to squeeze across.
#include <gtest/gtest.h>

#include <numbers>

#include "support/made_state.hpp"

namespace pairtwist::testing {
namespace {

const Demand band{.step1 = true, .step2 = true};

/// Kitagawa and Ueda, PRA 47, 5138 (1993), for H = U J_z², the start along +x.
oracle::Squeezing twisting(std::int64_t atoms, double U, double t) {
  const auto n = static_cast<long double>(atoms);
  const long double mu = 2.0L * static_cast<long double>(U) * static_cast<long double>(t);
  // 1 - cos^{N-2} mu by its logarithm, which is log1p(-sin² mu)/2 for |mu| < pi/2.
  const long double a = -std::expm1((n - 2) / 2 * std::log1p(-std::sin(mu) * std::sin(mu)));
  const long double b = 4 * std::sin(mu / 2) * std::pow(std::cos(mu / 2), n - 2);
  const long double xi_s = 1 - (n - 1) / 4 * (b * b / (std::hypot(a, b) + a));
  return {xi_s / std::pow(std::cos(mu / 2), 2 * (n - 1)), xi_s};
}

TEST(Squeezing, AgreesWithTheOracle) {
  std::mt19937_64 rng(31);
  for_random_states(rng, 12, [&](MadeState& made) {
    if (made.point.parameters.atoms.state == AtomsState::dicke && made.start.two_m_lo == 0)
      return;  // <J> = 0
    const oracle::Squeezing expected = oracle::squeezing(made.density_matrix());
    const auto wineland = static_cast<double>(expected.wineland);
    EXPECT_NEAR(value_of("squeezing_wineland", made.packed(band)), wineland,
                1e-12 * std::max(1.0, wineland));
    EXPECT_NEAR(value_of("squeezing_kitagawa_ueda", made.packed(band)),
                static_cast<double>(expected.kitagawa_ueda), 1e-12);
  });
}

TEST(Squeezing, CoherentStatesAreNotSqueezed) {
  for (const std::int64_t atoms : {1, 2, 10, 1000, 1000000}) {
    for (const double theta : {0.0, 1e-6, 0.4, std::numbers::pi / 2, 2.0, std::numbers::pi}) {
      Point point = plain_point(atoms);
      point.parameters.atoms.theta = theta;
      point.parameters.atoms.phi = theta == 0.4 ? 2.0 : 0.0;
      point.parameters.model.tilt = 3.0;
      const double n = static_cast<double>(atoms);
      MadeState made(point, 1e-10 / (n * n), 5.0, nullptr, physics::step1 | physics::step2);
      EXPECT_NEAR(value_of("squeezing_wineland", made.full()), 1.0, 1e-9) << n << " " << theta;
      EXPECT_NEAR(value_of("squeezing_kitagawa_ueda", made.full()), 1.0, 1e-9);
    }
  }
}

TEST(Squeezing, TwistingIsKitagawaAndUeda) {
  for (const std::int64_t atoms : {3, 10, 101, 10000, 1000000}) {
    const double n = static_cast<double>(atoms);
    const double best = std::pow(n, -2.0 / 3.0);
    for (const double allowed : {1e-10, 1e-10 / (n * n)}) {
      for (const double t : {1e-3 * best, 0.1 * best, best, 1.5 * best}) {
        MadeState made(plain_point(atoms), allowed, t, nullptr, physics::step1 | physics::step2);
        made.set_one_axis_twisting(1.0);
        const oracle::Squeezing expected = twisting(atoms, 1.0, t);
        // Where weight was dropped: (m/sqrt N)² of it, and what curves beyond the window's edge.
        const double tolerance = 2e-9 + 100 * allowed;
        EXPECT_NEAR(value_of("squeezing_wineland", made.full()),
                    static_cast<double>(expected.wineland), tolerance)
            << atoms << " " << t;
        EXPECT_NEAR(value_of("squeezing_kitagawa_ueda", made.full()),
                    static_cast<double>(expected.kitagawa_ueda), tolerance)
            << atoms << " " << t;
      }
    }
  }
}

TEST(Squeezing, TiltAndWindowsOffTheEquatorDoNotMatter) {
  // Off the equator, twisting turns the spin about z as it squeezes it: by 2 U <m> t, many times.
  const std::uint32_t pairs = physics::step1 | physics::step2;
  for (const std::int64_t atoms : {200, 10000, 1000000}) {
    for (const double theta : {1.0, std::numbers::pi - 1.0}) {
      for (const double fraction : {0.01, 0.1, 1.0}) {
        const double t = fraction * std::pow(static_cast<double>(atoms), -2.0 / 3.0);
        Point point = plain_point(atoms);
        point.parameters.atoms.theta = theta;
        point.parameters.atoms.phi = 0.3;
        // As little is dropped as for a tolerance of 1e-8 (src/plan/point_work.cpp).
        const double dropped = 1e-10 / static_cast<double>(atoms * atoms);
        MadeState all(point, 1e-30, t, nullptr, pairs), window(point, dropped, t, nullptr, pairs);
        ASSERT_LT(window.start.dim(), all.start.dim());
        all.set_one_axis_twisting(1.0);
        window.set_one_axis_twisting(1.0);
        const double expected = value_of("squeezing_wineland", all.full());
        EXPECT_NEAR(value_of("squeezing_wineland", window.full()), expected, 2e-9 * expected)
            << atoms << " " << theta << " " << t;
        window.point.parameters.model.tilt = 1e3;
        EXPECT_NEAR(value_of("squeezing_wineland", window.full()), expected, 2e-9 * expected)
            << atoms << " " << theta << " " << t;
      }
    }
  }
}

TEST(Squeezing, WindowsOfDecoheredStates) {
  for (const double rate : {0.0, 0.1, 5.0, 1000.0}) {  // of (m - m')², in units of 1/N
    const double allowed = 1e-10;
    Point point = plain_point(1001);
    point.parameters.atoms.theta = 0.8;
    MadeState all(point, 0.0, 1.0), window(point, allowed, 1.0);
    ASSERT_LT(window.start.dim(), all.start.dim());
    for (MadeState* made : {&all, &window}) {
      for (std::int64_t l = 1; l < made->start.sector_count(); ++l) {
        for (std::int64_t k = 0; k < l; ++k) {
          const auto d = static_cast<double>(l - k);
          made->set_coherence(k, l, {std::exp(-rate / 1001.0 * d * d), 0.0});
        }
      }
    }
    const double expected = value_of("squeezing_kitagawa_ueda", all.full());
    EXPECT_GT(expected, rate < 5.0 ? 0.999 : 1.01);
    EXPECT_NEAR(value_of("squeezing_kitagawa_ueda", window.full()), expected,
                100 * allowed * expected);
  }
}

TEST(Squeezing, UndefinedWithoutADirection) {
  Point dicke = plain_point(6);
  dicke.parameters.atoms.state = AtomsState::dicke;
  MadeState none(dicke, 0.0, 1.0);
  EXPECT_TRUE(std::isnan(value_of("squeezing_wineland", none.full())));
  EXPECT_TRUE(std::isnan(value_of("squeezing_kitagawa_ueda", none.full())));

  // m = 3 and -3 in equal parts, up to rounding: <J_z> = 0 up to rounding.
  Point cat = plain_point(6);
  cat.parameters.atoms.state = AtomsState::file;
  std::vector<std::complex<double>> c(7, 0.0);
  c.front() = std::sqrt(0.5) * (1.0 + 0x1p-52);
  c.back() = std::sqrt(0.5);
  MadeState both(cat, 0.0, 1.0, &c);
  EXPECT_TRUE(std::isnan(value_of("squeezing_wineland", both.full())));
}

}  // namespace
}  // namespace pairtwist::testing
