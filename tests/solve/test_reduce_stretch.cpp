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

  std::vector<Judgement> reduce(const std::vector<std::string>& names,
                                const std::vector<char>& wanted = {}) {
    view_.sums = sums_.data();
    view_.sums_before = before_.data();
    values_.assign(names.size(), std::vector<double>(count, -7.0));
    std::vector<Destination> destinations;
    for (std::size_t q = 0; q < names.size(); ++q)
      destinations.push_back({find_quantity(names[q]), 1, values_[q]});
    return reduce_stretch({.batch = batch_,
                           .view = view_,
                           .b = 1,
                           .first = static_cast<std::int64_t>(first),
                           .count = static_cast<std::int64_t>(count),
                           .photon_rounding = rounding_},
                          task_, destinations, tolerance, wanted);
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
};

TEST_F(ReduceStretch, ReadsItsOwnPointAndTimesAndHasNothingToSayWhereAllIsGood) {
  for (std::size_t k = 0; k < count; ++k) set(sums_, k, 1.0 + static_cast<double>(k), 0.5);
  EXPECT_TRUE(reduce({"photon_number", "mandel_q", "g2"}).empty());
  for (std::size_t k = 0; k < count; ++k) {
    const double mean = 1.0 + static_cast<double>(k);
    EXPECT_EQ(values_[0][k], mean);
    EXPECT_NEAR(values_[1][k], 0.5 / mean, 1e-15);
    EXPECT_NEAR(values_[2][k], 1.0 + 0.5 / mean / mean, 1e-15);
  }
}

TEST_F(ReduceStretch, ValuesThatAreNoNumbersAreSeenWhereTheyAre) {
  set(sums_, 0, nan, 0.5);
  set(sums_, 2, infinite, 0.5);
  const std::vector<Judgement> judgements = reduce({"photon_number"});
  ASSERT_EQ(judgements.size(), count);
  EXPECT_TRUE(judgements[0].imprecise);
  EXPECT_FALSE(judgements[0].diverged);
  EXPECT_FALSE(judgements[1].imprecise || judgements[1].diverged);
  EXPECT_TRUE(judgements[2].diverged);
  EXPECT_FALSE(judgements[2].acceptable());
  EXPECT_TRUE(judgements[0].acceptable());
}

TEST_F(ReduceStretch, WhatIsUndefinedIsNoFault) {
  set(sums_, 1, 0.0, 0.0);
  const std::vector<Judgement> judgements = reduce({"mandel_q"});
  ASSERT_EQ(judgements.size(), count);
  EXPECT_TRUE(std::isnan(values_[0][1]));
  EXPECT_FALSE(judgements[1].imprecise || judgements[1].diverged);
}

class ReduceStretchOfFock : public ReduceStretch {
 protected:
  ReduceStretchOfFock() : ReduceStretch(Method::fock) {}
};

TEST_F(ReduceStretchOfFock, ComparesWithTheCutoffBefore) {
  set(before_, 0, 2.0 + 0.5e-6 * 2.0, 0.5);  // relative to the value, where that is larger
  set(before_, 1, 2.0 + 2e-6 * 2.0, 0.5);
  const std::vector<Judgement> judgements = reduce({"photon_number"});
  ASSERT_EQ(judgements.size(), count);
  EXPECT_NEAR(judgements[0].change, 0.5, 1e-8);
  EXPECT_FALSE(judgements[0].changed);
  EXPECT_NEAR(judgements[1].change, 2.0, 1e-8);
  EXPECT_TRUE(judgements[1].changed);
  EXPECT_EQ(judgements[2].change, 0.0);
  // The worst of all quantities: <n²> - <n>² - <n> changes nothing of <n>.
  set(before_, 2, 2.0, 0.5 + 8e-6);
  EXPECT_NEAR(reduce({"photon_number", "mandel_q"})[2].change, 4.0, 1e-8);
}

TEST_F(ReduceStretchOfFock, AValueThatThereWasNotBeforeHasChanged) {
  set(before_, 1, 0.0, 0.0);
  const std::vector<Judgement> judgements = reduce({"mandel_q"});
  EXPECT_EQ(judgements[1].change, infinite);
  EXPECT_EQ(judgements[0].change, 0.0);
}

TEST_F(ReduceStretchOfFock, FewerPhotonsThanSolvedForAreSaid) {
  set(sums_, 1, 1e-3, 1e-7);
  before_ = sums_;
  std::vector<Judgement> judgements = reduce({"mandel_q", "photon_number"});
  EXPECT_EQ(judgements[1].photons, 1e-3);
  EXPECT_EQ(judgements[0].photons, infinite);
  EXPECT_TRUE(std::isnan(values_[0][1]));
  EXPECT_EQ(values_[1][1], 1e-3);
  // With a scale that small it is a value.
  std::fill(batch_.photon_scales.begin(), batch_.photon_scales.end(), 5e-4);
  judgements = reduce({"mandel_q", "photon_number"});
  EXPECT_EQ(judgements[1].photons, infinite);
  EXPECT_NEAR(values_[0][1], 1e-4, 1e-15);
  // Not where rounding has taken what no scale wins back.
  std::fill(batch_.photon_scales.begin(), batch_.photon_scales.end(), 1.0);
  rounding_.assign(n_times, {.second = 1e-9, .fourth = 1e-9, .of_fields = false});
  judgements = reduce({"mandel_q", "photon_number"});
  EXPECT_EQ(judgements[1].photons, infinite);
  EXPECT_TRUE(judgements[1].imprecise);
}

TEST_F(ReduceStretchOfFock, WhatIsNotWantedStaysAsItIs) {
  set(sums_, 1, 3.0, 0.9);
  const std::vector<Judgement> judgements = reduce({"photon_number", "mandel_q"}, {0, 1, 0});
  EXPECT_EQ(values_[0], std::vector<double>(count, -7.0));  // not divided by photons
  EXPECT_EQ(values_[1][0], -7.0);
  EXPECT_NEAR(values_[1][1], 0.3, 1e-15);
  EXPECT_EQ(values_[1][2], -7.0);
  EXPECT_EQ(judgements[0].change, 0.0);
  EXPECT_GT(judgements[1].change, 1.0);
}

TEST(Judgement, TheWorstOfTwo) {
  Judgement a{.change = 0.5, .changed = false, .diverged = false, .imprecise = true};
  const Judgement b{.change = 2.0, .changed = true, .diverged = false, .imprecise = false};
  a |= b;
  EXPECT_EQ(a.change, 2.0);
  EXPECT_TRUE(a.changed);
  EXPECT_TRUE(a.imprecise);
  EXPECT_FALSE(a.diverged);
  EXPECT_FALSE(a.acceptable());
}

}  // namespace
}  // namespace pairtwist::test
