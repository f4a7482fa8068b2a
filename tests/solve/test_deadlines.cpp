// SPDX-License-Identifier: BSD-3-Clause
// solve.max_seconds: whose time is over, who listens, and what becomes of points that took too
// long.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstring>
#include <string>
#include <thread>
#include <vector>

#include "io/result_variables.hpp"
#include "pairtwist/results.hpp"
#include "solve/deadlines.hpp"
#include "support/comes_true.hpp"
#include "support/paced_backend.hpp"
#include "support/run_job.hpp"
#include "support/small_backend.hpp"

namespace pairtwist::test {
namespace {

using std::chrono::milliseconds;

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

constexpr auto flag(Status status) { return static_cast<std::int8_t>(status); }

/// g2 at the last time alone asks for fewer photons than the others were solved for.
std::string fading_light(const std::string& solve) {
  return "[model]\natoms = 2\nW0 = 0.0\ndetuning = -0.8\nkappa = 1.0\neta = 1e-6\n[light]\n"
         "state = \"fock\"\nn = 1\n[time]\nvalues = [0.0, 22.0]\n[output]\n"
         "quantities = [\"qfi\", \"g2\"]\n[solve]\n" +
         solve;
}

void expect_g2_alone_is_lost(const JobResult& result, Status why) {
  EXPECT_EQ(result.flags.at("status"), std::vector<std::int8_t>{flag(Status::partly)});
  EXPECT_EQ(result.flags.at("qfi_status"), (std::vector<std::int8_t>{0, 0}));
  EXPECT_EQ(result.flags.at("g2_status"), (std::vector<std::int8_t>{0, flag(why)}));
  EXPECT_TRUE(std::isnan(result["g2"][1]));
}

TEST(MaxSeconds, WhatFaintLightStillLacksIsLostWithItsTime) {
  PacedBackend backend([](const engines::Batch& batch) {
    if (asks_for_fewer_photons(batch)) take_all_the_time(batch);
  });
  const JobResult result = run_config(fading_light("max_seconds = 3"), backend);
  expect_g2_alone_is_lost(result, Status::not_converged);
  EXPECT_EQ(result.flags.at("timed_out"), std::vector<std::int8_t>{1});
  EXPECT_EQ(result.report.timed_out, 1);
}

/// S of a state in a bad cavity is asked for once more, since the first solution knows of it only
/// that Q lies below 0. That makes it no sum too small to be had.
TEST(MaxSeconds, ABellSumThatHadNoTimeIsNotTooSmall) {
  const auto solved = [](Backend& backend) {
    return run_config(
        "[model]\natoms = 4\neta = 50.0\nkappa = 1e3\nW0 = 0.3\nU = 0.2\ntunnelling = 0.05\n"
        "[time]\nvalues = [0.0, 0.05, 0.3]\n[output]\nquantities = [\"bell\"]\n"
        "[solve]\nmax_seconds = 5\n",
        backend);
  };
  int batches = 0;
  PacedBackend fast([](const engines::Batch&) {});
  PacedBackend slow([&batches](const engines::Batch& batch) {
    if (++batches > 1) take_all_the_time(batch);
  });
  const JobResult all = solved(fast);
  ASSERT_EQ(all.flags.at("bell_status"), (std::vector<std::int8_t>{flag(Status::undefined), 0, 0}));
  const JobResult result = solved(slow);
  EXPECT_EQ(result.flags.at("bell_status")[1], flag(Status::not_converged)) << all["bell"][1];
  EXPECT_EQ(result.flags.at("status"), std::vector<std::int8_t>{flag(Status::partly)});
  EXPECT_EQ(result.report.timed_out, 1);
}

/// A backend without room for what faint light still lacks.
class NoRoomForFaintLight final : public Backend {
 public:
  std::string name() const override { return cpu_->name(); }
  std::string device() const override { return cpu_->device(); }
  std::string simd() const override { return cpu_->simd(); }
  std::int64_t memory_budget() const override { return cpu_->memory_budget(); }
  void submit(int slot, const engines::Batch& batch) override {
    if (asks_for_fewer_photons(batch)) throw OutOfMemory("injected");
    cpu_->submit(slot, batch);
  }
  engines::BatchView wait(int slot) override { return cpu_->wait(slot); }

