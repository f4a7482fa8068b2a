// SPDX-License-Identifier: BSD-3-Clause
// The Bell correlator where double was enough for its sum, against double-double throughout, which
// is what it takes beside a quantity that needs the blocks of the light.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "io/result_variables.hpp"
#include "support/backends.hpp"
#include "support/run_job.hpp"

namespace pairtwist::test {
namespace {

class BellInDouble : public OnEveryBackend {};

TEST_P(BellInDouble, IsWithinTheToleranceOfDoubleDouble) {
  const std::uint64_t seed = 20261124;
  std::mt19937_64 random(seed);
  const auto uniform = [&](double a, double b) {
    return std::uniform_real_distribution(a, b)(random);
  };
  int known = 0;
  for (int i = 0; i < 40; ++i) {
    const double tolerance = std::pow(10.0, -static_cast<double>(random() % 9) - 4.0);
    const std::string config = fmt::format(
        "[model]\natoms = {}\nU = {:.17g}\nW0 = {:.17g}\ndetuning = {:.17g}\neta = {:.17g}\n"
        "kappa = {:.17g}\n[light]\nstate = \"coherent\"\nalpha = {:.17g}\n[time]\nstop = {:.17g}\n"
        "samples = 40\n[pump]\nswitch_off = {:.17g}\n[solve]\ntolerance = {:.17g}\n[output]\n",
        2 * (1 + random() % 30), uniform(-2.0, 2.0), uniform(-2.0, 2.0), uniform(-10.0, 10.0),
        uniform(0.0, 300.0), random() % 3 == 0 ? 0.0 : uniform(0.0, 100.0), uniform(0.0, 2.0),
        uniform(0.01, 0.05), uniform(0.001, 0.05), tolerance);
    SCOPED_TRACE(::testing::Message() << "seed " << seed << "\n" << config);
    const JobResult found = run_config(config + "quantities = [\"bell\"]\n", backend());
    const JobResult expected =
        run_config(config + "quantities = [\"bell\", \"photon_distribution\"]\n", backend());
    EXPECT_EQ(found.flags.at("status"), expected.flags.at("status"));
    for (std::size_t k = 0; k < 40; ++k) {
      const double value = expected["bell"][k];
      ASSERT_EQ(std::isnan(found["bell"][k]), std::isnan(value)) << k;
      if (!std::isfinite(value)) continue;
      ++known;
      ASSERT_NEAR(found["bell"][k], value, tolerance * std::max(1.0, std::abs(value))) << k;
    }
  }
  EXPECT_GT(known, 500);
}

/// Samples that cannot be an extremum are not solved again where double was not enough for them;
/// the extrema are those of all samples, or better by what lies between these: the last value and
/// the smallest bit for bit, the largest in the very bracket of the largest sample, and its value
/// within the tolerance of what is found at its time alone. Of the second start the smallest is not
/// known: behind t = 0 no value can be resolved, though all samples can.
TEST_P(BellInDouble, ExtremaAreThoseOfAllSamples) {
  const std::string map =
      "[time]\nstop = 0.03\nsamples = 21\n[scan]\naxes = [{ key = \"model.kappa\", values = [1.0, "
      "30.0, 1000.0] }, { key = \"model.eta\", values = [100.0, 200.0, 400.0] }]\n[output]\n"
      "quantities = [\"bell\"]\n";
  const double kappas[] = {1.0, 30.0, 1000.0};
  const double etas[] = {100.0, 200.0, 400.0};
  for (const std::string start : {"", "[atoms]\nstate = \"coherent\"\ntheta = 1.3\n"}) {
    const std::string config = "[model]\natoms = 50\n" + start + map;
    const JobResult all = run_config(config, backend());
    const JobResult extrema = run_config(config + "over_time = \"extrema\"\n", backend());
    EXPECT_EQ(extrema.report.failed, 0);
    for (std::size_t p = 0; p < 9; ++p) {
      EXPECT_EQ(extrema.flags.at("status")[p], static_cast<std::int8_t>(Status::good));
      const double* values = all["bell"].data() + 21 * p;
      const auto [least, most] = std::minmax_element(values, values + 21);
      if (start.empty()) {
        EXPECT_EQ(extrema["bell_min"][p], *least) << p;
      } else {
        EXPECT_EQ(least, values) << p;
        EXPECT_TRUE(std::isnan(extrema["bell_min"][p])) << p;
        EXPECT_EQ(extrema.flags.at("bell_min_place")[p],
                  static_cast<std::int8_t>(ExtremumPlace::lost));
      }
      EXPECT_EQ(extrema["bell_final"][p], values[20]) << start << p;
      const double at = extrema["bell_max_time"][p];
      const auto sample = static_cast<double>(most - values);
      const double tolerance = 1e-8 * std::max(1.0, *most);
      EXPECT_GE(extrema["bell_max"][p], *most - tolerance) << start << p;
      EXPECT_GE(at, 0.03 * (sample - 1.0) / 20.0) << start << p;
      EXPECT_LE(at, std::min(0.03, 0.03 * (sample + 1.0) / 20.0)) << start << p;
      const JobResult there = run_config(
          fmt::format("[model]\natoms = 50\nkappa = {}\neta = {}\n{}[time]\nvalues = [0.0, "
                      "{:.17g}]\n[output]\nquantities = [\"bell\"]\n",
                      kappas[p / 3], etas[p % 3], start, at),
          backend());
      EXPECT_NEAR(there["bell"][1], extrema["bell_max"][p], tolerance) << start << p;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(All, BellInDouble, every_backend, backend_name);

}  // namespace
}  // namespace pairtwist::test
