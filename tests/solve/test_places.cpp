// SPDX-License-Identifier: BSD-3-Clause
// Scans on several places: the same rows in the same order as on one, whatever the places do.
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <stdexcept>
#include <string>

#include "pairtwist/error.hpp"
#include "pairtwist/memory_sink.hpp"
#include "pairtwist/stop_flag.hpp"
#include "solve/run_scan.hpp"
#include "support/comes_true.hpp"
#include "support/fake_places.hpp"
#include "support/run_job.hpp"

namespace pairtwist::test {
namespace {

constexpr std::int64_t some_batches = 20000;  // more of them than slots
constexpr std::int64_t plenty = std::int64_t{1} << 30;

const std::string config = R"(
[model]
atoms = 10
U = 0.3
eta = [12.0, 5.0]
[time]
stop = 0.3
samples = 21
[scan]
axes = [{ key = "model.atoms", values = [1, 2, 7, 30] },
        { key = "model.kappa", values = [0.0, 0.5, 3.0, 40.0, 0.1] }]
[output]
quantities = ["qfi", "bell", "photon_number", "purity"]
events = [{ name = "reached", quantity = "qfi", above = 0.3, scale = "N^2" }]
)";

void expect_same_bits(const JobResult& a, const JobResult& b) {
  EXPECT_EQ(a.report.statuses, b.report.statuses);
  for (const auto& [name, numbers] : a.numbers) {
    if (name == "runtime") continue;
    ASSERT_EQ(numbers.size(), b[name].size()) << name;
    EXPECT_EQ(std::memcmp(numbers.data(), b[name].data(), numbers.size() * sizeof(double)), 0)
        << name;
  }
}

JobResult on_the_host() {
  const std::unique_ptr<Backend> cpu = make_cpu_backend(1);
  return run_config(config, *cpu);
}

TEST(Places, AsManySlotsAndAsMuchMemoryAsPlaces) {
  const auto three = fake_places(1000, {nullptr, nullptr, nullptr});
  EXPECT_EQ(three->slots(), 6);
  EXPECT_EQ(three->memory_budget(), 3000);
  EXPECT_EQ(three->device(), "place 0, place 1, place 2");
}

// Which place takes a batch is a matter of load. So the first batch of each place waits for the
// other: the fast place's until the slow one has begun, the slow place's until the fast one has
// begun its third, and so has ended two that come later in the order of rows.
TEST(Places, RowsAreThoseOfOnePlaceWhateverTimePlacesTake) {
  const JobResult expected = on_the_host();
  std::atomic<int> by_the_slow = 0;
  std::atomic<int> by_the_fast = 0;
  const FakePlace::Before slow_place = [&](const engines::Batch&) {
    if (++by_the_slow == 1) comes_true([&] { return by_the_fast >= 3; });
  };
  const FakePlace::Before fast_place = [&](const engines::Batch&) {
    if (++by_the_fast == 1) comes_true([&] { return by_the_slow >= 1; });
  };
  const auto places = fake_places(some_batches, {slow_place, fast_place});
  expect_same_bits(expected, run_config(config, *places));
  EXPECT_GE(by_the_slow, 1);
  EXPECT_GE(by_the_fast, 3);
}

TEST(Places, MemoryThatRunsOutAtWaitMakesBatchesSmaller) {
  const JobResult expected = on_the_host();
  std::atomic<int> refused = 0;
  const FakePlace::Before small = [&refused](const engines::Batch& batch) {
    if (batch.size() * batch.n_times <= 42) return;
    ++refused;
    throw OutOfMemory("injected");
  };
  const auto places = fake_places(plenty, {small, small});
  expect_same_bits(expected, run_config(config, *places));
  EXPECT_GT(refused, 2);

  const auto nothing_fits =
      fake_places(plenty, {[](const engines::Batch&) { throw OutOfMemory("injected"); }});
  const JobResult lost = run_config(config, *nothing_fits);
  EXPECT_EQ(lost.report.statuses.at(Status::out_of_memory), 20);
}

TEST(Places, AFaultEndsTheScanAndThePlacesServeTheNext) {
  std::atomic<int> batches = 0;
  const FakePlace::Before faulty = [&batches](const engines::Batch&) {
    if (++batches == 4) throw DeviceError("the device was lost");
  };
  const FakePlace::Before patient = [&](const engines::Batch&) {
    comes_true([&] { return batches >= 4; });
  };
  const auto places = fake_places(some_batches, {faulty, faulty, patient});
  EXPECT_THROW(run_config(config, *places), DeviceError);
  expect_same_bits(on_the_host(), run_config(config, *places));
}

/// What a run of the config with a flag to stop does.
ScanReport run_until(Backend& backend, const StopFlag& stop,
                     std::function<void(const ScanReport&)> progress = {}) {
  const Job job = parse_config(config, "test.toml");
  const Scan scan(job);
  MemorySink sink(result_layout(job, scan));
  SolveOptions options;
  options.stop = &stop;
  options.progress = std::move(progress);
  return run_scan(job, scan, backend, 1, {}, sink, options);
}

TEST(Places, AnInterruptionHangsNothingAndStartsNoMore) {
  StopFlag stop;
  std::atomic<int> begun = 0;
  const FakePlace::Before raise = [&](const engines::Batch&) {
    if (++begun == 2) stop.raise();
  };
  const auto places = fake_places(some_batches, {raise, raise});
  EXPECT_THROW(run_until(*places, stop), Interrupted);
  EXPECT_LE(begun, 3);

  begun = 100;
  const StopFlag none;
  EXPECT_EQ(run_until(*places, none).done, 20);
}

TEST(Places, WhatTheCallerThrowsLeavesNoBatchBehind) {
  const StopFlag none;
  const auto places = fake_places(some_batches, {slow(5), slow(5)});
  EXPECT_THROW(
      run_until(*places, none, [](const ScanReport&) { throw std::runtime_error("full disk"); }),
      std::runtime_error);
  expect_same_bits(on_the_host(), run_config(config, *places));
}

TEST(CudaDevices, AllTogetherGiveTheBitsOfOne) {
  if (const std::string problem = cuda_status().problem; !problem.empty()) {
    const char* required = std::getenv("PAIRTWIST_REQUIRE_GPU");
    if (required != nullptr && std::string(required) == "1") FAIL() << problem;
    GTEST_SKIP() << problem;
  }
  const auto one = make_cuda_backend({0});
  const auto all = make_cuda_backend();
  EXPECT_EQ(all->slots() % 2, 0);
  const JobResult expected = run_config(config, *one);
  expect_same_bits(expected, run_config(config, *all));
  expect_same_bits(expected, run_config(config, *all));  // with what it has allocated
}

}  // namespace
}  // namespace pairtwist::test
