// SPDX-License-Identifier: BSD-3-Clause
// final, extrema and events against the samples they are made from.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "support/backends.hpp"
#include "support/run_job.hpp"

namespace pairtwist::test {
namespace {

std::string fig2c(const std::string& output,
                  const std::string& time = "stop = 0.03\nsamples = 61") {
  return "[model]\natoms = 100\neta = 320.0\n[time]\n" + time +
         "\n[scan]\naxes = [{ key = \"model.kappa_tau_Q\", values = [0, 1, 10] }]\n[output]\n" +
         output;
}

class TimeReduction : public OnEveryBackend {};

/// Of extrema: tests/solve/test_extrema.cpp.
TEST_P(TimeReduction, FinalAndExtremaAreThoseOfTheSamples) {
  const JobResult all = run_config(fig2c("quantities = [\"qfi\"]"), backend());
  const JobResult last =
      run_config(fig2c("quantities = [\"qfi\"]\nover_time = \"final\""), backend());
  const JobResult extrema =
      run_config(fig2c("quantities = [\"qfi\"]\nover_time = \"extrema\""), backend());
  for (std::size_t p = 0; p < 3; ++p) {
    const auto first = all["qfi"].begin() + static_cast<std::ptrdiff_t>(p * 61);
    const auto largest = std::max_element(first, first + 61);
    const auto smallest = std::min_element(first, first + 61);
    // Alone a sample's phasors are not those of its neighbours, turned on.
    EXPECT_NEAR(last["qfi"][p], first[60], 1e-11 * 1e4);
    EXPECT_EQ(extrema["qfi_final"][p], first[60]);
    EXPECT_GE(extrema["qfi_max"][p], *largest);
    EXPECT_EQ(extrema["qfi_min"][p], *smallest);
    EXPECT_NEAR(extrema["qfi_max_time"][p], 0.0005 * static_cast<double>(largest - first), 0.0005);
    EXPECT_NEAR(extrema["qfi_min_time"][p], 0.0005 * static_cast<double>(smallest - first), 1e-15);
  }
}

TEST_P(TimeReduction, EventsAreRefinedByReevaluation) {
  const std::string event =
      "events = [{ name = \"t45\", quantity = \"qfi\", above = 0.45, scale = \"N^2\" },"
      "{ name = \"at_once\", quantity = \"qfi\", above = 50.0 },"
      "{ name = \"never\", quantity = \"qfi\", above = 0.9, scale = \"N^2\" }]";
  for (const std::string over_time : {"all", "final", "extrema"}) {
    const JobResult result =
        run_config(fig2c("quantities = [\"qfi_oat\"]\nover_time = \"" + over_time + "\"\n" + event),
                   backend());
    for (std::size_t p = 0; p < 3; ++p) {
      EXPECT_EQ(result["at_once"][p], 0.0);
      EXPECT_TRUE(std::isnan(result["never"][p]));
    }
    EXPECT_TRUE(std::isnan(result["t45"][2]));  // kappa tau_Q = 10 stays below 0.25
    for (std::size_t p = 0; p < 2; ++p) {
      const double t = result["t45"][p];
      ASSERT_TRUE(t > 0.0 && t < 0.03);
      char at[200];
      std::snprintf(at, sizeof at, "values = [0.0, %.17g, %.17g, %.17g]", t * (1 - 1e-9), t,
                    t * (1 + 1e-9));
      const JobResult near = run_config(fig2c("quantities = [\"qfi\"]", at), backend());
      EXPECT_LT(near["qfi"][p * 4 + 1], 4500.0);
      EXPECT_NEAR(near["qfi"][p * 4 + 2], 4500.0, 1e-7);
      EXPECT_GT(near["qfi"][p * 4 + 3], 4500.0);
    }
  }
}

TEST_P(TimeReduction, EventsBelowALevelAreRefinedAlike) {
  // The pump's light decays as e^{-kappa t} from where it is switched off.
  const std::string config =
      "[model]\natoms = 20\neta = 320.0\nkappa = 100.0\nW0 = 0.0\ndetuning = 0.0\n"
      "[light]\nstate = \"coherent\"\nalpha = 2.0\n[time]\nstop = 0.05\nsamples = 11\n"
      "[pump]\nsegments = [{ until = 1e-9, eta = 0.0 }]\n[output]\nquantities = "
      "[\"photon_number\"]\nevents = [{ name = \"half\", quantity = \"photon_number\", below = "
      "2.0 }, { name = \"at_once\", quantity = \"photon_number\", below = 4.5 }, { name = "
      "\"never\", quantity = \"photon_number\", below = 0.0 }]\n";
  const JobResult result = run_config(config, backend());
  EXPECT_NEAR(result["half"][0], std::log(2.0) / 100.0, 1e-12);
  EXPECT_EQ(result["at_once"][0], 0.0);
  EXPECT_TRUE(std::isnan(result["never"][0]));
}

/// A cavity that is pumped and not lossy: <n> = (2 eta / detuning)² sin²(detuning t / 2), of which
/// samples at 0, 0.8, 1.6, 2.4, ... see 0.99 of the first maximum, at pi / 1.7, and the third, at
/// 5 pi / 1.7, almost. From a coherent state it has minima, too.
TEST_P(TimeReduction, AnEventThatBeginsAndEndsBetweenTwoSamplesIsFound) {
  const double most = 4.0 * 0.25 / (1.7 * 1.7), detuning = 1.7;
  const auto config = [](const std::string& light, const std::string& method, double step,
                         const std::string& over_time, const std::string& event) {
    return fmt::format(
        "[model]\natoms = 2\nW0 = 0.0\neta = 0.5\ndetuning = 1.7\n[light]\n{}\n[time]\nstop = "
        "10.4\n"
        "samples = {}\n[solve]\nmethod = \"{}\"\n[output]\nover_time = \"{}\"\nquantities = "
        "[\"{}\"]\n"
        "events = [{{ name = \"reached\", quantity = \"photon_number\", {} }}]\n",
        light, std::lround(10.4 / step) + 1, method, over_time,
        over_time == "extrema" ? "photon_number" : "qfi", event);
  };
  for (const std::string method : {"closed_form", "gaussian", "fock", "joint"})
    for (const std::string over_time : {"all", "final", "extrema"}) {
      SCOPED_TRACE(method + ' ' + over_time);
      for (const double share : {0.998, 0.9995}) {
        const JobResult found = run_config(config("state = \"vacuum\"", method, 0.8, over_time,
                                                  fmt::format("above = {:.17g}", share * most)),
                                           backend());
        EXPECT_NEAR(found["reached"][0], 2.0 / detuning * std::asin(std::sqrt(share)), 1e-6);
        EXPECT_EQ(found.flags.at("reached_status")[0], 0);
      }
      const std::string light = "state = \"coherent\"\nalpha = [0.9, 0.4]";
      const JobResult light_alone =
          run_config(config(light, method, 0.8, "extrema", "above = 0.0"), backend());
      const double least = light_alone["photon_number_min"][0];
      const std::string below = fmt::format(
          "below = {:.17g}", least + 0.002 * (light_alone["photon_number_max"][0] - least));
      const JobResult coarse = run_config(config(light, method, 0.8, over_time, below), backend());
      const JobResult close = run_config(config(light, method, 0.05, over_time, below), backend());
      EXPECT_LT(close["reached"][0], 0.8);
      EXPECT_NEAR(coarse["reached"][0], close["reached"][0], 1e-6);
    }
}

/// Q_N of thermal light is below precision while it is small: it may have passed the level before
/// its first value that is known.
TEST_P(TimeReduction, AnEventBesideALostValueIsNotMadeUp) {
  const JobResult result = run_config(
      "[model]\natoms = 100\neta = 320.0\nkappa = 20.0\n[light]\nstate = \"thermal\"\nn = 0.05\n"
      "[time]\nstop = 0.02\nsamples = 41\n[output]\nquantities = [\"bell\"]\n"
      "events = [{ name = \"positive\", quantity = \"bell\", above = 0.0 }]\n",
      backend());
  ASSERT_TRUE(std::isnan(result["bell"][3]) && result["bell"][40] > 0.0);
  const double at = result["positive"][0];
  EXPECT_TRUE(std::isnan(at) || std::abs(at - 0.0036) < 1e-4) << at;
}

TEST_P(TimeReduction, TimesInUnitsOfEachPointsOwnScale) {
  const std::string model = "[model]\natoms = 50\nkappa_tau_Q = 1.0\neta = 320.0\n";
  const std::string scan = "[scan]\naxes = [{ key = \"model.eta\", values = [100.0, 320.0] }]\n";
  const JobResult scaled =
      run_config(model + "[time]\nunit = \"tau_Q\"\nstop = 2.0\nsamples = 3\n" + scan, backend());
  for (std::size_t p = 0; p < 2; ++p) {
    EXPECT_EQ(scaled["time_scale"][p], scaled["tau_Q"][p]);
    EXPECT_NEAR(scaled["kappa"][p] * scaled["tau_Q"][p], 1.0, 1e-15);
  }
  // The same absolute times by hand.
  char time[100];
  std::snprintf(time, sizeof time, "[time]\nvalues = [0.0, %.17g, %.17g]\n", scaled["tau_Q"][1],
                2.0 * scaled["tau_Q"][1]);
  const JobResult absolute = run_config(model + time, backend());
  for (std::size_t k = 0; k < 3; ++k)
    EXPECT_NEAR(scaled["qfi"][3 + k], absolute["qfi"][k], 1e-10 * 2500.0);
}

TEST_P(TimeReduction, WithoutAMaximumThePointFails) {
  const JobResult result = run_config(
      "[model]\natoms = 20\neta = 320.0\n[pump]\nswitch_off = \"max_qfi\"\n[time]\n"
      "stop = 0.001\nsamples = 5\n[output]\nquantities = [\"qfi\"]\n",
      backend());
  EXPECT_EQ(result.report.failed, 1);
  EXPECT_EQ(result.flags.at("status")[0], static_cast<std::int8_t>(Status::no_maximum));
  for (const double value : result["qfi"]) EXPECT_TRUE(std::isnan(value));
}

TEST_P(TimeReduction, ThePumpIsSwitchedOffAtTheFirstMaximumOfEachPoint) {
  // A scanned time.stop changes nothing as long as the maximum lies before it.
  const std::string model = "[model]\natoms = 20\neta = 320.0\n";
  const JobResult result =
      run_config(model +
                     "[pump]\nswitch_off = \"max_qfi\"\n[time]\nstop = 1.0\nsamples = 3\n[scan]\n"
                     "axes = [{ key = \"time.stop\", values = [0.01, 0.03, 0.05] }]\n",
                 backend());
  EXPECT_EQ(result.flags.at("status")[0], static_cast<std::int8_t>(Status::no_maximum));
  EXPECT_TRUE(std::isnan(result["switch_off_time"][0]));
  const double off = result["switch_off_time"][1];
  EXPECT_NEAR(result["switch_off_time"][2], off, 1e-7 * off);

  // Under the constant pump F_Q is flat there and lower a little before and after.
  char times[200];
  std::snprintf(times, sizeof times, "[time]\nvalues = [0.0, %.17g, %.17g, %.17g]\n", 0.99 * off,
                off, 1.01 * off);
  const std::vector<double> constant = run_config(model + times, backend())["qfi"];
  EXPECT_GT(constant[2], constant[1]);
  EXPECT_GT(constant[2], constant[3]);

  // And the run is the one with the pump switched off by hand.
  char pump[100];
  std::snprintf(pump, sizeof pump, "[pump]\nswitch_off = %.17g\n", off);
  const JobResult by_hand =
      run_config(model + pump + "[time]\nstop = 0.03\nsamples = 3\n", backend());
  for (std::size_t k = 0; k < 3; ++k) EXPECT_EQ(result["qfi"][3 + k], by_hand["qfi"][k]);
}

INSTANTIATE_TEST_SUITE_P(All, TimeReduction, every_backend, backend_name);

}  // namespace
}  // namespace pairtwist::test
