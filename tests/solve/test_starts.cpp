// SPDX-License-Identifier: BSD-3-Clause
// The start of the time axis and its neighbourhood: quantities that are not defined there, levels
// that it is at but for rounding, directions that begin at a pole, sums at resonance.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>

#include "support/backends.hpp"
#include "support/run_job.hpp"

namespace pairtwist::test {
namespace {

class Starts : public OnEveryBackend {
 public:
  JobResult solved(const std::string& config) { return run_config(config, backend()); }

  double event(const std::string& config, const std::string& quantity, const std::string& level) {
    return solved(config + "[output]\nquantities = [\"" + quantity +
                  "\"]\nevents = [{ name = \"when\", quantity = \"" + quantity + "\", " + level +
                  " }]\n")["when"]
        .at(0);
  }
};

// Of vacuum g2 and Q have no value, beside it noise; a pump makes g2 = 1 and Q = 0 of it.
TEST_P(Starts, APumpedVacuumIsBelowAHigherLevelFromTheStartOn) {
  for (const double kappa : {0.0, 10.0}) {
    const std::string config = fmt::format(
        "[model]\natoms = 100\neta = 320.0\nkappa = {}\n[time]\nstop = 0.02\nsamples = 51\n",
        kappa);
    EXPECT_EQ(event(config, "g2", "below = 1.01"), 0.0) << kappa;
    EXPECT_EQ(event(config, "mandel_q", "below = 0.01"), 0.0) << kappa;
  }
}

TEST_P(Starts, NoNoiseBesideTheStartIsAnEvent) {
  const std::string config = R"(
[model]
atoms = 20
U = 0.2
W0 = 0.5
detuning = 3.25
tunnelling = 1.0
eta = 2.0
[time]
stop = 1.0
samples = 51
)";
  const JobResult samples = solved(config + "[output]\nquantities = [\"mandel_q\"]\n");
  std::size_t first = 1;
  while (samples["mandel_q"].at(first) > 0.0) ++first;
  const double found = event(config, "mandel_q", "below = 0.0");
  EXPECT_GT(found, 0.02 * static_cast<double>(first - 1));
  EXPECT_LE(found, 0.02 * static_cast<double>(first));
}

TEST_P(Starts, ALevelThatIsTheStartsOwnIsReachedThereWhateverItIsRoundedTo) {
  for (int atoms = 2; atoms <= 61; ++atoms) {
    const std::string model = fmt::format("[model]\natoms = {}\neta = 100.0\nkappa = 1.0\n", atoms);
    const std::string time = "[time]\nstop = 0.02\nsamples = 21\n";
    EXPECT_EQ(event(model + time, "squeezing_wineland", "above = 1.0"), 0.0) << atoms;
    const std::string of_atoms = fmt::format("below = {}.0", atoms);
    EXPECT_EQ(event(model + "tilt = 5.0\n" + time, "qfi", of_atoms), 0.0) << atoms;
  }
}

// Of three values of the QFI matrix of a coherent state beside a pole two are alike, and what is
// left out of the state, over their distance, turned the direction by a thousand tolerances.
TEST_P(Starts, TheBestDirectionBesideAPoleNeedsEveryM) {
  for (const double theta : {0.1, 0.3, 3.0})
    for (const char* tolerance : {"1e-4", "1e-8"}) {
      const std::string config = fmt::format(
          "[model]\natoms = 6\n[atoms]\ntheta = {}\nphi = 1.0\n[time]\nvalues = [0.0, 1e-4, "
          "1e-3]\n[solve]\ntolerance = {}\n[output]\n",
          theta, tolerance);
      const JobResult found = solved(config + "quantities = [\"qfi_optimal_direction\"]\n");
      const JobResult known =
          solved(config + "quantities = [\"qfi_optimal_direction\", \"rho\"]\n");
      const std::string name = "qfi_optimal_direction";
      for (std::size_t i = 0; i < 3; ++i) EXPECT_TRUE(std::isnan(found[name][i])) << i;
      EXPECT_EQ(found.flags.at(name + "_status").at(0), static_cast<int>(Status::undefined));
      for (std::size_t i = 3; i < 9; ++i)
        EXPECT_NEAR(found[name][i], known[name][i], 1e-14) << theta << " " << i;
    }
}

TEST_P(Starts, SqueezingIsThatOfOneAxisTwistingAtAResonanceWithoutPump) {
  const std::string at =
      "[time]\nstop = 0.2\nsamples = 5\n[output]\nquantities = "
      "[\"squeezing_kitagawa_ueda\"]\n";
  for (const char* atoms : {"20", "21"})
    for (const char* W0 : {"0.0", "0.5", "2.0"}) {
      const std::string model = fmt::format("[model]\natoms = {}\nW0 = {}\ndetuning = ", atoms, W0);
      const std::vector<double> known = solved(model + "0.3\n" + at)["squeezing_kitagawa_ueda"];
      for (const char* resonance : {"0.0", "0.25", "1.0", "4.0"}) {
        const std::vector<double> found =
            solved(model + resonance + "\n" + at)["squeezing_kitagawa_ueda"];
        for (std::size_t k = 0; k < known.size(); ++k)
          EXPECT_NEAR(found[k], known[k], 1e-8) << atoms << " " << W0 << " " << resonance;
      }
    }
}

// The second maximum and the third were taken, by how long the time was.
TEST_P(Starts, ThePumpEndsAtTheFirstMaximumHoweverLongTheTimeIs) {
  for (const char* stop : {"0.5", "10.0", "26.0", "100.0", "2500.0"}) {
    const JobResult found = solved(fmt::format(R"(
[model]
atoms = 39
U = -1.6
W0 = 1.5
detuning = 1.6
eta = 0.1
[light]
state = "coherent"
alpha = [1.4, -0.3]
[pump]
switch_off = "max_qfi"
[time]
stop = {}
samples = 3
)",
                                               stop));
    EXPECT_NEAR(found["switch_off_time"].at(0), 0.11876347, 1e-7) << stop;
  }
}

INSTANTIATE_TEST_SUITE_P(All, Starts, every_backend, backend_name);

}  // namespace
}  // namespace pairtwist::test
