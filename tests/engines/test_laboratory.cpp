// SPDX-License-Identifier: BSD-3-Clause
// The laboratory frame's series against dense linear algebra: the bound of the generator's
// numerical range, the stencil, and how fast the series converges.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

#include "dense_laboratory.hpp"
#include "engines/series_in_memory.inl"

namespace pairtwist::engines {
namespace {

TEST(Laboratory, TheNumericalRangeLiesInTheEllipse) {
  constexpr std::uint64_t seed = 4669;
  std::mt19937_64 random(seed);
  for (int i = 0; i < 60; ++i) {
    const int cutoff = 2 + i % 7;
    SCOPED_TRACE(fmt::format("seed {}, case {}, {} levels", seed, i, cutoff));
    const Rates r = random_rates(random, i % 2 == 1);
    const Matrix l = generator(r, cutoff);
    const faber::Ellipse e = range_of(r, cutoff);
    const double p = e.gamma * (1.0 + e.beta), q = e.gamma * (1.0 - e.beta);
    for (int angle = 0; angle < 37; ++angle) {
      const double c = std::cos(angle * M_PI / 18.5), s = std::sin(angle * M_PI / 18.5);
      const Matrix turned = Number(c, -s) * l;
      const Matrix hermitian = 0.5 * (turned + turned.adjoint());
      const double reach = Eigen::SelfAdjointEigenSolver<Matrix>(hermitian, Eigen::EigenvaluesOnly)
                               .eigenvalues()
                               .maxCoeff();
      EXPECT_LE(reach, e.re * c + e.im * s + std::hypot(p * c, q * s) + 1e-10);
      if (angle == 0 && r.two_photon == 0.0) {
        EXPECT_LE(reach, 0.5 * r.kappa + 1e-10);
      }
    }
  }
}

/// Bounds that are far too large would be right and slow. What is sure to hold without an
/// eigenvalue of the generator costs half as much again, and a little.
TEST(Laboratory, TheEllipseIsNotMuchLargerThanTheNumericalRange) {
  const Rates r{.omega_k = 4.0,
                .omega_l = -3.0,
                .kappa = 1.0,
                .bath = 0.2,
                .kerr = 0.1,
                .two_photon = 0.1,
                .pump_k = {2.0, 0.0},
                .pump_l = {2.0, 0.0}};
  const int cutoff = 12;
  const Matrix l = generator(r, cutoff);
  double sides = 0.0;
  for (const Number turn : {Number(1.0), Number(-1.0), Number(0.0, 1.0), Number(0.0, -1.0)}) {
    const Matrix hermitian = 0.5 * (turn * l + std::conj(turn) * l.adjoint());
    sides += Eigen::SelfAdjointEigenSolver<Matrix>(hermitian, Eigen::EigenvaluesOnly)
                 .eigenvalues()
                 .maxCoeff();
  }
  EXPECT_LT(2.0 * range_of(r, cutoff).gamma, 1.75 * 0.5 * sides);
}

using Team = Alone<0>;
/// Of blocks whose sides are pumped alike, or not.
template <bool transverse>
using SeriesOf = SeriesInMemory<double, Team, transverse ? 15 : 7>;

/// Errors of the series of a step with 0, 1, 2, ... terms, and what was said of them beforehand.
struct Convergence {
  std::vector<double> errors;
  std::vector<double> bounds;
};

template <class Series>
Convergence convergence(const Rates& r, int cutoff, double step, const Matrix& start) {
  const faber::Ellipse e = range_of(r, cutoff);
  LoneSeries<Series, Team> lone(r, cutoff, e, e.gamma * step);
  const int terms = lone.terms_needed(1e-13);
  const Matrix exact = lone.exact(start);
  Convergence result;
  for (int last = 0; last <= terms; ++last) {
    result.errors.push_back(lone.error(lone.sum(start, last, false), exact, false));
    result.bounds.push_back(lone.lacking(last) * start.norm());
  }
  return result;
}

TEST(Laboratory, TheSeriesErrsLessThanItSaysAndFallsFasterThanAnyPower) {
  constexpr std::uint64_t seed = 30103;
  std::mt19937_64 random(seed);
  std::normal_distribution<double> normal;
  for (int i = 0; i < 20; ++i) {
    const int cutoff = 3 + i % 6;
    SCOPED_TRACE(fmt::format("seed {}, case {}, {} levels", seed, i, cutoff));
    const bool transverse = i % 2 == 1;
    const Rates r = random_rates(random, transverse);
    const double step = 10.0 / (1.0 + range_of(r, cutoff).gamma);
    Matrix start(cutoff, cutoff);
    for (Number& z : start.reshaped()) z = Number(normal(random), normal(random));
    start /= start.norm();
    const Convergence found = transverse ? convergence<SeriesOf<true>>(r, cutoff, step, start)
                                         : convergence<SeriesOf<false>>(r, cutoff, step, start);
    for (std::size_t k = 0; k < found.errors.size(); ++k)
      EXPECT_LE(found.errors[k], found.bounds[k] + 2e-12) << k << " terms";
    EXPECT_LT(found.errors.back(), 2e-12);
  }
  // Of one that has all terms: each four more win more than the four before.
  const Rates all{.omega_k = 5.0,
                  .omega_l = -3.0,
                  .kappa = 0.9,
                  .bath = 0.2,
                  .kerr = 0.6,
                  .two_photon = 0.3,
                  .pump_k = {1.1, 0.0},
                  .pump_l = {1.1, 0.0}};
  const Matrix start = Matrix::Constant(6, 6, Number(0.1, 0.05));
  const double x = 8.0;
  const Convergence found = convergence<SeriesOf<false>>(all, 6, x / range_of(all, 6).gamma, start);
  double won = 1.0;
  for (std::size_t k = 16; found.errors[k] > 1e-10; k += 4) {
    const double now = found.errors[k - 4] / found.errors[k];
    EXPECT_GT(now, won) << k << " terms";
    won = now;
  }
  EXPECT_GT(won, 100.0);
}

}  // namespace
}  // namespace pairtwist::engines
