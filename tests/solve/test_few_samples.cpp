// SPDX-License-Identifier: BSD-3-Clause
// Extrema and events of curves for which the samples are few, against forty times as many.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "observables/registry.hpp"
#include "support/backends.hpp"
#include "support/run_job.hpp"

namespace pairtwist::test {
namespace {

class FewSamples : public OnEveryBackend {
 public:
  /// What is found from few samples is nowhere less than what more samples show, and where a
  /// sample lies beside it, no more either.
  void expect_as_many_samples(const std::string& model, double stop, int samples, double tolerance,
                              int atoms, const std::vector<std::string>& names) {
    std::string quoted;
    for (const std::string& name : names) quoted += (quoted.empty() ? "\"" : ", \"") + name + "\"";
    const auto run = [&](int count, const std::string& output) {
      return run_config(fmt::format("{}[time]\nstop = {:.17g}\nsamples = {}\n[solve]\ntolerance = "
                                    "{}\n[output]\nquantities = [{}]\n{}",
                                    model, stop, count, tolerance, quoted, output),
                        backend());
    };
    const JobResult few = run(samples, "over_time = \"extrema\"\n");
    const JobResult many = run(40 * (samples - 1) + 1, "");
    for (const std::string& name : names) {
      const double scale = scale_of(find_quantity(name)->scale, atoms);
      const std::vector<double>& values = many[name];
      ASSERT_TRUE(std::ranges::all_of(values, [](double v) { return std::isfinite(v); })) << name;
      const double largest = std::ranges::max(values);
      const double smallest = std::ranges::min(values);
      const auto allowed = [&](double v) { return 1.5 * tolerance * std::max(scale, std::abs(v)); };
      EXPECT_GE(few[name + "_max"][0], largest - allowed(largest)) << name;
      EXPECT_LE(few[name + "_min"][0], smallest + allowed(smallest)) << name;
      // A peak may be as much higher than samples on its flanks as their steps are.
      double step = 0.0;
      for (std::size_t k = 1; k < values.size(); ++k)
        step = std::max(step, std::abs(values[k] - values[k - 1]));
      EXPECT_LE(few[name + "_max"][0], largest + allowed(largest) + 0.25 * step) << name;
      EXPECT_GE(few[name + "_min"][0], smallest - allowed(smallest) - 0.25 * step) << name;
    }
  }
};

/// A polynomial through samples that its last terms said to be right to a tenth of the tolerance
/// was off by 25 tolerances.
TEST_P(FewSamples, APolynomialIsNotBelievedTooEarly) {
  expect_as_many_samples(
      "[model]\natoms = 6\nU = 0.6244054945289899\nW0 = -0.43332471708530673\n"
      "detuning = 1.9929195919245757\neta = 0.03596550193157344\nkappa = 0.4309959251398805\n"
      "[light]\nstate = \"coherent\"\nalpha = 0.5021103189111897\n"
      "[atoms]\ntheta = 1.3955836449279697\nphi = 1.3872487229163006\n",
      8.438900409925584, 11, 1e-4, 6, {"purity", "qfi", "entropy"});
}

/// The largest value lies between samples that are smaller than others, but differ so much that
/// they say little of what is between them.
TEST_P(FewSamples, SayWhereMoreAreNeeded) {
  expect_as_many_samples(
      "[model]\natoms = 6\nU = -0.4497654520921568\nW0 = -0.7356189914357696\n"
      "detuning = 1.991765114444501\neta = 0.3322746129692514\nkappa = 0.0\n"
      "[light]\nstate = \"coherent\"\nalpha = 1.3620685020089836\n"
      "[atoms]\ntheta = 1.7807457392210846\n",
      4.225815766407584, 11, 1e-6, 6, {"qfi_optimal", "photon_number", "qfi"});
}

/// Squeezing has a kink where two directions are alike, and its maximum is one of these.
TEST_P(FewSamples, AKinkIsNotSmoothedOver) {
  expect_as_many_samples(
      "[model]\natoms = 8\nU = -0.17662455058703252\nW0 = 0.32279110727741833\n"
      "detuning = 0.5738098732201729\neta = 2.380522924878328\nkappa = 0.0\n"
      "dephasing = 0.02550432952428419\n[light]\nstate = \"coherent\"\nalpha = "
      "1.3057224908132163\n[atoms]\ntheta = 0.8605124977293563\n",
      7.611198420649989, 101, 1e-4, 8, {"squeezing_wineland", "squeezing_kitagawa_ueda"});
}

TEST_P(FewSamples, OfRandomModelsAreEnough) {
  const std::uint64_t seed = 20261129;
  std::mt19937_64 random(seed);
  const auto uniform = [&](double a, double b) {
    return std::uniform_real_distribution(a, b)(random);
  };
  for (int i = 0; i < 12; ++i) {
    const int atoms = static_cast<int>(3 + random() % 6);
    const std::string model = fmt::format(
        "[model]\natoms = {}\nU = {:.17g}\nW0 = {:.17g}\ndetuning = {:.17g}\neta = {:.17g}\n"
        "kappa = {:.17g}\n[light]\nstate = \"coherent\"\nalpha = {:.17g}\n[atoms]\ntheta = "
        "{:.17g}\nphi = {:.17g}\n",
        atoms, uniform(-1.0, 1.0), uniform(-1.0, 1.0), uniform(-2.0, 2.0), uniform(0.0, 3.0),
        uniform(0.0, 2.0), uniform(0.0, 2.0), uniform(0.3, 2.8), uniform(-3.0, 3.0));
    SCOPED_TRACE(::testing::Message() << "seed " << seed << ", model " << i << '\n' << model);
    expect_as_many_samples(model, std::pow(10.0, uniform(-0.7, 0.8)), 41, 1e-6, atoms,
                           {"qfi", "qfi_optimal", "entropy", "squeezing_kitagawa_ueda"});
  }
}

/// Squeezing begins at once and is over before the second sample.
TEST_P(FewSamples, AnEventBeforeTheSecondOfThemIsFound) {
  const std::string model =
      "[model]\natoms = 7\nU = 0.7183014523710558\nW0 = 0.9291167744968076\n"
      "detuning = -1.2552366095446388\neta = 2.9200911874125994\nkappa = 0.05614135768412298\n"
      "[light]\nstate = \"coherent\"\nalpha = 1.348315669746864\n";
  const std::string output =
      "[output]\nquantities = [\"squeezing_kitagawa_ueda\"]\nevents = [{ name = \"squeezed\", "
      "quantity = \"squeezing_kitagawa_ueda\", below = 0.6261925982669307 }]\n";
  const JobResult few =
      run_config(model + "[time]\nstop = 8.66332091645908\nsamples = 41\n" + output, backend());
  const JobResult many =
      run_config(model + "[time]\nstop = 0.216583022911477\nsamples = 41\n" + output, backend());
  ASSERT_TRUE(std::isfinite(many["squeezed"][0]));
  EXPECT_NEAR(few["squeezed"][0], many["squeezed"][0], 1e-8);
}

INSTANTIATE_TEST_SUITE_P(All, FewSamples, every_backend, backend_name);

}  // namespace
}  // namespace pairtwist::test
