// SPDX-License-Identifier: BSD-3-Clause
// Light that goes by interference: a cavity far from resonance empties again and again, and g2 and
// Mandel Q of what is left are those of few photons where there have been many.
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>
#include <random>
#include <string>
#include <vector>

#include "support/backends.hpp"
#include "support/faint_light.hpp"
#include "support/run_job.hpp"

namespace pairtwist::test {
namespace {

class Revivals : public OnEveryBackend {};

/// Coherent or thermal light beside a pump and a bath, one frequency for all sectors.
struct DetunedCavity {
  double detuning;
  double eta;
  double kappa = 0.0;
  double bath = 0.0;
  double coherent = 0.0;
  double thermal = 0.0;
  std::vector<double> times = {0.0};

  double turn() const { return 2.0 * std::numbers::pi / std::abs(detuning); }

  std::string config() const {
    const std::string light = coherent > 0.0
                                  ? fmt::format("state = \"coherent\"\nalpha = [{}, 0.0]", coherent)
                                  : fmt::format("state = \"thermal\"\nn = {}", thermal);
    return fmt::format(
        "[model]\natoms = 2\nW0 = 0.0\ndetuning = {}\neta = {}\nkappa = {}\nthermal_photons = "
        "{}\n[light]\n{}\n[time]\nvalues = {}\n",
        detuning, eta, kappa, bath, light, times);
  }

  struct Moments {
    double number;
    double pairs;
  };
  /// Displaced thermal light; in long double, since the field almost cancels.
  Moments moments(double time) const {
    using Extended = std::complex<long double>;
    const long double t = time;
    const Extended lambda(0.5L * kappa, -static_cast<long double>(detuning));
    const Extended left = std::exp(-lambda * t);
    const Extended pumped = static_cast<long double>(eta) / lambda * (left - 1.0L);
    const long double field = std::norm(static_cast<long double>(coherent) * left + pumped);
    const long double decay = std::exp(-kappa * t);
    const long double incoherent = thermal * decay + bath * (1.0L - decay);
    return {static_cast<double>(field + incoherent),
            static_cast<double>(field * field + 4.0L * field * incoherent +
                                2.0L * incoherent * incoherent)};
  }

