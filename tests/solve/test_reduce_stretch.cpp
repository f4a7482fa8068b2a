// SPDX-License-Identifier: BSD-3-Clause
// From what a backend found to values and what they say about themselves: sums that are made up.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "plan/point_work.hpp"
#include "solve/reduction.hpp"

namespace pairtwist::test {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinite = std::numeric_limits<double>::infinity();
constexpr double tolerance = 1e-6;
constexpr std::size_t n_times = 6;

/// Two points of four times, sums of light only; the stretch is the second point's, times 1 ... 3.
class ReduceStretch : public testing::Test {
 protected:
  static constexpr std::size_t first = 1;
  static constexpr std::size_t count = 3;

  explicit ReduceStretch(Method method = Method::closed_form) {
    batch_.method = method;
    batch_.n_times = n_times;
    batch_.want_coherence = false;
    batch_.want_photons = true;
    batch_.want_sums = want_light;
    batch_.limits.change = 1e-7;
    const std::vector<double> times(n_times, 0.5);
    const LightDensity light{.levels = 1, .matrix = {1.0}};
    for (int p = 0; p < 2; ++p)
      batch_.add(task_.point, task_.work.pairs, times, {}, {.moving = true, .light = &light},
                 task_.work.start.get());
    sums_.assign(2 * 2 * n_times, nan);
    before_ = sums_;
    view_.sums = sums_.data();
    view_.sums_before = before_.data();
    for (std::size_t k = 0; k < count; ++k) set(sums_, k, 2.0, 0.5);
    before_ = sums_;
  }

  /// <n> and <n²> - <n>² - <n> of the stretch's time k.
  static void set(std::vector<double>& sums, std::size_t k, double mean, double excess) {
    sums[2 * n_times + first + k] = mean;
    sums[3 * n_times + first + k] = excess;
  }

  /// The states stay as they are between calls, unless fresh.
  Judgement reduce(const std::vector<std::string>& names, bool fresh = true,
                   const Measure& measure = {.tolerance = tolerance}) {
    view_.sums = sums_.data();
    view_.sums_before = before_.data();
    if (fresh) {
      values_.assign(names.size(), std::vector<double>(count, -7.0));
      states_.assign(names.size(), std::vector<ValueState>(count, ValueState::untried));
    }
    std::vector<Destination> destinations;
    for (std::size_t q = 0; q < names.size(); ++q)
      destinations.push_back({find_quantity(names[q]), 1, values_[q], states_[q], {}, {}});
    return reduce_stretch({.batch = batch_,
                           .view = view_,
                           .b = 1,
                           .first = static_cast<std::int64_t>(first),
                           .count = static_cast<std::int64_t>(count),
                           .photon_rounding = rounding_},
                          task_, destinations, measure);
  }

  static Task make_task() {
    const Job job = parse_config(
        "[model]\natoms = 4\n[time]\nstop = 1.0\n[output]\nquantities = [\"g2\"]\n", "test.toml");
    Point point = Scan(job).point(0);
    PointWork work = WorkPlanner(job, {}).work(point);
    return {std::move(point), std::move(work)};
  }

