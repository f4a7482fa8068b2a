// SPDX-License-Identifier: BSD-3-Clause
// How far a scan is: what a meter says of it while it is solved.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "io/file_readers.hpp"
#include "pairtwist/error.hpp"
#include "pairtwist/memory_sink.hpp"
#include "pairtwist/results.hpp"
#include "pairtwist/work_meter.hpp"
#include "solve/run_scan.hpp"
#include "support/small_backend.hpp"

namespace pairtwist::test {
namespace {

TEST(WorkMeter, AddsWhatIsDoneOfTheBatchInWork) {
  WorkMeter meter;
  const auto expect = [&](std::int64_t done, std::int64_t in_work, double share) {
    const WorkMeter::Reading reading = meter.read();
    EXPECT_EQ(reading.points_done, done);
    EXPECT_EQ(reading.points_in_work, in_work);
    EXPECT_EQ(reading.share, share);
  };
  expect(0, 0, 0.0);
  meter.begin(4);
  expect(0, 4, 0.0);
  meter.expect(10, 100.0);
  meter.add(3, 25.0);
  EXPECT_EQ(meter.read().parts_done, 3);
  expect(0, 4, 0.25);
  meter.expect(0, 150.0);  // cutoffs grow
  expect(0, 4, 0.1);
  meter.add(7, 1e3);
  expect(0, 4, 1.0);
  meter.finish(4);
  expect(4, 0, 1.0);
  meter.begin(2);
  expect(4, 2, 0.0);
  meter.go_on_from(7);  // another scan
  meter.finish(2);
  expect(9, 0, 0.0);
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

/// What the scans before have cost is no share of the next one, which was said to be at its end.
TEST(WorkMeter, CountsPointsAloneOfScansThatFollowOnOneAnother) {
  WorkMeter meter;
  for (const std::int64_t before : {0, 1}) {
    meter.go_on_from(before);
    meter.begin(1, 10.0);
    meter.expect_in_all(10.0);
    meter.expect(4, 8.0);
    meter.add(2, 4.0);
    EXPECT_EQ(meter.read().share, 0.5);
    EXPECT_EQ(meter.read().of_all, 0.0);
    meter.end(10.0);
    meter.finish(1, 10.0, 10.0);
    EXPECT_EQ(meter.read().of_all, 0.0);
    EXPECT_EQ(meter.read().points_done, before + 1);
  }
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
    EXPECT_EQ(meter.read().points_done, 2);
    EXPECT_NEAR(meter.read().of_all, 1.0, 1e-9);
  }
}

/// What was cut short is not done, wherever that was; it was said to be 99 % of a point that would
/// have taken days.
TEST(WorkMeter, KnowsHowFarWhatIsCutShortWas) {
  for (const std::string hard :
       {"kerr = 0.1\n[solve]\nframe = \"laboratory\"", "tunnelling = 1.0",
        "tunnelling = 1.0\nkappa = 0.0", "tunnelling = 1.0\n[solve]\ntrajectories = 20"}) {
    SCOPED_TRACE(hard);
    const Job job = parse_config(
        "[model]\natoms = 4\neta = 1.0\n" +
            std::string(hard.find("kappa") == std::string::npos ? "kappa = 1.0\n" : "") + hard +
            "\n[time]\nstop = 1e7\nsamples = 101\n",
        "test.toml");
    const Scan points(job);
    WorkMeter meter;
    StopFlag stop;
    SolveOptions options;
    options.meter = &meter;
    options.stop = &stop;
    MemorySink sink(result_layout(job, points));
    SmallBackend backend(std::int64_t{1} << 30, std::int64_t{1} << 30);
    std::thread later([&] {
      std::this_thread::sleep_for(std::chrono::milliseconds(700));
      stop.raise();
    });
    EXPECT_THROW(run_scan(job, points, backend, 1, file_readers(), sink, options), Interrupted);
    later.join();
    EXPECT_GT(meter.read().of_all, 0.0);
    EXPECT_LT(meter.read().of_all, 0.02);
  }
}

/// What is divided, or given up, is told of once.
TEST(WorkMeter, CountsWhatIsGivenUpOnce) {
  const Job job = parse_config(
      "[model]\natoms = 3\n[light]\nstate = \"fock\"\nn = 2\n[time]\nstop = 1.0\nsamples = 3\n"
      "[output]\nquantities = [\"qfi\", \"photon_number\"]\n[solve]\nmax_seconds = 0.3\n[scan]\n"
      "axes = [{ key = \"time.stop\", values = [1.0, 1e8, 2.0, 3.0] }]\n",
      "test.toml");
  const Scan points(job);
  WorkMeter meter;
  SolveOptions options;
  options.meter = &meter;
  MemorySink sink(result_layout(job, points));
  SmallBackend backend(std::int64_t{1} << 30, std::int64_t{1} << 30);
  const ScanReport report = run_scan(job, points, backend, 1, file_readers(), sink, options);
  EXPECT_EQ(report.timed_out, 1);
  meter.expect_in_all(2.0 * meter.expected_in_all());  // as if there were others
  EXPECT_NEAR(meter.read().of_all, 0.5, 1e-9);
}

}  // namespace
}  // namespace pairtwist::test
