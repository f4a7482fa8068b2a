// SPDX-License-Identifier: BSD-3-Clause
// Faint light: g2 and Mandel Q divide by a small <n>, so that errors which no other quantity sees
// would be all there is of them. Every integrated method against what is known in closed form.
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>

#include <cmath>
#include <complex>

#include "support/backends.hpp"
#include "support/faint_light.hpp"
#include "support/run_job.hpp"
#include "support/small_backend.hpp"

namespace pairtwist::test {
namespace {

using Complex = std::complex<double>;

class FaintLight : public OnEveryBackend {};

/// One photon at t = 0 that decays beside a faint pump; W0 = 0: all sectors alike.
std::string decaying_photon(double eta) {
  return fmt::format(
      "[model]\natoms = 2\nW0 = 0.0\ndetuning = -0.8\nkappa = 1.0\neta = {}\n[light]\nstate = "
      "\"fock\"\nn = 1\n[time]\nvalues = [0.0, 3.0, 22.0]\n",
      eta);
}

/// Its g2: a Fock state that has decayed to A photons, displaced by the field of the pump.
double g2_of_decaying_photon(double eta, double t) {
  const Complex rate(0.5, 0.8);
  const double field = std::norm(eta / rate * (1.0 - std::exp(-rate * t)));
  const double photon = std::exp(-t);
  return (field * field + 4.0 * field * photon) / std::pow(field + photon, 2.0);
}

TEST_P(FaintLight, ADecayingPhotonBesideAFaintPump) {
  for (const std::string frame : {"moving", "laboratory"}) {
    for (const double eta : {1e-3, 1e-5, 1e-6, 1e-8}) {
      for (const double tolerance : {1e-4, 1e-6, 1e-8, 1e-10}) {
        SCOPED_TRACE(fmt::format("{}, eta {}, tolerance {}", frame, eta, tolerance));
        const JobResult result =
            run_config(decaying_photon(eta) + solved_by(frame, tolerance) + light_alone, backend());
        ASSERT_EQ(result.report.failed, 0);
        for (const auto& [k, t] : {std::pair{0, 0.0}, {1, 3.0}, {2, 22.0}})
          EXPECT_NEAR(result["g2"][k], g2_of_decaying_photon(eta, t), tolerance) << t;
        EXPECT_EQ(result.flags.at("status")[0], static_cast<std::int8_t>(Status::good));
        EXPECT_LE(result["error_estimate"][0], 1.0);
      }
    }
  }
}

/// Thermal light that has decayed to A photons beside the field: <n> = A + f, <a†²a²> = 2A² + 4Af +
/// f².
TEST_P(FaintLight, DecayingThermalLightBesideAFaintPump) {
  for (const std::string method : {"gaussian", "moving", "laboratory"}) {
    for (const double eta : {1e-4, 1e-6}) {
      SCOPED_TRACE(fmt::format("{}, eta {}", method, eta));
      const double t = 26.0;
      const JobResult result = run_config(
          fmt::format("[model]\natoms = 2\nW0 = 0.0\ndetuning = -0.8\nkappa = 1.0\neta = {}\n"
                      "[light]\nstate = \"thermal\"\nn = 0.5\n[time]\nstop = {}\nsamples = 2\n",
                      eta, t) +
              solved_by(method) + light_alone,
          backend());
      ASSERT_EQ(result.report.failed, 0);
      const Complex rate(0.5, 0.8);
      const double f = std::norm(eta / rate * (1.0 - std::exp(-rate * t)));
      const double a = 0.5 * std::exp(-t);
      EXPECT_NEAR(result["g2"][1], (2.0 * a * a + 4.0 * a * f + f * f) / std::pow(a + f, 2.0),
                  1e-8);
    }
  }
}

/// The first instants after a pump was switched on: <n> = |eta t|², 1e-4 ... 1e-16.
TEST_P(FaintLight, TheFirstPhotonsAreThoseOfTheClosedForm) {
  const std::string config =
      "[model]\natoms = 4\nU = 0.2\nW0 = 1.3\ndetuning = 2.0\nkappa = 0.7\neta = [0.8, 0.6]\n"
      "[time]\nvalues = [0.0, 1e-8, 1e-6, 1e-4, 1e-2, 1.0]\n";
  const JobResult exact = run_config(config + solved_by("closed_form") + light_alone, backend());
  for (const std::string method : {"gaussian", "moving", "laboratory"}) {
    const JobResult result = run_config(config + solved_by(method) + light_alone, backend());
    EXPECT_EQ(result.report.failed, 0);
    for (std::size_t k = 1; k < exact["g2"].size(); ++k) {
      EXPECT_NEAR(result["g2"][k], exact["g2"][k], 1e-8) << method << " " << k;
      EXPECT_NEAR(result["mandel_q"][k], exact["mandel_q"][k], 1e-8) << method << " " << k;
    }
    EXPECT_TRUE(std::isnan(result["g2"][0]));
  }
}

/// Blockade by the Kerr term and two-photon loss: in the limit of a weak pump g2 is that of two
/// amplitudes, |2 lambda|²/|2 lambda + iK + kappa2|², next to corrections of order eta².
TEST_P(FaintLight, PhotonBlockadeOfAWeakPump) {
  const double K = 1.0, kappa2 = 0.3;
  const Complex twice_lambda(1.0, -1.4);
  const double expected = std::norm(twice_lambda) / std::norm(twice_lambda + Complex(kappa2, K));
  for (const std::string frame : {"moving", "laboratory"}) {
    for (const double tolerance : {1e-4, 1e-8}) {
      const JobResult result = run_config(
          fmt::format("[model]\natoms = 2\nW0 = 0.0\ndetuning = 0.7\nkappa = 1.0\neta = 1e-5\n"
                      "kerr = {}\ntwo_photon_loss = {}\n[time]\nstop = 50\nsamples = 3\n",
                      K, kappa2) +
              solved_by(frame, tolerance) + light_alone,
          backend());
      EXPECT_EQ(result.report.failed, 0);
      EXPECT_NEAR(result["g2"][2], expected, std::max(tolerance, 2e-9)) << frame;
    }
  }
}

/// Light that starts where the pump would keep it, were there no Kerr term: the mean field has
/// nothing to do, and g2 = |u|², u = u_s + (1 - u_s) e^{-t (2 lambda + iK)}, u_s = 2 lambda/(2
/// lambda + iK), next to corrections of order |alpha|².
TEST_P(FaintLight, AntibunchingOfLightThatIsThereAlready) {
  const double K = 3.0;
  const Complex lambda(0.5, -0.7);
  const Complex pair = 2.0 * lambda + Complex(0.0, K);
  const Complex alpha(1e-5, 0.0);
  const Complex eta = -lambda * alpha;
  for (const std::string frame : {"moving", "laboratory"}) {
    for (const double tolerance : {1e-3, 1e-6, 1e-8}) {
      const JobResult result = run_config(
          fmt::format(
              "[model]\natoms = 2\nW0 = 0.0\ndetuning = 0.7\nkappa = 1.0\neta = [{}, {}]\n"
              "kerr = {}\n[light]\nstate = \"coherent\"\nalpha = {}\n[time]\nvalues = [0.0, "
              "0.5, 1.0, 2.0, 9.0]\n",
              eta.real(), eta.imag(), K, alpha.real()) +
              solved_by(frame, tolerance) + light_alone,
          backend());
      EXPECT_EQ(result.report.failed, 0);
      for (const auto& [k, t] : {std::pair{0, 0.0}, {1, 0.5}, {2, 1.0}, {3, 2.0}, {4, 9.0}}) {
        const Complex steady = 2.0 * lambda / pair;
        const Complex u = steady + (1.0 - steady) * std::exp(-pair * t);
        EXPECT_NEAR(result["g2"][k], std::norm(u), std::max(tolerance, 2e-9)) << frame << " " << t;
      }
    }
  }
}

/// Pulses that are over before anything else has happened, at any tolerance.
TEST_P(FaintLight, AShortPulseMakesCoherentLight) {
  const std::string config =
      "[model]\natoms = 4\nU = -0.032\nW0 = 1.234\ndetuning = 5.403\nkappa = 1.0\n"
      "two_photon_loss = 1e-3\n[pump]\nsegments = [{until = 1e-6, eta = [0.049, 0.688]},\n"
      "{until = 0.001001, eta = [1.862, -0.346]}, {until = 0.001002, eta = [0.596, -0.913]}]\n"
      "[time]\nvalues = [0.0, 1e-6, 0.001, 0.01]\n";
  for (const std::string frame : {"moving", "laboratory"}) {
    const JobResult result = run_config(config + solved_by(frame, 1e-3) + light_alone, backend());
    EXPECT_EQ(result.report.failed, 0);
    for (std::size_t k = 1; k < 4; ++k) EXPECT_NEAR(result["g2"][k], 1.0, 1e-3) << frame << k;
  }
}

/// Where two terms of a series would already do for every other quantity.
TEST_P(FaintLight, AShortRunMakesCoherentLight) {
  for (const std::string method : {"gaussian", "moving", "laboratory"}) {
    for (const double stop : {1e-3, 1e-6, 1e-9}) {
      for (const double tolerance : {0.1, 1e-3, 1e-8}) {
        SCOPED_TRACE(fmt::format("{}, stop {}, tolerance {}", method, stop, tolerance));
        const JobResult result = run_config(
            fmt::format("[model]\natoms = 1\nkappa = 1.0\neta = 0.7\n[time]\nstop = {}\nsamples = "
                        "3\n",
                        stop) +
                solved_by(method, tolerance) + light_alone,
            backend());
        EXPECT_EQ(result.report.failed, 0);
        for (std::size_t k = 1; k < 3; ++k) {
          EXPECT_NEAR(result["g2"][k], 1.0, tolerance);
          const double n = std::pow(0.35 * stop * static_cast<double>(k), 2.0);
          EXPECT_NEAR(result["photon_number"][k] / n, 1.0, std::max(tolerance, stop));
        }
      }
    }
  }
}

/// In a bath alone the light is thermal from the first instant on, whatever the Kerr term: g2 = 2.
TEST_P(FaintLight, TheFirstThermalPhotons) {
  for (const std::string frame : {"moving", "laboratory"}) {
    for (const double stop : {0.5, 20.0, 100.0}) {
      for (const double tolerance : {1e-6, 1e-10}) {
        SCOPED_TRACE(fmt::format("{}, stop {}, tolerance {}", frame, stop, tolerance));
        const JobResult result = run_config(
            fmt::format(
                "[model]\natoms = 2\nW0 = 0.3\nU = 0.1\ndetuning = -0.8\nkappa = 1.0\n"
                "thermal_photons = 1e-3\nkerr = 1.0\n[time]\nvalues = [0.0, 1e-30, 1e-14, 1e-11, "
                "1e-6, 0.1, {}]\n",
                stop) +
                solved_by(frame, tolerance) + light_alone,
            backend());
        EXPECT_EQ(result.report.failed, 0);
        for (std::size_t k = 1; k < result["g2"].size(); ++k)
          EXPECT_NEAR(result["g2"][k], 2.0, 2.0 * tolerance) << k;
      }
    }
  }
}

/// A sector so rare that no other quantity needs it, in resonance with the pump.
TEST(FaintLightOfRareSectors, IsNotLeftOut) {
  const std::string config =
      "[model]\natoms = 100\ndetuning = 3528\nkappa = 0.01\neta = 1e-4\n[time]\nvalues = [0.0, "
      "2000.0]\n[output]\nquantities = [\"photon_number\", \"g2\", \"mandel_q\"";
  const std::unique_ptr<Backend> cpu = make_cpu_backend();
  const JobResult alone = run_config(config + "]\n", *cpu);
  const JobResult all_sectors = run_config(config + ", \"rho\"]\n", *cpu);
  EXPECT_GT(alone["g2"][1], 6e4);
  EXPECT_NEAR(alone["g2"][1] / all_sectors["g2"][1], 1.0, 1e-10);
  EXPECT_NEAR(alone["mandel_q"][1] / all_sectors["mandel_q"][1], 1.0, 1e-10);
}

/// Photons that cannot be had cost the point none of its other values.
TEST_P(FaintLight, AFailedRoundLeavesTheRest) {
  const std::string config =
      "[model]\natoms = 2\neta = 1e-5\nkappa = 1.0\nkerr = 2.0\n[time]\nstop = 2.0\nsamples = 3\n"
      "[solve]\ncutoff = 3\n[output]\nquantities = ";
  const JobResult alone = run_config(config + "[\"qfi\"]\n", backend());
  const JobResult together = run_config(config + "[\"g2\", \"qfi\"]\n", backend());
  EXPECT_EQ(alone["qfi"], together["qfi"]);
  EXPECT_EQ(together.flags.at("status")[0], static_cast<std::int8_t>(Status::partly));
}

/// Blocks side by side in SIMD lanes come to a new segment at different steps, and have samples of
/// different brightness behind them.
TEST_P(FaintLight, NeighboursOnTheirWayThroughSegmentsDoNotShow) {
  const std::string config =
      "[model]\natoms = 12\nU = 0.7\ndetuning = 0.0\nkappa = 0.0\n[light]\nstate = \"squeezed\"\n"
      "r = 7.7e-6\nangle = 0.4\n[pump]\nsegments = [{until = 0.5, eta = 0.088}, {until = 0.7, eta "
      "= "
      "0.0}, {until = 2.0, eta = 1.3e-11}]\n[time]\nvalues = [0.0, 2.2e-12, 2.4e-11, 3.7e-11, "
      "4.2e-8, 0.0057, 0.0253, 1.0]\n";
  const JobResult gaussian = run_config(config + solved_by("gaussian") + light_alone, backend());
  for (const std::string frame : {"moving", "laboratory"}) {
    const JobResult result = run_config(config + solved_by(frame) + light_alone, backend());
    EXPECT_EQ(result.report.failed, 0);
    SCOPED_TRACE(frame);
    expect_same_light(result, gaussian, 0, 2e-8);
  }
}

/// A scan's points share lanes, and have the bits that they have alone.
TEST_P(FaintLight, PointsOfAScanAreThoseOfSingleRuns) {
  const auto config = [](const std::string& scan, double W0) {
    return fmt::format(
        "[model]\natoms = 20\nW0 = {}\ndetuning = 0.0\nkappa = 0.001\n[atoms]\nstate = \"dicke\"\n"
        "m = 10\n{}[pump]\nsegments = [{{until = 0.3, eta = [4.4e-10, 4.4e-10]}}, {{until = 0.6, "
        "eta = "
        "0.0}}, {{until = 3.0, eta = [0.0, 4.4e-13]}}]\n[time]\nvalues = [0.0, 1.7e-7, 1.2e-5, "
        "4.7e-5, 0.475, 0.939, 1.0]\n[solve]\ntolerance = 1.5e-6\nmethod = \"fock\"\nframe = "
        "\"laboratory\"\n[output]\nquantities = [\"g2\", \"photon_number\"]\n",
        W0, scan);
  };
  const std::vector<double> W0s = {0.05, 1.0, 0.3, 0.7, 0.2, 0.45, 1.1, 0.9};
  const JobResult all =
      run_config(config(fmt::format("[scan]\naxes = [{{key = \"model.W0\", values = [{}]}}]\n",
                                    fmt::join(W0s, ", ")),
                        1.0),
                 backend());
  for (std::size_t i = 0; i < W0s.size(); ++i) {
    const JobResult alone = run_config(config("", W0s[i]), backend());
    for (const std::string name : {"g2", "photon_number"}) {
      const std::size_t times = alone[name].size();
      for (std::size_t k = 1; k < times; ++k)
        EXPECT_EQ(all[name][i * times + k], alone[name][k]) << name << " " << W0s[i] << " " << k;
    }
  }
}

/// Errors of thousands of oscillations add up: a cavity far from resonance that is nearly empty
/// again and again.
/// At 1e-9 rounding of the time, step after step, must not be one of the phase.
TEST_P(FaintLight, ManyOscillationsKeepTheTolerance) {
  const std::string config =
      "[model]\natoms = 2\nW0 = 2.0\ndetuning = -200.0\neta = 100.0\n[time]\nvalues = [0.0, 31.0, "
      "77.0, 99.985, 99.99, 99.995, 100.0]\n";
  const JobResult exact = run_config(config + solved_by("closed_form") + light_alone, backend());
  for (const std::string method : {"gaussian", "moving"}) {
    for (const double tolerance : {1e-4, 1e-6, 1e-8, 1e-9}) {
      const JobResult result =
          run_config(config + solved_by(method, tolerance) + light_alone, backend());
      EXPECT_EQ(result.report.failed, 0);
      SCOPED_TRACE(fmt::format("{}, tolerance {}", method, tolerance));
      expect_same_light(result, exact, 1, tolerance);
    }
  }
}

/// Pairs of photons: <a†²a²> is <a†a>, not its square, and loss leaves g2 = 3 + 1/sinh² r as it is.
TEST_P(FaintLight, FaintSqueezedLight) {
  for (const double r : {1e-3, 3.7e-7, 1e-12}) {
    const std::string config = fmt::format(
        "[model]\natoms = 1\nW0 = 12.0\ndetuning = 49.0\nkappa = 0.24\n[light]\nstate = "
        "\"squeezed\"\nr = {}\nangle = 0.36\n[time]\nstop = 3.0\nsamples = 7\n",
        r);
    const double expected = 3.0 + std::pow(std::sinh(r), -2.0);
    for (const std::string method : {"gaussian", "moving", "laboratory"}) {
      for (const double tolerance : {1e-4, 1e-8}) {
        const JobResult result =
            run_config(config + solved_by(method, tolerance) + light_alone, backend());
        for (const double g2 : result["g2"])
          EXPECT_NEAR(g2, expected, tolerance * expected) << method << " " << r << " " << tolerance;
      }
    }
  }
}

/// Long after light has decayed steps are long, and samples must be as good as their ends. W0 != 0:
/// sectors that differ, g2 = 13/9 of light that the pump makes.
TEST_P(FaintLight, ManyLifetimesLater) {
  const std::string decayed =
      "[model]\natoms = 2\nW0 = 0.5\nkappa = 1.0\neta = 1e-4\n[light]\nstate = \"thermal\"\nn = "
      "1e-4\n[time]\nvalues = [0.0, 62.8, 92.4, 130.0]\n";
  const std::string bright =
      "[model]\natoms = 2\nW0 = 0.0\nkappa = 1.0\neta = 1.0\n[light]\nstate = \"coherent\"\nalpha "
      "= "
      "[3.0, 0.0]\n[time]\nstop = 300\nsamples = 301\n";
  const JobResult known = run_config(bright + solved_by("closed_form") + light_alone, backend());
  for (const std::string method : {"gaussian", "moving"}) {
    for (const double tolerance : {1e-4, 1e-6, 1e-8, 1e-10}) {
      SCOPED_TRACE(fmt::format("{}, tolerance {}", method, tolerance));
      const JobResult faint =
          run_config(decayed + solved_by(method, tolerance) + light_alone, backend());
      for (const std::size_t k : {1U, 2U, 3U})
        EXPECT_NEAR(faint["g2"][k], 13.0 / 9.0, tolerance * 13.0 / 9.0) << k;
      const JobResult result =
          run_config(bright + solved_by(method, tolerance) + light_alone, backend());
      expect_same_light(result, known, 0, tolerance);
    }
  }
}

TEST_P(FaintLight, PhotonsThatAreNoneCostTheOthersNothing) {
  const std::string model = "[model]\natoms = 2\neta = 0.9\nkerr = 2.0\n[time]\nvalues = [0.0, ";
  const JobResult result = run_config(model + "1e-60, 1e-3, 0.5]\n" + light_alone, backend());
  const JobResult later = run_config(model + "1e-3, 0.5]\n" + light_alone, backend());
  EXPECT_TRUE(std::isnan(result["g2"][1]));
  for (const std::size_t k : {2U, 3U}) EXPECT_NEAR(result["g2"][k], later["g2"][k - 1], 2e-8);
  EXPECT_EQ(result.flags.at("status")[0], static_cast<std::int8_t>(Status::partly));
  EXPECT_EQ(later.flags.at("status")[0], static_cast<std::int8_t>(Status::good));
}

TEST_P(FaintLight, OtherQuantitiesOfThePointStayAsTheyAre) {
  const std::string config =
      "[model]\natoms = 3\nW0 = 0.4\nkappa = 1.0\neta = 1e-3\nthermal_photons = 1e-4\n[light]\n"
      "state = \"fock\"\nn = 1\n[time]\nstop = 8\nsamples = 5\n[output]\nquantities = ";
  const JobResult alone = run_config(
      config + "[\"rho\", \"photon_number\", \"photon_distribution\", \"qfi\"]\n", backend());
  const JobResult together = run_config(
      config + "[\"rho\", \"photon_number\", \"photon_distribution\", \"g2\", \"qfi\"]\n",
      backend());
  for (const std::string name : {"rho_re", "rho_im", "photon_number", "photon_distribution", "qfi"})
    EXPECT_EQ(alone[name], together[name]) << name;
}

/// What is compared falls to rounding, and growing further wins nothing.
TEST_P(FaintLight, CutoffsDoNotClimbOnRounding) {
  const JobResult pulse = run_config(
      "[model]\natoms = 2\nkappa = 1.0\ntwo_photon_loss = 3.0\n[pump]\nsegments = [{until = 1e-6, "
      "eta = 3.0}]\n[time]\nstop = 1.0\nsamples = 3\n[output]\nquantities = [\"g2\", \"rho\"]\n",
      backend());
  EXPECT_EQ(pulse.report.failed, 0);
  EXPECT_LE(pulse.integers.at("cutoff")[0], 20);
  for (const double tolerance : {1e-13, 1e-14}) {
    const JobResult strict = run_config(
        fmt::format("[model]\natoms = 3\nkappa = 0.7\neta = 1.5\n[light]\nstate = \"fock\"\nn = 2\n"
                    "[time]\nstop = 4\nsamples = 3\n[output]\nquantities = [\"rho\", \"qfi\"]\n") +
            solved_by("laboratory", tolerance),
        backend());
    EXPECT_LE(strict.integers.at("cutoff")[0], 150) << tolerance;
    EXPECT_LT(strict["error_estimate"][0], 100.0) << tolerance;
  }
}

/// Scales of the start are e^{kappa t} smaller at a sample, which is more than there are numbers.
TEST_P(FaintLight, IsSolvedForAfterAnyNumberOfLifetimes) {
  const JobResult result = run_config(
      "[model]\natoms = 4\neta = 30.0\nkappa = 100.0\n[light]\nstate = \"thermal\"\nn = 0.3\n"
      "[time]\nvalues = [0.0, 0.01, 6.0, 7.2, 50.0]\n[output]\nquantities = [\"g2\", "
      "\"mandel_q\"]\n",
      backend());
  EXPECT_EQ(result.flags.at("status")[0], static_cast<std::int8_t>(Status::good));
  EXPECT_NEAR(result["g2"][0], 2.0, 1e-8);
  EXPECT_NEAR(result["mandel_q"][0], 0.3, 1e-8);
  for (const std::size_t k : {3U, 4U}) {
    EXPECT_NEAR(result["g2"][k], result["g2"][2], 1e-8);
    EXPECT_NEAR(result["mandel_q"][k], result["mandel_q"][2], 1e-8);
  }
}

/// A larger tolerance would not help, and is not said to.
TEST_P(FaintLight, OfFewerPhotonsThanAnyToleranceTellsFromNoneSaysSo) {
  const std::string decayed =
      "[model]\natoms = 4\nkappa = 100.0\n[light]\nstate = \"thermal\"\nn = 1.0\n[time]\nvalues = "
      "[0.0, 0.9, 1.3]\n";
  for (const std::string method : {"gaussian", "moving", "laboratory", "joint"}) {
    for (const double tolerance : {1e-8, 0.1}) {
      SCOPED_TRACE(fmt::format("{}, tolerance {}", method, tolerance));
      const JobResult result =
          run_config(decayed + solved_by(method, tolerance) + light_alone, backend());
      for (const std::string name : {"g2_status", "mandel_q_status"}) {
        EXPECT_EQ(result.flags.at(name)[0], static_cast<std::int8_t>(Status::good));
        EXPECT_EQ(result.flags.at(name)[2], static_cast<std::int8_t>(Status::few_photons)) << name;
      }
      if (method != "joint") {
        EXPECT_NEAR(result["g2"][1], 2.0, 2.0 * tolerance);
      }
    }
  }
}

TEST(FaintLightBatches, LittleMemoryChangesNoBit) {
  // Divided over its times, each part of the point has other photon numbers.
  const std::string config =
      "[model]\natoms = 5\nW0 = 0.3\nkappa = 1.0\neta = 1e-4\n[light]\nstate = \"thermal\"\nn = "
      "2.0\n[scan]\naxes = [{key = \"model.detuning\", values = [0.0, 0.5, 3.0]}]\n[time]\nstop = "
      "20\n"
      "samples = 41\n[output]\nquantities = [\"g2\", \"mandel_q\", \"qfi\"]\n[solve]\nmethod = "
      "\"gaussian\"\n";
  constexpr std::int64_t plenty = std::int64_t{1} << 30;
  SmallBackend roomy(plenty, plenty);
  SmallBackend small(2000, plenty);
  SmallBackend fails_often(plenty, 800);
  const JobResult expected = run_config(config, roomy);
  EXPECT_EQ(expected.report.failed, 0);
  for (SmallBackend* backend : {&small, &fails_often}) {
    const JobResult result = run_config(config, *backend);
    for (const std::string name : {"g2", "mandel_q", "qfi"})
      EXPECT_EQ(result[name], expected[name]) << name;
    EXPECT_GT(backend->submitted, 4 * roomy.submitted);
  }
}

INSTANTIATE_TEST_SUITE_P(All, FaintLight, every_backend, backend_name);

}  // namespace
}  // namespace pairtwist::test
