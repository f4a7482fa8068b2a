// SPDX-License-Identifier: BSD-3-Clause
// A value fails, not a point: what is lost of one quantity costs no other, and says why.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "pairtwist/results.hpp"
#include "support/backends.hpp"
#include "support/run_job.hpp"

namespace pairtwist::test {
namespace {

using Flags = std::vector<std::int8_t>;

constexpr auto flag(Status status) { return static_cast<std::int8_t>(status); }

std::int64_t count(const Flags& flags, Status status) {
  return std::count(flags.begin(), flags.end(), flag(status));
}

class ValueStatus : public OnEveryBackend {};

TEST_P(ValueStatus, AMapOfBellCorrelationsIsGoodThoughTheFirstSamplesAreTooSmall) {
  const JobResult result = run_config(
      "[model]\natoms = 50\neta = 320.0\n[time]\nstop = 0.03\nsamples = 31\n"
      "[scan]\naxes = [{ key = \"model.kappa_tau_Q\", values = [0, 10] }]\n"
      "[output]\nquantities = [\"qfi\", \"bell\", \"g2\"]",
      backend());
  EXPECT_EQ(result.flags.at("status"), (Flags{0, 0}));
  EXPECT_EQ(count(result.flags.at("qfi_status"), Status::good), 62);
  const Flags& bell = result.flags.at("bell_status");
  EXPECT_EQ(bell[0], flag(Status::undefined));
  EXPECT_EQ(bell[1], flag(Status::too_small));
  EXPECT_EQ(bell[30], flag(Status::good));
  EXPECT_EQ(count(bell, Status::good) + count(bell, Status::too_small) + 2, 62);
  for (std::size_t i = 0; i < bell.size(); ++i)
    EXPECT_EQ(std::isfinite(result["bell"][i]), bell[i] == flag(Status::good)) << i;
  EXPECT_EQ(count(result.flags.at("g2_status"), Status::undefined), 2);
}

/// Levels that are left out of the light at t = 0 make two equal eigenvalues differ a little.
TEST_P(ValueStatus, ACoherentStateHasNoBestDirectionHoweverMuchLightIsLeftOut) {
  for (const std::string tolerance : {"1e-8", "1e-6", "1e-4"}) {
    const JobResult result = run_config(
        "[model]\natoms = 10\neta = 20.0\nkappa = 1.0\nkerr = 0.1\n[light]\nstate = \"thermal\"\n"
        "n = 0.5\n[time]\nstop = 0.1\nsamples = 3\n[solve]\ntolerance = " +
            tolerance + "\n[output]\nquantities = [\"qfi_optimal_direction\"]",
        backend());
    EXPECT_EQ(result.flags.at("status")[0], flag(Status::good));
    EXPECT_EQ(result.flags.at("qfi_optimal_direction_status"),
              (Flags{flag(Status::undefined), flag(Status::good), flag(Status::good)}));
    EXPECT_TRUE(std::isnan(result["qfi_optimal_direction"][0]));
  }
}

TEST_P(ValueStatus, WhereTheMeanSpinVanishesSqueezingIsLostAlone) {
  const std::string model =
      "[model]\natoms = 10\nW0 = 0.0\n[time]\nvalues = [0.0, 1.0, 1.5407963267948965]\n[output]\n"
      "quantities = [\"qfi\", \"squeezing_wineland\", \"purity\"]";
  const JobResult result = run_config(model, backend());
  EXPECT_EQ(result.flags.at("status")[0], flag(Status::partly));
  EXPECT_EQ(result.flags.at("squeezing_wineland_status"),
            (Flags{flag(Status::good), flag(Status::good), flag(Status::below_precision)}));
  EXPECT_TRUE(std::isnan(result["squeezing_wineland"][2]));
  for (const std::string quantity : {"qfi", "purity"}) {
    EXPECT_EQ(result.flags.at(quantity + "_status"), (Flags{0, 0, 0}));
    for (const double value : result[quantity]) EXPECT_TRUE(std::isfinite(value));
  }
  const JobResult last = run_config(model + "\nover_time = \"final\"", backend());
  EXPECT_EQ(last.flags.at("status")[0], flag(Status::partly));
  EXPECT_EQ(last.flags.at("qfi_status"), Flags{0});
  EXPECT_EQ(last.flags.at("squeezing_wineland_status"), Flags{flag(Status::below_precision)});
  const JobResult extrema = run_config(model + "\nover_time = \"extrema\"", backend());
  EXPECT_EQ(extrema.flags.at("squeezing_wineland_status"), Flags{flag(Status::partly)});
  EXPECT_EQ(extrema.flags.at("qfi_status"), Flags{0});
}

TEST_P(ValueStatus, AnEventBesideALostValueSaysWhy) {
  const JobResult result = run_config(
      "[model]\natoms = 10\nW0 = 0.0\n[time]\nvalues = [0.0, 1.0, 1.5407963267948965]\n[output]\n"
      "quantities = [\"qfi\"]\nevents = [\n"
      "{ name = \"soon\", quantity = \"squeezing_wineland\", above = 1.0 },\n"
      "{ name = \"open\", quantity = \"squeezing_wineland\", above = 1e30 },\n"
      "{ name = \"never\", quantity = \"qfi\", above = 1e30 }]",
      backend());
  EXPECT_EQ(result.flags.at("soon_status"), Flags{0});
  EXPECT_EQ(result.flags.at("open_status"), Flags{flag(Status::below_precision)});
  EXPECT_EQ(result.flags.at("never_status"), Flags{0});
  EXPECT_EQ(result.flags.at("qfi_status"), (Flags{0, 0, 0}));
  EXPECT_EQ(result.flags.at("status")[0], flag(Status::partly));
}

/// Squeezing has poles here, long after it was reached.
TEST_P(ValueStatus, WhatIsLostOfAnEventsQuantityIsTheEventsAlone) {
  const std::string model =
      "[model]\natoms = 30\neta = 600.0\n[time]\nstop = 0.1\nsamples = 101\n[output]\n";
  const JobResult asked = run_config(model + "quantities = [\"squeezing_wineland\"]", backend());
  EXPECT_EQ(asked.flags.at("status"), Flags{flag(Status::partly)});
  const JobResult result =
      run_config(model +
                     "quantities = [\"qfi\"]\nevents = [{ name = \"a\", quantity = "
                     "\"squeezing_wineland\", below = 1 }]",
                 backend());
  EXPECT_EQ(result.flags.at("status"), Flags{flag(Status::good)});
  EXPECT_EQ(result.flags.at("a_status"), Flags{flag(Status::good)});
  EXPECT_EQ(result["a"][0], 0.0);
}

TEST_P(ValueStatus, AFailedPointSaysSoOfEachOfItsValues) {
  const JobResult result = run_config(
      "[model]\natoms = 10\n[pump]\nswitch_off = \"max_qfi\"\n[time]\nstop = 1e-6\nsamples = 3\n"
      "[scan]\naxes = [{ key = \"model.eta\", values = [320.0] }]\n[output]\n"
      "quantities = [\"qfi\", \"rho\"]\n"
      "events = [{ name = \"soon\", quantity = \"qfi\", above = 1.0 }]",
      backend());
  const std::int8_t why = flag(Status::no_maximum);
  EXPECT_EQ(result.flags.at("status"), Flags{why});
  EXPECT_EQ(result.flags.at("qfi_status"), (Flags{why, why, why}));
  EXPECT_EQ(result.flags.at("rho_status"), (Flags{why, why, why}));
  EXPECT_EQ(result.flags.at("soon_status"), Flags{why});
}

/// Diagonal blocks, whose moments weigh levels, want more of them than pairs do.
TEST_P(ValueStatus, ABlockThatGivesUpCostsWhatReadsItAlone) {
  const std::string model =
      "[model]\natoms = 6\neta = 4.0\nkappa = 1.0\nthermal_photons = 0.1\n[time]\nstop = 1.0\n"
      "samples = 3\n[output]\n"
      "quantities = [\"photon_number\", \"mandel_q\", \"qfi\", \"entropy\", \"spin_mean\"]\n"
      "[solve]\nmethod = \"fock\"\nframe = \"moving\"\n";
  const JobResult result = run_config(model + "cutoff = 14", backend());
  const JobResult enough = run_config(model, backend());
  EXPECT_EQ(enough.flags.at("status"), Flags{0});
  EXPECT_EQ(result.flags.at("status"), Flags{flag(Status::partly)});
  for (const std::string quantity : {"photon_number", "mandel_q"})
    EXPECT_EQ(result.flags.at(quantity + "_status"), Flags(3, flag(Status::not_converged)));
  for (const std::string quantity : {"qfi", "entropy", "spin_mean"}) {
    EXPECT_EQ(result.flags.at(quantity + "_status"), Flags(3, 0));
    for (std::size_t i = 0; i < enough[quantity].size(); ++i)
      EXPECT_NEAR(result[quantity][i], enough[quantity][i], 36e-8) << quantity << " " << i;
  }
}

/// The largest |m| turn a hundred times faster than those that there is anything of, and are
/// rounded likewise: no sum sees that.
TEST_P(ValueStatus, ARoundingOfSectorsThatWeighNothingCostsNothing) {
  const std::string model =
      "[model]\natoms = 100\neta = 100.0\nkappa = 10.0\nthermal_photons = 2.0\n[light]\n"
      "state = \"squeezed\"\nr = 3.0\n[time]\nstop = 1.0\nsamples = 3\n[output]\n"
      "quantities = [\"purity\", \"qfi\"]\n[solve]\n";
  const JobResult result = run_config(model + "tolerance = 1e-8", backend());
  const JobResult others = run_config(model + "tolerance = 1e-7", backend());
  for (const std::string quantity : {"purity", "qfi"}) {
    EXPECT_EQ(result.flags.at(quantity + "_status"), (Flags{0, 0, 0}));
    for (std::size_t k = 0; k < 3; ++k)
      EXPECT_NEAR(result[quantity][k], others[quantity][k], 1e-8 * others[quantity][k]);
  }
}

INSTANTIATE_TEST_SUITE_P(All, ValueStatus, every_backend, backend_name);

}  // namespace
}  // namespace pairtwist::test