 private:
  std::unique_ptr<Backend> cpu_ = make_cpu_backend(1);
};

TEST(GivenUp, WhatFaintLightStillLacksIsLostForWantOfMemory) {
  NoRoomForFaintLight backend;
  expect_g2_alone_is_lost(run_config(fading_light(""), backend), Status::out_of_memory);
}

/// Looks between the samples, each of which solves the point again.
std::string looked_at(const std::string& output, const std::string& solve) {
  return "[model]\natoms = 4\neta = 3.0\nkappa = 0.3\nkerr = 0.1\n[time]\nstop = 1.5\n"
         "samples = 6\n[output]\nquantities = [\"photon_number\"]\n" +
         output + "\n[solve]\n" + solve;
}

/// One solution has time in so many seconds, and a second one has not; with room for a busy
/// machine.
PacedPlace::After more_than_half_of(double seconds) {
  return [seconds](const engines::Batch&) {
    std::this_thread::sleep_for(std::chrono::duration<double>(0.6 * seconds));
  };
}

TEST(MaxSeconds, IsOfAllLooksForExtremaTogether) {
  const std::string extrema = "over_time = \"extrema\"";
  const auto any_is_lost = [](const JobResult& result) {
    const auto lost = static_cast<std::int8_t>(ExtremumPlace::lost);
    return result.flags.at("photon_number_max_place")[0] == lost ||
           result.flags.at("photon_number_min_place")[0] == lost;
  };
  PacedBackend patient([](const engines::Batch&) {});
  const JobResult expected = run_config(looked_at(extrema, ""), patient);
  ASSERT_GT(patient.solved(), 1);  // else there is nothing to see
  ASSERT_FALSE(any_is_lost(expected));
  PacedBackend backend(more_than_half_of(3.0));
  const JobResult result = run_config(looked_at(extrema, "max_seconds = 3"), backend);
  EXPECT_LE(backend.solved(), 2);
  EXPECT_EQ(result.flags.at("timed_out"), std::vector<std::int8_t>{1});
  EXPECT_TRUE(any_is_lost(result));
  // What there was before is as good as ever.
  EXPECT_EQ(result.flags.at("status"), std::vector<std::int8_t>{flag(Status::good)});
  EXPECT_EQ(result["photon_number_final"], expected["photon_number_final"]);
}

TEST(MaxSeconds, IsOfAllLooksForEventsTogether) {
  const std::string events =
      "events = [{ name = \"soon\", quantity = \"photon_number\", above = 0.7 }, "
      "{ name = \"later\", quantity = \"qfi\", above = 5.0 }]";
  PacedBackend patient([](const engines::Batch&) {});
  const JobResult expected = run_config(looked_at(events, ""), patient);
  ASSERT_GT(patient.solved(), 2);
  ASSERT_FALSE(std::isnan(expected["soon"][0]));
  PacedBackend backend([](const engines::Batch& batch) {
    if (batch.n_times != 6) take_all_the_time(batch);
  });
  const JobResult result = run_config(looked_at(events, "max_seconds = 3"), backend);
  EXPECT_EQ(result.flags.at("timed_out"), std::vector<std::int8_t>{1});
  EXPECT_EQ(result.flags.at("soon_status"), std::vector<std::int8_t>{flag(Status::not_converged)});
  EXPECT_TRUE(std::isnan(result["soon"][0]));
  EXPECT_EQ(result.flags.at("status"), std::vector<std::int8_t>{flag(Status::partly)});
  EXPECT_EQ(result["photon_number"], expected["photon_number"]);
}

std::string pumped_until_the_maximum(const std::string& solve) {
  return "[model]\natoms = 10\neta = 320.0\n[pump]\nswitch_off = \"max_qfi\"\n[time]\n"
         "stop = 0.03\nsamples = 5\n[solve]\n" +
         solve;
}

/// The end of the pump was not found, which is not to say that there is none.
TEST(MaxSeconds, IsOfTheLookForTheMaximumThatEndsThePump) {
  PacedBackend patient([](const engines::Batch&) {});
  ASSERT_FALSE(std::isnan(run_config(pumped_until_the_maximum(""), patient)["switch_off_time"][0]));
  PacedBackend backend(more_than_half_of(1.0));
  const JobResult result = run_config(pumped_until_the_maximum("max_seconds = 1"), backend);
  EXPECT_LE(backend.solved(), 2);
  EXPECT_EQ(result.flags.at("status"), std::vector<std::int8_t>{flag(Status::not_converged)});
  EXPECT_EQ(result.flags.at("timed_out"), std::vector<std::int8_t>{1});
  EXPECT_TRUE(std::isnan(result["switch_off_time"][0]));
}

/// Points that always have company would go on for ever, since nobody knows whose time it is.
TEST(MaxSeconds, ComesToAnEndOfPointsThatAreSolvedTogether) {
  const std::string two = "\n[scan]\naxes = [{ key = \"model.U\", values = [0.5, 1.0] }]\n";
  PacedBackend patient([](const engines::Batch&) {});
  run_config(pumped_until_the_maximum(two), patient);
  ASSERT_GT(patient.solved(), 20);
  PacedBackend backend(more_than_half_of(1.0));
  const JobResult result = run_config(pumped_until_the_maximum("max_seconds = 1" + two), backend);
  // About a second together, and one each alone.
  EXPECT_LE(backend.solved(), 6);
  EXPECT_EQ(result.flags.at("timed_out"), (std::vector<std::int8_t>{1, 1}));
}

}  // namespace
}  // namespace pairtwist::test
