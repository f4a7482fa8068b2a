// SPDX-License-Identifier: BSD-3-Clause
// The numbers of docs/physics.md (section "Numbers"), each to half a unit of its last digit, on
// every backend.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>

#include "support/backends.hpp"
#include "support/run_job.hpp"

namespace pairtwist::test {
namespace {

class PublishedNumbers : public OnEveryBackend {
 protected:
  /// Rows of numbers[point][time] of one quantity, divided by `scale`.
  void expect_rows(const std::string& config, const std::string& quantity, double scale,
                   const std::vector<std::vector<double>>& expected, double half_unit) {
    const JobResult result = run_config(config, backend());
    const std::vector<double>& numbers = result[quantity];
    const std::size_t times = expected.front().size();
    ASSERT_EQ(numbers.size(), expected.size() * (times + 1));  // t = 0 first
    for (std::size_t p = 0; p < expected.size(); ++p)
      for (std::size_t k = 0; k < times; ++k)
        EXPECT_NEAR(numbers[p * (times + 1) + k + 1] / scale, expected[p][k], half_unit)
            << quantity << " of point " << p << ", time " << k + 1;
  }
};

std::string fig2c(const std::string& quantities, const std::string& kappas) {
  return fmt::format(R"(
[model]
atoms = 100
eta = 320.0
[time]
values = [0.0, 0.005, 0.01, 0.015, 0.02, 0.03]
[scan]
axes = [{{ key = "model.kappa_tau_Q", values = {} }}]
[output]
quantities = {}
)",
                     kappas, quantities);
}

TEST_P(PublishedNumbers, QuantumFisherInformationOfFig2c) {
  expect_rows(fig2c(R"(["qfi"])", "[0, 0.1, 1, 10]"), "qfi", 1e4,
              {{0.03175073, 0.32055101, 0.50230283, 0.50691018, 0.45255886},
               {0.03133032, 0.31140954, 0.50346011, 0.50736556, 0.42127013},
               {0.02801598, 0.23713343, 0.49852722, 0.50074572, 0.50334593},
               {0.01589071, 0.03948170, 0.07799949, 0.12721496, 0.24073236}},
              0.5e-8);
  expect_rows(fig2c(R"(["qfi_oat"])", "[0]"), "qfi_oat", 1e4,
              {{0.01241961, 0.01960817, 0.03135829, 0.04733529, 0.09009407}}, 0.5e-8);
}

TEST_P(PublishedNumbers, PhotonNumberOfFig2c) {
  const std::string config = R"(
[model]
atoms = 100
eta = 320.0
[time]
values = [0.0, 0.005, 0.01, 0.02, 0.03]
[scan]
axes = [{ key = "model.kappa_tau_Q", values = [0, 1] }]
[output]
quantities = ["photon_number"]
)";
  expect_rows(
      config, "photon_number", 1.0,
      {{2.523307, 9.740058, 35.578462, 73.344470}, {2.033001, 6.376226, 15.801565, 22.944193}},
      0.5e-6);
}

TEST_P(PublishedNumbers, BellCorrelationsOfFiftyAtoms) {
  const std::string config = R"(
[model]
atoms = 50
eta = 320.0
[time]
values = [0.0, 0.0075, 0.01, 0.02, 0.03]
[scan]
axes = [{ key = "model.kappa_tau_Q", values = [0, 1] }]
[output]
quantities = ["bell"]
)";
  const JobResult result = run_config(config, backend());
  const std::vector<double>& q = result["bell"];
  const double expected[2][4] = {{3.068895, 15.008595, 28.833955, 29.705548},
                                 {-0.01224, 11.65299, 27.567652, 29.473683}};
  const double half_unit[2][4] = {{0.5e-6, 0.5e-6, 0.5e-6, 0.5e-6},
                                  {0.5e-5, 0.5e-5, 0.5e-6, 0.5e-6}};
  for (int p = 0; p < 2; ++p) {
    EXPECT_EQ(q[5 * p], -std::numeric_limits<double>::infinity());
    for (int k = 0; k < 4; ++k) {
      EXPECT_NEAR(q[5 * p + k + 1], expected[p][k], half_unit[p][k]) << p << " " << k;
      EXPECT_LT(q[5 * p + k + 1], 33.271065);
    }
  }
  EXPECT_NEAR(result["tau_Q"][0], 0.0127478056, 0.5e-10);
}

TEST_P(PublishedNumbers, Fig3WithoutPump) {
  const std::string config = R"(
[model]
atoms = 100
[light]
state = "coherent"
alpha = 6.324555320336759
[time]
values = [0.0, 0.0005, 0.001, 0.002, 0.005]
[output]
quantities = ["qfi"]
)";
  expect_rows(config, "qfi", 1e4, {{0.14720253, 0.36250976, 0.49832115, 0.50499981}}, 0.5e-8);
}

TEST_P(PublishedNumbers, FirstMaximumOfFig4) {
  const std::string config = R"(
[model]
atoms = 50
eta = 320.0
kappa_tau_Q = 1.0
[pump]
switch_off = "max_qfi"
[time]
stop = 0.05
samples = 501
[output]
quantities = ["qfi"]
over_time = "all"
)";
  const JobResult result = run_config(config, backend());
  const double off = result["switch_off_time"].front();
  EXPECT_NEAR(off, 0.0247, 0.5e-4);
  // Up to there the pump is on: the sample at 0.0247 lies within 1e-5 of the maximum.
  EXPECT_NEAR(result["qfi"][247] / 2500.0, 0.51027, 0.5e-5);
}

TEST_P(PublishedNumbers, ScaleOfTheSqueezing) {
  const JobResult result = run_config(fig2c(R"(["qfi"])", "[0]"), backend());
  EXPECT_NEAR(result["tau_Q"][0], 0.0113570037, 0.5e-10);
}

// Against the exact curve, kappa = 0, to t = 0.02: the errors quoted in docs/physics.md. (That of
// B39 is 0.0427 at t = 0.01 and largest, 0.0460, at 0.01055.)
TEST_P(PublishedNumbers, ApproximationsAreAsFarOffAsQuoted) {
  const std::string config = R"(
[model]
atoms = 100
eta = 320.0
[time]
stop = 0.02
samples = 401
[output]
quantities = ["qfi", "qfi_p8", "qfi_b39", "qfi_b40"]
)";
  const JobResult result = run_config(config, backend());
  const auto largest = [&](const std::string& name) {
    double worst = 0.0;
    for (std::size_t k = 0; k < 401; ++k)
      worst = std::max(worst, std::abs(result[name][k] - result["qfi"][k]) / 1e4);
    return worst;
  };
  EXPECT_NEAR(largest("qfi_p8"), 0.040, 0.5e-3);
  EXPECT_NEAR(largest("qfi_b39"), 0.046, 0.5e-3);
  EXPECT_NEAR(largest("qfi_b40"), 0.043, 0.5e-3);
}

INSTANTIATE_TEST_SUITE_P(All, PublishedNumbers, every_backend, backend_name);

}  // namespace
}  // namespace pairtwist::test
