// SPDX-License-Identifier: BSD-3-Clause
// Photon levels of the joint method's two solutions: with the same ones both would lack the same.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "engines/joint_walk.hpp"
#include "pairtwist/results.hpp"
#include "support/joint_backends.hpp"
#include "support/run_job.hpp"

namespace pairtwist::test {
namespace {

using engines::JointLevels;

TEST(JointLevelsOfSites, DifferBetweenTheSolutionsAndAreOneMoreAtMost) {
  const JointLevels result{.ceiling = 1000, .odd = true};
  const JointLevels check{.ceiling = 1000, .odd = false};
  for (std::int32_t levels = 1; levels < 40; ++levels) {
    for (const JointLevels& each : {result, check}) {
      EXPECT_GE(each.rounded(levels), levels);
      EXPECT_LE(each.rounded(levels), levels + 1);
    }
    for (std::int32_t others = 1; others < 40; ++others)
      EXPECT_NE(result.rounded(levels), check.rounded(others));
  }
}

TEST(JointLevelsOfSites, AreNoMoreThanThereMayBe) {
  const JointLevels levels{.ceiling = 8, .odd = true};
  EXPECT_EQ(levels.rounded(6), 7);
  EXPECT_EQ(levels.rounded(8), 8);
  EXPECT_EQ(levels.rounded(9), 9);  // given
}

class JointCutoff : public OnEveryJointBackend {};

/// Fock light in one well: both solutions grew from n + 1 levels by the same four, once, and
/// nothing told what these lacked. The direction, whose eigenvalue is hardly alone, was off by up
/// to 3 870 tolerances.
TEST_P(JointCutoff, WhatBothSolutionsWouldLackIsSeen) {
  struct Case {
    int atoms, photons;
    double kerr, tolerance;
  };
  for (const Case& each : {Case{2, 2, 0.0, 1e-4}, Case{4, 5, -1.0, 1e-5}, Case{2, 3, -1.0, 1e-5}}) {
    const auto solved = [&](const std::string& cutoff, double tolerance) {
      return run(fmt::format(R"(
[model]
atoms = {}
eta = 0.5
kappa = 0.2
tunnelling = 0.1
kerr = {}
[light]
state = "fock"
n = {}
[atoms]
state = "dicke"
m = {}
[time]
stop = 0.3
samples = 7
[output]
quantities = ["qfi_optimal_direction", "bell"]
[solve]
tolerance = {}
{}
)",
                             each.atoms, each.kerr, each.photons, 0.5 * each.atoms, tolerance,
                             cutoff));
    };
    const JobResult result = solved("", each.tolerance);
    const JobResult expected = solved("cutoff_exact = 24", 1e-9);
    for (const char* quantity : {"qfi_optimal_direction", "bell"}) {
      double worst = 0.0;
      for (std::size_t i = 0; i < expected[quantity].size(); ++i) {
        const double found = result[quantity][i];
        const double known = expected[quantity][i];
        if (std::isfinite(found) && std::isfinite(known))
          worst = std::max(worst, std::abs(found - known) / std::max(1.0, std::abs(known)));
      }
      EXPECT_LT(worst, each.tolerance) << quantity << " of " << each.photons << " photons";
    }
    EXPECT_TRUE(std::isfinite(result["qfi_optimal_direction"].back()));
  }
}

INSTANTIATE_TEST_SUITE_P(All, JointCutoff, every_joint_backend, backend_name);

}  // namespace
}  // namespace pairtwist::test
