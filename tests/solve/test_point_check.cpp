// SPDX-License-Identifier: BSD-3-Clause
// One point of a result solved again in other ways: which is taken, which is given up, who is told.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "backend/backend.hpp"
#include "io/file_readers.hpp"
#include "pairtwist/error.hpp"
#include "pairtwist/memory_sink.hpp"
#include "solve/point_check.hpp"
#include "solve/run_scan.hpp"

namespace pairtwist {
namespace {

class OnePoint : public testing::Test {
 protected:
  void solve(const std::string& toml) {
    job_ = parse_config(toml, "test.toml");
    scan_ = std::make_unique<Scan>(job_);
    layout_ = result_layout(job_, *scan_);
    MemorySink sink(layout_);
    run_scan(job_, *scan_, *backend_, 1, readers_, sink);
    row_ = std::move(sink).release();
  }
  double& number(const std::string& name) {
    return std::get<std::vector<double>>(row_.columns[layout_.index_of(name)]).front();
  }
  PointCheck check(double patience) {
    return {job_,
            *scan_,
            layout_,
            {.backend = *backend_,
             .threads = 1,
             .readers = readers_,
             .stop = &stop_,
             .meter = &meter_,
             .patience = patience}};
  }

  Job job_;
  std::unique_ptr<Scan> scan_;
  ResultLayout layout_;
  std::unique_ptr<Backend> backend_ = make_cpu_backend(1);
  StateReaders readers_ = file_readers();
  StopFlag stop_;
  WorkMeter meter_;
  RowBlock row_;
};

constexpr auto closed_form = R"(
[model]
atoms = 20
eta = 20.0
kappa = 1.0
[time]
stop = 0.3
samples = 11
[output]
quantities = ["qfi", "g2"]
)";

std::size_t unknown(const PointCheck& check) {
  std::size_t count = 0;
  for (const Tally& tally : check.tallies()) count += tally.unknown;
  return count;
}

TEST_F(OnePoint, IsSolvedInAnotherWay) {
  solve(closed_form);
  PointCheck all_the_time = check(30.0);
  const CheckedPoint checked = all_the_time.check(row_);
  EXPECT_EQ(checked.fault, "");
  ASSERT_FALSE(checked.judged.empty());
  EXPECT_EQ(checked.ways.ways.front().text, "fock, moving frame");
  EXPECT_GT(checked.judged.front(), 0U);
  EXPECT_TRUE(checked.ways.passed_over.empty());
  EXPECT_EQ(unknown(all_the_time), 0U);
  EXPECT_EQ(meter_.read().points_done, 1);
}

/// At the start g2 has no value: that it is at its level from there on, the next sample tells.
TEST_F(OnePoint, HasAnEventOfWhatIsUndefinedAtTheStartJudged) {
  solve(std::string(closed_form) +
        "events = [{ name = \"calm\", quantity = \"g2\", below = 1.01 }]\n");
  ASSERT_EQ(number("calm"), 0.0);
  PointCheck right = check(30.0);
  right.check(row_);
  EXPECT_EQ(unknown(right), 0U);
  for (const Tally& tally : right.tallies()) EXPECT_EQ(tally.beyond, 0U) << tally.name;

  job_ = parse_config(
      std::string(closed_form) + "events = [{ name = \"calm\", quantity = \"g2\", below = 0.9 }]\n",
      "test.toml");
  PointCheck wrong = check(30.0);
  wrong.check(row_);
  EXPECT_EQ(wrong.tallies().back().name, "calm");
  EXPECT_EQ(wrong.tallies().back().beyond, 1U);
}

/// Of few samples none shows how high the light goes: what a row says of it is held against the
/// middles between them, too.
TEST_F(OnePoint, HasWhatLiesBetweenTheSamplesJudged) {
  solve(R"(
[model]
atoms = 2
W0 = 0.0
detuning = 10.0
eta = 1.0
[time]
values = [0.0, 0.1, 0.2, 0.46, 0.6]
[output]
quantities = ["photon_number"]
over_time = "extrema"
events = [{ name = "bright", quantity = "photon_number", above = 0.039 }]
)");
  PointCheck right = check(30.0);
  right.check(row_);
  EXPECT_EQ(unknown(right), 0U);
  for (const Tally& tally : right.tallies()) EXPECT_EQ(tally.beyond, 0U) << tally.name;

  // As if nobody had looked between the samples.
  number("photon_number_max") = 0.04 * std::pow(std::sin(1.0), 2.0);
  number("photon_number_max_time") = 0.2;
  number("bright") = std::numeric_limits<double>::quiet_NaN();
  PointCheck wrong = check(30.0);
  wrong.check(row_);
  for (const Tally& tally : wrong.tallies()) {
    const bool is_wrong = tally.name == "photon_number_max" || tally.name == "bright";
    EXPECT_EQ(tally.beyond, is_wrong ? 1U : 0U) << tally.name;
  }
}

/// What other ways cost is known when they have been tried; the first one itself is always left.
TEST_F(OnePoint, IsSolvedInTheSameWayWhereOthersTakeTooLong) {
  solve(closed_form);
  number("runtime") = std::numeric_limits<double>::quiet_NaN();
  PointCheck no_time = check(0.0);
  const CheckedPoint checked = no_time.check(row_);
  // In other arithmetic with a tighter tolerance, which leaves nothing for the file's own.
  ASSERT_EQ(checked.judged.size(), checked.ways.ways.size() - 1);
  for (const double tolerance : {1e-10, 1e-8}) {
    const Way& way = checked.ways.ways[checked.judged.size() - (tolerance < 1e-8 ? 1 : 0)];
    EXPECT_EQ(way.text, "closed_form in double-double");
    EXPECT_EQ(way.tolerance, tolerance);
  }
  // Of g2 without photons, at t = 0, the file claims nothing that any way would have to know.
  std::vector<std::size_t> judged(checked.judged.size(), 0);
  judged.front() = 1;
  judged.back() = 2 * 11 - 1;
  EXPECT_EQ(checked.judged, judged);
  EXPECT_EQ(unknown(no_time), 0U);
  // Once each, not once for each tolerance.
  const std::vector<std::string> expected = {"fock, moving frame was given up after 0 s",
                                             "fock, laboratory frame was given up after 0 s",
                                             "gaussian was given up after 0 s"};
  EXPECT_EQ(checked.ways.passed_over, expected);
}

TEST_F(OnePoint, MayTakeLongerWhereTheFirstTimeWasLong) {
  solve(closed_form);
  number("runtime") = 1e3;
  PointCheck as_the_first = check(0.0);
  EXPECT_TRUE(as_the_first.check(row_).ways.passed_over.empty());
}

TEST_F(OnePoint, IsNotSolvedWhereItsRowIsOfAnotherConfig) {
  solve(closed_form);
  number("kappa") = 2.0;
  PointCheck another = check(30.0);
  const CheckedPoint checked = another.check(row_);
  EXPECT_EQ(checked.fault, "kappa of the point is 2 in the file, and 1 by its config");
  EXPECT_TRUE(checked.judged.empty());
  EXPECT_EQ(another.points(), 1);
  EXPECT_EQ(meter_.read().points_done, 1);
}

TEST_F(OnePoint, ListensToSignals) {
  solve(closed_form);
  stop_.raise();
  PointCheck stopped = check(30.0);
  EXPECT_THROW(stopped.check(row_), Interrupted);
  EXPECT_EQ(stopped.points(), 0);
}

}  // namespace
}  // namespace pairtwist
