// SPDX-License-Identifier: BSD-3-Clause
// The mean photon number of each light at t = 0 against sums over its photon distribution.
#include <gtest/gtest.h>

#include <cmath>

#include "model/start_photons.hpp"

namespace pairtwist {
namespace {

Light light_of(LightState state, std::complex<double> alpha = 0.0, double parity = 1.0) {
  Light light;
  light.state = state;
  light.alpha = alpha;
  light.parity = parity;
  return light;
}

/// Of |alpha> + parity |-alpha>: P(n) is |alpha|^{2n}/n! for every other n.
double cat_by_its_series(double alpha, int parity) {
  double weight = parity > 0 ? 1.0 : alpha * alpha;
  double sum = 0.0;
  double photons = 0.0;
  for (int n = parity > 0 ? 0 : 1; n < 400; n += 2) {
    sum += weight;
    photons += n * weight;
    weight *= std::pow(alpha, 4) / ((n + 1.0) * (n + 2.0));
  }
  return photons / sum;
}

TEST(StartPhotons, OfCats) {
  for (const double alpha : {0.01, 0.5, 1.0, 3.0, 9.0}) {
    for (const int parity : {1, -1}) {
      const Light light = light_of(LightState::cat, std::polar(alpha, 0.7), parity);
      const double expected = cat_by_its_series(alpha, parity);
      EXPECT_NEAR(mean_photons(light) / expected, 1.0, 1e-13) << alpha << ", " << parity;
    }
  }
}

TEST(StartPhotons, OfCatsTooSmallToSquare) {
  EXPECT_EQ(mean_photons(light_of(LightState::cat, 1e-200, 1.0)), 0.0);
  EXPECT_EQ(mean_photons(light_of(LightState::cat, 1e-200, -1.0)), 1.0);
}

TEST(StartPhotons, OfTheOthers) {
  EXPECT_EQ(mean_photons(light_of(LightState::vacuum)), 0.0);
  EXPECT_EQ(mean_photons(light_of(LightState::coherent, {3.0, -4.0})), 25.0);
  for (const LightState state : {LightState::fock, LightState::thermal}) {
    Light light = light_of(state);
    light.n = 7.0;
    EXPECT_EQ(mean_photons(light), 7.0);
  }
}

/// Squeezed vacuum: P(2k) = tanh^{2k} r (2k)! / (2^{2k} k!² cosh r).
TEST(StartPhotons, OfSqueezedVacuum) {
  Light light = light_of(LightState::squeezed);
  light.r = 0.8;
  light.angle = 1.0;
  double weight = 1.0 / std::cosh(light.r);
  double photons = 0.0;
  for (int k = 0; k < 300; ++k) {
    photons += 2 * k * weight;
    weight *= std::pow(std::tanh(light.r), 2) * (2 * k + 1.0) / (2 * k + 2.0);
  }
  EXPECT_NEAR(mean_photons(light), photons, 1e-13);
}

}  // namespace
}  // namespace pairtwist
