// SPDX-License-Identifier: BSD-3-Clause
// The joint method as devices have it, states of many points in rounds, by the same bodies on host
// threads: bit by bit what the host's solver comes to, whatever the team and its memory.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <ostream>
#include <string_view>

#include "pairtwist/results.hpp"
#include "support/run_job.hpp"
#include "support/team_machine.hpp"

namespace pairtwist::test {
namespace {

using Way = TeamMachine::Way;

JobResult on_the_host(const std::string& config) {
  setenv("PAIRTWIST_SIMD", "scalar", 1);
  const auto host = make_cpu_backend(1);
  unsetenv("PAIRTWIST_SIMD");
  return run_config(config, *host);
}

/// Bit by bit, but for how long it took; NaNs where there are NaNs.
void expect_equal(const JobResult& result, const JobResult& expected) {
  ASSERT_EQ(result.numbers.size(), expected.numbers.size());
  for (const auto& [name, numbers] : expected.numbers) {
    ASSERT_EQ(result[name].size(), numbers.size());
    if (name == "runtime") continue;
    for (std::size_t i = 0; i < numbers.size(); ++i)
      ASSERT_EQ(std::bit_cast<std::uint64_t>(result[name][i]),
                std::bit_cast<std::uint64_t>(numbers[i]))
          << name << " " << i << ": " << result[name][i] << ", not " << numbers[i];
  }
  EXPECT_EQ(result.flags, expected.flags);
  EXPECT_EQ(result.integers, expected.integers);
  EXPECT_EQ(result.report.failed, expected.report.failed);
}

struct Team {
  std::string name;
  Way way;
  int members;
};
void PrintTo(const Team& team, std::ostream* out) { *out << team.name; }
const Team teams[] = {{"near", Way::near, 1}, {"memory", Way::memory, 1}, {"grid", Way::grid, 5}};

class JointRounds : public testing::TestWithParam<Team> {
 protected:
  void expect_same_bits(const std::string& config) {
    TeamBackend backend(machine_);
    expect_equal(run_config(config, backend), on_the_host(config));
    EXPECT_EQ(machine_.blocks(), 0);
  }

  TeamMachine machine_{GetParam().way, GetParam().members};
};

/// Both signs of the pump, complex, and off; levels that grow; even sector and not.
std::string scan(const std::string& more, const std::string& quantities) {
  return fmt::format(R"(
[model]
atoms = 4
U = 0.3
W0 = 0.4
detuning = 0.5
tunnelling = 1.1
{}
[pump]
segments = [{{ until = 0.6, eta = [0.9, -0.3] }}, {{ until = 0.9, eta = 0.0 }}, {{ until = 2.0, eta = -1.4 }}]
[time]
values = [0.0, 0.4, 0.9, 1.6]
[scan]
axes = [{{ key = "model.tunnelling", values = [0.0, 0.8, 1.9] }}]
[output]
quantities = {}
[solve]
method = "joint"
tolerance = 1e-6
)",
                     more, quantities);
}

TEST_P(JointRounds, VectorsAreThoseOfTheHost) {
  expect_same_bits(scan("", R"(["qfi", "photon_number", "mandel_q"])"));
  EXPECT_GE(machine_.most_orders, 6);  // three points, two solutions
  expect_same_bits(scan("tilt = 0.3", R"(["rho", "photon_distribution"])"));
}

TEST_P(JointRounds, MatricesAreThoseOfTheHost) {
  expect_same_bits(scan("kappa = 0.4\nthermal_photons = 0.1", R"(["qfi", "mandel_q"])"));
  expect_same_bits(scan("two_photon_loss = 0.2\ndephasing = 0.3\nkerr = 0.1",
                        R"(["rho", "photon_distribution"])"));
}

TEST_P(JointRounds, MixedLightIsThatOfTheHost) {
  expect_same_bits(scan("", R"(["qfi", "photon_number"])") +
                   "[light]\nstate = \"thermal\"\nn = 0.2\n");
}

/// Threads with a barrier, which take long: a few steps.
TEST(JointRoundsTogether, AreThoseOfTheHost) {
  for (const char* loss : {"0.0", "0.4"}) {
    const std::string config = fmt::format(R"(
model = {{ atoms = 2, eta = 0.5, tunnelling = 0.7, kappa = {} }}
time.values = [0.0, 0.1]
output.quantities = ["qfi", "photon_number"]
solve = {{ method = "joint", tolerance = 1e-4 }}
)",
                                           loss);
    const JobResult expected = on_the_host(config);
    for (const Way way : {Way::near, Way::memory}) {
      TeamMachine machine(way, 5);
      TeamBackend backend(machine);
      expect_equal(run_config(config, backend), expected);
    }
  }
}

