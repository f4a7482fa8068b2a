// SPDX-License-Identifier: BSD-3-Clause
// Ellipses that the generator may reach beyond: where they lie, and that a series' last term tells
// what it lacks.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "dense_laboratory.hpp"
#include "engines/series_in_memory.inl"

namespace pairtwist::engines {
namespace {

using Team = Alone<0>;
using Series = SeriesInMemory<double, Team, 15>;

/// How many times as large the confocal ellipse is that z lies on: |w| of z = centre + gamma (w +
/// beta/w), the larger one.
double level_of(Number z, const faber::Ellipse& e) {
  const Number scaled = (z - Number(e.re, e.im)) / e.gamma;
  const Number root = std::sqrt(scaled * scaled - 4.0 * e.beta);
  return 0.5 * std::max(std::abs(scaled + root), std::abs(scaled - root));
}

TEST(TightEllipses, AreAsFarFromTheBoxOnThreeSides) {
  constexpr std::uint64_t seed = 60013;
  std::mt19937_64 random(seed);
  std::uniform_real_distribution<double> u(0.05, 1.0);
  for (int i = 0; i < 200; ++i) {
    SCOPED_TRACE(fmt::format("seed {}, case {}", seed, i));
    const double right = 0.1 * u(random), left = 8.0 * u(random);
    const double up = 5.0 * u(random), down = 5.0 * u(random);
    const double support[] = {right, up, left, down};
    const faber::Box box(support);
    const faber::Ellipse e = box.tight(1.3);
    EXPECT_LE(e.gamma, 0.5 * (box.p + box.q) * (1.0 + 1e-14));
    EXPECT_LE(std::abs(e.beta), 1.0);
    EXPECT_NEAR(e.re + e.gamma * (1.0 + e.beta), right, 1e-12);
    EXPECT_NEAR(e.right, right, 1e-12);
    const double height = box.q - faber::Box::never_together * std::min(box.p, box.q);
    const double upper = level_of({e.re, box.im + height}, e);
    const double lower = level_of({e.re, box.im - height}, e);
    EXPECT_NEAR(upper, lower, 1e-9);
    EXPECT_NEAR(upper, level_of({-left, box.im}, e), 1e-9);
    EXPECT_LE(upper, 1.3 + 1e-9);
    EXPECT_NEAR(e.level_of_zero(), std::max(level_of(0.0, e), std::sqrt(std::abs(e.beta))), 1e-7);
  }
}

TEST(TightEllipses, OfABoxThatIsNoneAreNone) {
  const double nothing[] = {0.0, 0.0, 0.0, 0.0};
  EXPECT_EQ(faber::Box(nothing).tight(1.3).gamma, 0.0);
  // A pump alone moves on the imaginary axis and fills it.
  const double thin[] = {0.0, 2.0, 0.0, 2.0};
  EXPECT_NEAR(faber::Box(thin).tight(1.3).gamma, 1.0, 1e-12);
  EXPECT_NEAR(faber::Box(thin).tight(1.3).beta, -1.0, 1e-12);
}

struct Step {
  double error;    ///< in the Frobenius norm
  double lacking;  ///< 2 sum of |c_k| behind the last term
  double size;     ///< what the series says of its last term
};

/// One step of a series whose ellipse is the one around the numerical range, `shrunk` times as
/// large. The start has few photons.
Step step(const Rates& r, int cutoff, double shrunk, double x, bool halved, const Matrix& start) {
  faber::Ellipse e = range_of(r, cutoff);
  e.gamma = std::max(e.gamma * shrunk, 1e-3);
  LoneSeries<Series, Team> lone(r, cutoff, e, x);
  const int terms = lone.terms_needed(1e-15);
  const Series series = lone.sum(start, terms, halved);
  return {lone.error(series, lone.exact(start), halved), lone.lacking(terms),
          series.size_of_last()};
}

/// However small the ellipse is: what is missing goes with the last term's size, and so does what
/// rounding made of it on the way.
TEST(TightEllipses, TheLastTermTellsWhatASeriesLacks) {
  constexpr std::uint64_t seed = 60029;
  std::mt19937_64 random(seed);
  std::uniform_real_distribution<double> u(0.0, 1.0);
  int wrong = 0, bold = 0;
  for (int i = 0; i < 60; ++i) {
    const bool halved = i % 3 == 0;
    const int cutoff = 6 + i % 4;
    Rates r = random_rates(random, !halved && i % 2 == 1);
    if (halved) r.omega_l = r.omega_k;
    const double shrunk = 0.3 + 0.7 * u(random);
    SCOPED_TRACE(fmt::format("seed {}, case {}, {} levels, {:.2f} times", seed, i, cutoff, shrunk));
    Matrix start = Matrix::Zero(cutoff, cutoff);
    start(0, 0) = 0.8;
    start(1, 1) = 0.2;
    const Step found = step(r, cutoff, shrunk, 5.0 + 25.0 * u(random), halved, start);
    EXPECT_LE(found.error, 10.0 * found.lacking * found.size + 1e-12) << "size " << found.size;
    wrong += found.error > 1e-9 ? 1 : 0;
    bold += found.error < 1e-12 && shrunk < 0.8 ? 1 : 0;
  }
  EXPECT_GT(wrong, 5);
  EXPECT_GT(bold, 5);
}

}  // namespace
}  // namespace pairtwist::engines
