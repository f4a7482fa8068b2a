// SPDX-License-Identifier: BSD-3-Clause
// The laboratory frame's series against dense linear algebra: the bound of the generator's
// numerical range, the stencil, and how fast the series converges.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <unsupported/Eigen/MatrixFunctions>
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
  std::vector<double> roots = {0.0};
  for (int n = 0; n < cutoff + 4; ++n) roots.push_back(std::sqrt(n));
  std::vector<double> matrices(static_cast<std::size_t>(Series::scratch(cutoff)));
  std::vector<double> memory(
      static_cast<std::size_t>(Series::Tables::scratch(Series::extent(cutoff))));
  typename Series::Tables tables(memory.data(), Series::extent(cutoff));
  const faber::Ellipse e = range_of(r, cutoff);
  tables.fill_roots(Team{}, cutoff, roots.data() + 1);
  tables.fill(Team{}, physics::fock::laboratory_stencil(r), {e.re, e.im}, e.gamma,
              {turn_of(r).real(), turn_of(r).imag()});
  std::vector<double> c(faber::most_terms + 1);
  std::vector<double> one(c.size());
  faber::polynomials(-e.re / e.gamma, e.beta, one.data());
  faber::coefficients(e.gamma * step, e.beta, one.data(), c.data());
  const int terms = faber::terms_needed(c.data(), 1, 1e-13);

  const Matrix propagator = (generator(r, cutoff) * step).exp();
  const Matrix exact = (propagator * start.reshaped()).reshaped(cutoff, cutoff);
  const Number phase = std::exp(Number(0.0, e.im * step));
  Convergence result;
  for (int last = 0; last <= terms; ++last) {
    Series series(Team{}, tables, cutoff, matrices.data());
    series.set([&](int n, int k) {
      return physics::Complex<double>{start(n, k).real(), start(n, k).imag()};
    });
    series.begin(c[0]);
    for (int k = 1; k <= last; ++k)
      series.next(k == 1 ? 0.0 : k == 2 ? 2.0 * e.beta : e.beta, c[k]);
    series.finish();
    double error = 0.0;
    for (int n = 0; n < cutoff; ++n)
      for (int k = 0; k < cutoff; ++k) {
        const auto value = series.at(n, k);
        error += std::norm(phase * Number(value.re, value.im) - exact(n, k));
      }
    result.errors.push_back(std::sqrt(error));
    double rest = 0.0;
    for (int k = faber::most_terms; k > last; --k) rest += 2.0 * std::abs(c[k]);
    result.bounds.push_back(rest * start.norm());
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
