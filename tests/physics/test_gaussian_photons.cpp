// SPDX-License-Identifier: BSD-3-Clause
// P(n) of displaced squeezed thermal light against pure states' amplitudes and against the
// generating function on a circle, both in long double.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>
#include <vector>

#include "physics/gaussian_photons.hpp"

namespace pairtwist::physics {
namespace {

using Real = long double;
using Complex = std::complex<Real>;

std::vector<double> numbers(const LightAxes& light, int count) {
  std::vector<double> result;
  photon_numbers(light, count, [&](int, double p) { result.push_back(p); });
  return result;
}

double worst(const std::vector<double>& found, const std::vector<Real>& expected) {
  Real largest = 0;
  for (std::size_t n = 0; n < found.size(); ++n)
    largest = std::max(largest, std::abs(found[n] - expected[n]));
  return static_cast<double>(largest);
}

/// |<n|D(alpha)S(r)|0>|², broad along the imaginary axis: (a - alpha) cosh r + (a† - alpha*) sinh r
/// makes nothing of it.
std::vector<Real> pure(Complex alpha, Real r, int count) {
  const Real c = std::cosh(r);
  const Real s = std::sinh(r);
  std::vector<Real> result;
  Complex before = 0;
  Complex now = 1;
  Complex scale = -std::norm(alpha) / 2 - std::conj(alpha) * std::conj(alpha) * (s / c) / Real(2);
  scale -= std::log(c) / 2;
  for (int n = 0; n < count; ++n) {
    result.push_back(std::norm(now) * std::exp(2 * scale.real()));
    const Complex next =
        ((alpha * c + std::conj(alpha) * s) * now - s * std::sqrt(static_cast<Real>(n)) * before) /
        (c * std::sqrt(static_cast<Real>(n + 1)));
    before = now;
    now = next;
  }
  return result;
}

TEST(GaussianPhotons, OfPureStatesWhateverTheirSqueezing) {
  double largest = 0.0;
  for (const double r : {0.0, 0.05, 0.4, 1.0, 2.0, 4.0, 8.0}) {
    for (const double size : {0.0, 0.3, 3.0, 12.0, 31.0}) {
      for (const double angle : {0.0, 0.2, 0.8, 1.3, std::numbers::pi / 2}) {
        const double re = size * std::cos(angle);
        const double im = size * std::sin(angle);
        const LightAxes light = {{0.5 * std::expm1(2 * r), 0.5 * std::expm1(-2 * r)},
                                 {im * im, re * re}};
        largest = std::max(largest, worst(numbers(light, 1024), pure(Complex(re, im), r, 1024)));
      }
    }
  }
  EXPECT_LE(largest, rounding_of_photon_numbers);
  EXPECT_GT(largest, 0.0);
}

/// Coefficients of the generating function on a circle in the unit disk.
std::vector<Real> on_a_circle(const LightAxes& light, int count) {
  constexpr int places = 8192;
  const Real radius = std::exp(Real(-30) / places);  // what comes round again is e^-30² of itself
  std::vector<Complex> g(places);
  for (int i = 0; i < places; ++i) {
    const Complex s = std::polar(radius, 2 * std::numbers::pi_v<Real> * i / places);
    Complex log_g = 0;
    for (int j = 0; j < 2; ++j) {
      const Complex d = Real(1) + (Real(1) - s) * Real(light.spread[j]);
      log_g -= std::log(d) / Real(2) + (Real(1) - s) * Real(light.mean[j]) / d;
    }
    g[i] = std::exp(log_g);
  }
  std::vector<Real> result;
  for (int n = 0; n < count; ++n) {
    Complex sum = 0;
    for (int i = 0; i < places; ++i)
      sum += g[i] * std::polar(Real(1), -2 * std::numbers::pi_v<Real> *
                                            static_cast<Real>((static_cast<long>(i) * n) % places) /
                                            places);
    result.push_back(sum.real() / places / std::pow(radius, static_cast<Real>(n)));
  }
  return result;
}

TEST(GaussianPhotons, OfMixedStates) {
  for (const double heat : {1e-3, 0.3, 5.0}) {
    for (const double r : {0.0, 0.3, 1.5}) {
      for (const double size : {0.0, 2.0, 9.0}) {
        for (const double angle : {0.1, 1.4}) {
          const double x = size * std::cos(angle);
          const double y = size * std::sin(angle);
          const LightAxes light = {
              {0.5 * std::expm1(2 * r) + heat, 0.5 * std::expm1(-2 * r) + heat}, {x * x, y * y}};
          EXPECT_LE(worst(numbers(light, 60), on_a_circle(light, 60)), 1e-14)
              << heat << " " << r << " " << size << " " << angle;
        }
      }
    }
  }
}

TEST(GaussianPhotons, OfThermalLightAreGeometric) {
  for (const double mean : {1e-12, 0.7, 40.0, 1e9}) {
    const std::vector<double> found = numbers({{mean, mean}, {0.0, 0.0}}, 500);
    for (int n = 0; n < 500; ++n) {
      const double expected = std::pow(mean / (1 + mean), n) / (1 + mean);
      EXPECT_NEAR(found[n], expected, 1e-12 * expected);
    }
  }
}

TEST(GaussianPhotons, NeitherOverflowNorUnderflow) {
  for (const double p : numbers({{3.0, -0.4}, {1e9, 1e9}}, 1024)) EXPECT_EQ(p, 0.0);
  const std::vector<double> none = numbers({{0.0, 0.0}, {0.0, 0.0}}, 3);
  EXPECT_EQ(none, (std::vector<double>{1.0, 0.0, 0.0}));
  for (const double p : numbers({{0.0, 0.0}, {std::nan(""), 0.0}}, 3)) EXPECT_TRUE(std::isnan(p));
}

}  // namespace
}  // namespace pairtwist::physics
