// SPDX-License-Identifier: BSD-3-Clause
// A level reached between two samples, by functions that are known: how near, and how soon.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <limits>
#include <vector>

#include "solve/crossing_search.hpp"

namespace pairtwist {
namespace {

using Function = std::function<double(double)>;
constexpr double lost = std::numeric_limits<double>::quiet_NaN();

struct Outcome {
  double found;
  int rounds = 0;
  int values = 0;
};

Outcome finish(CrossingSearch search, const Function& f, double from, double to) {
  Outcome outcome{};
  while (!search.done() && outcome.rounds < 200) {
    double before = from;
    const std::vector<double> wanted(search.wanted().begin(), search.wanted().end());
    for (const double time : wanted) {
      EXPECT_TRUE(time > before && time < to);
      before = time;
      search.take(f(time), !std::isnan(f(time)));
      ++outcome.values;
    }
    search.go_on();
    ++outcome.rounds;
  }
  outcome.found = search.found();
  return outcome;
}

/// Of samples at 0, step, ...
struct Samples {
  Crossing crossing;
  std::vector<PeakNode> nodes;
};

Samples sampled(const Function& f, double level, double step) {
  Samples samples{};
  std::int64_t k = 1;
  while (!(f(static_cast<double>(k) * step) >= level)) ++k;
  const double after = static_cast<double>(k) * step;
  const double before = static_cast<double>(k - 1) * step;
  samples.crossing = {before, f(before), after, f(after), level};
  for (std::int64_t i = std::max<std::int64_t>(k - 5, 0); i < k + 5; ++i)
    if (const double t = static_cast<double>(i) * step; !std::isnan(f(t)))
      samples.nodes.push_back({t, f(t)});
  return samples;
}

Outcome one_by_one(const Function& f, double level, double step) {
  const Samples samples = sampled(f, level, step);
  const Crossing& c = samples.crossing;
  return finish(CrossingSearch(c), f, c.before, c.after);
}

Outcome many(const Function& f, double level, double step, double margin) {
  const Samples samples = sampled(f, level, step);
  const Crossing& c = samples.crossing;
  return finish(CrossingSearch(c, samples.nodes, margin), f, c.before, c.after);
}

TEST(CrossingSearch, OneByOneComesToRounding) {
  const auto f = [](double t) { return std::exp(t) * std::sin(2.0 * t); };
  for (const double level : {0.1, 0.5, 1.0}) {
    const Outcome outcome = one_by_one(f, level, 0.05);
    EXPECT_GE(f(outcome.found), level);
    EXPECT_LT(f(outcome.found - 1e-14), level);
    EXPECT_EQ(outcome.values, outcome.rounds);
  }
}

TEST(CrossingSearch, ManyAtATimeComeToTheMarginInARoundOrTwo) {
  const auto f = [](double t) {
    return std::exp(t) * std::sin(2.0 * t) + 0.01 * std::sin(11.0 * t);
  };
  for (const double step : {0.02, 0.05, 0.1})
    for (const double level : {0.01, 0.1, 0.5, 1.0})
      for (const double margin : {1e-4, 1e-8, 1e-12}) {
        const Outcome outcome = many(f, level, step, margin);
        EXPECT_GE(f(outcome.found), level);
        EXPECT_LE(f(outcome.found), level + margin);
        EXPECT_LE(outcome.rounds, 2) << step << ' ' << level << ' ' << margin;
        const double exact = one_by_one(f, level, step).found;
        EXPECT_NEAR(outcome.found, exact, 2.0 * margin);
      }
}

/// No polynomial knows of these: the bracket shrinks all the same.
TEST(CrossingSearch, AJumpAndAKinkAreFound) {
  const double at = 0.3217;
  const Outcome jump = many([=](double t) { return t < at ? 0.0 : 1.0; }, 0.5, 0.1, 1e-10);
  EXPECT_NEAR(jump.found, at, 2e-14);
  const auto kink = [=](double t) { return t < at ? 1e-3 * t : 1e-3 * at + 5.0 * (t - at); };
  for (const double above : {1e-9, 1e-3, 0.1})
    EXPECT_NEAR(many(kink, 1e-3 * at + above, 0.1, 1e-11).found, at + above / 5.0, 1e-11);
}

TEST(CrossingSearch, BesideLostValuesItIsOpen) {
  // Lost up to behind the level: it may have been reached before.
  const auto behind = [](double t) { return t < 0.33 ? lost : t; };
  const Samples samples = sampled(behind, 0.31, 0.1);
  ASSERT_TRUE(std::isnan(samples.crossing.value_before));
  const Outcome open = many(behind, 0.31, 0.1, 1e-9);
  EXPECT_TRUE(std::isnan(open.found));
  EXPECT_LE(open.rounds, 6);
  // Lost up to before it: what is next to it is known.
  const auto ahead = [](double t) { return t < 0.33 ? lost : t; };
  const Outcome decided = many(ahead, 0.35, 0.1, 1e-9);
  EXPECT_NEAR(decided.found, 0.35, 1e-9);
  EXPECT_NEAR(one_by_one(ahead, 0.35, 0.1).found, 0.35, 1e-13);
}

/// What is lost and known to lie below the level counts as below, and is no value.
TEST(CrossingSearch, ABoundIsNoValue) {
  const Crossing c{0.0, -30.0, 1.0, 0.5, 0.0};
  const std::vector<PeakNode> nodes = {{1.0, 0.5}, {2.0, 1.5}, {3.0, 2.5}, {4.0, 3.5}, {5.0, 4.5}};
  CrossingSearch search(c, nodes, 1e-9);
  while (!search.done()) {
    const std::vector<double> wanted(search.wanted().begin(), search.wanted().end());
    for (const double t : wanted) search.take(t < 0.4 ? -1e-12 : t - 0.5, t >= 0.4);
    search.go_on();
  }
  EXPECT_NEAR(search.found(), 0.5, 1e-9);
}

}  // namespace
}  // namespace pairtwist
