// SPDX-License-Identifier: BSD-3-Clause
// The Gaussian method against its closed special cases (docs/physics.md, 3) and against the closed
// form on common ground, on every backend.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <complex>
#include <random>

#include "support/backends.hpp"
#include "support/run_job.hpp"

namespace pairtwist::test {
namespace {

using Complex = std::complex<double>;
constexpr Complex I(0.0, 1.0);

class Gaussian : public OnEveryBackend {};

/// Thermal start without pump: v = e^{-iU(m²-m'²)t}/y.
Complex thermal_coherence(double difference, double U, double W0, double kappa, double bath,
                          double start, double t) {
  const double omega = 2.0 * W0 * difference;
  const Complex half = 0.5 * (I * omega + kappa);
  const Complex gamma = std::sqrt(half * half + I * omega * kappa * bath);
  const Complex y = std::exp(-half * t) * (std::cosh(gamma * t) + (half + I * omega * start) *
                                                                      std::sinh(gamma * t) / gamma);
  return std::exp(-I * U * difference * t) / y;
}

TEST_P(Gaussian, ThermalLightWithoutPumpIsKnown) {
  const double U = 0.3, W0 = 0.7, kappa = 1.3, bath = 0.4, start = 2.0;
  const std::string config = fmt::format(
      "[model]\natoms = 5\nU = {}\nW0 = {}\nkappa = {}\nthermal_photons = {}\n[light]\n"
      "state = \"thermal\"\nn = {}\n[time]\nstop = 2.0\nsamples = 9\n[solve]\nmethod = "
      "\"gaussian\"\ntolerance = 1e-10\n"
      "[output]\nquantities = [\"rho\", \"photon_number\", \"mandel_q\"]\n",
      U, W0, kappa, bath, start);
  const JobResult result = run_config(config, backend());
  EXPECT_EQ(result.flags.at("method")[0], static_cast<std::int8_t>(Method::gaussian));
  for (std::size_t k = 0; k < 9; ++k) {
    const double t = 0.25 * static_cast<double>(k);
    for (std::size_t i = 0; i < 6; ++i) {
      for (std::size_t j = 0; j < 6; ++j) {
        const double m = static_cast<double>(i) - 2.5;
        const double n = static_cast<double>(j) - 2.5;
        const Complex v = thermal_coherence(m * m - n * n, U, W0, kappa, bath, start, t);
        // Of the +x state both amplitudes are real; at t = 0 v = 1.
        const std::size_t at = (k * 6 + i) * 6 + j;
        const Complex rho(result["rho_re"][at], result["rho_im"][at]);
        EXPECT_NEAR(std::abs(rho - result["rho_re"][i * 6 + j] * v), 0.0, 1e-10);
      }
    }
    // Thermal light stays thermal: Q = <n>.
    const double photons = bath + (start - bath) * std::exp(-kappa * t);
    EXPECT_NEAR(result["photon_number"][k], photons, 1e-9);
    EXPECT_NEAR(result["mandel_q"][k], photons, 1e-9);
  }
}

std::string random_coherent_model(std::mt19937_64& random) {
  std::uniform_real_distribution<double> u(0.0, 1.0);
  const auto atoms = 1 + static_cast<std::int64_t>(random() % 9);
  const double W0 = 2 * u(random) - 1;
  const double m = 0.5 * static_cast<double>(atoms);
  const bool resonant = random() % 3 == 0;
  std::string text = fmt::format(
      "[model]\natoms = {}\nU = {}\nW0 = {}\ndetuning = {}\neta = [{}, {}]\nkappa = {}\n", atoms,
      2 * u(random) - 1, W0, resonant ? 2 * W0 * m * m : 6 * u(random) - 3, 3 * u(random) - 1.5,
      3 * u(random) - 1.5, random() % 3 == 0 ? 0.0 : 3 * u(random));
  if (random() % 2 == 0)
    text += fmt::format("[light]\nstate = \"coherent\"\nalpha = [{}, {}]\n", u(random), u(random));
  if (random() % 2 == 0) text += fmt::format("[pump]\nswitch_off = {}\n", 0.2 + u(random));
  return text + "[time]\nstop = 2.0\nsamples = 9\n";
}

TEST_P(Gaussian, EqualsTheClosedFormToEveryTolerance) {
  constexpr std::uint64_t seed = 496;
  std::mt19937_64 random(seed);
  const std::string output =
      "[output]\nquantities = [\"rho\", \"qfi\", \"photon_number\", \"g2\"]\n";
  for (int i = 0; i < 12; ++i) {
    const std::string model = random_coherent_model(random);
    SCOPED_TRACE(fmt::format("seed {}, case {}\n{}", seed, i, model));
    const JobResult exact =
        run_config(model + "[solve]\nmethod = \"closed_form\"\n" + output, backend());
    for (const double tolerance : {1e-4, 1e-6, 1e-8, 1e-11}) {
      const JobResult solved = run_config(
          model + fmt::format("[solve]\nmethod = \"gaussian\"\ntolerance = {}\n", tolerance) +
              output,
          backend());
      EXPECT_EQ(solved.report.failed, 0);
      for (const std::string name : {"rho_re", "rho_im", "qfi", "photon_number", "g2"}) {
        const double n = static_cast<double>(exact["rho_re"].size());
        const double scale = name == "qfi" ? n / 9.0 : 1.0;  // (N+1)²: at most four times N²
        for (std::size_t k = 0; k < exact[name].size(); ++k) {
          const double expected = exact[name][k];
          if (std::isnan(expected)) {
            EXPECT_TRUE(std::isnan(solved[name][k]));
            continue;
          }
          EXPECT_NEAR(solved[name][k], expected, tolerance * std::max(scale, std::abs(expected)))
              << name << " " << k << " at tolerance " << tolerance;
        }
      }
    }
  }
}

TEST_P(Gaussian, SamplesAndNeighboursChangeNoBit) {
  const std::string model =
      "[model]\natoms = 8\nW0 = 0.4\neta = [1.5, 0.5]\nkappa = 0.8\nthermal_photons = 0.3\n"
      "[light]\nstate = \"squeezed\"\nr = 0.4\nangle = 1.0\n[pump]\nswitch_off = "
      "0.7\n[solve]\nmethod = \"gaussian\"\n"
      "[scan]\naxes = [{ key = \"model.thermal_photons\", values = ";
  const std::string tail = " }]\n[output]\nquantities = [\"qfi\", \"photon_number\"]\n";
  const JobResult all =
      run_config(model + "[0.0, 0.3, 2.0]" + tail + "[time]\nstop = 2.0\n", backend());
  const JobResult last =
      run_config(model + "[0.3]" + tail + "over_time = \"final\"\n[time]\nstop = 2.0\n", backend());
  EXPECT_EQ(all["qfi"][2 * 101 - 1], last["qfi"][0]);
  EXPECT_EQ(all["photon_number"][2 * 101 - 1], last["photon_number"][0]);
}

TEST_P(Gaussian, AutoTakesTheExactFormWhereItIsExact) {
  const JobResult result = run_config(
      "[model]\natoms = 4\neta = 1.0\nkappa = 1.0\n[time]\nstop = 1.0\n[scan]\n"
      "mode = \"zip\"\naxes = [{ key = \"model.thermal_photons\", values = [0.0, 0.5, 0.0] }]\n",
      backend());
  const auto& methods = result.flags.at("method");
  EXPECT_EQ(methods[0], static_cast<std::int8_t>(Method::closed_form));
  EXPECT_EQ(methods[1], static_cast<std::int8_t>(Method::gaussian));
  EXPECT_EQ(methods[2], static_cast<std::int8_t>(Method::closed_form));
  for (std::size_t k = 0; k < 101; ++k) EXPECT_EQ(result["qfi"][k], result["qfi"][202 + k]);
}

INSTANTIATE_TEST_SUITE_P(All, Gaussian, every_backend, backend_name);

}  // namespace
}  // namespace pairtwist::test
