// SPDX-License-Identifier: BSD-3-Clause
// The molecule's overlap against quadrature of its wave function, and what its Condon radius is.
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <numbers>

#include "lab/molecule.hpp"

namespace pairtwist::lab {
namespace {

using std::numbers::pi;
using std::numbers::sqrt2;
using OfDistance = std::function<double(double)>;

/// ∫phi d³r/√(∫phi² d³r) of phi = u/r by the midpoint rule.
double by_quadrature(const OfDistance& u) {
  double sum = 0.0, norm = 0.0;
  constexpr double step = 1e-4;
  for (double r = 0.5 * step; r < 40.0; r += step) {
    sum += 4.0 * pi * r * u(r) * step;
    norm += 4.0 * pi * u(r) * u(r) * step;
  }
  return sum / std::sqrt(norm);
}

/// Where r u(r) = r² phi is largest.
double maximum(const OfDistance& u) {
  double best = 0.0;
  constexpr double step = 1e-4;
  for (double r = step; r < 40.0; r += step)
    if (r * u(r) > best * u(best)) best = r;
  return best;
}

OfDistance exponential(double size) {
  return [=](double r) { return std::exp(-r / size); };
}
OfDistance gaussian(double size) {
  return [=](double r) { return std::exp(-r * r / (size * size)); };
}
OfDistance shell(double centre, double width) {
  return [=](double r) { return std::exp(-std::pow((r - centre) / width, 2) / 2.0); };
}

TEST(Molecule, OverlapIsTheIntegralOfTheWaveFunction) {
  for (const double size : {0.7, 1.0, 1.6}) {
    EXPECT_NEAR(overlap(molecule_of_size(Form::exponential, size)),
                by_quadrature(exponential(size)), 1e-6);
    EXPECT_NEAR(overlap(molecule_of_size(Form::gaussian, size)), by_quadrature(gaussian(size)),
                1e-6);
  }
  for (const double radius : {1.0, 2.5})
    for (const double width : {0.05, 0.3, 1.0}) {
      const double centre = radius - width * width / radius;
      EXPECT_NEAR(overlap(molecular_shell(radius, width)), by_quadrature(shell(centre, width)),
                  1e-6)
          << radius << " " << width;
    }
}

TEST(Molecule, HasItsCondonRadiusWhereTheOverlapComesFrom) {
  const double radius = 1.3;
  EXPECT_EQ(molecule_at(Form::exponential, radius).size, radius);
  EXPECT_NEAR(maximum(exponential(molecule_at(Form::exponential, radius).size)), radius, 2e-4);
  EXPECT_NEAR(maximum(gaussian(molecule_at(Form::gaussian, radius).size)), radius, 2e-4);
  for (const double width : {0.1, 0.6, 1.3})
    EXPECT_NEAR(maximum(shell(radius - width * width / radius, width)), radius, 2e-4);
  for (const Form form : {Form::exponential, Form::gaussian}) {
    const Molecule by_radius = molecule_at(form, radius);
    EXPECT_DOUBLE_EQ(molecule_of_size(form, by_radius.size).condon_radius, radius);
  }
}

TEST(Molecule, ShellEndsAsAGaussianAndBeginsAsALobe) {
  EXPECT_NEAR(overlap(molecular_shell(1.0, 1.0)), overlap(molecule_of_size(Form::gaussian, sqrt2)),
              1e-14);
  const double width = 1e-4;
  EXPECT_NEAR(overlap(molecular_shell(1.0, width)) /
                  (std::sqrt(4.0 * pi) * std::sqrt(2.0 * std::sqrt(pi) * width)),
              1.0, 2e-8);
}

}  // namespace
}  // namespace pairtwist::lab
