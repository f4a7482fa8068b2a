// SPDX-License-Identifier: BSD-3-Clause
// Quantum trajectories of the joint method against what they are the mean of: its density matrix,
// the Fock method, a photon that decays; that their standard errors are what they say; and that
// they depend on seed and number alone.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <iostream>

#include "engines/joint_ensemble.hpp"
#include "observables/atomic_start.hpp"
#include "pairtwist/results.hpp"
#include "plan/light_state.hpp"
#include "support/joint_backends.hpp"
#include "support/run_job.hpp"

namespace pairtwist::test {
namespace {

/// How far sampled values are from exact ones, in their standard errors.
class Deviations {
 public:
  void add(double sampled, double error, double exact, const std::string& what) {
    if (std::isnan(exact)) return;
    // Without any noise, at t = 0 mostly, what is left is the tolerance of both.
    const double allowed = 1e-7 * std::max(1.0, std::abs(exact));
    const double off = std::abs(sampled - exact);
    if (off <= allowed && error <= allowed) return;
    const double deviation = off / error;
    EXPECT_LT(deviation, 5.5) << what << ": " << sampled << " +- " << error << ", not " << exact;
    squares_ += deviation * deviation;
    within_ += deviation <= 1.0 ? 1.0 : 0.0;
    count_ += 1.0;
  }
  void add(const JobResult& sampled, const JobResult& exact, const std::string& name) {
    for (std::size_t i = 0; i < exact[name].size(); ++i)
      add(sampled[name][i], sampled[name + "_error"][i], exact[name][i],
          fmt::format("{} {}", name, i));
  }
  double count() const { return count_; }
  double mean_square() const { return squares_ / count_; }
  double within_one() const { return within_ / count_; }

