// SPDX-License-Identifier: BSD-3-Clause
// A point's numbers depend on nothing but the point: not on batches, threads, neighbours or memory.
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <memory>

#include "support/run_job.hpp"
#include "support/small_backend.hpp"

namespace pairtwist::test {
namespace {

constexpr std::int64_t plenty = std::int64_t{1} << 30;

const std::string mixed_scan = R"(
[model]
atoms = 10
U = 0.3
eta = [12.0, 5.0]
[pump]
switch_off = 0.15
[time]
stop = 0.3
samples = 21
[scan]
axes = [{ key = "model.atoms", values = [1, 2, 7, 30] },
        { key = "model.kappa", values = [0.0, 0.5, 3.0, 40.0, 0.1] }]
[output]
quantities = ["qfi", "bell", "squeezing_wineland", "spin_mean", "photon_number", "purity", "rho"]
events = [{ name = "reached", quantity = "qfi", above = 0.3, scale = "N^2" }]
)";

void expect_same_bits(const JobResult& a, const JobResult& b) {
  for (const auto& [name, numbers] : a.numbers) {
    if (name == "runtime") continue;
    ASSERT_EQ(numbers.size(), b[name].size()) << name;
    EXPECT_EQ(std::memcmp(numbers.data(), b[name].data(), numbers.size() * sizeof(double)), 0)
        << name;
  }
}

TEST(Batching, ThreadsBatchesAndMemoryChangeNoBit) {
  SmallBackend roomy(plenty, plenty, 1);
  const JobResult expected = run_config(mixed_scan, roomy);
  EXPECT_EQ(expected.report.done, 20);

  SmallBackend threads(plenty, plenty, 3);
  expect_same_bits(expected, run_config(mixed_scan, threads));

  SmallBackend tiny_batches(60000, plenty);
  expect_same_bits(expected, run_config(mixed_scan, tiny_batches));
  EXPECT_GT(tiny_batches.submitted, 20);

  SmallBackend fails_often(plenty, 20000);
  expect_same_bits(expected, run_config(mixed_scan, fails_often));
  EXPECT_GT(fails_often.refused, 5);
}

TEST(Batching, AScannedPointEqualsThePointAlone) {
  SmallBackend backend(plenty, plenty);
  const JobResult all = run_config(mixed_scan, backend);
  std::string alone = mixed_scan;
  alone.replace(alone.find("[0.0, 0.5, 3.0, 40.0, 0.1]"), 26, "[3.0]");
  alone.replace(alone.find("[1, 2, 7, 30]"), 13, "[7]");
  const JobResult one = run_config(alone, backend);
  const std::size_t point = 2 * 5 + 2;
  for (std::size_t k = 0; k < 21; ++k) {
    EXPECT_EQ(all["qfi"][point * 21 + k], one["qfi"][k]);
    EXPECT_EQ(all["purity"][point * 21 + k], one["purity"][k]);
  }
  EXPECT_EQ(all["reached"][point], one["reached"][0]);
}

TEST(Batching, APointOfSumsHasItsBitsBesideOneThatNeedsCoherences) {
  SmallBackend backend(plenty, plenty);
  const auto solved = [&](const std::string& tilts) {
    return run_config(
        "[model]\natoms = 9\neta = 1.5\n[time]\nstop = 0.8\nsamples = 5\n[output]\n"
        "quantities = [\"purity\", \"qfi\"]\n[scan]\naxes = [{ key = \"model.tilt\", "
        "values = " +
            tilts + " }]\n",
        backend);
  };
  const JobResult both = solved("[0.0, 0.3]");
  const JobResult one = solved("[0.0]");
  for (std::size_t k = 0; k < 5; ++k) EXPECT_EQ(both["purity"][k], one["purity"][k]) << k;
}

TEST(Batching, APointThatNeverFitsIsFlaggedAndTheOthersAreSolved) {
  // 30 atoms: 120 coherences of 16 bytes at one time; 7 atoms: 6.
  SmallBackend backend(plenty, 1000);
  const JobResult result = run_config(mixed_scan, backend);
  EXPECT_EQ(result.report.done, 20);
  EXPECT_EQ(result.report.failed, 5);
  EXPECT_EQ(result.report.statuses.at(Status::out_of_memory), 5);
  EXPECT_EQ(result.flags.at("status")[19], static_cast<std::int8_t>(Status::out_of_memory));
  EXPECT_TRUE(std::isnan(result["qfi"][19 * 21]));
  EXPECT_TRUE(std::isnan(result["reached"][19]));
  EXPECT_FALSE(std::isnan(result["qfi"][14 * 21]));
}

}  // namespace
}  // namespace pairtwist::test
