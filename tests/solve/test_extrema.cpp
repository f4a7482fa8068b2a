// SPDX-License-Identifier: BSD-3-Clause
// over_time = "extrema": largest and smallest values between the samples, against formulas and
// against closer samples.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>

#include "io/result_variables.hpp"
#include "observables/registry.hpp"
#include "support/backends.hpp"
#include "support/counting_backend.hpp"
#include "support/run_job.hpp"

namespace pairtwist::test {
namespace {

constexpr double pi = std::numbers::pi;

std::int8_t code(ExtremumPlace place) { return static_cast<std::int8_t>(place); }

class ExtremaBetweenSamples : public OnEveryBackend {
 public:
  JobResult extrema_of(const std::string& config, const std::string& quantities) {
    return run_config(
        config + "[output]\nover_time = \"extrema\"\nquantities = " + quantities + "\n", backend());
  }
};

/// One-axis twisting of an odd number of atoms: F_Q = N + N(N-1)/2 (1 - cos^{N-2}(2 U t)), up to N²
/// at t = π / 2U.
TEST_P(ExtremaBetweenSamples, OfOneAxisTwistingAreThoseOfTheFormula) {
  for (const int atoms : {3, 7, 21}) {
    for (const int samples : {9, 16, 101}) {
      const double U = 1.3, n = atoms, tolerance = 1e-8;
      const JobResult found = extrema_of(
          fmt::format("[model]\natoms = {}\nU = {}\nW0 = 0.0\n[time]\nstop = 2.0\nsamples = {}\n",
                      atoms, U, samples),
          "[\"qfi\"]");
      const double bend = 2.0 * n * (n - 1.0) * (n - 2.0) * U * U;
      SCOPED_TRACE(fmt::format("{} atoms, {} samples", atoms, samples));
      EXPECT_NEAR(found["qfi_max"][0], n * n, tolerance * n * n);
      EXPECT_NEAR(found["qfi_max_time"][0], pi / (2.0 * U),
                  std::sqrt(2.0 * tolerance * n * n / bend));
      EXPECT_EQ(found.flags.at("qfi_max_place")[0], code(ExtremumPlace::inside));
      EXPECT_NEAR(found["qfi_min"][0], n, tolerance * n * n);
      EXPECT_EQ(found["qfi_min_time"][0], 0.0);
      EXPECT_EQ(found.flags.at("qfi_min_place")[0], code(ExtremumPlace::start));
      EXPECT_EQ(found.flags.at("status")[0], 0);
      if (samples == 101) {
        EXPECT_EQ(found.report.coarse, 0);
      }
    }
  }
}

/// The same, between two samples that are both where F_Q begins and ends.
TEST_P(ExtremaBetweenSamples, FarBeyondAllSamplesAreCounted) {
  const JobResult found = extrema_of(
      "[model]\natoms = 3\nU = 1.0\nW0 = 0.0\n[time]\nstop = 3.0\nsamples = 3\n"
      "[scan]\naxes = [{ key = \"time.stop\", values = [0.1, 2.0] }]\n",
      "[\"qfi\"]");
  EXPECT_EQ(found.report.coarse, 1);
}

/// A pumped cavity: <n> = (2 eta / detuning)² sin²(detuning t / 2), the same again and again.
TEST_P(ExtremaBetweenSamples, OfEqualOnesTheFirstIsTaken) {
  for (const std::string method : {"closed_form", "gaussian", "fock", "joint"}) {
    const JobResult found = extrema_of(
        "[model]\natoms = 2\nW0 = 0.0\neta = 0.5\ndetuning = 1.7\n[time]\nstop = 9.0\nsamples = "
        "41\n[solve]\nmethod = \"" +
            method + "\"\n",
        "[\"photon_number\", \"purity\"]");
    SCOPED_TRACE(method);
    const double most = 4.0 * 0.25 / (1.7 * 1.7);
    EXPECT_NEAR(found["photon_number_max"][0], most, 1e-8);
    EXPECT_NEAR(found["photon_number_max_time"][0], pi / 1.7, 2.0 / 1.7 * std::sqrt(1e-8 / most));
    EXPECT_EQ(found.flags.at("photon_number_max_place")[0], code(ExtremumPlace::inside));
    EXPECT_NEAR(found["photon_number_min"][0], 0.0, 1e-8);
    EXPECT_EQ(found["photon_number_min_time"][0], 0.0);
    // What does not move has both at the start.
    EXPECT_NEAR(found["purity_max"][0], 1.0, 1e-8);
    EXPECT_EQ(found["purity_max_time"][0], 0.0);
    EXPECT_EQ(found["purity_min_time"][0], 0.0);
    EXPECT_EQ(found.flags.at("purity_max_place")[0], code(ExtremumPlace::start));
  }
}

/// Light grows until the pump ends, and then decays: its derivative jumps there.
TEST_P(ExtremaBetweenSamples, AMaximumMayBeWhereThePumpEnds) {
  const double off = 0.731, kappa = 2.0, eta = 0.5;
  for (const std::string method : {"closed_form", "gaussian", "fock"}) {
    const JobResult found = extrema_of(
        fmt::format("[model]\natoms = 2\nW0 = 0.0\ndetuning = 0.0\neta = {}\nkappa = {}\n[time]\n"
                    "stop = 2.0\nsamples = 21\n[pump]\nswitch_off = {}\n[solve]\nmethod = \"{}\"\n",
                    eta, kappa, off, method),
        "[\"photon_number\"]");
    SCOPED_TRACE(method);
    const double amplitude = 2.0 * eta / kappa * (1.0 - std::exp(-0.5 * kappa * off));
    EXPECT_NEAR(found["photon_number_max"][0], amplitude * amplitude, 1e-8);
    EXPECT_EQ(found["photon_number_max_time"][0], off);
  }
}

/// Without loss <n> stays what it is when the pump ends, to rounding: the largest sample of that
/// plateau may be any of them, and the peak is before all.
TEST_P(ExtremaBetweenSamples, APlateauBehindThePumpHidesNoPeak) {
  for (const double end : {0.2934, 0.293, 0.294, 0.28, 0.3}) {
    for (const std::string method : {"closed_form", "gaussian", "fock", "joint"}) {
      SCOPED_TRACE(fmt::format("{}, switch_off = {}", method, end));
      const auto with = [&](int samples) {
        return fmt::format(
            "[model]\natoms = 3\nU = 0.0\nW0 = 0.765\ndetuning = -9.95\neta = 2.0\n[pump]\n"
            "switch_off = {}\n[time]\nstop = {}\nsamples = {}\n[solve]\nmethod = \"{}\"\n",
            end, samples == 101 ? 2.0 : end, samples, method);
      };
      const JobResult found = extrema_of(with(101), "[\"photon_number\", \"g2\"]");
      const JobResult before = extrema_of(with(401), "[\"photon_number\", \"g2\"]");
      for (const std::string of : {"photon_number_max", "photon_number_max_time", "g2_max"})
        EXPECT_NEAR(found[of][0], before[of][0], of == "photon_number_max_time" ? 1e-4 : 2e-8)
            << of;
      const double level = before["photon_number_max"][0] - 1e-4;
      const JobResult event = run_config(
          with(101) +
              fmt::format("[output]\nquantities = [\"photon_number\"]\nevents = [{{ name = "
                          "\"reached\", quantity = \"photon_number\", above = {:.17g} }}]\n",
                          level),
          backend());
      EXPECT_LT(event["reached"][0], end) << level;
    }
  }
}

TEST_P(ExtremaBetweenSamples, AMaximumAtAnEndIsMarked) {
  const JobResult found = extrema_of(
      "[model]\natoms = 4\nW0 = 0.0\ndetuning = 0.0\neta = 1.0\nkappa = 1.0\n[time]\nstop = 2.0\n"
      "samples = 11\n",
      "[\"photon_number\", \"qfi\"]");
  EXPECT_EQ(found.flags.at("photon_number_max_place")[0], code(ExtremumPlace::end));
  EXPECT_EQ(found["photon_number_max_time"][0], 2.0);
  EXPECT_EQ(found["photon_number_max"][0], found["photon_number_final"][0]);
  EXPECT_EQ(found.flags.at("photon_number_min_place")[0], code(ExtremumPlace::start));
}

/// A pole between the samples: nobody knows how large it is there. All else is known.
/// At the start the slope is 0: what a polynomial falls below it is its own error, and no minimum.
TEST_P(ExtremaBetweenSamples, TheStartOfAnEvenCurveIsItsMinimum) {
  for (const double tolerance : {1e-2, 1e-3, 1e-5, 1e-8}) {
    const JobResult found = run_config(
        fmt::format("[model]\natoms = 12\neta = 30.0\nkappa = 2.0\ndetuning = 5.0\n"
                    "[time]\nstop = 0.4\nsamples = 9\n[solve]\ntolerance = {}\n[output]\n"
                    "over_time = \"extrema\"\nquantities = [\"qfi\", \"photon_number\", "
                    "\"purity\"]\n",
                    tolerance),
        backend());
    SCOPED_TRACE(tolerance);
    for (const std::string name : {"qfi_min", "photon_number_min", "purity_max"}) {
      EXPECT_EQ(found.flags.at(name + "_place")[0], code(ExtremumPlace::start)) << name;
      EXPECT_EQ(found[name + "_time"][0], 0.0) << name;
    }
    EXPECT_EQ(found["photon_number_min"][0], 0.0);
  }
}

/// F_Q that falls from the start has its first maximum behind the valley.
TEST_P(ExtremaBetweenSamples, ThePumpEndsAtAMaximumThatItRisesTo) {
  const std::string model =
      "[model]\natoms = 9\nU = 0.4\nW0 = 0.6\ndetuning = 3.0\neta = 8.0\ntilt = 2.0\nkappa = 1.5\n"
      "[atoms]\ntheta = 1.2\nphi = 0.3\n[time]\nstop = 1.0\nsamples = 1001\n";
  const JobResult on = run_config(model + "[output]\nquantities = [\"qfi\"]\n", backend());
  std::size_t k = 1;
  while (on["qfi"][k] < on["qfi"][k - 1]) ++k;  // down into the valley
  EXPECT_GT(k, 50U);
  while (on["qfi"][k + 1] > on["qfi"][k]) ++k;
  const JobResult off = run_config(model + "[pump]\nswitch_off = \"max_qfi\"\n", backend());
  EXPECT_NEAR(off["switch_off_time"][0], 0.001 * static_cast<double>(k), 0.001);
}

TEST_P(ExtremaBetweenSamples, WhatIsLostBetweenTheSamplesLeavesTheMaximumOpen) {
  const JobResult found =
      extrema_of("[model]\natoms = 10\nW0 = 0.0\n[time]\nvalues = [0.0, 0.2, 1.0, 1.5, 1.6, 2.0]\n",
                 "[\"squeezing_wineland\"]");
  EXPECT_TRUE(std::isnan(found["squeezing_wineland_max"][0]));
  EXPECT_TRUE(std::isnan(found["squeezing_wineland_max_time"][0]));
  EXPECT_EQ(found.flags.at("squeezing_wineland_max_place")[0], code(ExtremumPlace::lost));
  EXPECT_EQ(found.flags.at("squeezing_wineland_min_place")[0], code(ExtremumPlace::inside));
  EXPECT_FALSE(std::isnan(found["squeezing_wineland_final"][0]));
}

/// <J_x> passes 0, which its samples tell: no search round the pole, which would be lost after many
/// looks, and the smallest value is found as ever.
TEST(LooksBetweenSamples, NoneRoundAPoleThatTheSamplesTell) {
  const std::string config =
      "[model]\natoms = 100\neta = 320.0\nkappa = 8.8\n[time]\nstop = 0.03\nsamples = 100\n"
      "[output]\nquantities = [\"squeezing_wineland\"]\nover_time = ";
  CountingBackend backend;
  const JobResult samples = run_config(config + "\"all\"\n", backend);
  const int once = backend.solved;
  backend.solved = 0;
  const JobResult found = run_config(config + "\"extrema\"\n", backend);
  EXPECT_LE(backend.solved - once, 5);
  EXPECT_TRUE(std::isnan(found["squeezing_wineland_max"][0]));
  EXPECT_EQ(found.flags.at("squeezing_wineland_max_place")[0], code(ExtremumPlace::lost));
  EXPECT_EQ(found.flags.at("squeezing_wineland_min_place")[0], code(ExtremumPlace::inside));
  EXPECT_LE(found["squeezing_wineland_min"][0],
            *std::ranges::min_element(samples["squeezing_wineland"]));
  EXPECT_EQ(found.flags.at("status")[0], 0);
}

/// Of two atoms that twist without loss the variance vanishes with the square of <J_x>: xi_R² =
/// No polynomial follows the samples into a pole: it does not leave the minimum far from it open.
TEST_P(ExtremaBetweenSamples, APoleLeavesTheMinimumKnown) {
  for (const int atoms : {199, 300, 632}) {
    const std::string config =
        fmt::format("[model]\natoms = {}\neta = 320.0\n[time]\nunit = \"tau_Q\"\n", atoms);
    const JobResult found =
        extrema_of(config + "stop = 3.0\nsamples = 151\n", "[\"squeezing_wineland\"]");
    const JobResult sampled = run_config(config +
                                             "stop = 1.0\nsamples = 3001\n"
                                             "[output]\nquantities = [\"squeezing_wineland\"]\n",
                                         backend());
    SCOPED_TRACE(fmt::format("{} atoms", atoms));
    EXPECT_NEAR(found["squeezing_wineland_min"][0], std::ranges::min(sampled["squeezing_wineland"]),
                1e-6);
    EXPECT_EQ(found.flags.at("squeezing_wineland_min_place")[0], code(ExtremumPlace::inside));
    EXPECT_EQ(found.flags.at("squeezing_wineland_max_place")[0], code(ExtremumPlace::lost));
  }
}

/// 1/(1 + |sin Ut|) has no pole where that passes 0.
TEST_P(ExtremaBetweenSamples, TwoAtomsWhoseSpinPassesZeroHaveNoPole) {
  const JobResult found =
      extrema_of("[model]\natoms = 2\nW0 = 0.0\n[time]\nstop = 3.0\nsamples = 24\n",
                 "[\"squeezing_wineland\"]");
  EXPECT_NEAR(found["squeezing_wineland_max"][0], 1.0, 1e-8);
  EXPECT_EQ(found.flags.at("squeezing_wineland_max_place")[0], code(ExtremumPlace::start));
}

/// Each look between the samples solves the whole point again: there are to be few.
TEST(LooksBetweenSamples, SolveThePointAFewTimes) {
  const std::string model =
      "[model]\natoms = 12\neta = 4.0\nkappa = 1.0\nkerr = 0.2\nW0 = 0.5\n[light]\nstate = "
      "\"fock\"\nn = 4\n[time]\nstop = 3.0\nsamples = 31\n[output]\n";
  const std::string events =
      "events = [{ name = \"a\", quantity = \"qfi\", above = 0.2, scale = \"N^2\" },"
      "{ name = \"c\", quantity = \"g2\", above = 0.9 }]\n";
  CountingBackend backend;
  const auto solved = [&](const std::string& quantities, const std::string& output) {
    backend.solved = 0;
    run_config(model + "quantities = [" + quantities + "]\n" + output, backend);
    return backend.solved;
  };
  const std::string quantities = "\"qfi\", \"photon_number\", \"g2\", \"bell\"";
  const int samples = solved(quantities, "");
  EXPECT_LE(samples, 2);
  EXPECT_LE(solved(quantities, events) - samples, 4);
  EXPECT_LE(solved(quantities, "over_time = \"extrema\"\n") - samples, 7);
  // Where the spin has hardly any length left, squeezing has poles, round which every look is
  // solved a second time, more strictly.
  const std::string squeezing = "\"squeezing_wineland\"";
  EXPECT_LE(solved(squeezing, "over_time = \"extrema\"\n") - solved(squeezing, ""), 16);
  EXPECT_LE(solved(squeezing,
                   "events = [{ name = \"b\", quantity = \"squeezing_wineland\", above = "
                   "2.0 }]\n") -
                solved(squeezing, ""),
            16);
}

/// Polynomials through few samples said that the maximum between them is lower than it is: events
/// on the way to it were never reached.
TEST_P(ExtremaBetweenSamples, AnEventIsReachedWhereTheMaximumIs) {
  const auto events = [](const std::string& quantity, const std::vector<double>& levels) {
    std::string list;
    for (std::size_t i = 0; i < levels.size(); ++i)
      list += fmt::format("{{ name = \"e{}\", quantity = \"{}\", above = {} }}, ", i, quantity,
                          levels[i]);
    return fmt::format("[output]\nquantities = [\"{}\"]\nevents = [{}]\n[time]\n", quantity, list);
  };
  const std::string filling =
      "[model]\natoms = 4\nW0 = 0.8\ndetuning = -14.0\nkappa = 10.0\neta = 4.0\n" +
      events("photon_number", {0.08, 0.09, 0.1, 0.11}) + "stop = 15.0\nsamples = ";
  const std::string bunching =
      "[model]\natoms = 8\nU = 0.2\nW0 = 0.392\ndetuning = -5.73\nkappa = 20.98\n[pump]\nsegments "
      "= ["
      "{ until = 0.3196, eta = { abs = 2.81, phase = -0.707 } }, "
      "{ until = 0.3394, eta = { abs = 2.558, phase = 2.604 } }, "
      "{ until = 0.4256, eta = { abs = 4.3, phase = 2.014 } }, "
      "{ until = 0.6145, eta = { abs = 5.565, phase = -1.27 } }]\n" +
      events("g2", {4.0, 6.0, 8.0, 10.0}) + "stop = 1.0\nsamples = ";
  for (const auto& [config, samples] : {std::pair{filling, 51}, {bunching, 101}}) {
    const JobResult few = run_config(fmt::format("{}{}\n", config, samples), backend());
    const JobResult many = run_config(config + "4001\n", backend());
    for (const std::string name : {"e0", "e1", "e2", "e3"})
      EXPECT_NEAR(few[name][0], many[name][0], 1e-6) << name << " of " << config;
  }
}

/// Of samples that are too few for either, what extrema have found is known to events.
TEST_P(ExtremaBetweenSamples, NoEventIsNeverReachedThatAnExtremumReaches) {
  const std::string model =
      "[model]\natoms = 5\nU = 0.83\nW0 = 0.846\ndetuning = -18.771\nkappa = 0.2\neta = 5.4\n"
      "[time]\nstop = 6.0\nsamples = 51\n";
  const JobResult found = extrema_of(model, "[\"g2\", \"mandel_q\"]");
  for (const std::string name : {"g2", "mandel_q"}) {
    for (const double below : {1e-6, 0.02, 0.1}) {
      const double level = found[name + "_max"][0] - below;
      const JobResult with = extrema_of(
          model,
          fmt::format("[\"{0}\"]\nevents = [{{ name = \"reached\", quantity = \"{0}\", above = "
                      "{1:.17g} }}]",
                      name, level));
      EXPECT_LE(with["reached"][0], with[name + "_max_time"][0]) << name << " above " << level;
      EXPECT_EQ(with.flags.at("reached_status")[0], 0);
    }
  }
}

TEST_P(ExtremaBetweenSamples, NeighboursAndThreadsLeaveNoTrace) {
  for (const std::string method : {"closed_form", "gaussian", "fock"}) {
    const auto config = [&](const std::string& values) {
      return "[model]\natoms = 6\neta = 4.0\nkappa = 1.0\n[time]\nstop = 1.2\nsamples = "
             "8\n[solve]\n"
             "method = \"" +
             method + "\"\n[scan]\naxes = [{ key = \"model.U\", values = [" + values + "] }]\n";
    };
    const std::string quantities = "[\"qfi\", \"bell\", \"photon_number\"]";
    const JobResult together = extrema_of(config("0.5, 1.0, 1.7, 2.2"), quantities);
    std::size_t p = 0;
    for (const std::string U : {"0.5", "1.0", "1.7", "2.2"}) {
      const JobResult alone = extrema_of(config(U), quantities);
      for (const auto& [name, values] : alone.numbers) {
        if (name == "runtime") continue;
        if (!std::isnan(values[0])) {
          EXPECT_EQ(values[0], together[name][p]) << method << ' ' << name << ' ' << U;
        } else {
          EXPECT_TRUE(std::isnan(together[name][p])) << method << ' ' << name << ' ' << U;
        }
      }
      ++p;
    }
  }
}

/// Of random models: closer samples around what was found have nothing beyond it, and its value.
TEST_P(ExtremaBetweenSamples, CloserSamplesFindNothingBeyond) {
  const std::uint64_t seed = 20261128;
  std::mt19937_64 random(seed);
  const auto uniform = [&](double a, double b) {
    return std::uniform_real_distribution(a, b)(random);
  };
  const std::vector<std::string> names = {"qfi",     "bell",          "squeezing_kitagawa_ueda",
                                          "purity",  "photon_number", "squeezing_wineland",
                                          "entropy", "qfi_optimal"};
  std::string quoted;
  for (const std::string& name : names) quoted += (quoted.empty() ? "\"" : ", \"") + name + "\"";
  int inside = 0;
  for (int i = 0; i < 20; ++i) {
    const double tolerance = std::pow(10.0, -static_cast<double>(random() % 5) - 5.0);
    const int atoms = 2 * static_cast<int>(1 + random() % 12);
    const int samples = static_cast<int>(12 + random() % 60);
    const double stop = uniform(0.02, 0.2);
    const std::string model = fmt::format(
        "[model]\natoms = {}\nU = {:.17g}\nW0 = {:.17g}\ndetuning = {:.17g}\neta = {:.17g}\n"
        "kappa = {:.17g}\n[pump]\nswitch_off = {:.17g}\n[solve]\ntolerance = {:.17g}\n",
        atoms, uniform(-2.0, 2.0), uniform(-2.0, 2.0), uniform(-10.0, 10.0), uniform(0.0, 60.0),
        uniform(0.0, 30.0), uniform(0.01, 0.2), tolerance);
    SCOPED_TRACE(::testing::Message() << "seed " << seed << ", " << samples << " samples\n"
                                      << model);
    const JobResult found =
        extrema_of(model + fmt::format("[time]\nstop = {:.17g}\nsamples = {}\n", stop, samples),
                   "[" + quoted + "]");
    for (const std::string& name : names) {
      for (const bool smallest : {false, true}) {
        const std::string of = name + (smallest ? "_min" : "_max");
        const double time = found[of + "_time"][0];
        const double value = found[of][0];
        if (!std::isfinite(value)) continue;
        inside += found.flags.at(of + "_place")[0] == code(ExtremumPlace::inside) ? 1 : 0;
        const double step = stop / (samples - 1);
        std::vector<double> times = {0.0};
        for (int k = -10; k <= 10; ++k) {
          const double t = k == 0 ? time : time + 0.1 * k * step;
          if (t > times.back() && t <= stop) times.push_back(t);
        }
        std::string list;
        for (const double t : times) list += fmt::format("{}{:.17g}", list.empty() ? "" : ", ", t);
        const JobResult near = run_config(
            model + "[time]\nvalues = [" + list + "]\n[output]\nquantities = [\"" + name + "\"]\n",
            backend());
        const double scale = scale_of(find_quantity(name)->scale, atoms);
        const double allowed = 2.0 * tolerance * std::max(scale, std::abs(value));
        for (std::size_t k = 0; k < times.size(); ++k) {
          const double other = near[name][k];
          if (std::isnan(other) || (k == 0 && time > step)) continue;
          if (times[k] == time)
            EXPECT_NEAR(other, value, allowed) << of;
          else if (smallest)
            EXPECT_GE(other, value - allowed) << of << " at " << times[k] << ", not " << time;
          else
            EXPECT_LE(other, value + allowed) << of << " at " << times[k] << ", not " << time;
        }
      }
    }
  }
  EXPECT_GT(inside, 30);
}

INSTANTIATE_TEST_SUITE_P(All, ExtremaBetweenSamples, every_backend, backend_name);

}  // namespace
}  // namespace pairtwist::test
