// SPDX-License-Identifier: BSD-3-Clause
// Where samples of functions that are known are too few.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <random>
#include <vector>

#include "solve/resolved_curve.hpp"

namespace pairtwist {
namespace {

using Function = std::function<double(double)>;
constexpr double lost = std::numeric_limits<double>::quiet_NaN();

struct Samples {
  std::vector<double> times, values;

  Samples(const Function& f, double step, int count) {
    for (int k = 0; k < count; ++k) {
      times.push_back(step * k);
      values.push_back(f(step * k));
    }
  }
  Curve curve(double sign = 1.0) const { return {times, values, sign}; }
};

/// Rises to 1 at 3.4, within half a step, beside a hill of 0.6 round 10.
double hill_and_needle(double t) {
  return 0.6 * std::exp(-0.05 * (t - 10.0) * (t - 10.0)) +
         1.0 / (1.0 + (t - 3.4) * (t - 3.4) / 0.25);
}

TEST(UnresolvedMiddles, OfWhatSamplesShowThereAreNone) {
  const Samples sine([](double t) { return std::sin(t); }, 0.3, 100);
  EXPECT_TRUE(
      unresolved_middles(sine.curve(), {}, 1.0 - 1e-9, {.level = {}, .margin = 1e-9}).empty());
  EXPECT_TRUE(
      unresolved_middles(sine.curve(-1.0), {}, 1.0 - 1e-9, {.level = {}, .margin = 1e-9}).empty());
}

TEST(UnresolvedMiddles, ANeedleShowsOnItsFlanks) {
  const Samples samples(hill_and_needle, 1.0, 21);
  const std::vector<double> middles =
      unresolved_middles(samples.curve(), {}, 0.6, {.level = {}, .margin = 1e-9});
  EXPECT_NE(std::ranges::find(middles, 3.5), middles.end());
  EXPECT_LT(middles.size(), 8U);
  // Nobody waits for what comes later, or for so much.
  EXPECT_TRUE(
      unresolved_middles(samples.curve(), {}, 0.6, {.level = {}, .margin = 1e-9, .until = 0.0})
          .empty());
  EXPECT_TRUE(unresolved_middles(samples.curve(), {}, 5.0, {.level = {}, .margin = 1e-9}).empty());
}

TEST(UnresolvedMiddles, WhatIsOffByLessThanTheMarginIsNoMatter) {
  int k = 0;
  const Samples noise([&](double) { return ++k % 3 == 0 ? 1e-12 : 0.0; }, 1.0, 21);
  EXPECT_TRUE(unresolved_middles(noise.curve(), {}, 0.0, {.level = {}, .margin = 1e-11}).empty());
  EXPECT_FALSE(unresolved_middles(noise.curve(), {}, 0.0, {.level = {}, .margin = 1e-14}).empty());
}

TEST(UnresolvedMiddles, AnEdgeIsNoNeedle) {
  const Samples bent([](double t) { return t < 5.0 ? t : 10.0 - t; }, 1.0, 11);
  const CurveGoal goal{.level = {}, .margin = 1e-9};
  EXPECT_FALSE(unresolved_middles(bent.curve(), {}, 5.0, goal).empty());
  const std::vector<double> edges = {5.0};
  EXPECT_TRUE(unresolved_middles(bent.curve(), edges, 5.0, goal).empty());
}

/// What is new is all that need be looked at: the rest was in no doubt before.
TEST(UnresolvedMiddles, AreBesideFreshSamplesOnceTheOthersAreKnown) {
  std::mt19937 random(7);
  std::uniform_real_distribution<double> uniform(0.0, 1.0);
  int found = 0;
  for (int model = 0; model < 200; ++model) {
    const double width = 0.1 + 0.5 * uniform(random);
    const double place = 3.0 + 15.0 * uniform(random);
    const double slow = 0.2 + uniform(random);
    const auto f = [&](double t) {
      return std::sin(slow * t) + 2.0 / (1.0 + (t - place) * (t - place) / (width * width));
    };
    Samples samples(f, 1.0, 21);
    if (model % 2 == 1) samples.values[static_cast<std::size_t>(20.0 * uniform(random))] = lost;
    const CurveGoal goal{.level = {}, .margin = 1e-9};
    const double level = 1.0;
    std::vector<std::size_t> fresh;
    for (const double time : unresolved_middles(samples.curve(), {}, level, goal)) {
      const auto at = std::ranges::lower_bound(samples.times, time) - samples.times.begin();
      samples.times.insert(samples.times.begin() + at, time);
      samples.values.insert(samples.values.begin() + at, f(time));
      fresh.push_back(static_cast<std::size_t>(at));
    }
    if (fresh.empty()) continue;
    const std::vector<double> all = unresolved_middles(samples.curve(), {}, level, goal);
    EXPECT_EQ(unresolved_middles(samples.curve(), {}, level, goal, fresh), all) << model;
    found += all.empty() ? 0 : 1;
  }
  EXPECT_GT(found, 20);
}

ResolvedCurve resolved_of(const Samples& samples) {
  const CurveGoal goal{.level = {}, .margin = 1e-6};
  const double level = std::ranges::max(samples.values) - goal.margin;
  return {samples.curve(), {}, goal, unresolved_middles(samples.curve(), {}, level, goal)};
}

TEST(ResolvedCurve, HasFurtherValuesInOrder) {
  const Samples samples(hill_and_needle, 1.0, 21);
  ResolvedCurve resolved = resolved_of(samples);
  int rounds = 0;
  for (; !resolved.done(); ++rounds) {
    for (const double time : std::vector(resolved.wanted().begin(), resolved.wanted().end()))
      resolved.take(hill_and_needle(time));
    resolved.go_on();
  }
  EXPECT_LE(rounds, 3);
  EXPECT_TRUE(resolved.certain());
  EXPECT_NEAR(resolved.largest(), hill_and_needle(3.4), 0.05);
  const Curve curve = resolved.curve();
  EXPECT_TRUE(std::ranges::is_sorted(curve.times));
  for (std::size_t k = 0; k < curve.size(); ++k)
    EXPECT_EQ(curve.values[k], hill_and_needle(curve.times[k]));
}

TEST(ResolvedCurve, WhatIsLostLeavesItOpenUnlessItLiesBelow) {
  const Samples samples(hill_and_needle, 1.0, 21);
  for (const double at_most : {0.1, std::numeric_limits<double>::infinity()}) {
    ResolvedCurve resolved = resolved_of(samples);
    ASSERT_FALSE(resolved.done());
    while (!resolved.done()) {
      const std::size_t count = resolved.wanted().size();
      for (std::size_t i = 0; i < count; ++i) resolved.take(lost, at_most);
      resolved.go_on();
    }
    EXPECT_EQ(resolved.certain(), at_most < 0.6);
    EXPECT_EQ(resolved.curve().size(), samples.times.size());
  }
}

}  // namespace
}  // namespace pairtwist