 private:
  double squares_ = 0.0;
  double within_ = 0.0;
  double count_ = 0.0;
};

class Trajectories : public OnEveryJointBackend {};

std::string solve(std::int64_t trajectories, std::int64_t seed) {
  return fmt::format("[solve]\nmethod = \"joint\"\ntrajectories = {}\nseed = {}\n", trajectories,
                     seed);
}

struct Case {
  std::string name;
  std::string model;       ///< further keys of it
  std::string start;       ///< [light], [atoms], [pump]
  std::string quantities;  ///< beside those that every case has
};
const Case cases[] = {
    {"loss", "kappa = 0.7", "", R"("qfi", "husimi", "photon_distribution")"},
    {"bath", "kappa = 0.5\nthermal_photons = 0.6", "", R"("qfi", "photon_distribution")"},
    {"two_photon_loss", "two_photon_loss = 0.4\nkerr = 0.3", "[light]\nstate = \"fock\"\nn = 3\n",
     R"("qfi", "multiple_quantum")"},
    {"dephasing", "dephasing = 0.5", "[atoms]\ntheta = 1.2\nphi = 0.4\n", R"("multiple_quantum")"},
    {"everything",
     "kappa = 0.6\nthermal_photons = 0.3\ntwo_photon_loss = 0.1\ndephasing = 0.2\ntilt = 0.4\n"
     "kerr = -0.2",
     "[light]\nstate = \"coherent\"\nalpha = [0.8, 0.3]\n[pump]\nsegments = [{ until = 0.7, eta = "
     "[0.5, 0.4] }, { until = 1.6, eta = -0.9 }]\n",
     R"("husimi")"},
    {"mixed_start", "kappa = 0.4", "[light]\nstate = \"thermal\"\nn = 0.8\n",
     R"("qfi", "photon_distribution")"},
};

std::string config_of(const Case& c) {
  return fmt::format(R"(
[model]
atoms = 5
U = 0.3
W0 = 0.4
detuning = 1.5
tunnelling = 1.1
eta = 0.9
{}
{}
[time]
values = [0.0, 0.4, 1.1, 2.5]
[output]
photons_max = 4
husimi_grid = [3, 4]
quantities = ["spin_mean", "squeezing_wineland", "squeezing_kitagawa_ueda", "purity", "rho",
              "photon_number", "mandel_q", "g2", {}]
)",
                     c.model, c.start, c.quantities);
}

std::string without(std::string text, const std::string& part) {
  const auto at = text.find(part);
  return at == std::string::npos ? text : text.erase(at, part.size());
}

/// Only `[output]` that reads them may have these keys.
std::string valid(std::string config, const Case& c) {
  if (c.quantities.find("photon_distribution") == std::string::npos)
    config = without(config, "photons_max = 4\n");
  if (c.quantities.find("husimi") == std::string::npos)
    config = without(config, "husimi_grid = [3, 4]\n");
  return config;
}

TEST_P(Trajectories, AverageToTheDensityMatrix) {
  for (const Case& c : cases) {
    SCOPED_TRACE(c.name);
    const std::string config = valid(config_of(c), c);
    const JobResult exact = run(config);
    const JobResult sampled = run(config + solve(400, 1));
    EXPECT_EQ(sampled.report.failed, 0);
    EXPECT_EQ(sampled.flags.at("status"), exact.flags.at("status"));
    Deviations deviations;
    for (const auto& [name, values] : exact.numbers)
      if (sampled.numbers.count(name + "_error") != 0) deviations.add(sampled, exact, name);
    std::cout << fmt::format(
        "{:16} {:4} values, mean square of their deviations {:.2f}, {:.0f} % "
        "within one standard error\n",
        c.name, deviations.count(), deviations.mean_square(), 100.0 * deviations.within_one());
    // Values of one point are not independent of one another: no more than a rough chi².
    EXPECT_GT(deviations.count(), 60);
    EXPECT_GT(deviations.mean_square(), 0.2);
    EXPECT_LT(deviations.mean_square(), 2.5);
  }
}

/// One photon, which is there or not: a binomial distribution.
TEST_P(Trajectories, ADecayingPhotonIsABinomial) {
  const JobResult result = run(R"(
[model]
atoms = 2
tunnelling = 0.8
kappa = 0.9
[light]
state = "fock"
n = 1
[time]
values = [0.0, 0.5, 1.5]
[output]
quantities = ["photon_number", "photon_distribution"]
photons_max = 1
)" + solve(2000, 3));
  Deviations deviations;
  const double times[] = {0.0, 0.5, 1.5};
  for (std::size_t k = 0; k < 3; ++k) {
    const double p = std::exp(-0.9 * times[k]);
    const double error = std::sqrt(p * (1.0 - p) / 2000.0);
    deviations.add(result["photon_number"][k], error, p, "n");
    EXPECT_NEAR(result["photon_number_error"][k], error, 0.5 * error + 1e-12);
    EXPECT_NEAR(result["photon_distribution"][2 * k + 1], result["photon_number"][k], 1e-9);
  }
  EXPECT_EQ(deviations.count(), 2.0);
}

/// Without tunnelling, what the Fock method solves for.
TEST_P(Trajectories, AreThoseOfTheFockMethodWithoutTunnelling) {
  const std::string config = R"(
[model]
atoms = 6
W0 = 0.5
detuning = 0.7
eta = 0.8
kappa = 0.5
kerr = 0.4
two_photon_loss = 0.1
[light]
state = "cat"
alpha = 1.1
[time]
values = [0.3, 1.0, 2.0]
[output]
quantities = ["qfi", "spin_mean", "squeezing_wineland", "purity", "photon_number", "g2"]
)";
  const auto from_zero = [](std::string text) {
    return text.replace(text.find("[0.3"), 4, "[0.0, 0.3");
  };
  const JobResult exact = run(from_zero(config) + "[solve]\nmethod = \"fock\"\n");
  const JobResult sampled = run(from_zero(config) + solve(600, 2));
  Deviations deviations;
  for (const char* name :
       {"qfi", "spin_mean", "squeezing_wineland", "purity", "photon_number", "g2"})
    deviations.add(sampled, exact, name);
  EXPECT_GT(deviations.count(), 12);
  EXPECT_LT(deviations.mean_square(), 2.5);
}

