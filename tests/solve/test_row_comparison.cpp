// SPDX-License-Identifier: BSD-3-Clause
// Rows held against rows: what is a difference, by bits and by values, and what is none.
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>

#include "backend/backend.hpp"
#include "io/file_readers.hpp"
#include "io/io_support.hpp"
#include "io/result_rows.hpp"
#include "io/result_writer.hpp"
#include "pairtwist/error.hpp"
#include "pairtwist/memory_sink.hpp"
#include "solve/difference.hpp"
#include "solve/point_check.hpp"
#include "solve/row_comparison.hpp"
#include "solve/run_scan.hpp"

namespace pairtwist {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double tolerance = 1e-8;

double difference(const Said& there, const Said& here) {
  return compare(there, here, 2.0, tolerance).difference.value_or(-1.0);
}

TEST(Difference, IsInUnitsOfTheToleranceOfTheScaleOrOfTheValue) {
  EXPECT_NEAR(difference({1.0 + 4e-8, Status::good}, {1.0, Status::good}), 2.0, 1e-6);
  EXPECT_NEAR(difference({100.0 + 4e-6, Status::good}, {100.0, Status::good}), 4.0, 1e-6);
  EXPECT_EQ(difference({3.0, Status::good}, {3.0, Status::good}), 0.0);
}

TEST(Difference, OfWhatOneSideLacks) {
  EXPECT_EQ(difference({nan, Status::good}, {3.0, Status::good}), no_number) << "good and NaN";
  EXPECT_EQ(difference({3.0, Status::not_converged}, {3.0, Status::good}), no_number)
      << "a number that is said to be lost";
  EXPECT_EQ(difference({3.0, Status::good}, {nan, Status::below_precision}), -1.0) << "unknown";
  EXPECT_EQ(difference({3.0, Status::good}, {nan, Status::undefined}), no_number);
  EXPECT_EQ(difference({nan, Status::undefined}, {3.0, Status::good}), no_number);
  EXPECT_FALSE(compare({nan, Status::undefined}, {nan, Status::undefined}, 1.0, tolerance).claimed);
  EXPECT_FALSE(compare({nan, Status::not_converged}, {3.0, Status::good}, 1.0, tolerance).claimed);
  EXPECT_GT(difference({nan, Status::too_small}, {3.0, Status::good}), 1.0) << "said to be below 0";
  EXPECT_FALSE(compare({nan, Status::too_small}, {-3.0, Status::good}, 1.0, tolerance).claimed);
}

/// A small scan over N, so that the file has room for m that a point has not, and over kappa.
Job job_of(OverTime over_time) {
  Job job = io_test::small_job();
  job.base.model.eta = 4.0;
  job.scan.axes = {io_test::axis("model.atoms", {2, 3}), io_test::axis("model.kappa", {0.0, 1.0})};
  job.output.quantities = {"qfi", "photon_number"};
  if (over_time != OverTime::extrema) job.output.quantities.push_back("rho");
  job.output.over_time = over_time;
  job.output.events = {{.name = "reached", .quantity = "photon_number", .level = 2.0}};
  return job;
}

class RowsAgain : public testing::TestWithParam<OverTime> {
 protected:
  Job job = job_of(GetParam());
  Scan scan{job};
  ResultLayout layout = result_layout(job, scan);
  std::unique_ptr<Backend> backend = make_cpu_backend(1);
  StateReaders readers = file_readers();
  RowBlock rows;
  ScanReport report;

