// SPDX-License-Identifier: BSD-3-Clause
// What benchmarks/spmm compares on a device, without one: the step of trajectories by compressed
// rows beside the orders that the project carries out, by its bodies on host threads.
#include <gtest/gtest.h>

#include <cmath>
#include <complex>
#include <string>
#include <vector>

#include "pairtwist/error.hpp"
#include "spmm/machine_step.hpp"
#include "spmm/sparse_rows.hpp"
#include "spmm/trajectory_step.hpp"
#include "support/example_of_trajectories.hpp"
#include "support/team_machine.hpp"

namespace pairtwist::test {
namespace {

using Way = TeamMachine::Way;
using Complex = std::complex<double>;

constexpr int terms = 86;

/// The worst of all trajectories.
double between_rows_and_machine(const spmm::TrajectoryStep& step, const spmm::SparseRows& rows,
                                const TeamMachine::Way& way, int members) {
  TeamMachine machine(way, members);
  spmm::MachineStep by_machine(step, machine);
  by_machine.run();
  double worst = 0.0;
  for (std::int64_t j = 0; j < step.trajectories(); ++j) {
    const double* const there = by_machine.orders()[j].other;
    const auto found = by_machine.elements({there, static_cast<std::size_t>(by_machine.doubles())});
    const auto expected = sum_of_series(rows, step.beta(), step.coefficients(j), step.state(j));
    worst = spmm::worse(worst, spmm::difference(found, expected));
  }
  return worst;
}

/// The example; all sites with a complex pump and a tilt; every loss that there is.
const std::vector<std::string> cases[] = {
    {},
    {"model.atoms=5", "model.eta=[1.5, -0.8]", "model.tilt=0.3", "time.stop=1.0",
     R"(output.quantities=["mandel_q"])"},
    {"model.atoms=4", "model.kerr=0.1", "model.two_photon_loss=0.05", "model.dephasing=0.2",
     "model.thermal_photons=0.3", "time.stop=0.5", R"(output.quantities=["mandel_q"])"},
};

TEST(SpmmStep, RowsAndMachineComeToTheSame) {
  for (const std::vector<std::string>& overrides : cases) {
    const spmm::TrajectoryStep step(example_of_trajectories(overrides), 4, terms);
    const spmm::SparseRows rows = spmm::sparse_rows(step.map(), step.generator().tables());
    EXPECT_EQ(rows.rows(), step.elements());
    EXPECT_LT(between_rows_and_machine(step, rows, Way::near, 3), 1e-13);
    EXPECT_LT(between_rows_and_machine(step, rows, Way::memory, 1), 1e-13);
    EXPECT_LT(between_rows_and_machine(step, rows, Way::grid, 5), 1e-13);
  }
}

/// Of every kind of element one that is off in its tenth digit is more than what is let pass.
TEST(SpmmStep, AWrongElementIsSeen) {
  const spmm::TrajectoryStep step(example_of_trajectories({}), 2, terms);
  const spmm::SparseRows right = spmm::sparse_rows(step.map(), step.generator().tables());
  const std::int64_t inside = step.map().first_row[2] + 1;
  ASSERT_EQ(right.first[inside + 1] - right.first[inside], 5);
  for (std::int32_t e = right.first[inside]; e < right.first[inside + 1]; ++e) {
    spmm::SparseRows wrong = right;
    wrong.value[e] *= 1.0 + 1e-9;
    EXPECT_GT(between_rows_and_machine(step, wrong, Way::memory, 1), 1e-12) << e;
  }
}

/// e^{x (A - z0)} state by Taylor's series in short steps, z0 being where H_eff is 0.
std::vector<Complex> exponential(const spmm::TrajectoryStep& step, const spmm::SparseRows& a,
                                 std::int64_t j) {
  const auto range = step.generator().range();
  const double z0 = -range.re / range.gamma;
  constexpr int steps = 100;
  const double h = step.length(j) / steps;
  std::vector<Complex> state(step.state(j).begin(), step.state(j).end());
  for (int i = 0; i < steps; ++i) {
    std::vector<Complex> term = state;
    for (int n = 1; n < 30; ++n) {
      std::vector<Complex> next(term.size(), 0.0);
      for (std::int64_t row = 0; row < a.rows(); ++row) {
        for (std::int32_t e = a.first[row]; e < a.first[row + 1]; ++e)
          next[row] += h / n * a.value[e] * term[a.column[e]];
        next[row] -= h / n * z0 * term[row];
        state[row] += next[row];
      }
      term = std::move(next);
    }
  }
  return state;
}

TEST(SpmmStep, IsAStepOfItsLength) {
  const spmm::TrajectoryStep step(example_of_trajectories({"model.atoms=6", "time.stop=1.0"}), 3,
                                  terms);
  const spmm::SparseRows rows = spmm::sparse_rows(step.map(), step.generator().tables());
  for (std::int64_t j = 0; j < step.trajectories(); ++j) {
    const auto sum = sum_of_series(rows, step.beta(), step.coefficients(j), step.state(j));
    EXPECT_LT(spmm::difference(sum, exponential(step, rows, j)), 1e-11) << j;
  }
}

TEST(SpmmStep, HasTheTermsThatItIsAskedForAndEachItsOwnLength) {
  const spmm::TrajectoryStep step(example_of_trajectories({"model.atoms=6", "time.stop=1.0"}), 3,
                                  terms);
  for (std::int64_t j = 0; j < step.trajectories(); ++j)
    EXPECT_EQ(std::ssize(step.coefficients(j)), terms + 1);
  EXPECT_LT(step.length(0), step.length(1));
  EXPECT_LT(step.length(1), step.length(2));
  // The longest has use for its last term, and no room for a longer step.
  const double last = std::abs(step.coefficients(2).back());
  EXPECT_GT(last, 1e-16);
  EXPECT_LT(last, 1e-12);
}

TEST(SpmmStep, WhatIsNoNumberIsTheWorst) {
  const double lost = std::nan("");
  EXPECT_EQ(spmm::worse(1.0, 2.0), 2.0);
  EXPECT_EQ(spmm::worse(2.0, 1.0), 2.0);
  EXPECT_TRUE(std::isnan(spmm::worse(lost, 1.0)));
  EXPECT_TRUE(std::isnan(spmm::worse(1.0, lost)));
}

TEST(SpmmStep, RefusesAConfigWithoutTrajectories) {
  try {
    const spmm::TrajectoryStep step(example_of_trajectories({"solve.trajectories=0"}), 3, terms);
    FAIL();
  } catch (const UsageError& error) {
    EXPECT_STREQ(error.what(),
                 "the config's first point is solved by method joint with 0 trajectories; a step "
                 "of trajectories needs method joint (model.tunnelling) and "
                 "solve.trajectories above 0");
  }
}

}  // namespace
}  // namespace pairtwist::test