  /// How many values of g2 `result` lacks; what it has must be right.
  int expect_right(const JobResult& result, double tolerance) const {
    int missing = 0;
    for (std::size_t k = 1; k < times.size(); ++k) {
      SCOPED_TRACE(fmt::format("sample {}", k));
      const auto [number, pairs] = moments(times[k]);
      EXPECT_NEAR(result["photon_number"][k], number, tolerance * std::max(1.0, number));
      if (std::isnan(result["g2"][k])) ++missing;
      const auto expect = [&](const std::string& name, double value) {
        if (std::isnan(result[name][k])) return;
        EXPECT_NEAR(result[name][k], value, tolerance * std::max(1.0, std::abs(value))) << name;
      };
      expect("g2", pairs / number / number);
      expect("mandel_q", (pairs - number * number) / number);
    }
    return missing;
  }
};

/// With samples around the time at which the pump's field has turned a few times.
DetunedCavity random_cavity(std::mt19937_64& random) {
  const auto power = [&](double from, double to) {
    return std::pow(10.0, std::uniform_real_distribution(from, to)(random));
  };
  DetunedCavity c{};
  c.detuning = -power(-0.5, 2.5);
  const double amplitude = power(-5.0, 0.5);
  c.eta = -0.5 * amplitude * c.detuning;
  if (random() % 2 == 0) c.kappa = power(-6.0, 1.0);
  if (c.kappa > 0.0 && random() % 2 == 0) c.bath = power(-14.0, -2.0);
  if (random() % 3 == 0) c.coherent = amplitude * power(-2.0, 0.3);
  if (c.coherent == 0.0 && random() % 2 == 0) c.thermal = amplitude * amplitude * power(-12.0, 0.0);
  const double turns = std::ceil(power(0.0, 2.0));
  c.times = {0.0, c.turn(), turns * c.turn()};
  for (int i = 0; i < 5; ++i) c.times.push_back(c.turn() * (turns + power(-9.0, -1.0)));
  for (int i = 0; i < 3; ++i) c.times.push_back(c.turn() * (turns - power(-9.0, -1.0)));
  c.times.push_back(1.6 * turns * c.turn());
  std::sort(c.times.begin(), c.times.end());
  return c;
}

/// What is given is right; what is not given is rounding, of which there is little with mean
/// fields.
TEST_P(Revivals, WhatIsGivenIsRight) {
  constexpr std::uint64_t seed = 6174;
  std::mt19937_64 random(seed);
  int samples = 0, missing = 0, missing_in_laboratory = 0;
  for (int i = 0; i < 25; ++i) {
    const DetunedCavity cavity = random_cavity(random);
    const double tolerance = std::pow(10.0, -std::uniform_real_distribution(4.0, 11.0)(random));
    for (const std::string method : {"gaussian", "moving", "laboratory"}) {
      const std::string config = cavity.config() + solved_by(method, tolerance) + light_alone;
      SCOPED_TRACE(fmt::format("seed {}, case {}\n{}", seed, i, config));
      (method == "laboratory" ? missing_in_laboratory : missing) +=
          cavity.expect_right(run_config(config, backend()), tolerance);
      samples += static_cast<int>(cavity.times.size()) - 1;
    }
  }
  EXPECT_LT(missing, samples / 20);
  EXPECT_LT(missing_in_laboratory, samples / 6);
}

/// At the very time at which the field is gone, and thermal light is all there is.
TEST_P(Revivals, LittleThermalLightThatIsLeftAlone) {
  DetunedCavity cavity{.detuning = -200.0, .eta = 1.7, .kappa = 1e-4, .thermal = 1e-12};
  for (const double off : {-1e-2, -1e-4, -1e-7, 0.0, 1e-10, 1e-8, 1e-5, 1e-3})
    cavity.times.push_back(3.0 * cavity.turn() * (1.0 + off));
  for (const std::string method : {"gaussian", "moving"}) {
    for (const double tolerance : {1e-4, 1e-6, 1e-8}) {
      SCOPED_TRACE(fmt::format("{}, tolerance {}", method, tolerance));
      const JobResult result =
          run_config(cavity.config() + solved_by(method, tolerance) + light_alone, backend());
      EXPECT_EQ(cavity.expect_right(result, tolerance), 0);
    }
  }
}

/// A cavity that empties again: what is left of <a†²a²> is rounding, which no cutoff mends. Said
/// soon, or right; some photons hundreds of radians later are as little to be told.
TEST_P(Revivals, AnEmptiedCavityDoesNotClimb) {
  const JobResult result = run_config(
      "[model]\natoms = 1\nW0 = 0.0\ndetuning = -20.0\neta = 0.17\n[time]\nvalues = [0.0, "
      "0.3141]\n" +
          solved_by("laboratory") + light_alone,
      backend());
  EXPECT_LE(result.integers.at("cutoff")[0], 60);
  if (!std::isnan(result["g2"][1])) {
    EXPECT_NEAR(result["g2"][1], 1.0, 1e-8);
  }
  const JobResult late = run_config(
      "[model]\natoms = 2\nW0 = 0.0\ndetuning = -1.64\neta = 1.41\n[time]\nvalues = [0.0, "
      "176.235685, 176.235687, 176.23569, 176.237, 176.25]\n" +
          solved_by("laboratory", 1e-6) + light_alone,
      backend());
  EXPECT_LE(late.integers.at("cutoff")[0], 60);
}

/// Around the time at which a cavity far from resonance empties again, and at it, to rounding: what
/// cannot be had is not given, and costs the other samples nothing.
TEST_P(Revivals, SamplesThatWereRightStay) {
  const std::string config =
      "[model]\natoms = 1\nW0 = 0.0\ndetuning = -20.0\neta = 0.17\n[time]\nvalues = [0.0, 0.1, "
      "0.25, 0.3, 0.314, 0.3141, 0.31415, 0.3141592653589793, 0.315, 0.33, 0.4]\n";
  const JobResult exact = run_config(config + solved_by("closed_form") + light_alone, backend());
  for (const double tolerance : {1e-6, 1e-8}) {
    const JobResult result =
        run_config(config + solved_by("laboratory", tolerance) + light_alone, backend());
    for (std::size_t k = 0; k < exact["g2"].size(); ++k) {
      SCOPED_TRACE(fmt::format("{}, tolerance {}", k, tolerance));
      EXPECT_NEAR(result["photon_number"][k], exact["photon_number"][k], tolerance);
      const bool faint = exact["photon_number"][k] < 1e-7;
      for (const std::string name : {"g2", "mandel_q"}) {
        if (faint && std::isnan(result[name][k])) continue;
        EXPECT_NEAR(result[name][k], exact[name][k], tolerance) << name;
      }
    }
  }
}

/// Coherent light that a pump takes away is made of more levels than it seems.
TEST_P(Revivals, APumpTakesCoherentLightAway) {
  const std::string config =
      "[model]\natoms = 2\nW0 = 0.0\ndetuning = -73.0\neta = 0.0411\n[light]\nstate = "
      "\"coherent\"\nalpha = [1.1e-4, 0.0]\n[time]\nvalues = [0.0, 0.1, 0.346, 0.3465, "
      "0.348]\n";
  const JobResult exact = run_config(config + solved_by("closed_form") + light_alone, backend());
  for (const double tolerance : {1e-4, 2e-6}) {
    const JobResult result =
        run_config(config + solved_by("laboratory", tolerance) + light_alone, backend());
    EXPECT_EQ(result.report.failed, 0);
    expect_same_light(result, exact, 0, tolerance);
  }
}

INSTANTIATE_TEST_SUITE_P(All, Revivals, every_backend, backend_name);

}  // namespace
}  // namespace pairtwist::test
