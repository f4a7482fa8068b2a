// SPDX-License-Identifier: BSD-3-Clause
// solve.max_seconds: whose time is over, who listens, and what becomes of points that took too
// long.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstring>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "io/file_readers.hpp"
#include "pairtwist/memory_sink.hpp"
#include "pairtwist/results.hpp"
#include "pairtwist/work_meter.hpp"
#include "solve/deadlines.hpp"
#include "solve/run_scan.hpp"
#include "support/run_job.hpp"
#include "support/small_backend.hpp"

namespace pairtwist::test {
namespace {

using std::chrono::milliseconds;

bool comes_true(const std::function<bool()>& condition) {
  for (int i = 0; i < 1000 && !condition(); ++i) std::this_thread::sleep_for(milliseconds(5));
  return condition();
}

TEST(Deadlines, CountFromWhenTheBatchIsBegun) {
  Deadlines deadlines(2, nullptr);
  deadlines.set(0, 0.05);
  deadlines.set(1, 1e9);
  std::this_thread::sleep_for(milliseconds(150));
  EXPECT_FALSE(deadlines.flag(0).raised());  // waiting for a place is nobody's work
  deadlines.clock(0).begin();
  deadlines.clock(1).begin();
  EXPECT_TRUE(comes_true([&] { return deadlines.flag(0).raised(); }));
  EXPECT_FALSE(deadlines.flag(1).raised());
  double seconds = 0.0;
  EXPECT_TRUE(deadlines.lift(0, seconds));
  EXPECT_GE(seconds, 0.05);
  EXPECT_FALSE(deadlines.lift(1, seconds));
  deadlines.set(0, 1e9);
  EXPECT_FALSE(deadlines.flag(0).raised());
}

/// What is solved may wait long for somebody to look at it.
TEST(Deadlines, CountUntilTheBatchIsEnded) {
  Deadlines deadlines(1, nullptr);
  deadlines.set(0, 0.1);
  deadlines.clock(0).begin();
  deadlines.clock(0).end();
  std::this_thread::sleep_for(milliseconds(250));
  EXPECT_FALSE(deadlines.flag(0).raised());
  double seconds = 1.0;
  EXPECT_FALSE(deadlines.lift(0, seconds));
  EXPECT_LT(seconds, 0.1);
}

TEST(Deadlines, StopWithTheScan) {
  StopFlag stop;
  Deadlines deadlines(1, &stop);
  deadlines.set(0, 1e9);
  stop.raise();
  EXPECT_TRUE(comes_true([&] { return deadlines.flag(0).raised(); }));
  double seconds = 0.0;
  EXPECT_FALSE(deadlines.lift(0, seconds));  // not for its time
}

/// At time.stop = 1e8 minutes of work, elsewhere none to speak of.
std::string scan(const std::string& stops, const std::string& seconds) {
  return "[model]\natoms = 3\n[light]\nstate = \"fock\"\nn = 2\n[time]\nstop = 1.0\nsamples = 3\n"
         "[output]\nquantities = [\"qfi\", \"photon_number\"]\n[solve]\nmax_seconds = " +
         seconds + "\n[scan]\naxes = [{ key = \"time.stop\", values = [" + stops + "] }]\n";
}

TEST(MaxSeconds, GivesUpAPointAndNoOther) {
  SmallBackend backend(std::int64_t{1} << 30, std::int64_t{1} << 30);
  const JobResult expected = run_config(scan("1.0, 2.0, 3.0", "inf"), backend);
  EXPECT_EQ(expected.report.timed_out, 0);
  const JobResult result = run_config(scan("1.0, 1e8, 2.0, 3.0", "0.8"), backend);
  constexpr auto good = static_cast<std::int8_t>(Status::good);
  constexpr auto given_up = static_cast<std::int8_t>(Status::not_converged);
  EXPECT_EQ(result.flags.at("status"), (std::vector<std::int8_t>{good, given_up, good, good}));
  EXPECT_EQ(result.report.timed_out, 1);
  EXPECT_EQ(result.flags.at("timed_out"), (std::vector<std::int8_t>{0, 1, 0, 0}));
  EXPECT_FALSE(expected.flags.contains("timed_out"));
  EXPECT_EQ(result.report.failed, 1);
  for (const std::string name : {"qfi", "photon_number"}) {
    std::vector<double> left(result[name].begin(), result[name].begin() + 3);
    left.insert(left.end(), result[name].begin() + 6, result[name].end());
    EXPECT_EQ(std::memcmp(left.data(), expected[name].data(), 9 * sizeof(double)), 0) << name;
    for (std::size_t k = 3; k < 6; ++k) EXPECT_TRUE(std::isnan(result[name][k]));
  }
}

TEST(MaxSeconds, ALimitThatNobodyMeetsChangesNoBit) {
  SmallBackend backend(std::int64_t{1} << 30, std::int64_t{1} << 30);
  const JobResult free = run_config(scan("1.0, 2.0, 3.0", "inf"), backend);
  const JobResult limited = run_config(scan("1.0, 2.0, 3.0", "1e6"), backend);
  for (const std::string name : {"qfi", "photon_number"})
    EXPECT_EQ(std::memcmp(free[name].data(), limited[name].data(), 9 * sizeof(double)), 0);
}

TEST(WorkMeter, AddsWhatIsDoneOfTheBatchInWork) {
  WorkMeter meter;
  EXPECT_EQ(meter.read().points(), 0.0);
  meter.begin(4);
  EXPECT_EQ(meter.read().points(), 0.0);
  meter.expect(10, 100.0);
  meter.add(3, 25.0);
  EXPECT_EQ(meter.read().parts_done, 3);
  EXPECT_EQ(meter.read().points(), 1.0);
  meter.expect(0, 150.0);  // cutoffs grow
  EXPECT_EQ(meter.read().points(), 0.4);
  meter.add(7, 1e3);
  EXPECT_EQ(meter.read().share, 1.0);
  meter.finish(4);
  EXPECT_EQ(meter.read().points(), 4.0);
  meter.begin(2);
  EXPECT_EQ(meter.read().points(), 4.0);
  meter.go_on_from(7);  // another scan
  meter.finish(2);
  EXPECT_EQ(meter.read().points(), 9.0);
}

/// A batch that waits for somebody to look at it is not forgotten when the next one is begun, which
/// made what was left look many times as much.
TEST(WorkMeter, KnowsTheShareOfAllByWhatItCosts) {
  WorkMeter meter;
  EXPECT_EQ(meter.read().of_all, 0.0);
  EXPECT_EQ(meter.read().seconds, 0.0);
  meter.begin(2, 10.0);
  EXPECT_EQ(meter.read().of_all, 0.0);  // nobody has said how much there is
  meter.expect_in_all(100.0);
  meter.expect(4, 8.0);
  meter.add(2, 4.0);
  EXPECT_NEAR(meter.read().of_all, 0.05, 1e-15);
  meter.add(2, 4.0);
  meter.end(10.0);
  EXPECT_NEAR(meter.read().of_all, 0.1, 1e-15);
  meter.begin(3, 20.0);
  EXPECT_NEAR(meter.read().of_all, 0.1, 1e-15);
  meter.finish(2, 30.0, 10.0);  // with looks between the samples
  EXPECT_NEAR(meter.read().of_all, 0.3, 1e-15);
  meter.end(20.0);
  meter.finish(5, 90.0, 20.0);  // dearer than counted
  EXPECT_EQ(meter.read().of_all, 1.0);
  EXPECT_GT(meter.read().seconds, 0.0);
}

/// Of points that cost very different things, some of which are looked at between their samples.
TEST(WorkMeter, CountsEveryPointOfAScanOnce) {
  for (const std::string kerr : {"0.0", "0.1"}) {
    const Job job = parse_config(
        "[model]\natoms = 4\neta = 1.0\nkerr = " + kerr +
            "\n[time]\nstop = 1.0\nsamples = 21\n[output]\nover_time = \"extrema\"\n[scan]\n"
            "axes = [{ key = \"model.kappa\", linspace = [0.0, 2.0, 14] }, { key = "
            "\"time.stop\", values = [0.1, 1.0, 3.0] }]\n",
        "test.toml");
    const Scan points(job);
    WorkMeter meter;
    SolveOptions options;
    options.meter = &meter;
    options.batch_seconds = 1e-9;  // batches of one point
    std::vector<double> shares;
    options.progress = [&](const ScanReport&) { shares.push_back(meter.read().of_all); };
    MemorySink sink(result_layout(job, points));
    SmallBackend backend(std::int64_t{1} << 30, std::int64_t{1} << 30);
    run_scan(job, points, backend, 1, file_readers(), sink, options);
    ASSERT_GT(shares.size(), 3U);
    EXPECT_TRUE(std::is_sorted(shares.begin(), shares.end()));
    EXPECT_LT(shares[0], 0.95);
    EXPECT_NEAR(shares.back(), 1.0, 1e-9);
  }
}

/// Whatever method: what is expected is done in the end, no more and no less.
TEST(WorkMeter, IsFullWhenABatchIsSolved) {
  for (const std::string solve :
       {"method = \"closed_form\"", "method = \"gaussian\"",
        "method = \"fock\"\nframe = \"moving\"", "method = \"fock\"\nframe = \"laboratory\"",
        "method = \"joint\""}) {
    SCOPED_TRACE(solve);
    const Job job = parse_config(
        "[model]\natoms = 6\neta = 0.8\nkappa = 0.5\n[time]\nstop = 1.0\n[output]\nquantities = "
        "[\"purity\", \"photon_number\"]\n[solve]\n" +
            solve + "\n[scan]\naxes = [{ key = \"model.U\", values = [0.5, 1.0] }]\n",
        "test.toml");
    const Scan points(job);
    WorkMeter meter;
    double share = 0.0;
    std::int64_t parts = 0;
    SolveOptions options;
    options.meter = &meter;
    options.progress = [&](const ScanReport&) {
      share = meter.read().share;
      parts = meter.read().parts;
      EXPECT_EQ(meter.read().parts_done, parts);
    };
    MemorySink sink(result_layout(job, points));
    SmallBackend backend(std::int64_t{1} << 30, std::int64_t{1} << 30);
    run_scan(job, points, backend, 2, file_readers(), sink, options);
    EXPECT_NEAR(share, 1.0, 1e-12);
    EXPECT_GT(parts, 0);
    EXPECT_EQ(meter.read().points(), 2.0);
    EXPECT_NEAR(meter.read().of_all, 1.0, 1e-9);
  }
}

}  // namespace
}  // namespace pairtwist::test
