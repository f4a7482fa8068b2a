// SPDX-License-Identifier: BSD-3-Clause
// The first time at which a function that is known reaches a level, also where no sample of it
// does.
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>
#include <numbers>
#include <utility>
#include <vector>

#include "solve/event_search.hpp"

namespace pairtwist {
namespace {

using Function = std::function<double(double)>;
constexpr double lost = std::numeric_limits<double>::quiet_NaN();

struct Outcome {
  double found;
  bool open;
  int rounds = 0;
  int values = 0;
};

struct Samples {
  std::vector<double> times, values;
};

Samples sampled(const Function& f, double step, int count) {
  Samples samples;
  for (int k = 0; k < count; ++k) {
    samples.times.push_back(step * k);
    samples.values.push_back(f(step * k));
  }
  return samples;
}

/// f: also where it is lost, NaN.
Outcome search(const Function& f, const Samples& samples, double level, bool each_time_costs) {
  std::size_t k = 0;
  while (k < samples.values.size() && !(samples.values[k] >= level)) ++k;
  EventSearch search({.samples = {samples.times, samples.values, 1.0},
                      .level = level,
                      .reached = k,
                      .peak_margin = 1e-9,
                      .crossing_margin = 1e-10,
                      .each_time_costs = each_time_costs},
                     samples.values, {});
  Outcome outcome{};
  while (!search.done() && outcome.rounds < 200) {
    const std::vector<double> wanted(search.wanted().begin(), search.wanted().end());
    for (const double time : wanted) search.take(f(time), !std::isnan(f(time)));
    outcome.values += static_cast<int>(wanted.size());
    search.go_on();
    ++outcome.rounds;
  }
  outcome.found = search.found();
  outcome.open = std::isnan(outcome.found) && search.open();
  return outcome;
}

/// sin² t reaches 0.98 at asin(sqrt(0.98)), and no sample of the first period does.
TEST(EventSearch, FindsWhatBeginsAndEndsBetweenTwoSamples) {
  const auto f = [](double t) { return std::sin(t) * std::sin(t); };
  const double level = 0.98;
  for (const bool each_time_costs : {true, false}) {
    // At 0, 0.6, 1.2, 1.8, 2.4, 3: at most 0.95.
    const Samples never = sampled(f, 0.6, 6);
    const Outcome outcome = search(f, never, level, each_time_costs);
    EXPECT_NEAR(outcome.found, std::asin(std::sqrt(level)), 1e-9);
    EXPECT_LE(outcome.values, 40);
    // Of a later maximum, at 7.8, a sample does: the first one is still the first.
    const Samples later = sampled(f, 0.6, 20);
    ASSERT_GE(f(7.8), level);
    EXPECT_NEAR(search(f, later, level, each_time_costs).found, std::asin(std::sqrt(level)), 1e-9);
  }
}

TEST(EventSearch, OfTwoMaximaBetweenTheSamplesTheFirstIsTaken) {
  // The second one is 1.02 times as large.
  const auto f = [](double t) { return std::sin(t) * std::sin(t) * (1.0 + 0.0065 * t); };
  const Samples samples = sampled(f, 0.3, 20);
  for (const double level : {1.0005, 1.004}) {
    double expected = 0.0;
    while (f(expected) < level) expected += 1e-6;
    EXPECT_NEAR(search(f, samples, level, false).found, expected, 2e-6) << level;
  }
}

TEST(EventSearch, WhatStaysBelowIsNeverReachedAndAsksForLittle) {
  const auto f = [](double t) { return std::sin(t) * std::sin(t); };
  const Samples samples = sampled(f, 0.1, 100);
  for (const double level : {1.0 + 1e-6, 1.01, 2.0}) {
    const Outcome outcome = search(f, samples, level, false);
    EXPECT_TRUE(std::isnan(outcome.found) && !outcome.open) << level;
    EXPECT_LE(outcome.rounds, 1) << level;
  }
}

/// Between the first two samples, and between the last two.
TEST(EventSearch, EndsAreNoExceptions) {
  const auto early = [](double t) { return 1.0 + t * (0.45 - t); };
  const double first = search(early, sampled(early, 0.5, 12), 1.02, true).found;
  EXPECT_NEAR(early(first), 1.02, 1e-12);
  EXPECT_LT(first, 0.225);
  const auto late = [](double t) { return -std::pow(t - 2.3, 2); };
  const double last = search(late, sampled(late, 0.5, 6), -0.01, true).found;
  EXPECT_NEAR(last, 2.2, 1e-12);
}

TEST(EventSearch, BesideLostValuesItIsOpen) {
  const auto f = [](double t) { return std::sin(t) * std::sin(t); };
  const auto broken = [&](double t) { return std::abs(t - 1.5) < 0.2 ? lost : f(t); };
  const Samples samples = sampled(f, 0.6, 6);
  const Outcome outcome = search(broken, samples, 0.98, false);
  EXPECT_TRUE(std::isnan(outcome.found) && outcome.open);
  // A later sample decides.
  const Samples later = sampled(f, 0.6, 20);
  EXPECT_NEAR(search(broken, later, 0.98, false).found,
              std::numbers::pi + std::asin(std::sqrt(0.98)), 1e-9);
}

}  // namespace
}  // namespace pairtwist