/// Jumps of every kind; the norm is a sum that a team takes in an order of its own.
TEST_P(JointRounds, TrajectoriesAreThoseOfTheHost) {
  const std::string config =
      scan("kappa = 0.6\nthermal_photons = 0.3\ntwo_photon_loss = 0.1\ndephasing = 0.2",
           R"(["spin_mean", "photon_number", "photon_distribution"])") +
      "trajectories = 20\nseed = 5\n";
  TeamBackend backend(machine_);
  const JobResult result = run_config(config, backend);
  const JobResult expected = on_the_host(config);
  EXPECT_EQ(machine_.blocks(), 0);
  EXPECT_EQ(result.report.failed, 0);
  ASSERT_EQ(result.numbers.size(), expected.numbers.size());
  for (const auto& [name, numbers] : expected.numbers) {
    // The estimate is of the looser solution, too, in which rounding may decide when levels grow.
    if (name == "runtime" || name == "error_estimate") continue;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      const bool same = result[name][i] == numbers[i];  // infinite, too
      if (same || (std::isnan(result[name][i]) && std::isnan(numbers[i]))) continue;
      ASSERT_NEAR(result[name][i], numbers[i], 1e-9) << name << " " << i;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(All, JointRounds, testing::ValuesIn(teams),
                         [](const auto& team) { return team.param.name; });

/// As many states at once as there is memory for, one at least: the same numbers.
TEST(JointRoundsMemory, HowManyStatesAreOnTheirWayLeavesNoTrace) {
  for (const char* more : {"kappa = 0.3", "kappa = 0.3\nthermal_photons = 0.2"}) {
    const bool trajectories = std::string_view(more).find("thermal") != std::string_view::npos;
    const std::string config = scan(more, R"(["spin_mean", "photon_number"])") +
                               (trajectories ? "trajectories = 40\nseed = 5\n" : "");
    TeamMachine roomy(Way::memory, 1);
    TeamBackend all_at_once(roomy);
    const JobResult expected = run_config(config, all_at_once);
    TeamMachine narrow(Way::memory, 1, 1);
    TeamBackend one_by_one(narrow);
    expect_equal(run_config(config, one_by_one), expected);
    EXPECT_EQ(narrow.most_orders, 1);
    EXPECT_GT(roomy.most_orders, 5);
    EXPECT_LT(narrow.most_doubles(), roomy.most_doubles() / 2);
  }
}

/// Where memory runs out, batches are halved; what does not fit alone is lost, and says so.
TEST(JointRoundsMemory, RunsOut) {
  const std::string config = scan("kappa = 0.3", R"(["qfi", "photon_number"])");
  TeamMachine roomy(Way::memory, 1);
  TeamBackend backend(roomy);
  const JobResult expected = run_config(config, backend);
  TeamMachine tight(Way::memory, 1, std::int64_t{1} << 30, roomy.most_doubles() / 2);
  TeamBackend halving(tight);
  expect_equal(run_config(config, halving), expected);
  EXPECT_EQ(tight.blocks(), 0);
  TeamMachine hopeless(Way::memory, 1, std::int64_t{1} << 30, 100);
  TeamBackend lost(hopeless);
  EXPECT_EQ(run_config(config, lost).report.failed, 3);
  EXPECT_EQ(hopeless.blocks(), 0);
}

}  // namespace
}  // namespace pairtwist::test
