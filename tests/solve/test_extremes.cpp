// SPDX-License-Identifier: BSD-3-Clause
// Parameters far from any laboratory: right, or flagged; never a plausible number that is wrong.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>

#include "support/backends.hpp"
#include "support/run_job.hpp"

namespace pairtwist::test {
namespace {

class Extremes : public OnEveryBackend {};

TEST_P(Extremes, PureStatesStayPureAtAnyPhase) {
  // Twisting alone: purity 1 whatever the phase U t m², while the phase can be told at all.
  for (const double U : {1e6, 1e12, 1e13, 1e14, 2e14}) {
    const JobResult result = run_config(
        fmt::format("[model]\natoms = 11\nU = {}\nW0 = 0.0\n[time]\nvalues = [0.0, 0.7]\n[output]\n"
                    "quantities = [\"purity\", \"qfi\", \"squeezing_kitagawa_ueda\"]\n",
                    U),
        backend());
    EXPECT_EQ(result.report.failed, 0);
    EXPECT_NEAR(result["purity"][1], 1.0, 1e-13) << U;
    EXPECT_GE(result["qfi"][1], 0.0);
    EXPECT_LE(result["qfi"][1], 121.0);
    EXPECT_GE(result["squeezing_kitagawa_ueda"][1], 0.0);
  }
}

TEST_P(Extremes, PhasesThatCannotBeToldAreFlagged) {
  const auto partly = static_cast<std::int8_t>(Status::partly);  // the start is there
  for (const auto& [model, why] :
       {std::pair<std::string, Status>{"U = 1e16", Status::below_precision},
        {"U = 1e300", Status::below_precision},
        {"eta = 1e80", Status::below_precision},
        {"eta = 1e150", Status::below_precision}}) {
    const JobResult result = run_config("[model]\natoms = 10\n" + model +
                                            "\n[time]\nstop = 1.0\nsamples = 3\n[output]\n"
                                            "quantities = [\"qfi\", \"mandel_q\", \"qfi_b39\"]\n",
                                        backend());
    EXPECT_EQ(result.flags.at("status")[0], partly) << model;
    EXPECT_EQ(result.flags.at("qfi_status")[2], static_cast<std::int8_t>(why)) << model;
    EXPECT_TRUE(std::isnan(result["qfi"][2])) << model;
  }
}

/// Found before a step is taken that the clock could not tell, and before hours are spent.
TEST_P(Extremes, ASectorAtResonanceInTheDarkIsAsTheOthers) {
  // Nothing moves at resonance without a pump: light in the vacuum leaves the twisting alone.
  const auto qfi = [this](double detuning, double W0) {
    return run_config(
        fmt::format(
            "[model]\natoms = 8\ndetuning = {}\nW0 = {}\n[time]\nvalues = [0.0, 0.25, 1.0]\n",
            detuning, W0),
        backend())["qfi"];
  };
  const std::vector<double> beside = qfi(0.3, 1.0);
  for (const auto& [detuning, W0] : {std::pair{0.0, 1.0}, {1.0, 0.5}, {0.0, 0.0}}) {
    const std::vector<double> here = qfi(detuning, W0);
    for (std::size_t k = 0; k < beside.size(); ++k)
      EXPECT_NEAR(here[k], beside[k], 1e-10) << detuning << " " << W0;
  }
}

TEST_P(Extremes, ALightThatTurnsTooFastIsGivenUp) {
  for (const std::string method : {"gaussian", "fock"}) {
    const std::string light = method == "fock" ? "fock" : "thermal";
    const JobResult result =
        run_config("[model]\natoms = 4\nW0 = 1e20\neta = 1.0\n[light]\nstate = \"" + light +
                       "\"\nn = 1\n[time]\nstop = 1.0\nsamples = 3\n[solve]\nmethod = \"" + method +
                       "\"\n" + (method == "fock" ? "frame = \"moving\"\n" : ""),
                   backend());
    EXPECT_EQ(result.flags.at("status")[0], static_cast<std::int8_t>(Status::not_converged));
    EXPECT_TRUE(std::isnan(result["qfi"][2]));
  }
}

/// A bath whose photons no number of levels holds.
TEST_P(Extremes, ABathTooHotForAnyCutoffIsNotConverged) {
  for (const double photons : {1e17, 1e18, 1e300}) {
    const JobResult result = run_config(
        fmt::format("[model]\natoms = 4\nkappa = 1.0\nthermal_photons = {:e}\n[time]\n"
                    "stop = 1e-3\nsamples = 2\n[solve]\nmethod = \"fock\"\ncutoff = 16\n",
                    photons),
        backend());
    EXPECT_NE(result.flags.at("status")[0], static_cast<std::int8_t>(Status::good)) << photons;
  }
}

TEST_P(Extremes, LevelsThatHoldNothingOfTheStartAreNotEnough) {
  // Two solutions on too few levels agree: there is nothing on either of them.
  const std::string bright = "[light]\nstate = \"cat\"\nalpha = 9.0\n[solve]\n";
  const std::string pumped =
      "[light]\nstate = \"coherent\"\nalpha = 9.0\n[solve]\nmethod = \"fock\"\n"
      "frame = \"laboratory\"\n";
  const std::string joint = bright + "method = \"joint\"\n";
  for (const std::string& way :
       {bright + "cutoff_exact = 30\n", bright + "cutoff_exact = 8\n", bright + "cutoff = 5\n",
        pumped + "cutoff_exact = 8\n", pumped + "cutoff = 5\n", joint + "cutoff_exact = 8\n",
        joint + "cutoff = 8\n"}) {
    const JobResult result = run_config(
        "[model]\natoms = 4\nkappa = 0.5\n[time]\nvalues = [0.0, 0.05]\n[output]\nquantities = "
        "[\"qfi\", \"photon_number\"]\n" +
            way,
        backend());
    EXPECT_EQ(result.flags.at("status")[0], static_cast<std::int8_t>(Status::not_converged)) << way;
    EXPECT_TRUE(std::isnan(result["qfi"][0])) << way;
  }
}

TEST_P(Extremes, ABathThatFillsAllLevelsGivenIsSeen) {
  const JobResult result = run_config(
      "[model]\natoms = 2\nkappa = 20.0\neta = 10.0\nthermal_photons = 3.0\n[time]\n"
      "values = [0.0, 0.5]\n[output]\nquantities = [\"purity\"]\n[solve]\nmethod = \"joint\"\n"
      "cutoff_exact = 5\ntolerance = 1e-2\n",
      backend());
  EXPECT_TRUE(std::isnan(result["purity"][1])) << result["purity"][1];
}

TEST_P(Extremes, ATiltTurnsTheSpinByItsWholePhase) {
  // <J_x> of the tilted +x state is N/2 cos(tilt t), with the exact product of the two doubles.
  const double tilt = 1e9, t = 0.7;
  const JobResult result = run_config(
      fmt::format("[model]\natoms = 4\nU = 0.0\nW0 = 0.0\ntilt = {}\n[time]\nvalues = [0.0, {}]\n"
                  "[output]\nquantities = [\"spin_mean\", \"rho\"]\n",
                  tilt, t),
      backend());
  const auto phase = static_cast<double>(
      std::fmod(static_cast<long double>(tilt) * t, 2.0L * 3.14159265358979323846264338L));
  EXPECT_NEAR(result["spin_mean"][3], 2.0 * std::cos(phase), 1e-8);
  EXPECT_NEAR(std::abs(result["spin_mean"][4]), std::abs(2.0 * std::sin(phase)), 1e-8);
}

TEST_P(Extremes, RoundingIsNoMaximum) {
  // F_Q rises to the end of the first run, and does not move in the second.
  for (const std::string model :
       {"[model]\natoms = 100\nW0 = 0.0\n[time]\nstop = 0.5\n",
        "[model]\natoms = 11\neta = 3.0\nU = 0.0\nW0 = 0.0\n[time]\nstop = 1.0\n"}) {
    const JobResult result =
        run_config(model + "samples = 3\n[pump]\nswitch_off = \"max_qfi\"\n", backend());
    EXPECT_EQ(result.flags.at("status")[0], static_cast<std::int8_t>(Status::no_maximum)) << model;
  }
}

TEST_P(Extremes, G2IsUndefinedOnceItsPhotonsUnderflow) {
  const JobResult result = run_config(
      "[model]\natoms = 10\neta = 2.0\nkappa = 10.0\n[pump]\nswitch_off = 1.0\n[time]\n"
      "values = [0.0, 2.0, 20.0, 40.0, 80.0]\n[output]\nquantities = [\"g2\"]\n",
      backend());
  EXPECT_NEAR(result["g2"][2], result["g2"][1], 1e-12);
  EXPECT_TRUE(std::isnan(result["g2"][3]));
  EXPECT_TRUE(std::isnan(result["g2"][4]));
}

INSTANTIATE_TEST_SUITE_P(All, Extremes, every_backend, backend_name);

}  // namespace
}  // namespace pairtwist::test
