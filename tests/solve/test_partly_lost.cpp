// SPDX-License-Identifier: BSD-3-Clause
// A sample of several values of which rounding takes some: the others stay.
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "support/counting_backends.hpp"

namespace pairtwist::test {
namespace {

/// At t = 0 the angle 0.7 leaves a single outcome of the coherent state, and -0.7 every one.
std::string config(const std::string& solve, const std::string& over_time) {
  return "[model]\natoms = 6\nkappa = 0.1\neta = 2.0\n[atoms]\ntheta = 0.7\n[time]\nstop = "
         "0.2\nsamples = 3\n[solve]\n" +
         solve + "[output]\nquantities = [\"cfi\"]\nangles = [0.3, 0.7, -0.7]\nover_time = \"" +
         over_time + "\"\n";
}

class PartlyLost : public OnEveryCountingBackend {};

TEST_P(PartlyLost, AValueThatIsLostAtOneAngleCostsNoOther) {
  for (const std::string solve : {"method = \"closed_form\"\n", "method = \"gaussian\"\n",
                                  "method = \"fock\"\n", "method = \"joint\"\n"}) {
    SCOPED_TRACE(solve);
    const JobResult result = run_config(config(solve, "all"), backend());
    const std::vector<double>& values = result["cfi"];
    ASSERT_EQ(values.size(), 9U);
    int lost = 0;
    for (std::size_t angle = 0; angle < 3; ++angle) {
      if (std::isnan(values[angle]))
        ++lost;
      else
        EXPECT_NEAR(values[angle], 6.0, 1e-8 * 36.0);
    }
    EXPECT_EQ(lost, 1);
    for (std::size_t later = 3; later < 9; ++later) EXPECT_TRUE(std::isfinite(values[later]));
    EXPECT_EQ(result.flags.at("cfi_status"), (std::vector<std::int8_t>{6, 0, 0}));
    EXPECT_EQ(result.flags.at("status"), std::vector<std::int8_t>{6});
    EXPECT_EQ(result.report.failed, 0);
  }
}

/// Each of its samples lacks one angle, and has the others.
TEST_P(PartlyLost, APointThatLacksOneAngleThroughoutHasNotFailed) {
  const JobResult result = run_config(
      "[model]\natoms = 6\nkappa = 0.1\neta = 2.0\n[atoms]\nstate = \"dicke\"\nm = 1.0\n"
      "[time]\nstop = 0.2\nsamples = 3\n[solve]\nmethod = \"joint\"\n[output]\nquantities = "
      "[\"cfi\"]\nangles = [0.0, 1.0]\nover_time = \"final\"\n",
      backend());
  EXPECT_TRUE(std::isnan(result["cfi"][0]));
  EXPECT_NEAR(result["cfi"][1], 22.0, 1e-8 * 36.0);
  EXPECT_EQ(result.flags.at("status"), std::vector<std::int8_t>{6});
  EXPECT_EQ(result.report.failed, 0);
}

INSTANTIATE_TEST_SUITE_P(All, PartlyLost, every_counting_backend, backend_name);

}  // namespace
}  // namespace pairtwist::test
