// SPDX-License-Identifier: BSD-3-Clause
// A maximum between samples, of functions that are known: with its own value alone where the
// samples say enough, and with few where they do not.
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>
#include <vector>

#include "solve/peak_search.hpp"

namespace pairtwist {
namespace {

using Function = std::function<double(double)>;
constexpr double lost = std::numeric_limits<double>::quiet_NaN();

struct Outcome {
  PeakNode found;
  bool certain;
  int rounds = 0;
  int values = 0;
};

/// Of samples at from, from + step, ...; their largest is searched from.
Outcome search(const Function& f, double from, double step, int samples, double margin,
               const std::vector<double>& edges = {}) {
  std::vector<PeakNode> nodes;
  std::size_t best = 0;
  for (int i = 0; i < samples; ++i) {
    nodes.push_back({from + i * step, f(from + i * step)});
    if (nodes.back().value > nodes[best].value) best = nodes.size() - 1;
  }
  const double left = nodes[best > 0 ? best - 1 : best].time;
  const double right = nodes[best + 1 < nodes.size() ? best + 1 : best].time;
  PeakSearch peak(nodes, best, left, right, edges, margin);
  Outcome outcome{};
  while (!peak.done()) {
    EXPECT_FALSE(peak.wanted().empty());
    for (std::size_t i = 0; i < peak.wanted().size(); ++i) {
      const double time = peak.wanted()[i];
      EXPECT_TRUE(time >= left && time <= right);
      EXPECT_TRUE(i == 0 || time > peak.wanted()[i - 1]);
      peak.take(i, f(time));
      ++outcome.values;
    }
    peak.go_on();
    if (++outcome.rounds > 200) break;
  }
  outcome.found = peak.found();
  outcome.certain = peak.certain();
  return outcome;
}

TEST(PeakSearch, OfDenseSamplesItsOwnValueIsWantedAlone) {
  const auto f = [](double t) { return std::sin(3.0 * t) * std::exp(-0.2 * t); };
  const double exact = std::atan(15.0) / 3.0;
  for (double from = -0.3; from < -0.2; from += 0.013) {
    const Outcome outcome = search(f, from, 0.05, 25, 1e-9);
    EXPECT_EQ(outcome.values, 1);
    EXPECT_EQ(outcome.found.value, f(outcome.found.time));
    EXPECT_NEAR(outcome.found.value, f(exact), 1e-9);
    EXPECT_NEAR(outcome.found.time, exact, 1e-5);
  }
}

/// A turn less 2 % from sample to sample: through the samples goes a smooth, slow curve, whose
/// maximum is no value of f at its time.
TEST(PeakSearch, OfSamplesThatDoNotFollowNoValueIsGivenThatIsNone) {
  const double turns = 2.0 * 3.14159265358979 * 0.98;
  for (const double fall : {0.0, 0.01, 0.3}) {
    const auto f = [=](double t) { return (1.0 + 0.1 * t) * std::cos(turns * t) - fall * t * t; };
    for (double from = -7.1; from < -6.5; from += 0.1) {
      const Outcome outcome = search(f, from, 1.0, 14, 1e-9);
      EXPECT_NEAR(outcome.found.value, f(outcome.found.time), 1e-9) << fall << ' ' << from;
    }
  }
}

TEST(PeakSearch, OfFewSamplesAFewValuesAreWanted) {
  const auto f = [](double t) { return 40.0 * std::cos(t) * std::cos(t) + std::sin(5.0 * t); };
  for (const double margin : {1e-3, 1e-6, 1e-9, 1e-12}) {
    const Outcome outcome = search(f, -1.3, 0.4, 8, margin);
    double exact = 0.0;
    for (int i = -5000; i <= 5000; ++i)
      if (f(exact) < f(1e-4 * i)) exact = 1e-4 * i;
    EXPECT_GE(outcome.found.value, f(exact) - margin);
    EXPECT_NEAR(outcome.found.value, f(outcome.found.time), margin);
    EXPECT_LE(outcome.rounds, 5) << margin;
    EXPECT_GT(outcome.rounds, 0);
  }
}

/// A jump of the slope that nobody knows of: the bracket shrinks around it all the same, to some
/// margins (of which one is a tenth of a tolerance).
TEST(PeakSearch, ACuspIsFound) {
  const double cusp = 0.3217;
  const auto f = [=](double t) { return 1.0 - std::abs(t - cusp); };
  const Outcome blind = search(f, 0.0, 0.1, 9, 1e-9);
  EXPECT_NEAR(blind.found.value, 1.0, 1e-8);
  EXPECT_NEAR(blind.found.time, cusp, 1e-8);
  const Outcome told = search(f, 0.0, 0.1, 9, 1e-9, {0.05, cusp});
  EXPECT_EQ(told.found.time, cusp);
  EXPECT_LE(told.values, 5);
}

TEST(PeakSearch, AnEndIsAMaximumWhereItFallsFromThere) {
  for (const double slope : {0.0, 1e-3, 1.0}) {
    const auto f = [=](double t) { return 5.0 - slope * t - std::sin(t) * std::sin(t); };
    const Outcome outcome = search(f, 0.0, 0.1, 11, 1e-9);
    EXPECT_EQ(outcome.found.time, 0.0);
    EXPECT_EQ(outcome.found.value, 5.0);
  }
  // It rises between the first two samples, which do not show it.
  const auto rises = [](double t) { return t * std::exp(-8.0 * t); };
  const Outcome outcome = search(rises, 0.1, 0.1, 11, 1e-9);
  EXPECT_NEAR(outcome.found.time, 1.0 / 8.0, 1e-4);
  EXPECT_NEAR(outcome.found.value, rises(1.0 / 8.0), 1e-9);
}

/// Like spin squeezing on few samples: its best is within the first interval.
TEST(PeakSearch, AnEndIsNoMaximumWhereItRisesBeforeTheNextSample) {
  const auto f = [](double t) {
    return -(1.0 - 0.7 * std::pow(std::sin(18.0 * t), 2.0)) * std::exp(30.0 * t * t);
  };
  double exact = 0.0;
  for (int i = 0; i < 200000; ++i)
    if (f(1e-6 * i) > f(exact)) exact = 1e-6 * i;
  for (const double margin : {1e-4, 1e-9, 1e-12}) {
    const Outcome outcome = search(f, 0.0, 0.2, 21, margin);
    EXPECT_NEAR(outcome.found.time, exact, 1e-2) << margin;
    EXPECT_GE(outcome.found.value, f(exact) - 10.0 * margin);
    EXPECT_NEAR(outcome.found.value, f(outcome.found.time), 10.0 * margin);
    EXPECT_LE(outcome.rounds, 12);
  }
}

TEST(PeakSearch, WhatIsFlatIsLeftAlone) {
  const auto f = [](double t) { return 1.0 + 1e-12 * std::sin(1e5 * t); };
  EXPECT_EQ(search(f, 0.0, 0.1, 11, 1e-9).values, 0);
}

/// Behind the end of a pump values stay as they are but for rounding; the samples do not show that
/// the curve has come down to them.
TEST(PeakSearch, APlateauHidesNoPeakBeforeIt) {
  const double edge = 0.45, peak = 0.43;
  for (const double rounding : {-1e-15, 0.0, 1e-15}) {
    const auto f = [&](double t) {
      return 1.0 - std::pow(std::min(t, edge) - peak, 2.0) + rounding * std::max(t - edge, 0.0);
    };
    std::vector<PeakNode> nodes;
    for (int i = 0; i < 11; ++i) nodes.push_back({0.1 * i, f(0.1 * i)});
    PeakSearch search(nodes, 5, nodes[4].time, nodes[6].time, std::vector{edge}, 1e-9);
    int values = 0;
    for (; !search.done() && values < 100; search.go_on())
      for (std::size_t i = 0; i < search.wanted().size(); ++i, ++values)
        search.take(i, f(search.wanted()[i]));
    EXPECT_TRUE(search.certain());
    EXPECT_NEAR(search.found().time, peak, 1e-4) << rounding;
    EXPECT_NEAR(search.found().value, 1.0, 1e-9) << rounding;
    EXPECT_LE(values, 10);
  }
}

TEST(PeakSearch, AValueThatIsLostMayHaveBeenTheMaximum) {
  const auto f = [](double t) { return std::abs(t - 0.33) < 0.05 ? lost : 1.0 - t * t; };
  const std::vector<PeakNode> nodes = {{0.0, 1.0}, {0.2, 1.1}, {0.4, 1.0}};
  for (const double at_most : {2.0, 0.5}) {
    PeakSearch peak(nodes, 1, 0.0, 0.4, {}, 1e-9);
    for (int round = 0; round < 100 && !peak.done(); ++round) {
      for (std::size_t i = 0; i < peak.wanted().size(); ++i)
        peak.take(i, f(peak.wanted()[i]), at_most);
      peak.go_on();
    }
    EXPECT_TRUE(peak.done());
    EXPECT_EQ(peak.certain(), at_most < 1.0);
  }
}

}  // namespace
}  // namespace pairtwist