std::string small(const std::string& more) {
  return R"(
[model]
atoms = 3
W0 = 0.4
detuning = 0.6
tunnelling = 0.9
eta = 0.8
kappa = 0.8
[light]
state = "fock"
n = 2
[time]
values = [0.0, 0.7, 1.5]
[output]
quantities = ["qfi", "purity", "photon_number", "mandel_q"]
)" + more;
}

/// Of many seeds, and where jumps are no rare events, as many values lie within one standard error
/// as t with 19 degrees of freedom has there, 67 %, and their squares are its variance on average,
/// 19/17.
TEST(TrajectoriesAtLength, HaveStandardErrorsThatAreWhatTheySay) {
  const auto cpu = make_cpu_backend(2);
  const JobResult exact = run_config(small(""), *cpu);
  Deviations deviations;
  constexpr int seeds = 80;
  for (int seed = 1; seed <= seeds; ++seed) {
    const JobResult sampled = run_config(small(solve(400, seed)), *cpu);
    for (const char* name : {"qfi", "purity", "photon_number", "mandel_q"})
      deviations.add(sampled, exact, name);
  }
  std::cout << fmt::format("{} values: {:.1f} % within one standard error, mean square {:.3f}\n",
                           deviations.count(), 100.0 * deviations.within_one(),
                           deviations.mean_square());
  EXPECT_EQ(deviations.count(), 8.0 * seeds);
  EXPECT_NEAR(deviations.within_one(), 0.67, 0.06);
  EXPECT_NEAR(deviations.mean_square(), 19.0 / 17.0, 0.25);
}

void expect_same_numbers(const JobResult& a, const JobResult& b, std::size_t point_of_a = 0,
                         std::size_t points_of_a = 1) {
  for (const auto& [name, values] : b.numbers) {
    if (name == "runtime") continue;
    const std::size_t row = a[name].size() / points_of_a;
    ASSERT_EQ(values.size(), row) << name;
    for (std::size_t i = 0; i < row; ++i) {
      const double other = a[name][point_of_a * row + i];
      EXPECT_TRUE(other == values[i] || (std::isnan(other) && std::isnan(values[i])))
          << name << " " << i << ": " << other << ", " << values[i];
    }
  }
}

TEST(TrajectoriesOnTheCpu, HaveTheSameBitsWithAnyThreadsAndNeighbours) {
  const auto one = make_cpu_backend(1);
  const auto two = make_cpu_backend(2);
  const JobResult alone = run_config(small(solve(40, 5)), *one);
  expect_same_numbers(alone, run_config(small(solve(40, 5)), *two));
  const JobResult scan = run_config(
      small(solve(40, 5)) + "[scan]\naxes = [{ key = \"model.detuning\", values = [0.9, 0.6] }]\n",
      *two);
  expect_same_numbers(scan, alone, 1, 2);
}

/// Light of a pumped cavity stays coherent whatever is seen of it. Here jumps come so fast and so
/// late that their times are known no better than they can be written down.
TEST(TrajectoriesOnTheCpu, OfCoherentLightDoNotMindJumps) {
  const auto cpu = make_cpu_backend(2);
  const JobResult result = run_config(R"(
[model]
atoms = 1
W0 = 0.0
detuning = 0.0
tunnelling = 1.0
kappa = 200.0
[pump]
segments = [{ until = 3.5, eta = 0.0 }, { until = 4.0, eta = 200.0 }]
[time]
values = [0.0, 3.51, 4.0]
[output]
quantities = ["photon_number", "purity"]
)" + solve(20, 1) + "tolerance = 1e-12\n",
                                      *cpu);
  const double pumped[] = {0.0, 0.01, 0.5};
  for (std::size_t k = 0; k < 3; ++k) {
    EXPECT_NEAR(result["photon_number"][k], 4.0 * std::pow(1.0 - std::exp(-100.0 * pumped[k]), 2),
                1e-9);
    EXPECT_NEAR(result["purity"][k], 1.0, 1e-9);
    EXPECT_LT(result["photon_number_error"][k], 1e-9);
  }
}