  void SetUp() override {
    MemorySink sink(layout);
    report = run_scan(job, scan, *backend, 1, readers, sink);
    rows = std::move(sink).release();
  }
  /// Of the file, in the mind of who compares.
  RowBlock range_of(const PointRange& range) const {
    RowBlock block{range.first, range.count, {}};
    for (const Column& column : rows.columns)
      block.columns.push_back(std::visit(
          [&](const auto& all) -> Column {
            const std::size_t row = all.size() / rows.count;
            return std::decay_t<decltype(all)>(
                all.begin() + static_cast<std::ptrdiff_t>(range.first * row),
                all.begin() + static_cast<std::ptrdiff_t>((range.first + range.count) * row));
          },
          column));
    return block;
  }
  std::vector<double>& numbers(const std::string& name) {
    return std::get<std::vector<double>>(rows.columns[layout.index_of(name)]);
  }
  RowComparison compared(bool by_bits) {
    RowComparison comparison(job, scan, layout,
                             {.read = [this](const PointRange& range) { return range_of(range); },
                              .has = [](std::size_t) { return true; }},
                             by_bits);
    run_scan(job, scan, *backend, 1, readers, comparison);
    return comparison;
  }
  /// Values beyond what is allowed, of all points solved again in other ways.
  std::size_t beyond_by_other_ways() {
    PointCheck check(job, scan, layout, {*backend, 1, readers, nullptr});
    for (std::size_t point = 0; point < scan.size(); ++point)
      EXPECT_EQ(check.check(range_of({point, 1})).fault, "");
    std::size_t beyond = 0;
    for (const Tally& tally : check.tallies()) {
      EXPECT_EQ(tally.unknown, 0) << tally.name;
      beyond += tally.beyond;
    }
    return beyond;
  }
  static std::size_t beyond(const RowComparison& comparison) {
    std::size_t count = 0;
    for (const Tally& tally : comparison.tallies()) count += tally.beyond;
    return count;
  }
};

TEST_P(RowsAgain, AreTheSame) {
  ASSERT_EQ(report.failed, 0);
  for (const bool by_bits : {true, false}) {
    const RowComparison comparison = compared(by_bits);
    EXPECT_EQ(beyond(comparison), 0);
    EXPECT_EQ(comparison.other_bits(), 0);
    EXPECT_TRUE(comparison.undecided().empty());
    EXPECT_GT(comparison.values(), 50);
  }
  EXPECT_EQ(beyond_by_other_ways(), 0);
}

TEST_P(RowsAgain, EveryNumberThatIsClaimedMatters) {
  for (std::size_t c = 0; const Claim& claim : claims_of(job, layout)) {
    const std::string& name = layout.variables[claim.variable].name;
    std::vector<double>& all = numbers(name);
    const std::size_t row = all.size() / rows.count;
    const std::size_t at = 3 * row + row - 1;  // of the last point the last value
    SCOPED_TRACE(name);
    ++c;
    const double kept = all[at];
    if (std::isnan(kept)) continue;
    all[at] = kept * 0.99 + (claim.kind == ClaimKind::crossing ? 0.0 : 1e-3);
    EXPECT_EQ(beyond(compared(true)), 1);
    const RowComparison by_values = compared(false);
    EXPECT_EQ(by_values.other_bits(), 1);
    if (claim.kind == ClaimKind::values)
      EXPECT_EQ(beyond(by_values), 1);
    else
      EXPECT_EQ(by_values.undecided(), std::vector<std::size_t>{3});
    EXPECT_GE(beyond_by_other_ways(), 1);
    all[at] = kept;
  }
}

TEST_P(RowsAgain, OtherRoundingIsOtherBitsAndNoOtherValue) {
  const std::string name = GetParam() == OverTime::extrema ? "qfi_final" : "qfi";
  numbers(name).back() *= 1.0 + 1e-15;
  EXPECT_EQ(beyond(compared(true)), 1);
  const RowComparison by_values = compared(false);
  EXPECT_EQ(by_values.other_bits(), 1);
  EXPECT_EQ(beyond(by_values), 0);
  EXPECT_EQ(beyond_by_other_ways(), 0);
}

TEST_P(RowsAgain, AFileGivesTheRowsThatWereWritten) {
  const io_test::TempFolder folder;
  const std::string path = folder.file("result.h5");
  ResultLayout with_format = layout;
  with_format.attributes["format"] = "pairtwist result 1";
  ResultWriter writer(path, with_format, {});
  writer.write(rows);
  writer.finish();
  const ResultRows file(path, layout, Coordinates::bits);
  EXPECT_TRUE(file.differences().empty());
  for (const PointRange range : {PointRange{0, 4}, PointRange{1, 2}, PointRange{3, 1}}) {
    const RowBlock read = file.read(range);
    const RowBlock wanted = range_of(range);
    EXPECT_EQ(read.first_point, range.first);
    for (std::size_t v = 0; v < layout.variables.size(); ++v)
      std::visit(
          [&](const auto& values) {
            const auto& others = std::get<std::decay_t<decltype(values)>>(wanted.columns[v]);
            ASSERT_EQ(values.size(), others.size());
            EXPECT_EQ(std::memcmp(values.data(), others.data(), values.size() * sizeof(values[0])),
                      0)
                << layout.variables[v].name;
          },
          read.columns[v]);
  }
  EXPECT_THROW(file.read({3, 2}), std::out_of_range);

  Job other = job;
  other.scan.axes[1].values[1] = 2.0;
  other.output.quantities.push_back("purity");
  const ResultRows wrong(path, result_layout(other, Scan(other)), Coordinates::bits);
  ASSERT_GE(wrong.differences().size(), 2);
  EXPECT_EQ(wrong.differences().front(), "kappa: is 1 in the file and 2 by its config");
}

INSTANTIATE_TEST_SUITE_P(All, RowsAgain,
                         testing::Values(OverTime::all, OverTime::final, OverTime::extrema));

}  // namespace
}  // namespace pairtwist
