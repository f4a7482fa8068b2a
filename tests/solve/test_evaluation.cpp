// SPDX-License-Identifier: BSD-3-Clause
// Which values are left out where extrema alone are asked for: those that are no maximum, and that
// no search for one needs.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <vector>

#include "observables/registry.hpp"
#include "solve/evaluation.hpp"
#include "solve/peak_search.hpp"

namespace pairtwist {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr auto reach = static_cast<std::int64_t>(PeakSearch::reach);

/// One point of Bell correlations, of which extrema alone are asked for: -infinity at the first
/// time, then `height(k)`, known to `error` only.
class Samples {
 public:
  template <class Height>
  Samples(std::int64_t count, double error, const Height& height) {
    e_.quantities = {find_quantity("bell")};
    e_.extrema_alone = {1};
    e_.n_times = count;
    e_.tasks = {&task_};
    task_.work.start = std::make_shared<AtomicStart>();
    e_.prepare();
    e_.values[0] = -infinity;
    e_.states[0] = ValueState::undefined;
    for (std::int64_t k = 1; k < count; ++k) {
      e_.states[k] = ValueState::imprecise;
      e_.at_least[k] = height(k) - error;
      e_.at_most[k] = height(k) + error;
    }
  }

  Evaluation& evaluation() { return e_; }
  void know(std::int64_t k, double value) {
    e_.values[k] = value;
    e_.states[k] = ValueState::good;
  }
  /// The samples that are still wanted.
  std::vector<std::int64_t> wanted() {
    e_.leave_out_what_decides_nothing(0);
    std::vector<std::int64_t> found;
    for (std::int64_t k = 0; k < e_.n_times; ++k)
      if (e_.states[k] == ValueState::imprecise) found.push_back(k);
    return found;
  }

 private:
  Task task_;
  Evaluation e_;
};

std::vector<std::int64_t> range(std::int64_t first, std::int64_t last) {
  std::vector<std::int64_t> all;
  for (std::int64_t k = first; k <= last; ++k) all.push_back(k);
  return all;
}

TEST(Evaluation, WhatRisesToItsEndNeedsTheLastSamplesAlone) {
  Samples samples(40, 1e-3, [](std::int64_t k) { return static_cast<double>(k); });
  EXPECT_EQ(samples.wanted(), range(39 - reach, 39));
}

TEST(Evaluation, AMaximumNeedsThoseAroundItAndTheLastOneIsAskedFor) {
  const auto arch = [](std::int64_t k) { return -0.1 * std::pow(static_cast<double>(k - 20), 2); };
  Samples samples(40, 1e-3, arch);
  std::vector<std::int64_t> expected = range(20 - reach, 20 + reach);
  expected.push_back(39);
  EXPECT_EQ(samples.wanted(), expected);
}

TEST(Evaluation, WhatMayBeAsLargeIsWanted) {
  // Two maxima, 0.5 apart, which an error of 1 does not tell from one another.
  const auto two = [](std::int64_t k) {
    return k < 30 ? -std::abs(static_cast<double>(k) - 15.0)
                  : -0.5 - std::abs(static_cast<double>(k) - 45.0);
  };
  Samples vague(60, 1.0, two);
  const std::vector<std::int64_t> wanted = vague.wanted();
  for (const std::int64_t k : {15 - 2, 15, 15 + 2, 45 - 2, 45, 45 + 2})
    EXPECT_TRUE(std::ranges::binary_search(wanted, k)) << k;
  Samples sharp(60, 1e-3, two);
  std::vector<std::int64_t> expected = range(15 - reach, 15 + reach);
  expected.push_back(59);
  EXPECT_EQ(sharp.wanted(), expected);
}

TEST(Evaluation, AMaximumThatIsKnownNeedsNothingBelow) {
  Samples samples(40, 1e-3, [](std::int64_t k) { return -static_cast<double>(k); });
  for (std::int64_t k = 1; k <= reach; ++k)
    samples.know(k, 5.0 - std::abs(static_cast<double>(k) - 2.0));
  const std::vector<std::int64_t> wanted = samples.wanted();
  EXPECT_FALSE(std::ranges::binary_search(wanted, 2 + reach + 1));
  EXPECT_EQ(wanted.back(), 39);
}

TEST(Evaluation, TheSmallestIsWantedWhereItMayBeAnyOfThem) {
  Samples samples(20, 1e-3, [](std::int64_t k) { return static_cast<double>(k); });
  samples.know(0, 0.5);
  EXPECT_EQ(samples.wanted(), range(1, 19));
}

}  // namespace
}  // namespace pairtwist