TEST(TrajectoriesOnTheCpu, AnotherSeedIsAnotherMean) {
  const auto cpu = make_cpu_backend(2);
  const JobResult a = run_config(small(solve(40, 5)), *cpu);
  const JobResult b = run_config(small(solve(40, 6)), *cpu);
  EXPECT_NE(a["photon_number"][2], b["photon_number"][2]);
  EXPECT_NEAR(a["photon_number"][2], b["photon_number"][2],
              6.0 * std::hypot(a["photon_number_error"][2], b["photon_number_error"][2]));
}

TEST(TrajectoriesOnTheCpu, WithTooFewLevelsAreFlagged) {
  const auto cpu = make_cpu_backend(2);
  for (const char* levels : {"cutoff_exact = 3\n", "cutoff = 3\n"}) {
    const JobResult result = run_config(small(solve(20, 1) + levels), *cpu);
    EXPECT_NE(result.flags.at("status")[0], static_cast<std::int8_t>(Status::good));
    EXPECT_TRUE(std::isnan(result["photon_number"][2]));
    EXPECT_TRUE(std::isnan(result["photon_number_error"][2]));
  }
}

/// The sums over two ranges of trajectories are those over both.
TEST(TrajectoriesOnTheCpu, OfTwoRangesAddUp) {
  Point point;
  point.parameters.model.atoms = 4;
  point.parameters.model.tunnelling = 0.7;
  point.parameters.model.kappa = 1.1;
  point.stop = 1.5;
  point.segments.push_back({std::numeric_limits<double>::infinity(), 0.9});
  const AtomicStart start = atomic_start(point.parameters.atoms, 4, 0.0, nullptr);
  const LightDensity light = light_density(point.parameters.light, false, 1e-8);
  const std::vector<double> times = {0.4, 1.5};
  engines::Batch batch;
  batch.method = Method::joint;
  batch.n_times = 2;
  batch.tolerance = 1e-10;
  batch.limits = {.change = 1e-9, .ceiling = 100, .exact = 0};
  batch.trajectories = {.count = 20, .seed = 9};
  batch.add(point, {.k_lo = 0, .sectors = 1, .demand = 0, .odd = 0}, times, {}, {.light = &light},
            &start);
  const engines::JointTask task(batch, 0, false);
  const auto samples_of = [&](engines::TrajectoryRange range) {
    engines::JointSamples samples = task.samples();
    engines::JointOutcome outcome = task.outcome();
    follow_trajectories(task, task.pure_parts(1e-12), engines::host_kernels_scalar().joint, 9,
                        range, samples, outcome);
    EXPECT_FALSE(outcome.failed);
    return samples;
  };
  const engines::JointSamples all = samples_of({0, 7, 1});
  engines::JointSamples merged = samples_of({0, 3, 1});
  merged.add(samples_of({3, 7, 1}), 1.0);
  for (std::int64_t k = 0; k < 2; ++k)
    for (std::int64_t i = 0; i <= 4; ++i)
      for (std::int64_t j = 0; j <= 4; ++j)
        EXPECT_NEAR(std::abs(merged.rho(k, i, j) - all.rho(k, i, j)), 0.0, 1e-14);
  double trace = 0.0;
  for (std::int64_t i = 0; i <= 4; ++i) trace += all.rho(1, i, i).real();
  EXPECT_NEAR(trace, 7.0, 1e-13);
}

INSTANTIATE_TEST_SUITE_P(All, Trajectories, every_joint_backend, backend_name);

}  // namespace
}  // namespace pairtwist::test
