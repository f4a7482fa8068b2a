// SPDX-License-Identifier: BSD-3-Clause
// The Husimi function: against coherent states of the oracle, its integral, its closed form.
#include <gtest/gtest.h>

#include <numeric>

#include "observables/dimensions.hpp"
#include "support/made_state.hpp"

namespace pairtwist::testing {
namespace {

constexpr double pi = std::numbers::pi;

OutputSpec on_grid(std::int64_t theta, std::int64_t phi) {
  OutputSpec output;
  output.angles.values = {0.0};
  output.husimi_grid = {theta, phi};
  return output;
}

/// N spins along the direction: sqrt(binom(N, N/2+m)) cos^{N/2+m} (sin e^{i phi})^{N/2-m}.
Eigen::Matrix<oracle::Complex, Eigen::Dynamic, 1> along(std::int64_t atoms, long double theta,
                                                        long double phi) {
  Eigen::Matrix<oracle::Complex, Eigen::Dynamic, 1> state(atoms + 1);
  long double binomial = 1;
  for (std::int64_t n = 0; n <= atoms; ++n) {
    const auto up = static_cast<long double>(n), down = static_cast<long double>(atoms - n);
    state[n] = std::sqrt(binomial) * std::pow(std::cos(theta / 2), up) *
               std::pow(std::sin(theta / 2), down) * std::polar(1.0L, phi * down);
    binomial *= down / (up + 1);
  }
  return state;
}

TEST(Husimi, AgreesWithTheOracle) {
  std::mt19937_64 rng(101);
  const std::vector<double> theta = husimi_theta(5), phi = husimi_phi(7);
  for_random_states(rng, 12, [&](MadeState& made) {
    const std::int64_t atoms = made.start.atoms;
    made.set_output(on_grid(5, 7));
    const oracle::Matrix rho = made.density_matrix();
    const std::vector<double> values = values_of("husimi", made);
    for (std::size_t i = 0; i < theta.size(); ++i)
      for (std::size_t k = 0; k < phi.size(); ++k) {
        const auto state = along(atoms, theta[i], phi[k]);
        EXPECT_NEAR(values[i * phi.size() + k], static_cast<double>(state.dot(rho * state).real()),
                    1e-14)
            << theta[i] << " " << phi[k];
      }
  });
}

/// The trapezoidal rule is exact in phi; Simpson's is as good as it has to be in theta.
TEST(Husimi, IntegratesToOne) {
  std::mt19937_64 rng(102);
  for (const std::int64_t atoms : {1, 6, 31, 60}) {
    MadeState made = random_state(rng, atoms, Start::tilted, true);
    constexpr std::int64_t n_theta = 1001;
    const std::int64_t n_phi = 2 * atoms + 3;
    made.set_output(on_grid(n_theta, n_phi));
    const std::vector<double> values = values_of("husimi", made);
    const std::vector<double> theta = husimi_theta(n_theta);
    double integral = 0.0;
    for (std::int64_t i = 0; i < n_theta; ++i) {
      const auto row = values.begin() + i * n_phi;
      const double mean =
          std::accumulate(row, row + n_phi - 1, 0.0) / static_cast<double>(n_phi - 1);
      EXPECT_NEAR(row[0], row[n_phi - 1], 1e-15);  // once around
      const double simpson = i == 0 || i == n_theta - 1 ? 1.0 : i % 2 == 1 ? 4.0 : 2.0;
      integral += simpson * mean * std::sin(theta[static_cast<std::size_t>(i)]);
    }
    integral *= pi / (n_theta - 1) / 3.0 * 2.0 * pi;
    EXPECT_NEAR(static_cast<double>(atoms + 1) / (4.0 * pi) * integral, 1.0, 1e-8) << atoms;
  }
}

TEST(Husimi, OfACoherentStateIsAPowerOfTheAngleBetween) {
  for (const std::int64_t atoms : {1, 10, 11, 100, 1000}) {
    MadeState made(plain_point(atoms), 0.0, 0.0);
    made.set_output(on_grid(31, 41));
    const std::vector<double> theta = husimi_theta(31), phi = husimi_phi(41);
    const std::vector<double> values = values_of("husimi", made);
    for (std::size_t i = 0; i < theta.size(); ++i)
      for (std::size_t k = 0; k < phi.size(); ++k) {
        const double cosine = std::sin(theta[i]) * std::cos(phi[k]);  // with x
        EXPECT_NEAR(values[i * phi.size() + k],
                    std::pow(0.5 * (1.0 + cosine), static_cast<double>(atoms)), 1e-13)
            << atoms << " " << theta[i] << " " << phi[k];
      }
  }
}

/// At the poles a single m is left, on the equator opposite directions and mirror images are equal.
TEST(Husimi, IsExactAtThePolesAndOnTheEquator) {
  std::mt19937_64 rng(103);
  for (const std::int64_t atoms : {1, 2, 7, 50}) {
    MadeState made = random_state(rng, atoms, Start::asymmetric_file, true);
    constexpr std::int64_t n_phi = 9;
    made.set_output(on_grid(3, n_phi));
    const std::vector<double> values = values_of("husimi", made);
    for (std::int64_t k = 0; k < n_phi; ++k) {
      EXPECT_EQ(values[k], std::norm(made.start.amplitude.back()));
      EXPECT_EQ(values[2 * n_phi + k], std::norm(made.start.amplitude.front()));
    }
    MadeState plus_x(plain_point(atoms), 0.0, 0.0);
    plus_x.set_output(on_grid(3, n_phi));
    const std::vector<double> of_x = values_of("husimi", plus_x);
    EXPECT_NEAR(of_x[n_phi + 4], 1.0, 1e-15);  // phi = 0
    EXPECT_NEAR(of_x[n_phi], 0.0, 1e-15);      // phi = -pi
    EXPECT_EQ(of_x[n_phi], of_x[2 * n_phi - 1]);
  }
  const std::vector<double> theta = husimi_theta(91), phi = husimi_phi(181);
  EXPECT_EQ(theta[0], 0.0);
  EXPECT_EQ(theta[45], pi / 2);
  EXPECT_EQ(theta[90], pi);
  EXPECT_EQ(phi[0], -pi);
  EXPECT_EQ(phi[90], 0.0);
  EXPECT_EQ(phi[180], pi);
}

}  // namespace
}  // namespace pairtwist::testing
