// SPDX-License-Identifier: BSD-3-Clause
// Cutoffs of the Fock method: grown until the quantities themselves stop changing, and a point that
// did not get there is flagged.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "support/backends.hpp"
#include "support/run_job.hpp"
#include "support/small_backend.hpp"

namespace pairtwist::test {
namespace {

class FockCutoff : public OnEveryBackend {};

/// One lossless cavity under a pump: |alpha| goes up to 2 eta/omega = 6 and comes back to the
/// vacuum after a turn. Coherent throughout: Mandel Q = 0 exactly. Sampled shortly before the turn
/// ends, with <n> = 0.15.
std::string revival(const std::string& solve) {
  const double omega = 1.5, eta = 4.5;
  const double nearly = std::asin(std::sqrt(0.15) * omega / (2.0 * eta));
  const double t = 2.0 * (std::numbers::pi - nearly) / omega;
  return fmt::format(
      "[model]\natoms = 1\nU = 0.2\nW0 = 0.5\ndetuning = {}\neta = {}\n[time]\nvalues = [0.0, {}, "
      "{}]\n[solve]\nmethod = \"fock\"\nframe = \"laboratory\"\n{}\n"
      "[output]\nquantities = [\"photon_number\", \"mandel_q\"]\n",
      0.25 - omega, eta, 0.5 * t, t, solve);
}

std::int8_t status(const JobResult& result) { return result.flags.at("status")[0]; }
constexpr auto good = static_cast<std::int8_t>(Status::good);
constexpr auto not_converged = static_cast<std::int8_t>(Status::not_converged);

TEST_P(FockCutoff, AQuantityThatATailDoesNotShowIsConverged) {
  const JobResult result = run_config(revival(""), backend());
  EXPECT_EQ(status(result), good);
  EXPECT_NEAR(result["photon_number"][2], 0.15, 1e-8);
  EXPECT_NEAR(result["mandel_q"][1], 0.0, 1e-8);
  EXPECT_NEAR(result["mandel_q"][2], 0.0, 1e-8);
  EXPECT_LE(result["error_estimate"][0], 1.0);
  // 58 levels leave no more than 10^-4 in the top one, which looks converged, and is wrong.
  const JobResult looks_good = run_config(revival("cutoff_exact = 58"), backend());
  EXPECT_LT(looks_good["tail_population"][0], 1e-3);
  EXPECT_EQ(status(looks_good), not_converged);
  EXPECT_GT(looks_good["error_estimate"][0], 1e3);
  EXPECT_TRUE(std::isnan(looks_good["mandel_q"][2]));
  EXPECT_EQ(looks_good.report.failed, 1);
}

TEST_P(FockCutoff, AnExactCutoffThatIsEnoughGivesTheSame) {
  const JobResult result = run_config(revival("cutoff_exact = 110"), backend());
  EXPECT_EQ(status(result), good);
  EXPECT_EQ(result.integers.at("cutoff")[0], 110);
  EXPECT_NEAR(result["mandel_q"][2], 0.0, 1e-8);
}

TEST_P(FockCutoff, ACeilingThatIsTooLowIsSaid) {
  const JobResult result = run_config(revival("cutoff = 50"), backend());
  EXPECT_EQ(status(result), not_converged);
  EXPECT_TRUE(std::isnan(result["photon_number"][2]));
  EXPECT_LE(result.integers.at("cutoff")[0], 50);
  const JobResult enough = run_config(revival("cutoff = 200"), backend());
  EXPECT_EQ(status(enough), good);
}

TEST_P(FockCutoff, LightBeyondTheCeilingIsNotCutOffInSilence) {
  // Without a bath nothing climbs: the levels of the start would do, but 10 are too few for it.
  const std::string cat =
      "[model]\natoms = 2\nkappa = 0.5\n[light]\nstate = \"cat\"\nalpha = 2.0\n[time]\nstop = 1.0\n"
      "samples = 3\n[output]\nquantities = [\"photon_number\"]\n[solve]\n";
  for (const std::string limit : {"cutoff = 10", "cutoff_exact = 10"}) {
    const JobResult result = run_config(cat + limit, backend());
    EXPECT_EQ(status(result), not_converged) << limit;
    EXPECT_TRUE(std::isnan(result["photon_number"][0]));
  }
  EXPECT_EQ(status(run_config(cat + "cutoff = 60", backend())), good);
}

INSTANTIATE_TEST_SUITE_P(All, FockCutoff, every_backend, backend_name);

TEST(FockBatching, ThreadsBatchesAndMemoryChangeNoBit) {
  const std::string config =
      "[model]\natoms = 6\nW0 = 0.4\neta = [1.5, 0.5]\nkappa = 0.8\n[light]\nstate = \"fock\"\n"
      "n = 2\n[scan]\naxes = [{ key = \"model.thermal_photons\", values = [0.0, 0.1, 0.3] },\n"
      "{ key = \"model.kerr\", values = [0.0, 0.2] }]\n[time]\nstop = 1.0\nsamples = 11\n"
      "[output]\nquantities = [\"rho\", \"mandel_q\"]\n";
  constexpr std::int64_t plenty = std::int64_t{1} << 30;
  SmallBackend roomy(plenty, plenty, 1);
  SmallBackend threads(plenty, plenty, 3);
  SmallBackend small(8000, plenty);
  SmallBackend fails_often(plenty, 1100);
  const JobResult expected = run_config(config, roomy);
  EXPECT_EQ(expected.report.failed, 0);
  for (SmallBackend* backend : {&threads, &small, &fails_often}) {
    const JobResult result = run_config(config, *backend);
    for (const auto& [name, numbers] : expected.numbers)
      if (name != "runtime") {
        EXPECT_EQ(numbers, result[name]) << name;
      }
    EXPECT_EQ(expected.integers.at("cutoff"), result.integers.at("cutoff"));
  }
  EXPECT_GT(small.submitted, 4);
  EXPECT_GT(fails_often.refused, 3);
}

}  // namespace
}  // namespace pairtwist::test
