// SPDX-License-Identifier: BSD-3-Clause
// The closed approximations against their printed forms in long double, and at small times, where
// those forms lose their digits and F_Q - N is what counts.
#include <gtest/gtest.h>

#include <cmath>

#include "support/made_state.hpp"

namespace pairtwist::testing {
namespace {

using Real = long double;

struct Setting {
  std::int64_t atoms;
  double U, W0;
  std::complex<double> eta, alpha;
};

Point point_of(const Setting& s) {
  Point point = plain_point(s.atoms);
  point.parameters.model.U = s.U;
  point.parameters.model.W0 = s.W0;
  point.parameters.model.eta = s.eta;
  point.parameters.light.state = LightState::coherent;
  point.parameters.light.alpha = s.alpha;
  return point;
}

double at(const char* name, const Setting& s, double t) {
  const Point point = point_of(s);
  const AtomicStart start = atomic_start(point.parameters.atoms, s.atoms, 0.1, nullptr);
  return value_of(name, {point, start, {}, t, {}});
}

const Setting settings[] = {{1, 1.0, 1.0, 320.0, {3.0, 1.0}},
                            {2, 0.3, -1.0, {0.0, 20.0}, 2.0},
                            {3, 1.0, 0.5, {3.0, 4.0}, 0.5},
                            {100, 1.0, 1.0, 320.0, std::sqrt(40.0)},
                            {101, -1.0, 1.0, 320.0, 1.0}};

TEST(Approximations, ArePrintedForms) {
  for (const Setting& s : settings) {
    for (const double t : {0.001, 0.005, 0.01, 0.02, 0.1, 1.0, 2.0}) {
      SCOPED_TRACE(::testing::Message() << "N = " << s.atoms << ", t = " << t);
      const Real n = static_cast<Real>(s.atoms), U = s.U, W0 = s.W0, T = t;
      const Real eta2 = std::norm(s.eta), alpha2 = std::norm(s.alpha);
      const Real angle = U * T + 2.0L / 3 * eta2 * W0 * T * T * T;
      const Real chi = 4 * angle;
      const Real tau_Q = std::pow(9 / (4 * n * W0 * W0 * eta2 * eta2), 1.0L / 6);
      const Real tau_C = 1 / (2 * std::sqrt(n) * W0 * alpha2);
      const auto tolerance = static_cast<double>(1e-13L * n * n * std::max(1.0L, std::abs(chi)));
      const auto expect = [&](const char* name, Real expected) {
        EXPECT_NEAR(at(name, s, t), static_cast<double>(expected), tolerance) << name;
      };
      const auto mixed = [n](Real f) { return n / 2 * (1 + f) + n * n / 2 * (1 - f); };
      if (n > 1)
        expect("qfi_oat", n + n * (n - 1) / 2 * (1 - std::pow(std::cos(2 * U * T), n - 2)));
      expect("qfi_p8", mixed(std::exp(-2 * std::pow(T / tau_Q, 6))));
      expect("qfi_b40", mixed(std::exp(-2 * n * angle * angle)));
      expect("qfi_d3", mixed(std::exp(-2 * std::pow(T / tau_C, 2))));
      const Real bracket = n * n / 2 * (1 + chi * chi / 4) - n / 2;
      expect("qfi_b39", n * (n + 1) / 2 - std::exp(-chi * chi * n / 8) * bracket * std::cos(chi));
    }
  }
}

TEST(Approximations, StartAtNAndGrowWithTheirLeadingTerm) {
  const Setting s{100, 1.0, 1.0, 320.0, 2.0};
  const double t = 1e-9;
  const double n = 100.0;
  for (const char* name : {"qfi_oat", "qfi_p8", "qfi_b39", "qfi_b40", "qfi_d3"})
    EXPECT_EQ(at(name, s, 0.0), n) << name;
  const Setting without_n{2, 1.0, 1.0, 320.0, 2.0};
  EXPECT_EQ(at("qfi_oat", without_n, 0.3), 2.0);  // cos^0: two atoms and U alone stay at F = N
  // F - N at a time when f is 1 to double precision.
  const double pairs = n * (n - 1.0) / 2.0;
  EXPECT_NEAR((at("qfi_oat", s, 1e-7) - n) / (pairs * (n - 2.0) * 2e-14), 1.0, 1e-5);
  EXPECT_NEAR((at("qfi_d3", s, t) - n) / (pairs * 2.0 * n * 64.0 * t * t), 1.0, 1e-3);
}

TEST(Approximations, TwistingThroughAZeroOfTheCosine) {
  // N = 3: cos itself; next to its zero, 1 - cos must not lose half the digits.
  const double t = std::numbers::pi / 4 + 1e-9;
  EXPECT_NEAR(at("qfi_oat", {3, 1.0, 1.0, 0.0, 0.0}, t), 3.0 + 3.0 * (1.0 + 2e-9), 1e-15 * 6);
  for (const std::int64_t atoms : {1, 2, 3, 50})
    EXPECT_TRUE(std::isfinite(at("qfi_oat", {atoms, 1.0, 1.0, 0.0, 0.0}, std::numbers::pi / 4)));
  EXPECT_EQ(at("qfi_oat", {1, 1.0, 1.0, 0.0, 0.0}, 0.4), 1.0);
}

TEST(Approximations, ReproduceTheTableOfOneAxisTwisting) {
  // docs/physics.md, 8: F_Q/N² at N = 100, U = 1.
  const Setting s{100, 1.0, 1.0, 0.0, 0.0};
  const double times[] = {0.005, 0.010, 0.015, 0.020, 0.030};
  const double expected[] = {0.01241961, 0.01960817, 0.03135829, 0.04733529, 0.09009407};
  for (int i = 0; i < 5; ++i) EXPECT_NEAR(at("qfi_oat", s, times[i]) / 1e4, expected[i], 0.5e-8);
}

TEST(Approximations, D3NeedsCoherentLight) {
  Point point = point_of({10, 1.0, 1.0, 320.0, 2.0});
  point.parameters.light.state = LightState::vacuum;
  const AtomicStart start = atomic_start(point.parameters.atoms, 10, 0.1, nullptr);
  EXPECT_EQ(value_of("qfi_d3", {point, start, {}, 5.0, {}}), 10.0);
}

}  // namespace
}  // namespace pairtwist::testing