  const Task task_ = make_task();
  engines::Batch batch_;
  engines::BatchView view_;
  std::vector<double> sums_, before_;        ///< [p][mean, excess][k]
  std::vector<PhotonRounding> rounding_;     ///< [k]
  std::vector<std::vector<double>> values_;  ///< [q][k]
  std::vector<std::vector<ValueState>> states_;
};

using enum ValueState;

TEST_F(ReduceStretch, ReadsItsOwnPointAndTimes) {
  for (std::size_t k = 0; k < count; ++k) set(sums_, k, 1.0 + static_cast<double>(k), 0.5);
  reduce({"photon_number", "mandel_q", "g2"});
  for (std::size_t k = 0; k < count; ++k) {
    const double mean = 1.0 + static_cast<double>(k);
    EXPECT_EQ(values_[0][k], mean);
    EXPECT_NEAR(values_[1][k], 0.5 / mean, 1e-15);
    EXPECT_NEAR(values_[2][k], 1.0 + 0.5 / mean / mean, 1e-15);
    for (std::size_t q = 0; q < 3; ++q) EXPECT_EQ(states_[q][k], good);
  }
}

TEST_F(ReduceStretch, ValuesThatAreNoNumbersAreLostWhereTheyAre) {
  set(sums_, 0, nan, 0.5);
  set(sums_, 2, infinite, 0.5);
  reduce({"photon_number"});
  EXPECT_EQ(states_[0], (std::vector{below_precision, good, diverged}));
  EXPECT_TRUE(std::isnan(values_[0][2]));
}

TEST_F(ReduceStretch, WhatIsUndefinedIsNoFault) {
  set(sums_, 1, 0.0, 0.0);
  reduce({"mandel_q"});
  EXPECT_TRUE(std::isnan(values_[0][1]));
  EXPECT_EQ(states_[0], (std::vector{good, undefined, good}));
}

class ReduceStretchOfFock : public ReduceStretch {
 protected:
  ReduceStretchOfFock() : ReduceStretch(Method::fock) {}
};

TEST_F(ReduceStretchOfFock, ComparesWithTheCutoffBefore) {
  set(before_, 0, 2.0 + 0.5e-6 * 2.0, 0.5);  // relative to the value, where that is larger
  set(before_, 1, 2.0 + 2e-6 * 2.0, 0.5);
  const Judgement judgement = reduce({"photon_number"});
  EXPECT_NEAR(judgement.change, 0.5, 1e-8);
  EXPECT_NEAR(judgement.rejected, 2.0, 1e-8);
  EXPECT_EQ(states_[0], (std::vector{good, changing, good}));
  // <n²> - <n>² - <n> changes nothing of <n>.
  set(before_, 2, 2.0, 0.5 + 8e-6);
  EXPECT_NEAR(reduce({"photon_number", "mandel_q"}).rejected, 4.0, 1e-8);
  EXPECT_EQ(states_[0][2], good);
  EXPECT_EQ(states_[1][2], changing);
}

TEST_F(ReduceStretchOfFock, AValueThatThereWasNotBeforeHasChanged) {
  set(before_, 1, 0.0, 0.0);
  const Judgement judgement = reduce({"mandel_q"});
  EXPECT_EQ(judgement.rejected, infinite);
  EXPECT_EQ(judgement.change, 0.0);
}

TEST_F(ReduceStretchOfFock, FewerPhotonsThanSolvedForAreSaid) {
  set(sums_, 1, 1e-3, 1e-7);
  before_ = sums_;
  Judgement judgement = reduce({"mandel_q", "photon_number"});
  EXPECT_EQ(judgement.photons, (std::vector{infinite, 1e-3, infinite}));
  EXPECT_EQ(states_[0][1], too_faint);
  EXPECT_TRUE(std::isnan(values_[0][1]));
  EXPECT_EQ(values_[1][1], 1e-3);
  // With a scale that small it is a value.
  std::fill(batch_.photon_scales.begin(), batch_.photon_scales.end(), 5e-4);
  judgement = reduce({"mandel_q", "photon_number"}, false);
  EXPECT_TRUE(judgement.photons.empty());
  EXPECT_NEAR(values_[0][1], 1e-4, 1e-15);
  // Not where rounding has taken what no scale wins back.
  std::fill(batch_.photon_scales.begin(), batch_.photon_scales.end(), 1.0);
  rounding_.assign(n_times, {.second = 1e-9, .fourth = 1e-9, .of_fields = false});
  judgement = reduce({"mandel_q", "photon_number"});
  EXPECT_TRUE(judgement.photons.empty());
  EXPECT_EQ(states_[0][1], below_precision);
  // Of which no tolerance has more.
  rounding_.assign(n_times, {.second = 1e-6, .fourth = 1e-6, .of_fields = false});
  reduce({"mandel_q", "photon_number"});
  EXPECT_EQ(states_[0][1], few_photons);
}

TEST_F(ReduceStretchOfFock, WhatIsSettledStaysAsItIs) {
  set(before_, 1, 2.1, 0.5);
  reduce({"photon_number"});
  EXPECT_EQ(states_[0], (std::vector{good, changing, good}));
  for (std::size_t k = 0; k < count; ++k) set(sums_, k, 3.0, 0.9);
  before_ = sums_;
  const Judgement judgement = reduce({"photon_number"}, false);
  EXPECT_EQ(judgement.rejected, 0.0);
  EXPECT_EQ(values_[0], (std::vector{2.0, 3.0, 2.0}));
}

TEST_F(ReduceStretchOfFock, NothingIsGoodOfWhatDidNotConverge) {
  const Judgement judgement = reduce({"photon_number"}, true,
                                     {.tolerance = tolerance, .gave_up = engines::diagonal_blocks});
  EXPECT_EQ(states_[0], std::vector(count, changing));
  EXPECT_FALSE(judgement.changing);
}

TEST_F(ReduceStretchOfFock, WhatDidNotConvergeCostsNothingThatDoesNotReadIt) {
  set(before_, 1, 2.1, 0.5);
  const Judgement judgement = reduce(
      {"photon_number"}, true, {.tolerance = tolerance, .gave_up = engines::pairs_of_sectors});
  EXPECT_EQ(states_[0], (std::vector{good, changing, good}));
  EXPECT_TRUE(judgement.changing);
}

TEST(BlocksRead, AreThoseOfTheDemand) {
  using namespace engines;
  EXPECT_EQ(blocks_read({}), 0);
  EXPECT_EQ(blocks_read({.photons = true}), diagonal_blocks);
  EXPECT_EQ(blocks_read({.step1 = true}), neighbours);
  EXPECT_EQ(blocks_read({.step2 = true}), neighbours | two_apart);
  EXPECT_EQ(blocks_read({.all = true, .photons = true}), every_block);
  EXPECT_EQ(kind_of_block(3, 3), diagonal_blocks);
  EXPECT_EQ(kind_of_block(3, 4), neighbours);
  EXPECT_EQ(kind_of_block(3, 5), two_apart);
  EXPECT_EQ(kind_of_block(3, 6), farther_apart);
  EXPECT_EQ(kind_of_block(3, 30), farther_apart);
}

TEST(Judgement, TheWorstOfTwo) {
  Judgement a{.change = 0.5, .rejected = 0.0, .imprecise = 3.0, .photons = {}};
  const Judgement b{.change = 0.25, .rejected = 2.0, .imprecise = 0.0, .photons = {}};
  a |= b;
  EXPECT_EQ(a.change, 0.5);
  EXPECT_EQ(a.rejected, 2.0);
  EXPECT_EQ(a.imprecise, 3.0);
}

}  // namespace
}  // namespace pairtwist::test
