// SPDX-License-Identifier: BSD-3-Clause
// Errors of all steps of DOP853 add up: where light decays fast and a bath or a Kerr term keeps it
// moving, to a good part of what is allowed. Quantities made of small numbers must know.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "support/backends.hpp"
#include "support/run_job.hpp"

namespace pairtwist::test {
namespace {

class ErrorsOfSteps : public OnEveryBackend {
 public:
  JobResult solved(const std::string& config, const std::string& solve) {
    return run_config(config + "[solve]\nmethod = \"fock\"\n" + solve, backend());
  }

  /// In the moving frame, against the laboratory's series.
  void expect_within_tolerance(const std::string& config, const std::string& quantity) {
    const std::string all = config + "[output]\nquantities = [\"" + quantity + "\"]\n";
    const JobResult known = solved(all, "frame = \"laboratory\"\ntolerance = 1e-11\n");
    for (const double tolerance : {1e-4, 1e-5, 1e-6, 3e-7, 1e-8}) {
      const JobResult found =
          solved(all, fmt::format("frame = \"moving\"\ntolerance = {}\n", tolerance));
      for (std::size_t k = 0; k < known[quantity].size(); ++k) {
        const double value = known[quantity][k];
        EXPECT_NEAR(found[quantity][k], value, tolerance * std::max(1.0, std::abs(value)))
            << tolerance << " " << k;
      }
    }
  }
};

TEST_P(ErrorsOfSteps, InABathAndStrongLoss) {
  for (const int atoms : {3, 4})
    expect_within_tolerance(fmt::format(R"(
[model]
atoms = {}
U = -1.28
W0 = 0.196
detuning = 0.936
eta = [-0.237, 0.838]
kappa = 84.0
thermal_photons = 0.05
[atoms]
state = "coherent"
theta = 1.407
phi = -1.142
[time]
stop = 0.95
samples = 5
)",
                                        atoms),
                            "entropy");
}

TEST_P(ErrorsOfSteps, WhereTheSpinIsShortInABath) {
  expect_within_tolerance(R"(
[model]
atoms = 7
U = -1.198
W0 = 0.1058
eta = 2.7176
kappa = 41.8877
thermal_photons = 0.1205
[time]
stop = 0.95363
samples = 13
)",
                          "squeezing_wineland");
}

TEST_P(ErrorsOfSteps, WhereAKerrTermTurnsTheLight) {
  expect_within_tolerance(R"(
[model]
atoms = 12
eta = 14.0
kappa = 0.316227766
W0 = 0.3
kerr = 0.02
[time]
unit = "tau_Q"
values = [0.0, 1.32, 2.0]
)",
                          "squeezing_wineland");
}

/// Equal steps round alike, again and again; where light decays at once nearly all are. Small
/// squeezed spins see it: in the moving frame some are lost, `gaussian` keeps what is rounded away.
TEST_P(ErrorsOfSteps, WhereStrongLossMakesManyOfThem) {
  const auto by = [&](int atoms, double stop, const std::string& quantities,
                      const std::string& more) {
    return run_config(
        fmt::format("[model]\natoms = {}\neta = 50.0\nkappa = 2e3\n[time]\nstop = {}\n"
                    "samples = 101\n[output]\nquantities = [{}]\n{}",
                    atoms, stop, quantities, more),
        backend())["squeezing_wineland"];
  };
  const auto expect_equal = [](const std::vector<double>& found, const std::vector<double>& known,
                               double tolerance) {
    int compared = 0;
    for (std::size_t k = 0; k < known.size(); ++k) {
      if (!std::isfinite(known[k]) || !std::isfinite(found[k])) continue;
      ++compared;
      EXPECT_NEAR(found[k], known[k], tolerance * std::max(1.0, std::abs(known[k]))) << k;
    }
    EXPECT_GT(compared, 40);
  };
  const std::string squeezing = "\"squeezing_wineland\"";
  expect_equal(by(20, 30.0, squeezing, "[solve]\nmethod = \"gaussian\"\n"),
               by(20, 30.0, squeezing, ""), 5e-10);
  const std::string both = squeezing + ", \"bell\"";
  expect_equal(by(30, 20.0, both, "[light]\nstate = \"fock\"\nn = 0\n"), by(30, 20.0, both, ""),
               1e-8);
}

INSTANTIATE_TEST_SUITE_P(All, ErrorsOfSteps, every_backend, backend_name);

}  // namespace
}  // namespace pairtwist::test
