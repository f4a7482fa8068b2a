// SPDX-License-Identifier: BSD-3-Clause
// Quantities over grids of the config, from end to end: each method, scans over N, memory.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "pairtwist/error.hpp"
#include "support/counting_backends.hpp"
#include "support/run_job.hpp"

namespace pairtwist::test {
namespace {

constexpr const char* some =
    "angles = [0.0, 1.0, 1.5707963267948966, 4.71238898038469, 1.5]\n"
    "husimi_grid = [3, 4]\n";

class OutputGrids : public OnEveryCountingBackend {};

TEST_P(OutputGrids, CountingReachesTheQuantumFisherInformationWithEveryMethod) {
  for (const std::string more :
       {"[light]\nstate = \"vacuum\"\n", "[light]\nstate = \"thermal\"\nn = 0.4\n",
        "[solve]\nmethod = \"gaussian\"\n", "[light]\nstate = \"fock\"\nn = 2\n"}) {
    for (const int atoms : {6, 9}) {
      SCOPED_TRACE(fmt::format("{} {}", more, atoms));
      const JobResult result = run_config(
          fmt::format("[model]\natoms = {}\neta = 1.2\nkappa = 0.6\n{}[time]\nstop = 0.8\n"
                      "samples = 5\n[output]\nquantities = [\"qfi\", \"cfi\"]\n"
                      "angles = [0.0, 1.0, 1.5707963267948966, 4.71238898038469, 1.5]\n",
                      atoms, more),
          backend());
      EXPECT_EQ(result.flags.at("status")[0], 0);
      for (std::size_t k = 0; k < 5; ++k) {
        const double qfi = result["qfi"][k];
        const double allowed = 2e-8 * atoms * atoms;
        EXPECT_NEAR(result["cfi"][5 * k + 2], qfi, allowed);
        EXPECT_NEAR(result["cfi"][5 * k + 3], qfi, allowed);
        for (std::size_t a = 0; a < 5; ++a) EXPECT_LE(result["cfi"][5 * k + a], qfi + allowed);
      }
    }
  }
}

TEST_P(OutputGrids, PointsOfOtherNHaveTheirOwnOrdersAndTables) {
  const std::string output = fmt::format(
      "[time]\nstop = 0.5\nsamples = 3\n[output]\n"
      "quantities = [\"multiple_quantum\", \"purity\", \"cfi\", \"husimi\", \"rho\"]\n{}",
      some);
  const std::string model = "[model]\neta = 1.0\nkappa = 0.3\natoms = ";
  const JobResult all = run_config(
      model + "2\n[scan]\naxes = [{ key = \"model.atoms\", values = [2, 5, 3] }]\n" + output,
      backend());
  const std::size_t atoms[] = {2, 5, 3};
  for (std::size_t p = 0; p < 3; ++p) {
    const std::size_t n = atoms[p];
    const JobResult one = run_config(model + fmt::format("{}\n", n) + output, backend());
    for (std::size_t k = 0; k < 3; ++k) {
      double sum = 0.0;
      for (std::size_t q = 0; q < 6; ++q) {
        const double value = all["multiple_quantum"][18 * p + 6 * k + q];
        if (q > n) {
          EXPECT_TRUE(std::isnan(value)) << n << " " << q;
          continue;
        }
        EXPECT_EQ(value, one["multiple_quantum"][(n + 1) * k + q]);
        sum += q == 0 ? value : 2.0 * value;
      }
      EXPECT_NEAR(sum, all["purity"][3 * p + k], 1e-13);
    }
    for (const char* name : {"cfi", "husimi"}) {
      const std::size_t row = one[name].size();
      for (std::size_t i = 0; i < row; ++i)
        EXPECT_EQ(all[name][row * p + i], one[name][i]) << name << " " << i;
    }
  }
}

TEST_P(OutputGrids, TooManyAtomsAreRefusedBeforehand) {
  // One m alone is there, but every m is counted.
  const std::string config =
      "[model]\natoms = 3000000\n[atoms]\nstate = \"dicke\"\nm = 0\n[time]\nstop = 1.0\n"
      "samples = 2\n[output]\nquantities = [\"cfi\"]\nangles = [1.0]\n";
  const Job job = parse_config(config, "test.toml");
  EXPECT_THROW((void)Solver(BackendChoice::cpu).plan(job), UsageError);
}

INSTANTIATE_TEST_SUITE_P(All, OutputGrids, every_counting_backend, backend_name);

}  // namespace
}  // namespace pairtwist::test
