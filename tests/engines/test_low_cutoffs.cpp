// SPDX-License-Identifier: BSD-3-Clause
// Fewer photon levels than the light of the start needs: never a number that is called good.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "support/backends.hpp"
#include "support/run_job.hpp"

namespace pairtwist::test {
namespace {

class LowCutoffs : public OnEveryBackend {
 protected:
  JobResult solved(const std::string& model, const std::string& light, const std::string& solve) {
    return run_config("[model]\natoms = 4\neta = 1.0\n" + model + "[light]\nstate = " + light +
                          "[time]\nstop = 1.0\nsamples = 3\n[solve]\n" + solve +
                          "[output]\nquantities = [\"photon_number\"]\n",
                      backend());
  }
};

const std::vector<std::string> lights = {"\"cat\"\nalpha = 1.2\n", "\"squeezed\"\nr = 1.0\n",
                                         "\"thermal\"\nn = 1.4\n", "\"coherent\"\nalpha = 1.5\n"};

TEST_P(LowCutoffs, AreSaidOfBlocks) {
  // In the moving frame coherent light is the frame's.
  for (std::size_t i = 0; i < 3; ++i)
    for (const char* frame : {"moving", "laboratory"})
      for (const char* key : {"cutoff", "cutoff_exact"})
        for (const int levels : {2, 3, 4, 5, 6}) {
          const std::string solve =
              fmt::format("method = \"fock\"\nframe = \"{}\"\n{} = {}\n", frame, key, levels);
          SCOPED_TRACE(lights[i] + solve);
          EXPECT_EQ(solved("kappa = 0.6\n", lights[i], solve).report.failed, 1);
        }
}

TEST_P(LowCutoffs, AreSaidOfAtomsAndLightTogether) {
  for (const std::string& light : lights)
    for (const char* model : {"tunnelling = 1.1\nkappa = 0.6\n", "tunnelling = 1.1\n"})
      for (const char* key : {"cutoff", "cutoff_exact"})
        for (const int levels : {2, 4, 7}) {
          const std::string solve = fmt::format("{} = {}\n", key, levels);
          SCOPED_TRACE(light + model + solve);
          EXPECT_EQ(solved(model, light, solve).report.failed, 1);
        }
}

TEST_P(LowCutoffs, ThatHoldTheLightAreEnough) {
  for (const char* key : {"cutoff", "cutoff_exact"}) {
    const std::string solve = fmt::format("{} = 40\n", key);
    SCOPED_TRACE(solve);
    EXPECT_EQ(solved("tunnelling = 1.1\nkappa = 0.6\n", lights[0], solve).report.failed, 0);
    EXPECT_EQ(solved("kappa = 0.6\n", lights[0], "method = \"fock\"\n" + solve).report.failed, 0);
  }
}

/// Q divides by few photons here, and 24 levels do for all else: not rounding is in its way.
TEST_P(LowCutoffs, AreTheReasonWhereFewPhotonsAreDividedBy) {
  const JobResult result = run_config(
      "[model]\natoms = 4\neta = 2.0\nkappa = 0.5\ntunnelling = 1.0\n[light]\n"
      "state = \"coherent\"\nalpha = 1.5\n[time]\nstop = 2.0\nsamples = 5\n[solve]\n"
      "cutoff_exact = 24\n[output]\nquantities = [\"purity\", \"mandel_q\"]\n",
      backend());
  EXPECT_EQ(result.flags.at("purity_status"), std::vector<std::int8_t>(5, 0));
  EXPECT_EQ(result.flags.at("mandel_q_status").back(),
            static_cast<std::int8_t>(Status::not_converged));
}

INSTANTIATE_TEST_SUITE_P(All, LowCutoffs, every_backend, backend_name);

}  // namespace
}  // namespace pairtwist::test
