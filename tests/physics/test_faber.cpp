// SPDX-License-Identifier: BSD-3-Clause
// The Faber series: its coefficients against Bessel functions, the series itself against the
// exponential of a number, its length, and the ellipse.
#include <gtest/gtest.h>

#include <cmath>
#include <complex>
#include <random>
#include <vector>

#include "physics/faber.hpp"

namespace pairtwist::physics::faber {
namespace {

using Number = std::complex<double>;

std::vector<double> polynomials_at(double z, double beta) {
  std::vector<double> f(most_terms + 1);
  polynomials(z, beta, f.data());
  return f;
}

/// Of e^{x (A - one)}.
std::vector<double> coefficients_of(double x, double beta, double one) {
  std::vector<double> c(most_terms + 1);
  coefficients(x, beta, polynomials_at(one, beta).data(), c.data());
  return c;
}

TEST(Faber, CoefficientsAreBesselFunctions) {
  for (const double x : {1e-9, 0.01, 0.7, 5.0, 13.3, 32.0}) {
    const std::vector<double> thin = coefficients_of(x, -1.0, 0.0);
    const std::vector<double> round = coefficients_of(x, 0.0, 1.0);
    const std::vector<double> flat = coefficients_of(x, 1.0, 2.0);
    for (int k = 0; k <= most_terms; ++k) {
      const double order = k;
      EXPECT_NEAR(thin[k], std::cyl_bessel_j(order, 2.0 * x), 1e-13) << x << " " << k;
      EXPECT_NEAR(round[k], std::exp(order * std::log(x) - std::lgamma(order + 1.0) - x), 1e-13)
          << x << " " << k;
      EXPECT_NEAR(flat[k], std::cyl_bessel_i(order, 2.0 * x) * std::exp(-2.0 * x), 1e-13)
          << x << " " << k;
    }
  }
}

/// F_0(z) ... F_{most_terms}(z).
std::vector<Number> polynomials_of(Number z, double beta) {
  std::vector<Number> f = {1.0, z};
  while (f.size() <= most_terms)
    f.push_back(z * f.back() - (f.size() == 2 ? 2.0 : 1.0) * beta * f[f.size() - 2]);
  return f;
}

TEST(Faber, SeriesIsTheExponentialAnywhereInTheEllipse) {
  constexpr std::uint64_t seed = 271828;
  std::mt19937_64 random(seed);
  std::uniform_real_distribution<double> u(0.0, 1.0);
  for (int i = 0; i < 300; ++i) {
    SCOPED_TRACE(testing::Message() << "seed " << seed << ", case " << i);
    const double beta = 2.0 * u(random) - 1.0;
    const double x = longest().step * std::pow(u(random), 3);
    // A point of the ellipse with semi-axes 1 + beta, 1 - beta.
    const double angle = 2.0 * M_PI * u(random), radius = u(random);
    const Number z(radius * (1.0 + beta) * std::cos(angle),
                   radius * (1.0 - beta) * std::sin(angle));
    // The ellipse's right end at 0: no term is larger than the sum can be.
    const double one = 1.0 + beta;
    const std::vector<Number> f = polynomials_of(z, beta);
    for (const Number& value : f) EXPECT_LE(std::abs(value), 2.0 + 1e-12);
    double result[2];
    sums(
        x, beta, polynomials_at(one, beta).data(), double(most_terms),
        [&](int k, int part) { return part == 0 ? f[k].real() : f[k].imag(); }, result);
    const Number exact = std::exp(x * (z - one));
    EXPECT_NEAR(std::abs(Number(result[0], result[1]) - exact), 0.0, 3e-13);
    const std::vector<double> c = coefficients_of(x, beta, one);
    Number forward = 0.0;
    for (int k = 0; k <= most_terms; ++k) forward += c[k] * f[k];
    EXPECT_NEAR(std::abs(forward - exact), 0.0, 2e-13);
  }
}

TEST(Faber, NoStepNeedsMoreTermsThanThereAre) {
  for (const Length length : {longest(), shorter()})
    for (const double lacking : {1e-3, 1e-16, 1e-21, 1e-30, 1e-60, 1e-120, 1e-200}) {
      const double x = longest_step_for(lacking, length);
      EXPECT_LE(x, length.step);
      for (int i = 0; i <= 400; ++i) {
        const double beta = -1.0 + i / 200.0;
        const std::vector<double> c = coefficients_of(x, beta, 1.0 + beta);
        EXPECT_LT(terms_needed(c.data(), 1, lacking), length.terms) << lacking << " " << beta;
        EXPECT_LT(std::abs(c[length.terms]), 0.1 * lacking) << lacking << " " << beta;
      }
    }
  EXPECT_EQ(longest_step_for(1e-16, longest()), longest().step);
  EXPECT_EQ(longest_step_for(1e-16, shorter()), shorter().step);
}

/// A number of conserved things after many steps: to rounding, without a drift.
TEST(Faber, WhereTheExponentialIsOneTheSeriesIsToo) {
  for (const double beta : {-0.9, -0.3, 0.0, 0.5})
    for (const double one : {0.9 + beta, 1.0 + beta}) {
      const std::vector<double> c = coefficients_of(31.7, beta, one);
      const std::vector<double> f = polynomials_at(one, beta);
      double sum = 0.0, size = 0.0;
      for (int k = most_terms; k >= 0; --k) {
        sum += c[k] * f[k];
        size += std::abs(c[k] * f[k]);
      }
      EXPECT_NEAR(sum, 1.0, 1e-15 * size) << beta << " " << one;
    }
}

TEST(Faber, TermsNeededIsTheFirstThatIsEnough) {
  const std::vector<double> c = coefficients_of(10.0, -0.4, 0.0);
  for (const double allowed : {1e-3, 1e-8, 1e-13}) {
    const int needed = terms_needed(c.data(), 1, allowed);
    double rest = 0.0;
    for (int k = most_terms; k > needed; --k) rest += 2.0 * std::abs(c[k]);
    EXPECT_LE(rest, allowed);
    EXPECT_GT(rest + 2.0 * std::abs(c[needed]), allowed);
  }
}

TEST(Faber, DirectionsAreExactOnTheAxes) {
  for (int i = 0; i < 17; ++i) {
    EXPECT_NEAR(cosine(i), std::cos(M_PI * i / 8.0), 1e-15);
    EXPECT_NEAR(sine(i), std::sin(M_PI * i / 8.0), 1e-15);
  }
  EXPECT_EQ(cosine(4), 0.0);
  EXPECT_EQ(sine(8), 0.0);
}

Ellipse around(const std::vector<Number>& points) {
  const auto support = [&](double c, double s) {
    double largest = -INFINITY;
    for (const Number& z : points) largest = std::max(largest, c * z.real() + s * z.imag());
    return largest;
  };
  double along_axes[Box::directions];
  for (int i = 0; i < Box::directions; ++i)
    along_axes[i] = support(Box::cosine_of(i), Box::sine_of(i));
  const Outline outline{Box(along_axes)};
  double supports[Outline::directions];
  for (int i = 0; i < Outline::directions; ++i)
    supports[i] = support(outline.cosine_of(i), outline.sine_of(i));
  return outline.ellipse(supports);
}

/// 1 on its edge.
double level(const Ellipse& e, Number z) {
  const double p = e.gamma * (1.0 + e.beta), q = e.gamma * (1.0 - e.beta);
  const auto part = [](double distance, double axis) {
    return distance == 0.0 ? 0.0 : distance / axis;
  };
  return std::hypot(part(z.real() - e.re, p), part(z.imag() - e.im, q));
}

TEST(Faber, TheEllipseEnclosesThePointsAndNotMuchMore) {
  constexpr std::uint64_t seed = 16180;
  std::mt19937_64 random(seed);
  std::normal_distribution<double> normal;
  for (int i = 0; i < 300; ++i) {
    SCOPED_TRACE(testing::Message() << "seed " << seed << ", case " << i);
    const double width = std::exp(2.0 * normal(random)), height = std::exp(2.0 * normal(random));
    std::vector<Number> points;
    for (int k = 0; k < 3 + i % 20; ++k)
      points.emplace_back(width * normal(random) - 3.0, height * normal(random) + 1.0);
    const Ellipse e = around(points);
    double smallest[2] = {INFINITY, INFINITY}, largest[2] = {-INFINITY, -INFINITY};
    for (const Number& z : points) {
      EXPECT_LE(level(e, z), 1.0 + 1e-12);
      const double parts[2] = {z.real(), z.imag()};
      for (int d = 0; d < 2; ++d) {
        smallest[d] = std::min(smallest[d], parts[d]);
        largest[d] = std::max(largest[d], parts[d]);
      }
    }
    // p + q of an ellipse around the whole rectangle with its ratio is √2 of the rectangle's.
    const double rectangle = 0.5 * (largest[0] - smallest[0] + largest[1] - smallest[1]);
    EXPECT_LE(2.0 * e.gamma, 1.45 * rectangle);
    EXPECT_NEAR(e.right, e.re + e.gamma * (1.0 + e.beta), 1e-12 * (1.0 + std::abs(e.right)));
  }
}

TEST(Faber, AStretchOfTheImaginaryAxisIsItsOwnEllipse) {
  const Ellipse e = around({Number(0.0, -7.0), Number(0.0, 3.0)});
  EXPECT_EQ(e.beta, -1.0);
  EXPECT_EQ(e.re, 0.0);
  EXPECT_DOUBLE_EQ(e.im, -2.0);
  EXPECT_NEAR(e.gamma, 2.5, 1e-12);
  const Ellipse nothing = around({Number(0.0, 0.0)});
  EXPECT_EQ(nothing.gamma, 0.0);
  EXPECT_EQ(nothing.beta, 0.0);
}

}  // namespace
}  // namespace pairtwist::physics::faber
