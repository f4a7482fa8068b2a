// SPDX-License-Identifier: BSD-3-Clause
// Trajectories of two runs, added up from what their results keep, against one run of all of them:
// values and standard errors to rounding, statuses, points of other N beside one another.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "observables/trajectory_means.hpp"
#include "pairtwist/results.hpp"
#include "solve/merged_trajectories.hpp"
#include "support/joint_backends.hpp"
#include "support/run_job.hpp"

namespace pairtwist::test {
namespace {

class MergedTrajectories : public OnEveryJointBackend {};

struct Case {
  std::string model;
  std::string output;
};
const Case cases[] = {
    {"kappa = 0.7",
     R"(quantities = ["qfi", "squeezing_wineland", "spin_mean", "photon_number", "mandel_q", "g2"])"},
    {"kappa = 0.7\nthermal_photons = 0.4\ndephasing = 0.2\ntilt = 0.3",
     "photons_max = 3\nhusimi_grid = [3, 4]\n"
     R"(quantities = ["purity", "multiple_quantum", "rho", "photon_distribution", "husimi", "g2"])"},
    {"two_photon_loss = 0.4",
     "over_time = \"final\"\n"
     R"(quantities = ["purity", "photon_number"])"},
};

std::string config_of(const Case& c, std::int64_t first, std::int64_t count) {
  return fmt::format(R"(
[model]
U = 0.3
W0 = 0.4
detuning = 1.5
tunnelling = 1.1
eta = 0.9
{}
atoms = 4
[time]
values = [0.0, 0.4, 1.1, 2.5]
[scan]
axes = [{{ key = "model.atoms", values = [3, 6] }}, {{ key = "model.eta", values = [0.5, 1.0] }}]
[solve]
method = "joint"
trajectories = {}
first_trajectory = {}
[output]
{}
)",
                     c.model, count, first, c.output);
}

/// What of a result's point is kept, as a file would have it.
KeptPoint kept(const JobResult& result, std::size_t point) {
  const auto& means = result[std::string(trajectory_means_name)];
  const std::size_t size = means.size() / result["runtime"].size();
  const auto first = means.begin() + static_cast<std::ptrdiff_t>(point * size);
  return {{first, first + static_cast<std::ptrdiff_t>(size)},
          result.integers.at("cutoff")[point],
          result["tail_population"][point],
          result["runtime"][point]};
}

void expect_same(const JobResult& merged, const JobResult& whole) {
  for (const auto& [name, flags] : whole.flags) EXPECT_EQ(merged.flags.at(name), flags) << name;
  EXPECT_EQ(merged.integers, whole.integers);
  std::size_t errors = 0;
  for (const auto& [name, numbers] : whole.numbers) {
    if (name == "runtime" || name == "error_estimate") continue;
    const std::vector<double>& others = merged[name];
    ASSERT_EQ(others.size(), numbers.size()) << name;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      if (std::isnan(numbers[i])) {
        EXPECT_TRUE(std::isnan(others[i])) << name << " " << i;
        continue;
      }
      // A jackknife multiplies what rounding leaves by the number of its groups.
      EXPECT_NEAR(others[i], numbers[i], 1e-11 * std::max(1.0, std::abs(numbers[i])))
          << name << " " << i;
    }
    errors += name.ends_with("_error") ? 1 : 0;
  }
  EXPECT_GT(errors, 1U);
}

TEST_P(MergedTrajectories, AreThoseOfOneRun) {
  for (const Case& c : cases) {
    SCOPED_TRACE(c.model);
    const JobResult whole = run(config_of(c, 40, 100));
    const JobResult parts[] = {run(config_of(c, 40, 60)), run(config_of(c, 100, 40))};
    const std::string any = c.output.find("purity") == std::string::npos ? "qfi" : "purity";
    EXPECT_NE(parts[0][any], whole[any]);

    const std::string config = config_of(c, 40, 100);
    const Job job = parse_config(config, "test.toml");
    const TrajectoryMeans means = trajectory_means(job, Scan(job));
    pairtwist::MergedTrajectories merging({"cpu", "none", "none"}, means, [&](std::size_t point) {
      return merged_point({kept(parts[0], point), kept(parts[1], point)}, {60, 40}, means);
    });
    expect_same(run_config(config, merging), whole);
  }
}

/// One result alone is what it was, bit by bit but for what <a†²a²> - <n>² rounds.
TEST_P(MergedTrajectories, OfOneResultChangeNothing) {
  const std::string config = config_of(cases[1], 0, 40);
  const JobResult whole = run(config);
  const Job job = parse_config(config, "test.toml");
  const TrajectoryMeans means = trajectory_means(job, Scan(job));
  pairtwist::MergedTrajectories merging({"cpu", "none", "none"}, means, [&](std::size_t point) {
    return merged_point({kept(whole, point)}, {40}, means);
  });
  const JobResult again = run_config(config, merging);
  expect_same(again, whole);
  for (const char* name : {"purity", "rho_re", "husimi", "husimi_error", "photon_distribution"})
    for (std::size_t i = 0; i < whole[name].size(); ++i) {
      if (std::isnan(whole[name][i])) continue;
      EXPECT_EQ(again[name][i], whole[name][i]) << name << i;
    }
}

/// What is kept is asked for by naming the first trajectory; values are the same without.
TEST_P(MergedTrajectories, AreKeptOnlyWhereAskedFor) {
  std::string config = config_of(cases[0], 0, 40);
  const JobResult with = run(config);
  config.erase(config.find("first_trajectory"), std::string("first_trajectory = 0\n").size());
  const JobResult without = run(config);
  EXPECT_FALSE(without.numbers.contains(std::string(trajectory_means_name)));
  for (const char* name : {"qfi", "mandel_q", "mandel_q_error", "squeezing_wineland"})
    for (std::size_t i = 0; i < with[name].size(); ++i) {
      if (std::isnan(with[name][i])) continue;
      EXPECT_EQ(with[name][i], without[name][i]) << name << i;
    }
}

/// A point that one of them could not solve is not solved.
TEST_P(MergedTrajectories, OfAFailedPointFail) {
  const std::string config = config_of(cases[0], 0, 40);
  const JobResult whole = run(config);
  const Job job = parse_config(config, "test.toml");
  const TrajectoryMeans means = trajectory_means(job, Scan(job));
  pairtwist::MergedTrajectories merging({"cpu", "none", "none"}, means, [&](std::size_t point) {
    KeptPoint other = kept(whole, point);
    if (point == 1) std::ranges::fill(other.means, std::nan(""));
    return merged_point({kept(whole, point), other}, {40, 40}, means);
  });
  const JobResult merged = run_config(config, merging);
  EXPECT_EQ(merged.flags.at("status"),
            (std::vector<std::int8_t>{0, static_cast<std::int8_t>(Status::not_converged), 0, 0}));
  EXPECT_TRUE(std::isnan(merged["qfi"][4]));
  EXPECT_EQ(merged.report.failed, 1);
}

INSTANTIATE_TEST_SUITE_P(All, MergedTrajectories, every_joint_backend, backend_name);

}  // namespace
}  // namespace pairtwist::test
